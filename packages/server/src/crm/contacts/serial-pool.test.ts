import { describe, expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import { SerialPool } from './serial-pool.ts';

const A = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const B = idOf('ws', '0190a000-0000-7000-8000-000000000002');

function open() {
  const last = new Map<string, number>();
  const asked: number[] = [];
  const pool = new SerialPool(async (workspaceId, count) => {
    const first = (last.get(workspaceId) ?? 0) + 1;
    last.set(workspaceId, first + count - 1);
    asked.push(count);
    return first;
  });
  return { pool, asked };
}

describe('the pool of serials', () => {
  test('counts from 1 in each workspace and asks the store once for many', async () => {
    const { pool, asked } = open();
    expect(await pool.take(A, 1)).toEqual([1]);
    expect(await pool.take(A, 3)).toEqual([2, 3, 4]);
    expect(await pool.take(B, 2)).toEqual([1, 2]);
    expect(asked.length).toBe(2);
  });

  test('gives out again what was given back, lowest first', async () => {
    const { pool } = open();
    const [, second = 0, third = 0] = await pool.take(A, 3);
    pool.giveBack(A, [third, second]);
    expect(await pool.take(A, 3)).toEqual([2, 3, 4]);
  });

  test('never gives a serial twice, however many are wanted at once and at the same time', async () => {
    const { pool } = open();
    const taken = (await Promise.all([pool.take(A, 120), pool.take(A, 30), pool.take(A, 60)])).flat();
    expect(new Set(taken).size).toBe(210);
  });
});
