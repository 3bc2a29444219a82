import type { Selectable } from 'kysely';
import { type DoctorReport, readDoctorReport } from '../../domain/doctor.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import { nextRevision } from '../../platform/db/revision.ts';
import type { Db, Store, Trx } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type Page, toPage } from '../../platform/http/api.ts';
import { idCursor } from '../../platform/http/query-params.ts';

/** Registrations of one workspace. All of one app id are tried on a body, so their number is a cost that others bear. */
export const META_APPS_MAX = 50;
/** Registrations of the operator. */
const OPERATOR_META_APPS_MAX = 1000;

/** Whose registrations a call works on. Null: the operator's. */
export type MetaAppOwner = WorkspaceId | null;

/** A registration as stored, its secrets still encrypted. */
export interface MetaAppRecord {
  readonly id: MetaAppId;
  readonly workspaceId: MetaAppOwner;
  readonly appId: string;
  /** Of the built-in simulator. */
  readonly isSimulated: boolean;
  readonly appSecretsSealed: string;
  readonly verifyTokenSealed: string;
  /** What the doctor found last. Null: it was never asked. */
  readonly doctor: DoctorReport | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Grows with every change; what the ETag is made of. */
  readonly revision: number;
}

interface NewMetaApp {
  readonly id: MetaAppId;
  readonly workspaceId: MetaAppOwner;
  readonly appId: string;
  readonly appSecretsSealed: string;
  readonly verifyTokenSealed: string;
  /** Only for the simulator itself, and never by what a caller says. Default false. */
  readonly isSimulated?: boolean;
  readonly nowMs: number;
}

interface MetaAppUpdate {
  readonly owner: MetaAppOwner;
  readonly id: MetaAppId;
  /** The revision that the changes were worked out from. */
  readonly expectedRevision: number;
  readonly nowMs: number;
  readonly changes: Partial<Pick<MetaAppRecord, 'appId' | 'appSecretsSealed' | 'verifyTokenSealed'>>;
}

/** @throws PosthornError `limit_reached` when the owner has as many registrations as allowed. */
export async function insertMetaApp(
  store: Store,
  app: NewMetaApp,
  withChange: WithChange<MetaAppRecord>,
): Promise<MetaAppRecord> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    await assertRoomForMetaApp(trx, app.workspaceId);
    const row = await trx
      .insertInto('meta_apps')
      .values({
        id: app.id,
        workspace_id: app.workspaceId,
        app_id: app.appId,
        is_simulated: app.isSimulated === true ? 1 : 0,
        app_secrets: app.appSecretsSealed,
        verify_token: app.verifyTokenSealed,
        created_at_ms: app.nowMs,
        updated_at_ms: app.nowMs,
        deleted_at_ms: null,
        revision,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const after = toRecord(row);
    await withChange(trx, { before: null, after });
    return after;
  });
}

/** The registration of the built-in simulator in a workspace. Null: it has none. */
export async function findSimulatedApp(store: Store, owner: WorkspaceId): Promise<MetaAppRecord | null> {
  const row = await selectMetaApps(store.db, owner).where('is_simulated', '=', 1).executeTakeFirst();
  return row === undefined ? null : toRecord(row);
}

/** Null when this owner has no such registration, whoever else may have it. */
export async function findMetaApp(store: Store, owner: MetaAppOwner, id: MetaAppId): Promise<MetaAppRecord | null> {
  const row = await selectMetaApps(store.db, owner).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toRecord(row);
}

/**
 * The owner's registrations, newest first.
 *
 * @throws PosthornError `invalid_request` when the cursor is not one of ours.
 */
export async function listMetaApps(
  store: Store,
  owner: MetaAppOwner,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<MetaAppRecord>> {
  const { limit } = page;
  const after = idCursor('app', page.cursor);
  const rows = await (after === null
    ? selectMetaApps(store.db, owner)
    : selectMetaApps(store.db, owner).where('id', '<', after)
  )
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows.map(toRecord), limit, (record) => record.id);
}

