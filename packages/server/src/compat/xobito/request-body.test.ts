import { describe, expect, test } from 'vitest';
import { parseForm, toLaravelInput } from './request-body.ts';

describe('a body as Laravel takes it', () => {
  test('loses the white space around its texts, and empty texts are null', () => {
    expect(toLaravelInput({ one: ' a b ', two: '  ', three: 3, four: false, five: null })).toEqual({
      one: 'a b',
      two: null,
      three: 3,
      four: false,
      five: null,
    });
  });

  test.each([[undefined], [null], ['text'], [[1]], [7]])('that is %j has no fields', (body) => {
    expect(toLaravelInput(body)).toEqual({});
  });

  test('comes as a form too: the last field of a name counts, and there are at most 1,000', () => {
    expect(parseForm('a=1&b=x+y%21&a=2')).toEqual({ a: '2', b: 'x y!' });
    const many = Array.from({ length: 1_001 }, (_, index) => `f${index}=1`).join('&');
    expect(Object.keys(parseForm(many))).toHaveLength(1_000);
  });

  test('of a form has objects and lists where the names have brackets, as in PHP', () => {
    expect(
      parseForm('contact[firstname]=Mira&contact[groups][]=a&contact[groups][]=b&b[0][id]=x&b[0][title]=X&b[1][id]=y'),
    ).toEqual({ contact: { firstname: 'Mira', groups: ['a', 'b'] }, b: [{ id: 'x', title: 'X' }, { id: 'y' }] });
    expect(parseForm('a[=1&b]=2&[c]=3&d[1]=4&e=5&e[x]=6')).toEqual({
      ...{ 'a[': '1', 'b]': '2', '[c]': '3' },
      d: { 1: '4' },
      e: { x: '6' },
    });
  });

  test('is cleaned in its objects and lists too', () => {
    expect(toLaravelInput({ contact: { firstname: ' Mira ', email: '' }, buttons: [{ id: ' a ' }, ''] })).toEqual({
      contact: { firstname: 'Mira', email: null },
      buttons: [{ id: 'a' }, null],
    });
  });

  test('cannot reach prototypes', () => {
    const input = toLaravelInput(parseForm('__proto__=x&constructor=y&__proto__[x]=z'));
    expect(Object.getPrototypeOf(input)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('x');
  });
});
