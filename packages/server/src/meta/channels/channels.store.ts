import assert from 'node:assert/strict';
import type { Selectable } from 'kysely';
import { type ChannelConnection, readConnection, writeConnection } from '../../domain/channel-connection.ts';
import { type DoctorReport, readDoctorReport } from '../../domain/doctor.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { ChannelId, MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import { isUniqueViolation } from '../../platform/db/errors.ts';
import { nextRevision } from '../../platform/db/revision.ts';
import type { Db, Store, Trx } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type Page, toPage } from '../../platform/http/api.ts';
import { idCursor } from '../../platform/http/query-params.ts';

/** Channels of one workspace: an agency has thousands of numbers, nobody has more by intent. */
const CHANNELS_MAX = 10_000;

/** A channel as stored, its access token still encrypted. */
export interface ChannelRecord {
  readonly id: ChannelId;
  readonly workspaceId: WorkspaceId;
  readonly metaAppId: MetaAppId;
  /** Its app is the built-in simulator's. */
  readonly isSimulated: boolean;
  readonly wabaId: string;
  readonly phoneNumberId: string;
  readonly displayPhoneNumber: string;
  readonly accessTokenSealed: string | null;
  /** When Meta refused the token. Null: it has not. */
  readonly tokenExpiredAtMs: number | null;
  /** What connecting it to Meta came to. Null: not tried with what it says now. */
  readonly connection: ChannelConnection | null;
  /** What the doctor found last. Null: it was never asked. */
  readonly doctor: DoctorReport | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Grows with every change; what the ETag is made of. */
  readonly revision: number;
}

/** Who puts a channel on a registration: only the operator may use the operator's own (CONTRACTS 8, "Whose event"). */
export interface Placer {
  readonly workspaceId: WorkspaceId;
  readonly isOperator: boolean;
  /** The simulator itself, which alone puts channels on its own registration. */
  readonly isSimulator?: true | undefined;
}

/** What somebody says of a channel. */
type ChannelFields = Pick<
  ChannelRecord,
  'metaAppId' | 'wabaId' | 'phoneNumberId' | 'displayPhoneNumber' | 'accessTokenSealed'
>;

/** What a connection stands on: when one of these changes, what was found out before is of no use. */
const CONNECTION_FIELDS = ['metaAppId', 'wabaId', 'phoneNumberId', 'accessTokenSealed'] as const;

/** Whether changes make a connection worthless. */
export function concernsConnection(changes: Partial<ChannelFields>): boolean {
  return CONNECTION_FIELDS.some((field) => changes[field] !== undefined);
}

interface NewChannel extends ChannelFields {
  readonly id: ChannelId;
  readonly placer: Placer;
  readonly nowMs: number;
}

interface ChannelUpdate {
  readonly id: ChannelId;
  readonly placer: Placer;
  /** The revision that the changes were worked out from. */
  readonly expectedRevision: number;
  readonly nowMs: number;
  readonly changes: Partial<ChannelFields>;
}

/**
 * Puts a number on a registration.
 *
 * @throws PosthornError `not_found` when this caller may not use the registration, whether it exists or
 *   not; `conflict` when the number has a channel there already, or the id is taken; `limit_reached`.
 */
export async function insertChannel(
  store: Store,
  channel: NewChannel,
  withChange: WithChange<ChannelRecord>,
): Promise<ChannelRecord> {
  return refuseTakenNumber(() =>
    store.db.transaction().execute(async (trx) => {
      const revision = await nextRevision(trx);
      await assertMayPlace(trx, channel.placer, channel.metaAppId);
      await assertRoomForChannel(trx, channel.placer.workspaceId);
      await assertFreeId(trx, channel.id);
      await trx
        .insertInto('channels')
        .values({
          workspace_id: channel.placer.workspaceId,
          id: channel.id,
          meta_app_id: channel.metaAppId,
          waba_id: channel.wabaId,
          phone_number_id: channel.phoneNumberId,
          display_phone_number: channel.displayPhoneNumber,
          access_token: channel.accessTokenSealed,
          created_at_ms: channel.nowMs,
          updated_at_ms: channel.nowMs,
          deleted_at_ms: null,
          revision,
        })
        .execute();
      const after = await readBack(trx, channel.placer.workspaceId, channel.id);
      await withChange(trx, { before: null, after });
      return after;
    }),
  );
}

