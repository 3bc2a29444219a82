import { createHmac, createPublicKey, randomBytes, verify } from 'node:crypto';
import fc from 'fast-check';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FORMATS, type SigningSecrets } from '../../domain/endpoint.ts';
import { asymmetricPublicKey } from './asymmetric-key.ts';
import { type SignInput, signRequest } from './sign-request.ts';
import { checkChosenSecret, newSigningSecret } from './signing-secrets.ts';

const NOW_MS = Date.parse('2026-06-09T10:20:00.900Z');
const BODY = '{"text":"Größe M? 你好 🚲"}';
const SECRET = newSigningSecret(randomBytes(32));
const OLD_SECRET = newSigningSecret(randomBytes(32));
const SINGLE_SIGNATURE_FORMATS = ['xobito', 'vobiz', 'vobiz-legacy', 'meta'] as const;

function secretsOf(current: string, previous: string | null = null): SigningSecrets {
  return { current, previous, previousUntilMs: previous === null ? null : NOW_MS + 1000 };
}

function inputWith(changes: Partial<SignInput> = {}): SignInput {
  return {
    format: 'standard',
    body: BODY,
    eventName: 'message.received',
    eventId: 'evt_01900000-0000-7000-8000-000000000004',
    attemptedAtMs: NOW_MS,
    secrets: secretsOf(SECRET),
    nowMs: NOW_MS,
    singleSecret: 'current',
    asymmetric: false,
    ...changes,
  };
}

/** The format's own signature, wherever the format puts it. */
function ownSignature(headers: Record<string, string>): string | undefined {
  const hub = headers['X-Hub-Signature-256'];
  if (hub !== undefined) return hub.replace(/^sha256=/, '');
  return headers['X-Webhook-Signature'] ?? headers['X-Vobiz-Signature'];
}

