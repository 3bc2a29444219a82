import type { WebhookPayload } from './payload.ts';
import type { RawBody } from './signatures.ts';
import { WebhookVerificationError } from './verification-error.ts';
import { type VerifiedDelivery, type VerifyInput, verifyDelivery } from './verify-delivery.ts';

/** A verified request of format standard: what its headers say, and what it is about. */
export interface VerifiedWebhook extends VerifiedDelivery {
  readonly payload: WebhookPayload;
}

/**
 * Verifies a request of format standard (Standard Webhooks) and reads its body.
 *
 * Nothing of the body is looked at before the signature fits.
 *
 * @throws WebhookVerificationError as `verifyDelivery` does, and `body_not_json`, `payload_unexpected`
 *   when the body is another format's: the endpoint is then not one of format standard.
 * @throws TypeError when the secrets or the tolerance cannot be used.
 */
export function verifyWebhook(input: VerifyInput): VerifiedWebhook {
  const delivery = verifyDelivery(input);
  return { ...delivery, payload: parsePayload(input.body) };
}

function parsePayload(body: RawBody): WebhookPayload {
  const payload = parseJson(typeof body === 'string' ? body : new TextDecoder().decode(body));
  if (isPayload(payload)) return payload;
  throw new WebhookVerificationError(
    'payload_unexpected',
    'The body is not {type, timestamp, data, payload_version}. Is this endpoint of format standard?',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new WebhookVerificationError('body_not_json', 'The body is not JSON.');
  }
}

/** Only the envelope is checked: the signature says that the rest is Posthorn's. */
function isPayload(value: unknown): value is WebhookPayload {
  if (typeof value !== 'object' || value === null) return false;
  const { type, timestamp, data, payload_version } = value as Readonly<Record<string, unknown>>;
  return (
    typeof type === 'string' &&
    typeof timestamp === 'string' &&
    typeof payload_version === 'number' &&
    typeof data === 'object' &&
    data !== null
  );
}
