import type { AttemptEntry, ReleaseEntry } from '../../domain/delivery.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { QuarantineItem } from '../../domain/quarantine.ts';
import { RecordConflictError, type RecordWrite } from '../../platform/db/record-write.ts';
import type { CommitBatch, CommitStore, FreshEvents, NewEventEntry } from './commit-batch.ts';

export interface GroupCommitContext {
  readonly store: Pick<CommitStore, 'commit' | 'concurrency'>;
  /** Monotonic milliseconds, for the measure alone. */
  readonly monotonicMs: () => number;
  readonly setTimer: (run: () => void, delayMs: number) => { readonly cancel: () => void };
  readonly onCommitted: (measure: { readonly rows: number; readonly durationMs: number }) => void;
  readonly onFailed: (error: unknown) => void;
}

/** Rows of one commit. Measured: above some hundred rows a larger batch gains nothing and waits longer. */
const BATCH_ROWS_MAX = 500;
/**
 * Rows that must wait for another commit to begin beside one that is under way. Less waits for that one: two that run at a time on
 * one machine are each half as fast, and what is in both is later for it. Measured on PostgreSQL: a tenth more with several
 * endpoints an event, and half of the slowest hundredth.
 */
const BESIDE_ROWS_MIN = 2 * BATCH_ROWS_MAX;
/** Whatever waits, another one begins after so long: what is under way waits for a lock, or for a connection that is dead. */
const BESIDE_AFTER_MS = 200;
/** How long rows are collected under full load. At once when idle, and in proportion between. */
const COLLECT_MS = 5;
/** Rows of a commit from which on the load counts as full. Measured: 200 events/s beside an import have a p50 of 2.2 ms; always collecting the whole time it was 3.6. */
const FULL_LOAD_ROWS = 100;
/** A commit with fewer rows than this did not come from load: the next one need not collect. */
const IDLE_ROWS_MAX = 4;
/** Rows that may wait for a commit; above it a request is refused before it costs more memory. */
const WAITING_ROWS_MAX = 20_000;
/** Tries of a batch that another transaction stood in the way of. It was rolled back whole, so it can be made again. */
const CONFLICT_TRIES_MAX = 3;
/** Pause before finished attempts are tried again while the database is away. */
const RETRY_MS = 500;

interface EventsJob {
  readonly kind: 'events';
  readonly entries: readonly NewEventEntry[];
  readonly records: readonly RecordWrite[];
  readonly quarantine: readonly QuarantineItem[];
  readonly rows: number;
  readonly resolve: (fresh: FreshEvents) => void;
  readonly reject: (error: unknown) => void;
}

interface AttemptJob {
  readonly kind: 'attempt';
  readonly entry: AttemptEntry;
  readonly rows: 1;
  readonly resolve: () => void;
}

interface ReleaseJob {
  readonly kind: 'release';
  readonly entry: ReleaseEntry;
  readonly rows: 1;
  readonly resolve: () => void;
}

/** What is written in the same transaction as events. */
export interface Alongside {
  readonly records?: readonly RecordWrite[];
  readonly quarantine?: readonly QuarantineItem[];
}

type Job = EventsJob | AttemptJob | ReleaseJob;

/**
 * Collects what wants to be written and writes it together: new events with their deliveries, and
 * finished attempts. Each caller is answered after the commit that holds its rows, so nothing is ever
 * acknowledged from memory. An idle system commits at once; a busy one pays one fsync for hundreds of rows.
 *
 * All rows of one `append` are in the same transaction. Events whose commit fails are refused; attempts
 * are kept and tried again, because the request they tell of was made and cannot be taken back.
 */
export class GroupCommit {
  readonly #context: GroupCommitContext;
  #jobs: Job[] = [];
  #waitingRows = 0;
  #running = 0;
  /** Jobs that wait for the database to come back. */
  #waitingAgain = 0;
  #lastStartMs = 0;
  #lastRows = 0;
  #timer: { readonly cancel: () => void } | null = null;
  #idleWaiters: (() => void)[] = [];

  constructor(context: GroupCommitContext) {
    this.#context = context;
  }

  /**
   * Appends events of one request, the deliveries they cause and the records they report, all or nothing.
   *
   * @returns those that are new with their positions, among others of the same commit: the rest were duplicates and caused nothing.
   * @throws PosthornError `store_unavailable`, RecordConflictError: nothing was written.
   */
  append(entries: readonly NewEventEntry[], alongside: Alongside = {}): Promise<FreshEvents> {
    const { records = [], quarantine = [] } = alongside;
    const rows = countRows(entries) + records.length + quarantine.length;
    if (this.#waitingRows + rows > WAITING_ROWS_MAX && this.#waitingRows > 0) {
      return Promise.reject(
        new PosthornError('store_unavailable', 'Too much waits to be written. Try again.', { retryAfterSeconds: 1 }),
      );
    }
    return new Promise((resolve, reject) => {
      this.#add({ kind: 'events', entries, records, quarantine, rows, resolve, reject });
    });
  }

  /** Records a finished attempt and what it does to its delivery. Settles when it is durable, however long that takes. */
  record(entry: AttemptEntry): Promise<void> {
    return new Promise((resolve) => {
      this.#add({ kind: 'attempt', entry, rows: 1, resolve });
    });
  }

  /** Gives a leased delivery back unsent. Settles when it is durable. */
  release(entry: ReleaseEntry): Promise<void> {
    return new Promise((resolve) => {
      this.#add({ kind: 'release', entry, rows: 1, resolve });
    });
  }