/** Null when this workspace has no such channel. */
export async function findChannel(
  store: Store,
  workspaceId: WorkspaceId,
  id: ChannelId,
): Promise<ChannelRecord | null> {
  return findIn(store.db, workspaceId, id);
}

/** Channels of the workspace with one of these phone number ids, whatever app they are on. */
export async function findChannelsOfNumbers(
  store: Store,
  workspaceId: WorkspaceId,
  phoneNumberIds: readonly string[],
): Promise<readonly ChannelRecord[]> {
  if (phoneNumberIds.length === 0) return [];
  const rows = await selectChannels(store.db, workspaceId).where('phone_number_id', 'in', phoneNumberIds).execute();
  return rows.map(toRecord);
}

/**
 * The workspace's channels, newest first.
 *
 * @throws PosthornError `invalid_request` when the cursor is not one of ours.
 */
export async function listChannels(
  store: Store,
  workspaceId: WorkspaceId,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<ChannelRecord>> {
  const { limit } = page;
  const after = idCursor('chn', page.cursor);
  const rows = await (after === null
    ? selectChannels(store.db, workspaceId)
    : selectChannels(store.db, workspaceId).where('channels.id', '<', after)
  )
    .orderBy('channels.id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows.map(toRecord), limit, (record) => record.id);
}

/** The oldest channel of the workspace that can send: one with a token that Meta has not refused, else any. Null: it has none. */
export async function findFirstChannel(store: Store, workspaceId: WorkspaceId): Promise<ChannelRecord | null> {
  const row = await selectChannels(store.db, workspaceId)
    .orderBy((eb) =>
      eb
        .case()
        .when(eb.and([eb('access_token', 'is not', null), eb('token_expired_at_ms', 'is', null)]))
        .then(eb.lit(0))
        .else(eb.lit(1))
        .end(),
    )
    .orderBy('channels.created_at_ms')
    .orderBy('channels.id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : toRecord(row);
}

/**
 * Changes a channel. What decides whose events come through it (registration, WABA, number) may only be
 * changed by a caller who could put it there anew: else a workspace could move its channel on the
 * operator's registration to a number or WABA of somebody else.
 *
 * @returns null when the channel is gone or was changed since `expectedRevision`.
 * @throws PosthornError `forbidden`, `not_found` (the new registration), `conflict` (the number).
 */
export async function updateChannel(
  store: Store,
  update: ChannelUpdate,
  withChange: WithChange<ChannelRecord>,
): Promise<ChannelRecord | null> {
  const { id, placer, changes } = update;
  return refuseTakenNumber(() =>
    store.db.transaction().execute(async (trx) => {
      const revision = await nextRevision(trx);
      const before = await findIn(trx, placer.workspaceId, id);
      if (before === null || before.revision !== update.expectedRevision) return null;
      assertNotSimulated(placer, before);
      await assertMayMove(trx, placer, { before, changes });
      await trx
        .updateTable('channels')
        .set({ ...toColumns(changes), updated_at_ms: update.nowMs, revision })
        .where('workspace_id', '=', placer.workspaceId)
        .where('id', '=', id)
        .execute();
      const after = await readBack(trx, placer.workspaceId, id);
      await withChange(trx, { before, after });
      return after;
    }),
  );
}

interface FoundConnection {
  /** As it was when the connection was tried. */
  readonly channel: ChannelRecord;
  readonly connection: ChannelConnection;
  /** Meta took the token, so it has not expired whatever was found before. */
  readonly tokenWorks: boolean;
}

/**
 * Keeps what connecting a channel came to. `updatedAtMs` stays: nobody changed what the channel is.
 *
 * @returns null when the channel is gone, or is not any more what was connected.
 */
export async function saveConnection(
  store: Store,
  { channel, connection, tokenWorks }: FoundConnection,
  withChange: WithChange<ChannelRecord>,
): Promise<ChannelRecord | null> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    const before = await findIn(trx, channel.workspaceId, channel.id);
    if (before === null || CONNECTION_FIELDS.some((field) => before[field] !== channel[field])) return null;
    await trx
      .updateTable('channels')
      .set({
        connection: writeConnection(connection),
        ...(tokenWorks ? { token_expired_at_ms: null } : {}),
        revision,
      })
      .where('workspace_id', '=', channel.workspaceId)
      .where('id', '=', channel.id)
      .execute();
    const after = await readBack(trx, channel.workspaceId, channel.id);
    await withChange(trx, { before, after });
    return after;
  });
}

