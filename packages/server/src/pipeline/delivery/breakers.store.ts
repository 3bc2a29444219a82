import { sql } from 'kysely';
import type { Breaker } from '../../domain/endpoint-breaker.ts';
import type { EndpointId, WorkspaceId } from '../../domain/ids.ts';
import { toBreaker } from '../../platform/db/breaker-row.ts';
import type { Db, Store, Trx } from '../../platform/db/store.ts';
import type { EndpointBreakerRow } from '../../platform/db/tables.ts';
import type { FailureRun } from './breaker.ts';

/** Breakers of one statement. More than that failing at once are written in several. */
export const BREAKERS_PAGE = 500;

/** Names one endpoint of one workspace at a time. */
export interface BreakerAt {
  readonly workspaceId: WorkspaceId;
  readonly endpointId: EndpointId;
  readonly nowMs: number;
}

/** A breaker as stored. */
export interface KeptBreaker {
  readonly endpointId: EndpointId;
  readonly breaker: Breaker;
  /** Grows with every change. */
  readonly revision: number;
}

/** Runs what is committed with a change of a breaker. */
type Alongside = (trx: Trx) => Promise<void>;

/** Breakers that changed since then, those that closed included, the longest unchanged first. */
export async function listChangedBreakers(store: Store, sinceMs: number): Promise<readonly KeptBreaker[]> {
  const kept: KeptBreaker[] = [];
  let after = { changedAtMs: sinceMs, endpointId: '' };
  for (;;) {
    const { changedAtMs, endpointId } = after;
    const rows = await store.db
      .selectFrom('endpoint_breakers')
      .selectAll()
      .where(sql<boolean>`(changed_at_ms, endpoint_id) > (${changedAtMs}, ${endpointId})`)
      .orderBy('changed_at_ms')
      .orderBy('endpoint_id')
      .limit(BREAKERS_PAGE)
      .execute();
    kept.push(...rows.map(toKept));
    const last = rows.at(-1);
    if (last === undefined || rows.length < BREAKERS_PAGE) return kept;
    after = { changedAtMs: last.changed_at_ms, endpointId: last.endpoint_id };
  }
}

/** The failures of an endpoint that its row does not have yet. */
export interface NewFailures extends BreakerAt {
  readonly run: FailureRun;
}

/** Adds failures that opened nothing, at most `BREAKERS_PAGE` at once. */
export async function addFailures(store: Store, failures: readonly NewFailures[]): Promise<void> {
  if (failures.length === 0) return;
  // One order of keys: two nodes never wait for each other in a circle.
  const sorted = failures.toSorted((a, b) => (a.endpointId < b.endpointId ? -1 : 1));
  await store.db
    .insertInto('endpoint_breakers')
    .values(
      sorted.map(({ workspaceId, endpointId, nowMs, run }) => ({
        workspace_id: workspaceId,
        endpoint_id: endpointId,
        state: 'closed' as const,
        consecutive_failures: run.failures,
        failing_since_ms: run.sinceMs,
        opened_at_ms: null,
        next_probe_at_ms: null,
        failed_probes: 0,
        changed_at_ms: nowMs,
        revision: 1,
      })),
    )
    .onConflict((conflict) => conflict.columns(['workspace_id', 'endpoint_id']).doUpdateSet(ADDED))
    .execute();
}

const ADDED = {
  consecutive_failures: sql<number>`endpoint_breakers.consecutive_failures + excluded.consecutive_failures`,
  failing_since_ms: sql<number>`CASE WHEN endpoint_breakers.consecutive_failures = 0 THEN excluded.failing_since_ms ELSE endpoint_breakers.failing_since_ms END`,
  changed_at_ms: sql<number>`excluded.changed_at_ms`,
  revision: sql<number>`endpoint_breakers.revision + 1`,
};

/**
 * Opens a breaker that is closed, with what is committed along. One that another node opened stays as it is, and has
 * the failures added.
 *
 * @returns the breaker as it is now.
 */
export async function openBreaker(
  store: Store,
  opening: NewFailures & { readonly nextProbeAtMs: number },
  alongside: Alongside,
): Promise<KeptBreaker> {
  const { workspaceId, endpointId, nowMs, run } = opening;
  return store.db.transaction().execute(async (trx) => {
    const opened = await trx
      .insertInto('endpoint_breakers')
      .values({
        workspace_id: workspaceId,
        endpoint_id: endpointId,
        state: 'open',
        consecutive_failures: run.failures,
        failing_since_ms: run.sinceMs,
        opened_at_ms: nowMs,
        next_probe_at_ms: opening.nextProbeAtMs,
        failed_probes: 0,
        changed_at_ms: nowMs,
        revision: 1,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['workspace_id', 'endpoint_id'])
          .doUpdateSet({
            ...ADDED,
            state: 'open',
            opened_at_ms: sql<number>`excluded.opened_at_ms`,
            next_probe_at_ms: sql<number>`excluded.next_probe_at_ms`,
            failed_probes: 0,
          })
          .where('endpoint_breakers.state', '=', 'closed'),
      )
      .returningAll()
      .executeTakeFirst();
    if (opened !== undefined) {
      await alongside(trx);
      return toKept(opened);
    }
    const row = await change(trx, opening)
      .set((eb) => ({
        consecutive_failures: eb('consecutive_failures', '+', run.failures),
        ...changedNow(nowMs),
      }))
      .returningAll()
      .executeTakeFirstOrThrow();
    return toKept(row);
  });
}

