import assert from 'node:assert/strict';
import type { Selectable } from 'kysely';
import type { Db, Store, Trx } from '../../platform/db/store.ts';
import type { MediaFilesTable } from '../../platform/db/tables.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import type { LeasedMedia, MediaFile } from './media-file.ts';
import type { MediaReference } from './media-link.ts';

/** What names a file. */
export type MediaName = Pick<MediaFile, 'workspaceId' | 'id'>;

/** Null when the workspace has no such file. */
export async function findMedia(store: Store, name: MediaName): Promise<MediaFile | null> {
  const row = await select(store.db, name).executeTakeFirst();
  return row === undefined ? null : toFile(row);
}

/** The file that a link is of. Null: there is none. */
export async function findMediaByLink(store: Store, link: MediaReference): Promise<MediaFile | null> {
  const row = await store.db
    .selectFrom('media_files')
    .innerJoin('workspaces', 'workspaces.id', 'media_files.workspace_id')
    .selectAll('media_files')
    .where('workspaces.serial', '=', link.workspaceSerial)
    .where('media_files.media_id', '=', link.mediaId)
    .executeTakeFirst();
  return row === undefined ? null : toFile(row);
}

export interface ClaimMedia {
  readonly nowMs: number;
  readonly leaseToken: string;
  readonly leaseUntilMs: number;
}

/**
 * Takes files that are due, longest due first. A claim moves `due_at_ms` to the end of the lease, so a file whose node died
 * becomes due again by itself.
 *
 * Invariant: two claims never return the same file while the first lease runs. On PostgreSQL SKIP LOCKED keeps it, on
 * SQLite the single writer does.
 */
export async function claimDueMedia(store: Store, claim: ClaimMedia, limit: number): Promise<readonly LeasedMedia[]> {
  assert(limit >= 1);
  // Without a transaction, which would keep the commits of events waiting each time that there is nothing to do.
  if ((await selectDue(store.db, claim.nowMs, 1).executeTakeFirst()) === undefined) return [];
  return store.db.transaction().execute(async (trx) => {
    const rows = await selectDue(trx, claim.nowMs, limit)
      .$if(store.can.skipLocked, (query) => query.forUpdate().skipLocked())
      .execute();
    const leased: LeasedMedia[] = [];
    for (const row of rows) {
      const lease = toLease(claim, row.tries);
      await update(trx, { workspaceId: row.workspace_id, id: row.media_id }).set(lease).execute();
      leased.push({ ...toFile({ ...row, ...lease }), leaseToken: claim.leaseToken });
    }
    return leased;
  });
}

function selectDue(db: Db | Trx, nowMs: number, limit: number) {
  return db
    .selectFrom('media_files')
    .selectAll()
    .where('due_at_ms', '<=', nowMs)
    .where('state', 'in', ['waiting', 'failed'])
    .orderBy('due_at_ms')
    .limit(limit);
}

/** Takes one file if it is due. Null: it is not, or somebody else has it. */
export async function claimMedia(store: Store, name: MediaName, claim: ClaimMedia): Promise<LeasedMedia | null> {
  const row = await update(store.db, name)
    .set((eb) => ({
      due_at_ms: claim.leaseUntilMs,
      lease_token: claim.leaseToken,
      tries: eb('tries', '+', 1),
    }))
    .where('state', 'in', ['waiting', 'failed'])
    .where('due_at_ms', '<=', claim.nowMs)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : { ...toFile(row), leaseToken: claim.leaseToken };
}

/** A file that is here now. */
export interface StoredMedia {
  readonly storageKey: string;
  readonly mimeType: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly nowMs: number;
}

