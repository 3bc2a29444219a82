import type { EventId } from '../../domain/ids.ts';
import type { RowColumns } from './row-writer.ts';

/**
 * How a column of a merged table takes a value that comes to one that is there: what is there stays, also NULL; the first
 * that is not null stays; the smaller, the larger, the sum; or the value that came with the larger of another column. NULL is
 * neither smaller nor larger. Each gives the same whatever the order, so writers need not know of each other.
 */
export type MergeRule = 'kept' | 'first' | 'min' | 'max' | 'sum' | { readonly newestBy: string };

/**
 * A table whose rows are written by the group commit, together with the events that report them. Without `merge` rows are
 * keyed by `workspace_id` and `id`: with a column `revision` a row can take the place of the one that is there, without
 * one rows are only added. With `merge` a row is put together with the one that has its key.
 */
export interface RecordTable {
  readonly name: string;
  /** Every column with its type in PostgreSQL. */
  readonly columns: RowColumns;
  readonly merge?: {
    readonly key: readonly string[];
    /** Every column that is not in the key. */
    readonly rules: Readonly<Record<string, MergeRule>>;
    /** What is replaced in it may be what people wrote: nothing of it may stay in the file. */
    readonly replacesWords?: true;
  };
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

/** What differs between the databases when rows are merged. */
export interface MergeDialect {
  /** Functions of the smaller and the larger of two values that are not null. */
  readonly least: string;
  readonly greatest: string;
}

/**
 * What stands behind `INSERT INTO <table> AS was (…)`: what becomes of a row whose key is there. Empty for a table to which
 * rows are only added.
 */
export function onConflictSql(table: RecordTable, dialect: MergeDialect): string {
  const columns = Object.keys(table.columns);
  if (table.merge !== undefined) {
    const sets = Object.entries(table.merge.rules).map(
      ([column, rule]) => `${column} = ${mergeSql(column, rule, dialect)}`,
    );
    return `ON CONFLICT (${table.merge.key.join(', ')}) DO UPDATE SET ${sets.join(', ')}`;
  }
  if (!isReplaced(table)) return '';
  const sets = columns.map((column) => `${column} = excluded.${column}`);
  return `ON CONFLICT (workspace_id, id) DO UPDATE SET ${sets.join(', ')} WHERE was.revision = excluded.revision - 1`;
}

/** True for a table whose rows take each other's place, see `RecordTable`. */
export function isReplaced(table: RecordTable): boolean {
  return table.merge === undefined && Object.hasOwn(table.columns, 'revision');
}

/** True when what its rows replace may tell of people. Rows that are only added, or in which times and counts move, replace nothing of that kind. */
export function replacesPersonalData(table: RecordTable): boolean {
  return isReplaced(table) || table.merge?.replacesWords === true;
}

function mergeSql(column: string, rule: MergeRule, { least, greatest }: MergeDialect): string {
  const [was, comes] = [`was.${column}`, `excluded.${column}`];
  if (rule === 'kept') return was;
  if (rule === 'first') return `COALESCE(${was}, ${comes})`;
  if (rule === 'sum') return `${was} + ${comes}`;
  if (typeof rule === 'object') {
    const [wasBy, comesBy] = [`was.${rule.newestBy}`, `excluded.${rule.newestBy}`];
    return `CASE WHEN ${wasBy} IS NULL OR ${comesBy} >= ${wasBy} THEN ${comes} ELSE ${was} END`;
  }
  // A NULL on one side must not win: SQLite's functions give NULL then.
  return `${rule === 'min' ? least : greatest}(COALESCE(${was}, ${comes}), COALESCE(${comes}, ${was}))`;
}
