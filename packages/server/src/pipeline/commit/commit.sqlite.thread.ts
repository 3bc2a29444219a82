import type BetterSqlite3 from 'better-sqlite3';
import { WAITS_BEHIND_AT_MS } from '../../domain/delivery.ts';
import type { EventId } from '../../domain/ids.ts';
import { denseMap } from '../../platform/dense-map.ts';
import type { QuarantineRow } from './commit-rows.ts';
import {
  ATTEMPT_SQL,
  type AttemptValues,
  DELIVERY_SQL,
  EVENT_KEY_SQL,
  EVENT_SQL,
  type EventValues,
  RELEASE_SQL,
  type ReleaseValues,
  type Value,
  WAIT_SQL,
} from './commit-values.sqlite.ts';

/** What `commit.sqlite.store.ts` sends to the writer thread. */
export interface SqliteCommitBatch {
  readonly events: readonly EventValues[];
  /** By statement, see `commit.sqlite.store.ts`. */
  readonly records: readonly SqliteRecordWrites[];
  readonly attempts: readonly AttemptValues[];
  readonly releases: readonly ReleaseValues[];
  readonly quarantine: readonly QuarantineRow[];
}

/** Rows that are written by one statement. The statement's text crosses to the thread once. */
export interface SqliteRecordWrites {
  readonly sql: string;
  /** What the rows replace may tell of people. */
  readonly replacesPersonalData: boolean;
  readonly rows: readonly (readonly Value[])[];
  /** By the index of their row. */
  readonly causeIds: readonly (EventId | null)[];
}

/** Positions of the events of a batch, in its order. Null: it was not appended. */
export type EventPositions = readonly (number | null)[];

/** Code of the error that refuses a batch because a record was changed in the meantime. */
export const STALE_RECORD = 'POSTHORN_STALE_RECORD';

class StaleRecordError extends Error {
  readonly code = STALE_RECORD;
}

/** Procedures of the writer thread: one call is one transaction. */
export function register(db: BetterSqlite3.Database) {
  const putRecords = preparePutRecords(db);
  const appendEvents = prepareAppendEvents(db);
  const recordAttempt = prepareRecordAttempt(db);
  const quarantine = db.prepare(
    `INSERT INTO quarantine (meta_app_id, id, reason, field, phone_number_id, waba_id, occurred_at_ms, created_at_ms, dedupe_key, payload_bytes, payload)
     VALUES (@meta_app_id, @id, @reason, @field, @phone_number_id, @waba_id, @occurred_at_ms, @created_at_ms, @dedupe_key, @payload_bytes, @payload)
     ON CONFLICT DO NOTHING`,
  );
  const release = db.prepare(RELEASE_SQL);
  const keepFreedPages = db.prepare('PRAGMA secure_delete = FAST');
  const wipeFreedPages = db.prepare('PRAGMA secure_delete = ON');
  const commit = db.transaction((batch: SqliteCommitBatch): EventPositions => {
    const { positions, leftOut } = appendEvents(batch.events);
    for (const writes of batch.records) putRecords(writes, leftOut);
    for (const attempt of batch.attempts) recordAttempt(attempt);
    for (const values of batch.releases) release.run(...values);
    for (const row of batch.quarantine) quarantine.run(row);
    return positions;
  });
  return {
    commit: (batch: SqliteCommitBatch) => {
      if (batch.records.some((writes) => writes.replacesPersonalData)) return commit.immediate(batch);
      // Else it frees pages of the queue alone, which tell nothing of people. Writing those once more to wipe them cost 5 %
      // of the whole way; what is deleted inside a page is wiped all the same.
      keepFreedPages.all();
      try {
        return commit.immediate(batch);
      } finally {
        wipeFreedPages.all();
      }
    },
  };
}

type PutRecords = (writes: SqliteRecordWrites, leftOut: ReadonlySet<EventId>) => void;