/** Notes that a file is here. False: the lease is lost, or the file is not wanted any more. */
export async function finishMedia(store: Store, file: LeasedMedia, stored: StoredMedia): Promise<boolean> {
  const result = await updateLeased(store, file).set(toStored(stored)).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export interface FailedMedia {
  /** `gone`: there is nothing to be had. */
  readonly state: 'failed' | 'gone';
  readonly error: string;
  /** Null: no other try. */
  readonly dueAtMs: number | null;
}

/** Notes that a try came to nothing. Nothing happens when the lease is lost. */
export async function failMedia(store: Store, file: LeasedMedia, failed: FailedMedia): Promise<void> {
  await updateLeased(store, file)
    .set({ state: failed.state, error: failed.error, due_at_ms: failed.dueAtMs, lease_token: null })
    .execute();
}

/** Gives a file back as it was: whoever claims it next begins anew. */
export async function releaseMedia(store: Store, file: LeasedMedia, dueAtMs: number): Promise<void> {
  await updateLeased(store, file).set({ due_at_ms: dueAtMs, lease_token: null }).execute();
}

/** Makes the leases of a gateway that is gone due at once. Only where no other node can hold one. */
export async function endMediaLeasesOfTheDead(store: Store, nowMs: number): Promise<void> {
  assert(!store.can.sharedBetweenNodes);
  await store.db
    .updateTable('media_files')
    .set({ due_at_ms: nowMs, lease_token: null })
    .where('due_at_ms', 'is not', null)
    .where('lease_token', 'is not', null)
    .execute();
}

/** A file that was uploaded to Meta from here. */
export type UploadedMedia = Pick<MediaFile, 'workspaceId' | 'id' | 'channelId' | 'filename'> & StoredMedia;

/** Adds an uploaded file, in the place of one that had its id. */
export async function insertUploadedMedia(
  store: Store,
  uploaded: UploadedMedia,
  withChange: WithChange<MediaFile>,
): Promise<MediaFile> {
  const row: MediaFilesTable = {
    workspace_id: uploaded.workspaceId,
    media_id: uploaded.id,
    channel_id: uploaded.channelId,
    conversation_id: null,
    direction: 'outbound',
    ...toStored(uploaded),
    filename: uploaded.filename,
    tries: 1,
    created_at_ms: uploaded.nowMs,
    revoked_at_ms: null,
  };
  return store.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('media_files')
      .values(row)
      .onConflict((conflict) => conflict.columns(['workspace_id', 'media_id']).doUpdateSet(row))
      .execute();
    const after = toFile(row);
    await withChange(trx, { before: null, after });
    return after;
  });
}

/** Makes the link of a file worthless. @returns the file after that. Null: the workspace has none. */
export async function revokeMedia(
  store: Store,
  { nowMs, ...name }: MediaName & { readonly nowMs: number },
  withChange: WithChange<MediaFile>,
): Promise<MediaFile | null> {
  return change(store, name, withChange, (file) => (file.revokedAtMs === null ? { revoked_at_ms: nowMs } : null));
}

/**
 * Notes that nobody is to have a file any more, and ends a fetch of it. The key stays until `clearMediaKey`: by it the file
 * is removed from the media store, also after a crash in between.
 *
 * @param storageKey Where it is, or would come to be if a fetch is under way.
 * @returns the file after that. Null: the workspace has none.
 */
export async function markMediaGone(
  store: Store,
  { storageKey, error, ...name }: MediaName & { readonly storageKey: string; readonly error: string },
  withChange: WithChange<MediaFile>,
): Promise<MediaFile | null> {
  return change(store, name, withChange, (file) =>
    file.state === 'gone'
      ? null
      : { state: 'gone', error, storage_key: storageKey, due_at_ms: null, lease_token: null, tries: file.tries + 1 },
  );
}

/** Notes that the media store has nothing of a file that is gone. */
export async function clearMediaKey(store: Store, name: MediaName): Promise<void> {
  await update(store.db, name).set({ storage_key: null }).where('state', '=', 'gone').execute();
}

/** Notes that the media store has lost a file. @param failed What becomes of it: another try, or none. */
export async function noteLostMedia(store: Store, name: MediaName, failed: FailedMedia): Promise<void> {
  await update(store.db, name)
    .set({ state: failed.state, error: failed.error, due_at_ms: failed.dueAtMs, storage_key: null, stored_at_ms: null })
    .where('state', '=', 'stored')
    .execute();
}

