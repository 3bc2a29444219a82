import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { applyPostgresMigrations } from './postgres-migrate.ts';
import type { Db, Store, StoreDescription } from './store.ts';
import type { Database } from './tables.ts';

export interface PostgresStore extends Store {
  readonly engine: 'postgres';
  /** For the hot statements: group commits, claims, and the connection that listens. */
  readonly pool: pg.Pool;
}

/** Connections of one node. Measured: the whole way needs 6; the others are for the API's lists. */
const CONNECTIONS_MAX = 12;
/** A statement of ours takes milliseconds; one that takes this long is stuck. */
const STATEMENT_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** int8 as a number: our times and positions stay far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? (text: string) => Number(text) : pg.types.getTypeParser(oid, format as 'text'),
};

/**
 * Connects and brings the schema up to date. Nodes that start together wait for the one that migrates.
 *
 * @param url `postgres://user:password@host/database`.
 * @throws when the server cannot be reached.
 */
export async function openPostgresStore(url: string): Promise<PostgresStore> {
  const pool = new pg.Pool({
    connectionString: url,
    types,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'posthorn',
  });
  // A broken connection is replaced by the pool, and its statement fails; without a listener it would end the process:
  // on the pool for those that are idle, on the connection for those in use between two statements.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await applyPostgresMigrations(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return {
    engine: 'postgres',
    db,
    pool,
    can: { skipLocked: true, sharedBetweenNodes: true },
    // The server's log is for the server to recycle.
    emptyLog: async () => true,
    describe: () => describePostgres(db),
    // Lost connections are replaced.
    broken: new Promise(() => {}),
    close: async () => {
      await db.destroy();
      // Kysely ends the pool only when it has used it.
      if (!pool.ended) await pool.end();
    },
  };
}

async function describePostgres(db: Db): Promise<StoreDescription> {
  const row = await db
    .selectNoFrom([
      sql<string>`current_setting('server_version')`.as('version'),
      sql<number>`pg_database_size(current_database())`.as('size_bytes'),
    ])
    .executeTakeFirstOrThrow();
  return { kind: 'postgres', version: row.version, sizeBytes: Number(row.size_bytes) };
}
