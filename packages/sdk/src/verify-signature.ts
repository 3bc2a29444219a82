import { requireHeader, type WebhookHeaders } from './headers.ts';
import { listSecrets, type SecretInput } from './secrets.ts';
import { equalsInConstantTime, type RawBody, signBody } from './signatures.ts';
import { WebhookVerificationError } from './verification-error.ts';

/** The payload formats with a signature of their own. */
export type SingleSignatureFormat = 'xobito' | 'vobiz' | 'vobiz-legacy' | 'meta';

export type VerifySignatureInput = SecretInput & {
  readonly format: SingleSignatureFormat;
  readonly headers: WebhookHeaders;
  /** The bytes that were received, or the same as text. Never what a JSON parser made of them. */
  readonly body: RawBody;
};

/** Where each format has its signature, and what stands before it (CONTRACTS 1.2, 3.3, 4.4, 5). */
const PLACES: Readonly<Record<SingleSignatureFormat, { readonly header: string; readonly prefix: string }>> = {
  xobito: { header: 'x-webhook-signature', prefix: '' },
  vobiz: { header: 'x-webhook-signature', prefix: '' },
  'vobiz-legacy': { header: 'x-vobiz-signature', prefix: '' },
  meta: { header: 'x-hub-signature-256', prefix: 'sha256=' },
};
const HEX_SHA256 = /^[0-9a-f]{64}$/;

/**
 * Verifies the signature of a vendor's format: HMAC-SHA256 of the raw body in lower-case hex.
 *
 * These signatures hold no time, so a request that was recorded once verifies for ever. Where that
 * matters, use `verifyDelivery`: Posthorn sends the Standard Webhooks headers in every format.
 *
 * @throws WebhookVerificationError `header_missing`, `signature_malformed`, `signature_mismatch`.
 * @throws TypeError when the secrets cannot be used.
 */
export function verifySignature(input: VerifySignatureInput): void {
  const { header, prefix } = PLACES[input.format];
  const value = requireHeader(input.headers, header);
  const signature = value.slice(prefix.length);
  if (!value.startsWith(prefix) || !HEX_SHA256.test(signature)) {
    throw new WebhookVerificationError(
      'signature_malformed',
      `The ${header} header is not ${prefix === '' ? '' : `"${prefix}" and `}64 lower-case hex digits.`,
    );
  }
  const results = listSecrets(input).map((secret) => equalsInConstantTime(signature, signBody(secret, input.body)));
  if (results.includes(true)) return;
  throw new WebhookVerificationError(
    'signature_mismatch',
    'The signature does not fit. Check that the secret is this endpoint’s and that the body is the raw one.',
  );
}
