import { sql } from 'kysely';
import type { DeliveryId, EndpointId, WorkspaceId } from '../../domain/ids.ts';
import { BALLAST_WORKSPACE_ID } from '../../platform/db/queue-ballast.ts';
import type { Store } from '../../platform/db/store.ts';
import { ALL, QUARTER_MS, quarterOf, type Subject } from './delivery-counts.ts';

/** What waits for an endpoint, or in all of a workspace. */
export interface Waiting {
  readonly waiting: number;
  /** When the oldest of them was made, epoch ms. */
  readonly oldestAtMs: number;
}

/** Rows of the queue that one step looks at. */
const QUEUE_STEP_ROWS = 10_000;

/** A place in the queue of all workspaces. */
export interface QueuePlace {
  readonly workspaceId: WorkspaceId;
  readonly id: DeliveryId;
}

export interface QueueStep {
  readonly groups: readonly (Waiting & { readonly workspaceId: WorkspaceId; readonly endpointId: EndpointId })[];
  /** Where to go on, or null at the end of the queue. */
  readonly next: QueuePlace | null;
}

/** Counts what waits in the next step of the queue, of whatever workspace. The rows are taken by their key, then put together. */
export async function countQueueStep(store: Store, after: QueuePlace | null): Promise<QueueStep> {
  const next = await findPlace(store, after);
  const rows = await store.db
    .selectFrom(
      stepOf(store, after).select(['endpoint_id', 'state', 'created_at_ms']).limit(QUEUE_STEP_ROWS).as('step'),
    )
    .select(['workspace_id', 'endpoint_id'])
    .select((eb) => [
      eb.fn.countAll<number>().as('waiting'),
      sql<number>`min(${eb.ref('created_at_ms')})`.as('oldest_at_ms'),
    ])
    .where('state', '=', 'pending')
    .$if(next !== null, (step) => step.where(sql<boolean>`(workspace_id, id) <= (${next?.workspaceId}, ${next?.id})`))
    .groupBy(['workspace_id', 'endpoint_id'])
    .execute();
  return {
    groups: rows.map((row) => ({
      workspaceId: row.workspace_id,
      endpointId: row.endpoint_id,
      waiting: Number(row.waiting),
      oldestAtMs: Number(row.oldest_at_ms),
    })),
    next,
  };
}

/** The last row of a step. Null: what is left fits into one. */
async function findPlace(store: Store, after: QueuePlace | null): Promise<QueuePlace | null> {
  const row = await stepOf(store, after)
    .limit(1)
    .offset(QUEUE_STEP_ROWS - 1)
    .executeTakeFirst();
  return row === undefined ? null : { workspaceId: row.workspace_id, id: row.id };
}

function stepOf(store: Store, after: QueuePlace | null) {
  return store.db
    .selectFrom('deliveries')
    .select(['workspace_id', 'id'])
    .$if(after === null, (rows) => rows.where('workspace_id', '>', BALLAST_WORKSPACE_ID))
    .$if(after !== null, (rows) => rows.where(sql<boolean>`(workspace_id, id) > (${after?.workspaceId}, ${after?.id})`))
    .orderBy('workspace_id')
    .orderBy('id');
}

export interface WaitingSample extends Waiting {
  readonly workspaceId: WorkspaceId;
  readonly subject: Subject;
}

/** Rows that one statement writes. */
const INSERT_ROWS_MAX = 500;

/** Keeps what waited in a minute, and in its quarter of an hour the most. Of two looks at the same minute the later stands. */
export async function writeSamples(store: Store, minuteMs: number, samples: readonly WaitingSample[]): Promise<void> {
  for (let start = 0; start < samples.length; start += INSERT_ROWS_MAX) {
    const piece = samples.slice(start, start + INSERT_ROWS_MAX);
    await store.db
      .insertInto('waiting_minutes')
      .values(piece.map((sample) => toRow(sample, minuteMs)))
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'subject', 'at_ms']).doUpdateSet((eb) => ({
          waiting: eb.ref('excluded.waiting'),
          oldest_ms: eb.ref('excluded.oldest_ms'),
        })),
      )
      .execute();
    await store.db
      .insertInto('waiting_quarters')
      .values(piece.map((sample) => ({ ...toRow(sample, minuteMs), at_ms: quarterOf(minuteMs) })))
      .onConflict((conflict) =>
        conflict
          .columns(['workspace_id', 'subject', 'at_ms'])
          .doUpdateSet({ waiting: largerOf('waiting'), oldest_ms: largerOf('oldest_ms') }),
      )
      .execute();
  }
}

function toRow({ workspaceId, subject, waiting, oldestAtMs }: WaitingSample, minuteMs: number) {
  const oldestMs = Math.max(0, minuteMs - oldestAtMs);
  return { workspace_id: workspaceId, subject, at_ms: minuteMs, waiting, oldest_ms: oldestMs };
}

