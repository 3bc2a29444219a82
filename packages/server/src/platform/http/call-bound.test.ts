import { expect, test } from 'vitest';
import { CallBound } from './call-bound.ts';

test('each subject has its calls in a window, and then waits for the next one', () => {
  const bound = new CallBound({ callsMax: 2, windowMs: 60_000 });
  for (const atMs of [1_000, 2_000]) bound.count('a', atMs);
  expect(() => bound.count('a', 3_000)).toThrow(
    expect.objectContaining({ code: 'rate_limited', retryAfterSeconds: 58 }),
  );
  bound.count('b', 3_000);
  expect(() => bound.count('a', 60_999)).toThrow();
  bound.count('a', 61_000);
});
