import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import { Slots } from '../slots.ts';
import { SqliteError } from './errors.ts';
import type { SqliteQueryResult, SqliteRequest, SqliteResponse, SqliteRole } from './sqlite-thread-messages.ts';

interface Waiter {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

type RequestWithoutId<T> = T extends SqliteRequest ? Omit<T, 'id'> : never;

/** Rows on their way. With V8's own bound a thread keeps some 50 MB of those that are gone. */
const YOUNG_GENERATION_MB = 6;
/** A page of a list may be 100 events of 4 MB. V8 lets a heap with a smaller bound grow by less before it looks what of it lives. */
const OLD_GENERATION_MB = 1_024;

/**
 * A SQLite connection in a thread of its own, so that a commit's fsync or a long list never holds up
 * the HTTP of the main thread. Requests are carried out in the order in which they are made.
 */
export class SqliteThread {
  readonly #worker: Worker;
  readonly #waiters = new Slots<Waiter>();
  #failure: Error | null = null;
  readonly #broken = Promise.withResolvers<Error>();
  #isClosing = false;

  constructor(file: string, role: SqliteRole) {
    this.#worker = new Worker(new URL('./sqlite.thread.ts', import.meta.url), {
      workerData: { file, role },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB, maxOldGenerationSizeMb: OLD_GENERATION_MB },
    });
    this.#worker.on('message', (response: SqliteResponse) => this.#settle(response));
    this.#worker.on('error', (error) => this.#failAll(error as Error));
    this.#worker.on('exit', () => this.#failAll(new SqliteError(`The ${role} thread of SQLite has ended.`, null)));
  }

  /** Settles when the thread ended without being closed: nothing can be asked of it any more. */
  get broken(): Promise<Error> {
    return this.#broken.promise;
  }

  /**
   * Runs one statement.
   * @param session 0 outside a transaction, else the number that its `begin immediate` came with.
   * @throws SqliteError with SQLite's code.
   */
  async query(sql: string, parameters: readonly unknown[], session = 0): Promise<SqliteQueryResult> {
    return (await this.#send({ kind: 'query', session, sql, parameters })) as SqliteQueryResult;
  }

  /** Loads a module of procedures (`SqliteProcedures`) into the thread. */
  async load(moduleUrl: URL): Promise<void> {
    await this.#send({ kind: 'load', session: 0, moduleUrl: moduleUrl.href });
  }

  /** Calls a loaded procedure. Argument and result are cloned. */
  async call<TResult>(procedure: string, argument: unknown): Promise<TResult> {
    return (await this.#send({ kind: 'call', session: 0, procedure, argument })) as TResult;
  }

  /** Cuts off the write-ahead log, so that nothing that was overwritten is in it. False: others are at it, try again. */
  async emptyLog(): Promise<boolean> {
    return (await this.#send({ kind: 'empty_log', session: 0 })) as boolean;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#failure !== null) return;
    await this.#send({ kind: 'close', session: 0 });
    await this.#worker.terminate();
  }

  #send(request: RequestWithoutId<SqliteRequest>): Promise<unknown> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#worker.postMessage({ ...request, id: this.#waiters.add({ resolve, reject }) });
    });
  }

  #settle(response: SqliteResponse): void {
    const waiter = this.#waiters.take(response.id);
    // An answer that was under way when the thread died: whoever waited for it was told of the death.
    if (waiter === undefined && this.#failure !== null) return;
    assert(waiter !== undefined);
    if ('error' in response) waiter.reject(new SqliteError(response.error.message, response.error.code));
    else waiter.resolve(response.result);
  }

  #failAll(error: Error): void {
    this.#failure ??= error;
    if (!this.#isClosing) this.#broken.resolve(this.#failure);
    for (const waiter of this.#waiters.takeAll()) waiter.reject(error);
  }
}
