import { describe, expect, test } from 'vitest';
import { readAppSecrets, rotateAppSecrets, selectValidAppSecrets, writeAppSecrets } from './app-secrets.ts';

const NOW_MS = 1_000_000;
const keep = { nowMs: NOW_MS, keepPreviousSeconds: null };
const first = [{ secret: 'a', untilMs: null }];

describe('app secrets', () => {
  test('the newest secret comes first and the ones before it stay valid', () => {
    const kept = rotateAppSecrets(first, { ...keep, secret: 'b' });
    expect(kept).toEqual([
      { secret: 'b', untilMs: null },
      { secret: 'a', untilMs: null },
    ]);
  });

  test('the fifth secret drops the oldest', () => {
    let kept: ReturnType<typeof rotateAppSecrets> = first;
    for (const secret of ['b', 'c', 'd', 'e']) kept = rotateAppSecrets(kept, { ...keep, secret });
    expect(kept.map((one) => one.secret)).toEqual(['e', 'd', 'c', 'b']);
  });

  test('a secret that is there already moves to the front and pushes nothing out', () => {
    const four = ['d', 'c', 'b', 'a'].map((secret) => ({ secret, untilMs: null }));
    const kept = rotateAppSecrets(four, { ...keep, secret: 'a' });
    expect(kept.map((one) => one.secret)).toEqual(['a', 'd', 'c', 'b']);
  });

  test('the ones before end after keep_previous_seconds, and a second rotation does not prolong them', () => {
    const kept = rotateAppSecrets(first, { secret: 'b', nowMs: NOW_MS, keepPreviousSeconds: 60 });
    expect(selectValidAppSecrets(kept, NOW_MS + 59_999).map((one) => one.secret)).toEqual(['b', 'a']);
    expect(selectValidAppSecrets(kept, NOW_MS + 60_000).map((one) => one.secret)).toEqual(['b']);
    const again = rotateAppSecrets(kept, { secret: 'c', nowMs: NOW_MS, keepPreviousSeconds: 3600 });
    expect(selectValidAppSecrets(again, NOW_MS + 60_000).map((one) => one.secret)).toEqual(['c', 'b']);
  });

  test('keeping for 0 seconds drops all the others at once', () => {
    const kept = rotateAppSecrets(first, { secret: 'b', nowMs: NOW_MS, keepPreviousSeconds: 0 });
    expect(kept).toEqual([{ secret: 'b', untilMs: null }]);
  });

  test('the stored text reads back as what was written', () => {
    const kept = [
      { secret: 'ß"', untilMs: null },
      { secret: 'b', untilMs: 5 },
    ];
    expect(readAppSecrets(writeAppSecrets(kept))).toEqual(kept);
  });
});
