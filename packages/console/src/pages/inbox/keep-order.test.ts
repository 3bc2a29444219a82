import { describe, expect, test } from 'vitest';
import { countHeld, withAppended } from './keep-order.ts';

describe('the order of rows that somebody looks at', () => {
  test('takes the next page below, and holds what is new above', () => {
    expect(withAppended(['a', 'b'], ['new', 'a', 'b', 'c', 'd'])).toEqual(['a', 'b', 'c', 'd']);
    expect(withAppended(['a', 'b', 'c'], ['c', 'a', 'b'])).toEqual(['a', 'b', 'c']);
    expect(withAppended(['a', 'b'], ['x', 'y'])).toEqual(['a', 'b']);
  });

  test.each([
    ['nothing has moved', ['a', 'b', 'c'], ['a', 'b', 'c'], 0],
    ['one moved to the top', ['a', 'b', 'c'], ['c', 'a', 'b'], 1],
    ['one came in', ['a', 'b'], ['new', 'a', 'b'], 1],
    ['one came in and one moved', ['a', 'b', 'c'], ['new', 'b', 'a', 'c'], 2],
    ['one is gone', ['a', 'b', 'c'], ['a', 'c'], 0],
  ])('when %s', (_what, shown, ids, count) => {
    expect(countHeld(shown, ids)).toBe(count);
  });
});
