import type pg from 'pg';
import { type AppliedMigration, pendingMigrations, readMigrations } from './migrations.ts';

/** Any fixed number: whoever holds this lock migrates, other nodes wait. */
const MIGRATION_LOCK = 0x50_6f_73_74;

/** Brings the schema up to date in one transaction, version rows first. */
export async function applyPostgresMigrations(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(
      'CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at_ms BIGINT NOT NULL)',
    );
    const applied = await client.query<AppliedMigration>(
      'SELECT number, name, checksum FROM schema_migrations ORDER BY number',
    );
    for (const migration of pendingMigrations(applied.rows, readMigrations('postgres'))) {
      await client.query('INSERT INTO schema_migrations VALUES ($1, $2, $3, $4)', [
        migration.number,
        migration.name,
        migration.checksum,
        Date.now(),
      ]);
      await client.query(migration.sql);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
