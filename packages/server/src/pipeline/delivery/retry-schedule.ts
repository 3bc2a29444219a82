import assert from 'node:assert/strict';
import type { ErrorClass } from '../../domain/delivery.ts';
import type { RetryPolicy } from '../../domain/endpoint.ts';

/** What a failed attempt tells about when to try again. */
export interface FailedTry {
  /** How many waits of the schedule are used up: 0 after the first attempt. */
  readonly scheduleStep: number;
  readonly statusCode: number | null;
  readonly errorClass: ErrorClass | null;
  /** What the receiver asked for in Retry-After, from now. Null when it did not. */
  readonly retryAfterMs: number | null;
}

/** A receiver that is overwhelmed gets at least this long in the `standard` preset (DESIGN 6). */
const THROTTLE_WAIT_MS_MIN = 60_000;
const JITTER_RATIO_MAX = 0.1;
/** Shorter waits are exact: the vendors document them so (CONTRACTS 8, "Retry"). */
const JITTER_FROM_MS = 10_000;

/**
 * How long to wait before the next attempt (CONTRACTS 8, "Retry").
 *
 * The schedule is a list of waits. Retry-After may lengthen a wait up to the next step of the list and
 * never shortens it: a receiver can slow us down and cannot park a delivery. Jitter only lengthens, so
 * that nothing comes early.
 *
 * @param random Uniform in [0, 1).
 * @returns Milliseconds, or null when the schedule is used up.
 */
export function waitBeforeNext(policy: RetryPolicy, failed: FailedTry, random: number): number | null {
  assert(random >= 0 && random < 1);
  const delaySeconds = policy.delaysSeconds[failed.scheduleStep];
  if (delaySeconds === undefined) return null;
  const delayMs = delaySeconds * 1_000;
  const nextMs = Math.max(delayMs, (policy.delaysSeconds[failed.scheduleStep + 1] ?? 0) * 1_000);
  const askedMs = Math.min(Math.max(failed.retryAfterMs ?? 0, delayMs), nextMs);
  const throttled = failed.statusCode === 429 || failed.errorClass === 'timeout';
  const waitMs = policy.waitsAfterThrottle && throttled ? Math.max(askedMs, THROTTLE_WAIT_MS_MIN) : askedMs;
  const jitterMs = waitMs < JITTER_FROM_MS ? 0 : waitMs * JITTER_RATIO_MAX * random;
  return Math.round(waitMs + jitterMs);
}

/** Retry-After as seconds or as a date (RFC 9110, 10.2.3). Null when it says nothing that can be read. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const atMs = /^[A-Za-z]{3},/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
