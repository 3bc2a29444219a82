import type { SqliteCommitBatch } from '../../src/pipeline/commit/commit.sqlite.thread.ts';
import { SqliteError } from '../../src/platform/db/errors.ts';
import type { ClockSample } from '../../src/platform/db/shared-clock.ts';
import type { SqliteQueryResult } from '../../src/platform/db/sqlite-thread-messages.ts';
import type { Session, SharedDatabase } from './shared-database.ts';
import { NEVER, type SimulatedProcess } from './simulated-process.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How the database is doing just now. */
export interface DatabaseWeather {
  /** Nobody reaches it. */
  readonly isAway: () => boolean;
  /** How long a question is on its way, and an answer. 0: at once. */
  readonly delayMs: () => number;
  /** The statement is refused and changes nothing. */
  readonly fails: () => boolean;
  /** It was carried out, and the connection breaks before the answer. */
  readonly losesAnswer: () => boolean;
}

/** What the server does with a transaction of a client that went quiet. */
const SESSION_IDLE_MS_MAX = 10_000;
/** The longest that a node waits to be told the time. */
const ANSWER_TIMEOUT_MS = 5_000;

/** What a node has in place of SQLite's threads: its connection to the database that all nodes share. */
export class DatabaseLink {
  readonly #database: SharedDatabase;
  readonly #process: SimulatedProcess;
  readonly #weather: DatabaseWeather;
  readonly #time: VirtualTime;
  readonly #sessions = new Map<number, Session>();

  constructor(
    database: SharedDatabase,
    process: SimulatedProcess,
    { weather, time }: { readonly weather: DatabaseWeather; readonly time: VirtualTime },
  ) {
    this.#database = database;
    this.#process = process;
    this.#weather = weather;
    this.#time = time;
    process.onDeath(() => {
      for (const session of this.#sessions.values()) database.abandon(session);
    });
  }

  /** The procedures of the commit are loaded already. */
  async load(): Promise<void> {}

  async call<TResult>(_procedure: string, argument: unknown): Promise<TResult> {
    await this.#reach();
    while (!this.#database.isFreeFor(null)) await this.#database.freed();
    if (this.#process.isDead) return NEVER;
    const fresh = this.#database.commit(argument as SqliteCommitBatch);
    await this.#return(true);
    return fresh as TResult;
  }

  async query(sql: string, parameters: readonly unknown[], number = 0): Promise<SqliteQueryResult> {
    // The server took it back already.
    if (sql === 'rollback' && !this.#sessions.has(number)) return { rows: [], changes: 0 };
    const session = number === 0 ? null : this.#sessionOf(number);
    try {
      await this.#reach();
      while (!this.#database.isFreeFor(session)) await this.#database.freed();
      if (this.#process.isDead) return NEVER;
      const result = this.#database.query(sql, parameters, session);
      if (sql === 'begin immediate') this.#takeBackWhenQuiet(number);
      if (sql === 'commit' || sql === 'rollback') this.#sessions.delete(number);
      await this.#return(sql === 'commit');
      return result;
    } catch (error) {
      if (error instanceof ConnectionLostError) this.#takeBack(number);
      throw error;
    }
  }

  /** Asks the server for its time, as `platform/db/postgres-signals.ts` does. Null: no answer came in time. */
  async sampleClock(machineMs: () => number): Promise<ClockSample | null> {
    const startedMs = this.#time.nowMs;
    try {
      await this.#reach();
      const theirMs = this.#time.nowMs;
      await this.#return(false);
      const tookMs = this.#time.nowMs - startedMs;
      return tookMs > ANSWER_TIMEOUT_MS ? null : { theirMs, ourMs: machineMs(), tookMs };
    } catch (error) {
      if (error instanceof ConnectionLostError) return null;
      throw error;
    }
  }

  async #reach(): Promise<void> {
    await this.#process.step();
    const delayMs = this.#weather.delayMs();
    if (delayMs > 0) await this.#process.wait(delayMs);
    if (this.#weather.isAway() || this.#weather.fails()) throw new ConnectionLostError();
  }

  async #return(isCommit: boolean): Promise<void> {
    await this.#process.step();
    const delayMs = this.#weather.delayMs();
    if (delayMs > 0) await this.#process.wait(delayMs);
    if (isCommit && this.#weather.losesAnswer()) throw new ConnectionLostError();
  }

  #sessionOf(number: number): Session {
    let session = this.#sessions.get(number);
    if (session === undefined) {
      session = {};
      this.#sessions.set(number, session);
    }
    return session;
  }

  #takeBack(number: number): void {
    const session = this.#sessions.get(number);
    if (session !== undefined) this.#database.abandon(session);
    this.#sessions.delete(number);
  }

  #takeBackWhenQuiet(number: number): void {
    this.#time.after(SESSION_IDLE_MS_MAX, () => this.#takeBack(number));
  }
}

/** What every statement may meet with: nobody knows whether it was carried out. */
class ConnectionLostError extends SqliteError {
  constructor() {
    super('The connection to the simulated database was lost.', 'ECONNRESET');
  }
}
