import {
  type AttemptOutcome,
  type AttemptTrigger,
  type DeliveryState,
  type ErrorClass,
  WAITS_BEHIND_AT_MS,
} from '../../domain/delivery.ts';
import { STANDING_WORDS, type StandingWord } from '../../domain/delivery-standing.ts';
import { firstAttemptIdOf, firstIdAt, timeOfId } from '../../domain/id-time.ts';
import type { AttemptId, DeliveryId, EndpointId, EventId, RunId, WorkspaceId } from '../../domain/ids.ts';
import { isAttemptFrom } from '../../platform/db/attempt-bound.ts';
import type { Queried, Store } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import type { Page } from '../../platform/http/api.ts';
import { SCAN_STEP_ROWS, scanBounded, toScannedPage } from '../../platform/http/bounded-scan.ts';
import {
  countDeliveryRows,
  countQueuedStandings,
  type DeliveryFilter,
  type DeliveryRow,
  findLoggedBelow,
  findQueuedBelow,
  isInLog,
  isInQueue,
  type Look,
  lookAlongLog,
  lookAlongQueue,
  newerAttempt,
  type RowsQuery,
  readDeliveryRows,
} from './delivery-rows.store.ts';

/** An attempt as a delivery shows it; headers and body are in the delivery log. */
export interface AttemptSummary {
  readonly id: AttemptId;
  readonly number: number;
  readonly trigger: AttemptTrigger;
  readonly startedAtMs: number;
  readonly durationMs: number | null;
  readonly outcome: AttemptOutcome;
  readonly statusCode: number | null;
  readonly errorClass: ErrorClass | null;
  readonly errorMessage: string | null;
}

/** An event × an endpoint, in the queue or finished. */
export interface Delivery {
  readonly id: DeliveryId;
  readonly eventId: EventId;
  readonly endpointId: EndpointId;
  /** Null when the event is older than the retention. */
  readonly eventType: string | null;
  readonly state: DeliveryState;
  readonly attemptsMade: number;
  /** When the next attempt is due, epoch ms. Null: none is planned, or one is running. */
  readonly nextAttemptAtMs: number | null;
  /** An attempt may be running now: somebody holds a lease on it. */
  readonly inFlight: boolean;
  /** Waits without a time, because its endpoint is disabled. */
  readonly held: boolean;
  /** The first delivery of its line, which has to come to its end before this one is sent. Null: it waits for no other. */
  readonly waitsBehind: DeliveryId | null;
  /** The queue knows that an earlier attempt may have reached the receiver without a complete answer. */
  readonly maybeReceived: boolean;
  /** Why its next attempt is made, or else why its last one was. */
  readonly trigger: AttemptTrigger;
  /** The replay or recovery that made it. Null: it was made together with its event. */
  readonly runId: RunId | null;
  /** When it was made, as its id says: the queue forgets what is finished. */
  readonly createdAtMs: number;
  /** The last one that is kept. */
  readonly lastAttempt: AttemptSummary | null;
}

/** What is counted. */
export interface CountDeliveries extends DeliveryFilter, Pick<RowsQuery, 'place'> {
  readonly workspaceId: WorkspaceId;
}

export interface ListDeliveries extends CountDeliveries {
  /** Continues after this delivery. Null: at the newest. */
  readonly beforeId: DeliveryId | null;
  readonly limit: number;
  readonly nowMs: number;
}

/** Attempts of one delivery on its page: the schedule has about a dozen, the rest is resent by hand. */
const ATTEMPTS_SHOWN_MAX = 200;
/** Up to so many rows of an endpoint are sorted; beyond, walking along the log finds a page soon enough. */
const ENDPOINT_ROWS_SORTED_MAX = 5_000;
/** Endpoints of a workspace (DESIGN 7), with room for a larger setting. */
const DELIVERIES_OF_EVENT_MAX = 1_000;

/** One delivery of the workspace, or null: never there, or all its attempts are older than the retention. */
export async function findDelivery(
  store: Queried,
  key: { readonly workspaceId: WorkspaceId; readonly id: DeliveryId; readonly nowMs: number },
): Promise<Delivery | null> {
  const [delivery] = await findDeliveries(store, key, [key.id]);
  return delivery ?? null;
}

