import { type ExpressionBuilder, type Selectable, sql } from 'kysely';
import type { RunId, WorkspaceId } from '../../domain/ids.ts';
import type { Run, RunData, RunProblem, RunState } from '../../domain/run.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import type { Db, Store, Trx } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type Page, toPage } from '../../platform/http/api.ts';

/** Writes a new run and what goes with it. It is due at once. */
export async function insertRun(store: Store, run: Run, withChange: WithChange<Run> | null): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('runs')
      .values({
        workspace_id: run.workspaceId,
        id: run.id,
        kind: run.kind,
        state: 'pending',
        params: JSON.stringify(run.params),
        progress: JSON.stringify(run.progress),
        result: null,
        error: null,
        cancel_requested: 0,
        pause_requested: 0,
        due_at_ms: run.createdAtMs,
        lease_token: null,
        claims: 0,
        created_at_ms: run.createdAtMs,
        started_at_ms: null,
        finished_at_ms: null,
      })
      .execute();
    await withChange?.(trx, { before: null, after: run });
  });
}

/** How many runs of the workspace have not ended. Finished ones go with the retention, so the walk is short. */
export async function countOpenRuns(store: Store, workspaceId: WorkspaceId): Promise<number> {
  const row = await store.db
    .selectFrom('runs')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where(isOpen)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The workspace's runs of a kind that have not ended. They are as few as `startRun` lets there be. */
export async function listOpenRuns(store: Store, workspaceId: WorkspaceId, kind: string): Promise<readonly Run[]> {
  const rows = await store.db
    .selectFrom('runs')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind)
    .where(isOpen)
    .execute();
  return rows.map(toRun);
}

/** Null: the workspace has no such run. */
export async function findRun(store: Store, workspaceId: WorkspaceId, id: RunId): Promise<Run | null> {
  const row = await selectRun(store.db, workspaceId, id);
  return row === null ? null : toRun(row);
}

export interface ListRuns {
  readonly workspaceId: WorkspaceId;
  /** Any of these. */
  readonly kinds?: readonly string[] | undefined;
  readonly state?: RunState | undefined;
  readonly beforeId: RunId | null;
  readonly limit: number;
}

/** The workspace's runs, newest first. */
export async function listRuns(store: Store, query: ListRuns): Promise<Page<Run>> {
  let runs = store.db.selectFrom('runs').selectAll().where('workspace_id', '=', query.workspaceId);
  if (query.kinds !== undefined) runs = runs.where('kind', 'in', query.kinds);
  const { state } = query;
  if (state !== undefined) runs = runs.where((eb) => hasState(eb, state));
  if (query.beforeId !== null) runs = runs.where('id', '<', query.beforeId);
  const rows = await runs
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  return toPage(rows.map(toRun), query.limit, (run) => run.id);
}

export interface ClaimRun {
  readonly nowMs: number;
  readonly leaseToken: string;
  readonly leaseUntilMs: number;
  /** What this node can carry out: a newer one may know more. */
  readonly kinds: readonly string[];
}

/** A run that this node holds. */
export interface LeasedRun extends Run {
  readonly leaseToken: string;
  /** How often it was taken up since its progress was last saved, this time included. */
  readonly claims: number;
  readonly startedAtMs: number;
  readonly cancelRequested: boolean;
  readonly pauseRequested: boolean;
}

/**
 * Takes the run that is due longest. A claim moves `due_at_ms` to the end of the lease, so a run whose node died becomes
 * due again by itself. Null: none is due.
 *
 * Invariant: two claims never return the same run while the first lease runs. On PostgreSQL SKIP LOCKED keeps it, on
 * SQLite the single writer does.
 */
export async function claimRun(store: Store, claim: ClaimRun): Promise<LeasedRun | null> {
  // Without a transaction, which would keep the commits of events waiting each time that there is nothing to do.
  if ((await selectDue(store.db, claim).executeTakeFirst()) === undefined) return null;
  return store.db.transaction().execute(async (trx) => {
    const row = await selectDue(trx, claim)
      .$if(store.can.skipLocked, (query) => query.forUpdate().skipLocked())
      .executeTakeFirst();
    if (row === undefined) return null;
    const lease = {
      state: 'running' as const,
      due_at_ms: claim.leaseUntilMs,
      lease_token: claim.leaseToken,
      claims: row.claims + 1,
      started_at_ms: row.started_at_ms ?? claim.nowMs,
    };
    await updateRun(trx, row.workspace_id, row.id).set(lease).execute();
    return {
      ...toRun({ ...row, ...lease }),
      leaseToken: claim.leaseToken,
      claims: lease.claims,
      startedAtMs: lease.started_at_ms,
      cancelRequested: row.cancel_requested === 1,
      pauseRequested: row.pause_requested === 1,
    };
  });
}

