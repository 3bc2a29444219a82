import { hash } from 'node:crypto';
import { isReplaced, type MergeRule, onConflictSql, type RecordTable } from '../../platform/db/record-write.ts';
import { type RowShape, rowsSql } from '../../platform/db/row-types.ts';
import type { RowColumnType } from '../../platform/db/row-writer.ts';
import type { AttemptRow, DeliveryRow, EventRow, QuarantineRow, ReleaseRow } from './commit-rows.ts';

/** SQLSTATE of the error by which a statement refuses itself, see `refuseStale`. */
export const STALE_RECORD_STATE = '22012';

/** What a batch may hold. Each part is a set of CTEs that reads its rows from parameters of its own. */
export type CommitPart = 'events' | 'attempts' | 'releases' | 'quarantine';

type Columns<Row> = Readonly<Record<keyof Row, RowColumnType>>;

const EVENTS: RowShape = {
  name: 'events',
  columns: {
    workspace_id: 'text',
    id: 'text',
    type: 'text',
    origin: 'text',
    channel_id: 'text',
    occurred_at_ms: 'bigint',
    created_at_ms: 'bigint',
    phone: 'text',
    bsuid: 'text',
    contact_id: 'text',
    contact_serial: 'bigint',
    sent_message: 'text',
    hops: 'integer',
    payload: 'text',
    key: 'text',
    cause: 'text',
  } satisfies Columns<EventRow>,
};

const DELIVERIES: RowShape = {
  name: 'deliveries',
  columns: {
    workspace_id: 'text',
    id: 'text',
    event_id: 'text',
    endpoint_id: 'text',
    due_at_ms: 'bigint',
    lease_token: 'text',
    order_key: 'text',
    created_at_ms: 'bigint',
  } satisfies Columns<DeliveryRow>,
};

const ATTEMPTS: RowShape = {
  name: 'attempts',
  columns: {
    workspace_id: 'text',
    id: 'text',
    delivery_id: 'text',
    event_id: 'text',
    endpoint_id: 'text',
    number: 'integer',
    trigger: 'text',
    started_at_ms: 'bigint',
    duration_ms: 'integer',
    outcome: 'text',
    status_code: 'integer',
    error_class: 'text',
    error_message: 'text',
    request_headers: 'text',
    response_headers: 'text',
    response_body: 'text',
    delivery_state: 'text',
    next_attempt_at_ms: 'bigint',
    run_id: 'text',
    lease_token: 'text',
    after: 'text',
    next_due_at_ms: 'bigint',
    next_lease_token: 'text',
    next_schedule_step: 'integer',
    next_maybe_received: 'integer',
    next_trigger: 'text',
    next_resting_state: 'text',
  } satisfies Columns<Omit<AttemptRow, 'order_key'>>,
};

const RELEASES: RowShape = {
  name: 'releases',
  columns: { workspace_id: 'text', id: 'text', lease_token: 'text', due_at_ms: 'bigint' } satisfies Columns<ReleaseRow>,
};

const QUARANTINE: RowShape = {
  name: 'quarantine',
  columns: {
    meta_app_id: 'text',
    id: 'text',
    reason: 'text',
    field: 'text',
    phone_number_id: 'text',
    waba_id: 'text',
    occurred_at_ms: 'bigint',
    created_at_ms: 'bigint',
    dedupe_key: 'text',
    payload_bytes: 'integer',
    payload: 'text',
  } satisfies Columns<QuarantineRow>,
};

/** What the rows of each part look like, a parameter each. */
export const PART_SHAPES = {
  events: [EVENTS, DELIVERIES],
  attempts: [ATTEMPTS],
  releases: [RELEASES],
  quarantine: [QUARANTINE],
} as const satisfies Record<CommitPart, readonly RowShape[]>;

const recordShapes = new WeakMap<RecordTable, RowShape>();

/** What the rows of a record table look like: its columns and the event that caused them. */
export function recordShape(table: RecordTable): RowShape {
  const known = recordShapes.get(table);
  if (known !== undefined) return known;
  const shape = { name: table.name, columns: { ...table.columns, cause: 'text' } } as const;
  recordShapes.set(table, shape);
  return shape;
}

/**
 * One statement for the parts of a batch, so that they are one transaction in one round trip. It answers
 * with the ids and positions of the events that are new.
 *
 * Parts never touch the same row: deliveries of this batch's events are inserted, and its attempts belong
 * to deliveries of earlier ones, so it does not matter that all parts see the same snapshot.
 *
 * PostgreSQL carries out what nothing reads from the last to the first. So the records stand before all that nobody else
 * wants, and of them the activity of conversations first: it is written last, when another commit that holds the lock on the
 * same conversation until its fsync is most likely through.
 *
 * @param tables Record tables of which the batch has rows, by name.
 * @returns `name` under which the connection keeps it prepared: one for each combination of parts.
 */