/** Files of all workspaces that are older than the retention and not gone, oldest first. */
export async function listOldMedia(
  store: Store,
  { fromMs, beforeMs, limit }: { readonly fromMs: number; readonly beforeMs: number; readonly limit: number },
): Promise<readonly MediaFile[]> {
  const rows = await store.db
    .selectFrom('media_files')
    .selectAll()
    .where('created_at_ms', '>=', fromMs)
    .where('created_at_ms', '<', beforeMs)
    .where((eb) => eb.or([eb('state', '!=', 'gone'), eb('storage_key', 'is not', null)]))
    .orderBy('created_at_ms')
    .limit(limit)
    .execute();
  return rows.map(toFile);
}

/** The oldest files of all workspaces that are gone and were made before `beforeMs`. */
export async function listForgottenMedia(
  store: Store,
  { beforeMs, limit }: { readonly beforeMs: number; readonly limit: number },
): Promise<readonly MediaFile[]> {
  const rows = await store.db
    .selectFrom('media_files')
    .selectAll()
    .where('created_at_ms', '<', beforeMs)
    .where('state', '=', 'gone')
    .orderBy('created_at_ms')
    .limit(limit)
    .execute();
  return rows.map(toFile);
}

/** Forgets that there was a file. Its link answers 404 from now on. */
export async function deleteForgottenMedia(store: Store, { workspaceId, id }: MediaName): Promise<void> {
  await store.db
    .deleteFrom('media_files')
    .where('workspace_id', '=', workspaceId)
    .where('media_id', '=', id)
    .where('state', '=', 'gone')
    .execute();
}

/** Changes a file under a lock. @param decide Columns that change. Null: none, and nothing is told of it. */
function change(
  store: Store,
  name: MediaName,
  withChange: WithChange<MediaFile>,
  decide: (file: MediaFile) => Partial<MediaFilesTable> | null,
): Promise<MediaFile | null> {
  return store.db.transaction().execute(async (trx) => {
    const row = await select(trx, name)
      .$if(store.can.skipLocked, (query) => query.forUpdate())
      .executeTakeFirst();
    if (row === undefined) return null;
    const before = toFile(row);
    const columns = decide(before);
    if (columns === null) return before;
    await update(trx, name).set(columns).execute();
    const after = toFile({ ...row, ...columns });
    await withChange(trx, { before, after });
    return after;
  });
}

function select(db: Db | Trx, { workspaceId, id }: MediaName) {
  return db.selectFrom('media_files').selectAll().where('workspace_id', '=', workspaceId).where('media_id', '=', id);
}

function update(db: Db | Trx, { workspaceId, id }: MediaName) {
  return db.updateTable('media_files').where('workspace_id', '=', workspaceId).where('media_id', '=', id);
}

function updateLeased(store: Store, file: LeasedMedia) {
  return update(store.db, file).where('lease_token', '=', file.leaseToken);
}

function toLease({ leaseUntilMs, leaseToken }: ClaimMedia, tries: number) {
  return { due_at_ms: leaseUntilMs, lease_token: leaseToken, tries: tries + 1 };
}

function toStored({ storageKey, mimeType, sha256, sizeBytes, nowMs }: StoredMedia) {
  return {
    state: 'stored' as const,
    storage_key: storageKey,
    mime_type: mimeType,
    sha256,
    size_bytes: sizeBytes,
    stored_at_ms: nowMs,
    error: null,
    due_at_ms: null,
    lease_token: null,
  };
}

function toFile(row: Selectable<MediaFilesTable>): MediaFile {
  return {
    workspaceId: row.workspace_id,
    id: row.media_id,
    channelId: row.channel_id,
    conversationId: row.conversation_id,
    direction: row.direction,
    state: row.state,
    mimeType: row.mime_type,
    sha256: row.sha256,
    sizeBytes: row.size_bytes,
    filename: row.filename,
    storageKey: row.storage_key,
    dueAtMs: row.due_at_ms,
    leaseToken: row.lease_token,
    tries: row.tries,
    error: row.error,
    createdAtMs: row.created_at_ms,
    storedAtMs: row.stored_at_ms,
    revokedAtMs: row.revoked_at_ms,
  };
}
