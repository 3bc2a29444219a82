import { type Expression, type ExpressionBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { Attempt, AttemptOutcome } from '../../domain/delivery.ts';
import { firstIdAt } from '../../domain/id-time.ts';
import type { AttemptId, DeliveryId, EndpointId, EventId, WorkspaceId } from '../../domain/ids.ts';
import { isAttemptSince } from '../../platform/db/attempt-bound.ts';
import { attemptColumns } from '../../platform/db/attempt-columns.ts';
import { unpackHeaders } from '../../platform/db/logged-headers.ts';
import type { Store } from '../../platform/db/store.ts';
import type { AttemptsTable, Database } from '../../platform/db/tables.ts';
import type { Page } from '../../platform/http/api.ts';
import { SCAN_STEP_ROWS, scanBounded, toScannedPage } from '../../platform/http/bounded-scan.ts';

export interface ListAttempts {
  readonly workspaceId: WorkspaceId;
  readonly endpointId?: EndpointId | undefined;
  readonly deliveryId?: DeliveryId | undefined;
  readonly eventId?: EventId | undefined;
  readonly outcome?: AttemptOutcome | undefined;
  /** On the start of the attempt, inclusive, epoch ms. */
  readonly sinceMs?: number | undefined;
  /** On the start of the attempt, exclusive, epoch ms. */
  readonly untilMs?: number | undefined;
  /** Continues after this attempt. Null: at the newest. */
  readonly beforeId: AttemptId | null;
  readonly limit: number;
}

/** An id is made while its attempt runs or, after a crash, when the lease ran out: how far its time may lie from the start. */
const ID_FROM_START_MS_MAX = 600_000;

/** An expression, so that no planner walks along the ids for the sake of their order: few rows are found by delivery or event, then sorted. */
const sortedId = sql<string>`id || ''`;

type AttemptRow = Selectable<AttemptsTable>;

/** One attempt of the workspace, or null. */
export async function findAttempt(store: Store, workspaceId: WorkspaceId, id: AttemptId): Promise<Attempt | null> {
  const row = await store.db
    .selectFrom('attempts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : toAttempt(row);
}

/** Puts an attempt that belongs to no delivery into the log: a test send. Those of deliveries come with the group commit. */
export async function insertAttempt(store: Store, attempt: Attempt): Promise<void> {
  await store.db.insertInto('attempts').values(attemptColumns(attempt)).execute();
}

/**
 * The delivery log, newest first. By outcome it looks at a bounded piece of the log for each page, so such
 * a page may be short or empty and still have a cursor.
 */
export async function listAttempts(store: Store, query: ListAttempts): Promise<Page<Attempt>> {
  const result = await scanBounded<string, AttemptRow>({
    limit: query.limit,
    start: startOfList(query),
    findStepEnd: (start) =>
      query.outcome === undefined || isShort(query) ? Promise.resolve(null) : findAttemptBelow(store, query, start),
    read: (start, end, limit) =>
      store.db
        .selectFrom('attempts')
        .selectAll()
        .where((eb) => matches(eb, query, { start, end }))
        .orderBy(isShort(query) ? sortedId : sql.ref('id'), 'desc')
        .limit(limit)
        .execute(),
  });
  const page = toScannedPage(result, query.limit, (row) => row.id);
  return { items: page.items.map(toAttempt), nextCursor: page.nextCursor };
}

/** The log of one delivery or event is short. */
function isShort(query: ListAttempts): boolean {
  return query.deliveryId !== undefined || query.eventId !== undefined;
}

interface IdRange {
  /** Exclusive; null: no bound. */
  readonly start: string | null;
  /** Inclusive; null: no bound. */
  readonly end: string | null;
}

function startOfList(query: ListAttempts): string | null {
  if (query.untilMs === undefined) return query.beforeId;
  const bound = firstIdAt('att', query.untilMs + ID_FROM_START_MS_MAX);
  return query.beforeId !== null && query.beforeId < bound ? query.beforeId : bound;
}

function matches(eb: ExpressionBuilder<Database, 'attempts'>, query: ListAttempts, range: IdRange) {
  const conditions: Expression<SqlBool>[] = [isInLog(eb, query)];
  if (range.start !== null) conditions.push(eb('id', '<', range.start as AttemptId));
  if (range.end !== null) conditions.push(eb('id', '>=', range.end as AttemptId));
  if (query.outcome !== undefined) conditions.push(eb('outcome', '=', query.outcome));
  if (query.sinceMs !== undefined) {
    conditions.push(eb('started_at_ms', '>=', query.sinceMs));
    conditions.push(eb('id', '>=', firstIdAt('att', query.sinceMs - ID_FROM_START_MS_MAX)));
  }
  if (query.untilMs !== undefined) conditions.push(eb('started_at_ms', '<', query.untilMs));
  return eb.and(conditions);
}

/** What an index finds: the workspace's log, or the log of one endpoint, delivery or event. */
function isInLog(eb: ExpressionBuilder<Database, 'attempts'>, query: ListAttempts) {
  const conditions: Expression<SqlBool>[] = [eb('workspace_id', '=', query.workspaceId)];
  if (query.endpointId !== undefined) conditions.push(eb('endpoint_id', '=', query.endpointId));
  if (query.deliveryId !== undefined) conditions.push(eb('delivery_id', '=', query.deliveryId));
  if (query.eventId !== undefined) conditions.push(eb('event_id', '=', query.eventId));
  const oldest = [query.deliveryId, query.eventId].filter((id) => id !== undefined);
  if (oldest.length > 0) conditions.push(isAttemptSince('id', oldest));
  return eb.and(conditions);
}

async function findAttemptBelow(store: Store, query: ListAttempts, start: string | null): Promise<string | null> {
  const row = await store.db
    .selectFrom('attempts')
    .select('id')
    .where((eb) => isInLog(eb, query))
    .$if(start !== null, (ids) => ids.where('id', '<', start as AttemptId))
    .orderBy('id', 'desc')
    .limit(1)
    .offset(SCAN_STEP_ROWS - 1)
    .executeTakeFirst();
  return row?.id ?? null;
}

function toAttempt(row: AttemptRow): Attempt {
  const source = { eventId: row.event_id, startedAtMs: row.started_at_ms, number: row.number };
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    deliveryId: row.delivery_id,
    eventId: row.event_id,
    endpointId: row.endpoint_id,
    number: row.number,
    trigger: row.trigger,
    runId: row.run_id,
    startedAtMs: row.started_at_ms,
    durationMs: row.duration_ms,
    outcome: row.outcome,
    statusCode: row.status_code,
    errorClass: row.error_class,
    errorMessage: row.error_message,
    requestHeaders: unpackHeaders(row.request_headers, source),
    responseHeaders: JSON.parse(row.response_headers),
    responseBody: row.response_body,
    deliveryState: row.delivery_state,
    nextAttemptAtMs: row.next_attempt_at_ms,
  };
}
