import { openPostgresStore, type PostgresStore } from './postgres-store.ts';
import { openSqliteStore, type SqliteStore } from './sqlite-store.ts';

export type OpenedStore = SqliteStore | PostgresStore;

/**
 * Opens the database that a URL names, with its schema up to date.
 *
 * @param databaseUrl `sqlite:<path>` or `postgres://…`.
 * @param options.exclusive SQLite only: refuse when another gateway has the file. Default false.
 * @param options.connectionsMax PostgreSQL only: connections of the pool.
 */
export async function openStore(
  databaseUrl: string,
  options: { readonly exclusive?: boolean; readonly connectionsMax?: number } = {},
): Promise<OpenedStore> {
  if (databaseUrl.startsWith('sqlite:')) {
    return openSqliteStore(databaseUrl.slice('sqlite:'.length), options.exclusive ?? false);
  }
  return openPostgresStore(databaseUrl, options.connectionsMax);
}
