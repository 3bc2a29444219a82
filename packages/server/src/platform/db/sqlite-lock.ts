import { realpathSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { PosthornError } from '../../domain/errors.ts';

/**
 * Keeps the database file to this process, as a gateway does while it runs. The operating system drops the lock with
 * the process, however it ends: no stale lock files. Links are followed, so that a file has one lock whatever it is called.
 *
 * @param file Path of the database file, which is there.
 * @returns what lets it go.
 * @throws PosthornError `config_invalid` when a gateway has it.
 */
export function lockDatabaseFile(file: string): () => void {
  const path = realpathSync(file);
  const lock = new BetterSqlite3(`${path}.lock`, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    if (!isTaken(cause)) throw cause;
    throw new PosthornError(
      'config_invalid',
      `Another gateway is running on ${path}. Stop it first, or use PostgreSQL to run several.`,
      { cause },
    );
  }
  return () => lock.close();
}

function isTaken(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
