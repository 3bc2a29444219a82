import { describe, expect, test } from 'vitest';
import { alone, listenToChanges, refuse } from '../../../test/support/changes.ts';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Role } from '../../domain/permissions.ts';
import type { Store } from '../../platform/db/store.ts';
import { decodeCursor } from '../../platform/http/api.ts';
import {
  deleteMembership,
  findAccount,
  findAccountByEmail,
  findFirstWorkspace,
  findMemberNames,
  findMembersAmong,
  findRole,
  findWorkspaceMember,
  hasOperator,
  insertAccount,
  insertMembership,
  listWorkspaceMembers,
  listWorkspacesOf,
  MEMBERS_MAX,
  updateAccount,
  updateRole,
  type WorkspaceMember,
} from './members.store.ts';
import { deleteOneTimeLinks, findOneTimeLink, insertOneTimeLink, takeOneTimeLink } from './one-time-links.store.ts';

const A = idOf('ws', uuid(1));
const B = idOf('ws', uuid(2));
const anybody = { check: () => {} };

/** The promises of the store of members. Run on every database, see `test/conformance/`. */
export function memberStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`member store on ${name}`, () => {
    test('keeps an account, and finds it by its e-mail in any spelling', async () => {
      const store = await openFilledStore(openStore);
      const member = await addAccount(store, 1, { email: 'Mira@Example.com', isOperator: true });
      expect(member).toMatchObject({ email: 'Mira@Example.com', name: 'Member 1', isOperator: true });
      expect(await findAccountByEmail(store, ' mIRA@example.COM ')).toEqual({ ...member, passwordHash: 'hash-1' });
      expect(await findAccount(store, member.id)).toEqual({ ...member, passwordHash: 'hash-1' });
      expect(await findAccountByEmail(store, 'nobody@example.com')).toBeNull();
      expect(await findAccount(store, memberId(9))).toBeNull();
      await expect(addAccount(store, 2, { email: 'MIRA@example.com' })).rejects.toMatchObject({ code: 'conflict' });
    });

    test('tells whether anybody looks after the installation, and which workspace is the first', async () => {
      const store = await openFilledStore(openStore);
      await addAccount(store, 1);
      expect([await hasOperator(store), await findFirstWorkspace(store)]).toEqual([false, A]);
      await addAccount(store, 2, { isOperator: true });
      expect(await hasOperator(store)).toBe(true);
    });

    test('changes the name and the password of an account, each without the other', async () => {
      const store = await openFilledStore(openStore);
      await addAccount(store, 1);
      const change = (fields: { readonly name?: string; readonly passwordHash?: string }) =>
        store.db.transaction().execute((trx) => updateAccount(trx, { id: memberId(1), nowMs: 5, ...fields }));
      expect(await change({ name: 'Renamed' })).toMatchObject({ name: 'Renamed' });
      await change({ passwordHash: 'new' });
      expect(await findAccount(store, memberId(1))).toMatchObject({ name: 'Renamed', passwordHash: 'new' });
      const gone = store.db.transaction().execute((trx) => updateAccount(trx, { id: memberId(9), nowMs: 5 }));
      expect(await gone).toBeNull();
    });

    test('lists the members of one workspace page by page, and the workspaces of one account', async () => {
      const store = await openFilledStore(openStore);
      for (const number of [1, 2, 3]) await addMember(store, A, number, 'agent');
      await join(store, B, 1, 'owner');
      const first = await listWorkspaceMembers(store, A, { limit: 2, after: null });
      expect(first.items.map(({ id }) => id)).toEqual([memberId(1), memberId(2)]);
      expect(decodeCursor(first.nextCursor ?? '')).toBe(memberId(2));
      const second = await listWorkspaceMembers(store, A, { limit: 2, after: memberId(2) });
      expect([second.items.map(({ id }) => id), second.nextCursor]).toEqual([[memberId(3)], null]);
      expect(await listWorkspacesOf(store, memberId(1))).toEqual([
        { workspaceId: A, name: 'W1', role: 'agent' },
        { workspaceId: B, name: 'W2', role: 'owner' },
      ]);
      expect(await findRole(store, { workspaceId: B, memberId: memberId(1) })).toBe('owner');
      expect(await findRole(store, { workspaceId: B, memberId: memberId(2) })).toBeNull();
      expect(await findWorkspaceMember(store, { workspaceId: B, memberId: memberId(2) })).toBeNull();
      const asked = [memberId(1), memberId(2), memberId(9)];
      expect(await findMembersAmong(store, B, asked)).toEqual(new Set([memberId(1)]));
      expect(await findMembersAmong(store, B, [])).toEqual(new Set());
      expect(await findMemberNames(store, asked)).toEqual(
        new Map([
          [memberId(1), 'Member 1'],
          [memberId(2), 'Member 2'],
        ]),
      );
    });

    test('makes an account a member once', async () => {
      const store = await openFilledStore(openStore);
      await addMember(store, A, 1, 'viewer');
      await expect(join(store, A, 1, 'owner')).rejects.toMatchObject({ code: 'conflict' });
      expect(await findRole(store, { workspaceId: A, memberId: memberId(1) })).toBe('viewer');
    });

    test('changes a role and ends a membership in its own workspace alone', async () => {
      const store = await openFilledStore(openStore);
      await addMember(store, A, 1, 'owner');
      await addMember(store, A, 2, 'agent');
      const of = (workspaceId: WorkspaceId) => ({ workspaceId, memberId: memberId(2), ...anybody });
      expect(await updateRole(store, { ...of(B), role: 'owner' }, alone)).toBeNull();
      expect(await deleteMembership(store, of(B), alone)).toBeNull();
      expect(await updateRole(store, { ...of(A), role: 'admin' }, alone)).toMatchObject({ role: 'admin' });
      expect(await deleteMembership(store, of(A), alone)).toMatchObject({ id: memberId(2) });
      expect(await deleteMembership(store, of(A), alone)).toBeNull();
      expect(await findAccount(store, memberId(2))).not.toBeNull();
    });

    test('keeps the last owner, whatever is tried and however many try at once', async () => {
      const store = await openFilledStore(openStore);
      await addMember(store, A, 1, 'owner');
      const end = (number: number) =>
        deleteMembership(store, { workspaceId: A, memberId: memberId(number), ...anybody }, alone);
      const demote = (number: number) =>
        updateRole(store, { workspaceId: A, memberId: memberId(number), role: 'viewer', ...anybody }, alone);
      await expect(end(1)).rejects.toMatchObject({ code: 'conflict' });
      await expect(demote(1)).rejects.toMatchObject({ code: 'conflict' });
      for (const number of [2, 3, 4]) await addMember(store, A, number, 'owner');
      const outcomes = await Promise.allSettled([end(1), demote(2), end(3), demote(4)]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      const { items } = await listWorkspaceMembers(store, A, { limit: 10, after: null });
      expect(items.filter(({ role }) => role === 'owner')).toHaveLength(1);
    });

    test('asks whether it may be done with the member as it is, and then changes nothing', async () => {
      const store = await openFilledStore(openStore);
      await addMember(store, A, 1, 'owner');
      await addMember(store, A, 2, 'admin');
      const check = ({ role }: WorkspaceMember) => {
        throw new Error(`not ${role}`);
      };
      const change = { workspaceId: A, memberId: memberId(2), check };
      await expect(updateRole(store, { ...change, role: 'viewer' }, alone)).rejects.toThrow('not admin');
      await expect(deleteMembership(store, change, alone)).rejects.toThrow('not admin');
      expect(await findRole(store, { workspaceId: A, memberId: memberId(2) })).toBe('admin');
    });

    test('tells both sides of a change in its transaction, and makes none that cannot be told of', async () => {
      const store = await openFilledStore(openStore);
      await addMember(store, A, 1, 'owner');
      await addAccount(store, 2);
      const { told, tell } = listenToChanges<WorkspaceMember>();
      const place = { workspaceId: A, memberId: memberId(2) };
      const joining = { ...place, role: 'agent', nowMs: 7 } as const;
      const joinWith = (withChange: typeof tell) =>
        store.db.transaction().execute((trx) => insertMembership(trx, joining, withChange));
      await expect(joinWith(refuse)).rejects.toThrow('refused');
      const joined = await joinWith(tell);
      const change = { ...place, ...anybody };
      await expect(updateRole(store, { ...change, role: 'viewer' }, refuse)).rejects.toThrow('refused');
      const changed = await updateRole(store, { ...change, role: 'viewer' }, tell);
      await updateRole(store, { ...change, role: 'viewer' }, tell);
      await expect(deleteMembership(store, change, refuse)).rejects.toThrow('refused');
      await deleteMembership(store, change, tell);
      expect(told).toEqual([
        { before: null, after: joined },
        { before: joined, after: changed },
        { before: changed, after: null },
      ]);
    });

    test('stops a workspace that adds members without end, and no other', async () => {
      const store = await openFilledStore(openStore);
      const numbers = Array.from({ length: MEMBERS_MAX + 1 }, (_, index) => index + 1);
      const about = { name: '', password_hash: '', is_operator: 0, created_at_ms: 0, updated_at_ms: 0 };
      for (const some of inHundreds(numbers)) {
        const rows = some.map((number) => ({ id: memberId(number), email: '', email_key: `${number}`, ...about }));
        await store.db.insertInto('members').values(rows).execute();
      }
      for (const some of inHundreds(numbers.slice(0, MEMBERS_MAX))) {
        const rows = some.map((number) => ({ workspace_id: A, member_id: memberId(number), role: 'agent' as const }));
        await store.db
          .insertInto('memberships')
          .values(rows.map((row) => ({ ...row, created_at_ms: 0 })))
          .execute();
      }
      await expect(join(store, A, MEMBERS_MAX + 1, 'agent')).rejects.toMatchObject({ code: 'limit_reached' });
      await join(store, B, MEMBERS_MAX + 1, 'agent');
    });

    test('gives a one-time link to one of two, while it is good, and for what it was made', async () => {
      const store = await openFilledStore(openStore);
      await addAccount(store, 1);
      const link = { tokenHash: 'h1', kind: 'password', memberId: memberId(1), expiresAtMs: 100, nowMs: 1 } as const;
      const take = (tokenHash: string, kind: typeof link.kind | 'sign_in', nowMs: number) =>
        store.db.transaction().execute((trx) => takeOneTimeLink(trx, { tokenHash, kind, nowMs }));
      await insertOneTimeLink(store, link);
      expect(await findOneTimeLink(store, { ...link, nowMs: 99 })).toEqual({ memberId: memberId(1) });
      expect(await findOneTimeLink(store, { ...link, nowMs: 100 })).toBeNull();
      expect(await take('h1', 'sign_in', 2)).toBeNull();
      const both = await Promise.all([take('h1', 'password', 2), take('h1', 'password', 2)]);
      expect(both.filter((taken) => taken !== null)).toEqual([{ memberId: memberId(1) }]);
      await insertOneTimeLink(store, { ...link, tokenHash: 'h2' });
      expect(await take('h2', 'password', 100)).toBeNull();
    });

    test('keeps the newest links of one kind for one person, and ends them all when asked', async () => {
      const store = await openFilledStore(openStore);
      await addAccount(store, 1);
      const own = { kind: 'sign_in', memberId: memberId(1), expiresAtMs: null } as const;
      for (let number = 1; number <= 8; number++) {
        await insertOneTimeLink(store, { ...own, tokenHash: `own-${number}`, nowMs: number });
      }
      await insertOneTimeLink(store, {
        tokenHash: 'owner',
        kind: 'owner',
        memberId: null,
        expiresAtMs: null,
        nowMs: 9,
      });
      const left = async () =>
        (await store.db.selectFrom('one_time_links').select('token_hash').orderBy('token_hash').execute()).map(
          (row) => row.token_hash,
        );
      expect(await left()).toEqual(['own-4', 'own-5', 'own-6', 'own-7', 'own-8', 'owner']);
      await store.db.transaction().execute((trx) => deleteOneTimeLinks(trx, own));
      expect(await left()).toEqual(['owner']);
    });
  });
}

function inHundreds<TItem>(items: readonly TItem[]): (readonly TItem[])[] {
  return Array.from({ length: Math.ceil(items.length / 100) }, (_, index) =>
    items.slice(index * 100, index * 100 + 100),
  );
}

function addAccount(
  store: Store,
  number: number,
  over: { readonly email?: string; readonly isOperator?: boolean } = {},
) {
  const account = {
    id: memberId(number),
    email: `member-${number}@example.com`,
    name: `Member ${number}`,
    passwordHash: `hash-${number}`,
    isOperator: false,
    nowMs: number,
    ...over,
  };
  return store.db.transaction().execute((trx) => insertAccount(trx, account));
}

function join(store: Store, workspaceId: WorkspaceId, number: number, role: Role) {
  const membership = { workspaceId, memberId: memberId(number), role, nowMs: number };
  return store.db.transaction().execute((trx) => insertMembership(trx, membership, alone));
}

async function addMember(store: Store, workspaceId: WorkspaceId, number: number, role: Role): Promise<void> {
  await addAccount(store, number);
  await join(store, workspaceId, number, role);
}

function memberId(number: number) {
  return idOf('mbr', uuid(number));
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
