/** How failed sign-ins slow the next ones down. */
export interface ThrottleRule {
  /** Failures that cost nothing: people mistype. */
  readonly freeCount: number;
  /** The longest wait, which grows by doubling from a second. */
  readonly waitMsMax: number;
}

/**
 * By account: a dozen guesses in the first hour, some three hundred a day from then on, against passwords of twelve
 * characters. Not longer, because whoever knows an e-mail can keep its owner waiting.
 */
export const ACCOUNT_RULE: ThrottleRule = { freeCount: 5, waitMsMax: 5 * 60_000 };
/** By address: many people may share one, behind a proxy even all of them. */
export const ADDRESS_RULE: ThrottleRule = { freeCount: 50, waitMsMax: 60_000 };

/** After so long without a failure it is forgotten. */
export const FAILURES_FORGOTTEN_MS = 24 * 3_600_000;

const FIRST_WAIT_MS = 1_000;

/**
 * How long nobody may try again after a failure.
 *
 * @param failureCount With this one; 1-based.
 */
export function waitMsAfter(failureCount: number, { freeCount, waitMsMax }: ThrottleRule): number {
  if (failureCount < freeCount) return 0;
  return Math.min(waitMsMax, FIRST_WAIT_MS * 2 ** Math.min(failureCount - freeCount, 30));
}
