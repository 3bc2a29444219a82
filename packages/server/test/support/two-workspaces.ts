import { idOf } from '../../src/domain/ids.ts';
import type { Store } from '../../src/platform/db/store.ts';
import { STORES } from './open-store.ts';

export const WORKSPACE_A = idOf('ws', '0190a000-0000-7000-8000-000000000001');
/** Another customer: nothing of A may be seen from here, and the other way round. */
export const WORKSPACE_B = idOf('ws', '0190a000-0000-7000-8000-000000000002');

/** A SQLite store with both workspaces and nothing else, until the test ends. */
export async function openTwoWorkspaces(): Promise<Store> {
  const sqlite = STORES.find((one) => one.name === 'SQLite');
  if (sqlite === undefined) throw new Error('There is no SQLite among the test databases.');
  const store = await sqlite.open();
  const row = { name: 'W', created_at_ms: 1, revision: 0 };
  await store.db
    .insertInto('workspaces')
    .values([
      { ...row, id: WORKSPACE_A, serial: 1, account_id: 'MA_1' },
      { ...row, id: WORKSPACE_B, serial: 2, account_id: 'MA_2' },
    ])
    .execute();
  return store;
}
