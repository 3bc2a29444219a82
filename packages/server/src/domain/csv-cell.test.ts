import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardCsvCell, unguardCsvCell } from './csv-cell.ts';

/** Text of the characters that matter here, and a few others. */
const hostileText = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', ',', '"', 'a', 'é') });

describe('a cell of CSV', () => {
  test.each(['=1+1', '+1', '-1', '@a', '\tx', '\rx', "'=1"])('%j is guarded by an apostrophe', (text) => {
    expect(guardCsvCell(text)).toBe(`'${text}`);
  });

  test.each(['', 'Ada', "'s-Hertogenbosch", "O'Neil", ' =1', '1+1'])('%j stays as it is', (text) => {
    expect(guardCsvCell(text)).toBe(text);
    expect(unguardCsvCell(text)).toBe(text);
  });

  test('never begins with the sign of a formula, and gives back every text that went in', () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.string({ unit: 'grapheme' })), (text) => {
        expect(guardCsvCell(text)).not.toMatch(/^[=+\-@\t\r]/);
        expect(unguardCsvCell(guardCsvCell(text))).toBe(text);
      }),
    );
  });
});
