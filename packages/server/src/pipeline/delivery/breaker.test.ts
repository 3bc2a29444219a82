import { describe, expect, test } from 'vitest';
import { disablesEndpoint, type Outcome, opensBreaker, probeWaitMs, tellsAgainst } from './breaker.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const FAILED: Outcome = { outcome: 'failed', isOurFailure: false, errorClass: 'status', maybeReceived: false };

describe('what tells against an endpoint', () => {
  test.each<[string, boolean, Partial<Outcome>]>([
    ['a status that is no 2xx', true, {}],
    ['a time-out', true, { errorClass: 'timeout' }],
    ['a connection that was refused', true, { errorClass: 'connect' }],
    ['a name that does not resolve', true, { errorClass: 'dns' }],
    ['a certificate that is not valid', true, { errorClass: 'tls' }],
    ['an address that is not public', true, { errorClass: 'egress_blocked' }],
    ['a connection that was cut after the request', true, { errorClass: 'aborted', maybeReceived: true }],
    ['a success', false, { outcome: 'succeeded', errorClass: null }],
    ['a 2xx whose body is too long', false, { outcome: 'succeeded', errorClass: 'body_too_large' }],
    ['our own proxy', false, { errorClass: 'connect', isOurFailure: true }],
    ['a request that was never made', false, { errorClass: 'aborted' }],
  ])('%s: %s', (_words, expected, outcome) => {
    expect(tellsAgainst({ ...FAILED, ...outcome })).toBe(expected);
  });
});

describe('the run that opens a breaker', () => {
  test.each<[number, number, boolean]>([
    [9, 0, false],
    [10, 0, true],
    [500, 1_000, true],
    [2, 30 * MINUTE_MS, false],
    [3, 30 * MINUTE_MS - 1, false],
    [3, 30 * MINUTE_MS, true],
    [1, 30 * DAY_MS, false],
  ])('%i failures over %i ms: %s', (failures, overMs, opens) => {
    expect(opensBreaker({ failures, sinceMs: 1_000 }, 1_000 + overMs)).toBe(opens);
  });
});

describe('the run that disables an endpoint', () => {
  test.each<[number, number, number, boolean]>([
    [10, 5 * DAY_MS, 5 * DAY_MS, true],
    [10, 5 * DAY_MS - 1, 5 * DAY_MS, false],
    [9, 6 * DAY_MS, 5 * DAY_MS, false],
    [1_000, 300 * DAY_MS, 0, false],
  ])('%i failures over %i ms, after %i ms: %s', (failures, overMs, afterMs, disables) => {
    expect(disablesEndpoint({ failures, sinceMs: 0 }, afterMs, overMs)).toBe(disables);
  });
});

test.each([
  [0, 5_000],
  [1, 10_000],
  [2, 20_000],
  [5, 160_000],
  [6, 300_000],
  [10_000, 300_000],
])('after %i failed probes the next one waits %i ms, and up to a fifth more', (failedProbes, waitMs) => {
  expect(probeWaitMs(failedProbes, 0)).toBe(waitMs);
  expect(probeWaitMs(failedProbes, 0.999)).toBeLessThanOrEqual(waitMs * 1.2);
  expect(probeWaitMs(failedProbes, 0.5)).toBe(waitMs * 1.1);
});
