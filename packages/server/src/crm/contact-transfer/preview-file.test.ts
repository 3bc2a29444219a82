import { describe, expect, test } from 'vitest';
import { type PreviewInput, previewFile } from './preview-file.ts';

const previewOf = (text: string | Uint8Array, input: Partial<PreviewInput> = {}) =>
  previewFile({
    bytes: typeof text === 'string' ? Buffer.from(text) : text,
    isPart: false,
    delimiter: null,
    mapping: {},
    ...input,
  });

describe('the preview of a file', () => {
  test('tells what each column is taken for, with cells of it, and leaves out what has no meaning', () => {
    const preview = previewOf('Phone number,First name,Shoe\n+491511,Mira,\n,Tove,38\n+491512,,39\n');
    expect(preview).toMatchObject({
      encoding: 'utf-8',
      delimiter: ',',
      columns: [
        { name: 'Phone number', field: 'phone', samples: ['+491511', '+491512'] },
        { name: 'First name', field: 'first_name', samples: ['Mira', 'Tove'] },
        { name: 'Shoe', field: null, samples: ['38', '39'] },
      ],
      problems: [],
    });
    expect(preview.rows).toHaveLength(3);
    expect(preview.fields).toContain('opted_out');
  });

  test.each([
    [',', 'a,phone'],
    [';', 'a;phone, mobile;b'],
    ['\t', 'a\tphone'],
    ['|', 'a|phone|c'],
  ])('finds out that the delimiter is %j', (delimiter, heading) => {
    expect(previewOf(`${heading}\n1\n`).delimiter).toBe(delimiter);
  });

  test('goes by the mapping, and says what does not fit', () => {
    const file = 'Mobile,Shoe\n+491511,38\n';
    expect(
      previewOf(file, { mapping: { Mobile: 'phone', Shoe: 'custom_attributes.shoe:number' } }).columns,
    ).toMatchObject([{ field: 'phone' }, { field: 'custom_attributes.shoe:number' }]);
    expect(previewOf(file, { mapping: { Mobile: 'phone', Shoe: 'phone' } }).problems).toEqual([
      '"Mobile" and "Shoe" cannot both be phone.',
    ]);
    expect(previewOf(file).problems).toHaveLength(1);
  });

  test.each([
    ['windows-1252', Buffer.from('name,phone\nJosé,1\n', 'latin1')],
    ['utf-16le', Buffer.from('\uFEFFname,phone\nJosé,1\n', 'utf16le')],
    ['utf-16be', Buffer.from('\uFEFFname,phone\nJosé,1\n', 'utf16le').swap16()],
    ['utf-8', Buffer.from('\uFEFFname,phone\nJosé,1\n', 'utf8')],
  ])('reads a file in %s and says so', (encoding, bytes) => {
    expect(previewOf(bytes)).toMatchObject({ encoding, columns: [{ name: 'name' }, {}], rows: [['José', '1']] });
  });

  test('of the beginning of a file leaves out the row that is cut off, and a character, and a quote', () => {
    const part = { isPart: true };
    expect(previewOf('name,phone\nMira,1\nTo', part).rows).toEqual([['Mira', '1']]);
    const cut = Buffer.from('name,phone\nMira,1\nJosé');
    expect(previewOf(cut.subarray(0, -1), part)).toMatchObject({ encoding: 'utf-8', rows: [['Mira', '1']] });
    expect(previewOf('name,phone\n"Mi', part)).toMatchObject({ columns: [{ name: 'name' }, { name: 'phone' }] });
  });

  test('shows twenty rows, and of a long cell its beginning', () => {
    const preview = previewOf(`name,phone\n${`${'x'.repeat(300)},1\n`.repeat(30)}`);
    expect([preview.rows.length, preview.rows[0]?.[0]]).toEqual([20, `${'x'.repeat(200)}…`]);
  });

  test('of a file without a heading is refused', () => {
    expect(() => previewOf('\n\n')).toThrow('no heading');
  });
});
