import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RetryPolicy } from '../../domain/endpoint.ts';
import { type FailedTry, parseRetryAfter, waitBeforeNext } from './retry-schedule.ts';
import { NOW_MS, STANDARD } from './test-support.ts';

const ALMOST_ONE = 1 - Number.EPSILON;
const H = 3_600;

/** CONTRACTS 8, "Retry", written out: waits before attempts 2, 3, … in seconds. */
const PRESETS: readonly (readonly [string, RetryPolicy, readonly number[]])[] = [
  ['standard', STANDARD, [5, 30, 300, 0.5 * H, 2 * H, 5 * H, 10 * H, 14 * H, 20 * H, 24 * H]],
  ['xobito', { delaysSeconds: [1, 2], timeoutSeconds: 30, waitsAfterThrottle: false }, [1, 2]],
  ['xobito-legacy', { delaysSeconds: [2, 4], timeoutSeconds: 30, waitsAfterThrottle: false }, [2, 4]],
];

function failed(over: Partial<FailedTry> = {}): FailedTry {
  return { scheduleStep: 0, statusCode: 500, errorClass: 'status', retryAfterMs: null, ...over };
}

describe('the schedule', () => {
  test.each(PRESETS)('%s waits as documented before each attempt and then is used up', (_name, policy, seconds) => {
    const waits = seconds.map((_second, scheduleStep) => waitBeforeNext(policy, failed({ scheduleStep }), 0));
    expect(waits).toEqual(seconds.map((second) => second * 1_000));
    expect(waitBeforeNext(policy, failed({ scheduleStep: seconds.length }), 0)).toBeNull();
    expect(waitBeforeNext(policy, failed({ scheduleStep: seconds.length + 5 }), 0)).toBeNull();
  });

  test('one without waits ends after the first attempt', () => {
    const policy = { delaysSeconds: [], timeoutSeconds: 5, waitsAfterThrottle: true };
    expect(waitBeforeNext(policy, failed({ statusCode: 429, retryAfterMs: 60_000 }), 0)).toBeNull();
  });
});

describe('jitter', () => {
  test('leaves waits under ten seconds exactly as they are', () => {
    expect(waitBeforeNext(STANDARD, failed(), ALMOST_ONE)).toBe(5_000);
    const nearly = { ...STANDARD, delaysSeconds: [9.999] };
    expect(waitBeforeNext(nearly, failed(), ALMOST_ONE)).toBe(9_999);
  });

  test('adds up to a tenth from ten seconds on', () => {
    expect(waitBeforeNext({ ...STANDARD, delaysSeconds: [10] }, failed(), ALMOST_ONE)).toBe(11_000);
    expect(waitBeforeNext(STANDARD, failed({ scheduleStep: 1 }), 0.5)).toBe(31_500);
    expect(waitBeforeNext(STANDARD, failed({ scheduleStep: 9 }), 0.999)).toBe(95_031_360);
  });

  test('never comes early and never adds more than a tenth, whatever the policy and the answer', () => {
    const policies = fc.record({
      delaysSeconds: fc.array(fc.integer({ min: 1, max: 604_800 }), { minLength: 1, maxLength: 20 }),
      timeoutSeconds: fc.integer({ min: 1, max: 60 }),
      waitsAfterThrottle: fc.boolean(),
    });
    const tries = fc.record({
      scheduleStep: fc.nat(25),
      statusCode: fc.constantFrom(null, 429, 500, 503),
      errorClass: fc.constantFrom(null, 'status' as const, 'timeout' as const, 'connect' as const),
      retryAfterMs: fc.option(fc.nat(2_000_000_000)),
    });
    fc.assert(
      fc.property(policies, tries, fc.double({ min: 0, max: ALMOST_ONE, noNaN: true }), (policy, tried, random) => {
        const waitMs = waitBeforeNext(policy, tried, random);
        const delay = policy.delaysSeconds[tried.scheduleStep];
        if (delay === undefined) return waitMs === null;
        const calmMs = waitBeforeNext(policy, tried, 0) ?? Number.NaN;
        const next = policy.delaysSeconds[tried.scheduleStep + 1] ?? 0;
        const mostMs = Math.max(delay, next, policy.waitsAfterThrottle ? 60 : 0) * 1_000;
        return (
          waitMs !== null &&
          waitMs >= delay * 1_000 &&
          calmMs <= mostMs &&
          waitMs >= calmMs &&
          waitMs <= calmMs * 1.1 + 1
        );
      }),
    );
  });
});

describe('Retry-After', () => {
  test.each([
    ['shorter than the wait changes nothing', 2_000, 5_000],
    ['between the wait and the next step is kept to', 17_000, 17_000],
    ['as long as the next step is kept to', 30_000, 30_000],
    ['longer than the next step is cut to it', 3_600_000, 30_000],
  ])('%s', (_what, retryAfterMs, expectedMs) => {
    expect(waitBeforeNext(STANDARD, failed({ statusCode: 503, retryAfterMs }), 0)).toBe(expectedMs);
  });

  test('cannot lengthen the last wait: no step comes after it', () => {
    const last = failed({ scheduleStep: 9, statusCode: 503, retryAfterMs: 7 * 86_400_000 });
    expect(waitBeforeNext(STANDARD, last, 0)).toBe(86_400_000);
  });

  test('cannot lengthen a wait when the next step is shorter', () => {
    const policy = { delaysSeconds: [20, 5], timeoutSeconds: 5, waitsAfterThrottle: false };
    expect(waitBeforeNext(policy, failed({ retryAfterMs: 60_000 }), 0)).toBe(20_000);
  });

  test.each([
    ['120', 120_000],
    ['0', 0],
    [' 7 ', 7_000],
    ['Tue, 09 Jun 2026 10:21:00 GMT', 60_000],
    ['Tue, 09 Jun 2026 10:19:00 GMT', 0],
  ])('reads %j', (header, expectedMs) => {
    expect(parseRetryAfter(header, Date.parse('2026-06-09T10:20:00Z'))).toBe(expectedMs);
  });

  test.each([undefined, '', '-5', '1.5', '1e3', '2, 3', 'soon', 'Xyz, no date', '99999999999999', '0x10'])(
    'ignores %j',
    (header) => {
      expect(parseRetryAfter(header, NOW_MS)).toBeNull();
    },
  );
});

describe('an overwhelmed receiver', () => {
  test.each([
    ['429', failed({ statusCode: 429 })],
    ['a time-out', failed({ statusCode: null, errorClass: 'timeout' })],
    ['a time-out in the middle of a 200', failed({ statusCode: 200, errorClass: 'timeout' })],
  ])('is left alone for a minute after %s by the standard preset', (_what, tried) => {
    expect(waitBeforeNext(STANDARD, tried, 0)).toBe(60_000);
    expect(waitBeforeNext(STANDARD, { ...tried, scheduleStep: 2 }, 0)).toBe(300_000);
  });

  test('gets no longer wait for another failure, nor by another policy', () => {
    expect(waitBeforeNext(STANDARD, failed({ statusCode: 503 }), 0)).toBe(5_000);
    const vendors = { ...STANDARD, waitsAfterThrottle: false };
    expect(waitBeforeNext(vendors, failed({ statusCode: 429 }), 0)).toBe(5_000);
  });
});
