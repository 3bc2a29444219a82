import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HmacKey } from './hmac-key.ts';

describe('an HMAC key', () => {
  // RFC 4231, test cases 2, 6 and 7: a short key, one that is longer than a block, and a long message beside it.
  test.each([
    ['Jefe', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
    [
      Buffer.alloc(131, 0xaa),
      'Test Using Larger Than Block-Size Key - Hash Key First',
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
    [
      Buffer.alloc(131, 0xaa),
      'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
      '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
    ],
  ])('signs as RFC 4231 does', (key, message, expected) => {
    expect(new HmacKey(key).digest(message, 'hex')).toBe(expected);
  });

  test.each([21_000, 22_000, 70_000])(
    'signs %d letters of three bytes each, and a short message after them',
    (letters) => {
      const hmac = new HmacKey('key');
      for (const message of ['\u20ac'.repeat(letters), 'short']) {
        const expected = createHmac('sha256', 'key').update('head.').update(message).digest('hex');
        expect(hmac.digest(message, 'hex', 'head.')).toBe(expected);
        expect(hmac.digest(Buffer.from(message), 'hex', 'head.')).toBe(expected);
      }
    },
  );

  test('signs any message with any key as node:crypto does, text and bytes alike, again and again', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { minLength: 1, maxLength: 3 }),
        fc.constantFrom('hex' as const, 'base64' as const),
        (keyBytes, messages, encoding) => {
          const key = Buffer.from(keyBytes);
          const hmac = new HmacKey(key);
          for (const message of messages) {
            const expected = createHmac('sha256', key).update(message, 'utf8').digest(encoding);
            expect(hmac.digest(message, encoding)).toBe(expected);
            expect(hmac.digest(Buffer.from(message, 'utf8'), encoding)).toBe(expected);
            const signed = createHmac('sha256', key).update('h\u00e9ad.', 'utf8').update(message, 'utf8');
            expect(hmac.digest(message, encoding, 'h\u00e9ad.')).toBe(signed.digest(encoding));
          }
        },
      ),
    );
  });
});
