import { describe, expect, test } from 'vitest';
import { PLACE_LATE_MS_MAX, RateWindow } from './rate-window.ts';

const TEN_SECONDS_MS = 10_000;
/** Requests need differently long to their receiver. */
const WAY_MS_MAX = 150;

describe.each([1, 2, 3, 5, 7, 10, 50, 333, 1_000])('at %i a second', (perSecond) => {
  test.each([1, 2, 3, 4, 5])(
    'under load, whatever stalls, no ten seconds see more than ten times the rate, seed %i',
    (seed) => {
      const random = randomOf(seed);
      const seenAtMs: number[] = [];
      underLoad(perSecond, random, (takenAtMs) => {
        seenAtMs.push(takenAtMs + random() * (PLACE_LATE_MS_MAX + WAY_MS_MAX));
      });
      expect(mostInTenSeconds(seenAtMs)).toBeLessThanOrEqual(perSecond * 10);
    },
  );

  test('under load at least 95 % of the rate go out, also when half a second is lost now and then', () => {
    let count = 0;
    const seconds = underLoad(perSecond, randomOf(6), () => count++);
    expect(count).toBeGreaterThanOrEqual(perSecond * seconds * 0.95);
  });

  test('a sender that was idle goes on with half a second of it at most', () => {
    const window = new RateWindow();
    expect(window.take(perSecond, 1_000_000, 50_000)).toBe(1);
    expect(window.take(perSecond, 1_000_000, 70_000)).toBe(Math.max(2, Math.floor(perSecond / 2)));
    expect(window.take(perSecond, 1, 70_000)).toBe(0);
  });

  test('a sender that dies and starts anew every second, knowing nothing, stays within the rate', () => {
    const seenAtMs: number[] = [];
    for (let startMs = 0; startMs < 30_000; startMs += 2_000) {
      const window = new RateWindow();
      for (let nowMs = startMs; nowMs < startMs + 1_000; nowMs++)
        while (window.take(perSecond, 1, nowMs) === 1) seenAtMs.push(nowMs);
    }
    expect(mostInTenSeconds(seenAtMs)).toBeLessThanOrEqual(perSecond * 10);
  });
});

test('the time at which a place is free is kept, and is not too late', () => {
  const window = new RateWindow();
  let nowMs = 1_000;
  for (let round = 0; round < 500; round++) {
    if (window.take(4, 1, nowMs) === 1) continue;
    const freeAtMs = window.freeAtMs(4, nowMs);
    expect(freeAtMs).toBeGreaterThan(nowMs);
    expect(window.take(4, 1, freeAtMs - 1)).toBe(0);
    expect(window.take(4, 1, freeAtMs)).toBe(1);
    nowMs = freeAtMs;
  }
});

test('what was taken and given back can be taken again', () => {
  const window = new RateWindow();
  window.take(100, 1, 0);
  expect(window.take(100, 50, 1_000)).toBe(50);
  window.giveBack(1_000, 20);
  expect(window.take(100, 50, 1_000)).toBe(20);
});

test('a rate that is lowered holds at once, and counts what went out before', () => {
  const window = new RateWindow();
  for (let nowMs = 0; nowMs < 5_000; nowMs += 10) window.take(100, 1, nowMs);
  expect(window.take(10, 1, 5_000)).toBe(0);
  expect(window.freeAtMs(10, 5_000)).toBeGreaterThan(TEN_SECONDS_MS);
});

test('what was written down goes on where it was', () => {
  const window = new RateWindow();
  window.take(10, 5, 1_000);
  const again = new RateWindow(window.toText());
  expect(again.take(10, 5, 1_000)).toBe(0);
  expect(again.freeAtMs(10, 1_000)).toBe(window.freeAtMs(10, 1_000));
});

test('a clock that was set back by hours does not close the endpoint for hours', () => {
  const window = new RateWindow();
  window.take(10, 5, 10_000_000);
  window.take(10, 5, 1_000);
  expect(window.take(10, 5, 2_000)).toBe(5);
});

/** Takes whatever there is, at irregular times and with stalls, for a minute. @returns how many seconds that were. */
function underLoad(perSecond: number, random: () => number, onTaken: (atMs: number) => void): number {
  const window = new RateWindow();
  const startMs = 1_000_000;
  const seconds = 60;
  let nowMs = startMs;
  while (nowMs < startMs + seconds * 1_000) {
    const wanted = 1 + Math.floor(random() * 20);
    const count = window.take(perSecond, wanted, nowMs);
    for (let place = 0; place < count; place++) onTaken(nowMs);
    if (count === wanted) continue;
    nowMs = window.freeAtMs(perSecond, nowMs) + Math.floor(random() * 3);
    if (random() < 0.001) nowMs += 450;
  }
  return seconds;
}

function mostInTenSeconds(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (let last = 0; last < sorted.length; last++) {
    while ((sorted[last] ?? 0) - (sorted[first] ?? 0) >= TEN_SECONDS_MS) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** Mulberry32: small, seeded, good enough for tests. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
