import { describe, expect, test } from 'vitest';
import { alone, listenToChanges, refuse } from '../../../test/support/changes.ts';
import { idOf, type MetaAppId, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import {
  deleteMetaApp,
  findMetaApp,
  insertMetaApp,
  listMetaApps,
  META_APPS_MAX,
  type MetaAppOwner,
  type MetaAppRecord,
  updateMetaApp,
} from './meta-apps.store.ts';

/** The promises of the store of Meta apps. Run on every database, see `test/conformance/`. */
export function metaAppStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`Meta app store on ${name}`, () => {
    test('finds a registration for its owner alone', async () => {
      const store = await openStore();
      const [a, b] = [await addWorkspace(store, 1), await addWorkspace(store, 2)];
      const ofA = await addMetaApp(store, a, 1);
      const ofOperator = await addMetaApp(store, null, 2);
      expect(await findMetaApp(store, a, ofA.id)).toEqual(ofA);
      expect(await findMetaApp(store, null, ofOperator.id)).toEqual(ofOperator);
      for (const [owner, id] of [
        [b, ofA.id],
        [null, ofA.id],
        [a, ofOperator.id],
      ] as const) {
        expect(await findMetaApp(store, owner, id)).toBeNull();
        expect(await updateMetaApp(store, changeOf(owner, id, ofA.revision), alone)).toBeNull();
        expect(await deleteMetaApp(store, owner, { id, nowMs: 9, withChange: alone })).toBe(false);
      }
      expect(await findMetaApp(store, a, ofA.id)).toEqual(ofA);
    });

    test('keeps the same app id for as many owners as register it, and twice for one', async () => {
      const store = await openStore();
      const a = await addWorkspace(store, 1);
      for (const [owner, number] of [
        [a, 1],
        [a, 2],
        [null, 3],
      ] as const) {
        expect((await addMetaApp(store, owner, number)).appId).toBe('1000');
      }
    });

    test('lists newest first, page by page, without those of others and deleted ones', async () => {
      const store = await openStore();
      const a = await addWorkspace(store, 1);
      const apps: MetaAppRecord[] = [];
      for (const number of [1, 2, 3, 4]) apps.push(await addMetaApp(store, a, number));
      await addMetaApp(store, null, 5);
      await deleteMetaApp(store, a, { id: appId(2), nowMs: 9, withChange: alone });
      const first = await listMetaApps(store, a, { limit: 2 });
      expect(first.items.map((app) => app.id)).toEqual([appId(4), appId(3)]);
      const second = await listMetaApps(store, a, { limit: 2, cursor: first.nextCursor ?? '' });
      expect(second).toEqual({ items: [apps[0]], nextCursor: null });
    });

    test('changes what is given, counts the revision up and overwrites nothing unseen', async () => {
      const store = await openStore();
      const before = await addMetaApp(store, null, 1);
      const after = await updateMetaApp(store, changeOf(null, before.id, before.revision), alone);
      expect(after).toEqual({ ...before, verifyTokenSealed: 'changed', updatedAtMs: 9, revision: before.revision + 1 });
      expect(await updateMetaApp(store, changeOf(null, before.id, before.revision), alone)).toBeNull();
    });

    test('tells both sides of a change in its transaction, and makes none that cannot be told of', async () => {
      const store = await openStore();
      const { told, tell } = listenToChanges<MetaAppRecord>();
      const sealed = { appSecretsSealed: 'secrets', verifyTokenSealed: 'token' };
      const made = await insertMetaApp(
        store,
        { id: appId(1), workspaceId: null, appId: '1', ...sealed, nowMs: 1 },
        tell,
      );
      const change = changeOf(null, made.id, made.revision);
      await expect(updateMetaApp(store, change, refuse)).rejects.toThrow('refused');
      const changed = await updateMetaApp(store, change, tell);
      expect(await updateMetaApp(store, change, tell)).toBeNull();
      await expect(deleteMetaApp(store, null, { id: made.id, nowMs: 9, withChange: refuse })).rejects.toThrow();
      await deleteMetaApp(store, null, { id: made.id, nowMs: 9, withChange: tell });
      expect(await deleteMetaApp(store, null, { id: made.id, nowMs: 9, withChange: tell })).toBe(false);
      expect(told).toEqual([
        { before: null, after: made },
        { before: made, after: changed },
        { before: changed, after: null },
      ]);
    });

    test('refuses to delete a registration while a channel uses it, and forgets its secrets when it goes', async () => {
      const store = await openStore();
      const a = await addWorkspace(store, 1);
      const app = await addMetaApp(store, null, 1);
      await addChannel(store, a, app.id);
      await expect(deleteMetaApp(store, null, { id: app.id, nowMs: 9, withChange: alone })).rejects.toMatchObject({
        code: 'conflict',
      });
      await store.db.updateTable('channels').set({ deleted_at_ms: 8 }).execute();
      expect(await deleteMetaApp(store, null, { id: app.id, nowMs: 9, withChange: alone })).toBe(true);
      expect(await deleteMetaApp(store, null, { id: app.id, nowMs: 9, withChange: alone })).toBe(false);
      const row = await store.db.selectFrom('meta_apps').selectAll().executeTakeFirstOrThrow();
      expect(row).toMatchObject({ deleted_at_ms: 9, app_secrets: '', verify_token: '' });
      expect(row.revision).toBeGreaterThan(app.revision);
    });

    test('bounds the registrations of a workspace, also when they come at the same time', async () => {
      const store = await openStore();
      const a = await addWorkspace(store, 1);
      const numbers = Array.from({ length: META_APPS_MAX + 2 }, (_, index) => index);
      const results = await Promise.allSettled(numbers.map((number) => addMetaApp(store, a, number)));
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(META_APPS_MAX);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'limit_reached' });
      }
    });
  });
}

function addMetaApp(store: Store, workspaceId: MetaAppOwner, number: number): Promise<MetaAppRecord> {
  const sealed = { appSecretsSealed: 'secrets', verifyTokenSealed: 'token' };
  return insertMetaApp(store, { id: appId(number), workspaceId, appId: '1000', ...sealed, nowMs: 1 }, alone);
}

function changeOf(owner: MetaAppOwner, id: MetaAppId, expectedRevision: number) {
  return { owner, id, expectedRevision, nowMs: 9, changes: { verifyTokenSealed: 'changed' } };
}

function appId(number: number): MetaAppId {
  return idOf('app', uuid(number));
}

async function addWorkspace(store: Store, serial: number): Promise<WorkspaceId> {
  const id = idOf('ws', uuid(serial));
  await store.db
    .insertInto('workspaces')
    .values({ id, serial, account_id: `MA_${serial}`, name: 'W', created_at_ms: 1, revision: 0 })
    .execute();
  return id;
}

async function addChannel(store: Store, workspaceId: WorkspaceId, metaAppId: MetaAppId): Promise<void> {
  await store.db
    .insertInto('channels')
    .values({
      workspace_id: workspaceId,
      id: idOf('chn', uuid(1)),
      meta_app_id: metaAppId,
      waba_id: '1',
      phone_number_id: '2',
      display_phone_number: '3',
      access_token: null,
      created_at_ms: 1,
      updated_at_ms: 1,
      deleted_at_ms: null,
      revision: 0,
    })
    .execute();
}

function uuid(number: number): string {
  return `01890000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
