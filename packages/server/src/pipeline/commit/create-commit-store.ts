import type { OpenedStore } from '../../platform/db/open-store.ts';
import { openPostgresCommitStore } from './commit.postgres.store.ts';
import { createSqliteCommitStore } from './commit.sqlite.store.ts';
import type { CommitStore } from './commit-batch.ts';

/**
 * The group commit of the database that was opened.
 *
 * @param takePositionLockSql What a PostgreSQL transaction does before it takes a position of the event log.
 */
export async function createCommitStore(store: OpenedStore, takePositionLockSql: string): Promise<CommitStore> {
  return store.engine === 'sqlite'
    ? createSqliteCommitStore(store.writer)
    : openPostgresCommitStore(store, takePositionLockSql);
}
