import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { idOf, type RunId, type WorkspaceId } from '../../domain/ids.ts';
import type { Run } from '../../domain/run.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import { decodeCursor } from '../../platform/http/api.ts';
import {
  appendRunInput,
  cancelRun,
  claimRun,
  countOpenRuns,
  dropRunInput,
  endRunLeasesOfTheDead,
  extendRunLease,
  findRun,
  finishRun,
  insertRun,
  type LeasedRun,
  listRunProblems,
  listRuns,
  pauseRun,
  readRunInput,
  releaseRun,
  restRun,
  resumeRun,
  saveRunProgress,
} from './runs.store.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const OTHER_WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000002');
const KIND = 'contact.import';

/** What the store of runs promises: work that is done once, on one node at a time, and goes on after a crash. */
export function runsStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`runs store on ${name}`, () => {
    describeRecords(openStore);
    describeLeases(openStore);
    describeCancel(openStore);
    describePause(openStore);
    describeProblems(openStore);
    describeInput(openStore);
  });
}

function describeRecords(openStore: () => Promise<Store>): void {
  test('shows a run to its workspace and to no other', async () => {
    const store = await openWithWorkspaces(openStore);
    const run = await startRun(store);
    expect(await findRun(store, WORKSPACE, run.id)).toEqual(run);
    expect(await findRun(store, OTHER_WORKSPACE, run.id)).toBeNull();
    expect((await listRuns(store, newest({ workspaceId: OTHER_WORKSPACE }))).items).toEqual([]);
  });

  test('lists newest first, page after page, by kind and state', async () => {
    const store = await openWithWorkspaces(openStore);
    const runs = [await startRun(store), await startRun(store, { kind: 'contact.erasure' }), await startRun(store)];
    const first = await listRuns(store, newest({ limit: 2 }));
    expect(first.items.map((run) => run.id)).toEqual([runs[2]?.id, runs[1]?.id]);
    const beforeId = decodeCursor(first.nextCursor ?? '') as RunId;
    expect((await listRuns(store, newest({ limit: 2, beforeId }))).items.map((run) => run.id)).toEqual([runs[0]?.id]);
    expect((await listRuns(store, newest({ kinds: [KIND, 'of.others'] }))).items).toHaveLength(2);
    expect((await listRuns(store, newest({ state: 'running' }))).items).toEqual([]);
  });

  test('takes nothing back that could not be committed with it', async () => {
    const store = await openWithWorkspaces(openStore);
    const failing = insertRun(store, newRun(), async () => {
      throw new Error('no audit');
    });
    await expect(failing).rejects.toThrow('no audit');
    expect(await countOpenRuns(store, WORKSPACE)).toBe(0);
  });

  test('counts what has not ended', async () => {
    const store = await openWithWorkspaces(openStore);
    await startRun(store);
    await startRun(store);
    await finishRun(store, await claimOrThrow(store), completed({ rows: 1 }));
    expect(await countOpenRuns(store, WORKSPACE)).toBe(1);
    expect(await countOpenRuns(store, OTHER_WORKSPACE)).toBe(0);
  });
}

