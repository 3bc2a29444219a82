import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStreamCursor, toStreamCursor } from './stream-cursor.ts';

test('reads every cursor that it writes', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (position) => {
      expect(readStreamCursor(toStreamCursor(position))).toBe(position);
    }),
  );
});

test('reads 0 as the beginning, and never anything but a position', () => {
  expect(readStreamCursor('0')).toBe(0);
  fc.assert(
    fc.property(fc.string(), (text) => {
      const position = readStreamCursor(text);
      expect(position === null || (Number.isSafeInteger(position) && position >= 0)).toBe(true);
    }),
  );
  for (const text of ['', '1', '12', 'MTIz=', 'LTE', Buffer.from('1.5').toString('base64url'), 'x'.repeat(100)]) {
    expect([text, readStreamCursor(text)]).toEqual([text, null]);
  }
});
