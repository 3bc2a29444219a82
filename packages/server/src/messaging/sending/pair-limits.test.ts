import { describe, expect, test } from 'vitest';
import { PairLimits } from './pair-limits.ts';

const PAIR = '4915170023456';

describe('a pair', () => {
  test('may send a burst of 45, and one every six seconds after it', () => {
    const pairs = new PairLimits();
    expect(sendMost(pairs, 0)).toBe(45);
    expect(pairs.waitMs(PAIR, 0)).toBe(6_000);
    expect(sendMost(pairs, 5_999)).toBe(0);
    expect(sendMost(pairs, 6_000)).toBe(1);
    expect(sendMost(pairs, 60_000)).toBe(9);
  });

  test('may send a whole burst again when all of it is paid back', () => {
    const pairs = new PairLimits();
    sendMost(pairs, 0);
    expect(sendMost(pairs, 45 * 6_000)).toBe(45);
  });

  test('keeps no other pair waiting', () => {
    const pairs = new PairLimits();
    sendMost(pairs, 0);
    expect(pairs.waitMs('491', 0)).toBe(0);
  });

  test('promises those that wait times of their own, six seconds from each other', () => {
    const pairs = new PairLimits();
    sendMost(pairs, 0);
    expect([pairs.promise(PAIR, 0), pairs.promise(PAIR, 0), pairs.promise(PAIR, 1_000)]).toEqual([
      6_000, 12_000, 17_000,
    ]);
    expect([pairs.hasPromised(PAIR, 23_999), pairs.hasPromised(PAIR, 24_000)]).toEqual([true, false]);
  });
});

describe('a pair that is too much for Meta', () => {
  test('waits 1, 4, 16 … seconds, and an hour at most', () => {
    const pairs = new PairLimits();
    const waits: number[] = [];
    let nowMs = 0;
    for (let count = 0; count < 8; count++) {
      const waitMs = pairs.throttle(PAIR, nowMs);
      waits.push(waitMs);
      nowMs += waitMs;
    }
    expect(waits.map((ms) => ms / 1_000)).toEqual([1, 4, 16, 64, 256, 1_024, 3_600, 3_600]);
  });

  test('waits once for all that were on their way together', () => {
    const pairs = new PairLimits();
    expect([pairs.throttle(PAIR, 0), pairs.throttle(PAIR, 300)]).toEqual([1_000, 700]);
    expect(pairs.waitMs(PAIR, 300)).toBe(700);
  });

  test('begins with a second again after Meta took one', () => {
    const pairs = new PairLimits();
    pairs.throttle(PAIR, 0);
    pairs.throttle(PAIR, 1_000);
    pairs.accepted(PAIR);
    expect(pairs.throttle(PAIR, 5_000)).toBe(1_000);
  });

  test('is still known to be so when many others were written to meanwhile', () => {
    const pairs = new PairLimits();
    pairs.throttle(PAIR, 0);
    for (let other = 0; other < 1_000; other++) pairs.take(`49${other}`, other * 3);
    expect(pairs.throttle(PAIR, 3_000)).toBe(4_000);
  });
});

function sendMost(pairs: PairLimits, nowMs: number): number {
  let count = 0;
  while (pairs.waitMs(PAIR, nowMs) === 0) {
    pairs.take(PAIR, nowMs);
    count++;
  }
  return count;
}
