import type { Selectable } from 'kysely';
import { PosthornError } from '../../domain/errors.ts';
import type { ApiKeyId, WorkspaceId } from '../../domain/ids.ts';
import type { Scope } from '../../domain/permissions.ts';
import type { Queried, Store, Trx } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type Page, toPage } from '../../platform/http/api.ts';
import type { ApiKey } from './api-key.ts';

/** Keys of one workspace. Many more than people tell apart; a loop that makes keys stops here. */
export const API_KEYS_MAX = 500;

export interface NewApiKey extends Omit<ApiKey, 'lastUsedAtMs'> {
  /** What `hashToken` makes of the key. */
  readonly keyHash: string;
}

/** @throws PosthornError `limit_reached` when the workspace has as many keys as allowed. */
export function insertApiKey(store: Store, key: NewApiKey, withChange: WithChange<ApiKey>): Promise<ApiKey> {
  return store.db.transaction().execute((trx) => insertApiKeyIn(trx, key, withChange));
}

/** The same in the transaction of something else that the key belongs together with, such as a new workspace. */
export async function insertApiKeyIn(trx: Trx, key: NewApiKey, withChange: WithChange<ApiKey>): Promise<ApiKey> {
  const { count } = await trx
    .selectFrom('api_keys')
    .select((select) => select.fn.countAll().as('count'))
    .where('workspace_id', '=', key.workspaceId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= API_KEYS_MAX) {
    throw new PosthornError(
      'limit_reached',
      `There are ${API_KEYS_MAX} API keys already. Delete one that is not used.`,
    );
  }
  const row = await trx
    .insertInto('api_keys')
    .values({
      workspace_id: key.workspaceId,
      id: key.id,
      name: key.name,
      key_hash: key.keyHash,
      hint: key.hint,
      scopes: JSON.stringify(key.scopes),
      expires_at_ms: key.expiresAtMs,
      last_used_at_ms: null,
      created_at_ms: key.createdAtMs,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const after = toApiKey(row);
  await withChange(trx, { before: null, after });
  return after;
}

/** The key with this hash, of whatever workspace, also when it has expired. */
export async function findApiKeyByHash(store: Store, keyHash: string): Promise<ApiKey | null> {
  const row = await store.db.selectFrom('api_keys').selectAll().where('key_hash', '=', keyHash).executeTakeFirst();
  return row === undefined ? null : toApiKey(row);
}

/** A workspace's keys, newest first. @param page.before Only keys made before this one. */
export async function listApiKeys(
  store: Store,
  workspaceId: WorkspaceId,
  page: { readonly limit: number; readonly before: ApiKeyId | null },
): Promise<Page<ApiKey>> {
  const { limit, before } = page;
  const rows = await store.db
    .selectFrom('api_keys')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .$if(before !== null, (query) => query.where('id', '<', before as ApiKeyId))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows.map(toApiKey), limit, (key) => key.id);
}

/** @returns false when the workspace has no such key. */
export async function deleteApiKey(
  store: Store,
  { workspaceId, id }: { readonly workspaceId: WorkspaceId; readonly id: ApiKeyId },
  withChange: WithChange<ApiKey>,
): Promise<boolean> {
  return store.db.transaction().execute(async (trx) => {
    const deleted = await trx
      .deleteFrom('api_keys')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (deleted === undefined) return false;
    await withChange(trx, { before: toApiKey(deleted), after: null });
    return true;
  });
}

/** The names of a workspace's keys. */
export async function findApiKeyNames(
  { db }: Queried,
  workspaceId: WorkspaceId,
  ids: readonly ApiKeyId[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('api_keys')
    .select(['id', 'name'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Writes down that a key was used. Nodes write in any order: the time never moves backwards. */
export async function touchApiKey(
  store: Store,
  key: { readonly workspaceId: WorkspaceId; readonly id: ApiKeyId },
  usedAtMs: number,
): Promise<void> {
  await store.db
    .updateTable('api_keys')
    .set({ last_used_at_ms: usedAtMs })
    .where('workspace_id', '=', key.workspaceId)
    .where('id', '=', key.id)
    .where((where) => where.or([where('last_used_at_ms', 'is', null), where('last_used_at_ms', '<', usedAtMs)]))
    .execute();
}

function toApiKey(row: Selectable<Database['api_keys']>): ApiKey {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    hint: row.hint,
    scopes: JSON.parse(row.scopes) as Scope[],
    expiresAtMs: row.expires_at_ms,
    lastUsedAtMs: row.last_used_at_ms,
    createdAtMs: row.created_at_ms,
  };
}
