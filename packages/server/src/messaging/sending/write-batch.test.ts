import { expect, onTestFinished, test, vi } from 'vitest';
import { SqliteError } from '../../platform/db/errors.ts';
import { WriteBatch } from './write-batch.ts';

test('what comes together is written together, and each is answered after its own batch', async () => {
  const batches: number[][] = [];
  const batch = newBatch(async (items) => void batches.push([...items]));
  await Promise.all([batch.add(1), batch.add(2), batch.add(3), batch.add(4), batch.add(5)]);
  await batch.add(6);
  expect(batches).toEqual([[1, 2, 3], [4, 5], [6]]);
});

test('an item that cannot be written takes no other with it', async () => {
  const written: number[] = [];
  const batch = newBatch(async (items) => {
    if (items.includes(2)) throw new Error('not this one');
    written.push(...items);
    return 'written';
  });
  expect(await Promise.all([batch.add(1), batch.add(2), batch.add(3)])).toEqual(['written', null, 'written']);
  expect(written.toSorted()).toEqual([1, 3]);
});

test('everything is kept while the database is away, until nobody waits for it any more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  let tries = 0;
  const batch = newBatch(async () => {
    tries++;
    if (tries < 20) throw new SqliteError('disk I/O error', 'SQLITE_IOERR');
    return 'written';
  });
  const added = Promise.all([batch.add(1), batch.add(2)]);
  while (tries < 20) {
    await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(await added).toEqual(['written', 'written']);
  tries = 0;
  const abandoned = batch.add(3);
  batch.abandon();
  await vi.advanceTimersByTimeAsync(500);
  expect(await abandoned).toBeNull();
  await batch.drained();
});

function newBatch(write: (items: readonly number[]) => Promise<unknown>) {
  return new WriteBatch<number, unknown>({ write, rowsMax: 3, onError: () => {} });
}