interface RefusedToken {
  readonly workspaceId: WorkspaceId;
  readonly id: ChannelId;
  /** The token that Meta refused. */
  readonly accessTokenSealed: string;
  readonly nowMs: number;
}

/** Notes that Meta refused a channel's token. False when the channel has another one by now, or it was noted before. */
export async function markTokenExpired(
  store: Store,
  { workspaceId, id, accessTokenSealed, nowMs }: RefusedToken,
  withChange: WithChange<ChannelRecord>,
): Promise<boolean> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    const before = await findIn(trx, workspaceId, id);
    if (before === null || before.accessTokenSealed !== accessTokenSealed || before.tokenExpiredAtMs !== null)
      return false;
    await trx
      .updateTable('channels')
      .set({ token_expired_at_ms: nowMs, revision })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .execute();
    await withChange(trx, { before, after: await readBack(trx, workspaceId, id) });
    return true;
  });
}

/** Marks a channel as deleted and forgets its token. False when this workspace has no such channel. */
export async function deleteChannel(
  store: Store,
  workspaceId: WorkspaceId,
  deletion: { readonly id: ChannelId; readonly nowMs: number; readonly withChange: WithChange<ChannelRecord> },
): Promise<boolean> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    const before = await findIn(trx, workspaceId, deletion.id);
    if (before === null) return false;
    await trx
      .updateTable('channels')
      .set({ deleted_at_ms: deletion.nowMs, access_token: null, revision })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', deletion.id)
      .execute();
    await deletion.withChange(trx, { before, after: null });
    return true;
  });
}

/** The other channel may be another workspace's: the answer does not tell whose it is. */
async function refuseTakenNumber<TResult>(write: () => Promise<TResult>): Promise<TResult> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new PosthornError('conflict', 'This phone number id has a channel on this Meta app already.', {
      fields: [{ pointer: '/phone_number_id', message: 'A number can have one channel on a Meta app.' }],
      cause: error,
    });
  }
}

async function assertMayPlace(trx: Trx, placer: Placer, metaAppId: MetaAppId): Promise<void> {
  if (await isUsableBy(trx, placer, metaAppId)) return;
  throw new PosthornError('not_found', 'There is no such Meta app.', {
    fields: [{ pointer: '/meta_app_id', message: 'Use the id of a Meta app of this workspace.' }],
  });
}

/**
 * The simulator's number is what the simulator made of it: with another token or account it would not be found there, and a
 * real one must never be on the simulator's registration.
 */
function assertNotSimulated({ isSimulator }: Placer, before: ChannelRecord): void {
  if (!before.isSimulated || isSimulator === true) return;
  throw new PosthornError('forbidden', "This is the simulator's number: it can be deleted and made anew, not changed.");
}

async function assertMayMove(
  trx: Trx,
  placer: Placer,
  move: { readonly before: ChannelRecord; readonly changes: Partial<ChannelFields> },
): Promise<void> {
  const { before, changes } = move;
  const isMoved = (['metaAppId', 'wabaId', 'phoneNumberId'] as const).some(
    (field) => changes[field] !== undefined && changes[field] !== before[field],
  );
  if (!isMoved) return;
  if (!(await isUsableBy(trx, placer, before.metaAppId))) {
    throw new PosthornError('forbidden', "This channel is on the operator's Meta app: only the operator can move it.");
  }
  if (changes.metaAppId !== undefined) await assertMayPlace(trx, placer, changes.metaAppId);
}

