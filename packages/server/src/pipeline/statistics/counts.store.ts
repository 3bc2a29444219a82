import { sql } from 'kysely';
import type { AttemptOutcome, ErrorClass } from '../../domain/delivery.ts';
import type { DisabledReason, Format } from '../../domain/endpoint.ts';
import { timeOfId } from '../../domain/id-time.ts';
import type { AttemptId, ChannelId, EndpointId, MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { ALL, type Subject } from './delivery-counts.ts';

/** Counted minutes, or quarters of an hour. */
export type Level = 'delivery_minutes' | 'delivery_quarters';

export interface CountsQuery {
  readonly workspaceId: WorkspaceId;
  readonly subjects: readonly Subject[];
  readonly level: Level;
  /** Inclusive. */
  readonly sinceMs: number;
  /** Exclusive. */
  readonly untilMs: number;
}

/** A counted time of a subject. The histogram is as it is stored. */
export interface CountedTime {
  readonly subject: Subject;
  readonly atMs: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly exhausted: number;
  readonly latency: string;
}

/** What was counted between two times, in order of subjects and times. */
export async function readCounts(store: Store, query: CountsQuery): Promise<readonly CountedTime[]> {
  if (query.subjects.length === 0) return [];
  const rows = await store.db
    .selectFrom(query.level)
    .select(['subject', 'at_ms', 'succeeded', 'failed', 'exhausted', 'latency'])
    .where('workspace_id', '=', query.workspaceId)
    .where('subject', 'in', query.subjects)
    .where('at_ms', '>=', query.sinceMs)
    .where('at_ms', '<', query.untilMs)
    .orderBy('subject')
    .orderBy('at_ms')
    .execute();
  return rows.map((row) => ({
    subject: row.subject as Subject,
    atMs: row.at_ms,
    succeeded: row.succeeded,
    failed: row.failed,
    exhausted: row.exhausted,
    latency: row.latency,
  }));
}

/** Attempts and given up deliveries of a time, without their latency. */
export interface Totals {
  readonly succeeded: number;
  readonly failed: number;
  readonly exhausted: number;
}

/** Adds up what was counted between two times, for each subject that has anything. */
export async function sumCounts(store: Store, query: CountsQuery): Promise<ReadonlyMap<Subject, Totals>> {
  if (query.subjects.length === 0) return new Map();
  const rows = await store.db
    .selectFrom(query.level)
    .select('subject')
    .select((eb) => [
      eb.fn.sum('succeeded').as('succeeded'),
      eb.fn.sum('failed').as('failed'),
      eb.fn.sum('exhausted').as('exhausted'),
    ])
    .where('workspace_id', '=', query.workspaceId)
    .where('subject', 'in', query.subjects)
    .where('at_ms', '>=', query.sinceMs)
    .where('at_ms', '<', query.untilMs)
    .groupBy('subject')
    .execute();
  return new Map(
    rows.map((row) => [
      row.subject as Subject,
      { succeeded: Number(row.succeeded), failed: Number(row.failed), exhausted: Number(row.exhausted) },
    ]),
  );
}

/** Endpoints of one workspace that are told of: as many as it can have. */
const ENDPOINTS_MAX = 200;

/** An endpoint as the statistics show it. */
export interface EndpointInfo {
  readonly id: EndpointId;
  readonly url: string;
  readonly description: string;
  readonly format: Format;
  readonly enabled: boolean;
  readonly disabledReason: DisabledReason | null;
  readonly isPaused: boolean;
  /** Deliveries wait, or one of them finds out whether the others may go. */
  readonly isBreakerOpen: boolean;
  readonly lastAttempt: LastAttempt | null;
}

/** How the latest attempt at an endpoint ended, test sends left out. */
export interface LastAttempt {
  /** When it ended, epoch ms. */
  readonly atMs: number;
  readonly outcome: AttemptOutcome;
  readonly statusCode: number | null;
  readonly errorClass: ErrorClass | null;
}

/** The endpoints of a workspace, each with its latest attempt: one look at the end of its log. */
export async function listEndpoints(store: Store, workspaceId: WorkspaceId): Promise<readonly EndpointInfo[]> {
  const newest = store.db
    .selectFrom('endpoints as e')
    .leftJoin('endpoint_breakers as b', (join) =>
      join.onRef('b.workspace_id', '=', 'e.workspace_id').onRef('b.endpoint_id', '=', 'e.id'),
    )
    .select(['e.id', 'e.url', 'e.description', 'e.format', 'e.enabled', 'e.disabled_reason', 'e.paused_at_ms'])
    .select('b.state as breaker_state')
    .select((eb) =>
      eb
        .selectFrom('attempts as a')
        .select('a.id')
        .where('a.workspace_id', '=', workspaceId)
        .whereRef('a.endpoint_id', '=', 'e.id')
        .where('a.delivery_id', 'is not', null)
        .orderBy('a.id', 'desc')
        .limit(1)
        .as('attempt_id'),
    )
    .where('e.workspace_id', '=', workspaceId)
    .where('e.deleted_at_ms', 'is', null)
    .orderBy('e.id')
    .limit(ENDPOINTS_MAX);
  const rows = await newest.execute();
  const attemptIds = rows.flatMap(({ attempt_id }) => attempt_id ?? []);
  const attempts = await readLastAttempts(store, workspaceId, attemptIds);
  return rows.map((row) => ({
    id: row.id,
    url: row.url,
    description: row.description,
    format: row.format,
    enabled: row.enabled === 1,
    disabledReason: row.disabled_reason,
    isPaused: row.paused_at_ms !== null,
    isBreakerOpen: row.breaker_state !== null && row.breaker_state !== 'closed',
    lastAttempt: (row.attempt_id === null ? undefined : attempts.get(row.attempt_id)) ?? null,
  }));
}

async function readLastAttempts(
  store: Store,
  workspaceId: WorkspaceId,
  ids: readonly AttemptId[],
): Promise<ReadonlyMap<AttemptId, LastAttempt>> {
  if (ids.length === 0) return new Map();
  const rows = await store.db
    .selectFrom('attempts')
    .select(['id', 'outcome', 'status_code', 'error_class'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      { atMs: timeOfId(row.id), outcome: row.outcome, statusCode: row.status_code, errorClass: row.error_class },
    ]),
  );
}

