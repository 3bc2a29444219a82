import { describe, expect, test } from 'vitest';
import { type Delimiter, readCsvRows, readHeading } from './csv-rows.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

async function rowsOf(text: string, delimiter: Delimiter = ',', size = 1_000_000): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const row of readCsvRows(inPieces(text, size), delimiter)) rows.push(row);
  return rows;
}

describe('rows of CSV', () => {
  test.each([1, 2, 3, 1_000])('are the same when the text comes in pieces of %i characters', async (size) => {
    const text = 'a,b\r\n"x\r\ny","q""q"\n1,\r\n\n,"é"';
    expect(await rowsOf(text, ',', size)).toEqual([['a', 'b'], ['x\r\ny', 'q"q'], ['1', ''], [''], ['', 'é']]);
  });

  test('have as many cells as they have', async () => {
    expect(await rowsOf('a,b\n1\n1,2,3')).toEqual([['a', 'b'], ['1'], ['1', '2', '3']]);
  });

  test('are split at the delimiter that is asked for', async () => {
    expect(await rowsOf('a;b,c\n1;2', ';')).toEqual([
      ['a', 'b,c'],
      ['1', '2'],
    ]);
    expect(await rowsOf('a\tb', '\t')).toEqual([['a', 'b']]);
  });

  test('take a quote in the middle of a cell as it is', async () => {
    expect(await rowsOf('5" pipe,b')).toEqual([['5" pipe', 'b']]);
  });

  test('end with a sentence that names the row when a quote is never closed', async () => {
    await expect(rowsOf('a,b\n1,2\n3,"4\n')).rejects.toMatchObject({
      code: 'unprocessable',
      message: 'Row 3 has a cell that begins with a quote which is never closed. What comes after it was not read.',
    });
  });

  test('do not take a whole file for one cell', async () => {
    const row = `${'x'.repeat(1_000)}\n`;
    const reading = rowsOf(`a\n"${row.repeat(8_000)}`, ',', 256 * 1_024);
    await expect(reading).rejects.toMatchObject({ code: 'unprocessable', message: expect.stringContaining('Row 2') });
  });

  test('pass on what goes wrong with the text itself', async () => {
    const failing = async function* () {
      yield 'a\n';
      throw new Error('the database is away');
    };
    const reading = (async () => {
      for await (const _ of readCsvRows(failing(), ','));
    })();
    await expect(reading).rejects.toThrow('the database is away');
  });
});

describe('the heading', () => {
  test('is the first row, whatever comes after it', () => {
    expect(readHeading('a,"b\nc"\n"open', ',')).toEqual(['a', 'b\nc']);
  });

  test.each(['', '\n', ' , \n1,2', '"a'])('of %j is none', (text) => {
    expect(() => readHeading(text, ',')).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});
