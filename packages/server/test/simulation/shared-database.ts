import BetterSqlite3 from 'better-sqlite3';
import { register } from '../../src/pipeline/commit/commit.sqlite.thread.ts';
import { readMigrations } from '../../src/platform/db/migrations.ts';
import type { SqliteQueryResult } from '../../src/platform/db/sqlite-thread-messages.ts';

/** Names a transaction: whoever shows it may go on with it. */
export type Session = object;

type CommitProcedure = ReturnType<typeof register>['commit'];

let image: Buffer | null = null;

/** A database with the schema, made once for each process: the migrations would be most of the time of a simulated day. */
function migratedImage(): Buffer {
  if (image !== null) return image;
  const db = new BetterSqlite3(':memory:');
  for (const migration of readMigrations('sqlite')) db.exec(migration.sql);
  image = db.serialize();
  db.close();
  return image;
}

/**
 * The one database of all simulated nodes: the real schema and the real statements on SQLite in memory. One transaction
 * at a time, as on the thread that writes in production; here the nodes take turns on it.
 */
export class SharedDatabase {
  readonly db = new BetterSqlite3(migratedImage());
  readonly #commit: CommitProcedure;
  readonly #statements = new Map<string, BetterSqlite3.Statement>();
  readonly #onCommitted: () => void;
  #open: Session | null = null;
  #waiting: (() => void)[] = [];
  #writeCount = 0;
  /** Something was written that is not committed yet, or just now. */
  #isDirty = false;

  /** @param onCommitted Called after every change, before anybody is told of it. */
  constructor(onCommitted: () => void) {
    this.#onCommitted = onCommitted;
    this.db.pragma('foreign_keys = ON');
    this.#commit = register(this.db).commit;
  }

  /** Grows with every change: who has seen this number has seen everything. */
  get writeCount(): number {
    return this.#writeCount;
  }

  /** What is due by that clock, so that it can be told whether it is still the same. Empty: nothing. */
  whatIsDue(nowMs: number): string {
    const row = this.#prepare(
      'SELECT count(*) AS count, sum(due_at_ms) AS sum FROM deliveries WHERE due_at_ms <= ?',
    ).get(nowMs) as { readonly count: number; readonly sum: number | null };
    return row.count === 0 ? '' : `${row.count}/${row.sum}`;
  }

  /** When the next delivery becomes due after a time that has passed, epoch ms. Null: none does. */
  nextDueAfterMs(atMs: number): number | null {
    const row = this.#prepare(
      'SELECT min(due_at_ms) AS at_ms FROM deliveries WHERE due_at_ms > ? AND due_at_ms < 8640000000000000',
    ).get(atMs);
    return (row as { readonly at_ms: number | null }).at_ms;
  }

  /** Whether a statement may run now. Ask and run in one go: whoever is next may begin a transaction. */
  isFreeFor(session: Session | null): boolean {
    return this.#open === null || this.#open === session;
  }

  /** Settles when the open transaction ends. */
  freed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Runs one statement. @throws SqliteError of the driver, and Error when the transaction was taken away. */
  query(sql: string, parameters: readonly unknown[], session: Session | null): SqliteQueryResult {
    if (session !== null) this.#follow(sql, session);
    try {
      const statement = this.#prepare(sql);
      if (statement.reader) {
        if (!statement.readonly) this.#isDirty = true;
        return { rows: statement.all(...parameters), changes: 0 };
      }
      const { changes } = statement.run(...parameters);
      if (changes > 0) this.#isDirty = true;
      return { rows: [], changes };
    } finally {
      if (session !== null && !this.db.inTransaction) this.#end();
      if (!this.db.inTransaction && this.#isDirty) this.#changed();
    }
  }

  commit(batch: Parameters<CommitProcedure>[0]): ReturnType<CommitProcedure> {
    const fresh = this.#commit(batch);
    this.#changed();
    return fresh;
  }

  /** Whoever had begun it is gone. */
  abandon(session: Session): void {
    if (this.#open !== session) return;
    if (this.db.inTransaction) this.db.exec('rollback');
    this.#end();
  }

  #follow(sql: string, session: Session): void {
    if (this.#open === null && sql === 'begin immediate') this.#open = session;
    if (this.#open !== session) throw new Error('The transaction was rolled back because it took too long.');
  }

  #end(): void {
    this.#open = null;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  #changed(): void {
    this.#isDirty = false;
    this.#writeCount++;
    this.#onCommitted();
  }

  #prepare(sql: string): BetterSqlite3.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
