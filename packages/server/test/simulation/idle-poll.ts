import { POLL_MS_MAX } from '../../src/pipeline/delivery/delivery.worker.ts';
import { LOOK_EVERY_MS } from '../../src/pipeline/delivery/endpoint-gate.ts';
import type { SharedDatabase } from './shared-database.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { Timer, VirtualTime } from './virtual-time.ts';

/** A node looks at the database at least this often while it has something in hand, whatever is there. */
const BUSY_LOOK_MS = 5_000;
/** The same for a node at rest. In production the looks come every 250 ms and every second: a day of those would be all that is simulated. */
const QUIET_LOOK_MS = 600_000;
/** A node that set any other timer has something in hand for so long. */
const REST_AFTER_MS = 3_000;

interface PollContext {
  readonly process: SimulatedProcess;
  readonly time: VirtualTime;
  readonly database: SharedDatabase;
  /** The node's own clock. */
  readonly nowMs: () => number;
  readonly inFlight: () => number;
}

/** A look that was put off. */
interface Sleeper {
  readonly wake: () => void;
}

/**
 * Leaves out a node's looks at the database that would find nothing: those at which the same is due as at the last one, or
 * before which nothing was written. A look that may find something comes at the same multiple of its interval as it would have.
 */
export class IdlePoll {
  readonly #context: PollContext;
  readonly #sleepers = new Set<Sleeper>();
  #activeAtMs = 0;

  constructor(context: PollContext) {
    this.#context = context;
  }

  /** `setTimer` of a node. */
  readonly setTimer = (run: () => void, delayMs: number): Timer => {
    if (delayMs === POLL_MS_MAX) return this.#look(run, { delayMs, isForDue: true });
    if (delayMs === LOOK_EVERY_MS) return this.#look(run, { delayMs, isForDue: false });
    this.#activeAtMs = this.#context.time.nowMs;
    return this.#context.process.later(delayMs, run);
  };

  /** Something was written. */
  wake(): void {
    for (const sleeper of [...this.#sleepers]) sleeper.wake();
  }

  #look(run: () => void, { delayMs, isForDue }: { readonly delayMs: number; readonly isForDue: boolean }): Timer {
    const { process, time, database, nowMs } = this.#context;
    const base = { trueMs: time.nowMs, ownMs: nowMs() };
    const seenWrites = database.writeCount;
    const seenDue = isForDue ? database.whatIsDue(base.ownMs) : '';
    const mayFind = () => {
      if (!isForDue) return database.writeCount !== seenWrites;
      const due = database.whatIsDue(nowMs());
      return due !== '' && due !== seenDue;
    };
    const later = (waitMs: number) => {
      const atMs = base.trueMs + Math.ceil((time.nowMs + waitMs - base.trueMs) / delayMs) * delayMs;
      timer = process.later(atMs - time.nowMs, check);
    };
    const sleeper = {
      wake: () => {
        timer.cancel();
        this.#sleepers.delete(sleeper);
        later(1);
      },
    };
    const check = () => {
      this.#sleepers.delete(sleeper);
      if (time.nowMs - base.trueMs >= this.#lookMs() || mayFind()) {
        run();
        return;
      }
      this.#sleepers.add(sleeper);
      const dueAtMs = isForDue ? database.nextDueAfterMs(base.ownMs) : null;
      const untilDueMs = (dueAtMs ?? Number.POSITIVE_INFINITY) - nowMs();
      later(Math.max(1, Math.min(untilDueMs, base.trueMs + this.#lookMs() - time.nowMs)));
    };
    let timer = process.later(delayMs, check);
    return {
      cancel: () => {
        timer.cancel();
        this.#sleepers.delete(sleeper);
      },
    };
  }

  #lookMs(): number {
    const { inFlight, time } = this.#context;
    return inFlight() > 0 || time.nowMs - this.#activeAtMs < REST_AFTER_MS ? BUSY_LOOK_MS : QUIET_LOOK_MS;
  }
}
