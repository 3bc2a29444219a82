import type { EventId } from '../../domain/ids.ts';
import type { SqliteThread } from '../../platform/db/sqlite-thread.ts';
import type { SqliteCommitBatch } from './commit.sqlite.thread.ts';
import type { CommitStore } from './commit-batch.ts';
import { toAttemptRow, toDeliveryRow, toEventRow, toQuarantineRow, toReleaseRow } from './commit-rows.ts';

/** The group commit on SQLite: a batch crosses to the writer thread once and is one transaction there. */
export async function createSqliteCommitStore(writer: SqliteThread): Promise<CommitStore> {
  await writer.load(new URL('./commit.sqlite.thread.ts', import.meta.url));
  return {
    concurrency: 1,
    commit: async (batch) => {
      const argument: SqliteCommitBatch = {
        events: batch.events.map(toEventRow),
        deliveries: batch.events.map((entry) => entry.deliveries.map((delivery) => toDeliveryRow(entry, delivery))),
        attempts: batch.attempts.map(toAttemptRow),
        releases: batch.releases.map(toReleaseRow),
        quarantine: batch.quarantine.map(toQuarantineRow),
      };
      return new Set(await writer.call<readonly EventId[]>('commit', argument));
    },
  };
}
