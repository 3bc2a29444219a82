import { describe, expect, test } from 'vitest';
import { diedTooOften, isLeaseTooShort, leaseEnd } from './leased-delivery.ts';
import { NOW_MS } from './test-support.ts';

describe('a lease', () => {
  test('lasts as long as an attempt may take, ten seconds of waiting, and one for the clocks of two nodes', () => {
    expect(leaseEnd(NOW_MS, 15)).toBe(NOW_MS + 26_000);
  });

  test('is long enough for an attempt up to the moment when the time-out would outlive it on the clock of another node', () => {
    const untilMs = NOW_MS + 26_000;
    expect(isLeaseTooShort(untilMs, 15, NOW_MS + 10_000)).toBe(false);
    expect(isLeaseTooShort(untilMs, 15, NOW_MS + 10_001)).toBe(true);
  });

  test('is too short when the time-out was made longer after it was taken', () => {
    expect(isLeaseTooShort(leaseEnd(NOW_MS, 5), 60, NOW_MS)).toBe(true);
  });
});

describe('a delivery under which the gateway dies', () => {
  test('is sent as long as its schedule lasts', () => {
    expect(diedTooOften({ attemptsMade: 5, scheduleStep: 0 }, 2)).toBe(false);
    expect(diedTooOften({ attemptsMade: 7, scheduleStep: 2 }, 2)).toBe(false);
  });

  test('is not sent any more when crashes have used the schedule up', () => {
    expect(diedTooOften({ attemptsMade: 8, scheduleStep: 3 }, 2)).toBe(true);
  });

  test('is not taken for one whose endpoint got a shorter schedule', () => {
    expect(diedTooOften({ attemptsMade: 4, scheduleStep: 4 }, 2)).toBe(false);
  });
});
