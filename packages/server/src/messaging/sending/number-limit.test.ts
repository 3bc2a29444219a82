import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NumberLimit } from './number-limit.ts';

describe('in any second no more than the limit reaches Meta', () => {
  test('whatever the calls take and however this side stalls', () => {
    const way = fc.integer({ min: 0, max: 3_000 });
    const trial = fc.record({ perSecond: fc.integer({ min: 1, max: 20 }), there: fc.array(way), back: fc.array(way) });
    fc.assert(
      fc.property(trial, ({ perSecond, there, back }) => {
        // So few answers tell nothing of the way to Meta.
        const arrivals = simulate(perSecond, { ms: 8_000, sendsMax: 99, thereMs: among(there), backMs: among(back) });
        expect(mostInOneSecond(arrivals)).toBeLessThanOrEqual(perSecond);
      }),
      { numRuns: 60 },
    );
  });

  test('also when it is known how long answers take at least, and the ways there and back vary with the load here', () => {
    const BUSY_MS = 100;
    const delay = (max: number) => fc.integer({ min: 0, max });
    const trial = fc.record({
      perSecond: fc.integer({ min: 15, max: 40 }),
      there: delay(100),
      back: delay(400),
      // A call is held up on one of its ways: all take the same time, and each way is quick at times.
      heldUp: fc.array(delay(40 + BUSY_MS), { minLength: 1, maxLength: 40 }),
      stalls: fc.array(delay(900), { minLength: 1, maxLength: 40 }),
    });
    fc.assert(
      fc.property(trial, ({ perSecond, there, back, heldUp, stalls }) => {
        const [heldUpOf, stallOf] = [among(heldUp), among(stalls)];
        const arrivals = simulate(perSecond, {
          ms: 40_000,
          thereMs: (n) => there + heldUpOf(n) + (n % 7 === 0 ? stallOf(n) : 0),
          stallMs: BUSY_MS,
          backMs: (n) => back + 40 + BUSY_MS - heldUpOf(n) + (n % 5 === 0 ? stallOf(n + 1) : 0),
        });
        expect(mostInOneSecond(arrivals)).toBeLessThanOrEqual(perSecond);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a number that has enough to send', () => {
  test('sends 95 % of its limit from the first second on when answers are quick', () => {
    const arrivals = simulate(80, { ms: 10_000, thereMs: () => 5, backMs: () => 25 });
    expect(arrivals.length).toBeGreaterThanOrEqual(0.95 * 80 * 10);
  });

  test('sends 95 % of it when answers take a fifth of a second, as soon as that is known', () => {
    const arrivals = simulate(80, { ms: 40_000, thereMs: () => 40, backMs: () => 160 });
    const later = arrivals.filter((atMs) => atMs >= 20_000 && atMs < 40_000);
    expect(later.length).toBeGreaterThanOrEqual(0.95 * 80 * 20);
  });
});

describe('a place', () => {
  test('is free at once when the call never reached Meta', () => {
    const limit = new NumberLimit(1);
    expect([limit.take(0), limit.take(0)]).toEqual([true, false]);
    limit.giveBack();
    expect(limit.take(0)).toBe(true);
  });

  test('is kept as long as there is no answer, and for a second after it', () => {
    const limit = new NumberLimit(1);
    limit.take(0);
    expect([limit.freePlaces(60_000), limit.freeAtMs(60_000)]).toEqual([0, null]);
    limit.answered(0, 60_000, 0);
    expect([limit.freePlaces(60_999), limit.freeAtMs(60_999), limit.freePlaces(61_000)]).toEqual([0, 61_000, 1]);
  });

  test('is foreseen before it is free', () => {
    const limit = new NumberLimit(2);
    for (const atMs of [0, 500]) {
      limit.take(atMs);
      limit.answered(atMs, atMs, 0);
    }
    expect([limit.freePlacesWithin(940, 50), limit.freePlacesWithin(940, 60), limit.freeAtMs(940)]).toEqual([
      0, 1, 1_000,
    ]);
  });

  test('is not there for a while when the limit shrinks', () => {
    const limit = new NumberLimit(3);
    for (const atMs of [0, 100, 200]) {
      limit.take(atMs);
      limit.answered(atMs, atMs, 0);
    }
    limit.setPerSecond(1);
    expect([limit.freeAtMs(300), limit.take(1_199), limit.take(1_200)]).toEqual([1_200, false, true]);
  });
});

interface Network {
  readonly ms: number;
  readonly sendsMax?: number;
  readonly stallMs?: number;
  /** From the dispatch of the nth send until Meta takes it, and from then until its answer is seen here. */
  readonly thereMs: (n: number) => number;
  readonly backMs: (n: number) => number;
}

/** Sends as much as the limit allows, millisecond by millisecond. @returns when Meta took each. */
function simulate(
  perSecond: number,
  { ms, sendsMax = Number.POSITIVE_INFINITY, stallMs = 0, thereMs, backMs }: Network,
): number[] {
  const limit = new NumberLimit(perSecond);
  const answers = new Map<number, number[]>();
  const arrivals: number[] = [];
  for (let nowMs = 0; nowMs < ms; nowMs++) {
    for (const dispatchedAtMs of answers.get(nowMs) ?? []) limit.answered(dispatchedAtMs, nowMs, stallMs);
    answers.delete(nowMs);
    while (arrivals.length < sendsMax && limit.take(nowMs)) {
      const takenAtMs = nowMs + thereMs(arrivals.length);
      // An answer of the same millisecond is seen in the next one.
      const answeredAtMs = Math.max(nowMs + 1, takenAtMs + backMs(arrivals.length));
      answers.set(answeredAtMs, [...(answers.get(answeredAtMs) ?? []), nowMs]);
      arrivals.push(takenAtMs);
    }
  }
  return arrivals;
}

function among(values: readonly number[]): (n: number) => number {
  return (n) => values[n % values.length] ?? 0;
}

function mostInOneSecond(arrivals: readonly number[]): number {
  const sorted = arrivals.toSorted((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [index, atMs] of sorted.entries()) {
    while ((sorted[first] ?? 0) + 1_000 <= atMs) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
