import {
  type Expression,
  type ExpressionBuilder,
  type Selectable,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type { Event } from '../../domain/event.ts';
import { firstIdAt } from '../../domain/id-time.ts';
import type { ChannelId, EventId, WorkspaceId } from '../../domain/ids.ts';
import { toEvent } from '../../platform/db/event-row.ts';
import type { Store } from '../../platform/db/store.ts';
import type { Database, EventsTable } from '../../platform/db/tables.ts';
import type { Page } from '../../platform/http/api.ts';
import { SCAN_STEP_ROWS, scanBounded, toScannedPage } from '../../platform/http/bounded-scan.ts';
import { readHorizon } from './position-horizon.store.ts';

/** What events can be searched by. Every given field must match. */
export interface EventFilter {
  readonly type?: string | undefined;
  readonly channelId?: ChannelId | undefined;
  /** Id of a WhatsApp message: finds the message, its statuses and whatever else has it in its dedupe key. */
  readonly wamid?: string | undefined;
  /** Digits without `+`. */
  readonly phone?: string | undefined;
  readonly bsuid?: string | undefined;
  /** On the commit time, inclusive, epoch ms. */
  readonly sinceMs?: number | undefined;
  /** On the commit time, exclusive, epoch ms. */
  readonly untilMs?: number | undefined;
}

export interface ListEvents extends EventFilter {
  readonly workspaceId: WorkspaceId;
  /** Continues after this event. Null: at the newest. */
  readonly beforeId: EventId | null;
  readonly limit: number;
}

export interface ListEventsAfter extends EventFilter {
  readonly workspaceId: WorkspaceId;
  /** Continues after this position. 0: at the oldest that is kept. */
  readonly afterPosition: number;
  readonly limit: number;
}

/** A page oldest first. There is always a position to go on from, also when nothing new has come yet. */
export interface EventsAfter {
  readonly events: readonly Event[];
  /** At least `afterPosition`. */
  readonly nextPosition: number;
  /** True when the next page can be asked for at once; it may still be an empty one. */
  readonly hasMore: boolean;
}

/** An id is made near the commit it is in: how far the two times may lie apart. */
export const ID_FROM_COMMIT_MS_MAX = 600_000;

/** An expression, so that no planner walks along the ids for the sake of their order: few rows are found by person or message, then sorted. */
export const sortedId = sql<string>`id || ''`;

type EventRow = Selectable<EventsTable>;
type EventQuery = SelectQueryBuilder<Database, 'events', EventRow>;

/** One event of the workspace, or null. */
export async function findEvent(store: Store, workspaceId: WorkspaceId, id: EventId): Promise<Event | null> {
  const row = await selectEvents(store).where('workspace_id', '=', workspaceId).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toEvent(row);
}

/** Those of the events with these ids that are there, newest first. */
export async function findEvents(
  store: Store,
  workspaceId: WorkspaceId,
  ids: readonly EventId[],
): Promise<readonly Event[]> {
  const rows = await selectEvents(store)
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toEvent);
}

/** The event that holds a dedupe key in the workspace, or null: never seen, or purged while its key is kept. */
export async function findEventByKey(store: Store, workspaceId: WorkspaceId, dedupeKey: string): Promise<Event | null> {
  const key = await store.db
    .selectFrom('event_keys')
    .select('event_id')
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', dedupeKey)
    .executeTakeFirst();
  return key === undefined ? null : findEvent(store, workspaceId, key.event_id);
}

/**
 * Events newest first. A filter by type or channel looks at a bounded piece of the log for each page, so
 * such a page may be short or empty and still have a cursor.
 */
export async function listEvents(store: Store, query: ListEvents): Promise<Page<Event>> {
  const filtered = (start: string | null, end: string | null): EventQuery => {
    let events = selectEvents(store).where((eb) => matches(eb, query));
    if (start !== null) events = events.where('id', '<', start as EventId);
    if (end !== null) events = events.where('id', '>=', end as EventId);
    return events.orderBy(isSelective(query) ? sortedId : sql.ref('id'), 'desc');
  };
  const result = await scanBounded<string, EventRow>({
    limit: query.limit,
    start: startOfList(query),
    findStepEnd: (start) =>
      needsScan(query) ? findEventBelow(store, query.workspaceId, start) : Promise.resolve(null),
    read: (start, end, limit) => filtered(start, end).limit(limit).execute(),
  });
  const page = toScannedPage(result, query.limit, (row) => row.id);
  return { items: page.items.map(toEvent), nextCursor: page.nextCursor };
}

/**
 * Events oldest first, after a position. Never skips one, however many transactions write at the same time:
 * nothing above the horizon is read, and the horizon is read first (`position-horizon.store.ts`).
 */
