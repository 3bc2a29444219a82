import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packHeaders, unpackHeaders } from './logged-headers.ts';

const ROW = { eventId: 'evt_1', startedAtMs: 1_700_000_000_999, number: 3 };
const SENT = {
  'X-Own': '••••••',
  'Content-Type': 'application/json',
  'webhook-id': 'evt_1',
  'webhook-timestamp': '1700000000',
  'webhook-signature': 'v1,abc=',
  'User-Agent': 'Posthorn/1',
  'Posthorn-Attempt': '3',
  'Posthorn-Hops': '1',
};

describe('headers in the delivery log', () => {
  test('are kept without what the row says already, and come back as they were, in their order', () => {
    const packed = packHeaders(SENT, ROW);
    expect(packed).toBe(
      '{"X-Own":"••••••",":c":"application/json",":i":"",":t":"",":s":"v1,abc=",":u":"Posthorn/1",":n":"",":h":"1"}',
    );
    expect(Object.entries(unpackHeaders(packed, ROW))).toEqual(Object.entries(SENT));
  });

  test('that say something else than the row are kept as they are', () => {
    const odd = { ...SENT, 'webhook-id': 'evt_2', 'webhook-timestamp': '1700000001', 'Posthorn-Attempt': '4' };
    expect(unpackHeaders(packHeaders(odd, ROW), ROW)).toEqual(odd);
  });

  test('that were written out in full are read as they are', () => {
    expect(unpackHeaders(JSON.stringify(SENT), ROW)).toEqual(SENT);
    expect(unpackHeaders('{}', ROW)).toEqual({});
  });

  test('of any names and values come back', () => {
    const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/);
    const ours = fc.constantFrom(...Object.keys(SENT));
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(token, ours), fc.string({ minLength: 1 })), (headers) => {
        expect(unpackHeaders(packHeaders(headers, ROW), ROW)).toEqual({ ...headers });
      }),
    );
  });
});