function describeLeases(openStore: () => Promise<Store>): void {
  test('gives a run to one claim while its lease runs, and to the next one when it has run out', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    const claims = await Promise.all([claim(store, { leaseToken: 'a' }), claim(store, { leaseToken: 'b' })]);
    expect(claims.filter((one) => one !== null)).toMatchObject([{ id, state: 'running', startedAtMs: 1_000 }]);
    expect(await claim(store, { nowMs: 1_999 })).toBeNull();
    expect(await claim(store, { nowMs: 2_000, leaseToken: 'c' })).toMatchObject({ id, claims: 2, startedAtMs: 1_000 });
  });

  test('leaves a run of a kind that a node does not know', async () => {
    const store = await openWithWorkspaces(openStore);
    await startRun(store, { kind: 'of.tomorrow' });
    expect(await claim(store)).toBeNull();
    expect(await claim(store, { kinds: ['of.tomorrow'] })).not.toBeNull();
  });

  test('goes on from the progress that was saved last', async () => {
    const store = await openWithWorkspaces(openStore);
    await startRun(store);
    const held = await claimOrThrow(store);
    const save = { progress: { rows_read: 7 }, problems: [], leaseUntilMs: 3_000 };
    expect(await saveRunProgress(store, held, save)).toBe('held');
    expect(await claim(store, { nowMs: 2_999 })).toBeNull();
    expect(await claim(store, { nowMs: 3_000, leaseToken: 'b' })).toMatchObject({
      progress: { rows_read: 7 },
      claims: 1,
    });
  });

  test('takes nothing from a node that lost its lease', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    const lost = await claimOrThrow(store, { leaseToken: 'a' });
    await claimOrThrow(store, { nowMs: 2_000, leaseToken: 'b' });
    const problems = [{ row: 2, column: null, message: 'm', value: null }];
    expect(await saveRunProgress(store, lost, { progress: { x: 1 }, problems, leaseUntilMs: 9_000 })).toBe('lost');
    expect(await extendRunLease(store, lost, 9_000)).toBe('lost');
    expect(await finishRun(store, lost, completed({}))).toBe(false);
    await releaseRun(store, lost, 0);
    expect(await findRun(store, WORKSPACE, id)).toMatchObject({ state: 'running', progress: {} });
    expect((await problemsOf(store, id)).items).toEqual([]);
    expect(await claim(store, { nowMs: 2_999 })).toBeNull();
  });

  test('gives back a run so that the next claim finds it at once', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    await releaseRun(store, await claimOrThrow(store), 1_500);
    expect(await claim(store, { nowMs: 1_499 })).toBeNull();
    expect(await claim(store, { nowMs: 1_500 })).toMatchObject({ id });
  });

  test('ends the leases of a gateway that is gone', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    await claimOrThrow(store);
    await endRunLeasesOfTheDead(store, 1_100);
    expect(await claim(store, { nowMs: 1_100 })).toMatchObject({ id });
  });

  test('forgets what was asked for when it ends, however it does', async () => {
    const store = await openWithWorkspaces(openStore);
    for (const state of ['completed', 'failed', 'canceled'] as const) {
      const { id } = await startRun(store);
      await finishRun(store, await claimOrThrow(store), { ...completed({}), state });
      expect(await findRun(store, WORKSPACE, id)).toMatchObject({ state, params: {} });
    }
    const { id } = await startRun(store);
    await cancelRun(store, { workspaceId: WORKSPACE, id, nowMs: 1_500 }, async () => {});
    expect(await findRun(store, WORKSPACE, id)).toMatchObject({ state: 'canceled', params: {} });
  });

  test('never gives out what has ended', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    expect(await finishRun(store, await claimOrThrow(store), completed({ rows: 3 }))).toBe(true);
    expect(await claim(store, { nowMs: 1e12 })).toBeNull();
    expect(await findRun(store, WORKSPACE, id)).toMatchObject({
      state: 'completed',
      result: { rows: 3 },
      error: null,
      finishedAtMs: 1_234,
    });
  });
}

function describeCancel(openStore: () => Promise<Store>): void {
  const cancel = (store: Store, id: RunId, workspaceId: WorkspaceId = WORKSPACE) =>
    cancelRun(store, { workspaceId, id, nowMs: 1_500 }, async () => {});

  test('ends at once what no node has taken up', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    expect(await cancel(store, id, OTHER_WORKSPACE)).toBeNull();
    expect(await cancel(store, id)).toMatchObject({ state: 'canceled', finishedAtMs: 1_500, result: {} });
    expect(await claim(store, { nowMs: 1e12 })).toBeNull();
  });

  test('tells the node that works on it', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    const held = await claimOrThrow(store);
    expect(await cancel(store, id)).toMatchObject({ state: 'running' });
    const save = { progress: { rows_read: 1 }, problems: [], leaseUntilMs: 5_000 };
    expect(await saveRunProgress(store, held, save)).toBe('canceled');
    expect(await extendRunLease(store, held, 5_000)).toBe('canceled');
    await releaseRun(store, held, 1_600);
    expect(await claim(store, { nowMs: 1_600 })).toMatchObject({ cancelRequested: true });
  });

  test('leaves what has ended as it is', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    await finishRun(store, await claimOrThrow(store), completed({ rows: 3 }));
    expect(await cancel(store, id)).toMatchObject({ state: 'completed', result: { rows: 3 } });
  });
}

