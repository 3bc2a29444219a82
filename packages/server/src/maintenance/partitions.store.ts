import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { firstIdAt, timeOfId } from '../domain/id-time.ts';
import type { EventId, WorkspaceId } from '../domain/ids.ts';
import { settleMessageWords } from '../platform/db/message-words.ts';
import type { Store, Trx } from '../platform/db/store.ts';
import type { TimeRange } from './partition-plan.ts';

/** The tables that are partitioned by the time in their ids, where a database can do that (migration 000012). */
export const PARTITIONED_TABLES = ['events', 'attempts'] as const;
export type PartitionedTable = (typeof PARTITIONED_TABLES)[number];

/** A partition with bounds; the default one has none. */
export interface Partition extends TimeRange {
  readonly name: string;
}

/** Whoever holds it makes or drops partitions. Any fixed number. */
const PARTITIONS_LOCK = 0x50_61_72_74;
/** How long a change of the partitions waits for those who use the table: whoever comes after it waits as well. */
const LOCK_TIMEOUT_MS = 200;
/** How long moving what has to stay may take: the table is locked meanwhile. */
const MOVE_TIMEOUT_MS = 5_000;
/** Events that are kept out of a partition that goes: about a second's work. With more, the partition waits. */
const KEPT_EVENTS_MAX = 20_000;
/** Rows of a default partition that one statement removes. */
const PURGE_ROWS_MAX = 1_000;

const ID_PREFIX = { events: 'evt', attempts: 'att' } as const satisfies Record<PartitionedTable, string>;

/** The partitions of a table in the order of their times, without the default one. */
export async function listPartitions(store: Store, table: PartitionedTable): Promise<readonly Partition[]> {
  const { rows } = await sql<{ readonly name: string; readonly bound: string }>`
    SELECT child.relname AS name, pg_get_expr(child.relpartbound, child.oid) AS bound
    FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
    WHERE inhparent = to_regclass(${table})`.execute(store.db);
  return rows.flatMap(({ name, bound }) => toPartition(name, bound) ?? []).toSorted((a, b) => a.toMs - b.toMs);
}

