import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import {
  type AppliedMigration,
  type Migration,
  type MigrationDialect,
  pendingMigrations,
  readMigrations,
} from './migrations.ts';

/** What opening a database would do to its schema. */
export interface MigrationPlan {
  readonly engine: MigrationDialect;
  /** False: no schema of ours is there yet; on SQLite perhaps not even the file. */
  readonly hasSchema: boolean;
  readonly appliedCount: number;
  /** In order. */
  readonly pending: readonly Migration[];
}

const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const APPLIED = 'SELECT number, name, checksum FROM schema_migrations ORDER BY number';

/**
 * Tells which migrations a database still needs, and changes nothing: it makes no file and no table.
 *
 * @param databaseUrl `sqlite:<path>` or `postgres://…`.
 * @throws PosthornError `config_invalid` when the database is newer than this code or has taken other steps.
 */
export async function planMigrations(databaseUrl: string): Promise<MigrationPlan> {
  const engine = databaseUrl.startsWith('sqlite:') ? 'sqlite' : 'postgres';
  const applied =
    engine === 'sqlite' ? readSqlite(resolve(databaseUrl.slice('sqlite:'.length))) : await readPostgres(databaseUrl);
  return {
    engine,
    hasSchema: applied !== null,
    appliedCount: applied?.length ?? 0,
    pending: pendingMigrations(applied ?? [], readMigrations(engine)),
  };
}

function readSqlite(path: string): AppliedMigration[] | null {
  if (!existsSync(path)) return null;
  const db = new BetterSqlite3(path, { readonly: true, fileMustExist: true, timeout: STATEMENT_TIMEOUT_MS });
  try {
    const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'").get();
    return table === undefined ? null : (db.prepare(APPLIED).all() as AppliedMigration[]);
  } finally {
    db.close();
  }
}

async function readPostgres(url: string): Promise<AppliedMigration[] | null> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'posthorn',
  });
  await client.connect();
  try {
    const found = await client.query<{ name: string | null }>("SELECT to_regclass('schema_migrations')::text AS name");
    return found.rows[0]?.name == null ? null : (await client.query<AppliedMigration>(APPLIED)).rows;
  } finally {
    await client.end();
  }
}
