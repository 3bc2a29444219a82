import type { EventId } from '../../domain/ids.ts';

/**
 * A table whose rows are written by the group commit, together with the events that report them. Rows are keyed by
 * `workspace_id` and `id`. With a column `revision` a row can take the place of the one that is there; without one rows
 * are only added.
 */
export interface RecordTable {
  readonly name: string;
  /** Every column with its type in PostgreSQL. */
  readonly columns: Readonly<Record<string, 'text' | 'bigint' | 'integer'>>;
}

/**
 * One row of a record table as it is to be. With `revision` 1 it is new; with a higher one it takes the place of the row
 * with the revision below, and when that is not there any more the whole transaction is refused.
 */
export interface RecordWrite {
  readonly table: RecordTable;
  readonly row: Readonly<Record<string, string | number | null>>;
  /** An event of the same transaction, with a dedupe key: the row is written only if that event is new. Null: always. */
  readonly causeId: EventId | null;
}

/**
 * A record does not have the revision any more that its change was worked out from, or another one has its identity by
 * now. Nothing was written: read it again.
 */
export class RecordConflictError extends Error {
  override readonly name = 'RecordConflictError';

  constructor(cause?: unknown) {
    super('A record was changed in the meantime.', { cause });
  }
}

/** True for a table whose rows are replaced, see `RecordTable`. */
export function hasRevision(table: RecordTable): boolean {
  return Object.hasOwn(table.columns, 'revision');
}
