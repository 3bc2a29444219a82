import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Kysely, sql } from 'kysely';
import { NO_SIGNALS } from './node-signals.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';
import { lockDatabaseFile } from './sqlite-lock.ts';
import { applySqliteMigrations } from './sqlite-migrate.ts';
import { SqliteThread } from './sqlite-thread.ts';
import type { Db, Store, StoreDescription } from './store.ts';
import type { Database } from './tables.ts';

export interface SqliteStore extends Store {
  readonly engine: 'sqlite';
  /** For the hot statements: whole transactions that run in the thread of the one writing connection. */
  readonly writer: SqliteThread;
}

/**
 * Opens the file, makes it when it is not there (0600), and brings its schema up to date.
 *
 * @param file Path of the database file.
 * @param exclusive True for the gateway: a second gateway on the same file would take deliveries that
 *   the first one is sending. A command that only reads or writes records may pass false.
 * @throws PosthornError `config_invalid` when another gateway has the file.
 */
export async function openSqliteStore(file: string, exclusive: boolean): Promise<SqliteStore> {
  const path = resolve(file);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const releaseLock = exclusive ? lockDatabaseFile(path) : () => {};
  try {
    applySqliteMigrations(path);
  } catch (error) {
    releaseLock();
    throw error;
  }
  const writer = new SqliteThread(path, 'writer');
  const reader = new SqliteThread(path, 'reader');
  const db = new Kysely<Database>({ dialect: createSqliteDialect({ writer, reader }) });
  return {
    engine: 'sqlite',
    db,
    writer,
    can: { skipLocked: false, lateral: false, sharedBetweenNodes: false, partitions: false },
    nowMs: Date.now,
    signals: NO_SIGNALS,
    connections: () => null,
    emptyLog: () => writer.emptyLog(),
    describe: () => describeSqlite(db),
    broken: Promise.race([writer.broken, reader.broken]),
    close: async () => {
      await db.destroy();
      await reader.close();
      await writer.close();
      releaseLock();
    },
  };
}

async function describeSqlite(db: Db): Promise<StoreDescription> {
  const row = await db
    .selectNoFrom([
      sql<string>`sqlite_version()`.as('version'),
      sql<number>`(select page_count from pragma_page_count())`.as('pages'),
      sql<number>`(select page_size from pragma_page_size())`.as('page_bytes'),
    ])
    .executeTakeFirstOrThrow();
  return { kind: 'sqlite', version: row.version, sizeBytes: row.pages * row.page_bytes };
}
