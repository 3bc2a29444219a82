import BetterSqlite3 from 'better-sqlite3';
import { type AppliedMigration, pendingMigrations, readMigrations } from './migrations.ts';

/** Brings the schema up to date before any thread opens the file. Each migration is one transaction, its version row first. */
export function applySqliteMigrations(path: string): void {
  const db = new BetterSqlite3(path, { timeout: 30_000 });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec(
      'CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at_ms INTEGER NOT NULL) STRICT',
    );
    db.transaction(() => {
      const applied = db.prepare('SELECT number, name, checksum FROM schema_migrations ORDER BY number').all();
      for (const migration of pendingMigrations(applied as AppliedMigration[], readMigrations('sqlite'))) {
        db.prepare('INSERT INTO schema_migrations VALUES (?, ?, ?, ?)').run(
          migration.number,
          migration.name,
          migration.checksum,
          Date.now(),
        );
        db.exec(migration.sql);
      }
    }).immediate();
  } finally {
    db.close();
  }
}
