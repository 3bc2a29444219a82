import type { Endpoint, RetryPolicy } from '../../domain/endpoint.ts';
import type { Event } from '../../domain/event.ts';
import { idOf } from '../../domain/ids.ts';
import type { ExchangeResult } from './exchange.ts';
import type { LeasedDelivery } from './leased-delivery.ts';

export const NOW_MS = 1_781_000_400_000;
export const WORKSPACE_ID = idOf('ws', uuid(1));

/** The schedule of CONTRACTS 8 by which most of the tests go. */
export const STANDARD: RetryPolicy = {
  delaysSeconds: [5, 30, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400],
  timeoutSeconds: 15,
  waitsAfterThrottle: true,
};

export function uuid(number: number): string {
  return `019c0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

export function makeEndpoint(over: Partial<Endpoint> = {}): Endpoint {
  return {
    id: idOf('ep', uuid(2)),
    workspaceId: WORKSPACE_ID,
    url: 'http://receiver.test/hooks?a=1',
    isTestReceiver: false,
    eventTypes: ['*'],
    channelIds: null,
    filter: null,
    format: 'standard',
    formatOptions: {},
    retry: STANDARD,
    secrets: { current: 'whsec_current', previous: null, previousUntilMs: null },
    headers: {},
    ratePerSecond: null,
    maxInFlight: 32,
    ordering: 'none',
    isPaused: false,
    enabled: true,
    disabledReason: null,
    ...over,
  };
}

export function makeEvent(over: Partial<Event> = {}): Event {
  return {
    id: idOf('evt', uuid(3)),
    workspaceId: WORKSPACE_ID,
    type: 'message.received',
    origin: 'meta',
    channelId: null,
    occurredAtMs: NOW_MS,
    createdAtMs: NOW_MS,
    phone: '4915170023456',
    bsuid: null,
    contact: null,
    sentMessage: null,
    hops: 0,
    payload: { text: 'Hi' },
    ...over,
  };
}

export function makeDelivery(over: Partial<LeasedDelivery> = {}): LeasedDelivery {
  return {
    id: idOf('dlv', uuid(4)),
    endpointId: idOf('ep', uuid(2)),
    event: makeEvent(),
    attemptsMade: 0,
    scheduleStep: 0,
    maybeReceived: false,
    trigger: 'schedule',
    restingState: null,
    runId: null,
    leaseToken: 'me',
    isClaimed: false,
    leaseUntilMs: NOW_MS + 25_000,
    payloadBytes: 13,
    orderKey: null,
    ...over,
  };
}

/** An answer with that status, complete. */
export function answered(statusCode: number, over: Partial<ExchangeResult> = {}): ExchangeResult {
  const isSuccess = statusCode >= 200 && statusCode <= 299;
  return {
    outcome: isSuccess ? 'succeeded' : 'failed',
    durationMs: 12,
    statusCode,
    headers: {},
    body: null,
    errorClass: isSuccess ? null : 'status',
    errorMessage: isSuccess ? null : `The receiver answered ${statusCode}.`,
    maybeReceived: false,
    isOurFailure: false,
    ...over,
  };
}
