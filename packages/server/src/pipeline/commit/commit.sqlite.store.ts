import type { EventId } from '../../domain/ids.ts';
import {
  onConflictSql,
  RecordConflictError,
  type RecordTable,
  type RecordWrite,
  replacesPersonalData,
} from '../../platform/db/record-write.ts';
import type { SqliteThread } from '../../platform/db/sqlite-thread.ts';
import { denseMap } from '../../platform/dense-map.ts';
import { appendEventsIn } from './append-in.sqlite.store.ts';
import {
  type EventPositions,
  type SqliteCommitBatch,
  type SqliteRecordWrites,
  STALE_RECORD,
} from './commit.sqlite.thread.ts';
import type { CommitBatch, CommitStore, FreshEvents } from './commit-batch.ts';
import { toQuarantineRow } from './commit-rows.ts';
import { toAttemptValues, toEventValues, toReleaseValues } from './commit-values.sqlite.ts';

/** The thread that writes, as far as the commit goes. */
type Writer = Pick<SqliteThread, 'load' | 'call'>;

/** The group commit on SQLite: a batch crosses to the writer thread once and is one transaction there. */
export async function createSqliteCommitStore(writer: Writer): Promise<CommitStore> {
  await writer.load(new URL('./commit.sqlite.thread.ts', import.meta.url));
  return {
    // The thread carries them out one after the other: the second waits there, so that it need not wait for this thread's turn.
    concurrency: 2,
    appendIn: appendEventsIn,
    commit: async (batch) => {
      const argument: SqliteCommitBatch = {
        events: denseMap(batch.events, toEventValues),
        records: Array.from(
          Map.groupBy(batch.records, (write) => write.table),
          toRecordWrites,
        ),
        attempts: denseMap(batch.attempts, toAttemptValues),
        releases: denseMap(batch.releases, toReleaseValues),
        quarantine: denseMap(batch.quarantine, toQuarantineRow),
      };
      return toFresh(batch, await callCommit(writer, argument));
    },
  };
}

function toFresh({ events }: CommitBatch, positions: EventPositions): FreshEvents {
  const fresh = new Map<EventId, number>();
  for (const [index, { event }] of events.entries()) {
    const position = positions[index] ?? null;
    if (position !== null) fresh.set(event.id, position);
  }
  return fresh;
}

async function callCommit(writer: Writer, batch: SqliteCommitBatch): Promise<EventPositions> {
  try {
    return await writer.call<EventPositions>('commit', batch);
  } catch (error) {
    if ((error as { code?: unknown }).code === STALE_RECORD) throw new RecordConflictError(error);
    throw error;
  }
}

const STATEMENTS = new WeakMap<RecordTable, string>();

function toRecordWrites([table, writes]: readonly [RecordTable, readonly RecordWrite[]]): SqliteRecordWrites {
  const columns = Object.keys(table.columns);
  let sql = STATEMENTS.get(table);
  if (sql === undefined) {
    sql = putRecordSql(table);
    STATEMENTS.set(table, sql);
  }
  return {
    sql,
    replacesPersonalData: replacesPersonalData(table),
    rows: denseMap(writes, ({ row }) => denseMap(columns, (column) => row[column] ?? null)),
    causeIds: denseMap(writes, ({ causeId }) => causeId),
  };
}

/** The condition on the revision makes one statement of adding and replacing: it changes no row when it is not the one below. */
function putRecordSql(table: RecordTable): string {
  const columns = Object.keys(table.columns);
  const values = columns.map(() => '?').join(', ');
  const onConflict = onConflictSql(table, { least: 'min', greatest: 'max' });
  return `INSERT INTO ${table.name} AS was (${columns.join(', ')}) VALUES (${values}) ${onConflict}`;
}