/** Channels of one workspace that are told of. */
const CHANNELS_MAX = 500;

/** A channel as the statistics show it. */
export interface ChannelInfo {
  readonly id: ChannelId;
  readonly metaAppId: MetaAppId;
  readonly displayPhoneNumber: string;
  readonly isSimulated: boolean;
  readonly tokenExpiredAtMs: number | null;
  readonly hasToken: boolean;
  /** JSON as it is stored. Null: it was never connected. */
  readonly connection: string | null;
  readonly lastEventAtMs: number | null;
}

/** The channels of a workspace with when something last came in. */
export async function listChannels(store: Store, workspaceId: WorkspaceId): Promise<readonly ChannelInfo[]> {
  const rows = await store.db
    .selectFrom('channels as c')
    .innerJoin('meta_apps as m', 'm.id', 'c.meta_app_id')
    .leftJoin('channel_traffic as t', (join) =>
      join.onRef('t.workspace_id', '=', 'c.workspace_id').onRef('t.channel_id', '=', 'c.id'),
    )
    .select([
      'c.id',
      'c.meta_app_id',
      'c.display_phone_number',
      'c.token_expired_at_ms',
      'c.connection',
      'm.is_simulated',
      't.last_event_at_ms',
      sql<number>`case when c.access_token is null then 0 else 1 end`.as('has_token'),
    ])
    .where('c.workspace_id', '=', workspaceId)
    .where('c.deleted_at_ms', 'is', null)
    .orderBy('c.id')
    .limit(CHANNELS_MAX)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    metaAppId: row.meta_app_id,
    displayPhoneNumber: row.display_phone_number,
    isSimulated: row.is_simulated === 1,
    tokenExpiredAtMs: row.token_expired_at_ms,
    hasToken: row.has_token === 1,
    connection: row.connection,
    lastEventAtMs: row.last_event_at_ms,
  }));
}

/** The first minute with a success that was counted, epoch ms, or null. */
export async function findFirstSuccessMs(store: Store, workspaceId: WorkspaceId): Promise<number | null> {
  const row = await store.db
    .selectFrom('delivery_minutes')
    .select('at_ms')
    .where('workspace_id', '=', workspaceId)
    .where('subject', '=', ALL)
    .where('succeeded', '>', 0)
    .orderBy('at_ms')
    .limit(1)
    .executeTakeFirst();
  return row?.at_ms ?? null;
}

/** Attempts at the beginning of the log that are looked at: whoever sets things up has few. */
const FIRST_ATTEMPTS_MAX = 500;

/** When the first success among the first attempts of the log was, epoch ms, or null. */
export async function findFirstLoggedSuccessMs(store: Store, workspaceId: WorkspaceId): Promise<number | null> {
  const first = store.db
    .selectFrom('attempts')
    .select(['id', 'outcome', 'delivery_id'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .limit(FIRST_ATTEMPTS_MAX);
  const row = await store.db
    .selectFrom(first.as('a'))
    .select('a.id')
    .where('a.outcome', '=', 'succeeded')
    .where('a.delivery_id', 'is not', null)
    .orderBy('a.id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : timeOfId(row.id);
}

/** Items that one count looks at: beyond, nobody reads the last digits. */
export const QUARANTINE_COUNTED_MAX = 1_000;

/** What is in the quarantine of a workspace's own registrations, up to `QUARANTINE_COUNTED_MAX`. */
export async function countQuarantine(store: Store, workspaceId: WorkspaceId): Promise<number> {
  const items = store.db
    .selectFrom('quarantine as q')
    .innerJoin('meta_apps as m', 'm.id', 'q.meta_app_id')
    .select('q.id')
    .where('m.workspace_id', '=', workspaceId)
    .limit(QUARANTINE_COUNTED_MAX);
  const row = await store.db
    .selectFrom(items.as('item'))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}