function largerOf(column: 'waiting' | 'oldest_ms') {
  const [known, fresh] = [sql.ref(`waiting_quarters.${column}`), sql.ref(`excluded.${column}`)];
  return sql<number>`case when ${known} >= ${fresh} then ${known} else ${fresh} end`;
}

/** What waits for one endpoint now. */
export interface WaitingNow extends Waiting {
  /** Those that were tried at least once. */
  readonly retrying: number;
}

/** Above, what waited a minute ago is told: to count them all for every reader would keep the database busy. */
const COUNTED_MAX = 50_000;

/** What waits now in a workspace, by endpoint: counted, or with very many of the last minute. */
export async function readWaitingNow(
  store: Store,
  workspaceId: WorkspaceId,
  nowMs: number,
): Promise<ReadonlyMap<EndpointId, WaitingNow>> {
  const recent = await readRecentSamples(store, workspaceId, nowMs);
  if ((recent.get(ALL)?.waiting ?? 0) > COUNTED_MAX) {
    const endpoints = [...recent].filter(([subject]) => subject !== ALL);
    return new Map(endpoints.map(([subject, waiting]) => [subject as EndpointId, { ...waiting, retrying: 0 }]));
  }
  const rows = await store.db
    .selectFrom('deliveries')
    .select('endpoint_id')
    .select((eb) => [
      eb.fn.countAll<number>().as('waiting'),
      sql<number>`min(${eb.ref('created_at_ms')})`.as('oldest_at_ms'),
      sql<number>`sum(case when ${eb.ref('attempts_made')} > 0 then 1 else 0 end)`.as('retrying'),
    ])
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'pending')
    .groupBy('endpoint_id')
    .execute();
  return new Map(
    rows.map((row) => [
      row.endpoint_id,
      { waiting: Number(row.waiting), oldestAtMs: Number(row.oldest_at_ms), retrying: Number(row.retrying) },
    ]),
  );
}

/** A sample is taken every minute: one that is older than two of them is of another time. */
const SAMPLE_AGE_MS_MAX = 120_000;

async function readRecentSamples(
  store: Store,
  workspaceId: WorkspaceId,
  nowMs: number,
): Promise<ReadonlyMap<string, Waiting>> {
  const newest = await store.db
    .selectFrom('waiting_minutes')
    .select(['at_ms', 'waiting'])
    .where('workspace_id', '=', workspaceId)
    .where('subject', '=', ALL)
    .where('at_ms', '>', nowMs - SAMPLE_AGE_MS_MAX)
    .orderBy('at_ms', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined || newest.waiting <= COUNTED_MAX) return new Map();
  const rows = await store.db
    .selectFrom('waiting_minutes')
    .select(['subject', 'waiting', 'oldest_ms'])
    .where('workspace_id', '=', workspaceId)
    .where((eb) => {
      const ids = eb.selectFrom('endpoints').select(sql<string>`id`.as('id')).where('workspace_id', '=', workspaceId);
      return eb.or([eb('subject', '=', ALL), eb('subject', 'in', ids)]);
    })
    .where('at_ms', '=', newest.at_ms)
    .execute();
  return new Map(rows.map((row) => [row.subject, { waiting: row.waiting, oldestAtMs: newest.at_ms - row.oldest_ms }]));
}

export interface SamplesQuery {
  readonly workspaceId: WorkspaceId;
  readonly subject: Subject;
  /** Inclusive, a multiple of the step. */
  readonly sinceMs: number;
  /** Exclusive. */
  readonly untilMs: number;
  readonly stepMs: number;
}

/** The most that waited in each step, by the start of the step. Steps without are left out. */
export async function readSamples(
  store: Store,
  query: SamplesQuery,
): Promise<ReadonlyMap<number, { readonly waiting: number; readonly oldestMs: number }>> {
  const rows = await store.db
    .selectFrom(
      store.db
        .selectFrom(query.stepMs % QUARTER_MS === 0 ? 'waiting_quarters' : 'waiting_minutes')
        .select((eb) => [
          sql<number>`${eb.ref('at_ms')} - ${eb.ref('at_ms')} % ${sql.lit(query.stepMs)}`.as('step_at_ms'),
          'waiting',
          'oldest_ms',
        ])
        .where('workspace_id', '=', query.workspaceId)
        .where('subject', '=', query.subject)
        .where('at_ms', '>=', query.sinceMs)
        .where('at_ms', '<', query.untilMs)
        .as('sample'),
    )
    .select(['step_at_ms'])
    .select((eb) => [eb.fn.max('waiting').as('waiting'), eb.fn.max('oldest_ms').as('oldest_ms')])
    .groupBy('step_at_ms')
    .execute();
  return new Map(
    rows.map((row) => [Number(row.step_at_ms), { waiting: Number(row.waiting), oldestMs: Number(row.oldest_ms) }]),
  );
}
