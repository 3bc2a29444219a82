import type { Selectable } from 'kysely';
import { PosthornError } from '../../domain/errors.ts';
import type { InvitationId, WorkspaceId } from '../../domain/ids.ts';
import { emailKeyOf } from '../../domain/member.ts';
import type { Role } from '../../domain/permissions.ts';
import type { Queried, Store, Trx } from '../../platform/db/store.ts';
import type { InvitationsTable } from '../../platform/db/tables.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type Page, toPage } from '../../platform/http/api.ts';

/** Invitations of one workspace at a time. A loop that invites stops here. */
export const INVITATIONS_MAX = 200;
/** How long one that has expired is still listed, so that people see why a link did not work. */
const KEPT_AFTER_EXPIRY_MS = 30 * 86_400_000;

/** What somebody is to become in a workspace, by a link. */
export interface Invitation {
  readonly id: InvitationId;
  readonly workspaceId: WorkspaceId;
  readonly email: string;
  readonly role: Role;
  readonly expiresAtMs: number;
  readonly createdAtMs: number;
}

export interface NewInvitation extends Invitation {
  /** What `hashToken` makes of the link's token. */
  readonly tokenHash: string;
}

/**
 * Adds an invitation, in place of an older one for the same e-mail: links get lost, and only the newest is to work.
 *
 * @throws PosthornError `limit_reached`.
 */
export async function insertInvitation(
  store: Store,
  invitation: NewInvitation,
  withChange: WithChange<Invitation>,
): Promise<Invitation> {
  const { workspaceId, email, createdAtMs } = invitation;
  return store.db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom('invitations')
      .where('workspace_id', '=', workspaceId)
      .where((where) =>
        where.or([
          where('email_key', '=', emailKeyOf(email)),
          where('expires_at_ms', '<=', createdAtMs - KEPT_AFTER_EXPIRY_MS),
        ]),
      )
      .execute();
    await assertRoom(trx, workspaceId);
    const row = await trx
      .insertInto('invitations')
      .values({
        workspace_id: workspaceId,
        id: invitation.id,
        email,
        email_key: emailKeyOf(email),
        role: invitation.role,
        token_hash: invitation.tokenHash,
        expires_at_ms: invitation.expiresAtMs,
        created_at_ms: createdAtMs,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const after = toInvitation(row);
    await withChange(trx, { before: null, after });
    return after;
  });
}

/** A workspace's invitations, newest first, with those that have expired lately. @param page.before Only those made before this one. */
export async function listInvitations(
  store: Store,
  workspaceId: WorkspaceId,
  page: { readonly limit: number; readonly before: InvitationId | null },
): Promise<Page<Invitation>> {
  const { limit, before } = page;
  const rows = await store.db
    .selectFrom('invitations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .$if(before !== null, (query) => query.where('id', '<', before as InvitationId))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows.map(toInvitation), limit, (invitation) => invitation.id);
}

/** Withdraws an invitation. @returns false when the workspace has no such one. */
export async function deleteInvitation(
  store: Store,
  { workspaceId, id }: Pick<Invitation, 'workspaceId' | 'id'>,
  withChange: WithChange<Invitation>,
): Promise<boolean> {
  return store.db.transaction().execute(async (trx) => {
    const deleted = await trx
      .deleteFrom('invitations')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (deleted === undefined) return false;
    await withChange(trx, { before: toInvitation(deleted), after: null });
    return true;
  });
}

/** The invitation of a link that is good now, and the workspace's name. Null: the link is not good any more. */
export async function findInvitationByHash(
  { db }: Queried,
  tokenHash: string,
  nowMs: number,
): Promise<(Invitation & { readonly workspaceName: string }) | null> {
  const row = await db
    .selectFrom('invitations')
    .innerJoin('workspaces', 'workspaces.id', 'invitations.workspace_id')
    .selectAll('invitations')
    .select('workspaces.name as workspace_name')
    .where('token_hash', '=', tokenHash)
    .where('expires_at_ms', '>', nowMs)
    .executeTakeFirst();
  return row === undefined ? null : { ...toInvitation(row), workspaceName: row.workspace_name };
}

/** Uses a link up, on whichever node: of two who come with the same one, one gets it. Null: it is not good any more. */
export async function takeInvitation(trx: Trx, tokenHash: string, nowMs: number): Promise<Invitation | null> {
  const row = await trx.deleteFrom('invitations').where('token_hash', '=', tokenHash).returningAll().executeTakeFirst();
  return row === undefined || row.expires_at_ms <= nowMs ? null : toInvitation(row);
}

async function assertRoom(trx: Trx, workspaceId: WorkspaceId): Promise<void> {
  const { count } = await trx
    .selectFrom('invitations')
    .select((select) => select.fn.countAll().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  if (Number(count) < INVITATIONS_MAX) return;
  throw new PosthornError('limit_reached', `There are ${INVITATIONS_MAX} invitations already. Withdraw some.`);
}

function toInvitation(row: Selectable<InvitationsTable>): Invitation {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    email: row.email,
    role: row.role,
    expiresAtMs: row.expires_at_ms,
    createdAtMs: row.created_at_ms,
  };
}
