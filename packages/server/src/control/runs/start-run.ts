import assert from 'node:assert/strict';
import { PosthornError } from '../../domain/errors.ts';
import { idOf } from '../../domain/ids.ts';
import type { Run, RunStart, StartRun } from '../../domain/run.ts';
import type { Store } from '../../platform/db/store.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import type { WriteAudit } from '../../platform/http/audit.ts';
import { toRunView } from './run-view.ts';
import { countOpenRuns, insertRun, listOpenRuns } from './runs.store.ts';

export interface StartRunContext {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly newId: () => string;
  readonly audit: WriteAudit;
  /** Told of a new run, so that it is taken up at once. */
  readonly wake: () => void;
}

/** Runs of one workspace that have not ended: each may hold 100 MB of input, and they take their turn with everybody's. */
const OPEN_RUNS_MAX = 20;

/** Makes the function that starts runs, see `StartRun`. */
export function createStartRun(ctx: StartRunContext): StartRun {
  return async (start) => {
    await assertRoom(ctx.store, start);
    const run = newRun(ctx, start);
    await insertRun(ctx.store, run, auditOf(ctx, start));
    ctx.wake();
    return run;
  };
}

async function assertRoom(store: Store, { workspaceId, kind, openOfKindMax }: RunStart): Promise<void> {
  if ((await countOpenRuns(store, workspaceId)) >= OPEN_RUNS_MAX) throw tooMany(`${OPEN_RUNS_MAX} runs`);
  if (openOfKindMax === undefined || (await listOpenRuns(store, workspaceId, kind)).length < openOfKindMax) return;
  throw tooMany(`${openOfKindMax} runs of this kind`);
}

function newRun(ctx: StartRunContext, { id, workspaceId, kind, params, progress = {} }: RunStart): Run {
  return {
    id: id ?? idOf('run', ctx.newId()),
    workspaceId,
    kind,
    state: 'pending',
    params,
    progress,
    result: null,
    error: null,
    createdAtMs: ctx.nowMs(),
    startedAtMs: null,
    finishedAtMs: null,
  };
}

function auditOf({ audit }: StartRunContext, { asked }: RunStart): WithChange<Run> | null {
  if (asked === null) return null;
  return (trx, { after: run }) => {
    assert(run !== null);
    return audit(trx, {
      workspaceId: run.workspaceId,
      actor: asked.actor,
      action: asked.action,
      resourceType: 'run',
      resourceId: run.id,
      before: null,
      after: toRunView(run),
    });
  };
}

function tooMany(runs: string): PosthornError {
  return new PosthornError(
    'limit_reached',
    `${runs} of this workspace have not ended yet. Wait for one to end, or cancel one.`,
  );
}