function describePause(openStore: () => Promise<Store>): void {
  const key = (id: RunId, nowMs = 1_500, workspaceId: WorkspaceId = WORKSPACE) => ({ workspaceId, id, nowMs });
  const pause = (store: Store, id: RunId) => pauseRun(store, key(id), async () => {});
  const resume = (store: Store, id: RunId) => resumeRun(store, key(id, 1_700), async () => {});
  const save = { progress: { rows_read: 1 }, problems: [], leaseUntilMs: 5_000 };

  test('lets nobody take up a run that pauses, until it is resumed', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    expect(await pauseRun(store, key(id, 1_500, OTHER_WORKSPACE), async () => {})).toBeNull();
    expect(await pause(store, id)).toMatchObject({ state: 'paused', finishedAtMs: null });
    expect(await claim(store, { nowMs: 1e12 })).toBeNull();
    expect((await listRuns(store, newest({ state: 'paused' }))).items).toHaveLength(1);
    expect((await listRuns(store, newest({ state: 'pending' }))).items).toEqual([]);
    expect(await countOpenRuns(store, WORKSPACE)).toBe(1);
    expect(await resume(store, id)).toMatchObject({ state: 'pending' });
    expect(await claim(store, { nowMs: 1_700 })).toMatchObject({ id, pauseRequested: false });
  });

  test('tells the node that works on it, and keeps its progress', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    const held = await claimOrThrow(store);
    expect(await pause(store, id)).toMatchObject({ state: 'running' });
    expect(await saveRunProgress(store, held, save)).toBe('paused');
    await restRun(store, held, 1_600);
    expect(await findRun(store, WORKSPACE, id)).toMatchObject({ state: 'paused', progress: { rows_read: 1 } });
    expect(await resume(store, id)).toMatchObject({ state: 'running' });
    expect(await claim(store, { nowMs: 1_700 })).toMatchObject({ id, progress: { rows_read: 1 } });
  });

  test('goes on when it was resumed before the node had stopped', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    const held = await claimOrThrow(store);
    await pause(store, id);
    await resume(store, id);
    await restRun(store, held, 1_800);
    expect(await claim(store, { nowMs: 1_800 })).toMatchObject({ id });
  });

  test('pauses at once what waits for its time, and still does after a crash', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    await releaseRun(store, await claimOrThrow(store), 9_000);
    expect(await pause(store, id)).toMatchObject({ state: 'paused' });
    await resume(store, id);
    await claimOrThrow(store, { nowMs: 1_700 });
    await pause(store, id);
    expect(await claim(store, { nowMs: 3_000 })).toMatchObject({ pauseRequested: true });
  });

  test('ends at once what is canceled while it pauses, with how far it came', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    const held = await claimOrThrow(store);
    await saveRunProgress(store, held, save);
    await pause(store, id);
    await restRun(store, held, 1_600);
    const canceled = await cancelRun(store, key(id), async () => {});
    expect(canceled).toMatchObject({ state: 'canceled', result: { rows_read: 1 } });
    expect(await pause(store, id)).toMatchObject({ state: 'canceled' });
    expect(await resume(store, id)).toMatchObject({ state: 'canceled' });
  });

  test('writes what goes with the progress if and only if the progress is saved', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    const held = await claimOrThrow(store);
    const write = (trx: Trx) => appendRunInput({ ...store, db: trx as unknown as Store['db'] }, inputOf(id), 'x');
    const failing = saveRunProgress(store, held, save, async (trx) => {
      await write(trx);
      throw new Error('no room');
    });
    await expect(failing).rejects.toThrow('no room');
    expect(await findRun(store, WORKSPACE, id)).toMatchObject({ progress: {} });
    expect(await saveRunProgress(store, { ...held, leaseToken: 'other' }, save, write)).toBe('lost');
    expect(await readRunInput(store, inputOf(id))).toBeNull();
    expect(await saveRunProgress(store, held, save, write)).toBe('held');
    expect(await readRunInput(store, inputOf(id))).toBe('x');
  });
}

function inputOf(runId: RunId) {
  return { workspaceId: WORKSPACE, runId, number: 0 };
}