export function commitStatement(
  parts: readonly CommitPart[],
  tables: readonly RecordTable[],
  takePositionLockSql: string,
): { readonly name: string; readonly text: string } {
  let parameter = 0;
  const eventRows = parts.includes('events') ? { events: ++parameter, deliveries: ++parameter } : null;
  const others = parts.filter(isOther).map((part) => OTHER_PARTS[part](++parameter));
  const hasEvents = eventRows !== null;
  const records = tables.map((table, index) => putRecords(table, index, { rows: ++parameter, hasEvents }));
  const ctes = [
    ...(eventRows === null ? [] : [takeKeys(eventRows.events, takePositionLockSql)]),
    ...records,
    ...(eventRows === null ? [] : [appendEvents(eventRows.deliveries)]),
    ...others,
  ];
  const answer = hasEvents ? 'SELECT id, position FROM appended' : 'SELECT NULL AS id, 0 AS position WHERE false';
  const checks = tables.flatMap((table, index) => (isReplaced(table) ? [refuseStale(index)] : []));
  const text = `WITH ${ctes.join(',\n')}\n${[answer, ...checks].join('\nUNION ALL ')}`;
  return { name: `commit-${hash('sha256', text, 'base64url')}`, text };
}

const OTHER_PARTS = { attempts: recordAttempts, releases: releaseDeliveries, quarantine: keepQuarantine } as const;

function isOther(part: CommitPart): part is keyof typeof OTHER_PARTS {
  return part !== 'events';
}

/** Rows in the order of their key, so that two nodes with the same rows never wait for each other in a circle. */
function putRecords(
  table: RecordTable,
  index: number,
  { rows, hasEvents }: { readonly rows: number; readonly hasEvents: boolean },
): string {
  const columns = Object.keys(table.columns);
  const key = table.merge?.key ?? ['workspace_id', 'id'];
  const isNew = hasEvents ? 'cause IS NULL OR cause IN (SELECT event_id FROM new_keys)' : 'cause IS NULL';
  return `
wanted_${index} AS MATERIALIZED (
  SELECT * FROM ${rowsSql(recordShape(table), rows)}
  WHERE ${isNew}
),
put_${index} AS (
  INSERT INTO ${table.name} AS was (${columns.join(', ')})
  SELECT ${selectWanted(table).join(', ')} FROM wanted_${index}
  ${table.merge === undefined ? '' : `GROUP BY ${key.join(', ')}`}
  ORDER BY ${key.map((column) => `${column} COLLATE "C"`).join(', ')}
  ${onConflictSql(table, { least: 'LEAST', greatest: 'GREATEST' })}
  RETURNING 1
)`;
}

/** One statement may touch a row only once, so what is to be merged into the same row is merged before. */
function selectWanted({ columns, merge }: RecordTable): readonly string[] {
  const names = Object.keys(columns);
  if (merge === undefined) return names;
  return names.map((column) => {
    const rule = merge.rules[column];
    return rule === undefined ? column : aggregateSql(column, rule);
  });
}

function aggregateSql(column: string, rule: MergeRule): string {
  if (typeof rule === 'object') {
    return `(array_agg(${column} ORDER BY ${rule.newestBy} DESC NULLS LAST))[1]`;
  }
  if (rule === 'kept') return `(array_agg(${column}))[1]`;
  return rule === 'first' ? `(array_agg(${column}) FILTER (WHERE ${column} IS NOT NULL))[1]` : `${rule}(${column})`;
}

/** Adds no row to the answer. A statement can only fail as a whole by an error, and this is the cheapest one to make. */
function refuseStale(index: number): string {
  const isStale = `(SELECT count(*) FROM put_${index}) < (SELECT count(*) FROM wanted_${index})`;
  return `SELECT NULL, 0 WHERE 1 / (CASE WHEN ${isStale} THEN 0 ELSE 1 END) = 0`;
}

/**
 * Keys are inserted in order, so that two nodes with the same keys never wait for each other in a circle.
 * The lock on positions comes before the first `nextval`: each row of `ordered` needs `position_lock`, and
 * a volatile function in a select list is called after its rows are sorted.
 */
function takeKeys(events: number, takePositionLockSql: string): string {
  return `
position_lock AS MATERIALIZED (${takePositionLockSql}),
new_events AS MATERIALIZED (
  SELECT * FROM ${rowsSql(EVENTS, events)}
),
new_keys AS (
  INSERT INTO event_keys (workspace_id, key, event_id, created_at_ms)
  SELECT workspace_id, key, id, created_at_ms FROM new_events
  WHERE key IS NOT NULL ORDER BY workspace_id COLLATE "C", key COLLATE "C"
  ON CONFLICT DO NOTHING
  RETURNING event_id
)`;
}