/** Those of the deliveries with these ids that are there, newest first. */
export async function findDeliveries(
  store: Queried,
  key: { readonly workspaceId: WorkspaceId; readonly nowMs: number },
  ids: readonly DeliveryId[],
): Promise<readonly Delivery[]> {
  if (ids.length === 0) return [];
  const query = { workspaceId: key.workspaceId, onlyIds: ids };
  return toDeliveries(store, key, await readDeliveryRows(store, query, { start: null, end: null }, ids.length));
}

/** The attempts of a delivery, oldest first, of those that are kept. */
export async function listAttemptsOf(
  store: Store,
  workspaceId: WorkspaceId,
  id: DeliveryId,
): Promise<readonly AttemptSummary[]> {
  const rows = await selectSummaries(store)
    .where('workspace_id', '=', workspaceId)
    .where('delivery_id', '=', id)
    .orderBy('number', 'desc')
    .limit(ATTEMPTS_SHOWN_MAX)
    .execute();
  return rows.reverse().map(toSummary);
}

/**
 * Deliveries newest first: those in the queue, and those that left it and are known by their last attempt.
 * One statement reads both, so that a delivery which changes sides in between is not missed. Filters that
 * no index serves look at a bounded piece for each page: such a page may be short or empty and still
 * have a cursor.
 */
export async function listDeliveries(store: Store, query: ListDeliveries): Promise<Page<Delivery>> {
  const plan = await planScan(store, query);
  const result = await scanBounded<string, DeliveryRow>({
    limit: query.limit,
    start: startOfList(query),
    findStepEnd: (start) => findStepEnd(store, query, plan, { start, stepRows: SCAN_STEP_ROWS }),
    read: (start, end, limit) => readDeliveryRows(store, { ...query, ...plan }, { start, end }, limit),
  });
  const page = toScannedPage(result, query.limit, (row) => row.id);
  return { items: await toDeliveries(store, query, page.items), nextCursor: page.nextCursor };
}

/** How many deliveries there are of something. */
export interface BoundedCount {
  readonly count: number;
  /** False: there are more, or so many had to be looked at that it was left at that. */
  readonly isExact: boolean;
}

/** Beyond it a number is told as "more than": nobody acts on the difference, and the next look must be as quick. */
export const COUNTED_MAX = 10_000;

/** Rows that one look of a count goes along: more than for a list, for a count has no first rows that would end it soon. */
const COUNT_ROWS = 12_500;
/** Looks of one count. Together they go along more than twice of what is counted. */
const COUNT_LOOKS_MAX = 2;
/** Where each attempt is asked for a newer one, so many at once. */
const COUNT_STEP_ROWS = 5_000;
const COUNT_STEPS_MAX = 5;

/** Nothing. */
export const NO_COUNT: BoundedCount = { count: 0, isExact: true };

/** Counts deliveries of all the standings that are asked for together. */
export async function countDeliveries(store: Store, query: CountDeliveries): Promise<BoundedCount> {
  const counts = await countStandings(store, query);
  return [...counts.values()].reduce(sumOf, NO_COUNT);
}

/**
 * Counts deliveries of each standing that is asked for. It looks at a bounded piece of the queue and of the log, so it is as
 * quick with millions of rows as with thousands. The queue is looked at once for all that wait in it.
 */
export async function countStandings(
  store: Store,
  query: CountDeliveries,
): Promise<ReadonlyMap<StandingWord, BoundedCount>> {
  const words = query.standings ?? STANDING_WORDS;
  const [queued, logged] = await Promise.all([
    countQueued(store, { ...query, standings: words, place: 'queue' }),
    Promise.all(words.map((word) => countLogged(store, { ...query, standings: [word], place: 'log' }))),
  ]);
  return new Map(words.map((word, index) => [word, sumOf(queued.get(word) ?? NO_COUNT, logged[index] ?? NO_COUNT)]));
}

