import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type SingleSignatureFormat, verifySignature, WebhookVerificationError } from './index.ts';

/** The prefix is part of the key in these formats (CONTRACTS 8, "Signing keys"). */
const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const BODY = '{"event":"message.received","text":"Größe M 🚲"}';
const DIGEST = createHmac('sha256', Buffer.from(SECRET)).update(BODY).digest('hex');

const CASES: readonly (readonly [SingleSignatureFormat, string, string])[] = [
  ['xobito', 'X-Webhook-Signature', DIGEST],
  ['vobiz', 'X-Webhook-Signature', DIGEST],
  ['vobiz-legacy', 'X-Vobiz-Signature', DIGEST],
  ['meta', 'X-Hub-Signature-256', `sha256=${DIGEST}`],
];

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.code;
    throw error;
  }
  return 'verified';
}

describe.each(CASES)('verifySignature of format %s', (format, header, signature) => {
  const verify = (value: string | undefined, body: string = BODY, secrets: readonly string[] = [SECRET]) =>
    codeOf(() => verifySignature({ format, headers: { [header]: value }, body, secrets }));

  test('accepts the HMAC-SHA256 of the raw body, with any of several secrets', () => {
    expect(verify(signature)).toBe('verified');
    expect(verify(signature, BODY, ['another', SECRET])).toBe('verified');
  });

  test('refuses a changed body and another secret', () => {
    expect(verify(signature, `${BODY} `)).toBe('signature_mismatch');
    expect(verify(signature, BODY, ['another'])).toBe('signature_mismatch');
  });

  test('refuses a signature that is missing, in another form or cut off', () => {
    expect(verify(undefined)).toBe('header_missing');
    for (const value of [
      signature.toUpperCase(),
      signature.slice(0, -1),
      `sha1=${DIGEST}`,
      'sha256=',
      DIGEST.slice(2),
    ]) {
      expect(verify(value)).toBe('signature_malformed');
    }
  });
});

test('a signature of format meta needs its prefix, and the others must not have it', () => {
  const input = { body: BODY, secret: SECRET };
  const meta = { 'x-hub-signature-256': DIGEST };
  expect(codeOf(() => verifySignature({ ...input, format: 'meta', headers: meta }))).toBe('signature_malformed');
  const xobito = { 'x-webhook-signature': `sha256=${DIGEST}` };
  expect(codeOf(() => verifySignature({ ...input, format: 'xobito', headers: xobito }))).toBe('signature_malformed');
});
