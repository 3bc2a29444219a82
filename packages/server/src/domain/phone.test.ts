import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phoneKeyOf, spellingsOf } from './phone.ts';

describe('the spellings of a number', () => {
  test.each([
    ['a mobile number of Brazil', '551187654321', '5511987654321'],
    ['a number of Mexico', '525512345678', '5215512345678'],
    ['a number of Argentina', '541123456789', '5491123456789'],
  ])('are two for %s', (_, key, longer) => {
    expect(new Set(spellingsOf(key))).toEqual(new Set([key, longer]));
    expect(new Set(spellingsOf(longer))).toEqual(new Set([key, longer]));
  });

  test.each(['4915170023456', '551134567890', '15557204418'])('are one for %s', (digits) => {
    expect(spellingsOf(digits)).toEqual([digits]);
  });

  test('have one key, and each leads to all of them', () => {
    const digits = fc.oneof(
      fc.stringMatching(/^[1-9]\d{6,14}$/),
      fc.stringMatching(/^55\d{2}9?[6-9]\d{7}$/),
      fc.stringMatching(/^521?\d{10}$/),
      fc.stringMatching(/^549?\d{10}$/),
    );
    fc.assert(
      fc.property(digits, (one) => {
        const spellings = spellingsOf(one);
        expect(spellings).toContain(one);
        for (const spelling of spellings) {
          expect(phoneKeyOf(spelling)).toBe(phoneKeyOf(one));
          expect(new Set(spellingsOf(spelling))).toEqual(new Set(spellings));
        }
      }),
    );
  });
});
