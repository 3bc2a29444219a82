import BetterSqlite3 from 'better-sqlite3';
import { PosthornError } from '../domain/errors.ts';
import { type AppliedMigration, pendingMigrations, readMigrations } from '../platform/db/migrations.ts';

/** What a backup holds. */
export interface BackupFacts {
  readonly sizeBytes: number;
  /** Number of the last migration that it has taken. */
  readonly schemaNumber: number;
  /** Fingerprints of the keys that its secrets are encrypted with. */
  readonly encryptionKeyIds: readonly string[];
  readonly workspaces: number;
  readonly events: number;
  /** When the newest event was made, epoch ms. Null: there is none. */
  readonly newestEventAtMs: number | null;
  readonly pendingDeliveries: number;
}

/**
 * Reads a backup from end to end (`PRAGMA integrity_check`) and tells what is in it. Changes nothing.
 *
 * @throws PosthornError `unprocessable` when it is not a database of Posthorn or is damaged, and `config_invalid` when a
 *   newer version made it.
 */
export function examineBackup(path: string): BackupFacts {
  const db = new BetterSqlite3(path, { readonly: true, fileMustExist: true });
  try {
    const schemaNumber = readSchemaNumber(db, path);
    refuseDamaged(db, path);
    return { ...readFacts(db), schemaNumber };
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError && DAMAGE_CODE.test(error.code)) throw damaged(path, error);
    throw error;
  } finally {
    db.close();
  }
}

const DAMAGE_CODE = /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/;

function readSchemaNumber(db: BetterSqlite3.Database, path: string): number {
  const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'").get();
  if (table === undefined) {
    throw new PosthornError('unprocessable', `${path} is a database, but not one of Posthorn.`);
  }
  const applied = db.prepare('SELECT number, name, checksum FROM schema_migrations ORDER BY number').all();
  pendingMigrations(applied as AppliedMigration[], readMigrations('sqlite'));
  return applied.length;
}

function refuseDamaged(db: BetterSqlite3.Database, path: string): void {
  if (db.pragma('integrity_check(1)', { simple: true }) !== 'ok') throw damaged(path, undefined);
}

function damaged(path: string, cause: unknown): PosthornError {
  return new PosthornError('unprocessable', `${path} is damaged or is no database. Nothing was changed.`, { cause });
}

function readFacts(db: BetterSqlite3.Database): Omit<BackupFacts, 'schemaNumber'> {
  const number = (sql: string) => Number(db.prepare(sql).pluck().get() ?? 0);
  const keys = db.prepare('SELECT encryption_key_id FROM instance WHERE id = 1').pluck().get();
  const newest = number('SELECT created_at_ms FROM events ORDER BY position DESC LIMIT 1');
  return {
    sizeBytes: number('SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()'),
    encryptionKeyIds: typeof keys === 'string' ? keys.split(',') : [],
    workspaces: number('SELECT count(*) FROM workspaces'),
    events: number('SELECT count(*) FROM events'),
    newestEventAtMs: newest === 0 ? null : newest,
    pendingDeliveries: number("SELECT count(*) FROM deliveries WHERE state = 'pending'"),
  };
}
