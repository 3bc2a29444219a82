import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { isWebhookVerificationError, verifyDelivery, verifyWebhook, WebhookVerificationError } from './index.ts';

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const OTHER_SECRET = `whsec_${Buffer.from('fedcba9876543210fedcba9876543210').toString('base64')}`;
const NOW_MS = 1_780_000_000_000;
const NOW_SECONDS = NOW_MS / 1_000;
const ID = 'evt_0190f2a3-7c31-7d52-9a10-1f2e3d4c5b6a';
const BODY = JSON.stringify({
  type: 'message.received',
  timestamp: '2026-05-28T20:26:40.000Z',
  data: { text: 'Größe M 🚲' },
  payload_version: 1,
});

/** Signed by the reference implementation, so that both sides are not ours. */
function headersOf(secret: string, body = BODY, seconds = NOW_SECONDS): Record<string, string> {
  const signature = new Webhook(secret).sign(ID, new Date(seconds * 1_000), body);
  return { 'webhook-id': ID, 'webhook-timestamp': String(seconds), 'webhook-signature': signature };
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.code;
    throw error;
  }
  return 'verified';
}

const verifyWith = (headers: Record<string, string | string[] | undefined>, body: string | Uint8Array = BODY) =>
  codeOf(() => verifyWebhook({ headers, body, secret: SECRET, nowMs: NOW_MS }));

