import type BetterSqlite3 from 'better-sqlite3';
import { WAITS_BEHIND_AT_MS } from '../../domain/delivery.ts';
import type { EventId } from '../../domain/ids.ts';
import type { QuarantineRow, ReleaseRow } from './commit-rows.ts';
import {
  ATTEMPT_SQL,
  type AttemptValues,
  DELIVERY_SQL,
  EVENT_KEY_SQL,
  EVENT_SQL,
  type EventValues,
  type Value,
  WAIT_SQL,
} from './commit-values.sqlite.ts';

/** What `commit.sqlite.store.ts` sends to the writer thread. */
export interface SqliteCommitBatch {
  readonly events: readonly EventValues[];
  /** By statement, see `commit.sqlite.store.ts`. */
  readonly records: readonly SqliteRecordWrites[];
  readonly attempts: readonly AttemptValues[];
  readonly releases: readonly ReleaseRow[];
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

/** Id and position of an event that was appended. */
type FreshEvent = readonly [id: EventId, position: number];

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
  const release = db.prepare(
    `UPDATE deliveries SET lease_token = NULL, due_at_ms = CASE state WHEN 'pending' THEN ? END, canceled_lease_ends_ms = NULL
     WHERE workspace_id = ? AND id = ? AND lease_token = ?`,
  );
  const keepFreedPages = db.prepare('PRAGMA secure_delete = FAST');
  const wipeFreedPages = db.prepare('PRAGMA secure_delete = ON');
  const commit = db.transaction((batch: SqliteCommitBatch): readonly FreshEvent[] => {
    const fresh = appendEvents(batch.events);
    const freshIds = batch.records.length === 0 ? null : new Set(fresh.map(([id]) => id));
    for (const writes of batch.records) putRecords(writes, (id) => freshIds?.has(id) === true);
    for (const attempt of batch.attempts) recordAttempt(attempt);
    for (const row of batch.releases) release.run(row.due_at_ms, row.workspace_id, row.id, row.lease_token);
    for (const row of batch.quarantine) quarantine.run(row);
    return fresh;
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

type PutRecords = (writes: SqliteRecordWrites, isFresh: (id: EventId) => boolean) => void;

/** Kinds of records are few, so every statement is kept. */
function preparePutRecords(db: BetterSqlite3.Database): PutRecords {
  const statements = new Map<string, BetterSqlite3.Statement>();
  return ({ sql, rows, causeIds }, isFresh) => {
    const statement = statements.get(sql) ?? db.prepare(sql);
    statements.set(sql, statement);
    for (const [index, values] of rows.entries()) {
      // A record whose cause was there before is left out.
      const causeId = causeIds[index] ?? null;
      if (causeId !== null && !isFresh(causeId)) continue;
      // One that does not have the revision it should have refuses the batch.
      if (statement.run(...values).changes === 0) throw new StaleRecordError('A record was changed in the meantime.');
    }
  };
}

function prepareAppendEvents(db: BetterSqlite3.Database) {
  const insertKey = db.prepare(EVENT_KEY_SQL);
  const insertEvent = db.prepare(EVENT_SQL);
  const insertDelivery = db.prepare(DELIVERY_SQL);
  return (events: readonly EventValues[]): readonly FreshEvent[] => {
    const fresh: FreshEvent[] = [];
    const duplicates = new Set<EventId>();
    for (const { id, cause, key, event, deliveries } of events) {
      if (cause !== null && duplicates.has(cause)) continue;
      if (key !== null && insertKey.run(...key).changes === 0) {
        duplicates.add(id);
        continue;
      }
      const position = insertEvent.run(...event).lastInsertRowid;
      for (const { values, isInLine } of deliveries) insertDelivery.run(...values, isInLine ? position : null);
      fresh.push([id, Number(position)]);
    }
    return fresh;
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

  return ({ of, outcome, number, attempt, waits, line }: AttemptValues): void => {
    const moved = waits === null ? finish.run(...of, outcome) : wait.run(...waits, ...of);
    if (moved.changes === 1) {
      insert.run(...attempt);
    } else if (leaveCanceled.run(number, ...of).changes === 1) {
      const [runId = null] = attempt.slice(-1);
      insert.run(...attempt.slice(0, -3), 'canceled', null, runId);
    }
    if (line !== null && waits === null) letNextGo(of[0], line);
  };
}