const BOUND = /^FOR VALUES FROM \((?:MINVALUE|'([^']+)')\) TO \('([^']+)'\)$/;

/** Null: the default partition. */
function toPartition(name: string, bound: string): Partition | null {
  const [, from, to] = BOUND.exec(bound) ?? [];
  if (to === undefined) return null;
  return { name, fromMs: from === undefined ? null : timeOfId(from), toMs: timeOfId(to) };
}

/** What became of a change: `busy` and `occupied` left everything as it was. */
export type PartitionChange = 'done' | 'busy' | 'occupied';

/**
 * Makes a partition of a time that has not come yet. The table is not locked against reading and writing; its default
 * partition is, for an instant, and when it cannot be had at once the change is given up.
 *
 * @returns `occupied` when the default partition holds rows of that time: they stay there, and so does what comes after
 *   them until its end. `busy` when another node is at it or the lock was not to be had.
 */
export async function makePartition(
  store: Store,
  table: PartitionedTable,
  range: TimeRange & { readonly fromMs: number },
): Promise<PartitionChange> {
  const [from, to] = [firstIdAt(ID_PREFIX[table], range.fromMs), firstIdAt(ID_PREFIX[table], range.toMs)];
  const name = sql.table(`${table}_${dayOf(range.fromMs)}`);
  const [parent, others] = [sql.table(table), sql.table(`${table}_default`)];
  const without = sql.ref(`${table}_default_without`);
  const noneOfIt = sql`CHECK (id < ${sql.lit(from)} OR id >= ${sql.lit(to)})`;
  // PostgreSQL looks through the default partition for rows of the new one. A CHECK that was validated before, while others
  // write, spares that look under the lock.
  const isLocked = await change(store, async (trx) => {
    await sql`ALTER TABLE ${others} DROP CONSTRAINT IF EXISTS ${without}`.execute(trx);
    await sql`ALTER TABLE ${others} ADD CONSTRAINT ${without} ${noneOfIt} NOT VALID`.execute(trx);
  });
  if (isLocked !== 'done') return isLocked;
  const isFree = await change(store, async (trx) => {
    await sql`SET LOCAL statement_timeout = 0`.execute(trx);
    await sql`ALTER TABLE ${others} VALIDATE CONSTRAINT ${without}`.execute(trx);
  });
  const made =
    isFree === 'done'
      ? await change(store, async (trx) => {
          await sql`CREATE TABLE ${name} (LIKE ${parent} INCLUDING ALL)`.execute(trx);
          await sql`ALTER TABLE ${parent} ATTACH PARTITION ${name} FOR VALUES FROM (${sql.lit(from)}) TO (${sql.lit(to)})`.execute(
            trx,
          );
        })
      : isFree;
  await change(store, async (trx) => {
    await sql`ALTER TABLE ${others} DROP CONSTRAINT IF EXISTS ${without}`.execute(trx);
  });
  return made;
}

/**
 * Removes a partition with all that is in it, in a moment and however large it is. Events with an unfinished delivery
 * stay: they move to the default partition. Locks the table for that moment; when it cannot be had at once the change is
 * given up.
 *
 * @returns `occupied` when more has to stay than can be moved: the partition waits as a whole.
 */
export async function dropPartition(
  store: Store,
  table: PartitionedTable,
  partition: Partition,
): Promise<PartitionChange> {
  if (table === 'events' && (await keepsMany(store, partition))) return 'occupied';
  const [parent, child] = [sql.table(table), sql.table(partition.name)];
  return change(store, async (trx) => {
    await sql`ALTER TABLE ${parent} DETACH PARTITION ${child}`.execute(trx);
    if (table === 'events') {
      await sql`SET LOCAL statement_timeout = ${sql.lit(MOVE_TIMEOUT_MS)}`.execute(trx);
      await sql`INSERT INTO events SELECT old.* FROM ${child} AS old
        WHERE (workspace_id, id) IN (${selectUnfinished(partition)})`.execute(trx);
    }
    await sql`DROP TABLE ${child}`.execute(trx);
  });
}

/**
 * Removes what is old in a table's default partition, at most `PURGE_ROWS_MAX` rows; events with an unfinished delivery
 * stay. @returns how many.
 */
export async function purgeDefaultPartition(
  store: Store,
  table: PartitionedTable,
  beforeMs: number,
): Promise<{ readonly count: number; readonly isDone: boolean }> {
  const others = sql.table(`${table}_default`);
  const bound = firstIdAt(ID_PREFIX[table], beforeMs);
  const isNeeded = sql`EXISTS (SELECT FROM deliveries AS d
    WHERE d.workspace_id = old.workspace_id AND d.event_id = old.id AND d.state = 'pending')`;
  const { rows } = await sql<OldRow>`
    SELECT old.workspace_id, old.id FROM ${others} AS old
    WHERE old.id < ${bound} AND NOT ${table === 'events' ? isNeeded : sql`false`}
    LIMIT ${sql.lit(PURGE_ROWS_MAX)}`.execute(store.db);
  if (rows.length === 0) return { count: 0, isDone: true };
  if (table === 'events') await settleWordsOf(store, rows);
  const keys = sql.join(rows.map((row) => sql`(${row.workspace_id}, ${row.id})`));
  await sql`DELETE FROM ${others} WHERE (workspace_id, id) IN (VALUES ${keys})`.execute(store.db);
  return { count: rows.length, isDone: rows.length < PURGE_ROWS_MAX };
}

interface OldRow {
  readonly workspace_id: WorkspaceId;
  readonly id: EventId;
}

async function settleWordsOf(store: Store, events: readonly OldRow[]): Promise<void> {
  for (const [workspaceId, group] of Map.groupBy(events, (row) => row.workspace_id)) {
    const ids = group.map((row) => row.id);
    await settleMessageWords(store.db, workspaceId, ids);
  }
}

async function keepsMany(store: Store, partition: Partition): Promise<boolean> {
  const { rows } = await sql<{ readonly count: number }>`
    SELECT count(*) AS count FROM (${selectUnfinished(partition)} LIMIT ${sql.lit(KEPT_EVENTS_MAX + 1)}) AS kept`.execute(
    store.db,
  );
  return Number(rows[0]?.count ?? 0) > KEPT_EVENTS_MAX;
}

function selectUnfinished({ fromMs, toMs }: TimeRange) {
  return sql`SELECT d.workspace_id, d.event_id FROM deliveries AS d
    WHERE d.state = 'pending' AND d.event_id >= ${firstIdAt('evt', fromMs ?? 0)} AND d.event_id < ${firstIdAt('evt', toMs)}`;
}

/** `20261203`: the day in UTC with which it begins. */
function dayOf(ms: number): string {
  const [day] = new Date(ms).toISOString().split('T');
  assert(day !== undefined);
  return day.replaceAll('-', '');
}

/** SQLSTATE of a lock that was not got in time, of a deadlock, of a statement that took too long, and of a relation that another node made or dropped. */
const BUSY_CODES: ReadonlySet<unknown> = new Set(['55P03', '40P01', '57014', '42P07', '42P01', '42704']);
const CHECK_VIOLATION = '23514';

async function change(store: Store, work: (trx: Trx) => Promise<void>): Promise<PartitionChange> {
  try {
    return await store.db.transaction().execute(async (trx) => {
      await sql`SET LOCAL lock_timeout = ${sql.lit(LOCK_TIMEOUT_MS)}`.execute(trx);
      const { rows } = await sql<{ readonly got: boolean }>`
        SELECT pg_try_advisory_xact_lock(${sql.lit(PARTITIONS_LOCK)}) AS got`.execute(trx);
      if (rows[0]?.got !== true) return 'busy';
      await work(trx);
      return 'done';
    });
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code;
    if (code === CHECK_VIOLATION) return 'occupied';
    if (BUSY_CODES.has(code)) return 'busy';
    throw error;
  }
}