/** Kinds of records are few, so every statement is kept. */
function preparePutRecords(db: BetterSqlite3.Database): PutRecords {
  const statements = new Map<string, BetterSqlite3.Statement>();
  return ({ sql, rows, causeIds }, leftOut) => {
    const statement = statements.get(sql) ?? db.prepare(sql);
    statements.set(sql, statement);
    for (const [index, values] of rows.entries()) {
      // A record whose cause was there before is left out.
      const causeId = causeIds[index] ?? null;
      if (causeId !== null && leftOut.has(causeId)) continue;
      // One that does not have the revision it should have refuses the batch.
      if (statement.run(...values).changes === 0) throw new StaleRecordError('A record was changed in the meantime.');
    }
  };
}

interface AppendedEvents {
  readonly positions: EventPositions;
  /** Events that were there before, and what they would have caused. */
  readonly leftOut: ReadonlySet<EventId>;
}

function prepareAppendEvents(db: BetterSqlite3.Database) {
  const insertKey = db.prepare(EVENT_KEY_SQL);
  const insertEvent = db.prepare(EVENT_SQL);
  const insertDelivery = db.prepare(DELIVERY_SQL);

  /** Null: it is left out. */
  const append = ([event, dedupeKey, causeId, deliveries]: EventValues, leftOut: Set<EventId>): number | null => {
    const [workspaceId, id, createdAtMs] = event;
    const isLeftOut =
      (causeId !== null && leftOut.has(causeId)) ||
      (dedupeKey !== null && insertKey.run(workspaceId, dedupeKey, id, createdAtMs).changes === 0);
    if (isLeftOut) {
      leftOut.add(id);
      return null;
    }
    const position = Number(insertEvent.run(...event).lastInsertRowid);
    for (const [deliveryId, endpointId, dueAtMs, leaseToken, orderKey] of deliveries) {
      const place = orderKey === null ? null : position;
      insertDelivery.run(workspaceId, deliveryId, id, endpointId, dueAtMs, leaseToken, createdAtMs, orderKey, place);
    }
    return position;
  };

  return (events: readonly EventValues[]): AppendedEvents => {
    const leftOut = new Set<EventId>();
    return { positions: denseMap(events, (event) => append(event, leftOut)), leftOut };
  };
}

function prepareRecordAttempt(db: BetterSqlite3.Database) {
  // A canceled delivery that was delivered all the same leaves the queue: the log says what is true.
  const finish = db.prepare(
    `DELETE FROM deliveries WHERE workspace_id = ? AND id = ? AND lease_token = ? AND (state = 'pending' OR ? = 'succeeded')`,
  );
  const wait = db.prepare(WAIT_SQL);
  const leaveCanceled = db.prepare(
    `UPDATE deliveries SET attempts_made = ?, lease_token = NULL, canceled_lease_ends_ms = NULL
     WHERE workspace_id = ? AND id = ? AND lease_token = ? AND state = 'canceled'`,
  );
  const findFirst = db.prepare<unknown[], { readonly id: string; readonly due_at_ms: number | null }>(
    `SELECT id, due_at_ms FROM deliveries WHERE workspace_id = ? AND endpoint_id = ? AND order_key = ? ORDER BY order_position LIMIT 1`,
  );
  const letGo = db.prepare('UPDATE deliveries SET due_at_ms = created_at_ms WHERE workspace_id = ? AND id = ?');
  const letNextGo = (workspaceId: Value, line: readonly [Value, Value]): void => {
    const first = findFirst.get(workspaceId, ...line);
    if (first?.due_at_ms === WAITS_BEHIND_AT_MS) letGo.run(workspaceId, first.id);
  };
  const insert = db.prepare(ATTEMPT_SQL);

  return ([attempt, end, leaseToken, waits, line]: AttemptValues): void => {
    const [workspaceId, deliveryId, outcome, number] = attempt;
    const moved =
      waits === null
        ? finish.run(workspaceId, deliveryId, leaseToken, outcome)
        : wait.run(...waits, workspaceId, deliveryId, leaseToken);
    if (moved.changes === 1) {
      insert.run(...attempt, ...end);
    } else if (leaveCanceled.run(number, workspaceId, deliveryId, leaseToken).changes === 1) {
      const [, , runId] = end;
      insert.run(...attempt, 'canceled', null, runId);
    }
    if (line !== null && waits === null) letNextGo(workspaceId, line);
  };
}
