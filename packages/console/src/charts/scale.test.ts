import { describe, expect, test } from 'vitest';
import { durationTicksOf, formatShortCount, formatShortDuration, ticksOf, timeTicksOf } from './scale.ts';

describe('scales of charts', () => {
  test('an axis begins at zero, has at most five lines and holds the largest value', () => {
    for (const largest of [0, 1, 3, 7, 10, 99, 100, 101, 2_387, 143_208]) {
      const ticks = ticksOf(largest);
      expect(ticks[0]).toBe(0);
      expect(ticks.length).toBeLessThanOrEqual(5);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(largest);
      expect(ticks.every(Number.isInteger)).toBe(true);
    }
  });

  test('an axis of lengths of time goes by lengths that people count in', () => {
    expect(durationTicksOf(0)).toEqual([0, 1]);
    expect(durationTicksOf(412)).toEqual([0, 200, 400, 600]);
    expect(durationTicksOf(2_310)).toEqual([0, 1_000, 2_000, 3_000]);
    expect(durationTicksOf(300_000)).toEqual([0, 120_000, 240_000, 360_000]);
  });

  test('values are short on an axis and keep their unit', () => {
    expect([0, 250, 1_000, 2_500, 3_000_000].map(formatShortCount)).toEqual(['0', '250', '1 k', '2.5 k', '3 M']);
    expect([0, 250, 1_500, 180_000].map(formatShortDuration)).toEqual(['0', '250 ms', '1.5 s', '3 m']);
  });

  test('times lie within the range and are not more than asked for', () => {
    const since = Date.UTC(2026, 2, 3, 13, 3);
    for (const hours of [0.25, 1, 24, 168, 720]) {
      const until = since + hours * 3_600_000;
      const ticks = timeTicksOf(since, until, 8);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThanOrEqual(9);
      expect(ticks.every((at) => at >= since && at <= until)).toBe(true);
    }
  });
});
