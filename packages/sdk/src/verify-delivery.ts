import { findHeader, requireHeader, type WebhookHeaders } from './headers.ts';
import type { SecretInput } from './secrets.ts';
import { makeStandardChecks, type RawBody, type SignatureCheck } from './signatures.ts';
import { WebhookVerificationError } from './verification-error.ts';

export type VerifyInput = SecretInput & {
  readonly headers: WebhookHeaders;
  /** The bytes that were received, or the same as text. Never what a JSON parser made of them. */
  readonly body: RawBody;
  /** How old, and how far ahead, the timestamp may be. Default 300. */
  readonly toleranceSeconds?: number;
  /** The time to judge by, epoch milliseconds. Default: now. */
  readonly nowMs?: number;
};

/** What the headers of a verified request say. */
export interface VerifiedDelivery {
  /** The event's id, `webhook-id`: the same in every attempt, resend and replay. Remember it to take each event once. */
  readonly id: string;
  /** When this attempt was made, epoch milliseconds. */
  readonly timestampMs: number;
  /** 1 for the first attempt. Null when the header is not there. */
  readonly attempt: number | null;
  /** An earlier attempt may have reached this receiver without Posthorn having seen the answer. */
  readonly possibleDuplicate: boolean;
  /** `resend`, `replay` or `test` when it was not the first sending of a real event by itself. */
  readonly trigger: string | null;
}

const TOLERANCE_SECONDS_DEFAULT = 300;
/** Posthorn sends two to four. Each one more costs a comparison. */
const SIGNATURES_MAX = 16;

/**
 * Verifies a request of any payload format by its Standard Webhooks headers: that it comes from who knows
 * the secret, is unchanged, and was made just now. For the format standard use `verifyWebhook`, which reads
 * the body as well.
 *
 * @throws WebhookVerificationError `header_missing`, `timestamp_invalid`, `timestamp_too_old`,
 *   `timestamp_too_new`, `signature_malformed`, `signature_mismatch`.
 * @throws TypeError when the secrets or the tolerance cannot be used.
 */
export function verifyDelivery(input: VerifyInput): VerifiedDelivery {
  const id = requireHeader(input.headers, 'webhook-id');
  const timestamp = requireHeader(input.headers, 'webhook-timestamp');
  const signatures = requireHeader(input.headers, 'webhook-signature');
  const timestampSeconds = checkTimestamp(timestamp, input);
  checkSignatures(signatures, makeStandardChecks(input, `${id}.${timestamp}.`, input.body));
  return {
    id,
    timestampMs: timestampSeconds * 1_000,
    attempt: toAttempt(findHeader(input.headers, 'posthorn-attempt')),
    possibleDuplicate: findHeader(input.headers, 'posthorn-possible-duplicate') === 'true',
    trigger: findHeader(input.headers, 'posthorn-trigger'),
  };
}

function checkTimestamp(text: string, { toleranceSeconds, nowMs }: VerifyInput): number {
  const tolerance = toleranceSeconds ?? TOLERANCE_SECONDS_DEFAULT;
  // A tolerance of NaN would let everything pass, for nothing is greater than NaN.
  if (!(tolerance >= 0)) throw new TypeError('toleranceSeconds must be a number of seconds, 0 or more.');
  const seconds = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(seconds)) {
    throw new WebhookVerificationError(
      'timestamp_invalid',
      'The webhook-timestamp header is not a unix time in seconds.',
    );
  }
  const nowSeconds = Math.floor((nowMs ?? Date.now()) / 1_000);
  if (nowSeconds - seconds > tolerance) {
    throw new WebhookVerificationError('timestamp_too_old', `The request is more than ${tolerance} seconds old.`);
  }
  if (seconds - nowSeconds > tolerance) {
    throw new WebhookVerificationError('timestamp_too_new', `The request is more than ${tolerance} seconds ahead.`);
  }
  return seconds;
}

/** Every signature meets every secret, so that the duration does not tell which one fitted. */
function checkSignatures(header: string, checks: readonly SignatureCheck[]): void {
  const given = header.split(' ').slice(0, SIGNATURES_MAX).map(splitSignature);
  const known = given.filter(({ version }) => checks.some((check) => check.version === version));
  if (known.length === 0) {
    throw new WebhookVerificationError(
      'signature_malformed',
      'The webhook-signature header holds no signature of a version that the secret is for.',
    );
  }
  const results = checks.flatMap((check) =>
    known.map(({ version, signature }) => version === check.version && check.matches(signature)),
  );
  if (!results.includes(true)) {
    throw new WebhookVerificationError(
      'signature_mismatch',
      'No signature fits. Check that the secret is this endpoint’s and that the body is the raw one.',
    );
  }
}

function splitSignature(text: string): { readonly version: string; readonly signature: string } {
  const comma = text.indexOf(',');
  return comma === -1
    ? { version: '', signature: '' }
    : { version: text.slice(0, comma), signature: text.slice(comma + 1) };
}

function toAttempt(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
