import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { applyPostgresMigrations } from './postgres-migrate.ts';
import { PostgresSignals, sampleClock } from './postgres-signals.ts';
import { type ClockSample, SharedClock } from './shared-clock.ts';
import type { Db, Store, StoreDescription } from './store.ts';
import type { Database } from './tables.ts';

export interface PostgresStore extends Store {
  readonly engine: 'postgres';
  /** For all statements but group commits. */
  readonly pool: pg.Pool;
  /**
   * For group commits, which wait for no list here. Their plans are kept: see decision 0036 for what a statement must be like
   * to be carried out here.
   */
  readonly commitPool: pg.Pool;
}

/** Connections for group commits, of those that a node has. */
export const COMMIT_CONNECTIONS = 2;

/** Connections of one node, when nothing else is said. Measured: the whole way needs 6; the others are for the API's lists. */
const CONNECTIONS_DEFAULT = 12;
/** A statement of ours takes milliseconds; one that takes this long is stuck, and the server ends it. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** A server that has not answered by then is not going to: it is cut off without a word from the network. */
const ANSWER_TIMEOUT_MS = 120_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** A connection is renewed after so long, so that they spread again after the server has moved. */
const CONNECTION_SECONDS_MAX = 1_800;
/**
 * How statements are planned. `each_time`: for the tables as large as they are, since a plan that is kept may come from when the
 * queue was empty and read all of it (decision 0032). `once`: without knowing how many rows a statement is for, which is right
 * for a group commit: it looks deliveries up by key for any number, and planning a small one takes longer than carrying it out
 * (decision 0036).
 */
const PLAN_CACHE_MODE = { each_time: 'force_custom_plan', once: 'force_generic_plan' } as const;
/** Looking a row up costs little more than reading the next one: what is in use lies in memory, and no disk of today seeks. */
const RANDOM_PAGE_COST = 1.1;
/** How often the server's clock is asked at the start: the quickest answer tells most. */
const CLOCK_SAMPLES = 3;

/** int8 as a number: our times and positions stay far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? (text: string) => Number(text) : pg.types.getTypeParser(oid, format as 'text'),
};

/**
 * Connects and brings the schema up to date. Nodes that start together wait for the one that migrates.
 *
 * @param url `postgres://user:password@host/database`.
 * @param connectionsMax Of both pools. One more listens for signals.
 * @throws when the server cannot be reached.
 */
export async function openPostgresStore(url: string, connectionsMax = CONNECTIONS_DEFAULT): Promise<PostgresStore> {
  const pool = createPool(url, { max: connectionsMax - COMMIT_CONNECTIONS, plan: 'each_time' });
  const commitPool = createPool(url, { max: COMMIT_CONNECTIONS, plan: 'once' });
  const clock = new SharedClock();
  try {
    await applyPostgresMigrations(url);
    clock.onSample(await sampleQuickly(pool));
  } catch (error) {
    await Promise.all([pool.end(), commitPool.end()]);
    throw error;
  }
  const signals = new PostgresSignals({ url, onClockSample: clock.onSample });
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return {
    engine: 'postgres',
    db,
    pool,
    commitPool,
    can: { skipLocked: true, lateral: true, sharedBetweenNodes: true, partitions: true },
    nowMs: clock.nowMs,
    signals,
    connections: () => ({
      busy: pool.totalCount - pool.idleCount + commitPool.totalCount - commitPool.idleCount,
      idle: pool.idleCount + commitPool.idleCount,
      waiting: pool.waitingCount + commitPool.waitingCount,
    }),
    // The server's log is for the server to recycle.
    emptyLog: async () => true,
    describe: () => describePostgres(db),
    // Lost connections are replaced.
    broken: new Promise(() => {}),
    close: async () => {
      await signals.stop();
      await db.destroy();
      // Kysely ends the pool only when it has used it.
      if (!pool.ended) await pool.end();
      await commitPool.end();
    },
  };
}

interface PoolOptions {
  readonly max: number;
  readonly plan: keyof typeof PLAN_CACHE_MODE;
}

function createPool(url: string, { max, plan }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    types,
    max,
    maxLifetimeSeconds: CONNECTION_SECONDS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'posthorn',
    onConnect: async (client) => {
      await client.query(`SET plan_cache_mode = ${PLAN_CACHE_MODE[plan]}; SET random_page_cost = ${RANDOM_PAGE_COST}`);
    },
  });
  // A broken connection is replaced by the pool, and its statement fails; without a listener it would end the process:
  // on the pool for those that are idle, on the connection for those in use between two statements.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

async function sampleQuickly(pool: pg.Pool): Promise<ClockSample> {
  let best = await sampleClock(pool);
  for (let count = 1; count < CLOCK_SAMPLES; count++) {
    const sample = await sampleClock(pool);
    if (sample.tookMs < best.tookMs) best = sample;
  }
  return best;
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