  /** Settles when nothing waits and nothing is on its way. */
  async drained(): Promise<void> {
    while (!this.#isIdle()) {
      await new Promise<void>((resolve) => this.#idleWaiters.push(resolve));
    }
  }

  #add(job: Job): void {
    this.#jobs.push(job);
    this.#waitingRows += job.rows;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#jobs.length === 0 || this.#running >= this.#context.store.concurrency) return;
    if (this.#waitingRows >= Math.max(BATCH_ROWS_MAX, this.#running * BESIDE_ROWS_MIN)) {
      this.#start();
      return;
    }
    if (this.#timer !== null) return;
    const collectMs = this.#running > 0 ? BESIDE_AFTER_MS : COLLECT_MS * this.#load();
    const delayMs = Math.max(0, this.#lastStartMs + collectMs - this.#context.monotonicMs());
    this.#timer = this.#context.setTimer(() => {
      this.#timer = null;
      this.#start();
    }, delayMs);
  }

  /** From 0 to 1. */
  #load(): number {
    return this.#lastRows <= IDLE_ROWS_MAX ? 0 : Math.min(1, this.#lastRows / FULL_LOAD_ROWS);
  }

  #clearTimer(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #start(): void {
    this.#clearTimer();
    const jobs = this.#take();
    if (jobs.length === 0) return;
    this.#running++;
    this.#lastStartMs = this.#context.monotonicMs();
    void this.#write(jobs).finally(() => {
      this.#running--;
      this.#clearTimer();
      this.#schedule();
      if (this.#isIdle()) this.#wakeIdle();
    });
    this.#schedule();
  }

  #take(): readonly Job[] {
    let rows = 0;
    let count = 0;
    for (const job of this.#jobs) {
      if (count > 0 && rows + job.rows > BATCH_ROWS_MAX) break;
      rows += job.rows;
      count++;
    }
    const taken = this.#jobs.slice(0, count);
    this.#jobs = this.#jobs.slice(count);
    this.#waitingRows -= rows;
    this.#lastRows = rows;
    return taken;
  }

  async #write(jobs: readonly Job[], triesLeft = CONFLICT_TRIES_MAX): Promise<void> {
    const startedMs = this.#context.monotonicMs();
    const batch = toBatch(jobs);
    try {
      const fresh = await this.#context.store.commit(batch);
      for (const job of jobs) job.resolve(fresh);
      const rows = jobs.reduce((sum, job) => sum + job.rows, 0);
      this.#context.onCommitted({ rows, durationMs: this.#context.monotonicMs() - startedMs });
    } catch (error) {
      if (triesLeft > 1 && isConflict(error)) await this.#write(jobs, triesLeft - 1);
      else await this.#handleFailure(jobs, error);
    }
  }

  /** One row that the database cannot take must not take the others with it: halves are tried alone. */
  async #handleFailure(jobs: readonly Job[], error: unknown): Promise<void> {
    if (jobs.length > 1 && isRefusedByContent(error)) {
      const middle = jobs.length >> 1;
      await this.#write(jobs.slice(0, middle));
      await this.#write(jobs.slice(middle));
      return;
    }
    if (!(error instanceof RecordConflictError)) this.#context.onFailed(error);
    for (const job of jobs) {
      if (job.kind === 'events' && job.records.length > 0 && isRefusedByContent(error)) {
        // Read again and worked out anew it may be taken: the caller knows how.
        job.reject(error instanceof RecordConflictError ? error : new RecordConflictError(error));
      } else if (job.kind === 'events') {
        job.reject(
          new PosthornError('store_unavailable', 'The event could not be stored. Try again.', { cause: error }),
        );
      } else if (isRefusedByContent(error)) {
        // Trying again cannot help. Its lease runs out, and the next claim logs the attempt as unknown.
        job.resolve();
      } else {
        this.#waitingAgain++;
        this.#context.setTimer(() => {
          this.#waitingAgain--;
          this.#add(job);
        }, RETRY_MS);
      }
    }
  }

  #isIdle(): boolean {
    return this.#jobs.length === 0 && this.#running === 0 && this.#waitingAgain === 0;
  }

  #wakeIdle(): void {
    const waiters = this.#idleWaiters;
    this.#idleWaiters = [];
    for (const wake of waiters) wake();
  }
}

function countRows(entries: readonly NewEventEntry[]): number {
  return entries.reduce((sum, entry) => sum + 1 + entry.deliveries.length, 0);
}

function toBatch(jobs: readonly Job[]): CommitBatch {
  const events: NewEventEntry[] = [];
  const records: RecordWrite[] = [];
  const attempts: AttemptEntry[] = [];
  const releases: ReleaseEntry[] = [];
  const quarantine: QuarantineItem[] = [];
  for (const job of jobs) {
    if (job.kind === 'attempt') attempts.push(job.entry);
    else if (job.kind === 'release') releases.push(job.entry);
    else {
      for (const entry of job.entries) events.push(entry);
      for (const write of job.records) records.push(write);
      for (const item of job.quarantine) quarantine.push(item);
    }
  }
  return { events, records, attempts, releases, quarantine };
}

/** SQLSTATE classes 21, 22 and 23 and SQLite's constraint and type errors blame a row, all else blames the database. */
function isRefusedByContent(error: unknown): boolean {
  if (error instanceof RecordConflictError) return true;
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return false;
  return (
    /^2[123]/.test(code) ||
    code.startsWith('SQLITE_CONSTRAINT') ||
    code === 'SQLITE_MISMATCH' ||
    code === 'SQLITE_TOOBIG'
  );
}

/** Deadlock and serialization failure of PostgreSQL. */
function isConflict(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === '40P01' || code === '40001';
}
