import type { Expression, ExpressionBuilder, RawBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';
import type { AttemptTrigger, DeliveryState } from '../../domain/delivery.ts';
import type { StandingWord } from '../../domain/delivery-standing.ts';
import { firstAttemptIdOf, firstIdAt, timeOfId } from '../../domain/id-time.ts';
import type { AttemptId, ChannelId, DeliveryId, EndpointId, EventId, RunId, WorkspaceId } from '../../domain/ids.ts';
import { isAttemptFrom } from '../../platform/db/attempt-bound.ts';
import type { Queried } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';

export interface DeliveryFilter {
  readonly type?: string | undefined;
  readonly channelId?: ChannelId | undefined;
  readonly wamid?: string | undefined;
  /** Digits without `+`. */
  readonly phone?: string | undefined;
  readonly bsuid?: string | undefined;
  readonly endpointId?: EndpointId | undefined;
  readonly eventId?: EventId | undefined;
  /** The replay or recovery that made it. */
  readonly runId?: RunId | undefined;
  /** Why its last attempt was made, or its first one will be: any of these. */
  readonly triggers?: readonly AttemptTrigger[] | undefined;
  /** Any of these. */
  readonly standings?: readonly StandingWord[] | undefined;
  /** Inclusive, epoch ms. */
  readonly sinceMs?: number | undefined;
  /** Exclusive, epoch ms. */
  readonly untilMs?: number | undefined;
}

/** What `readDeliveryRows` looks for. */
export interface RowsQuery extends DeliveryFilter {
  readonly workspaceId: WorkspaceId;
  /** These and no others. */
  readonly onlyIds?: readonly DeliveryId[] | undefined;
  /** Few rows match in the queue: they are found by an index of what is asked for, then sorted. */
  readonly sortsQueue?: boolean;
  /** The same in the log. */
  readonly sortsLog?: boolean;
  /** One of the two places alone. */
  readonly place?: 'queue' | 'log';
}

/** A delivery is made in the commit of its event, but for those of runs: how far the times in their ids may lie apart. */
export const DELIVERY_FROM_EVENT_MS_MAX = 600_000;

/** A delivery in the queue, or one that left it. */
export interface DeliveryRow {
  readonly id: DeliveryId;
  readonly event_id: EventId;
  readonly endpoint_id: EndpointId;
  readonly state: DeliveryState;
  readonly attempts_made: number;
  readonly due_at_ms: number | null;
  readonly lease_token: string | null;
  /** 1: an earlier attempt may have reached the receiver without a complete answer, as the queue knows it. */
  readonly maybe_received: number;
  readonly trigger: AttemptTrigger;
  readonly run_id: RunId | null;
}

/** A piece of the list, newest first. */
export interface IdRange {
  /** Exclusive; null: no bound. */
  readonly start: string | null;
  /** Inclusive; null: no bound. */
  readonly end: string | null;
}

/**
 * Deliveries of a range that match, newest first: those in the queue, and those that left it and are known
 * by their last attempt. One statement, so that a delivery which changes sides in between is not missed.
 */
export async function readDeliveryRows(
  store: Queried,
  query: RowsQuery,
  range: IdRange,
  limit: number,
): Promise<readonly DeliveryRow[]> {
  const rows = selectDeliveries(store, query, range, limit);
  return rows === null ? [] : rows.orderBy('id', 'desc').limit(limit).execute();
}

/** How many deliveries of a range match. It stops counting at `limit`. */
export async function countDeliveryRows(
  store: Queried,
  query: RowsQuery,
  range: IdRange,
  limit: number,
): Promise<number> {
  const rows = selectDeliveries(store, query, range, limit);
  if (rows === null) return 0;
  const counted = await store.db
    .selectFrom(rows.as('counted'))
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Math.min(limit, Number(counted.count));
}

/** A piece of the queue or of the log that was looked at, newest first. */
export interface Look {
  /** Deliveries in it that match, by their standing. */
  readonly counts: ReadonlyMap<StandingWord, number>;
  /** Where the next look goes on. Null: this one came to the end. */
  readonly next: string | null;
}

/**
 * Looks along the queue, at so many deliveries at most.
 *
 * @param start Exclusive; null: at the newest.
 */
export async function lookAlongQueue(
  store: Queried,
  query: RowsQuery,
  start: string | null,
  rowsMax: number,
): Promise<Look> {
  const rows = store.db
    .selectFrom('deliveries')
    .selectAll()
    .where('workspace_id', '=', query.workspaceId)
    .where(isInRange(sql.ref('id'), query, { start, end: null }))
    .$if(query.runId !== undefined, (ids) => ids.where('run_id', '=', query.runId as RunId))
    .orderBy('id', 'desc')
    .limit(rowsMax);
  const isMeant = isQueuedAsAsked(store, query);
  const words = QUEUED_STANDINGS.filter((word) => query.standings?.includes(word) ?? true);
  const counts = words.map(
    (word) => sql`count(case when ${QUEUED_CONDITIONS[word]} and ${isMeant} then 1 end) as ${sql.ref(word)}`,
  );
  return look(store, sql`${sql.join(counts)}, min(d.id) as last_id from ${rows} as d`, rowsMax);
}

/**
 * The same along the log, at so many attempts at most, for what is not rare in it: attempts are read one after the other, and none
 * of them is asked for a newer one. Counted are deliveries that were delivered.
 */
export async function lookAlongLog(
  store: Queried,
  query: RowsQuery,
  start: string | null,
  rowsMax: number,
): Promise<Look> {
  const range = { start, end: null };
  const oldest = oldestAttempt(query, range);
  const attempts = store.db
    .selectFrom('attempts as one')
    .select(['one.workspace_id', 'one.delivery_id', 'one.number', 'one.event_id', 'one.endpoint_id'])
    .select(['one.delivery_state', 'one.trigger', 'one.run_id'])
    .where('one.workspace_id', '=', query.workspaceId)
    .where('one.delivery_id', 'is not', null)
    .where(isInRange(sql.ref('one.delivery_id'), query, range))
    .$if(oldest !== null, (rows) => rows.where(isAttemptFrom('one.id', oldest as AttemptId)))
    .orderBy('one.delivery_id', 'desc')
    .orderBy('one.number', 'desc')
    .limit(rowsMax);
  const before = sql`lag(delivery_id) over (order by delivery_id desc, number desc)`;
  const rows = sql`(select *, ${before} is distinct from delivery_id as is_last from ${attempts} as every_attempt)`;
  const isMeant = allOf([
    sql<SqlBool>`a.is_last`,
    isLoggedAsAsked(store, { ...query, standings: ['delivered'] }),
    sql<SqlBool>`${queuedAgain(store, query, range).limit(1)} is null`,
  ]);
  const count = sql`count(case when ${isMeant} then 1 end) as delivered, min(a.delivery_id) as last_id`;
  return look(store, sql`${count} from ${rows} as a`, rowsMax);
}

/** @param what Counts named as their standings, `last_id`, and where they come from. */
async function look(store: Queried, what: RawBuilder<unknown>, rowsMax: number): Promise<Look> {
  const { rows } = await sql<
    { readonly looked_at: number; readonly last_id: string | null } & Partial<Record<StandingWord, number>>
  >`select count(*) as looked_at, ${what}`.execute(store.db);
  const [row] = rows;
  if (row === undefined) return { counts: new Map(), next: null };
  const { looked_at, last_id, ...counts } = row;
  const words = Object.keys(counts) as StandingWord[];
  return {
    counts: new Map(words.map((word) => [word, Number(counts[word])])),
    next: Number(looked_at) < rowsMax ? null : last_id,
  };
}

/**
 * How many deliveries of a range wait in the queue, by their standing: one look for all of them.
 *
 * @param limit Rows looked at.
 */
export async function countQueuedStandings(
  store: Queried,
  query: RowsQuery,
  range: IdRange,
  limit: number,
): Promise<ReadonlyMap<StandingWord, number>> {
  const rows = await store.db
    .selectFrom(selectQueued(store, query, range, limit).as('d'))
    .select((eb) => [standingSql().as('standing'), eb.fn.countAll().as('count')])
    .groupBy('standing')
    .execute();
  return new Map(rows.map((row) => [row.standing, Number(row.count)]));
}

/** From both places, up to `limit` of each. Null: neither can hold what is asked for. */
function selectDeliveries(store: Queried, query: RowsQuery, range: IdRange, limit: number) {
  const parts = [
    ...(isInQueue(query) ? [selectQueued(store, query, range, limit)] : []),
    ...(isInLog(query) ? [selectFinished(store, query, range, limit)] : []),
  ];
  const [first, second] = parts.map((part) => store.db.selectFrom(part.as('part')).selectAll());
  if (first === undefined) return null;
  return second === undefined ? first : first.unionAll(second);
}

/** The id `stepRows` rows below `start` in the queue, or null when there are fewer rows. */
export async function findQueuedBelow(
  store: Queried,
  { workspaceId, runId }: Pick<RowsQuery, 'workspaceId' | 'runId'>,
  start: string | null,
  stepRows: number,
): Promise<string | null> {
  const row = await store.db
    .selectFrom('deliveries')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .$if(runId !== undefined, (ids) => ids.where('run_id', '=', runId as RunId))
    .$if(start !== null, (ids) => ids.where('id', '<', start as DeliveryId))
    .orderBy('id', 'desc')
    .limit(1)
    .offset(stepRows - 1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The same in the delivery log, among what can be of the standings that are asked for. */
export async function findLoggedBelow(
  store: Queried,
  { workspaceId, standings, runId }: Pick<RowsQuery, 'workspaceId' | 'standings' | 'runId'>,
  start: string | null,
  stepRows: number,
): Promise<string | null> {
  const row = await store.db
    .selectFrom('attempts')
    .select('delivery_id')
    .where('workspace_id', '=', workspaceId)
    .where('delivery_id', 'is not', null)
    .$if(runId !== undefined, (ids) => ids.where('run_id', '=', runId as RunId))
    .$if(runId === undefined && isRareInLog(standings), (ids) => ids.where(isRareState('delivery_state')))
    .$if(start !== null, (ids) => ids.where('delivery_id', '<', start as DeliveryId))
    .orderBy('delivery_id', 'desc')
    .limit(1)
    .offset(stepRows - 1)
    .executeTakeFirst();
  return row?.delivery_id ?? null;
}

/** Standings that the queue can hold. */
const QUEUED_STANDINGS = ['pending', 'retrying', 'held', 'canceled'] as const satisfies readonly StandingWord[];
/** States that a last attempt can tell. */
const RESTING_STATES = ['delivered', 'exhausted', 'canceled'] as const satisfies readonly (DeliveryState &
  StandingWord)[];

/** Whether the queue can hold a delivery of the standings that are asked for. */
export function isInQueue({ standings, place }: DeliveryFilter & Pick<RowsQuery, 'place'>): boolean {
  if (place === 'log') return false;
  return standings === undefined || QUEUED_STANDINGS.some((standing) => standings.includes(standing));
}

/** Whether a delivery of those standings can be known by its last attempt. */
export function isInLog({ standings, place }: DeliveryFilter & Pick<RowsQuery, 'place'>): boolean {
  if (place === 'queue') return false;
  return standings === undefined || RESTING_STATES.some((state) => standings.includes(state));
}

/** Whether nothing is asked of the log but what is rare in it. */
function isRareInLog(standings: DeliveryFilter['standings']): boolean {
  return standings !== undefined && !standings.includes('delivered');
}

/** In the words of the partial index, not as values: only then a planner knows that the index has them all. */
function isRareState(column: string): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} in ('exhausted', 'canceled')`;
}

function selectQueued(store: Queried, query: RowsQuery, range: IdRange, limit: number) {
  return store.db
    .selectFrom('deliveries as d')
    .select([
      'd.id',
      'd.event_id',
      'd.endpoint_id',
      sql<DeliveryState>`d.state`.as('state'),
      'd.attempts_made',
      'd.due_at_ms',
      'd.lease_token',
      'd.maybe_received',
      'd.trigger',
      'd.run_id',
    ])
    .where('d.workspace_id', '=', query.workspaceId)
    .where(isInRange(sql.ref('d.id'), query, range))
    .$if(query.eventId !== undefined, (rows) => rows.where('d.id', 'in', idsOfEvent(store, query)))
    .$if(query.sortsQueue === true, (rows) => rows.where('d.id', 'in', idsOfEndpoint(store, query)))
    .where(isQueuedAsAsked(store, query))
    .orderBy('d.id', 'desc')
    .limit(limit);
}

/** For a query whose deliveries are called `d`. */
function isQueuedAsAsked(store: Queried, query: RowsQuery): Expression<SqlBool> {
  const { endpointId, runId, triggers, standings } = query;
  return allOf([
    ...(endpointId === undefined ? [] : [sql<SqlBool>`d.endpoint_id = ${endpointId}`]),
    ...(runId === undefined ? [] : [sql<SqlBool>`d.run_id = ${runId}`]),
    ...(triggers === undefined ? [] : [isOneOf(sql.ref('d.trigger'), triggers)]),
    ...(standings === undefined ? [] : [hasStanding(standings)]),
    ...(asksForEvent(query) ? [hasEvent(sql.ref('d.event_id'), store, query)] : []),
  ]);
}

function standingSql(): RawBuilder<StandingWord> {
  const cases = Object.entries(QUEUED_CONDITIONS).map(
    ([word, condition]) => sql`when ${condition} then ${sql.lit(word)}`,
  );
  return sql<StandingWord>`case ${sql.join(cases, sql` `)} end`;
}

function hasStanding(standings: readonly StandingWord[]): Expression<SqlBool> {
  const words = QUEUED_STANDINGS.filter((word) => standings.includes(word));
  const conditions = words.map((word) => QUEUED_CONDITIONS[word]);
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
}

/** Each standing as `standingOf` tells it, in SQL. What is being sent has a time: the end of its lease. */
const QUEUED_CONDITIONS = {
  pending: sql<SqlBool>`(d.state = 'pending' and d.due_at_ms is not null and d.attempts_made = 0)`,
  retrying: sql<SqlBool>`(d.state = 'pending' and d.due_at_ms is not null and d.attempts_made > 0)`,
  held: sql<SqlBool>`(d.state = 'pending' and d.due_at_ms is null)`,
  canceled: sql<SqlBool>`(d.state = 'canceled')`,
} as const satisfies Readonly<Record<(typeof QUEUED_STANDINGS)[number], Expression<SqlBool>>>;

/** In a query of their own the ids come from the index by endpoint alone; else SQLite prefers to walk along the table. */
function idsOfEndpoint(store: Queried, query: RowsQuery) {
  return store.db
    .selectFrom('deliveries as of')
    .select('of.id')
    .where('of.workspace_id', '=', query.workspaceId)
    .where('of.endpoint_id', '=', query.endpointId as EndpointId);
}

/** The queue has an index by event for the deliveries of runs alone: all others are made together with their event. */
function idsOfEvent(store: Queried, query: RowsQuery) {
  const eventId = query.eventId as EventId;
  const eventMs = timeOfId(eventId);
  const ids = store.db
    .selectFrom('deliveries as of')
    .select('of.id')
    .where('of.workspace_id', '=', query.workspaceId)
    .where('of.event_id', '=', eventId);
  return ids
    .where('of.run_id', 'is', null)
    .where('of.id', '>=', firstIdAt('dlv', eventMs - DELIVERY_FROM_EVENT_MS_MAX))
    .where('of.id', '<', firstIdAt('dlv', eventMs + DELIVERY_FROM_EVENT_MS_MAX))
    .unionAll(ids.where('of.run_id', 'is not', null));
}

/** Deliveries that are not in the queue: their last attempt says how they ended. */
function selectFinished(store: Queried, query: RowsQuery, range: IdRange, limit: number) {
  // As an expression the id is no reason for a planner to walk along it: few rows are found by another index, then sorted.
  const oldest = oldestAttempt(query, range);
  const id = query.sortsLog === true ? sql<DeliveryId>`(a.delivery_id || '')` : sql.ref<DeliveryId>('a.delivery_id');
  return store.db
    .selectFrom('attempts as a')
    .select([
      sql<DeliveryId>`a.delivery_id`.as('id'),
      'a.event_id',
      'a.endpoint_id',
      sql<DeliveryState>`a.delivery_state`.as('state'),
      sql<number>`a.number`.as('attempts_made'),
      sql<number | null>`cast(null as bigint)`.as('due_at_ms'),
      sql<string | null>`cast(null as text)`.as('lease_token'),
      sql<number>`cast(0 as bigint)`.as('maybe_received'),
      'a.trigger',
      'a.run_id',
    ])
    .where('a.workspace_id', '=', query.workspaceId)
    .where(sql<SqlBool>`${id} is not null`)
    .where(isInRange(id, query, range))
    .$if(oldest !== null, (rows) => rows.where(isAttemptFrom('a.id', oldest as AttemptId)))
    .where((eb) => eb(newerAttempt(store, oldest).limit(1), 'is', null))
    .where((eb) => eb(queuedAgain(store, query, range).limit(1), 'is', null))
    .where(isLoggedAsAsked(store, query))
    .orderBy(id, 'desc')
    .limit(limit);
}

/** For a query whose attempts are called `a`. */
function isLoggedAsAsked(store: Queried, query: RowsQuery): Expression<SqlBool> {
  const { endpointId, eventId, runId, triggers, standings } = query;
  return allOf([
    ...(endpointId === undefined ? [] : [sql<SqlBool>`a.endpoint_id = ${endpointId}`]),
    ...(eventId === undefined ? [] : [sql<SqlBool>`a.event_id = ${eventId}`]),
    ...(runId === undefined ? [] : [sql<SqlBool>`a.run_id = ${runId}`]),
    ...(triggers === undefined ? [] : [isOneOf(sql.ref('a.trigger'), triggers)]),
    ...(isRareInLog(standings) ? [isRareState('a.delivery_state')] : []),
    ...(standings === undefined ? [] : [isOneOf(sql.ref('a.delivery_state'), loggedStates(query))]),
    ...(asksForEvent(query) ? [hasEvent(sql.ref('a.event_id'), store, query)] : []),
  ]);
}

function isOneOf(value: Expression<unknown>, words: readonly string[]): Expression<SqlBool> {
  return words.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`${value} in (${sql.join(words)})`;
}

function allOf(conditions: readonly Expression<SqlBool>[]): Expression<SqlBool> {
  return conditions.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}

function loggedStates({ standings = [] }: DeliveryFilter): readonly DeliveryState[] {
  return RESTING_STATES.filter((state) => standings.includes(state));
}

/** Where the log of what is asked for begins: it tells a database that keeps the log in pieces which of them to open. */
function oldestAttempt(query: RowsQuery, { end }: IdRange): AttemptId | null {
  if (query.eventId !== undefined) return firstAttemptIdOf([query.eventId]);
  if (query.onlyIds !== undefined) return firstAttemptIdOf(query.onlyIds);
  // `as`: the ends of a range are ids of deliveries.
  if (end !== null) return firstAttemptIdOf([end as DeliveryId]);
  return query.sinceMs === undefined ? null : firstAttemptIdOf([firstIdAt('dlv', query.sinceMs)]);
}

/**
 * For a query whose attempts are called `a`: an attempt of the same delivery with a higher number.
 *
 * @param oldest Where the log of these deliveries begins. Null: not known.
 */
export function newerAttempt(store: Queried, oldest: AttemptId | null) {
  return store.db
    .selectFrom('attempts as newer')
    .select('newer.id')
    .whereRef('newer.workspace_id', '=', sql.ref('a.workspace_id'))
    .whereRef('newer.delivery_id', '=', sql.ref('a.delivery_id'))
    .whereRef('newer.number', '>', sql.ref('a.number'))
    .$if(oldest !== null, (newer) => newer.where(isAttemptFrom('newer.id', oldest as AttemptId)));
}

/**
 * Asked for as a value that is null, not as something that does not exist: then PostgreSQL looks each row up. Where it knows
 * too little of a log that grew quickly, it would merge the rows with all that waits instead (0.1 s with 300,000). The range says
 * nothing new, and bounds what may be looked at in any case. Where only standings are asked
 * for that an attempt tells, whatever is in the queue all the same was sent again, or canceled while it was being sent; in these
 * words the index `deliveries_again` has it, which is nearly empty.
 */
function queuedAgain(store: Queried, query: RowsQuery, range: IdRange) {
  return store.db
    .selectFrom('deliveries as queued')
    .select('queued.id')
    .whereRef('queued.workspace_id', '=', sql.ref('a.workspace_id'))
    .whereRef('queued.id', '=', sql.ref('a.delivery_id'))
    .$if(query.standings !== undefined, (queued) =>
      queued.where(sql<SqlBool>`(queued.resting_state is not null or queued.state = 'canceled')`),
    )
    .where(isInRange(sql.ref('queued.id'), query, range));
}

function isInRange(id: Expression<DeliveryId | null>, query: RowsQuery, range: IdRange): Expression<SqlBool> {
  if (query.onlyIds !== undefined) return sql<SqlBool>`${id} in (${sql.join(query.onlyIds)})`;
  return allOf([
    ...(range.start === null ? [] : [sql<SqlBool>`${id} < ${range.start}`]),
    ...(range.end === null ? [] : [sql<SqlBool>`${id} >= ${range.end}`]),
    ...(query.sinceMs === undefined ? [] : [sql<SqlBool>`${id} >= ${firstIdAt('dlv', query.sinceMs)}`]),
  ]);
}

function asksForEvent(filter: DeliveryFilter): boolean {
  return [filter.type, filter.channelId, filter.wamid, filter.phone, filter.bsuid].some((value) => value !== undefined);
}

/** A person or a message: the few events first. Type and channel: each delivery's event is looked up. */
function hasEvent(eventId: Expression<EventId>, store: Queried, query: RowsQuery): Expression<SqlBool> {
  const events = store.db.selectFrom('events as e').where((eb) => matchesEvent(eb, store, query));
  if (query.wamid !== undefined || query.phone !== undefined || query.bsuid !== undefined) {
    return sql<SqlBool>`${eventId} in ${events.select('e.id')}`;
  }
  return sql<SqlBool>`exists ${events.select('e.id').where((eb) => sql<SqlBool>`${eb.ref('e.id')} = ${eventId}`)}`;
}

function matchesEvent(
  eb: ExpressionBuilder<Database & { e: Database['events'] }, 'e'>,
  store: Queried,
  query: RowsQuery,
) {
  const conditions: Expression<SqlBool>[] = [eb('e.workspace_id', '=', query.workspaceId)];
  if (query.type !== undefined) conditions.push(eb('e.type', '=', query.type));
  if (query.channelId !== undefined) conditions.push(eb('e.channel_id', '=', query.channelId));
  if (query.phone !== undefined) conditions.push(eb('e.phone', '=', query.phone));
  if (query.bsuid !== undefined) conditions.push(eb('e.bsuid', '=', query.bsuid));
  if (query.wamid !== undefined) {
    const keys = store.db
      .selectFrom('event_keys')
      .select('event_id')
      .where('workspace_id', '=', query.workspaceId)
      .where('key', '>=', `${query.wamid}|`)
      .where('key', '<', `${query.wamid}}`);
    conditions.push(eb('e.id', 'in', keys));
  }
  return eb.and(conditions);
}