function selectDue(db: Db | Trx, { nowMs, kinds }: ClaimRun) {
  return db
    .selectFrom('runs')
    .selectAll()
    .where('due_at_ms', '<=', nowMs)
    .where('kind', 'in', kinds)
    .orderBy('due_at_ms')
    .limit(1);
}

/** A run by the lease that somebody holds on it. */
export type RunLease = Pick<LeasedRun, 'workspaceId' | 'id' | 'leaseToken'>;

/** `canceled`: somebody wants it to end. `paused`: it is to wait until somebody resumes it. `lost`: another node has it, or it has ended. */
export type LeaseState = 'held' | 'canceled' | 'paused' | 'lost';

/** Moves the end of a lease. */
export async function extendRunLease(store: Store, lease: RunLease, leaseUntilMs: number): Promise<LeaseState> {
  return extendWith(store.db, lease, { due_at_ms: leaseUntilMs });
}

export interface RunProgress {
  readonly progress: RunData;
  readonly problems: readonly RunProblem[];
  readonly leaseUntilMs: number;
}

/**
 * Saves how far a run is, with the problems since the last time, and moves the end of its lease. `lost`: nothing is saved.
 *
 * @param alongside What is written in the same transaction, so that it is there if and only if the progress says so.
 */
export async function saveRunProgress(
  store: Store,
  lease: RunLease,
  save: RunProgress,
  alongside: ((trx: Trx) => Promise<void>) | null = null,
): Promise<LeaseState> {
  const columns = { due_at_ms: save.leaseUntilMs, progress: JSON.stringify(save.progress), claims: 0 };
  // One statement where it can be: a transaction keeps the commits of events waiting from its begin to its end.
  if (save.problems.length === 0 && alongside === null) return extendWith(store.db, lease, columns);
  return store.db.transaction().execute(async (trx) => {
    const state = await extendWith(trx, lease, columns);
    if (state === 'lost') return state;
    await appendProblems(trx, lease, save.problems);
    await alongside?.(trx);
    return state;
  });
}

/** Gives a run back: whoever claims it from `dueAtMs` on continues from the progress that was saved. */
export async function releaseRun(store: Store, lease: RunLease, dueAtMs: number): Promise<void> {
  await updateLeased(store.db, lease).set({ due_at_ms: dueAtMs, lease_token: null }).execute();
}

/** Puts a run that is held to rest, because that was asked for: `resumeRun` makes it due again. When it was resumed meanwhile it is due now. */
export async function restRun(store: Store, lease: RunLease, nowMs: number): Promise<void> {
  const dueAtMs = sql<number | null>`CASE WHEN pause_requested = 1 THEN NULL ELSE ${sql.lit(nowMs)} END`;
  await updateLeased(store.db, lease).set({ due_at_ms: dueAtMs, lease_token: null }).execute();
}

/** Makes the leases of a gateway that is gone due at once. Only where no other node can hold one. */
export async function endRunLeasesOfTheDead(store: Store, nowMs: number): Promise<void> {
  await store.db
    .updateTable('runs')
    .set({ due_at_ms: nowMs, lease_token: null })
    .where('due_at_ms', 'is not', null)
    .where('lease_token', 'is not', null)
    .execute();
}

export interface RunFinish {
  readonly state: 'completed' | 'failed' | 'canceled';
  readonly result: RunData;
  readonly error: string | null;
  readonly nowMs: number;
}

