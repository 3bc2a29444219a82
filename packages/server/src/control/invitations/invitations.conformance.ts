import { describe, expect, test } from 'vitest';
import { alone, listenToChanges, refuse } from '../../../test/support/changes.ts';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import {
  deleteInvitation,
  findInvitationByHash,
  INVITATIONS_MAX,
  type Invitation,
  insertInvitation,
  listInvitations,
  type NewInvitation,
  takeInvitation,
} from './invitations.store.ts';

const A = idOf('ws', uuid(1));
const B = idOf('ws', uuid(2));

/** The promises of the store of invitations. Run on every database, see `test/conformance/`. */
export function invitationStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`invitation store on ${name}`, () => {
    test('finds an invitation by the hash of its link while it is good, and gives it to one of two', async () => {
      const store = await openFilledStore(openStore);
      const made = await insertInvitation(store, invitation(A, 1), alone);
      expect(await findInvitationByHash(store, 'hash-1', 999)).toEqual({ ...made, workspaceName: 'W1' });
      expect(await findInvitationByHash(store, 'hash-1', 1_000)).toBeNull();
      const take = (nowMs: number) => store.db.transaction().execute((trx) => takeInvitation(trx, 'hash-1', nowMs));
      const both = await Promise.all([take(5), take(5)]);
      expect(both.filter((taken) => taken !== null)).toEqual([made]);
      await insertInvitation(store, invitation(A, 1), alone);
      expect(await take(1_000)).toBeNull();
    });

    test('has one for an e-mail in a workspace: the newest', async () => {
      const store = await openFilledStore(openStore);
      await insertInvitation(store, invitation(A, 1), alone);
      await insertInvitation(store, { ...invitation(A, 2), email: 'MEMBER-1@example.com' }, alone);
      await insertInvitation(store, { ...invitation(B, 3), email: 'member-1@example.com' }, alone);
      expect(await findInvitationByHash(store, 'hash-1', 5)).toBeNull();
      for (const hash of ['hash-2', 'hash-3']) expect(await findInvitationByHash(store, hash, 5)).not.toBeNull();
    });

    test('lists those of one workspace, newest first, page by page', async () => {
      const store = await openFilledStore(openStore);
      for (const number of [1, 2, 3]) await insertInvitation(store, invitation(A, number), alone);
      await insertInvitation(store, invitation(B, 4), alone);
      const first = await listInvitations(store, A, { limit: 2, before: null });
      expect(first.items.map(({ id }) => id)).toEqual([invitationId(3), invitationId(2)]);
      const second = await listInvitations(store, A, { limit: 2, before: invitationId(2) });
      expect([second.items.map(({ id }) => id), second.nextCursor]).toEqual([[invitationId(1)], null]);
    });

    test('withdraws one for its own workspace alone, and once, and tells of what it does', async () => {
      const store = await openFilledStore(openStore);
      const { told, tell } = listenToChanges<Invitation>();
      await expect(insertInvitation(store, invitation(A, 1), refuse)).rejects.toThrow('refused');
      const made = await insertInvitation(store, invitation(A, 1), tell);
      expect(await deleteInvitation(store, { workspaceId: B, id: made.id }, tell)).toBe(false);
      await expect(deleteInvitation(store, made, refuse)).rejects.toThrow('refused');
      expect(await deleteInvitation(store, made, tell)).toBe(true);
      expect(await deleteInvitation(store, made, tell)).toBe(false);
      expect(told).toEqual([
        { before: null, after: made },
        { before: made, after: null },
      ]);
    });

    test('stops a workspace that invites without end, and forgets what has expired long ago', async () => {
      const store = await openFilledStore(openStore);
      for (let number = 1; number <= INVITATIONS_MAX; number++) {
        await insertInvitation(store, invitation(A, number), alone);
      }
      await expect(insertInvitation(store, invitation(A, 900), alone)).rejects.toMatchObject({ code: 'limit_reached' });
      await insertInvitation(store, invitation(B, 901), alone);
      const later = { ...invitation(A, 902), createdAtMs: 1_000 + 30 * 86_400_000, expiresAtMs: 10_000_000_000 };
      await insertInvitation(store, later, alone);
      expect((await listInvitations(store, A, { limit: 10, before: null })).items).toHaveLength(1);
    });
  });
}

function invitation(workspaceId: WorkspaceId, number: number): NewInvitation {
  return {
    id: invitationId(number),
    workspaceId,
    email: `member-${number}@example.com`,
    role: 'agent',
    expiresAtMs: 1_000,
    createdAtMs: number,
    tokenHash: `hash-${number}`,
  };
}

function invitationId(number: number) {
  return idOf('inv', uuid(number));
}

function uuid(number: number): string {
  return `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

async function openFilledStore(openStore: () => Promise<Store>): Promise<Store> {
  const store = await openStore();
  for (const [index, id] of [A, B].entries()) {
    const about = { account_id: `MA_${index}`, name: `W${index + 1}`, created_at_ms: 0, revision: 0 };
    await store.db
      .insertInto('workspaces')
      .values({ id, serial: index + 1, ...about })
      .execute();
  }
  return store;
}
