import type { Selectable } from 'kysely';
import { PosthornError } from '../../domain/errors.ts';
import type { PortalLinkId, WorkspaceId } from '../../domain/ids.ts';
import type { Queried, Store } from '../../platform/db/store.ts';
import type { PortalLinksTable } from '../../platform/db/tables.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type Page, toPage } from '../../platform/http/api.ts';

/** Links of one workspace at a time, with those that are over and still listed: one for each visit of each of its customers. */
export const PORTAL_LINKS_MAX = 5_000;
/** How long one that is over is still listed, so that people see why it did not work. */
const KEPT_AFTER_END_MS = 24 * 3_600_000;

/** What a workspace hands to a customer: a link that opens one session. */
export interface PortalLink {
  readonly id: PortalLinkId;
  readonly workspaceId: WorkspaceId;
  /** For people, to tell links apart. */
  readonly label: string;
  /** Until then the link may be opened, epoch ms. */
  readonly expiresAtMs: number;
  /** How long the session lasts that it opens. */
  readonly sessionLifetimeMs: number;
  /** Null: nobody opened it. */
  readonly usedAtMs: number | null;
  /** Null: nobody opened it. */
  readonly sessionExpiresAtMs: number | null;
  readonly createdAtMs: number;
}

export interface NewPortalLink extends Omit<PortalLink, 'usedAtMs' | 'sessionExpiresAtMs'> {
  /** What `hashToken` makes of the link's token. */
  readonly tokenHash: string;
}

/** @throws PosthornError `limit_reached` when the workspace has as many links as allowed. */
export async function insertPortalLink(
  store: Store,
  link: NewPortalLink,
  withChange: WithChange<PortalLink>,
): Promise<PortalLink> {
  const { workspaceId, createdAtMs } = link;
  return store.db.transaction().execute(async (trx) => {
    const overSinceMs = createdAtMs - KEPT_AFTER_END_MS;
    await trx
      .deleteFrom('portal_links')
      .where('workspace_id', '=', workspaceId)
      .where((where) =>
        where.or([
          where.and([where('used_at_ms', 'is', null), where('expires_at_ms', '<=', overSinceMs)]),
          where('session_expires_at_ms', '<=', overSinceMs),
        ]),
      )
      .execute();
    const { count } = await trx
      .selectFrom('portal_links')
      .select((select) => select.fn.countAll().as('count'))
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow();
    if (Number(count) >= PORTAL_LINKS_MAX) {
      throw new PosthornError('limit_reached', `There are ${PORTAL_LINKS_MAX} portal links already. Delete some.`);
    }
    const row = await trx
      .insertInto('portal_links')
      .values({
        workspace_id: workspaceId,
        id: link.id,
        label: link.label,
        token_hash: link.tokenHash,
        expires_at_ms: link.expiresAtMs,
        session_lifetime_ms: link.sessionLifetimeMs,
        used_at_ms: null,
        session_hash: null,
        session_expires_at_ms: null,
        created_at_ms: createdAtMs,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const after = toLink(row);
    await withChange(trx, { before: null, after });
    return after;
  });
}

/** A workspace's links, newest first. @param page.before Only those made before this one. */
export async function listPortalLinks(
  store: Store,
  workspaceId: WorkspaceId,
  page: { readonly limit: number; readonly before: PortalLinkId | null },
): Promise<Page<PortalLink>> {
  const { limit, before } = page;
  const rows = await store.db
    .selectFrom('portal_links')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .$if(before !== null, (query) => query.where('id', '<', before as PortalLinkId))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows.map(toLink), limit, (link) => link.id);
}

export async function findPortalLink(
  store: Store,
  { workspaceId, id }: Pick<PortalLink, 'workspaceId' | 'id'>,
): Promise<PortalLink | null> {
  const row = await store.db
    .selectFrom('portal_links')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : toLink(row);
}

/** Ends a link and the session that it opened. @returns false when the workspace has no such link. */
export async function deletePortalLink(
  store: Store,
  { workspaceId, id }: Pick<PortalLink, 'workspaceId' | 'id'>,
  withChange: WithChange<PortalLink>,
): Promise<boolean> {
  return store.db.transaction().execute(async (trx) => {
    const deleted = await trx
      .deleteFrom('portal_links')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (deleted === undefined) return false;
    await withChange(trx, { before: toLink(deleted), after: null });
    return true;
  });
}

/**
 * Uses a link up for a session, on whichever node: of two who come with the same one, one gets it. Null: it is not good any
 * more.
 *
 * @param opening.sessionHash What `hashToken` makes of the session's token.
 */
export async function openPortalLink(
  store: Store,
  {
    tokenHash,
    sessionHash,
    nowMs,
  }: { readonly tokenHash: string; readonly sessionHash: string; readonly nowMs: number },
  withChange: WithChange<PortalLink>,
): Promise<PortalLink | null> {
  return store.db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('portal_links')
      .set((update) => ({
        used_at_ms: nowMs,
        session_hash: sessionHash,
        session_expires_at_ms: update('session_lifetime_ms', '+', nowMs),
      }))
      .where('token_hash', '=', tokenHash)
      .where('used_at_ms', 'is', null)
      .where('expires_at_ms', '>', nowMs)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return null;
    const after = toLink(row);
    await withChange(trx, { before: { ...after, usedAtMs: null, sessionExpiresAtMs: null }, after });
    return after;
  });
}

/** The link whose session has this hash and is valid at that time. */
export async function findPortalSession(
  { db }: Queried,
  sessionHash: string,
  nowMs: number,
): Promise<PortalLink | null> {
  const row = await db
    .selectFrom('portal_links')
    .selectAll()
    .where('session_hash', '=', sessionHash)
    .where('session_expires_at_ms', '>', nowMs)
    .executeTakeFirst();
  return row === undefined ? null : toLink(row);
}

/** The labels of a workspace's links. */
export async function findPortalLabels(
  { db }: Queried,
  workspaceId: WorkspaceId,
  ids: readonly PortalLinkId[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('portal_links')
    .select(['id', 'label'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, label }) => [id, label]));
}

function toLink(row: Selectable<PortalLinksTable>): PortalLink {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    label: row.label,
    expiresAtMs: row.expires_at_ms,
    sessionLifetimeMs: row.session_lifetime_ms,
    usedAtMs: row.used_at_ms,
    sessionExpiresAtMs: row.session_expires_at_ms,
    createdAtMs: row.created_at_ms,
  };
}
