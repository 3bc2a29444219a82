import { sql } from 'kysely';
import { firstIdAt } from '../../domain/id-time.ts';
import type { NodeId, WorkspaceId } from '../../domain/ids.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import type { DeliveryCountsTable } from '../../platform/db/tables.ts';
import {
  addCounts,
  type CountsBySubject,
  countsOf,
  type DeliveryCounts,
  QUARTER_MS,
  type Subject,
} from './delivery-counts.ts';
import { addStoredHistogram, newHistogram, writeHistogram } from './latency-histogram.ts';

/** How far the log of a workspace is counted. */
export interface Mark {
  readonly workspaceId: WorkspaceId;
  /** Attempts that ended before are counted, epoch ms. */
  readonly countedToMs: number;
  /** Minutes before are counted for good, epoch ms. */
  readonly finalToMs: number;
}

/** One piece of a workspace's log, counted: minutes of one quarter of an hour, that quarter, and how far this goes. */
export interface CountedPiece {
  readonly mark: Mark;
  readonly minutes: ReadonlyMap<number, CountsBySubject>;
  readonly quarterMs: number;
  readonly quarter: CountsBySubject;
}

export interface Lease {
  readonly nodeId: NodeId;
  readonly nowMs: number;
  readonly untilMs: number;
}

/** What the one who counts has to know when it begins. */
export interface HeldLease {
  /** When waiting deliveries were last looked at, epoch ms. */
  readonly sampledMs: number;
  readonly purgedMs: number;
}

/**
 * Takes or keeps the lease under which a node counts. Null: another node has it.
 *
 * Where no other process can be there, whoever had it before is dead.
 */
export async function takeLease(store: Store, lease: Lease): Promise<HeldLease | null> {
  const row = await store.db
    .updateTable('statistics_lease')
    .set({ node_id: lease.nodeId, until_ms: lease.untilMs })
    .where('id', '=', 1)
    .$if(store.can.sharedBetweenNodes, (rows) =>
      rows.where((eb) => eb.or([eb('node_id', '=', lease.nodeId), eb('until_ms', '<=', lease.nowMs)])),
    )
    .returning(['sampled_ms', 'purged_ms'])
    .executeTakeFirst();
  return row === undefined ? null : { sampledMs: row.sampled_ms, purgedMs: row.purged_ms };
}

/** Lets another node count at once. */
export async function releaseLease(store: Store, nodeId: NodeId): Promise<void> {
  await store.db
    .updateTable('statistics_lease')
    .set({ node_id: null, until_ms: 0 })
    .where('node_id', '=', nodeId)
    .execute();
}

/** Notes when something was last done, so that the next node with the lease does not do it again. */
export async function noteDone(store: Store, what: 'sampled_ms' | 'purged_ms', timeMs: number): Promise<void> {
  await store.db
    .updateTable('statistics_lease')
    .set({ [what]: timeMs })
    .where('id', '=', 1)
    .execute();
}

/**
 * Workspaces with attempts that are not counted, and those with minutes that are to be counted once more. One look at
 * the newest end of each workspace's log.
 *
 * @param finalBeforeMs What ended before cannot be joined by anything any more.
 */
export async function listUncounted(store: Store, finalBeforeMs: number): Promise<readonly WorkspaceMark[]> {
  const rows = await store.db
    .selectFrom('workspaces as w')
    .leftJoin('statistics_marks as m', 'm.workspace_id', 'w.id')
    .select(['w.id', 'm.counted_to_ms', 'm.final_to_ms'])
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('attempts as a')
            .select('a.id')
            .whereRef('a.workspace_id', '=', 'w.id')
            .where('a.id', '>=', sql<never>`coalesce(m.counted_to_id, '')`),
        ),
        eb.and([eb('m.final_to_ms', '<', eb.ref('m.counted_to_ms')), eb('m.final_to_ms', '<', finalBeforeMs)]),
      ]),
    )
    .orderBy('w.id')
    .execute();
  return rows.map((row) => ({ workspaceId: row.id, mark: toMark(row.id, row) }));
}

export interface WorkspaceMark {
  readonly workspaceId: WorkspaceId;
  /** Null: nothing was ever counted. */
  readonly mark: Mark | null;
}