/** Null when the registration is gone or was changed since `expectedRevision`: nothing is overwritten unseen. */
export async function updateMetaApp(
  store: Store,
  update: MetaAppUpdate,
  withChange: WithChange<MetaAppRecord>,
): Promise<MetaAppRecord | null> {
  const { appId, appSecretsSealed, verifyTokenSealed } = update.changes;
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    const before = await selectMetaApps(trx, update.owner).where('id', '=', update.id).executeTakeFirst();
    if (before === undefined || before.revision !== update.expectedRevision) return null;
    const row = await trx
      .updateTable('meta_apps')
      .set({
        updated_at_ms: update.nowMs,
        revision,
        doctor_report: null,
        ...(appId === undefined ? {} : { app_id: appId }),
        ...(appSecretsSealed === undefined ? {} : { app_secrets: appSecretsSealed }),
        ...(verifyTokenSealed === undefined ? {} : { verify_token: verifyTokenSealed }),
      })
      .where('id', '=', update.id)
      .where('workspace_id', update.owner === null ? 'is' : '=', update.owner)
      .returningAll()
      .executeTakeFirstOrThrow();
    const after = toRecord(row);
    await withChange(trx, { before: toRecord(before), after });
    return after;
  });
}

/** Commits that something was done with a registration which does not change it here. False when it is gone. */
export async function noteUseOfMetaApp(
  store: Store,
  { owner, id }: { readonly owner: MetaAppOwner; readonly id: MetaAppId },
  withChange: WithChange<MetaAppRecord>,
): Promise<boolean> {
  return store.db.transaction().execute(async (trx) => {
    const row = await selectMetaApps(trx, owner).where('id', '=', id).executeTakeFirst();
    if (row === undefined) return false;
    const record = toRecord(row);
    await withChange(trx, { before: record, after: record });
    return true;
  });
}

/**
 * Marks a registration as deleted and forgets its secrets. Nodes learn of it by the revision.
 *
 * @returns false when this owner has no such registration.
 * @throws PosthornError `conflict` while a channel uses it: its number would go silent without a word.
 */
export async function deleteMetaApp(
  store: Store,
  owner: MetaAppOwner,
  deletion: { readonly id: MetaAppId; readonly nowMs: number; readonly withChange: WithChange<MetaAppRecord> },
): Promise<boolean> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    const found = await selectMetaApps(trx, owner).where('id', '=', deletion.id).executeTakeFirst();
    if (found === undefined) return false;
    await assertUnused(trx, deletion.id);
    await trx
      .updateTable('meta_apps')
      .set({ deleted_at_ms: deletion.nowMs, app_secrets: '', verify_token: '', revision })
      .where('id', '=', deletion.id)
      .execute();
    await deletion.withChange(trx, { before: toRecord(found), after: null });
    return true;
  });
}

function selectMetaApps(db: Db | Trx, owner: MetaAppOwner) {
  return db
    .selectFrom('meta_apps')
    .selectAll()
    .where('workspace_id', owner === null ? 'is' : '=', owner)
    .where('deleted_at_ms', 'is', null);
}

async function assertRoomForMetaApp(trx: Trx, owner: MetaAppOwner): Promise<void> {
  const { count } = await trx
    .selectFrom('meta_apps')
    .select((select) => select.fn.countAll().as('count'))
    .where('workspace_id', owner === null ? 'is' : '=', owner)
    .where('deleted_at_ms', 'is', null)
    .executeTakeFirstOrThrow();
  const countMax = owner === null ? OPERATOR_META_APPS_MAX : META_APPS_MAX;
  if (Number(count) < countMax) return;
  throw new PosthornError('limit_reached', `There are ${countMax} Meta apps already. Delete one that is not used.`);
}

async function assertUnused(trx: Trx, id: MetaAppId): Promise<void> {
  const channel = await trx
    .selectFrom('channels')
    .select('id')
    .where('meta_app_id', '=', id)
    .where('deleted_at_ms', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (channel === undefined) return;
  throw new PosthornError('conflict', 'Channels use this Meta app. Delete them or move them to another one first.');
}

function toRecord(row: Selectable<Database['meta_apps']>): MetaAppRecord {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    appId: row.app_id,
    isSimulated: row.is_simulated === 1,
    appSecretsSealed: row.app_secrets,
    verifyTokenSealed: row.verify_token,
    doctor: readDoctorReport(row.doctor_report),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    revision: row.revision,
  };
}
