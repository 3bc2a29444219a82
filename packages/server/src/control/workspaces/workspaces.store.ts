import type { Selectable } from 'kysely';
import { PosthornError } from '../../domain/errors.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import type { Workspace, WorkspaceSettings } from '../../domain/workspace.ts';
import { nextRevision, nextSerial } from '../../platform/db/revision.ts';
import type { Db, Store, Trx } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { readWorkspaceSettings, writeWorkspaceSettings } from '../../platform/db/workspace-settings.ts';
import { type Page, toPage } from '../../platform/http/api.ts';
import { defaultSubdomain, type WorkspaceFields } from './workspace-rules.ts';

/** A workspace as stored. */
export interface WorkspaceRecord extends Workspace {
  readonly createdAtMs: number;
  /** Grows with every change; what the ETag is made of. */
  readonly revision: number;
}

export interface NewWorkspace {
  readonly id: WorkspaceId;
  readonly accountId: string;
  readonly name: string;
  /** Null: `w<serial>`. */
  readonly subdomain: string | null;
  /** What is left out has its default. */
  readonly settings: Partial<WorkspaceSettings>;
  readonly nowMs: number;
}

interface WorkspaceUpdate {
  readonly id: WorkspaceId;
  /** The revision that the fields were worked out from. */
  readonly expectedRevision: number;
  readonly fields: WorkspaceFields;
}

/**
 * Adds a workspace with the next serial, and what belongs to it in the same transaction.
 *
 * @param alongside What is committed with it or not at all, such as its first API key.
 * @throws PosthornError `conflict` when another workspace has the account id or the subdomain.
 */
export async function insertWorkspace<TResult>(
  store: Store,
  workspace: NewWorkspace,
  alongside: (trx: Trx, inserted: WorkspaceRecord) => Promise<TResult>,
): Promise<TResult> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    return alongside(trx, await insertInto(trx, workspace, revision));
  });
}

/**
 * Adds a workspace unless there is one. Nodes that start together on an empty database make one between them:
 * taking a revision lets them in one after the other.
 *
 * @returns what `alongside` made, or null when a workspace was there already.
 */
export async function insertFirstWorkspace<TResult>(
  store: Store,
  workspace: NewWorkspace,
  alongside: (trx: Trx, inserted: WorkspaceRecord) => Promise<TResult>,
): Promise<TResult | null> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    const existing = await trx.selectFrom('workspaces').select('id').limit(1).executeTakeFirst();
    if (existing !== undefined) return null;
    return alongside(trx, await insertInto(trx, workspace, revision));
  });
}

/** True when there is a workspace at all. */
export async function hasWorkspace(store: Store): Promise<boolean> {
  return (await store.db.selectFrom('workspaces').select('id').limit(1).executeTakeFirst()) !== undefined;
}

export function findWorkspace(store: Store, id: WorkspaceId): Promise<WorkspaceRecord | null> {
  return findIn(store.db, id);
}

/**
 * Changes a workspace.
 *
 * @returns null when it is gone or was changed since `expectedRevision`: nothing is overwritten unseen.
 * @throws PosthornError `conflict` when another workspace has the subdomain.
 */
export async function updateWorkspace(
  store: Store,
  { id, expectedRevision, fields }: WorkspaceUpdate,
  withChange: WithChange<WorkspaceRecord>,
): Promise<WorkspaceRecord | null> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    const before = await findIn(trx, id);
    if (before === null || before.revision !== expectedRevision) return null;
    if (fields.subdomain !== before.subdomain) await assertSubdomainIsFree(trx, fields.subdomain);
    const { name, subdomain } = fields;
    const row = await trx
      .updateTable('workspaces')
      .set({ name, subdomain, settings: writeWorkspaceSettings(fields.settings), revision })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const after = toRecord(row);
    await withChange(trx, { before, after });
    return after;
  });
}

/** All workspaces, newest first. @param page.before Only those made before this one. */
export async function listWorkspaces(
  store: Store,
  page: { readonly limit: number; readonly before: WorkspaceId | null },
): Promise<Page<WorkspaceRecord>> {
  const { limit, before } = page;
  const rows = await store.db
    .selectFrom('workspaces')
    .selectAll()
    .$if(before !== null, (query) => query.where('id', '<', before as WorkspaceId))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows.map(toRecord), limit, (workspace) => workspace.id);
}

async function insertInto(trx: Trx, workspace: NewWorkspace, revision: number): Promise<WorkspaceRecord> {
  await assertAccountIdIsFree(trx, workspace.accountId);
  const serial = await nextSerial(trx);
  const subdomain = workspace.subdomain ?? defaultSubdomain(serial);
  await assertSubdomainIsFree(trx, subdomain);
  const row = await trx
    .insertInto('workspaces')
    .values({
      id: workspace.id,
      serial,
      account_id: workspace.accountId,
      name: workspace.name,
      subdomain,
      settings: writeWorkspaceSettings(workspace.settings),
      created_at_ms: workspace.nowMs,
      revision,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toRecord(row);
}

/** Asked first, and safe: the transaction holds the revision, so no other workspace is being added. */
async function assertAccountIdIsFree(trx: Trx, accountId: string): Promise<void> {
  const taken = await trx.selectFrom('workspaces').select('id').where('account_id', '=', accountId).executeTakeFirst();
  if (taken === undefined) return;
  throw new PosthornError('conflict', 'Another workspace has this account id.', {
    fields: [{ pointer: '/account_id', message: 'Must be unique.' }],
  });
}

/** Safe for the same reason. */
async function assertSubdomainIsFree(trx: Trx, subdomain: string): Promise<void> {
  const taken = await trx.selectFrom('workspaces').select('id').where('subdomain', '=', subdomain).executeTakeFirst();
  if (taken === undefined) return;
  throw new PosthornError('conflict', 'Another workspace has this subdomain.', {
    fields: [{ pointer: '/subdomain', message: 'Must be unique.' }],
  });
}

async function findIn(db: Db | Trx, id: WorkspaceId): Promise<WorkspaceRecord | null> {
  const row = await db.selectFrom('workspaces').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toRecord(row);
}

function toRecord(row: Selectable<Database['workspaces']>): WorkspaceRecord {
  return {
    id: row.id,
    serial: row.serial,
    accountId: row.account_id,
    name: row.name,
    subdomain: row.subdomain,
    settings: readWorkspaceSettings(row.settings),
    createdAtMs: row.created_at_ms,
    revision: row.revision,
  };
}
