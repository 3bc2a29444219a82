import { describe, expect, test } from 'vitest';
import { verifyMetaSignature } from './signature.ts';

/** HMAC-SHA256, RFC 4231 test case 2: its key and text, and the digest as printed there. */
const SECRET = 'Jefe';
const BODY = Buffer.from('what do ya want for nothing?');
const DIGEST = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';

describe('verifyMetaSignature', () => {
  test('accepts the digest of the raw bytes under any of the secrets', () => {
    expect(verifyMetaSignature(BODY, `sha256=${DIGEST}`, [SECRET])).toBe(true);
    expect(verifyMetaSignature(BODY, `sha256=${DIGEST}`, ['newer', SECRET, 'older'])).toBe(true);
  });

  test('refuses another secret, another body and no secret at all', () => {
    expect(verifyMetaSignature(BODY, `sha256=${DIGEST}`, ['other'])).toBe(false);
    expect(verifyMetaSignature(Buffer.from('what do ya want for nothing!'), `sha256=${DIGEST}`, [SECRET])).toBe(false);
    expect(verifyMetaSignature(BODY, `sha256=${DIGEST}`, [])).toBe(false);
  });

  test('an empty secret signs nothing', () => {
    // HMAC-SHA256 with an empty key over an empty text.
    const digest = 'b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad';
    expect(verifyMetaSignature(Buffer.alloc(0), `sha256=${digest}`, [''])).toBe(false);
  });

  test.each([
    undefined,
    '',
    DIGEST,
    `sha1=${DIGEST}`,
    `sha256=${DIGEST.slice(2)}`,
    `sha256=${DIGEST}00`,
    `sha256=${DIGEST.toUpperCase()}`,
    `sha256=${DIGEST}\n`,
    ` sha256=${DIGEST}`,
    `sha256=${'zz'.repeat(32)}`,
  ])('refuses the header %j', (header) => {
    expect(verifyMetaSignature(BODY, header, [SECRET])).toBe(false);
  });
});
