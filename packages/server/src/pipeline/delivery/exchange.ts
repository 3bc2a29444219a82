import type { ErrorClass } from '../../domain/delivery.ts';

/** One HTTP request to a receiver. */
export interface ExchangeRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Over the whole exchange: connect, headers and body. */
  readonly timeoutMs: number;
  /**
   * By `performance.now()` of the thread that asks: the time-out runs from there, and what is not on a connection when it
   * is over is not sent. Absent: from now.
   */
  readonly askedAtMs?: number;
}

/** What came of it. Never thrown: a receiver's failure is a fact, not an exception. */
export interface ExchangeResult {
  readonly outcome: 'succeeded' | 'failed';
  readonly durationMs: number;
  readonly statusCode: number | null;
  readonly headers: Readonly<Record<string, string>>;
  /** At most `RESPONSE_KEPT_BYTES_MAX` bytes of it, as text. */
  readonly body: string | null;
  /** Null when it succeeded, but for `body_too_large`: a 2xx whose answer was not read to its end. */
  readonly errorClass: ErrorClass | null;
  /** For a person: one sentence. Null when there is nothing to say. */
  readonly errorMessage: string | null;
  /** The request may have reached the receiver, and no complete answer came back. */
  readonly maybeReceived: boolean;
  /** The operator's proxy failed and not the endpoint (CONTRACTS 8, "IP allow-listing"): no wait of the schedule is used up. */
  readonly isOurFailure: boolean;
}

/** What came of a request that nobody answered, told in one sentence. */
export function withoutAnswer(
  failure: Pick<ExchangeResult, 'errorClass' | 'errorMessage' | 'maybeReceived'>,
  durationMs = 0,
): ExchangeResult {
  return { outcome: 'failed', durationMs, statusCode: null, headers: {}, body: null, isOurFailure: false, ...failure };
}

/** Read of an answer before the connection is dropped: an endless one must not cost more. */
export const RESPONSE_READ_BYTES_MAX = 64 * 1_024;
/** Kept of an answer in the delivery log. */
export const RESPONSE_KEPT_BYTES_MAX = 16 * 1_024;
/** Kept of an answer's headers: names and values together. */
export const RESPONSE_HEADER_BYTES_MAX = 8 * 1_024;
