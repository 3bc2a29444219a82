import { sql } from 'kysely';
import type { Queried, Store, Trx } from '../../platform/db/store.ts';

/** First two bytes of the advisory locks that stand for positions: "PH". Other locks of this database have other bytes. */
const LOCK_NAMESPACE = 0x5048;

/**
 * What a transaction on PostgreSQL runs before its first `nextval('events_position')`: a query of one row,
 * without a semicolon, to be run alone or as a CTE. The lock is shared, so writers never wait for each
 * other, and it ends with the transaction. Why: see `readHorizon`.
 */
export const takePositionLockSql = `SELECT pg_advisory_xact_lock_shared((${LOCK_NAMESPACE}::bigint << 48) | (CASE WHEN is_called THEN last_value ELSE 0 END)) AS position_lock FROM events_position`;

/** The same for rows that are inserted one by one, in a transaction on any database. */
export async function takePositionLock(store: Store, trx: Trx): Promise<void> {
  if (store.can.sharedBetweenNodes) await sql.raw(takePositionLockSql).execute(trx);
}

/**
 * The position up to which the event log is settled: every event at or below it that will ever be visible
 * is visible to a statement that begins after this call. A poller that reads no further never skips an event.
 *
 * Why it is needed: positions are taken in one order and committed in another. A slow transaction with
 * position 7 may commit after a fast one with 8; a reader that went on after 8 would never see 7.
 *
 * Why it is right on PostgreSQL. A writer locks a key with the last value L that the sequence had given
 * out, and only then takes its positions, which are therefore all above L. The lock goes after the commit
 * is visible to others. The reader notes the sequence's last value V **first** and looks at the locks
 * **second**. A transaction with a position at or below V took it before V was read, so its lock was there
 * before the locks are looked at: either it still is, and the horizon is at most L and below its positions;
 * or it is gone, and the next statement sees what was committed. Locks first and V second would be wrong: a
 * writer may lock and take a position in between while others move V past it. What is never seen costs
 * nothing: a position of a transaction that failed is a gap. The sequence must not cache values.
 *
 * The horizon may step back between two calls, because a writer may lock with an old L after a newer V was
 * read; its positions are above that V all the same. Readers keep the furthest cursor they have.
 *
 * On SQLite one connection writes, so positions are committed in order, and the last one is the horizon.
 */
export async function readHorizon(store: Queried & Pick<Store, 'can'>): Promise<number> {
  if (!store.can.sharedBetweenNodes) return readLastPosition(store);
  const lastTaken = await readLastTaken(store);
  const lowestLocked = await readLowestLocked(store);
  return lowestLocked === null ? lastTaken : Math.min(lastTaken, lowestLocked);
}

async function readLastPosition(store: Queried): Promise<number> {
  const row = await store.db
    .selectFrom('events')
    .select((eb) => eb.fn.max('position').as('position'))
    .executeTakeFirst();
  return Number(row?.position ?? 0);
}

/** A sequence that was never used says last_value 1 as well: `is_called` tells whether 1 was given out. */
async function readLastTaken(store: Queried): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS position FROM events_position`.execute(store.db);
  return Number(rows[0]?.position ?? 0);
}

/** pg_locks shows the key of an advisory lock in two halves: the namespace and the position's high bits are in `classid`. */
async function readLowestLocked(store: Queried): Promise<number | null> {
  const { rows } = await sql<{ position: number | null }>`
    SELECT min(((classid::bigint & 65535) << 32) | objid::bigint) AS position FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND (classid::bigint >> 16) = ${sql.lit(LOCK_NAMESPACE)}
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`.execute(store.db);
  const position = rows[0]?.position ?? null;
  return position === null ? null : Number(position);
}