function hexHmac(key: string, body: string | Buffer): string {
  return createHmac('sha256', Buffer.from(key, 'utf8')).update(body).digest('hex');
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the Standard Webhooks headers', () => {
  test.each(FORMATS)('of format %s are verified by the standardwebhooks package', (format) => {
    const headers = signRequest(inputWith({ format }));
    expect(new Webhook(SECRET).verify(BODY, headers)).toEqual(JSON.parse(BODY));
    expect(() => new Webhook(SECRET).verify(`${BODY} `, headers)).toThrow(WebhookVerificationError);
    expect(() => new Webhook(OLD_SECRET).verify(BODY, headers)).toThrow(WebhookVerificationError);
    expect(headers['webhook-id']).toBe('evt_01900000-0000-7000-8000-000000000004');
    expect(headers['webhook-timestamp']).toBe('1781000400');
    const contentType = format === 'cloudevents' ? 'application/cloudevents+json' : 'application/json';
    expect(headers['Content-Type']).toBe(contentType);
  });

  test('use the UTF-8 bytes of a secret that has no prefix', () => {
    const secret = 'a secret of my own ä';
    const headers = signRequest(inputWith({ secrets: secretsOf(secret) }));
    expect(() => new Webhook(Buffer.from(secret, 'utf8'), { format: 'raw' }).verify(BODY, headers)).not.toThrow();
  });

  test.each(['whsec_!!!!!!!!!!!!!!!!', 'whsec_', 'whsec_AAAA=AAAAAAAAAAA', 'whsec_AAAAAAAAAAAAAAAAA'])(
    'use the UTF-8 bytes of %s, which is no base64 behind the prefix',
    (secret) => {
      const headers = signRequest(inputWith({ secrets: secretsOf(secret) }));
      expect(() => new Webhook(Buffer.from(secret, 'utf8'), { format: 'raw' }).verify(BODY, headers)).not.toThrow();
    },
  );

  test('carry the signatures of both secrets while the overlap runs, the current one first', () => {
    const headers = signRequest(inputWith({ secrets: secretsOf(SECRET, OLD_SECRET) }));
    expect(() => new Webhook(SECRET).verify(BODY, headers)).not.toThrow();
    expect(() => new Webhook(OLD_SECRET).verify(BODY, headers)).not.toThrow();
    const [first] = (headers['webhook-signature'] ?? '').split(' ');
    expect(() => new Webhook(SECRET).verify(BODY, { ...headers, 'webhook-signature': first ?? '' })).not.toThrow();
  });

  test('carry one signature from the end of the overlap on', () => {
    const secrets = secretsOf(SECRET, OLD_SECRET);
    const during = signRequest(inputWith({ secrets, nowMs: NOW_MS + 999 }));
    const after = signRequest(inputWith({ secrets, nowMs: NOW_MS + 1000 }));
    expect(during['webhook-signature']?.split(' ')).toHaveLength(2);
    expect(after['webhook-signature']?.split(' ')).toHaveLength(1);
    expect(() => new Webhook(OLD_SECRET).verify(BODY, after)).toThrow(WebhookVerificationError);
  });

  test('carry v1a signatures that the public keys of both secrets verify', () => {
    const headers = signRequest(inputWith({ asymmetric: true, secrets: secretsOf(SECRET, OLD_SECRET) }));
    const signatures = (headers['webhook-signature'] ?? '').split(' ');
    expect(signatures.map((signature) => signature.split(',')[0])).toEqual(['v1', 'v1', 'v1a', 'v1a']);
    const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${BODY}`);
    for (const [index, secret] of [SECRET, OLD_SECRET].entries()) {
      const publicKey = asymmetricPublicKey(secret);
      expect(publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
      const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url');
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
      const signature = Buffer.from(signatures[index + 2]?.slice('v1a,'.length) ?? '', 'base64');
      expect(verify(null, content, key, signature)).toBe(true);
      expect(verify(null, Buffer.concat([content, Buffer.from(' ')]), key, signature)).toBe(false);
    }
  });
});

describe('asymmetricPublicKey', () => {
  // Worked out with other tools: HKDF by hand, the key pair by OpenSSL.
  test('never changes for a secret: receivers have it in their settings', () => {
    expect(asymmetricPublicKey('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=')).toBe(
      'whpk_oC6PbYWBTLhqlkl7J2JL1F0YWEMtPjjA8GnkGnnDBJM=',
    );
  });
});

describe('the signature of a format', () => {
  test.each(SINGLE_SIGNATURE_FORMATS)(
    '%s is the hex HMAC of the body, keyed by the secret as it is shown',
    (format) => {
      expect(ownSignature(signRequest(inputWith({ format })))).toBe(hexHmac(SECRET, BODY));
      const chosen = 'chosen elsewhere ä';
      const headers = signRequest(inputWith({ format, secrets: secretsOf(chosen) }));
      expect(ownSignature(headers)).toBe(hexHmac(chosen, BODY));
    },
  );

  test.each(SINGLE_SIGNATURE_FORMATS)('%s is made with the secret that the endpoint accepted last', (format) => {
    const secrets = secretsOf(SECRET, OLD_SECRET);
    const previous = inputWith({ format, secrets, singleSecret: 'previous' });
    expect(ownSignature(signRequest(previous))).toBe(hexHmac(OLD_SECRET, BODY));
    expect(ownSignature(signRequest({ ...previous, singleSecret: 'current' }))).toBe(hexHmac(SECRET, BODY));
    expect(ownSignature(signRequest({ ...previous, nowMs: NOW_MS + 1000 }))).toBe(hexHmac(SECRET, BODY));
    expect(ownSignature(signRequest({ ...previous, secrets: secretsOf(SECRET) }))).toBe(hexHmac(SECRET, BODY));
  });

  test('stands in the headers that the format documents, and in no others', () => {
    const own = (format: SignInput['format']) => {
      const shared = ['Content-Type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];
      const headers = Object.entries(signRequest(inputWith({ format, eventName: 'the.name' })));
      return Object.fromEntries(headers.filter(([name]) => !shared.includes(name)));
    };
    const signature = hexHmac(SECRET, BODY);
    expect(own('standard')).toEqual({});
    expect(own('cloudevents')).toEqual({});
    expect(own('meta')).toEqual({ 'X-Hub-Signature-256': `sha256=${signature}` });
    expect(own('vobiz')).toEqual({ 'X-Webhook-Signature': signature, 'X-Webhook-Event': 'the.name' });
    expect(own('vobiz-legacy')).toEqual({ 'X-Vobiz-Signature': signature });
    expect(own('xobito')).toEqual({
      'X-Webhook-Signature': signature,
      'X-Webhook-Event': 'the.name',
      'X-Webhook-Id': 'evt_01900000-0000-7000-8000-000000000004',
      'X-Webhook-Timestamp': '1781000400',
    });
  });

  test('covers any body the same whether it is given as text or as its bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...FORMATS), (text, format) => {
        const asText = signRequest(inputWith({ format, body: text, asymmetric: true }));
        const asBytes = signRequest(inputWith({ format, body: Buffer.from(text, 'utf8'), asymmetric: true }));
        expect(asText).toEqual(asBytes);
        expect(() => new Webhook(SECRET).verify(text, asText, { jsonParse: false })).not.toThrow();
        if (format === 'xobito') expect(ownSignature(asText)).toBe(hexHmac(SECRET, Buffer.from(text, 'utf8')));
      }),
      { numRuns: 100 },
    );
  });
});

describe('secrets', () => {
  test('that Posthorn makes are whsec_ and the base64 of 32 bytes, and good in every format', () => {
    expect(SECRET).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    for (const format of FORMATS) expect(() => checkChosenSecret(format, SECRET)).not.toThrow();
    expect(() => newSigningSecret(randomBytes(31))).toThrow();
  });

  const ofBytes = (count: number) => `whsec_${Buffer.alloc(count, 7).toString('base64')}`;

  test.each<[SignInput['format'], string]>([
    ['xobito', 'x'.repeat(16)],
    ['vobiz', 'x'.repeat(256)],
    ['meta', 'ä'.repeat(8)],
    ['standard', ofBytes(24)],
    ['cloudevents', ofBytes(64)],
  ])('chosen by the caller, %s takes %s', (format, secret) => {
    expect(() => checkChosenSecret(format, secret)).not.toThrow();
  });

  test.each<[SignInput['format'], string]>([
    ['xobito', 'x'.repeat(15)],
    ['vobiz', 'x'.repeat(257)],
    ['vobiz-legacy', ''],
    ['meta', 'ä'.repeat(129)],
    ['meta', `${'x'.repeat(20)}\ud800`],
    ['standard', ofBytes(23)],
    ['cloudevents', ofBytes(65)],
    ['standard', 'x'.repeat(40)],
    ['standard', ofBytes(32).replace('=', '')],
    ['standard', `${ofBytes(30)} `],
  ])('chosen by the caller, %s refuses %j and does not repeat it', (format, secret) => {
    expect(() => checkChosenSecret(format, secret)).toThrow(
      expect.objectContaining({
        code: 'unprocessable',
        fields: [{ pointer: '/secret', message: expect.not.stringContaining(secret === '' ? '\0' : secret) }],
      }),
    );
  });
});
