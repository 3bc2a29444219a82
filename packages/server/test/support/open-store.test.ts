import { beforeAll, describe, expect, test } from 'vitest';
import type { OpenedStore } from '../../src/platform/db/open-store.ts';
import { STORES } from './open-store.ts';

describe.each(STORES)('a store for tests on $name', ({ open, createUrl }) => {
  let shared: OpenedStore;
  beforeAll(async () => {
    shared = await open();
  });

  test('is migrated, and nothing of another test is in it', async () => {
    const one = await open();
    await one.db.updateTable('instance').set({ last_serial: 41 }).execute();
    const other = await open();
    const rows = await other.db.selectFrom('instance').select('last_serial').execute();
    expect(rows).toEqual([{ last_serial: 0 }]);
  });

  test('may be closed before the test ends', async () => {
    const store = await open();
    await store.close();
  });

  test('stays open for the whole file when a hook opened it', async () => {
    const rows = await shared.db.selectFrom('instance').select('id').execute();
    expect(rows).toEqual([{ id: 1 }]);
  });

  test('has a URL of the kind that POSTHORN_DATABASE_URL takes', async () => {
    expect(await createUrl()).toMatch(/^(sqlite:\/.*\.db|postgres:\/\/posthorn@127\.0\.0\.1:\d+\/test_\d+)$/);
  });
});
