import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type AppliedMigration, type Migration, pendingMigrations, readMigrations } from './migrations.ts';

/** Any fixed number: whoever holds this lock migrates, other nodes wait. */
const MIGRATION_LOCK = 0x50_6f_73_74;
/** A line of a migration after which the next transaction begins: for steps that read a large table while others write to it. */
const NEXT_TRANSACTION = /^-- commit$/m;
/** How long a step waits for a table. Whoever comes after it waits as well, so it gives way and tries again. */
const LOCK_TIMEOUT_MS = 2_000;
/** With the pauses about five minutes: longer than any statement of ours lasts. */
const LOCK_TRIES_MAX = 100;
const LOCK_PAUSE_MS = 1_000;

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Brings the schema up to date, each migration in a transaction of its own with its version row. Nodes that run go on
 * meanwhile; what is interrupted in the middle of a migration is taken again from its beginning.
 */
export async function applyPostgresMigrations(url: string): Promise<void> {
  // No time-out of statements: a large table may take longer than any that serves a request.
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'posthorn migration',
  });
  // The statement that runs fails as well, and is heard.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
    for (const migration of await readPending(client)) await applyMigration(client, migration);
  } finally {
    // The lock goes with the connection.
    await client.end().catch(() => {});
  }
}

async function readPending(client: pg.Client): Promise<Migration[]> {
  await client.query(
    'CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at_ms BIGINT NOT NULL)',
  );
  const applied = await client.query<AppliedMigration>(
    'SELECT number, name, checksum FROM schema_migrations ORDER BY number',
  );
  return pendingMigrations(applied.rows, readMigrations('postgres'));
}

async function applyMigration(client: pg.Client, migration: Migration): Promise<void> {
  const parts = migration.sql.split(NEXT_TRANSACTION);
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    await untilLocked(() => inTransaction(client, part, isLast ? migration : null));
  }
}

/** @param done The migration that is complete with this part. */
async function inTransaction(client: pg.Client, part: string, done: Migration | null): Promise<void> {
  try {
    await client.query('BEGIN');
    if (done !== null) {
      const { number, name, checksum } = done;
      await client.query('INSERT INTO schema_migrations VALUES ($1, $2, $3, $4)', [number, name, checksum, Date.now()]);
    }
    await client.query(part);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** SQLSTATE of a lock that was not got in time, and of a deadlock. */
const LOCK_CODES: ReadonlySet<unknown> = new Set(['55P03', '40P01']);

async function untilLocked(take: () => Promise<void>): Promise<void> {
  for (let tryNumber = 1; ; tryNumber++) {
    try {
      return await take();
    } catch (error) {
      if (tryNumber === LOCK_TRIES_MAX || !LOCK_CODES.has((error as { code?: unknown } | null)?.code)) throw error;
      await pause(LOCK_PAUSE_MS);
    }
  }
}