function sumOf(one: BoundedCount, other: BoundedCount): BoundedCount {
  return bounded(one.count + other.count, one.isExact && other.isExact);
}

async function countQueued(store: Store, query: CountDeliveries): Promise<ReadonlyMap<StandingWord, BoundedCount>> {
  if (!isInQueue(query)) return new Map();
  const plan = await planScan(store, query);
  const asked = { ...query, ...plan };
  const start = startOfList(query);
  const { counts, isExact } = plan.walksQueue
    ? await lookOn(start, (from) => lookAlongQueue(store, asked, from, COUNT_ROWS))
    : { counts: await countQueuedStandings(store, asked, { start, end: null }, COUNTED_MAX + 1), isExact: true };
  const words = query.standings ?? [];
  return new Map(
    words.map((word) => [word, bounded(counts.get(word) ?? 0, isExact || !isInQueue({ standings: [word] }))]),
  );
}

/** Of one standing. */
async function countLogged(store: Store, query: CountDeliveries): Promise<BoundedCount> {
  if (!isInLog(query)) return NO_COUNT;
  const plan = await planScan(store, query);
  const start = startOfList(query);
  if (plan.walksLog && query.runId === undefined && query.standings?.[0] === 'delivered') {
    const looked = await lookOn(start, (from) => lookAlongLog(store, query, from, COUNT_ROWS));
    return bounded(looked.counts.get('delivered') ?? 0, looked.isExact);
  }
  return countInSteps(store, query, plan);
}

/** As many looks as one count has, or fewer when one standing is beyond what is counted and no other is asked for. */
async function lookOn(
  start: string | null,
  lookFrom: (start: string | null) => Promise<Look>,
): Promise<{ readonly counts: ReadonlyMap<StandingWord, number>; readonly isExact: boolean }> {
  const counts = new Map<StandingWord, number>();
  let from = start;
  for (let looks = 0; looks < COUNT_LOOKS_MAX; looks++) {
    const found = await lookFrom(from);
    for (const [word, count] of found.counts) counts.set(word, (counts.get(word) ?? 0) + count);
    if (found.next === null) return { counts, isExact: true };
    from = found.next;
    if ([...counts.values()].every((count) => count > COUNTED_MAX)) break;
  }
  return { counts, isExact: false };
}

async function countInSteps(store: Store, query: CountDeliveries, plan: ScanPlan): Promise<BoundedCount> {
  let start = startOfList(query);
  let count = 0;
  for (let step = 0; step < COUNT_STEPS_MAX; step++) {
    const end = await findStepEnd(store, query, plan, { start, stepRows: COUNT_STEP_ROWS });
    const limit = COUNTED_MAX + 1 - count;
    count += await countDeliveryRows(store, { ...query, ...plan }, { start, end }, limit);
    if (count > COUNTED_MAX) return { count: COUNTED_MAX, isExact: false };
    if (end === null) return { count, isExact: true };
    start = end;
  }
  return { count, isExact: false };
}

function bounded(count: number, isExact: boolean): BoundedCount {
  return count > COUNTED_MAX ? { count: COUNTED_MAX, isExact: false } : { count, isExact };
}

/** Every delivery of one event, newest first. */
export async function listDeliveriesOfEvent(
  store: Store,
  key: { readonly workspaceId: WorkspaceId; readonly eventId: EventId; readonly nowMs: number },
): Promise<readonly Delivery[]> {
  const query = { workspaceId: key.workspaceId, eventId: key.eventId, sortsLog: true };
  const rows = await readDeliveryRows(store, query, { start: null, end: null }, DELIVERIES_OF_EVENT_MAX);
  return toDeliveries(store, key, rows);
}

/** Pending deliveries of all workspaces: how much waits. Those with a time are counted in the index of due times alone. */
export async function countPendingDeliveries(store: Store): Promise<number> {
  const count = store.db.selectFrom('deliveries').select((eb) => eb.fn.countAll().as('count'));
  const timed = await count.where('due_at_ms', 'is not', null).executeTakeFirstOrThrow();
  const held = await count.where('due_at_ms', 'is', null).where('state', '=', 'pending').executeTakeFirstOrThrow();
  return Number(timed.count) + Number(held.count);
}

