import { expect, test } from 'vitest';
import { ID_LIFE_MS, nextTryAtMs } from './media-file.ts';

test('a fetch is tried again after 5 s, 30 s, 2 min, 10 min and then every hour', () => {
  const waits = [1, 2, 3, 4, 5, 6, 50].map((tries) => nextTryAtMs({ createdAtMs: 0, tries }, 1_000));
  expect(waits).toEqual([6_000, 31_000, 121_000, 601_000, 3_601_000, 3_601_000, 3_601_000]);
});

test('a fetch is tried once more when the seven days of its id end, and then no more', () => {
  const file = { createdAtMs: 1_000, tries: 9 };
  const endMs = 1_000 + ID_LIFE_MS;
  expect(nextTryAtMs(file, endMs - 10)).toBe(endMs);
  expect(nextTryAtMs(file, endMs)).toBeNull();
});
