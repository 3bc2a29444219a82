import { describe, expect, test } from 'vitest';
import { firstIdAt, timeOfId } from './id-time.ts';
import { idOf } from './ids.ts';

describe('the time inside an id', () => {
  test('is read back from a UUID of version 7, as RFC 9562 prints one', () => {
    expect(timeOfId(idOf('evt', '017f22e2-79b0-7cc3-98c4-dc0c0c07398f'))).toBe(1_645_557_742_000);
  });

  test('bounds ids: those of the same millisecond are not below it, those of the one before are', () => {
    const bound = firstIdAt('evt', 1_645_557_742_000);
    expect(idOf('evt', '017f22e2-79b0-7cc3-98c4-dc0c0c07398f') > bound).toBe(true);
    expect(idOf('evt', '017f22e2-79af-7fff-bfff-ffffffffffff') < bound).toBe(true);
  });

  test('clamps times that no id can have', () => {
    expect(firstIdAt('dlv', -5)).toBe('dlv_00000000-0000-0000-0000-000000000000');
    expect(firstIdAt('dlv', Number.MAX_SAFE_INTEGER)).toBe('dlv_ffffffff-ffff-0000-0000-000000000000');
  });
});
