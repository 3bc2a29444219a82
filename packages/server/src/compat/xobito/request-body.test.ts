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

  test('cannot reach prototypes', () => {
    const input = toLaravelInput(parseForm('__proto__=x&constructor=y'));
    expect(Object.getPrototypeOf(input)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('x');
  });
});
