import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../domain/endpoint.ts';
import { decide } from './decide.ts';
import type { ExchangeResult } from './exchange.ts';
import type { LeasedDelivery } from './leased-delivery.ts';
import { answered, makeDelivery, makeEndpoint, NOW_MS } from './test-support.ts';

interface Case {
  readonly result: ExchangeResult;
  readonly delivery?: Partial<LeasedDelivery>;
  readonly endpoint?: Partial<Endpoint>;
  readonly mayTryOtherSecret?: boolean;
}

function decideOn({ result, delivery, endpoint, mayTryOtherSecret = false }: Case) {
  return decide({
    delivery: makeDelivery(delivery),
    endpoint: makeEndpoint(endpoint),
    result,
    mayTryOtherSecret,
    nowMs: NOW_MS,
    random: 0,
  });
}

const OUR_PROXY = answered(0, { statusCode: null, errorClass: 'connect', isOurFailure: true });

describe('what follows an attempt', () => {
  test.each([200, 201, 202, 204, 299])('%i is delivered', (statusCode) => {
    expect(decideOn({ result: answered(statusCode) })).toEqual({ kind: 'delivered' });
  });

  test.each([300, 301, 304, 307, 400, 401, 403, 404, 429, 500, 503, 999])('%i is tried again', (statusCode) => {
    expect(decideOn({ result: answered(statusCode) })).toMatchObject({ kind: 'retry', scheduleStep: 1 });
  });

  test('a retry is due after the wait of its step and uses that step up', () => {
    const delivery = { scheduleStep: 3, attemptsMade: 9 };
    const expected = { kind: 'retry', atMs: NOW_MS + 1_800_000, scheduleStep: 4 };
    expect(decideOn({ result: answered(500), delivery })).toEqual(expected);
  });

  test('the receiver may ask for a longer wait', () => {
    const result = answered(503, { headers: { 'retry-after': '20' } });
    expect(decideOn({ result })).toMatchObject({ atMs: NOW_MS + 20_000 });
  });

  test('after the last wait of the schedule comes one more attempt and then it is exhausted', () => {
    expect(decideOn({ result: answered(500), delivery: { scheduleStep: 9 } })).toMatchObject({ kind: 'retry' });
    expect(decideOn({ result: answered(500), delivery: { scheduleStep: 10 } })).toEqual({ kind: 'exhausted' });
  });

  test('410 holds it and tells that the endpoint is gone, also at the end of the schedule', () => {
    const held = { kind: 'held', endpointGone: true };
    expect(decideOn({ result: answered(410) })).toEqual(held);
    expect(decideOn({ result: answered(410), delivery: { scheduleStep: 10 } })).toEqual(held);
  });

  test('a failure is held when the endpoint was disabled in between, and exhausted when nothing would follow anyway', () => {
    const endpoint = { enabled: false };
    expect(decideOn({ result: answered(500), endpoint })).toEqual({ kind: 'held', endpointGone: false });
    expect(decideOn({ result: answered(500), endpoint, delivery: { scheduleStep: 10 } })).toEqual({
      kind: 'exhausted',
    });
    expect(decideOn({ result: answered(200), endpoint })).toEqual({ kind: 'delivered' });
  });

  test('a failure of our own proxy uses up no wait of the schedule, not even the last', () => {
    const delivery = { scheduleStep: 10 };
    expect(decideOn({ result: OUR_PROXY, delivery })).toEqual({
      kind: 'retry',
      atMs: NOW_MS + 30_000,
      scheduleStep: 10,
    });
  });
});

describe('a resend by hand', () => {
  test.each(['delivered', 'exhausted', 'canceled'] as const)('that fails rests as %s again', (restingState) => {
    const expected = { kind: 'rests', state: restingState, endpointGone: false };
    expect(decideOn({ result: answered(500), delivery: { restingState } })).toEqual(expected);
  });

  test('that succeeds is delivered whatever it was', () => {
    expect(decideOn({ result: answered(200), delivery: { restingState: 'exhausted' } })).toEqual({ kind: 'delivered' });
  });

  test('that is answered 410 rests and tells that the endpoint is gone', () => {
    const expected = { kind: 'rests', state: 'exhausted', endpointGone: true };
    expect(decideOn({ result: answered(410), delivery: { restingState: 'exhausted' } })).toEqual(expected);
  });
});

describe('a refused signature while two secrets are valid', () => {
  test.each([401, 403])('%i is tried at once with the other one', (statusCode) => {
    const expected = { kind: 'other_secret' };
    expect(decideOn({ result: answered(statusCode), mayTryOtherSecret: true })).toEqual(expected);
    const delivery = { restingState: 'exhausted', scheduleStep: 10 } as const;
    expect(decideOn({ result: answered(statusCode), mayTryOtherSecret: true, delivery })).toEqual(expected);
  });

  test.each([200, 400, 404, 410, 500])('%i is not about the signature', (statusCode) => {
    const decision = decideOn({ result: answered(statusCode), mayTryOtherSecret: true });
    expect(decision.kind).not.toBe('other_secret');
  });
});
