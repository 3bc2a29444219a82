import assert from 'node:assert/strict';

/** Uniform in [0, 1). */
export type Random = () => number;

/**
 * A mulberry32 generator: small, fast and the same everywhere, so that a run with the same seed
 * makes the same faults. Not for secrets.
 *
 * @param seed A whole number; its low 32 bits count.
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** True with the given probability. Draws once whatever the ratio, so that settings do not shift later draws. */
export function drawChance(random: Random, ratio: number): boolean {
  return random() < ratio;
}

/** A whole number from `min` to `max`, both included. */
export function drawInteger(random: Random, min: number, max: number): number {
  assert(Number.isSafeInteger(min) && Number.isSafeInteger(max) && min <= max);
  return min + Math.floor(random() * (max - min + 1));
}

/** One of the items, all equally likely. */
export function drawItem<TItem>(random: Random, items: readonly TItem[]): TItem {
  const item = items[drawInteger(random, 0, items.length - 1)];
  assert(item !== undefined);
  return item;
}
