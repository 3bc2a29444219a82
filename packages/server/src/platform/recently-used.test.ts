import { describe, expect, test } from 'vitest';
import { newRecentlyUsed } from './recently-used.ts';

describe('what was used recently', () => {
  test('is remembered, up to so many; then what was used longest ago is forgotten', () => {
    const recent = newRecentlyUsed<string, number>(3);
    for (const [index, key] of ['a', 'b', 'c'].entries()) recent.set(key, index);
    recent.get('a');
    recent.set('d', 3);
    expect([recent.get('a'), recent.get('b'), recent.get('c'), recent.get('d')]).toEqual([0, undefined, 2, 3]);
  });

  test('is replaced and forgotten without losing count', () => {
    const recent = newRecentlyUsed<string, number>(2);
    for (let round = 0; round < 10; round++) {
      recent.set('a', round);
      recent.delete('b');
      recent.set('b', round);
    }
    expect([recent.size, recent.get('a'), recent.get('b')]).toEqual([2, 9, 9]);
  });
});
