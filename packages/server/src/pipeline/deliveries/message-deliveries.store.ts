import { type Expression, type SqlBool, sql } from 'kysely';
import type { DeliveryState } from '../../domain/delivery.ts';
import { firstAttemptIdOf, firstIdAt, timeOfId } from '../../domain/id-time.ts';
import type { DeliveryId, EndpointId, EventId, WorkspaceId } from '../../domain/ids.ts';
import { isAttemptFrom } from '../../platform/db/attempt-bound.ts';
import type { Store } from '../../platform/db/store.ts';
import { DELIVERY_FROM_EVENT_MS_MAX, newerAttempt } from './delivery-rows.store.ts';

/** Which event told of a message. */
export interface MessageEvent {
  readonly wamid: string;
  readonly eventId: EventId;
}

/** How far a delivery is, as much as a sum over many needs. */
export interface DeliveryStanding {
  readonly id: DeliveryId;
  readonly eventId: EventId;
  readonly endpointId: EndpointId;
  readonly state: DeliveryState;
  readonly attemptsMade: number;
  /** Waits without a time, because its endpoint is disabled. */
  readonly held: boolean;
}

/** Of one message a handful: it came, four steps, a few edits. */
const EVENTS_MAX = 2_000;
/** Deliveries that are added up at once. Beyond, the sum is of nobody's use and the reader has others to serve. */
export const STANDINGS_MAX = 20_000;

/** The events that told of these messages, by the keys that keep an event from being told twice. */
export async function findEventsOfMessages(
  store: Store,
  workspaceId: WorkspaceId,
  wamids: readonly string[],
): Promise<readonly MessageEvent[]> {
  if (wamids.length === 0) return [];
  const rows = await sql<MessageEvent>`
    select wanted.column1 as wamid, k.event_id as "eventId"
    from (values ${sql.join(wamids.map((wamid) => sql`(cast(${wamid} as text))`))}) as wanted
    join event_keys as k
      on k.workspace_id = ${workspaceId} and k.key >= wanted.column1 || '|' and k.key < wanted.column1 || '}'
    limit ${EVENTS_MAX}`.execute(store.db);
  return rows.rows;
}

/**
 * The deliveries of these events, in the queue or finished, at most `STANDINGS_MAX`. One statement reads both places, so
 * that a delivery which changes sides in between is not missed.
 */
export async function listStandings(
  store: Store,
  workspaceId: WorkspaceId,
  eventIds: readonly EventId[],
): Promise<readonly DeliveryStanding[]> {
  if (eventIds.length === 0) return [];
  const isOfThem = (column: Expression<EventId>) => sql<SqlBool>`${column} in (${sql.join(eventIds)})`;
  const queued = sql`
    select d.id, d.event_id, d.endpoint_id, d.state, d.attempts_made, d.due_at_ms
    from (values ${sql.join(rangesAround(eventIds).map(toValues))}) as span
    join deliveries as d on d.workspace_id = ${workspaceId} and d.id >= span.column1 and d.id < span.column2
    where d.run_id is null and ${isOfThem(sql.ref('d.event_id'))}`;
  const queuedByRuns = store.db
    .selectFrom('deliveries as d')
    .select(['d.id', 'd.event_id', 'd.endpoint_id', 'd.state', 'd.attempts_made', 'd.due_at_ms'])
    .where('d.workspace_id', '=', workspaceId)
    .where('d.run_id', 'is not', null)
    .where(isOfThem(sql.ref('d.event_id')));
  const oldest = firstAttemptIdOf(eventIds);
  const finished = store.db
    .selectFrom('attempts as a')
    .select(['a.delivery_id as id', 'a.event_id', 'a.endpoint_id', 'a.delivery_state as state'])
    .select(['a.number as attempts_made', sql<number>`cast(0 as bigint)`.as('due_at_ms')])
    .where('a.workspace_id', '=', workspaceId)
    .where(isOfThem(sql.ref('a.event_id')))
    .where(isAttemptFrom('a.id', oldest))
    // As an expression it is no reason for a planner to walk along the deliveries instead of the few events.
    .where(sql<SqlBool>`(a.delivery_id || '') <> ''`)
    .where((eb) => eb.not(eb.exists(newerAttempt(store, oldest))));
  const { rows } = await sql<StandingRow>`
    select * from (${queued}) as q union all select * from (${queuedByRuns}) as r union all select * from (${finished}) as f limit ${STANDINGS_MAX}`.execute(
    store.db,
  );
  return withoutStale(rows).map(toStanding);
}

/** What people call these endpoints: the description, or else the host of the URL. */
export async function findEndpointNames(
  store: Store,
  workspaceId: WorkspaceId,
  ids: readonly EndpointId[],
): Promise<ReadonlyMap<EndpointId, string>> {
  if (ids.length === 0) return new Map();
  const rows = await store.db
    .selectFrom('endpoints')
    .select(['id', 'description', 'url'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, description, url }) => [id, description === '' ? new URL(url).host : description]));
}

interface StandingRow {
  readonly id: DeliveryId;
  readonly event_id: EventId;
  readonly endpoint_id: EndpointId;
  readonly state: DeliveryState;
  readonly attempts_made: number;
  readonly due_at_ms: number | null;
}

/** What stands in the queue counts: its last attempt is history. The queue comes first. */
function withoutStale(rows: readonly StandingRow[]): readonly StandingRow[] {
  const byId = new Map<DeliveryId, StandingRow>();
  for (const row of rows) if (!byId.has(row.id)) byId.set(row.id, row);
  return [...byId.values()];
}

function toStanding(row: StandingRow): DeliveryStanding {
  return {
    id: row.id,
    eventId: row.event_id,
    endpointId: row.endpoint_id,
    state: row.state,
    attemptsMade: row.attempts_made,
    held: row.state === 'pending' && row.due_at_ms === null,
  };
}

interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The queue has no index by event, but for the deliveries of runs: the others are looked for around the times of their events, each time once. */
function rangesAround(eventIds: readonly EventId[]): readonly TimeRange[] {
  const ranges: TimeRange[] = [];
  for (const timeMs of eventIds.map(timeOfId).toSorted((one, other) => one - other)) {
    const range = { fromMs: timeMs - DELIVERY_FROM_EVENT_MS_MAX, toMs: timeMs + DELIVERY_FROM_EVENT_MS_MAX };
    const last = ranges.at(-1);
    if (last === undefined || last.toMs < range.fromMs) ranges.push(range);
    else ranges[ranges.length - 1] = { fromMs: last.fromMs, toMs: range.toMs };
  }
  return ranges;
}

function toValues({ fromMs, toMs }: TimeRange) {
  return sql`(cast(${firstIdAt('dlv', fromMs)} as text), cast(${firstIdAt('dlv', toMs)} as text))`;
}