/** Ends a run that is held. False: the lease is lost, and with it the say. Its input is dropped by `dropRunInput`. */
export async function finishRun(store: Store, lease: RunLease, finish: RunFinish): Promise<boolean> {
  const result = await updateLeased(store.db, lease).set(toEnd(finish)).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/**
 * Asks for the end of a run. One that no node has taken up ends at once; one that is being worked on is told the next
 * time that its progress is saved.
 *
 * @returns the run after that; as it was when it had ended before. Null: the workspace has no such run.
 */
export function cancelRun(store: Store, run: RunChange, withChange: WithChange<Run>): Promise<Run | null> {
  return changeRun(store, { run, withChange }, (row) => {
    if (row.finished_at_ms !== null || row.cancel_requested === 1) return null;
    if (row.state !== 'pending' && !isPaused(row)) return { cancel_requested: 1 };
    return toEnd({ state: 'canceled', result: JSON.parse(row.progress), error: null, nowMs: run.nowMs });
  });
}

/**
 * Asks for a pause of a run that has not ended. One that no node works on pauses at once; one that is being worked on is
 * told the next time that its progress is saved.
 *
 * @returns the run after that; as it was when it had ended, or was to end or to pause already. Null: the workspace has no such run.
 */
export function pauseRun(store: Store, run: RunChange, withChange: WithChange<Run>): Promise<Run | null> {
  return changeRun(store, { run, withChange }, (row) => {
    if (row.finished_at_ms !== null || row.cancel_requested === 1 || row.pause_requested === 1) return null;
    return row.lease_token === null ? { pause_requested: 1, due_at_ms: null } : { pause_requested: 1 };
  });
}

/** Takes a pause back: the run is due at once and goes on from its progress. Otherwise as `pauseRun`. */
export function resumeRun(store: Store, run: RunChange, withChange: WithChange<Run>): Promise<Run | null> {
  return changeRun(store, { run, withChange }, (row) => {
    if (row.finished_at_ms !== null || row.pause_requested === 0) return null;
    return isPaused(row) ? { pause_requested: 0, due_at_ms: run.nowMs } : { pause_requested: 0 };
  });
}

/** A run that somebody wants to be otherwise. */
export interface RunChange {
  readonly workspaceId: WorkspaceId;
  readonly id: RunId;
  readonly nowMs: number;
}

interface ToldRunChange {
  readonly run: RunChange;
  readonly withChange: WithChange<Run>;
}

/** Makes a change with the run's row locked, and tells of it when there is one. */
function changeRun(
  store: Store,
  { run, withChange }: ToldRunChange,
  change: (row: RunRow) => Partial<RunRow> | null,
): Promise<Run | null> {
  return store.db.transaction().execute(async (trx) => {
    const row = await selectRun(trx, run.workspaceId, run.id, store.can.skipLocked);
    if (row === null) return null;
    const columns = change(row);
    if (columns === null) return toRun(row);
    await updateRun(trx, run.workspaceId, run.id).set(columns).execute();
    const [before, after] = [toRun(row), toRun({ ...row, ...columns })];
    await withChange(trx, { before, after });
    return after;
  });
}

export interface ListProblems {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  /** Null: from the first one on. */
  readonly afterNumber: number | null;
  readonly limit: number;
}

/** What the run could not do, in the order of its input. */
export async function listRunProblems(store: Store, query: ListProblems): Promise<Page<RunProblem>> {
  const rows = await store.db
    .selectFrom('run_problems')
    .selectAll()
    .where('workspace_id', '=', query.workspaceId)
    .where('run_id', '=', query.runId)
    .where('number', '>', query.afterNumber ?? 0)
    .orderBy('number')
    .limit(query.limit + 1)
    .execute();
  const page = toPage(rows, query.limit, (row) => String(row.number));
  return { items: page.items.map(toProblem), nextCursor: page.nextCursor };
}

/** A piece of the input of a run, which need not be there yet. Pieces are numbered from 0 on. */
export interface RunInput {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly number: number;
}

/** Puts a piece in. */
export async function appendRunInput(store: Store, input: RunInput, content: string): Promise<void> {
  const { workspaceId, runId, number } = input;
  await store.db
    .insertInto('run_inputs')
    .values({ workspace_id: workspaceId, run_id: runId, number, content })
    .execute();
}

/** Null: there is no such piece. */
export async function readRunInput(store: Store, input: RunInput): Promise<string | null> {
  const row = await store.db
    .selectFrom('run_inputs')
    .select('content')
    .where('workspace_id', '=', input.workspaceId)
    .where('run_id', '=', input.runId)
    .where('number', '=', input.number)
    .executeTakeFirst();
  return row?.content ?? null;
}

/** Pieces that one statement removes: about 1 MB, so that commits of events hardly wait for it. */
const DROP_PIECES = 4;

/** Removes all pieces of a run, a few at a time. */
export async function dropRunInput(store: Store, workspaceId: WorkspaceId, runId: RunId): Promise<void> {
  for (;;) {
    const result = await store.db
      .deleteFrom('run_inputs')
      .where('workspace_id', '=', workspaceId)
      .where('run_id', '=', runId)
      .where('number', 'in', (eb) =>
        eb
          .selectFrom('run_inputs as piece')
          .select('piece.number')
          .where('piece.workspace_id', '=', workspaceId)
          .where('piece.run_id', '=', runId)
          .orderBy('piece.number')
          .limit(DROP_PIECES),
      )
      .executeTakeFirst();
    if (Number(result.numDeletedRows) < DROP_PIECES) return;
  }
}

type RunRow = Selectable<Database['runs']>;

/** It has not ended: a node may take it up, works on it, or it pauses. */
function isOpen(eb: ExpressionBuilder<Database, 'runs'>) {
  return eb.or([eb('due_at_ms', 'is not', null), eb('pause_requested', '=', 1)]);
}

function isPaused(row: Pick<RunRow, 'due_at_ms' | 'pause_requested'>): boolean {
  return row.due_at_ms === null && row.pause_requested === 1;
}

function hasState(eb: ExpressionBuilder<Database, 'runs'>, state: RunState) {
  const pauses = eb.and([eb('due_at_ms', 'is', null), eb('pause_requested', '=', 1)]);
  return state === 'paused' ? pauses : eb.and([eb('state', '=', state), eb.not(pauses)]);
}

async function selectRun(db: Db | Trx, workspaceId: WorkspaceId, id: RunId, locks = false): Promise<RunRow | null> {
  const row = await db
    .selectFrom('runs')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .$if(locks, (query) => query.forUpdate())
    .executeTakeFirst();
  return row ?? null;
}

function updateRun(db: Db | Trx, workspaceId: WorkspaceId, id: RunId) {
  return db.updateTable('runs').where('workspace_id', '=', workspaceId).where('id', '=', id);
}

function updateLeased(db: Db | Trx, { workspaceId, id, leaseToken }: RunLease) {
  return updateRun(db, workspaceId, id).where('lease_token', '=', leaseToken).where('due_at_ms', 'is not', null);
}

async function extendWith(
  db: Db | Trx,
  lease: RunLease,
  change: { readonly due_at_ms: number; readonly progress?: string; readonly claims?: number },
): Promise<LeaseState> {
  const row = await updateLeased(db, lease)
    .set(change)
    .returning(['cancel_requested', 'pause_requested'])
    .executeTakeFirst();
  if (row === undefined) return 'lost';
  if (row.cancel_requested === 1) return 'canceled';
  return row.pause_requested === 1 ? 'paused' : 'held';
}

/** What was asked for goes: it may tell of a person, and the report tells what came of it. */
function toEnd({ state, result, error, nowMs }: RunFinish) {
  return {
    state,
    params: '{}',
    result: JSON.stringify(result),
    error,
    due_at_ms: null,
    lease_token: null,
    pause_requested: 0 as const,
    finished_at_ms: nowMs,
  };
}

/** Characters of a cell that are kept: enough to find it again in the file. */
const VALUE_CHARS_MAX = 200;
/** Rows of one statement. */
const INSERT_ROWS_MAX = 500;

async function appendProblems(trx: Trx, lease: RunLease, problems: readonly RunProblem[]): Promise<void> {
  if (problems.length === 0) return;
  const last = await trx
    .selectFrom('run_problems')
    .select('number')
    .where('workspace_id', '=', lease.workspaceId)
    .where('run_id', '=', lease.id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const rows = problems.map((problem, index) => ({
    workspace_id: lease.workspaceId,
    run_id: lease.id,
    number: (last?.number ?? 0) + 1 + index,
    row_number: problem.row,
    column_name: storableText(problem.column),
    message: problem.message,
    value: storableText(problem.value?.slice(0, VALUE_CHARS_MAX) ?? null),
  }));
  for (let start = 0; start < rows.length; start += INSERT_ROWS_MAX) {
    await trx
      .insertInto('run_problems')
      .values(rows.slice(start, start + INSERT_ROWS_MAX))
      .execute();
  }
}

function toProblem(row: Selectable<Database['run_problems']>): RunProblem {
  return { row: row.row_number, column: row.column_name, message: row.message, value: row.value };
}

function toRun(row: RunRow): Run {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    kind: row.kind,
    state: isPaused(row) ? 'paused' : row.state,
    params: JSON.parse(row.params) as RunData,
    progress: JSON.parse(row.progress) as RunData,
    result: row.result === null ? null : (JSON.parse(row.result) as RunData),
    error: row.error,
    createdAtMs: row.created_at_ms,
    startedAtMs: row.started_at_ms,
    finishedAtMs: row.finished_at_ms,
  };
}
