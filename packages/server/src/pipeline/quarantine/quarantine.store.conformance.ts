import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { alone, listenToChanges, refuse } from '../../../test/support/changes.ts';
import { idOf, type MetaAppId, type QuarantineItemId, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import { decodeCursor } from '../../platform/http/api.ts';
import {
  deleteQuarantineItem,
  findQuarantineItem,
  type ListQuarantine,
  listQuarantine,
  type QuarantineEntry,
  trimQuarantine,
} from './quarantine.store.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const OTHER_WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000002');
const OWN_APP = idOf('app', '0190a000-0000-7000-8000-000000000003');
const OTHER_APP = idOf('app', '0190a000-0000-7000-8000-000000000004');
const OPERATOR_APP = idOf('app', '0190a000-0000-7000-8000-000000000005');

/** What the quarantine promises (CONTRACTS 8, "Replay window", "Unknown phone_number_id"). */
export function quarantineStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`quarantine store on ${name}`, () => {
    describeOwners(openStore);
    describeBounds(openStore);
  });
}

function describeOwners(openStore: () => Promise<Store>): void {
  test('shows an item to the owner of its registration and to nobody else', async () => {
    const store = await openWithApps(openStore);
    const owners: readonly (WorkspaceId | null)[] = [WORKSPACE, OTHER_WORKSPACE, null];
    const ids = [
      await insertItem(store, OWN_APP),
      await insertItem(store, OTHER_APP),
      await insertItem(store, OPERATOR_APP),
    ];
    for (const [index, workspaceId] of owners.entries()) {
      const page = await listQuarantine(store, newest({ workspaceId }));
      expect(page.items.map((item) => item.id)).toEqual([ids[index]]);
      for (const [other, id] of ids.entries()) {
        expect((await findQuarantineItem(store, { workspaceId }, id)) !== null).toBe(other === index);
      }
    }
  });

  test('removes an item for its owner and for nobody else', async () => {
    const store = await openWithApps(openStore);
    const id = await insertItem(store, OWN_APP);
    expect(await deleteQuarantineItem(store, { workspaceId: OTHER_WORKSPACE, id }, alone)).toBe(false);
    expect(await deleteQuarantineItem(store, { workspaceId: null, id }, alone)).toBe(false);
    expect(await deleteQuarantineItem(store, { workspaceId: WORKSPACE, id }, alone)).toBe(true);
    expect(await findQuarantineItem(store, { workspaceId: WORKSPACE }, id)).toBeNull();
  });

  test('tells what it removed in the same transaction, and removes nothing that cannot be told of', async () => {
    const store = await openWithApps(openStore);
    const at = { workspaceId: WORKSPACE, id: await insertItem(store, OWN_APP) };
    const { told, tell } = listenToChanges<QuarantineEntry>();
    await expect(deleteQuarantineItem(store, at, refuse)).rejects.toThrow('refused');
    const [before] = (await listQuarantine(store, newest({}))).items;
    await deleteQuarantineItem(store, at, tell);
    await deleteQuarantineItem(store, at, tell);
    expect(told).toEqual([{ before, after: null }]);
  });

  test('gives the payload back as it came in', async () => {
    const store = await openWithApps(openStore);
    const id = await insertItem(store, OWN_APP, { payload: '{"object":"x","entry":[]}' });
    const item = await findQuarantineItem(store, { workspaceId: WORKSPACE }, id);
    expect(item?.payload).toEqual({ object: 'x', entry: [] });
  });

  test('lists newest first, page after page, by reason and registration', async () => {
    const store = await openWithApps(openStore);
    const ids = [
      await insertItem(store, OWN_APP),
      await insertItem(store, OWN_APP, { reason: 'stale' }),
      await insertItem(store, OWN_APP),
    ];
    const first = await listQuarantine(store, newest({ limit: 2 }));
    expect(first.items.map((item) => item.id)).toEqual([ids[2], ids[1]]);
    const beforeId = decodeCursor(first.nextCursor ?? '') as QuarantineItemId;
    expect((await listQuarantine(store, newest({ limit: 2, beforeId }))).items.map((item) => item.id)).toEqual([
      ids[0],
    ]);
    expect((await listQuarantine(store, newest({ reason: 'stale' }))).items.map((item) => item.id)).toEqual([ids[1]]);
    expect((await listQuarantine(store, newest({ metaAppId: OTHER_APP }))).items).toEqual([]);
  });
}