/**
 * Takes the one delivery that may go to an endpoint whose breaker is open. Of several nodes one gets it.
 *
 * @param untilMs When another one may be taken, if nobody hears of this one.
 * @returns null when it is not time yet, or somebody else took it.
 */
export async function takeProbe(store: Store, at: BreakerAt, untilMs: number): Promise<KeptBreaker | null> {
  const row = await change(store.db, at)
    .set({ state: 'half_open', next_probe_at_ms: untilMs, ...changedNow(at.nowMs) })
    .where('state', '<>', 'closed')
    .where('next_probe_at_ms', '<=', at.nowMs)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : toKept(row);
}

/** A probe failed: the breaker is open again. @returns null when it was closed meanwhile. */
export async function recordFailedProbe(
  store: Store,
  failed: NewFailures & { readonly nextProbeAtMs: number },
): Promise<KeptBreaker | null> {
  const row = await change(store.db, failed)
    .set((eb) => ({
      state: 'open' as const,
      consecutive_failures: eb('consecutive_failures', '+', failed.run.failures),
      next_probe_at_ms: failed.nextProbeAtMs,
      failed_probes: eb('failed_probes', '+', 1),
      ...changedNow(failed.nowMs),
    }))
    .where('state', '<>', 'closed')
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : toKept(row);
}

/**
 * A delivery succeeded: nothing is held against the endpoint any more.
 *
 * @param whenItWasOpen What is committed along when this closes an open breaker: of many successes on many nodes, once.
 */
export async function closeBreaker(store: Store, at: BreakerAt, whenItWasOpen: Alongside): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    const before = await trx
      .selectFrom('endpoint_breakers')
      .select(['state', 'consecutive_failures'])
      .where('workspace_id', '=', at.workspaceId)
      .where('endpoint_id', '=', at.endpointId)
      .$if(store.can.skipLocked, (query) => query.forUpdate())
      .executeTakeFirst();
    if (before === undefined || (before.state === 'closed' && before.consecutive_failures === 0)) return;
    await resetBreaker(trx, at);
    if (before.state !== 'closed') await whenItWasOpen(trx);
  });
}

/** Forgets what is held against an endpoint, as when somebody enables it again. */
export async function resetBreaker(trx: Trx, at: BreakerAt): Promise<void> {
  await change(trx, at)
    .set({
      state: 'closed',
      consecutive_failures: 0,
      opened_at_ms: null,
      next_probe_at_ms: null,
      failed_probes: 0,
      ...changedNow(at.nowMs),
    })
    .execute();
}

/** Lets the next delivery find out at once, as when somebody changed the endpoint. */
export async function probeNow(trx: Trx, at: BreakerAt): Promise<void> {
  await change(trx, at)
    .set({ next_probe_at_ms: at.nowMs, failed_probes: 0, ...changedNow(at.nowMs) })
    .where('state', '=', 'open')
    .execute();
}

/** Removes what is kept of an endpoint that is deleted. */
export async function forgetEndpoint(trx: Trx, workspaceId: WorkspaceId, endpointId: EndpointId): Promise<void> {
  for (const table of ['endpoint_breakers', 'endpoint_rates'] as const) {
    await trx.deleteFrom(table).where('workspace_id', '=', workspaceId).where('endpoint_id', '=', endpointId).execute();
  }
}

/** Removes endpoints that recovered before then: every node has heard of it. */
export async function purgeRecovered(store: Store, beforeMs: number): Promise<void> {
  await store.db
    .deleteFrom('endpoint_breakers')
    .where('changed_at_ms', '<', beforeMs)
    .where('consecutive_failures', '=', 0)
    .execute();
}

/** The breakers of these endpoints of a workspace. One that is not there is healthy. */
export async function findBreakers(
  store: Store,
  workspaceId: WorkspaceId,
  endpointIds: readonly EndpointId[],
): Promise<ReadonlyMap<EndpointId, Breaker>> {
  if (endpointIds.length === 0) return new Map();
  const rows = await store.db
    .selectFrom('endpoint_breakers')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('endpoint_id', 'in', endpointIds)
    .execute();
  return new Map(rows.map((row) => [row.endpoint_id, toBreaker(row)]));
}

/** As it is now. Null: nothing is kept of it. */
export async function findBreaker(store: Store, at: Omit<BreakerAt, 'nowMs'>): Promise<KeptBreaker | null> {
  const row = await store.db
    .selectFrom('endpoint_breakers')
    .selectAll()
    .where('workspace_id', '=', at.workspaceId)
    .where('endpoint_id', '=', at.endpointId)
    .executeTakeFirst();
  return row === undefined ? null : toKept(row);
}

function toKept(row: EndpointBreakerRow): KeptBreaker {
  return { endpointId: row.endpoint_id, breaker: toBreaker(row), revision: row.revision };
}

function changedNow(nowMs: number) {
  return { changed_at_ms: nowMs, revision: sql<number>`revision + 1` };
}

function change(db: Db | Trx, at: BreakerAt) {
  return db
    .updateTable('endpoint_breakers')
    .where('workspace_id', '=', at.workspaceId)
    .where('endpoint_id', '=', at.endpointId);
}