describe('verifyWebhook', () => {
  test('accepts what the reference implementation of Standard Webhooks signed, as text and as bytes', () => {
    const headers = headersOf(SECRET);
    for (const body of [BODY, Buffer.from(BODY), new TextEncoder().encode(BODY)]) {
      const webhook = verifyWebhook({ headers, body, secret: SECRET, nowMs: NOW_MS });
      expect(webhook.id).toBe(ID);
      expect(webhook.timestampMs).toBe(NOW_MS);
      expect(webhook.payload.type).toBe('message.received');
      expect(webhook.payload.data).toEqual({ text: 'Größe M 🚲' });
    }
  });

  test('reads headers whatever their case, as a Headers object and as lists of one', () => {
    const headers = headersOf(SECRET);
    const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
    expect(verifyWith(upper)).toBe('verified');
    const web = new Headers(headers);
    expect(codeOf(() => verifyWebhook({ headers: web, body: BODY, secret: SECRET, nowMs: NOW_MS }))).toBe('verified');
  });

  test('tells the attempt, the trigger and a possible duplicate', () => {
    const headers = { ...headersOf(SECRET), 'posthorn-attempt': '3', 'posthorn-possible-duplicate': 'true' };
    const webhook = verifyWebhook({ headers, body: BODY, secret: SECRET, nowMs: NOW_MS });
    expect(webhook).toMatchObject({ attempt: 3, possibleDuplicate: true, trigger: null });
  });

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('refuses a request without %s', (name) => {
    expect(verifyWith({ ...headersOf(SECRET), [name]: undefined })).toBe('header_missing');
    expect(verifyWith({ ...headersOf(SECRET), [name]: '' })).toBe('header_missing');
  });

  test('refuses a header that is there twice', () => {
    const headers = headersOf(SECRET);
    expect(verifyWith({ ...headers, 'Webhook-Id': 'evt_other' })).toBe('header_missing');
  });

  test.each(['', 'NaN', 'now', '-5', '1e9', '0x10', '1780000000.5', '99999999999999'])(
    'refuses %j as a timestamp: it must not slip through as not-a-number',
    (timestamp) => {
      const code = verifyWith({ ...headersOf(SECRET), 'webhook-timestamp': timestamp });
      expect(code).toBe(timestamp === '' ? 'header_missing' : 'timestamp_invalid');
    },
  );

  test('refuses what is older or further ahead than the tolerance, and not what is just within', () => {
    const at = (seconds: number) => verifyWith(headersOf(SECRET, BODY, seconds));
    expect(at(NOW_SECONDS - 300)).toBe('verified');
    expect(at(NOW_SECONDS - 301)).toBe('timestamp_too_old');
    expect(at(NOW_SECONDS + 300)).toBe('verified');
    expect(at(NOW_SECONDS + 301)).toBe('timestamp_too_new');
  });

  test('takes a tolerance of its own and refuses one that is no number, which would let everything pass', () => {
    const headers = headersOf(SECRET, BODY, NOW_SECONDS - 20);
    const run = (toleranceSeconds: number) => () =>
      verifyWebhook({ headers, body: BODY, secret: SECRET, nowMs: NOW_MS, toleranceSeconds });
    expect(codeOf(run(20))).toBe('verified');
    expect(codeOf(run(19))).toBe('timestamp_too_old');
    expect(run(Number.NaN)).toThrow(TypeError);
  });

  test('refuses a changed body, a changed id, another secret and an old signature on a new timestamp', () => {
    expect(verifyWith(headersOf(SECRET), BODY.replace('M', 'L'))).toBe('signature_mismatch');
    expect(verifyWith({ ...headersOf(SECRET), 'webhook-id': 'evt_other' })).toBe('signature_mismatch');
    expect(verifyWith(headersOf(OTHER_SECRET))).toBe('signature_mismatch');
    const later = { ...headersOf(SECRET), 'webhook-timestamp': String(NOW_SECONDS + 1) };
    expect(verifyWith(later)).toBe('signature_mismatch');
  });

  test('accepts any one of several signatures with any one of several secrets, as during a rotation', () => {
    const [ours, theirs] = [headersOf(SECRET), headersOf(OTHER_SECRET)];
    const both = `v1a,AAAA ${theirs['webhook-signature']} ${ours['webhook-signature']}`;
    expect(verifyWith({ ...ours, 'webhook-signature': both })).toBe('verified');
    const secrets = [OTHER_SECRET, SECRET];
    expect(codeOf(() => verifyWebhook({ headers: ours, body: BODY, secrets, nowMs: NOW_MS }))).toBe('verified');
  });

  test('refuses a signature header without a version that it knows', () => {
    const [signature = ''] = headersOf(SECRET)['webhook-signature']?.split(',').slice(1) ?? [];
    for (const value of [signature, `v2,${signature}`, 'v1', `v1a,${signature}`, ',']) {
      expect(verifyWith({ ...headersOf(SECRET), 'webhook-signature': value })).toBe('signature_malformed');
    }
    expect(verifyWith({ ...headersOf(SECRET), 'webhook-signature': 'v1,' })).toBe('signature_mismatch');
  });

  test('uses the UTF-8 bytes of a secret without whsec_, as the gateway signs with it', () => {
    const secret = 'a-secret-of-the-callers-own-choice';
    const signature = createHmac('sha256', secret).update(`${ID}.${NOW_SECONDS}.${BODY}`).digest('base64');
    const headers = { ...headersOf(SECRET), 'webhook-signature': `v1,${signature}` };
    expect(codeOf(() => verifyWebhook({ headers, body: BODY, secret, nowMs: NOW_MS }))).toBe('verified');
  });

  test('checks v1a signatures with a public key', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    const secret = `whpk_${raw.toString('base64')}`;
    const signed = sign(null, Buffer.from(`${ID}.${NOW_SECONDS}.${BODY}`), privateKey).toString('base64');
    const headers = { ...headersOf(SECRET), 'webhook-signature': `v1,AAAA v1a,${signed}` };
    expect(codeOf(() => verifyWebhook({ headers, body: BODY, secret, nowMs: NOW_MS }))).toBe('verified');
    const body = `${BODY} `;
    expect(codeOf(() => verifyWebhook({ headers, body, secret, nowMs: NOW_MS }))).toBe('signature_mismatch');
  });

  test('says so when a verified body is not JSON or another format’s', () => {
    expect(verifyWith(headersOf(SECRET, 'plain'), 'plain')).toBe('body_not_json');
    const vobiz = JSON.stringify({ event_id: '1', event_type: 'message.inbound' });
    expect(verifyWith(headersOf(SECRET, vobiz), vobiz)).toBe('payload_unexpected');
    const delivery = verifyDelivery({ headers: headersOf(SECRET, vobiz), body: vobiz, secret: SECRET, nowMs: NOW_MS });
    expect(delivery.id).toBe(ID);
  });

  test('throws a TypeError for a secret that is not set: that is no fault of the request', () => {
    const input = { headers: headersOf(SECRET), body: BODY, nowMs: NOW_MS };
    expect(() => verifyWebhook({ ...input, secret: '' })).toThrow(TypeError);
    expect(() => verifyWebhook({ ...input, secrets: [] })).toThrow(TypeError);
    expect(() => verifyWebhook({ ...input, secrets: [SECRET, ''] })).toThrow(TypeError);
    expect(() => verifyWebhook({ ...input, secret: 'whpk_AAAA' })).toThrow(TypeError);
  });

  test('has errors that another copy of the package can recognise, with a status to answer with', () => {
    const foreign = Object.assign(new Error('x'), { name: 'WebhookVerificationError', code: 'signature_mismatch' });
    expect(isWebhookVerificationError(foreign)).toBe(true);
    expect(isWebhookVerificationError(new Error('x'))).toBe(false);
    expect(new WebhookVerificationError('body_too_large', 'x').status).toBe(413);
  });
});
