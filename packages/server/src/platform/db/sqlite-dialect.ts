import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { SqliteThread } from './sqlite-thread.ts';

interface SqliteThreads {
  readonly writer: Pick<SqliteThread, 'query'>;
  readonly reader: Pick<SqliteThread, 'query'>;
}

/**
 * Kysely over the SQLite threads: a select outside a transaction goes to the reader, all else to the
 * writer. A transaction begins immediately (`begin immediate`), because one that turns from reading to
 * writing in the middle can fail half-way.
 */
export function createSqliteDialect(threads: SqliteThreads): Dialect {
  return {
    createAdapter: () => new ThreadedSqliteAdapter(),
    createDriver: () => new SqliteThreadDriver(threads),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** Words of statements that begin as a read and write all the same; in a name or a text they send a read to the writer, which is no harm. */
const WRITES = /\b(?:insert|update|delete|replace)\b/i;

/** What was written as text counts as much as what was built: a long read on the writer holds up every commit. */
function isRead({ query, sql }: CompiledQuery): boolean {
  return SelectQueryNode.is(query) || (/^\s*(?:select|with)\b/i.test(sql) && !WRITES.test(sql));
}

/** Kysely's own lets one statement run at a time: a list would wait for a transaction, and the commit for a list. */
class ThreadedSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class SqliteThreadDriver implements Driver {
  readonly #threads: SqliteThreads;
  #lastSession = 0;

  constructor(threads: SqliteThreads) {
    this.#threads = threads;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SqliteThreadConnection> {
    return new SqliteThreadConnection(this.#threads, ++this.#lastSession);
  }

  async beginTransaction(connection: SqliteThreadConnection): Promise<void> {
    await connection.begin();
  }

  async commitTransaction(connection: SqliteThreadConnection): Promise<void> {
    await connection.end('commit');
  }

  async rollbackTransaction(connection: SqliteThreadConnection): Promise<void> {
    await connection.end('rollback');
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

class SqliteThreadConnection implements DatabaseConnection {
  readonly #threads: SqliteThreads;
  readonly #session: number;
  #inTransaction = false;

  constructor(threads: SqliteThreads, session: number) {
    this.#threads = threads;
    this.#session = session;
  }

  async begin(): Promise<void> {
    await this.#threads.writer.query('begin immediate', [], this.#session);
    this.#inTransaction = true;
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    this.#inTransaction = false;
    await this.#threads.writer.query(how, [], this.#session);
  }

  async executeQuery<TRow>(compiled: CompiledQuery): Promise<QueryResult<TRow>> {
    const { sql, parameters } = compiled;
    if (!this.#inTransaction && isRead(compiled)) {
      const { rows } = await this.#threads.reader.query(sql, parameters);
      return { rows: rows as TRow[] };
    }
    const { rows, changes } = await this.#threads.writer.query(
      sql,
      parameters,
      this.#inTransaction ? this.#session : 0,
    );
    return { rows: rows as TRow[], numAffectedRows: BigInt(changes === 0 ? rows.length : changes) };
  }

  // biome-ignore lint/correctness/useYield: rows come in one piece from a thread; nothing here streams.
  async *streamQuery<TRow>(): AsyncIterableIterator<QueryResult<TRow>> {
    throw new Error('Streaming is not offered: read in pages.');
  }
}
