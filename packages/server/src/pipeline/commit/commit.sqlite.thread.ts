import type BetterSqlite3 from 'better-sqlite3';
import { WAITS_BEHIND_AT_MS } from '../../domain/delivery.ts';
import type { EventId } from '../../domain/ids.ts';
import type { AttemptRow, DeliveryRow, EventRow, QuarantineRow, ReleaseRow } from './commit-rows.ts';

/** What `commit.sqlite.store.ts` sends to the writer thread. */
export interface SqliteCommitBatch {
  readonly events: readonly EventRow[];
  /** By the index of their event in `events`. */
  readonly deliveries: readonly (readonly DeliveryRow[])[];
  /** By statement, see `commit.sqlite.store.ts`. */
  readonly records: readonly SqliteRecordWrites[];
  readonly attempts: readonly AttemptRow[];
  readonly releases: readonly ReleaseRow[];
  readonly quarantine: readonly QuarantineRow[];
}

/** Rows that are written by one statement. The statement's text crosses to the thread once. */
export interface SqliteRecordWrites {
  readonly sql: string;
  /** What the rows replace may tell of people. */
  readonly replacesPersonalData: boolean;
  readonly rows: readonly (readonly (string | number | null)[])[];
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
    `UPDATE deliveries SET lease_token = NULL, due_at_ms = ? WHERE workspace_id = ? AND id = ? AND lease_token = ? AND state = 'pending'`,
  );
  const keepFreedPages = db.prepare('PRAGMA secure_delete = FAST');
  const wipeFreedPages = db.prepare('PRAGMA secure_delete = ON');
  const commit = db.transaction((batch: SqliteCommitBatch): readonly FreshEvent[] => {
    const fresh = appendEvents(batch);
    const freshIds = batch.records.length === 0 ? null : new Set(fresh.map(([id]) => id));
    for (const writes of batch.records) putRecords(writes, (id) => freshIds?.has(id) === true);
    for (const row of batch.attempts) recordAttempt(row);
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
  const insertKey = db.prepare(
    'INSERT INTO event_keys (workspace_id, key, event_id, created_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const insertEvent = db.prepare(
    `INSERT INTO events (workspace_id, id, type, origin, channel_id, occurred_at_ms, created_at_ms, phone, bsuid, contact_id, contact_serial, sent_message, hops, payload)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertDelivery = db.prepare(
    `INSERT INTO deliveries (workspace_id, id, event_id, endpoint_id, state, attempts_made, schedule_step, due_at_ms, lease_token, maybe_received, trigger, resting_state, created_at_ms, order_key, order_position)
     VALUES (?, ?, ?, ?, 'pending', 0, 0, ?, ?, 0, 'schedule', NULL, ?, ?, ?)`,
  );
  return (batch: SqliteCommitBatch): readonly FreshEvent[] => {
    const fresh: FreshEvent[] = [];
    const duplicates = new Set<EventId>();
    for (const [index, e] of batch.events.entries()) {
      if (e.cause !== null && duplicates.has(e.cause)) continue;
      if (e.key !== null && insertKey.run(e.workspace_id, e.key, e.id, e.created_at_ms).changes === 0) {
        duplicates.add(e.id);
        continue;
      }
      const { lastInsertRowid } = insertEvent.run(
        e.workspace_id,
        e.id,
        e.type,
        e.origin,
        e.channel_id,
        e.occurred_at_ms,
        e.created_at_ms,
        e.phone,
        e.bsuid,
        e.contact_id,
        e.contact_serial,
        e.sent_message,
        e.hops,
        e.payload,
      );
      for (const d of batch.deliveries[index] ?? []) {
        insertDelivery.run(
          d.workspace_id,
          d.id,
          d.event_id,
          d.endpoint_id,
          d.due_at_ms,
          d.lease_token,
          d.created_at_ms,
          d.order_key,
          d.order_key === null ? null : lastInsertRowid,
        );
      }
      fresh.push([e.id, Number(lastInsertRowid)]);
    }
    return fresh;
  };
}

function prepareRecordAttempt(db: BetterSqlite3.Database) {
  // A canceled delivery that was delivered all the same leaves the queue: the log says what is true.
  const finish = db.prepare(
    `DELETE FROM deliveries WHERE workspace_id = ? AND id = ? AND lease_token = ? AND (state = 'pending' OR ? = 'succeeded')`,
  );
  const wait = db.prepare(
    `UPDATE deliveries SET attempts_made = ?, schedule_step = ?, due_at_ms = ?, lease_token = ?, maybe_received = ?, trigger = ?, resting_state = ?
     WHERE workspace_id = ? AND id = ? AND lease_token = ? AND state = 'pending'`,
  );
  const leaveCanceled = db.prepare(
    `UPDATE deliveries SET attempts_made = ?, lease_token = NULL WHERE workspace_id = ? AND id = ? AND lease_token = ? AND state = 'canceled'`,
  );
  const findFirst = db.prepare<unknown[], { readonly id: string; readonly due_at_ms: number | null }>(
    `SELECT id, due_at_ms FROM deliveries WHERE workspace_id = ? AND endpoint_id = ? AND order_key = ? ORDER BY order_position LIMIT 1`,
  );
  const letGo = db.prepare('UPDATE deliveries SET due_at_ms = created_at_ms WHERE workspace_id = ? AND id = ?');
  const letNextGo = (a: AttemptRow): void => {
    const first = findFirst.get(a.workspace_id, a.endpoint_id, a.order_key);
    if (first?.due_at_ms === WAITS_BEHIND_AT_MS) letGo.run(a.workspace_id, first.id);
  };
  const insertAttempt = db.prepare(
    `INSERT INTO attempts (workspace_id, id, delivery_id, event_id, endpoint_id, number, trigger, started_at_ms, duration_ms, outcome, status_code,
       error_class, error_message, request_headers, response_headers, response_body, delivery_state, next_attempt_at_ms, run_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insert = (a: AttemptRow, state: string | null, nextAtMs: number | null) =>
    insertAttempt.run(
      a.workspace_id,
      a.id,
      a.delivery_id,
      a.event_id,
      a.endpoint_id,
      a.number,
      a.trigger,
      a.started_at_ms,
      a.duration_ms,
      a.outcome,
      a.status_code,
      a.error_class,
      a.error_message,
      a.request_headers,
      a.response_headers,
      a.response_body,
      state,
      nextAtMs,
      a.run_id,
    );

  return (a: AttemptRow): void => {
    const moved =
      a.after === 'finished'
        ? finish.run(a.workspace_id, a.delivery_id, a.lease_token, a.outcome)
        : wait.run(
            a.number,
            a.next_schedule_step,
            a.next_due_at_ms,
            a.next_lease_token,
            a.next_maybe_received,
            a.next_trigger,
            a.next_resting_state,
            a.workspace_id,
            a.delivery_id,
            a.lease_token,
          );
    if (moved.changes === 1) insert(a, a.delivery_state, a.next_attempt_at_ms);
    else if (leaveCanceled.run(a.number, a.workspace_id, a.delivery_id, a.lease_token).changes === 1)
      insert(a, 'canceled', null);
    if (a.order_key !== null && a.after === 'finished') letNextGo(a);
  };
}
