import { uuidv7 } from 'uuidv7';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { PosthornError } from '../../domain/errors.ts';
import { idOf } from '../../domain/ids.ts';
import type { RunHandler } from '../../domain/run.ts';
import type { Store } from '../../platform/db/store.ts';
import {
  appendRunInput,
  cancelRun,
  findRun,
  type LeasedRun,
  listRunProblems,
  pauseRun,
  readRunInput,
  resumeRun,
} from './runs.store.ts';
import { RunsWorker } from './runs.worker.ts';
import { createStartRun } from './start-run.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const KIND = 'test.work';
const ACTOR = { kind: 'root', id: null, requestId: null } as const;

describe.each(STORES)('the worker of runs on $name', ({ open }) => {
  test('carries out a run as soon as it is started, with its input, and drops that at the end', async () => {
    const world = await startWorld(await open(), async (run, ctl) => ({
      kind: 'completed',
      result: { given: run.params, read: [await ctl.readInput(0), await ctl.readInput(1)] },
    }));
    const id = idOf('run', uuidv7());
    await appendRunInput(world.store, { workspaceId: WORKSPACE, runId: id, number: 0 }, 'text');
    await world.startRun({ workspaceId: WORKSPACE, kind: KIND, params: { a: 1 }, id, asked: null });
    await world.finished;
    const result = { given: { a: 1 }, read: ['text', null] };
    expect(await findRun(world.store, WORKSPACE, id)).toMatchObject({ state: 'completed', result });
    await world.worker.stop();
    expect(await readRunInput(world.store, { workspaceId: WORKSPACE, runId: id, number: 0 })).toBeNull();
  });

  test('keeps progress and problems, and writes who asked into the audit log', async () => {
    const world = await startWorld(await open(), async (_, ctl) => {
      expect(await ctl.saveProgress({ rows: 1 }, [{ row: 2, column: 'a', message: 'm', value: 'v' }])).toBe(true);
      return { kind: 'failed', error: 'It is broken.', result: { rows: 1 } };
    });
    const asked = { actor: ACTOR, action: 'test.work_started' };
    const run = await world.startRun({ workspaceId: WORKSPACE, kind: KIND, params: {}, asked });
    await world.finished;
    expect(await findRun(world.store, WORKSPACE, run.id)).toMatchObject({
      state: 'failed',
      error: 'It is broken.',
      progress: { rows: 1 },
    });
    const problems = { workspaceId: WORKSPACE, runId: run.id, afterNumber: null, limit: 10 };
    expect((await listRunProblems(world.store, problems)).items).toEqual([
      { row: 2, column: 'a', message: 'm', value: 'v' },
    ]);
    expect(world.audited).toEqual([['test.work_started', run.id]]);
  });

  test('tells a handler that its run was canceled, and keeps its report', async () => {
    const begun = Promise.withResolvers<void>();
    const canceled = Promise.withResolvers<void>();
    const world = await startWorld(await open(), async (_, ctl) => {
      begun.resolve();
      await canceled.promise;
      expect(await ctl.saveProgress({ rows: 5 })).toBe(false);
      expect(ctl.isStopping()).toBe(true);
      return { kind: 'stopped', result: { rows: 5 } };
    });
    const { id } = await world.startRun({ workspaceId: WORKSPACE, kind: KIND, params: {}, asked: null });
    await begun.promise;
    await cancelRun(world.store, { workspaceId: WORKSPACE, id, nowMs: Date.now() }, async () => {});
    canceled.resolve();
    await world.finished;
    expect(await findRun(world.store, WORKSPACE, id)).toMatchObject({ state: 'canceled', result: { rows: 5 } });
  });

  test('lets a run rest when it is paused, and goes on from its progress when it is resumed', async () => {
    const begun = Promise.withResolvers<void>();
    const paused = Promise.withResolvers<void>();
    const world = await startWorld(await open(), async ({ progress }, ctl) => {
      if (progress.rows === 5) return { kind: 'completed', result: { from: progress } };
      begun.resolve();
      await paused.promise;
      expect(await ctl.saveProgress({ rows: 5 })).toBe(false);
      return { kind: 'stopped', result: {} };
    });
    const { id } = await world.startRun({ workspaceId: WORKSPACE, kind: KIND, params: {}, asked: null });
    await begun.promise;
    const key = { workspaceId: WORKSPACE, id, nowMs: Date.now() };
    await pauseRun(world.store, key, async () => {});
    paused.resolve();
    await vi.waitFor(async () => expect(await findRun(world.store, WORKSPACE, id)).toMatchObject({ state: 'paused' }));
    await resumeRun(world.store, key, async () => {});
    world.worker.wake();
    await world.finished;
    expect(await findRun(world.store, WORKSPACE, id)).toMatchObject({ result: { from: { rows: 5 } } });
  });

  test('gives a run back when the node stops, and the next one goes on from its progress', async () => {
    const begun = Promise.withResolvers<void>();
    const stopping = Promise.withResolvers<void>();
    const store = await open();
    const first = await startWorld(store, async (_, ctl) => {
      begun.resolve();
      await stopping.promise;
      expect(await ctl.saveProgress({ rows: 5 })).toBe(false);
      return { kind: 'stopped', result: {} };
    });
    const { id } = await first.startRun({ workspaceId: WORKSPACE, kind: KIND, params: {}, asked: null });
    await begun.promise;
    const stopped = first.worker.stop();
    stopping.resolve();
    await stopped;
    expect(await findRun(store, WORKSPACE, id)).toMatchObject({ state: 'running', progress: { rows: 5 } });
    const second = await startWorld(store, async (run) => ({ kind: 'completed', result: { from: run.progress } }));
    await second.finished;
    expect(await findRun(store, WORKSPACE, id)).toMatchObject({ result: { from: { rows: 5 } } });
  });

  test('fails a run with the words of an expected error, and says nothing of any other', async () => {
    const errors = [new PosthornError('unprocessable', 'The file is broken.'), new Error('secret 42')];
    const store = await open();
    const found: unknown[] = [];
    for (const error of errors) {
      const world = await startWorld(store, async () => {
        throw error;
      });
      const { id } = await world.startRun({ workspaceId: WORKSPACE, kind: KIND, params: {}, asked: null });
      await world.finished;
      await world.worker.stop();
      found.push((await findRun(store, WORKSPACE, id))?.error, world.errors);
    }
    expect(found).toEqual(['The file is broken.', [], expect.not.stringContaining('42'), [errors[1]]]);
  });

  test('tries again when the database was away', async () => {
    let timesTried = 0;
    const world = await startWorld(
      await open(),
      async () => {
        timesTried += 1;
        if (timesTried === 1) throw new PosthornError('store_unavailable', 'away');
        return { kind: 'completed', result: {} };
      },
      { clock: { stepMs: 10_000 } },
    );
    await world.startRun({ workspaceId: WORKSPACE, kind: KIND, params: {}, asked: null });
    await world.finished;
    expect(timesTried).toBe(2);
  });

  test('gives up a run that is taken up again and again without coming any further', async () => {
    const store = await open();
    const world = await startWorld(store, async () => ({ kind: 'completed', result: {} }), { isIdle: true });
    const { id } = await world.startRun({ workspaceId: WORKSPACE, kind: KIND, params: {}, asked: null });
    await store.db.updateTable('runs').set({ claims: 10 }).execute();
    world.worker.start();
    await world.finished;
    expect(await findRun(store, WORKSPACE, id)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/again/),
    });
  });

  test('takes no more than 20 open runs of a workspace', async () => {
    const world = await startWorld(await open(), async () => ({ kind: 'completed', result: {} }), { isIdle: true });
    const start = { workspaceId: WORKSPACE, kind: KIND, params: {}, asked: null };
    for (let count = 0; count < 20; count++) await world.startRun(start);
    await expect(world.startRun(start)).rejects.toMatchObject({ code: 'limit_reached' });
  });
});

