import { describe, expect, test } from 'vitest';
import { PosthornError } from '../../domain/errors.ts';
import { type ColumnMapping, headingOf, planColumns } from './column-mapping.ts';

/** What the columns hold, in the words of a mapping. */
function planned(heading: readonly string[], mapping: ColumnMapping = {}): (string | null)[] {
  return planColumns(heading, mapping).targets.map((target) => (target === null ? null : headingOf(target)));
}

function refusalOf(heading: readonly string[], mapping: ColumnMapping = {}): string {
  try {
    planColumns(heading, mapping);
  } catch (error) {
    if (error instanceof PosthornError) return [error.message, ...error.fields.map(({ message }) => message)].join(' ');
    throw error;
  }
  throw new Error('It was taken.');
}

describe('columns of a file', () => {
  test.each([
    ['first_name', 'first_name'],
    ['firstname', 'first_name'],
    ['First name', 'first_name'],
    ['Name', 'first_name'],
    [' LAST-NAME ', 'last_name'],
    ['Phone Number', 'phone'],
    ['ID', 'serial'],
    ['status_id', 'status'],
    ['Group', 'groups'],
    ['is_enabled', 'enabled'],
    ['Is Opted Out', 'opted_out'],
    ['custom_attributes.Shoe size', 'custom_attributes.Shoe size'],
    ['Custom_Attributes.age:number', 'custom_attributes.age:number'],
  ])('%j is known to be %s', (heading, field) => {
    expect(planned([heading])).toEqual([field]);
  });

  test('of two headings for one field the nearer one counts, and the other is told as left out', () => {
    expect(planned(['Name', 'first_name', 'id', 'serial'])).toEqual([null, 'first_name', null, 'serial']);
    expect(planColumns(['phone_number', 'phone', 'Notes', ''], {}).ignored).toEqual(['phone_number', 'Notes', '']);
  });

  test('what the caller decides goes before what the heading means', () => {
    const mapping = { Mobile: 'phone', phone: null, Notes: 'custom_attributes.notes', Nr: 'serial' };
    expect(planned(['Mobile', 'phone', 'Notes', 'Nr', 'id'], mapping)).toEqual([
      'phone',
      null,
      'custom_attributes.notes',
      'serial',
      null,
    ]);
    expect(planned(['Mobile', 'phone'], { Mobile: 'phone' })).toEqual(['phone', null]);
  });

  test('a mapping that does not fit is refused with the field or column that is wrong', () => {
    expect(refusalOf(['a'], { a: 'fone' })).toContain('There is no field "fone"');
    expect(refusalOf(['a'], { b: 'phone' })).toContain('no column "b"');
    expect(refusalOf(['a', 'b'], { a: 'phone', b: 'phone' })).toContain('"a" and "b" cannot both be phone');
    expect(refusalOf(['a'], { a: 'custom_attributes.' })).toContain('There is no field');
    expect(refusalOf(['a'], { a: 'toString' })).toContain('There is no field');
  });

  test('a heading that is none is refused', () => {
    expect(refusalOf(['phone', 'phone'])).toContain('Two columns are called "phone"');
    expect(refusalOf(['+4915170023456', 'Ada'])).toContain('No column');
    expect(refusalOf(Array.from({ length: 101 }, (_, index) => `c${index}`))).toContain('101 columns');
  });

  test('a custom attribute is known again by its heading, whatever it is called', () => {
    for (const name of ['age', 'age:number', 'a:text', ':boolean', '__proto__', 'a.b']) {
      for (const type of ['text', 'number', 'boolean'] as const) {
        const target = { kind: 'attribute' as const, name, type };
        expect(planColumns([headingOf(target)], {}).targets).toEqual([target]);
      }
    }
  });
});
