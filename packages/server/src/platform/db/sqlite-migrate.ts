import BetterSqlite3 from 'better-sqlite3';
import { type AppliedMigration, type Migration, pendingMigrations, readMigrations } from './migrations.ts';

/**
 * Brings the schema up to date before any thread opens the file. Each migration is one transaction, its version row first.
 * A file that is up to date is only looked at: a command beside a gateway does not wait for the gateway's transactions.
 */
export function applySqliteMigrations(path: string): void {
  const db = new BetterSqlite3(path, { timeout: 30_000 });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec(
      'CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at_ms INTEGER NOT NULL) STRICT',
    );
    if (readPending(db).length > 0) applyPending(db);
  } finally {
    db.close();
  }
}

function readPending(db: BetterSqlite3.Database): Migration[] {
  const applied = db.prepare('SELECT number, name, checksum FROM schema_migrations ORDER BY number').all();
  return pendingMigrations(applied as AppliedMigration[], readMigrations('sqlite'));
}

/** Looks again under the lock: another process may have migrated in the meantime. */
function applyPending(db: BetterSqlite3.Database): void {
  db.transaction(() => {
    for (const migration of readPending(db)) {
      db.prepare('INSERT INTO schema_migrations VALUES (?, ?, ?, ?)').run(
        migration.number,
        migration.name,
        migration.checksum,
        Date.now(),
      );
      db.exec(migration.sql);
    }
  }).immediate();
}