function appendEvents(deliveries: number): string {
  return `
fresh AS MATERIALIZED (
  SELECT * FROM new_events
  WHERE (key IS NULL OR id IN (SELECT event_id FROM new_keys)) AND (cause IS NULL OR cause IN (SELECT event_id FROM new_keys))
),
appended AS (
  INSERT INTO events (position, workspace_id, id, type, origin, channel_id, occurred_at_ms, created_at_ms, phone, bsuid,
    contact_id, contact_serial, sent_message, hops, payload)
  SELECT nextval('events_position'), workspace_id, id, type, origin, channel_id, occurred_at_ms, created_at_ms, phone, bsuid,
    contact_id, contact_serial, sent_message, hops, payload
  FROM (SELECT fresh.* FROM fresh CROSS JOIN position_lock ORDER BY fresh.id COLLATE "C") AS ordered
  RETURNING id, position
),
born AS (
  INSERT INTO deliveries (workspace_id, id, event_id, endpoint_id, state, attempts_made, schedule_step, due_at_ms,
    lease_token, maybe_received, trigger, resting_state, created_at_ms, order_key, order_position)
  SELECT d.workspace_id, d.id, d.event_id, d.endpoint_id, 'pending', 0, 0, d.due_at_ms,
    d.lease_token, 0, 'schedule', NULL, d.created_at_ms,
    d.order_key, CASE WHEN d.order_key IS NULL THEN NULL ELSE appended.position END
  FROM ${rowsSql(DELIVERIES, deliveries)} AS d
  JOIN appended ON appended.id = d.event_id
)`;
}

function recordAttempts(attempts: number): string {
  return `
done AS MATERIALIZED (
  SELECT * FROM ${rowsSql(ATTEMPTS, attempts)}
),
finished AS (
  DELETE FROM deliveries d USING done a
  WHERE d.workspace_id = a.workspace_id AND d.id = a.delivery_id AND d.lease_token = a.lease_token
    AND a.after = 'finished' AND (d.state = 'pending' OR a.outcome = 'succeeded')
  RETURNING d.id
),
waiting AS (
  UPDATE deliveries d
  SET attempts_made = a.number, schedule_step = a.next_schedule_step, due_at_ms = a.next_due_at_ms,
      lease_token = a.next_lease_token, maybe_received = a.next_maybe_received, trigger = a.next_trigger,
      resting_state = a.next_resting_state
  FROM done a
  WHERE d.workspace_id = a.workspace_id AND d.id = a.delivery_id AND d.lease_token = a.lease_token
    AND a.after = 'waits' AND d.state = 'pending'
  RETURNING d.id
),
left_canceled AS (
  UPDATE deliveries d SET attempts_made = a.number, lease_token = NULL, canceled_lease_ends_ms = NULL
  FROM done a
  WHERE d.workspace_id = a.workspace_id AND d.id = a.delivery_id AND d.lease_token = a.lease_token
    AND d.state = 'canceled' AND NOT (a.after = 'finished' AND a.outcome = 'succeeded')
  RETURNING d.id
),
logged AS (
  INSERT INTO attempts (workspace_id, id, delivery_id, event_id, endpoint_id, number, trigger, started_at_ms, duration_ms,
    outcome, status_code, error_class, error_message, request_headers, response_headers, response_body, delivery_state,
    next_attempt_at_ms, run_id)
  SELECT workspace_id, id, delivery_id, event_id, endpoint_id, number, trigger, started_at_ms, duration_ms,
    outcome, status_code, error_class, error_message, request_headers, response_headers, response_body,
    CASE WHEN is_canceled THEN 'canceled' ELSE delivery_state END,
    CASE WHEN is_canceled THEN NULL ELSE next_attempt_at_ms END, run_id
  FROM done JOIN (
    SELECT id AS moved_id, false AS is_canceled FROM finished
    UNION ALL SELECT id, false FROM waiting
    UNION ALL SELECT id, true FROM left_canceled
  ) AS moved ON moved.moved_id = done.delivery_id
)`;
}

function releaseDeliveries(releases: number): string {
  return `
released AS (
  UPDATE deliveries d SET lease_token = NULL, due_at_ms = CASE d.state WHEN 'pending' THEN r.due_at_ms END, canceled_lease_ends_ms = NULL
  FROM ${rowsSql(RELEASES, releases)} AS r
  WHERE d.workspace_id = r.workspace_id AND d.id = r.id AND d.lease_token = r.lease_token
)`;
}

function keepQuarantine(items: number): string {
  return `
kept AS (
  INSERT INTO quarantine (meta_app_id, id, reason, field, phone_number_id, waba_id, occurred_at_ms, created_at_ms,
    dedupe_key, payload_bytes, payload)
  SELECT meta_app_id, id, reason, field, phone_number_id, waba_id, occurred_at_ms, created_at_ms, dedupe_key, payload_bytes, payload
  FROM ${rowsSql(QUARANTINE, items)}
  ON CONFLICT DO NOTHING
)`;
}
