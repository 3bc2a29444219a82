import { describe, expect, test } from 'vitest';
import { alone, listenToChanges, refuse } from '../../../test/support/changes.ts';
import { idOf } from '../../domain/ids.ts';
import { DEFAULT_WORKSPACE_SETTINGS } from '../../domain/workspace.ts';
import type { Store } from '../../platform/db/store.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import {
  findWorkspace,
  hasWorkspace,
  insertFirstWorkspace,
  insertWorkspace,
  listWorkspaces,
  type NewWorkspace,
  updateWorkspace,
  type WorkspaceRecord,
} from './workspaces.store.ts';

const itself = async (_trx: unknown, workspace: WorkspaceRecord) => workspace;

/** The promises of the store of workspaces. Run on every database, see `test/conformance/`. */
export function workspaceStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`workspace store on ${name}`, () => {
    test('keeps a workspace as it was made', async () => {
      const store = await openStore();
      expect(await hasWorkspace(store)).toBe(false);
      const workspace = await insertWorkspace(store, newWorkspace(1), itself);
      expect(workspace).toMatchObject({
        id: workspaceId(1),
        accountId: 'MA_1',
        name: 'Workspace 1',
        subdomain: 'w1',
        settings: DEFAULT_WORKSPACE_SETTINGS,
        createdAtMs: 1_001,
      });
      expect(await findWorkspace(store, workspaceId(1))).toEqual(workspace);
      expect(await findWorkspace(store, workspaceId(2))).toBeNull();
      expect(await hasWorkspace(store)).toBe(true);
    });

    test('gives serials and revisions without gaps or doubles, also to those made together', async () => {
      const store = await openStore();
      const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
      const made = await Promise.all(numbers.map((number) => insertWorkspace(store, newWorkspace(number), itself)));
      const sorted = (values: readonly number[]) => values.toSorted((one, other) => one - other);
      expect(sorted(made.map((workspace) => workspace.serial))).toEqual(numbers);
      expect(sorted(made.map((workspace) => workspace.revision))).toEqual(numbers);
    });

    test('adds nothing when what belongs to it fails', async () => {
      const store = await openStore();
      const failing = insertWorkspace(store, newWorkspace(1), () => Promise.reject(new Error('no key')));
      await expect(failing).rejects.toThrow('no key');
      expect(await hasWorkspace(store)).toBe(false);
      expect((await insertWorkspace(store, newWorkspace(2), itself)).serial).toBe(1);
    });

    test('refuses an account id that another workspace has', async () => {
      const store = await openStore();
      await insertWorkspace(store, newWorkspace(1), itself);
      const second = insertWorkspace(store, { ...newWorkspace(2), accountId: 'MA_1' }, itself);
      await expect(second).rejects.toMatchObject({ code: 'conflict', fields: [{ pointer: '/account_id' }] });
    });

    test('keeps the subdomain and the settings that are given, and defaults for the rest', async () => {
      const store = await openStore();
      const given = { subdomain: 'kanal-cykel', settings: { optOutWords: ['Stopp', 'ΣΤΟΠ'] } };
      await insertWorkspace(store, { ...newWorkspace(1), ...given }, itself);
      expect(await findWorkspace(store, workspaceId(1))).toMatchObject({
        subdomain: 'kanal-cykel',
        settings: { ...DEFAULT_WORKSPACE_SETTINGS, optOutWords: ['Stopp', 'ΣΤΟΠ'] },
      });
    });

    test('gives a subdomain once, also when two ask for it at the same time', async () => {
      const store = await openStore();
      const results = await Promise.allSettled(
        [1, 2].map((number) => insertWorkspace(store, { ...newWorkspace(number), subdomain: 'same' }, itself)),
      );
      expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const third = await insertWorkspace(store, newWorkspace(3), itself);
      const taking = update(store, third, { subdomain: 'same' });
      await expect(taking).rejects.toMatchObject({ code: 'conflict', fields: [{ pointer: '/subdomain' }] });
      expect(await findWorkspace(store, third.id)).toEqual(third);
    });

    test('changes a workspace under a new revision, and overwrites nothing unseen', async () => {
      const store = await openStore();
      const [before, other] = [
        await insertWorkspace(store, newWorkspace(1), itself),
        await insertWorkspace(store, newWorkspace(2), itself),
      ];
      const settings = { ...DEFAULT_WORKSPACE_SETTINGS, defaultCountry: 'DE', autoCreateContacts: false };
      const after = await update(store, before, { name: 'Renamed', subdomain: 'renamed', settings });
      expect(after).toEqual({ ...before, name: 'Renamed', subdomain: 'renamed', settings, revision: after?.revision });
      expect(after?.revision).toBeGreaterThan(other.revision);
      expect(await findWorkspace(store, before.id)).toEqual(after);
      expect(await update(store, before, { name: 'Late' })).toBeNull();
      expect(await update(store, { ...before, id: workspaceId(9) }, { name: 'Nobody' })).toBeNull();
      expect(await findWorkspace(store, other.id)).toEqual(other);
    });

    test('tells both sides of a change in its transaction, and makes none that cannot be told of', async () => {
      const store = await openStore();
      const { told, tell } = listenToChanges<WorkspaceRecord>();
      const before = await insertWorkspace(store, newWorkspace(1), itself);
      await expect(update(store, before, { name: 'Renamed' }, refuse)).rejects.toThrow('refused');
      const after = await update(store, before, { name: 'Renamed' }, tell);
      await update(store, before, { name: 'Late' }, tell);
      expect(told).toEqual([{ before, after }]);
    });

    test('makes one first workspace, however many nodes start together', async () => {
      const store = await openStore();
      const made = await Promise.all(
        [1, 2, 3, 4].map((number) => insertFirstWorkspace(store, newWorkspace(number), itself)),
      );
      expect(made.filter((workspace) => workspace !== null)).toHaveLength(1);
      expect((await listWorkspaces(store, { limit: 10, before: null })).items).toHaveLength(1);
    });

    test('lists newest first, page by page', async () => {
      const store = await openStore();
      for (const number of [1, 2, 3]) await insertWorkspace(store, newWorkspace(number), itself);
      const first = await listWorkspaces(store, { limit: 2, before: null });
      expect(first.items.map((workspace) => workspace.id)).toEqual([workspaceId(3), workspaceId(2)]);
      expect(first.nextCursor).not.toBeNull();
      const second = await listWorkspaces(store, { limit: 2, before: workspaceId(2) });
      expect(second.items.map((workspace) => workspace.id)).toEqual([workspaceId(1)]);
      expect(second.nextCursor).toBeNull();
    });
  });
}

function update(
  store: Store,
  before: WorkspaceRecord,
  wish: Partial<Pick<WorkspaceRecord, 'name' | 'subdomain' | 'settings'>>,
  withChange: WithChange<WorkspaceRecord> = alone,
): Promise<WorkspaceRecord | null> {
  const { id, revision: expectedRevision, name, subdomain, settings } = before;
  const fields = { name, subdomain, settings, ...wish };
  return updateWorkspace(store, { id, expectedRevision, fields }, withChange);
}

function newWorkspace(number: number): NewWorkspace {
  return {
    id: workspaceId(number),
    accountId: `MA_${number}`,
    name: `Workspace ${number}`,
    subdomain: null,
    settings: {},
    nowMs: 1_000 + number,
  };
}

function workspaceId(number: number) {
  return idOf('ws', `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`);
}
