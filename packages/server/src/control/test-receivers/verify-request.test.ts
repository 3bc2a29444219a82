import { describe, expect, test } from 'vitest';
import { FORMATS, type Format } from '../../domain/endpoint.ts';
import { bodyKeyBytes, standardKeyBytes } from '../../pipeline/signing/key-bytes.ts';
import { signRequest } from '../../pipeline/signing/sign-request.ts';
import { verifyRequest } from './verify-request.ts';

const KEYS = { standard: standardKeyBytes, body: bodyKeyBytes };
const NOW_MS = Date.parse('2026-11-20T10:00:00Z');
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OTHER_SECRET = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const BODY = Buffer.from('{"text":"Größe"}');

describe('verifying a request', () => {
  test.each(FORMATS)('of format %s, as it is signed, finds every signature right', (format) => {
    const headers = sign(format);
    const verification = verify(format, headers);
    expect(verification.isVerified).toBe(true);
    expect(verification.by).toHaveLength(format === 'standard' || format === 'cloudevents' ? 1 : 2);
  });

  test.each(FORMATS)('of format %s refuses another body, another secret and none', (format) => {
    const headers = sign(format);
    expect(verify(format, headers, { body: Buffer.from('{}') })).toEqual({ isVerified: false, by: [] });
    expect(verify(format, headers, { secrets: [OTHER_SECRET] })).toEqual({ isVerified: false, by: [] });
    expect(verify(format, {})).toEqual({ isVerified: false, by: [] });
  });

  test('takes either secret while both are in use', () => {
    expect(verify('xobito', sign('xobito'), { secrets: [OTHER_SECRET, SECRET] }).isVerified).toBe(true);
  });

  test('takes no Standard Webhooks signature that is older than five minutes, or of no time', () => {
    const headers = sign('standard');
    expect(verify('standard', headers, { nowMs: NOW_MS + 300_000 }).isVerified).toBe(true);
    expect(verify('standard', headers, { nowMs: NOW_MS + 300_001 }).isVerified).toBe(false);
    expect(verify('standard', { ...headers, 'webhook-timestamp': 'soon' }).isVerified).toBe(false);
  });

  test('does not take the signature of another format for its own', () => {
    expect(verify('meta', sign('vobiz'))).toEqual({
      isVerified: false,
      by: ['webhook-signature', 'x-webhook-signature'],
    });
  });
});

function sign(format: Format): Record<string, string> {
  const signed = signRequest({
    ...{ format, body: BODY, eventName: 'e', eventId: 'evt_1', attemptedAtMs: NOW_MS, nowMs: NOW_MS },
    secrets: { current: SECRET, previous: null, previousUntilMs: null },
    singleSecret: 'current',
    asymmetric: false,
  });
  return Object.fromEntries(Object.entries(signed).map(([name, value]) => [name.toLowerCase(), value]));
}

interface Given {
  readonly body?: Buffer;
  readonly secrets?: readonly string[];
  readonly nowMs?: number;
}

function verify(format: Format, headers: Readonly<Record<string, string>>, given: Given = {}) {
  const request = { body: BODY, secrets: [SECRET], nowMs: NOW_MS, ...given };
  return verifyRequest(KEYS, { format, header: (name) => headers[name], ...request });
}
