import type { ExpressionBuilder } from 'kysely';
import { sql } from 'kysely';
import type { MetaAppId, QuarantineItemId, WorkspaceId } from '../../domain/ids.ts';
import type { QuarantineItem, QuarantineReason } from '../../domain/quarantine.ts';
import type { Store } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type Page, toPage } from '../../platform/http/api.ts';

/** Bounds of one registration (CONTRACTS 8, "Unknown phone_number_id"): the oldest items go first. */
export interface QuarantineBounds {
  readonly itemsMax: number;
  readonly bytesMax: number;
}

export const QUARANTINE_BOUNDS: QuarantineBounds = { itemsMax: 10_000, bytesMax: 256 * 1_024 * 1_024 };

/** Rows that one statement removes: a short transaction, so that commits of events hardly wait for it. */
const DELETE_ROWS_MAX = 1_000;

/** A workspace sees what its own registrations hold, the operator (null) what the operator's hold. Nobody sees both. */
export interface QuarantineOwner {
  readonly workspaceId: WorkspaceId | null;
}

export interface ListQuarantine extends QuarantineOwner {
  readonly metaAppId?: MetaAppId | undefined;
  readonly reason?: QuarantineReason | undefined;
  readonly beforeId: QuarantineItemId | null;
  readonly limit: number;
}

/** An item as a list shows it: without its payload, which may be megabytes. */
export interface QuarantineEntry extends Omit<QuarantineItem, 'payload' | 'dedupeKey'> {
  readonly payloadBytes: number;
}

const ENTRY_COLUMNS = [
  'id',
  'meta_app_id',
  'reason',
  'field',
  'phone_number_id',
  'waba_id',
  'occurred_at_ms',
  'created_at_ms',
  'payload_bytes',
] as const;

/** What the owner's registrations hold, newest first. A registration holds at most `QUARANTINE_BOUNDS`, so the sort is bounded. */
export async function listQuarantine(store: Store, query: ListQuarantine): Promise<Page<QuarantineEntry>> {
  let items = store.db
    .selectFrom('quarantine')
    .select(ENTRY_COLUMNS)
    .where((eb) => isOwn(eb, query));
  if (query.metaAppId !== undefined) items = items.where('meta_app_id', '=', query.metaAppId);
  if (query.reason !== undefined) items = items.where('reason', '=', query.reason);
  if (query.beforeId !== null) items = items.where('id', '<', query.beforeId);
  const rows = await items
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const page = toPage(rows, query.limit, (row) => row.id);
  return { items: page.items.map(toEntry), nextCursor: page.nextCursor };
}

/** One item with its payload, or null: not there, or somebody else's. */
export async function findQuarantineItem(
  store: Store,
  owner: QuarantineOwner,
  id: QuarantineItemId,
): Promise<QuarantineItem | null> {
  const row = await store.db
    .selectFrom('quarantine')
    .selectAll()
    .where('id', '=', id)
    .where((eb) => isOwn(eb, owner))
    .executeTakeFirst();
  if (row === undefined) return null;
  const { payloadBytes: _, ...entry } = toEntry(row);
  return { ...entry, payload: JSON.parse(row.payload), dedupeKey: row.dedupe_key };
}

/** Removes one item. False: not there, or somebody else's. */
export async function deleteQuarantineItem(
  store: Store,
  { workspaceId, id }: QuarantineOwner & { readonly id: QuarantineItemId },
  withChange: WithChange<QuarantineEntry>,
): Promise<boolean> {
  return store.db.transaction().execute(async (trx) => {
    const deleted = await trx
      .deleteFrom('quarantine')
      .where('id', '=', id)
      .where((eb) => isOwn(eb, { workspaceId }))
      .returning(ENTRY_COLUMNS)
      .executeTakeFirst();
    if (deleted === undefined) return false;
    await withChange(trx, { before: toEntry(deleted), after: null });
    return true;
  });
}

/**
 * Brings every registration back within its bounds, oldest items out.
 *
 * @returns how many items were removed, to be counted.
 */
export async function trimQuarantine(store: Store, bounds: QuarantineBounds = QUARANTINE_BOUNDS): Promise<number> {
  let removedCount = 0;
  for (const metaAppId of await findOverfull(store, bounds)) {
    const newestOut = await findNewestOut(store, metaAppId, bounds);
    if (newestOut !== null) removedCount += await deleteUpTo(store, metaAppId, newestOut);
  }
  return removedCount;
}

function isOwn(eb: ExpressionBuilder<Database, 'quarantine'>, owner: QuarantineOwner) {
  const registrations = eb.selectFrom('meta_apps').select('meta_apps.id');
  return eb(
    'meta_app_id',
    'in',
    owner.workspaceId === null
      ? registrations.where('meta_apps.workspace_id', 'is', null)
      : registrations.where('meta_apps.workspace_id', '=', owner.workspaceId),
  );
}

async function findOverfull(store: Store, bounds: QuarantineBounds): Promise<readonly MetaAppId[]> {
  const rows = await store.db
    .selectFrom('quarantine')
    .select('meta_app_id')
    .groupBy('meta_app_id')
    .having((eb) =>
      eb.or([
        eb(eb.fn.countAll<number>(), '>', bounds.itemsMax),
        eb(eb.fn.sum<number>('payload_bytes'), '>', bounds.bytesMax),
      ]),
    )
    .execute();
  return rows.map((row) => row.meta_app_id);
}

/** Counts from the newest: the first item that no longer fits, and all older ones, have to go. */
async function findNewestOut(
  store: Store,
  metaAppId: MetaAppId,
  bounds: QuarantineBounds,
): Promise<QuarantineItemId | null> {
  const counted = store.db
    .selectFrom('quarantine')
    .select('id')
    .select(sql<number>`row_number() over (order by id desc)`.as('place'))
    .select(sql<number>`sum(payload_bytes) over (order by id desc)`.as('bytes'))
    .where('meta_app_id', '=', metaAppId);
  const row = await store.db
    .selectFrom(counted.as('counted'))
    .select('id')
    .where((eb) => eb.or([eb('place', '>', bounds.itemsMax), eb('bytes', '>', bounds.bytesMax)]))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

async function deleteUpTo(store: Store, metaAppId: MetaAppId, lastId: QuarantineItemId): Promise<number> {
  let deletedCount = 0;
  for (;;) {
    const result = await store.db
      .deleteFrom('quarantine')
      .where('meta_app_id', '=', metaAppId)
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('quarantine as old')
          .select('old.id')
          .where('old.meta_app_id', '=', metaAppId)
          .where('old.id', '<=', lastId)
          .orderBy('old.id')
          .limit(DELETE_ROWS_MAX),
      )
      .executeTakeFirst();
    const count = Number(result.numDeletedRows);
    deletedCount += count;
    if (count < DELETE_ROWS_MAX) return deletedCount;
  }
}

type EntryRow = Pick<Database['quarantine'], (typeof ENTRY_COLUMNS)[number]>;

function toEntry(row: EntryRow): QuarantineEntry {
  return {
    id: row.id,
    metaAppId: row.meta_app_id,
    reason: row.reason,
    field: row.field,
    phoneNumberId: row.phone_number_id,
    wabaId: row.waba_id,
    occurredAtMs: row.occurred_at_ms,
    createdAtMs: row.created_at_ms,
    payloadBytes: row.payload_bytes,
  };
}
