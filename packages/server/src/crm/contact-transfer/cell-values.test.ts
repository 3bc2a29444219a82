import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinList, readFlag, readNumber, splitList } from './cell-values.ts';

describe('values of cells', () => {
  test('yes and no are read in the ways that files have for them', () => {
    for (const text of ['1', 'true', 'TRUE', ' Yes ']) expect([text, readFlag(text)]).toEqual([text, true]);
    for (const text of ['0', 'false', 'No']) expect([text, readFlag(text)]).toEqual([text, false]);
    for (const text of ['', '2', 'ja', 'constructor']) expect([text, readFlag(text)]).toEqual([text, null]);
  });

  test('numbers are read as JSON has them', () => {
    expect(['12', ' -0.5 ', '1e3'].map(readNumber)).toEqual([12, -0.5, 1_000]);
    expect(['', '1,5', '0x1', 'NaN', 'Infinity', '1e999', '12 kg'].map(readNumber)).toEqual(Array(7).fill(null));
  });

  test('a list is split at ; and , but not inside quotes', () => {
    expect(splitList('a; b,c')).toEqual(['a', 'b', 'c']);
    expect(splitList('"a;b", "c""d" ,;')).toEqual(['a;b', 'c"d']);
    expect(splitList('5" pipe,"open')).toEqual(['5" pipe', '"open']);
    expect(splitList(' ; ,')).toEqual([]);
  });

  test('every list comes back from its cell', () => {
    const item = fc
      .string({ unit: fc.constantFrom(';', ',', '"', ' ', 'a', 'é', '\n') })
      .map((text) => text.trim())
      .filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(item), (items) => {
        expect(splitList(joinList(items))).toEqual(items);
      }),
    );
  });
});
