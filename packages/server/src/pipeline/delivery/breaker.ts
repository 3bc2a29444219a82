import type { ExchangeResult } from './exchange.ts';

/** What an attempt tells of its endpoint. */
export type Outcome = Pick<ExchangeResult, 'outcome' | 'isOurFailure' | 'errorClass' | 'maybeReceived'>;

/** A run of failures without a success between. */
export interface FailureRun {
  readonly failures: number;
  /** When the first attempt of it began, epoch ms. */
  readonly sinceMs: number;
}

/**
 * Failures in a row that open the breaker. An endpoint that answers every tenth request is not dead, and
 * each failure has its own retry; one that failed ten times in a row would most likely fail the eleventh.
 */
const FAILURES_TO_OPEN = 10;
/** So many are enough when nothing has succeeded for long: an endpoint with a delivery a day is found out too. */
const FAILURES_TO_OPEN_SLOWLY = 3;
const SLOWLY_MS = 30 * 60_000;
const PROBE_WAIT_MS_MIN = 5_000;
/** A receiver that came back waits no longer than this, and one that did not costs twelve requests an hour. */
const PROBE_WAIT_MS_MAX = 5 * 60_000;
/** Many endpoints of one server fail together: their probes must not come together. It only lengthens. */
const PROBE_JITTER_RATIO = 0.2;

/**
 * Whether an attempt tells against its endpoint: any failure of the endpoint does, every status but 2xx among
 * them. A 404 or 401 that never stops is as dead as a 500, and one bad payload among good ones never makes a
 * run, because a success ends it. What was never sent and what our own proxy spoiled tells nothing.
 */
export function tellsAgainst(result: Outcome): boolean {
  if (result.outcome === 'succeeded' || result.isOurFailure) return false;
  return result.errorClass !== 'aborted' || result.maybeReceived;
}

/** Whether a run of failures opens the breaker. */
export function opensBreaker({ failures, sinceMs }: FailureRun, nowMs: number): boolean {
  if (failures >= FAILURES_TO_OPEN) return true;
  return failures >= FAILURES_TO_OPEN_SLOWLY && nowMs - sinceMs >= SLOWLY_MS;
}

/**
 * Whether an endpoint has failed for so long that it is disabled.
 *
 * @param disableAfterMs 0: never.
 */
export function disablesEndpoint({ failures, sinceMs }: FailureRun, disableAfterMs: number, nowMs: number): boolean {
  return disableAfterMs > 0 && failures >= FAILURES_TO_OPEN && nowMs - sinceMs >= disableAfterMs;
}

/**
 * How long an open breaker waits for its next probe, in milliseconds: from 5 s on twice as long each time, up to
 * 5 minutes, and up to a fifth more.
 *
 * @param random Uniform in [0, 1).
 */
export function probeWaitMs(failedProbes: number, random: number): number {
  const waitMs = Math.min(PROBE_WAIT_MS_MAX, PROBE_WAIT_MS_MIN * 2 ** Math.min(failedProbes, 30));
  return Math.round(waitMs * (1 + PROBE_JITTER_RATIO * random));
}
