import type { RawSql } from '../../packages/server/test/support/raw-sql.ts';
import { cloneRows, idSql, LEFT_OUT } from './clone-rows.ts';

/** What the gateway made for one event of the model workspace, from which all else is copied. */
export interface Models {
  readonly workspaceId: string;
  /** Has one attempt that succeeded. */
  readonly eventId: string;
  /** Of another event: it waits for its next attempt. */
  readonly deliveryId: string;
}

/** Endpoints that what is filled in is spread over. */
const ENDPOINTS = 100;
/** What is in the log went to so many endpoints each. */
const LOG_FANOUT = 10;
const DAY_MS = 86_400_000;
/** Inside the retention of 30 days. */
const LOG_MS = 25 * DAY_MS;
/** Newer than all of the log, older than now. */
const BACKLOG_AGE_MS = 3_600_000;

/** Copies of different kinds have different ids. */
const SALT = { endpoint: 'e01', backlog: 'b01', log: 'c01' } as const;

/** What a filled database consists of, with the time at which the filling began. */
export interface FilledSize {
  readonly nowMs: number;
  readonly count: number;
}

/** Makes filling fast: a database that is lost in a crash meanwhile is filled anew. */
export async function prepareFilling(sql: RawSql): Promise<void> {
  if (sql.engine === 'postgres') await sql.run('SET synchronous_commit = off');
  else await sql.run('PRAGMA synchronous = OFF; PRAGMA cache_size = -262144');
}

/** After that the database is as one that grew: PostgreSQL knows its tables, SQLite's log is in the file. */
export async function endFilling(sql: RawSql): Promise<void> {
  await sql.run(sql.engine === 'postgres' ? 'VACUUM ANALYZE' : 'PRAGMA wal_checkpoint(TRUNCATE)');
}

/** Adds 100 endpoints that are as the first of the workspace; all but the first path is theirs. */
export async function fillTargets(sql: RawSql, { workspaceId }: Models, nowMs: number): Promise<void> {
  await cloneRows(sql, {
    table: 'endpoints',
    model: `workspace_id = '${workspaceId}' AND url LIKE '%/hook'`,
    count: ENDPOINTS,
    changes: { id: endpointId(sql, nowMs), url: `model.url || '/filled/' || n` },
  });
}

/** Deliveries that have been due for an hour, each of an event of its own. */
export async function fillBacklog(sql: RawSql, models: Models, { nowMs, count }: FilledSize): Promise<void> {
  const createdAtMs = `${nowMs - BACKLOG_AGE_MS} + n / 1000`;
  const eventId = idSql(sql, 'evt', { salt: SALT.backlog, atMs: createdAtMs });
  await fillEvents(sql, models, { count, eventId, createdAtMs });
  await cloneRows(sql, {
    table: 'deliveries',
    model: `workspace_id = '${models.workspaceId}' AND id = '${models.deliveryId}'`,
    count,
    changes: {
      id: idSql(sql, 'dlv', { salt: SALT.backlog, atMs: createdAtMs }),
      event_id: eventId,
      endpoint_id: endpointId(sql, nowMs),
      attempts_made: '0',
      schedule_step: '0',
      due_at_ms: createdAtMs,
      lease_token: 'NULL',
      maybe_received: '0',
      created_at_ms: createdAtMs,
    },
  });
}

/** A delivery log of 25 days: attempts that succeeded, ten for each event. @param from So many are there already. */
export async function fillLog(
  sql: RawSql,
  models: Models,
  size: FilledSize & { readonly from: number },
): Promise<void> {
  const count = size.count - size.from;
  // What is there already has the first day to itself, so that times rise with numbers as they do in earnest.
  const [beginsMs, lastsMs] = size.from === 0 ? [0, DAY_MS] : [DAY_MS, LOG_MS - DAY_MS];
  const startMs = size.nowMs - BACKLOG_AGE_MS - LOG_MS + beginsMs;
  const timeOf = (number: string) => `${startMs} + (${number}) * ${lastsMs} / ${count}`;
  const salt = SALT.log;
  const numberOf = (number: string) => `${size.from} + ${number}`;
  const eventAtMs = timeOf(`n / ${LOG_FANOUT} * ${LOG_FANOUT}`);
  await fillEvents(sql, models, {
    count: Math.ceil(count / LOG_FANOUT),
    eventId: idSql(sql, 'evt', { salt, atMs: timeOf(`n * ${LOG_FANOUT}`), number: numberOf('n') }),
    createdAtMs: timeOf(`n * ${LOG_FANOUT}`),
  });
  await cloneRows(sql, {
    table: 'attempts',
    model: `workspace_id = '${models.workspaceId}' AND event_id = '${models.eventId}'`,
    count,
    changes: {
      id: idSql(sql, 'att', { salt, atMs: timeOf('n'), number: numberOf('n') }),
      delivery_id: idSql(sql, 'dlv', { salt, atMs: eventAtMs, number: numberOf('n') }),
      event_id: idSql(sql, 'evt', { salt, atMs: eventAtMs, number: numberOf(`n / ${LOG_FANOUT}`) }),
      endpoint_id: endpointId(sql, size.nowMs),
      started_at_ms: timeOf('n'),
    },
  });
}

interface FilledEvents {
  readonly count: number;
  /** Expressions. */
  readonly eventId: string;
  readonly createdAtMs: string;
}

async function fillEvents(sql: RawSql, models: Models, { count, eventId, createdAtMs }: FilledEvents): Promise<void> {
  await cloneRows(sql, {
    table: 'events',
    model: `workspace_id = '${models.workspaceId}' AND id = '${models.eventId}'`,
    count,
    changes: {
      id: eventId,
      position: sql.engine === 'postgres' ? `nextval('events_position')` : LEFT_OUT,
      occurred_at_ms: createdAtMs,
      created_at_ms: createdAtMs,
    },
  });
  await cloneRows(sql, {
    table: 'event_keys',
    model: `workspace_id = '${models.workspaceId}' AND event_id = '${models.eventId}'`,
    count,
    changes: { key: `'filled.' || ${eventId}`, event_id: eventId, created_at_ms: createdAtMs },
  });
}

function endpointId(sql: RawSql, nowMs: number): string {
  return idSql(sql, 'ep', { salt: SALT.endpoint, atMs: String(nowMs), number: `n % ${ENDPOINTS}` });
}
