import type { DeliveryState } from '../../domain/delivery.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { ExchangeResult } from './exchange.ts';
import type { LeasedDelivery } from './leased-delivery.ts';
import { parseRetryAfter, waitBeforeNext } from './retry-schedule.ts';

export interface DecideInput {
  readonly delivery: LeasedDelivery;
  readonly endpoint: Endpoint;
  readonly result: ExchangeResult;
  /** The other signing secret may be tried at once (CONTRACTS 8, "Rotation"). */
  readonly mayTryOtherSecret: boolean;
  readonly nowMs: number;
  /** Uniform in [0, 1). */
  readonly random: number;
}

/** What follows an attempt. */
export type Decision =
  | { readonly kind: 'delivered' }
  /** Once more, now, with the other secret: an attempt of its own that uses up no wait of the schedule. */
  | { readonly kind: 'other_secret' }
  | { readonly kind: 'retry'; readonly atMs: number; readonly scheduleStep: number }
  /** Its endpoint takes nothing at the moment: it waits until the endpoint is enabled. */
  | { readonly kind: 'held'; readonly endpointGone: boolean }
  /** A resend by hand failed: the delivery is again what it was before. */
  | { readonly kind: 'rests'; readonly state: DeliveryState; readonly endpointGone: boolean }
  | { readonly kind: 'exhausted' };

/** Wait after a failure of our own proxy. */
const OUR_FAILURE_WAIT_MS = 30_000;

/** The one place that decides what becomes of a delivery. Pure. */
export function decide(input: DecideInput): Decision {
  const { delivery, endpoint, result, nowMs } = input;
  if (result.outcome === 'succeeded') return { kind: 'delivered' };
  if (input.mayTryOtherSecret && isRefusedSignature(result.statusCode)) return { kind: 'other_secret' };
  const endpointGone = result.statusCode === 410;
  if (delivery.restingState !== null) return { kind: 'rests', state: delivery.restingState, endpointGone };
  if (endpointGone) return { kind: 'held', endpointGone: true };
  if (result.isOurFailure)
    return { kind: 'retry', atMs: nowMs + OUR_FAILURE_WAIT_MS, scheduleStep: delivery.scheduleStep };
  const waitMs = waitBeforeNext(
    endpoint.retry,
    {
      scheduleStep: delivery.scheduleStep,
      statusCode: result.statusCode,
      errorClass: result.errorClass,
      retryAfterMs: parseRetryAfter(result.headers['retry-after'], nowMs),
    },
    input.random,
  );
  if (waitMs === null) return { kind: 'exhausted' };
  if (!endpoint.enabled) return { kind: 'held', endpointGone: false };
  return { kind: 'retry', atMs: nowMs + waitMs, scheduleStep: delivery.scheduleStep + 1 };
}

function isRefusedSignature(statusCode: number | null): boolean {
  return statusCode === 401 || statusCode === 403;
}
