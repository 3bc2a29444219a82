import { PosthornError } from '../../domain/errors.ts';
import type { RunData, RunEnd, RunProblem } from '../../domain/run.ts';
import { isStoreAway } from '../../platform/db/errors.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import type { TransactionalRunControl, TransactionalRunHandler } from '../../platform/db/transactional-run.ts';
import {
  claimRun,
  dropRunInput,
  endRunLeasesOfTheDead,
  extendRunLease,
  finishRun,
  type LeasedRun,
  type LeaseState,
  type RunFinish,
  readRunInput,
  releaseRun,
  restRun,
  saveRunProgress,
} from './runs.store.ts';

export interface RunsWorkerContext {
  readonly store: Store;
  /** By kind. Runs of other kinds are left to nodes that know them. */
  readonly handlers: ReadonlyMap<string, TransactionalRunHandler>;
  /** Names one claim of a run. */
  readonly newLeaseToken: () => string;
  readonly nowMs: () => number;
  /** A run has ended, for the log. */
  readonly onFinished: (run: LeasedRun, finish: RunFinish) => void;
  readonly onError: (error: unknown, run: LeasedRun | null) => void;
}

/** How long a node that says nothing keeps a run: what a crash costs. */
const LEASE_MS = 60_000;
/** How often a lease is moved on while a handler works: twice may fail. */
const HEARTBEAT_MS = 20_000;
/** Without a wake-up: what other nodes left due is found this soon. */
const POLL_MS = 2_000;
/** After the database was away. */
const AGAIN_MS = 5_000;
/** Times that a run is taken up without coming any further: it may be what ends the process each time. */
const CLAIMS_MAX = 10;

/**
 * Carries out runs, one at a time on each node, for as long as it runs. A run whose node died is taken up again by
 * another one, from the progress that was saved last.
 */
export class RunsWorker {
  readonly #ctx: RunsWorkerContext;
  readonly #stopping = new AbortController();
  #working: Promise<void> | null = null;
  #wakeUp: () => void = () => {};
  #isAwake = false;

  constructor(ctx: RunsWorkerContext) {
    this.#ctx = ctx;
  }

  start(): void {
    this.#working ??= this.#work();
  }

  /** Call when a run was started: it is taken up at once, if this node has none. */
  wake(): void {
    this.#isAwake = true;
    this.#wakeUp();
  }

  /** Settles when no handler runs any more. One in the middle saves its progress, and its run is due at once. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wakeUp();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { signal } = this.#stopping;
    let isFirst = true;
    while (!signal.aborted) {
      this.#isAwake = false;
      try {
        if (isFirst && !this.#ctx.store.can.sharedBetweenNodes)
          await endRunLeasesOfTheDead(this.#ctx.store, this.#ctx.nowMs());
        isFirst = false;
        if (await this.#workOnce()) continue;
      } catch (error) {
        this.#ctx.onError(error, null);
      }
      await this.#pause();
    }
  }

  /** @returns false when no run is due. */
  async #workOnce(): Promise<boolean> {
    const { store, handlers, newLeaseToken, nowMs } = this.#ctx;
    const atMs = nowMs();
    const run = await claimRun(store, {
      nowMs: atMs,
      leaseToken: newLeaseToken(),
      leaseUntilMs: atMs + LEASE_MS,
      kinds: [...handlers.keys()],
    });
    if (run === null) return false;
    const handler = handlers.get(run.kind);
    if (handler !== undefined) await new RunInHand(this.#ctx, run, this.#stopping.signal).carryOut(handler);
    return true;
  }