function describeBounds(openStore: () => Promise<Store>): void {
  test('throws out the oldest items above the count, in that registration alone', async () => {
    const store = await openWithApps(openStore);
    const ids: QuarantineItemId[] = [];
    for (let count = 0; count < 5; count++) ids.push(await insertItem(store, OWN_APP));
    await insertItem(store, OTHER_APP);
    expect(await trimQuarantine(store, { itemsMax: 2, bytesMax: 1_000 })).toBe(3);
    const kept = await listQuarantine(store, newest({}));
    expect(kept.items.map((item) => item.id)).toEqual([ids[4], ids[3]]);
    expect((await listQuarantine(store, newest({ workspaceId: OTHER_WORKSPACE }))).items).toHaveLength(1);
  });

  test('throws out the oldest items above the bytes', async () => {
    const store = await openWithApps(openStore);
    const ids: QuarantineItemId[] = [];
    for (const bytes of [10, 40, 50, 10]) ids.push(await insertItem(store, OWN_APP, { payload_bytes: bytes }));
    expect(await trimQuarantine(store, { itemsMax: 100, bytesMax: 60 })).toBe(2);
    const kept = await listQuarantine(store, newest({}));
    expect(kept.items.map((item) => item.id)).toEqual([ids[3], ids[2]]);
  });

  test('throws nothing out that fits', async () => {
    const store = await openWithApps(openStore);
    await insertItem(store, OWN_APP);
    expect(await trimQuarantine(store, { itemsMax: 1, bytesMax: 10 })).toBe(0);
  });
}

function newest(query: Partial<ListQuarantine>): ListQuarantine {
  return { workspaceId: WORKSPACE, beforeId: null, limit: 50, ...query };
}

async function openWithApps(openStore: () => Promise<Store>): Promise<Store> {
  const store = await openStore();
  for (const [serial, id] of [WORKSPACE, OTHER_WORKSPACE].entries()) {
    const row = { id, serial, account_id: `MA_${serial}`, name: 'w', created_at_ms: 0, revision: 0 };
    await store.db.insertInto('workspaces').values(row).execute();
  }
  const owners = [
    [OWN_APP, WORKSPACE],
    [OTHER_APP, OTHER_WORKSPACE],
    [OPERATOR_APP, null],
  ] as const;
  for (const [id, workspace_id] of owners) {
    const row = {
      id,
      workspace_id,
      app_id: '1',
      app_secrets: 's',
      verify_token: 't',
      created_at_ms: 0,
      updated_at_ms: 0,
    };
    await store.db
      .insertInto('meta_apps')
      .values({ ...row, deleted_at_ms: null, revision: 0 })
      .execute();
  }
  return store;
}

async function insertItem(
  store: Store,
  metaAppId: MetaAppId,
  item: Partial<Database['quarantine']> = {},
): Promise<QuarantineItemId> {
  const id = idOf('qrn', uuidv7());
  const row: Database['quarantine'] = {
    meta_app_id: metaAppId,
    id,
    reason: 'unknown_channel',
    field: 'messages',
    phone_number_id: '1',
    waba_id: '2',
    occurred_at_ms: 0,
    created_at_ms: 0,
    dedupe_key: id,
    payload_bytes: 4,
    payload: 'null',
    ...item,
  };
  await store.db.insertInto('quarantine').values(row).execute();
  return id;
}