/** Which of the two places has to be walked along, because no index leads to what is asked for. */
interface ScanPlan {
  readonly walksQueue: boolean;
  readonly walksLog: boolean;
  /** Where an index does lead to few rows, they are sorted. */
  readonly sortsQueue: boolean;
  readonly sortsLog: boolean;
}

async function planScan(store: Store, query: CountDeliveries): Promise<ScanPlan> {
  const isByEvent = query.eventId !== undefined;
  const isByPerson = query.wamid !== undefined || query.phone !== undefined || query.bsuid !== undefined;
  const isRareEndpoint =
    query.endpointId !== undefined && (await hasFewRows(store, query.workspaceId, query.endpointId));
  const isFiltered = [query.type, query.channelId, query.endpointId, query.runId, query.triggers].some(
    (value) => value !== undefined,
  );
  return {
    walksQueue:
      !isByEvent && !isRareEndpoint && (isByPerson || isFiltered || query.standings !== undefined) && isInQueue(query),
    walksLog: !isByEvent && !isRareEndpoint && !isByPerson && isInLog(query),
    sortsQueue: isRareEndpoint,
    sortsLog: isByEvent || isByPerson || isRareEndpoint,
  };
}

async function hasFewRows(store: Store, workspaceId: WorkspaceId, endpointId: EndpointId): Promise<boolean> {
  for (const table of ['deliveries', 'attempts'] as const) {
    const row = await store.db
      .selectFrom(table)
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('endpoint_id', '=', endpointId)
      .limit(1)
      .offset(ENDPOINT_ROWS_SORTED_MAX)
      .executeTakeFirst();
    if (row !== undefined) return false;
  }
  return true;
}

function startOfList(query: CountDeliveries & Partial<Pick<ListDeliveries, 'beforeId'>>): string | null {
  const bounds = [query.beforeId ?? null];
  if (query.untilMs !== undefined) bounds.push(firstIdAt('dlv', query.untilMs));
  return bounds.reduce(
    (lowest, bound) => (lowest === null || (bound !== null && bound < lowest) ? bound : lowest),
    null,
  );
}

/** The nearer of the two ends: up to it neither place is looked at further than a step. */
async function findStepEnd(
  store: Store,
  query: CountDeliveries,
  plan: ScanPlan,
  { start, stepRows }: { readonly start: string | null; readonly stepRows: number },
): Promise<string | null> {
  const ends = [
    plan.walksQueue ? await findQueuedBelow(store, query, start, stepRows) : null,
    plan.walksLog ? await findLoggedBelow(store, query, start, stepRows) : null,
  ].filter((end) => end !== null);
  const nearestEnd = ends.reduce<string | null>(
    (nearest, end) => (nearest === null || end > nearest ? end : nearest),
    null,
  );
  // What lies before the time that is asked for need not be looked at.
  const oldest = query.sinceMs === undefined ? null : firstIdAt('dlv', query.sinceMs);
  return nearestEnd !== null && oldest !== null && nearestEnd < oldest ? null : nearestEnd;
}

async function toDeliveries(
  store: Queried,
  { workspaceId, nowMs }: { readonly workspaceId: WorkspaceId; readonly nowMs: number },
  rows: readonly DeliveryRow[],
): Promise<readonly Delivery[]> {
  if (rows.length === 0) return [];
  const types = await findTypes(
    store,
    workspaceId,
    rows.map((row) => row.event_id),
  );
  const ahead = await findAhead(
    store,
    workspaceId,
    rows.filter((row) => row.state === 'pending').map((row) => row.id),
  );
  const lastAttempts = await findLastAttempts(
    store,
    workspaceId,
    rows.map((row) => row.id),
  );
  return rows.map((row) => {
    const inFlight =
      row.state === 'pending' && row.lease_token !== null && row.due_at_ms !== null && row.due_at_ms > nowMs;
    return {
      id: row.id,
      eventId: row.event_id,
      endpointId: row.endpoint_id,
      eventType: types.get(row.event_id) ?? null,
      state: row.state,
      attemptsMade: row.attempts_made,
      nextAttemptAtMs: row.state === 'pending' && !inFlight && !isAtRest(row) ? row.due_at_ms : null,
      inFlight,
      held: row.state === 'pending' && row.due_at_ms === null,
      waitsBehind: inFlight ? null : (ahead.get(row.id) ?? null),
      maybeReceived: row.maybe_received === 1,
      trigger: row.trigger,
      runId: row.run_id,
      createdAtMs: timeOfId(row.id),
      lastAttempt: lastAttempts.get(row.id) ?? null,
    };
  });
}