export async function listEventsAfter(store: Store, query: ListEventsAfter): Promise<EventsAfter> {
  const horizon = await readHorizon(store);
  const result = await scanBounded<number, EventRow>({
    limit: query.limit,
    start: query.afterPosition,
    findStepEnd: (start) => (isWholeLog(query) ? Promise.resolve(null) : findPositionAbove(store, query, start ?? 0)),
    read: (start, end, limit) =>
      selectEvents(store)
        .where((eb) => matches(eb, query))
        .where('position', '>', start ?? 0)
        .where('position', '<=', Math.min(end ?? horizon, horizon))
        .orderBy('position')
        .limit(limit)
        .execute(),
  });
  const rows = result.rows.slice(0, query.limit);
  const isFull = result.rows.length > query.limit;
  const scannedTo = isFull ? (rows.at(-1)?.position ?? 0) : Math.min(result.stoppedAt ?? horizon, horizon);
  return {
    events: rows.map(toEvent),
    nextPosition: Math.max(query.afterPosition, scannedTo),
    hasMore: isFull || (result.stoppedAt !== null && result.stoppedAt < horizon),
  };
}

/** The events at those positions that are still there, by position. */
export async function listEventsAt(
  store: Store,
  workspaceId: WorkspaceId,
  positions: readonly number[],
): Promise<ReadonlyMap<number, Event>> {
  if (positions.length === 0) return new Map();
  const rows = await selectEvents(store)
    .where('workspace_id', '=', workspaceId)
    .where('position', 'in', positions)
    .execute();
  return new Map(rows.map((row) => [row.position, toEvent(row)]));
}

function selectEvents(store: Store): EventQuery {
  return store.db.selectFrom('events').selectAll();
}

function isSelective(filter: EventFilter): boolean {
  return filter.wamid !== undefined || filter.phone !== undefined || filter.bsuid !== undefined;
}

function isUnfiltered(filter: EventFilter): boolean {
  return filter.type === undefined && filter.channelId === undefined && !isSelective(filter);
}

/** Along positions every filter skips rows, also one by time. */
function isWholeLog(filter: EventFilter): boolean {
  return isUnfiltered(filter) && filter.sinceMs === undefined && filter.untilMs === undefined;
}

/** A person or a message is found by an index of its own; a time is a range of the id. */
function needsScan(filter: EventFilter): boolean {
  return !isSelective(filter) && !isUnfiltered(filter);
}

function startOfList(query: ListEvents): string | null {
  if (query.untilMs === undefined) return query.beforeId;
  const bound = firstIdAt('evt', query.untilMs + ID_FROM_COMMIT_MS_MAX);
  return query.beforeId !== null && query.beforeId < bound ? query.beforeId : bound;
}

function matches(
  eb: ExpressionBuilder<Database, 'events'>,
  filter: EventFilter & { readonly workspaceId: WorkspaceId },
) {
  const conditions: Expression<SqlBool>[] = [eb('workspace_id', '=', filter.workspaceId)];
  if (filter.type !== undefined) conditions.push(eb('type', '=', filter.type));
  if (filter.channelId !== undefined) conditions.push(eb('channel_id', '=', filter.channelId));
  if (filter.phone !== undefined) conditions.push(eb('phone', '=', filter.phone));
  if (filter.bsuid !== undefined) conditions.push(eb('bsuid', '=', filter.bsuid));
  if (filter.wamid !== undefined) conditions.push(hasWamid(eb, filter.workspaceId, filter.wamid));
  if (filter.sinceMs !== undefined) {
    conditions.push(eb('created_at_ms', '>=', filter.sinceMs));
    conditions.push(eb('id', '>=', firstIdAt('evt', filter.sinceMs - ID_FROM_COMMIT_MS_MAX)));
  }
  if (filter.untilMs !== undefined) conditions.push(eb('created_at_ms', '<', filter.untilMs));
  return eb.and(conditions);
}

/** Keys are `<wamid>|<what>`: all that begin so lie between `<wamid>|` and `<wamid>}`, the next character. */
function hasWamid(eb: ExpressionBuilder<Database, 'events'>, workspaceId: WorkspaceId, wamid: string) {
  return eb(
    'id',
    'in',
    eb
      .selectFrom('event_keys')
      .select('event_id')
      .where('event_keys.workspace_id', '=', workspaceId)
      .where('event_keys.key', '>=', `${wamid}|`)
      .where('event_keys.key', '<', `${wamid}}`),
  );
}

async function findEventBelow(store: Store, workspaceId: WorkspaceId, start: string | null): Promise<string | null> {
  let ids = store.db.selectFrom('events').select('id').where('workspace_id', '=', workspaceId);
  if (start !== null) ids = ids.where('id', '<', start as EventId);
  const row = await ids
    .orderBy('id', 'desc')
    .limit(1)
    .offset(SCAN_STEP_ROWS - 1)
    .executeTakeFirst();
  return row?.id ?? null;
}

async function findPositionAbove(store: Store, query: ListEventsAfter, start: number): Promise<number | null> {
  const row = await store.db
    .selectFrom('events')
    .select('position')
    .where('workspace_id', '=', query.workspaceId)
    .where('position', '>', start)
    .orderBy('position')
    .limit(1)
    .offset(SCAN_STEP_ROWS - 1)
    .executeTakeFirst();
  return row?.position ?? null;
}