  #pause(): Promise<void> {
    if (this.#isAwake || this.#stopping.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS).unref();
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** One run while a handler works on it. */
class RunInHand {
  readonly #ctx: RunsWorkerContext;
  readonly #run: LeasedRun;
  readonly #stopping: AbortSignal;
  #lease: LeaseState;

  constructor(ctx: RunsWorkerContext, run: LeasedRun, stopping: AbortSignal) {
    this.#ctx = ctx;
    this.#run = run;
    this.#stopping = stopping;
    this.#lease = leaseOf(run);
  }

  async carryOut(handler: TransactionalRunHandler): Promise<void> {
    if (this.#lease === 'paused') return restRun(this.#ctx.store, this.#run, this.#ctx.nowMs());
    if (this.#run.claims > CLAIMS_MAX) return this.#finish('failed', this.#run.progress, GIVEN_UP);
    const heartbeat = setInterval(() => void this.#extend(), HEARTBEAT_MS).unref();
    try {
      await this.#end(await handler(this.#run, this.#control()));
    } catch (error) {
      await this.#endWith(error);
    } finally {
      clearInterval(heartbeat);
    }
  }

  #control(): TransactionalRunControl {
    const { store } = this.#ctx;
    const { workspaceId, id: runId } = this.#run;
    return {
      isStopping: () => this.#isStopping(),
      readInput: (number) => readRunInput(store, { workspaceId, runId, number }),
      saveProgress: (progress, problems = []) => this.#save({ progress, problems }, null),
      saveWith: (progress, write) => this.#save({ progress, problems: [] }, write),
    };
  }

  async #save(
    save: { readonly progress: RunData; readonly problems: readonly RunProblem[] },
    alongside: ((trx: Trx) => Promise<void>) | null,
  ): Promise<boolean> {
    const leaseUntilMs = this.#ctx.nowMs() + LEASE_MS;
    this.#lease = await saveRunProgress(this.#ctx.store, this.#run, { ...save, leaseUntilMs }, alongside);
    return !this.#isStopping();
  }

  #isStopping(): boolean {
    return this.#stopping.aborted || this.#lease !== 'held';
  }

  async #extend(): Promise<void> {
    try {
      this.#lease = await extendRunLease(this.#ctx.store, this.#run, this.#ctx.nowMs() + LEASE_MS);
    } catch (error) {
      // The next beat may get through; when none does the lease runs out, and the next save tells so.
      this.#ctx.onError(error, this.#run);
    }
  }

  async #end(end: RunEnd): Promise<void> {
    if (end.kind === 'completed') return this.#finish('completed', end.result, null);
    if (end.kind === 'failed') return this.#finish('failed', end.result, end.error);
    if (this.#lease === 'canceled') return this.#finish('canceled', end.result, null);
    if (this.#lease === 'paused') return restRun(this.#ctx.store, this.#run, this.#ctx.nowMs());
    await releaseRun(this.#ctx.store, this.#run, end.kind === 'waits' ? end.untilMs : this.#ctx.nowMs());
  }

  async #endWith(error: unknown): Promise<void> {
    if (isAway(error)) {
      this.#ctx.onError(error, this.#run);
      return releaseRun(this.#ctx.store, this.#run, this.#ctx.nowMs() + AGAIN_MS);
    }
    const isExpected = error instanceof PosthornError && error.code !== 'internal';
    if (!isExpected) this.#ctx.onError(error, this.#run);
    await this.#finish('failed', {}, isExpected ? error.message : UNFORESEEN);
  }

  async #finish(state: RunFinish['state'], result: RunFinish['result'], error: string | null): Promise<void> {
    const { store, nowMs, onFinished } = this.#ctx;
    const finish = { state, result, error, nowMs: nowMs() };
    if (!(await finishRun(store, this.#run, finish))) return;
    onFinished(this.#run, finish);
    await dropRunInput(store, this.#run.workspaceId, this.#run.id);
  }
}

function leaseOf({ cancelRequested, pauseRequested }: LeasedRun): LeaseState {
  if (cancelRequested) return 'canceled';
  return pauseRequested ? 'paused' : 'held';
}

const GIVEN_UP = 'It was begun again and again and came no further. The log of the gateway tells why.';
const UNFORESEEN = 'Something went wrong on this side. The log of the gateway tells what.';

function isAway(error: unknown): boolean {
  return isStoreAway(error) || (error instanceof PosthornError && error.code === 'store_unavailable');
}