async function isUsableBy(trx: Trx, placer: Placer, metaAppId: MetaAppId): Promise<boolean> {
  const app = await trx
    .selectFrom('meta_apps')
    .select(['workspace_id', 'is_simulated'])
    .where('id', '=', metaAppId)
    .where('deleted_at_ms', 'is', null)
    .executeTakeFirst();
  if (app === undefined || (app.is_simulated === 1) !== (placer.isSimulator === true)) return false;
  return app.workspace_id === null ? placer.isOperator : app.workspace_id === placer.workspaceId;
}

async function assertRoomForChannel(trx: Trx, workspaceId: WorkspaceId): Promise<void> {
  const { count } = await trx
    .selectFrom('channels')
    .select((select) => select.fn.countAll().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at_ms', 'is', null)
    .executeTakeFirstOrThrow();
  if (Number(count) < CHANNELS_MAX) return;
  throw new PosthornError('limit_reached', `This workspace has ${CHANNELS_MAX} channels already.`);
}

/**
 * A caller may have chosen it, and an id is that of one channel in all workspaces, deleted ones included. Whoever adds
 * another one meanwhile waits for the revision of this transaction.
 */
async function assertFreeId(trx: Trx, id: ChannelId): Promise<void> {
  const taken = await trx.selectFrom('channels').select('id').where('id', '=', id).executeTakeFirst();
  if (taken === undefined) return;
  throw new PosthornError('conflict', 'A channel has this id already, or had it.', {
    fields: [{ pointer: '/id', message: 'Choose another id, or leave it out.' }],
  });
}

async function findIn(db: Db | Trx, workspaceId: WorkspaceId, id: ChannelId): Promise<ChannelRecord | null> {
  const row = await selectChannels(db, workspaceId).where('channels.id', '=', id).executeTakeFirst();
  return row === undefined ? null : toRecord(row);
}

/** A channel that was written in this transaction. */
async function readBack(trx: Trx, workspaceId: WorkspaceId, id: ChannelId): Promise<ChannelRecord> {
  const record = await findIn(trx, workspaceId, id);
  assert(record !== null, 'What was just written is there.');
  return record;
}

function selectChannels(db: Db | Trx, workspaceId: WorkspaceId) {
  return db
    .selectFrom('channels')
    .innerJoin('meta_apps', 'meta_apps.id', 'channels.meta_app_id')
    .selectAll('channels')
    .select('meta_apps.is_simulated')
    .where('channels.workspace_id', '=', workspaceId)
    .where('channels.deleted_at_ms', 'is', null);
}

function toColumns(changes: Partial<ChannelFields>) {
  const { metaAppId, wabaId, phoneNumberId, displayPhoneNumber, accessTokenSealed } = changes;
  return {
    ...(metaAppId === undefined ? {} : { meta_app_id: metaAppId }),
    ...(wabaId === undefined ? {} : { waba_id: wabaId }),
    ...(phoneNumberId === undefined ? {} : { phone_number_id: phoneNumberId }),
    ...(displayPhoneNumber === undefined ? {} : { display_phone_number: displayPhoneNumber }),
    ...(accessTokenSealed === undefined ? {} : { access_token: accessTokenSealed, token_expired_at_ms: null }),
    ...(concernsConnection(changes) ? { connection: null, doctor_report: null } : {}),
  };
}

function toRecord(row: Selectable<Database['channels']> & { readonly is_simulated: number }): ChannelRecord {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    metaAppId: row.meta_app_id,
    isSimulated: row.is_simulated === 1,
    wabaId: row.waba_id,
    phoneNumberId: row.phone_number_id,
    displayPhoneNumber: row.display_phone_number,
    accessTokenSealed: row.access_token,
    tokenExpiredAtMs: row.token_expired_at_ms,
    connection: readConnection(row.connection),
    doctor: readDoctorReport(row.doctor_report),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    revision: row.revision,
  };
}