function describeProblems(openStore: () => Promise<Store>): void {
  test('keeps problems in the order of the input, page after page, for the workspace alone', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    const held = await claimOrThrow(store);
    for (const start of [0, 700]) {
      const problems = Array.from({ length: 700 }, (_, index) => problemAt(start + index));
      await saveRunProgress(store, held, { progress: {}, problems, leaseUntilMs: 5_000 });
    }
    const first = await problemsOf(store, id, { limit: 1_000 });
    const afterNumber = Number(decodeCursor(first.nextCursor ?? ''));
    const second = await problemsOf(store, id, { limit: 1_000, afterNumber });
    expect([...first.items, ...second.items]).toEqual(Array.from({ length: 1_400 }, (_, index) => problemAt(index)));
    expect(second.nextCursor).toBeNull();
    expect((await problemsOf(store, id, { workspaceId: OTHER_WORKSPACE })).items).toEqual([]);
  });

  test('keeps what both databases can hold of a cell, cut short', async () => {
    const store = await openWithWorkspaces(openStore);
    const { id } = await startRun(store);
    const value = `a\0\ud800${'x'.repeat(5_000)}`;
    const problems = [{ row: 2, column: 'Phone', message: 'm', value }];
    await saveRunProgress(store, await claimOrThrow(store), { progress: {}, problems, leaseUntilMs: 5_000 });
    const [kept] = (await problemsOf(store, id)).items;
    expect(kept?.value).toMatch(/^a\ufffd\ufffdx{197}$/);
  });
}

function describeInput(openStore: () => Promise<Store>): void {
  test('gives back the pieces of an input, and drops those of one run alone', async () => {
    const store = await openWithWorkspaces(openStore);
    const [kept, dropped] = [idOf('run', uuidv7()), idOf('run', uuidv7())];
    for (const runId of [kept, dropped]) {
      for (let number = 0; number < 9; number++) {
        await appendRunInput(store, { workspaceId: WORKSPACE, runId, number }, `piece ${number} ü`);
      }
    }
    expect(await readRunInput(store, { workspaceId: WORKSPACE, runId: kept, number: 8 })).toBe('piece 8 ü');
    expect(await readRunInput(store, { workspaceId: WORKSPACE, runId: kept, number: 9 })).toBeNull();
    expect(await readRunInput(store, { workspaceId: OTHER_WORKSPACE, runId: kept, number: 0 })).toBeNull();
    await dropRunInput(store, WORKSPACE, dropped);
    const left = await store.db.selectFrom('run_inputs').select('run_id').execute();
    expect(left.map((row) => row.run_id)).toEqual(Array.from({ length: 9 }, () => kept));
  });
}

async function openWithWorkspaces(openStore: () => Promise<Store>): Promise<Store> {
  const store = await openStore();
  const row = { name: 'W', created_at_ms: 1, revision: 0 };
  await store.db
    .insertInto('workspaces')
    .values([
      { ...row, id: WORKSPACE, serial: 1, account_id: 'MA_1' },
      { ...row, id: OTHER_WORKSPACE, serial: 2, account_id: 'MA_2' },
    ])
    .execute();
  return store;
}

function newRun(change: Partial<Run> = {}): Run {
  return {
    id: idOf('run', uuidv7()),
    workspaceId: WORKSPACE,
    kind: KIND,
    state: 'pending',
    params: { dry_run: true },
    progress: {},
    result: null,
    error: null,
    createdAtMs: 1_000,
    startedAtMs: null,
    finishedAtMs: null,
    ...change,
  };
}

async function startRun(store: Store, change: Partial<Run> = {}): Promise<Run> {
  const run = newRun(change);
  await insertRun(store, run, null);
  return run;
}

type ClaimChange = Partial<Parameters<typeof claimRun>[1]>;

/** A claim at 1,000 ms with a lease of a second. */
function claim(store: Store, { nowMs = 1_000, ...change }: ClaimChange = {}): Promise<LeasedRun | null> {
  return claimRun(store, { nowMs, leaseToken: 'lease', leaseUntilMs: nowMs + 1_000, kinds: [KIND], ...change });
}

async function claimOrThrow(store: Store, change: ClaimChange = {}): Promise<LeasedRun> {
  const run = await claim(store, change);
  if (run === null) throw new Error('No run is due.');
  return run;
}

function completed(result: Record<string, unknown>) {
  return { state: 'completed' as const, result, error: null, nowMs: 1_234 };
}

function newest(change: Partial<Parameters<typeof listRuns>[1]> = {}) {
  return { workspaceId: WORKSPACE, beforeId: null, limit: 10, ...change };
}

function problemsOf(store: Store, runId: RunId, change: Partial<Parameters<typeof listRunProblems>[1]> = {}) {
  return listRunProblems(store, { workspaceId: WORKSPACE, runId, afterNumber: null, limit: 10, ...change });
}

function problemAt(index: number) {
  return { row: index + 2, column: index % 2 === 0 ? 'Phone' : null, message: `problem ${index}`, value: '=1' };
}
