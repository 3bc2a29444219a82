import { isStoreAway } from '../../platform/db/errors.ts';

export interface WriteBatchContext<TItem, TResult> {
  /** Writes items together, all or none. */
  readonly write: (items: readonly TItem[]) => Promise<TResult>;
  readonly rowsMax: number;
  readonly onError: (error: unknown) => void;
}

/** How long items are collected under load: a commit for each of them would cost more than they do. */
const COLLECT_MS = 8;
/** Pause before a batch is tried again while the database is away. */
const RETRY_MS = 500;
/** Tries of one item that fails although the database is there. */
const TRIES_MAX = 3;

interface Job<TItem, TResult> {
  readonly item: TItem;
  readonly resolve: (result: TResult | null) => void;
}

/**
 * Collects what wants to be written and writes it together, one batch after the other: at once when it is idle, every few
 * milliseconds under load. While the database is away everything is kept and tried again, because what it tells of has
 * happened; whoever adds to it holds a bounded number of things. An item that cannot be written takes no other with it.
 */
export class WriteBatch<TItem, TResult> {
  readonly #context: WriteBatchContext<TItem, TResult>;
  #jobs: Job<TItem, TResult>[] = [];
  #running: Promise<void> | null = null;
  #lastCount = 0;
  #isAbandoned = false;

  constructor(context: WriteBatchContext<TItem, TResult>) {
    this.#context = context;
  }

  /** Settles when the item is written, with what its batch came to. Null: it was given up. */
  add(item: TItem): Promise<TResult | null> {
    return new Promise((resolve) => {
      this.#jobs.push({ item, resolve });
      this.#running ??= this.#run();
    });
  }

  /** Settles when nothing waits. */
  async drained(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** Tries nothing again any more. */
  abandon(): void {
    this.#isAbandoned = true;
  }

  async #run(): Promise<void> {
    while (this.#jobs.length > 0) {
      await pause(this.#lastCount > 1 ? COLLECT_MS : 0);
      const jobs = this.#jobs.splice(0, this.#context.rowsMax);
      this.#lastCount = jobs.length;
      await this.#write(jobs);
    }
    // In the same turn as the look at what waits: nothing is added in between.
    this.#running = null;
  }

  async #write(jobs: readonly Job<TItem, TResult>[], tries = 1): Promise<void> {
    try {
      const result = await this.#context.write(jobs.map((job) => job.item));
      for (const job of jobs) job.resolve(result);
    } catch (error) {
      this.#context.onError(error);
      await this.#again(jobs, tries, isStoreAway(error));
    }
  }

  async #again(jobs: readonly Job<TItem, TResult>[], tries: number, isAway: boolean): Promise<void> {
    const isLastTry = !isAway && jobs.length === 1 && tries >= TRIES_MAX;
    if (this.#isAbandoned || isLastTry) {
      for (const job of jobs) job.resolve(null);
      return;
    }
    if (isAway) {
      await pause(RETRY_MS);
      return this.#write(jobs, tries);
    }
    if (jobs.length === 1) return this.#write(jobs, tries + 1);
    const middle = jobs.length >> 1;
    await this.#write(jobs.slice(0, middle));
    await this.#write(jobs.slice(middle));
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (ms === 0) setImmediate(resolve);
    else setTimeout(resolve, ms);
  });
}