interface WorldOptions {
  /** The worker is not started. */
  readonly isIdle?: boolean;
  /** Time goes on by so much each time that it is asked for. */
  readonly clock?: { readonly stepMs: number };
}

/** A worker with one handler, until the test ends. `finished` settles when a run has ended. */
async function startWorld(store: Store, handler: RunHandler, { isIdle = false, clock }: WorldOptions = {}) {
  await store.db
    .insertInto('workspaces')
    .values({ id: WORKSPACE, serial: 1, account_id: 'MA_1', name: 'W', created_at_ms: 1, revision: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const finished = Promise.withResolvers<LeasedRun>();
  const errors: unknown[] = [];
  const audited: unknown[] = [];
  let steps = 0;
  const nowMs = () => Date.now() + steps++ * (clock?.stepMs ?? 0);
  const worker = new RunsWorker({
    store,
    handlers: new Map([[KIND, handler]]),
    newLeaseToken: uuidv7,
    nowMs,
    onFinished: finished.resolve,
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => worker.stop());
  if (!isIdle) worker.start();
  const audit = async (_: unknown, entry: { readonly action: string; readonly resourceId: string }) => {
    audited.push([entry.action, entry.resourceId]);
  };
  const startRun = createStartRun({ store, nowMs: Date.now, newId: uuidv7, audit, wake: () => worker.wake() });
  return { store, worker, startRun, finished: finished.promise, errors, audited };
}