function isAtRest(row: DeliveryRow): boolean {
  return row.due_at_ms === WAITS_BEHIND_AT_MS;
}

/** The first of each one's line, of those that stand behind it. What is resent by hand waits for nobody. */
async function findAhead(
  store: Queried,
  workspaceId: WorkspaceId,
  ids: readonly DeliveryId[],
): Promise<ReadonlyMap<DeliveryId, DeliveryId>> {
  if (ids.length === 0) return new Map();
  const rows = await store.db
    .selectFrom('deliveries as d')
    .select('d.id')
    .select((eb) =>
      eb
        .selectFrom('deliveries as ahead')
        .select('ahead.id')
        .whereRef('ahead.workspace_id', '=', 'd.workspace_id')
        .whereRef('ahead.endpoint_id', '=', 'd.endpoint_id')
        .whereRef('ahead.order_key', '=', 'd.order_key')
        .whereRef('ahead.order_position', '<', 'd.order_position')
        .orderBy('ahead.order_position')
        .limit(1)
        .as('ahead_id'),
    )
    .where('d.workspace_id', '=', workspaceId)
    .where('d.id', 'in', ids)
    .where('d.order_key', 'is not', null)
    .where('d.trigger', '!=', 'resend')
    .execute();
  return new Map(rows.flatMap((row) => (row.ahead_id === null ? [] : [[row.id, row.ahead_id] as const])));
}

async function findTypes(
  store: Queried,
  workspaceId: WorkspaceId,
  eventIds: readonly EventId[],
): Promise<ReadonlyMap<EventId, string>> {
  const rows = await store.db
    .selectFrom('events')
    .select(['id', 'type'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...new Set(eventIds)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.type]));
}

async function findLastAttempts(
  store: Queried,
  workspaceId: WorkspaceId,
  ids: readonly DeliveryId[],
): Promise<ReadonlyMap<DeliveryId, AttemptSummary>> {
  const oldest = firstAttemptIdOf(ids);
  const rows = await selectSummaries(store)
    .select('delivery_id')
    .where('workspace_id', '=', workspaceId)
    .where('delivery_id', 'in', ids)
    .where(isAttemptFrom('a.id', oldest))
    .where((eb) => eb.not(eb.exists(newerAttempt(store, oldest))))
    .execute();
  return new Map(rows.flatMap((row) => (row.delivery_id === null ? [] : [[row.delivery_id, toSummary(row)] as const])));
}

function selectSummaries(store: Queried) {
  return store.db
    .selectFrom('attempts as a')
    .select([
      'a.id',
      'number',
      'trigger',
      'started_at_ms',
      'duration_ms',
      'outcome',
      'status_code',
      'error_class',
      'error_message',
    ]);
}

type SummaryRow = Pick<
  Database['attempts'],
  | 'id'
  | 'number'
  | 'trigger'
  | 'started_at_ms'
  | 'duration_ms'
  | 'outcome'
  | 'status_code'
  | 'error_class'
  | 'error_message'
>;

function toSummary(row: SummaryRow): AttemptSummary {
  return {
    id: row.id,
    number: row.number,
    trigger: row.trigger,
    startedAtMs: row.started_at_ms,
    durationMs: row.duration_ms,
    outcome: row.outcome,
    statusCode: row.status_code,
    errorClass: row.error_class,
    errorMessage: row.error_message,
  };
}
