import { randomBytes } from 'node:crypto';
import { asymmetricPublicKey } from '@posthorn/server/pipeline/signing/asymmetric-key.ts';
import { signRequest } from '@posthorn/server/pipeline/signing/sign-request.ts';
import { describe, expect, test } from 'vitest';
import { checkSignatures } from './check-signature.ts';

const SECRET = `whsec_${randomBytes(32).toString('base64')}`;
const CHOSEN = 'a secret – not of ours';
const BODY = '{"text":"Grüße 👋","n":1}';

function sign(format: Parameters<typeof signRequest>[0]['format'], secret: string, previous: string | null = null) {
  return signRequest({
    ...{ format, body: BODY, eventName: 'message.received', eventId: 'evt_1', attemptedAtMs: 1_772_000_000_000 },
    ...{ nowMs: 1, singleSecret: 'current', asymmetric: true },
    secrets: { current: secret, previous, previousUntilMs: previous === null ? null : 2 },
  });
}

describe('the check of signatures in the browser', () => {
  test.each([
    ['standard', ['v1']],
    ['cloudevents', ['v1']],
    ['meta', ['v1', 'meta']],
    ['xobito', ['v1', 'xobito']],
    ['vobiz', ['v1', 'xobito']],
    ['vobiz-legacy', ['v1', 'vobiz']],
  ] as const)('agrees with what the gateway signs in the format %s', async (format, parts) => {
    for (const secret of [SECRET, CHOSEN]) {
      const request = { headers: sign(format, secret), body: BODY };
      const matched = [...parts.map((part) => ({ part, result: 'matches' })), { part: 'v1a', result: 'skipped' }];
      expect(await checkSignatures(request, secret)).toEqual(expect.arrayContaining(matched));
      const wrong = await checkSignatures(request, `${secret}x`);
      expect(wrong.filter(({ result }) => result === 'matches')).toEqual([]);
      const other = await checkSignatures({ ...request, body: `${BODY} ` }, secret);
      expect(other.filter(({ result }) => result === 'matches')).toEqual([]);
    }
  });

  test('needs the public key alone for ed25519', async () => {
    const request = { headers: sign('meta', SECRET), body: BODY };
    expect(await checkSignatures(request, asymmetricPublicKey(SECRET))).toEqual([
      { part: 'v1', result: 'skipped' },
      { part: 'v1a', result: 'matches' },
      { part: 'meta', result: 'skipped' },
    ]);
    expect(await checkSignatures(request, asymmetricPublicKey(CHOSEN))).toContainEqual({
      part: 'v1a',
      result: 'differs',
    });
    await expect(checkSignatures(request, 'whpk_short')).rejects.toThrow(TypeError);
  });

  test('is content with either secret while both are valid', async () => {
    const request = { headers: sign('standard', SECRET, CHOSEN), body: BODY };
    for (const secret of [SECRET, CHOSEN]) {
      expect(await checkSignatures(request, secret)).toContainEqual({ part: 'v1', result: 'matches' });
    }
  });
});