/** How far a workspace is counted. Null: not at all. */
export async function findMark(store: Store, workspaceId: WorkspaceId): Promise<Mark | null> {
  const row = await store.db
    .selectFrom('statistics_marks')
    .select(['counted_to_ms', 'final_to_ms'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row === undefined ? null : toMark(workspaceId, row);
}

function toMark(
  workspaceId: WorkspaceId,
  row: { readonly counted_to_ms: number | null; readonly final_to_ms: number | null },
): Mark | null {
  if (row.counted_to_ms === null || row.final_to_ms === null) return null;
  return { workspaceId, countedToMs: row.counted_to_ms, finalToMs: row.final_to_ms };
}

export interface StoredMinutes {
  readonly workspaceId: WorkspaceId;
  readonly quarterMs: number;
  readonly subjects: readonly Subject[];
  /** Minutes that are left out: they are being replaced. */
  readonly without: ReadonlySet<number>;
}

/** Adds up the stored minutes of a quarter of an hour. */
export async function sumMinutes(store: Store, query: StoredMinutes): Promise<CountsBySubject> {
  const sums: CountsBySubject = new Map();
  if (query.subjects.length === 0) return sums;
  const rows = await store.db
    .selectFrom('delivery_minutes')
    .selectAll()
    .where('workspace_id', '=', query.workspaceId)
    .where('subject', 'in', query.subjects)
    .where('at_ms', '>=', query.quarterMs)
    .where('at_ms', '<', query.quarterMs + QUARTER_MS)
    .execute();
  for (const row of rows) {
    if (!query.without.has(row.at_ms)) addCounts(countsOf(sums, row.subject as Subject), readRow(row));
  }
  return sums;
}

function readRow(row: DeliveryCountsTable): DeliveryCounts {
  const latency = newHistogram();
  addStoredHistogram(latency, row.latency);
  return { succeeded: row.succeeded, failed: row.failed, exhausted: row.exhausted, latency };
}

/** Rows that one statement writes: seven columns each, far below what either database can bind. */
const INSERT_ROWS_MAX = 500;

/**
 * Puts counted pieces in the place of what was there, all or nothing, and only while this node has the lease: of two
 * nodes that counted the same, one writes. Doing it again changes nothing.
 *
 * @returns false when the lease is another's by now.
 */
export async function writePieces(store: Store, lease: Lease, pieces: readonly CountedPiece[]): Promise<boolean> {
  if (pieces.length === 0) return true;
  return store.db.transaction().execute(async (trx) => {
    const held = await trx
      .updateTable('statistics_lease')
      .set({ until_ms: lease.untilMs })
      .where('node_id', '=', lease.nodeId)
      .executeTakeFirst();
    if (held.numUpdatedRows === 0n) return false;
    await replaceRows(trx, 'delivery_minutes', pieces.flatMap(minuteRows));
    await replaceRows(trx, 'delivery_quarters', pieces.flatMap(quarterRows));
    await replaceMarks(
      trx,
      pieces.map(({ mark }) => mark),
    );
    return true;
  });
}

function minuteRows({ mark, minutes }: CountedPiece): DeliveryCountsTable[] {
  return [...minutes].flatMap(([atMs, counts]) => toRows(mark.workspaceId, atMs, counts));
}

function quarterRows({ mark, quarterMs, quarter }: CountedPiece): DeliveryCountsTable[] {
  return toRows(mark.workspaceId, quarterMs, quarter);
}

function toRows(workspaceId: WorkspaceId, atMs: number, counts: CountsBySubject): DeliveryCountsTable[] {
  return [...counts].map(([subject, { succeeded, failed, exhausted, latency }]) => ({
    workspace_id: workspaceId,
    subject,
    at_ms: atMs,
    succeeded,
    failed,
    exhausted,
    latency: writeHistogram(latency),
  }));
}

async function replaceRows(
  trx: Trx,
  table: 'delivery_minutes' | 'delivery_quarters',
  rows: readonly DeliveryCountsTable[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += INSERT_ROWS_MAX) {
    await trx
      .insertInto(table)
      .values(rows.slice(start, start + INSERT_ROWS_MAX))
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'subject', 'at_ms']).doUpdateSet((eb) => ({
          succeeded: eb.ref('excluded.succeeded'),
          failed: eb.ref('excluded.failed'),
          exhausted: eb.ref('excluded.exhausted'),
          latency: eb.ref('excluded.latency'),
        })),
      )
      .execute();
  }
}

async function replaceMarks(trx: Trx, marks: readonly Mark[]): Promise<void> {
  await trx
    .insertInto('statistics_marks')
    .values(
      marks.map(({ workspaceId, countedToMs, finalToMs }) => ({
        workspace_id: workspaceId,
        counted_to_id: firstIdAt('att', countedToMs),
        counted_to_ms: countedToMs,
        final_to_ms: finalToMs,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet((eb) => ({
        counted_to_id: eb.ref('excluded.counted_to_id'),
        counted_to_ms: eb.ref('excluded.counted_to_ms'),
        final_to_ms: eb.ref('excluded.final_to_ms'),
      })),
    )
    .execute();
}
