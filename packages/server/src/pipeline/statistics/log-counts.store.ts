import { type Expression, type SelectQueryBuilder, sql } from 'kysely';
import { firstIdAt, timeOfId } from '../../domain/id-time.ts';
import type { AttemptId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import { addLogGroups, type CountsBySubject, type LogGroup } from './delivery-counts.ts';
import { LATENCY_EXACT_BELOW_MS, LATENCY_STEPS } from './latency-histogram.ts';

/** A piece of a workspace's delivery log, by when its attempts ended (that is when their ids are made). */
export interface LogSpan {
  readonly workspaceId: WorkspaceId;
  /** Inclusive, epoch ms. */
  readonly fromMs: number;
  /** Exclusive, epoch ms. */
  readonly toMs: number;
}

/** What is younger may still be joined by an attempt that is being committed, and is read every time. */
export const UNSETTLED_MS = 1_000;

/** Attempts of one statement: some milliseconds of the database, and less than a megabyte where it holds them. */
const ATTEMPTS_MAX = 4_000;

/**
 * Counts the attempts of a span where they are, by endpoint, channel, outcome and latency: few rows come over, however
 * many attempts there were. Test sends are no deliveries and are left out.
 */
async function* countLog(store: Store, span: LogSpan): AsyncGenerator<readonly LogGroup[], void> {
  // Smaller than every id of that millisecond, which has a version.
  for (let afterId = firstIdAt('att', span.fromMs); ; ) {
    const rows = await countSome(store, span, afterId);
    yield rows.map((row) => ({
      endpointId: row.endpoint_id,
      channelId: row.channel_id,
      succeeded: row.succeeded === 1,
      exhausted: row.exhausted === 1,
      latencyMs: row.rounded_ms === null ? null : Number(row.rounded_ms),
      count: Number(row.count),
    }));
    if (rows.reduce((sum, row) => sum + Number(row.count), 0) < ATTEMPTS_MAX) return;
    for (const { last_id } of rows) if (last_id > afterId) afterId = last_id as AttemptId;
  }
}

/**
 * Adds the attempts of a span to counts.
 *
 * @returns how many there were.
 */
export async function addLog(store: Store, into: CountsBySubject, span: LogSpan): Promise<number> {
  let attempts = 0;
  for await (const groups of countLog(store, span)) {
    addLogGroups(into, groups);
    attempts += groups.reduce((sum, group) => sum + group.count, 0);
  }
  return attempts;
}

/**
 * Counts the first attempts of a span after an id.
 *
 * The event of each attempt is looked up by its id and not joined: a planner that joins may read all events for a minute
 * of attempts. Materialized, so that each is looked up once and not for every branch of what is made of it.
 */
function countSome(store: Store, span: LogSpan, afterId: AttemptId) {
  return store.db
    .with(
      (cte) => cte('one').materialized(),
      (db) =>
        withEvent(store, db.selectFrom('attempts as a'))
          .select([
            'a.id',
            'a.endpoint_id',
            'e.channel_id',
            sql<number>`case when a.outcome = 'succeeded' then 1 else 0 end`.as('succeeded'),
            // A resend that fails falls back to what the delivery was: it is not given up once more.
            sql<number>`case when a.delivery_state = 'exhausted' and a."trigger" <> 'resend' then 1 else 0 end`.as(
              'exhausted',
            ),
            sql<number | null>`case when a.outcome = 'succeeded' and a."trigger" <> 'resend'
              then a.started_at_ms + a.duration_ms - e.created_at_ms end`.as('latency_ms'),
          ])
          .where('a.workspace_id', '=', span.workspaceId)
          // One bound below: SQLite uses one for its index, and would read from the other on.
          .where('a.id', '>', afterId)
          .where('a.id', '<', firstIdAt('att', span.toMs))
          .where('a.delivery_id', 'is not', null)
          .orderBy('a.id')
          .limit(ATTEMPTS_MAX),
    )
    .selectFrom((eb) =>
      eb
        .selectFrom('one')
        .select(['id', 'endpoint_id', 'channel_id', 'succeeded', 'exhausted'])
        .select(roundToBucket(sql.ref('latency_ms')).as('rounded_ms'))
        .as('counted'),
    )
    .select(['endpoint_id', 'channel_id', 'succeeded', 'exhausted', 'rounded_ms'])
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('id').as('last_id')])
    .groupBy(['endpoint_id', 'channel_id', 'succeeded', 'exhausted', 'rounded_ms'])
    .execute();
}

function withEvent(store: Store, attempts: SelectQueryBuilder<Database & { a: Database['attempts'] }, 'a', object>) {
  const columns = ['events.workspace_id', 'events.id', 'events.channel_id', 'events.created_at_ms'] as const;
  if (!store.can.lateral) {
    return attempts.leftJoin(
      (eb) => eb.selectFrom('events').select(columns).as('e'),
      (join) => join.onRef('e.workspace_id', '=', 'a.workspace_id').onRef('e.id', '=', 'a.event_id'),
    );
  }
  return attempts.leftJoinLateral(
    (eb) =>
      eb
        .selectFrom('events')
        .select(columns)
        .whereRef('events.workspace_id', '=', 'a.workspace_id')
        .whereRef('events.id', '=', 'a.event_id')
        .limit(1)
        .as('e'),
    (join) => join.onTrue(),
  );
}

/** A latency rounded down within its bucket, so that attempts of one bucket are few groups. */
function roundToBucket(ms: Expression<unknown>) {
  const widths = LATENCY_STEPS.map(
    ({ belowMs, widthMs }) => sql`when ${ms} < ${sql.lit(belowMs)} then ${sql.lit(widthMs)}`,
  );
  const first = sql`when ${ms} < ${sql.lit(LATENCY_EXACT_BELOW_MS)} then 1`;
  return sql<number | null>`${ms} - ${ms} % (case ${sql.join([first, ...widths], sql` `)} else 1 end)`;
}

/** How many attempts of deliveries there are in a span. */
export async function countAttempts(store: Store, { workspaceId, fromMs, toMs }: LogSpan): Promise<number> {
  const { count } = await store.db
    .selectFrom('attempts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('id', '>', firstIdAt('att', fromMs))
    .where('id', '<', firstIdAt('att', toMs))
    .where('delivery_id', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** When the first attempt at or after a time ended, or null when there is none. */
export async function findNextAttemptMs(
  store: Store,
  workspaceId: WorkspaceId,
  fromMs: number,
): Promise<number | null> {
  const row = await store.db
    .selectFrom('attempts')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '>=', firstIdAt('att', fromMs))
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : timeOfId(row.id as AttemptId);
}
