import type { Selectable } from 'kysely';
import { PosthornError } from '../../domain/errors.ts';
import type { MemberId, WorkspaceId } from '../../domain/ids.ts';
import { emailKeyOf, type Member, WORKSPACES_OF_MEMBER_MAX } from '../../domain/member.ts';
import type { Role } from '../../domain/permissions.ts';
import { isUniqueViolation } from '../../platform/db/errors.ts';
import type { Queried, Store, Trx } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type Page, toPage } from '../../platform/http/api.ts';

/** Members of one workspace. A loop that adds them stops here. */
export const MEMBERS_MAX = 1_000;

/** An account with what is only for checking a password. */
export interface Account extends Member {
  readonly passwordHash: string;
}

export interface NewAccount {
  readonly id: MemberId;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly isOperator: boolean;
  readonly nowMs: number;
}

/** An account in a workspace. */
export interface WorkspaceMember extends Member {
  readonly role: Role;
  /** Since when it is a member of this workspace, epoch ms. */
  readonly joinedAtMs: number;
}

/** A workspace of an account. */
export interface MemberWorkspace {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly role: Role;
}

export interface MemberPlace {
  readonly workspaceId: WorkspaceId;
  readonly memberId: MemberId;
}

/** Adds an account that is in no workspace yet. @throws PosthornError `conflict` when another one has the e-mail. */
export async function insertAccount(trx: Trx, account: NewAccount): Promise<Member> {
  const { id, email, name, passwordHash, isOperator, nowMs } = account;
  try {
    const row = await trx
      .insertInto('members')
      .values({
        id,
        email,
        email_key: emailKeyOf(email),
        name,
        password_hash: passwordHash,
        is_operator: Number(isOperator),
        created_at_ms: nowMs,
        updated_at_ms: nowMs,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toMember(row);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new PosthornError('conflict', 'There is an account with this e-mail.', {
      fields: [{ pointer: '/email', message: 'Is taken. Sign in with it, or give another one.' }],
    });
  }
}

export async function findAccountByEmail({ db }: Queried, email: string): Promise<Account | null> {
  const row = await db.selectFrom('members').selectAll().where('email_key', '=', emailKeyOf(email)).executeTakeFirst();
  return row === undefined ? null : { ...toMember(row), passwordHash: row.password_hash };
}

export async function findAccount({ db }: Queried, id: MemberId): Promise<Account | null> {
  const row = await db.selectFrom('members').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : { ...toMember(row), passwordHash: row.password_hash };
}

/** Whether somebody looks after the installation. Until then the link for the first owner is good. */
export async function hasOperator({ db }: Queried): Promise<boolean> {
  const row = await db.selectFrom('members').select('id').where('is_operator', '=', 1).limit(1).executeTakeFirst();
  return row !== undefined;
}

/** The workspace that was made first. Null: there is none yet. */
export async function findFirstWorkspace({ db }: Queried): Promise<WorkspaceId | null> {
  const row = await db.selectFrom('workspaces').select('id').orderBy('serial').limit(1).executeTakeFirst();
  return row?.id ?? null;
}

/** The workspaces of an account, by name, at most `WORKSPACES_OF_MEMBER_MAX`. */
export async function listWorkspacesOf({ db }: Queried, memberId: MemberId): Promise<readonly MemberWorkspace[]> {
  const rows = await db
    .selectFrom('memberships')
    .innerJoin('workspaces', 'workspaces.id', 'memberships.workspace_id')
    .select(['workspaces.id as id', 'workspaces.name as name', 'memberships.role as role'])
    .where('memberships.member_id', '=', memberId)
    .orderBy('workspaces.name')
    .orderBy('workspaces.serial')
    .limit(WORKSPACES_OF_MEMBER_MAX)
    .execute();
  return rows.map(({ id, name, role }) => ({ workspaceId: id, name, role }));
}

/** What an account is in a workspace. Null: it is not in it. */
export async function findRole({ db }: Queried, { workspaceId, memberId }: MemberPlace): Promise<Role | null> {
  const row = await db
    .selectFrom('memberships')
    .select('role')
    .where('workspace_id', '=', workspaceId)
    .where('member_id', '=', memberId)
    .executeTakeFirst();
  return row?.role ?? null;
}

export async function findWorkspaceMember(queried: Queried, place: MemberPlace): Promise<WorkspaceMember | null> {
  const row = await selectMembers(queried, place.workspaceId)
    .where('memberships.member_id', '=', place.memberId)
    .executeTakeFirst();
  return row === undefined ? null : toWorkspaceMember(row);
}

/** The members of a workspace, in the order in which their accounts were made. @param page.after Only those made after this one. */
export async function listWorkspaceMembers(
  store: Store,
  workspaceId: WorkspaceId,
  page: { readonly limit: number; readonly after: MemberId | null },
): Promise<Page<WorkspaceMember>> {
  const { limit, after } = page;
  const rows = await selectMembers(store, workspaceId)
    .$if(after !== null, (query) => query.where('memberships.member_id', '>', after as MemberId))
    .orderBy('memberships.member_id')
    .limit(limit + 1)
    .execute();
  return toPage(rows.map(toWorkspaceMember), limit, (member) => member.id);
}

/** Of some accounts those that are members of a workspace. */
export async function findMembersAmong(
  { db }: Queried,
  workspaceId: WorkspaceId,
  ids: readonly MemberId[],
): Promise<ReadonlySet<MemberId>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('memberships')
    .select('member_id')
    .where('workspace_id', '=', workspaceId)
    .where('member_id', 'in', ids)
    .execute();
  return new Set(rows.map((row) => row.member_id));
}

/** The names of accounts, whether or not they are in a workspace still. */
export async function findMemberNames({ db }: Queried, ids: readonly MemberId[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('members').select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/**
 * Makes an account a member of a workspace.
 *
 * @throws PosthornError `conflict` when it is one already; `limit_reached`.
 */
export async function insertMembership(
  trx: Trx,
  membership: MemberPlace & { readonly role: Role; readonly nowMs: number },
  withChange: WithChange<WorkspaceMember>,
): Promise<WorkspaceMember> {
  const { workspaceId, memberId, role, nowMs } = membership;
  await lockWorkspace(trx, workspaceId);
  if ((await findRole({ db: trx }, membership)) !== null) {
    throw new PosthornError('conflict', 'This account is a member of the workspace already.');
  }
  await assertRoom(trx, workspaceId);
  await trx
    .insertInto('memberships')
    .values({ workspace_id: workspaceId, member_id: memberId, role, created_at_ms: nowMs })
    .execute();
  const after = await readMember(trx, membership);
  await withChange(trx, { before: null, after });
  return after;
}

/**
 * Gives a member of a workspace another role.
 *
 * @returns null when the account is no member.
 * @throws PosthornError `conflict` for the last owner; what `check` throws.
 */
export async function updateRole(
  store: Store,
  change: MemberPlace & {
    readonly role: Role;
    /** Whether it may be done, with the member as it is now. */
    readonly check: (before: WorkspaceMember) => void;
  },
  withChange: WithChange<WorkspaceMember>,
): Promise<WorkspaceMember | null> {
  return store.db.transaction().execute(async (trx) => {
    const before = await findLocked(trx, change);
    if (before === null) return null;
    change.check(before);
    if (before.role === change.role) return before;
    if (before.role === 'owner') await assertOtherOwner(trx, change);
    await trx
      .updateTable('memberships')
      .set({ role: change.role })
      .where('workspace_id', '=', change.workspaceId)
      .where('member_id', '=', change.memberId)
      .execute();
    const after = { ...before, role: change.role };
    await withChange(trx, { before, after });
    return after;
  });
}

/** Ends a membership. The account stays, and what it did. @returns and throws as `updateRole`. */
export async function deleteMembership(
  store: Store,
  change: MemberPlace & { readonly check: (before: WorkspaceMember) => void },
  withChange: WithChange<WorkspaceMember>,
): Promise<WorkspaceMember | null> {
  return store.db.transaction().execute(async (trx) => {
    const before = await findLocked(trx, change);
    if (before === null) return null;
    change.check(before);
    if (before.role === 'owner') await assertOtherOwner(trx, change);
    await trx
      .deleteFrom('memberships')
      .where('workspace_id', '=', change.workspaceId)
      .where('member_id', '=', change.memberId)
      .execute();
    await withChange(trx, { before, after: null });
    return before;
  });
}

/** Changes what an account says of itself. @returns null when it is gone. */
export async function updateAccount(
  trx: Trx,
  change: { readonly id: MemberId; readonly name?: string; readonly passwordHash?: string; readonly nowMs: number },
): Promise<Member | null> {
  const row = await trx
    .updateTable('members')
    .set({
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.passwordHash === undefined ? {} : { password_hash: change.passwordHash }),
      updated_at_ms: change.nowMs,
    })
    .where('id', '=', change.id)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : toMember(row);
}

function selectMembers({ db }: Queried, workspaceId: WorkspaceId) {
  return db
    .selectFrom('memberships')
    .innerJoin('members', 'members.id', 'memberships.member_id')
    .selectAll('members')
    .select(['memberships.role as role', 'memberships.created_at_ms as joined_at_ms'])
    .where('memberships.workspace_id', '=', workspaceId);
}

/** Changes of who is in a workspace come one after the other: two owners cannot end each other. */
export async function lockWorkspace(trx: Trx, workspaceId: WorkspaceId): Promise<void> {
  await trx
    .updateTable('workspaces')
    .set((update) => ({ revision: update.ref('revision') }))
    .where('id', '=', workspaceId)
    .execute();
}

async function findLocked(trx: Trx, place: MemberPlace): Promise<WorkspaceMember | null> {
  await lockWorkspace(trx, place.workspaceId);
  return findWorkspaceMember({ db: trx }, place);
}

async function readMember(trx: Trx, place: MemberPlace): Promise<WorkspaceMember> {
  return toWorkspaceMember(
    await selectMembers({ db: trx }, place.workspaceId)
      .where('memberships.member_id', '=', place.memberId)
      .executeTakeFirstOrThrow(),
  );
}

async function assertRoom(trx: Trx, workspaceId: WorkspaceId): Promise<void> {
  const { count } = await trx
    .selectFrom('memberships')
    .select((select) => select.fn.countAll().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  if (Number(count) < MEMBERS_MAX) return;
  throw new PosthornError('limit_reached', `There are ${MEMBERS_MAX} members already.`);
}

/** @throws PosthornError `conflict`: without an owner nobody could give the workspace to anybody. */
async function assertOtherOwner(trx: Trx, { workspaceId, memberId }: MemberPlace): Promise<void> {
  const other = await trx
    .selectFrom('memberships')
    .select('member_id')
    .where('workspace_id', '=', workspaceId)
    .where('role', '=', 'owner')
    .where('member_id', '!=', memberId)
    .limit(1)
    .executeTakeFirst();
  if (other !== undefined) return;
  throw new PosthornError('conflict', 'This is the last owner of the workspace. Make somebody else an owner first.');
}

type MemberRow = Selectable<Database['members']>;

function toMember(row: MemberRow): Member {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    isOperator: row.is_operator === 1,
    createdAtMs: row.created_at_ms,
  };
}

function toWorkspaceMember(row: MemberRow & { readonly role: Role; readonly joined_at_ms: number }): WorkspaceMember {
  return { ...toMember(row), role: row.role, joinedAtMs: row.joined_at_ms };
}
