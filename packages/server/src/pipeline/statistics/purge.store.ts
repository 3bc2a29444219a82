import type { WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';

/** Rows that one statement removes: a transaction of milliseconds. */
export const PURGE_ROWS_MAX = 1_000;

export type StatisticsTable = 'delivery_minutes' | 'delivery_quarters' | 'waiting_minutes' | 'waiting_quarters';

/** Rows of one subject. */
export interface SubjectRows {
  readonly table: StatisticsTable;
  readonly workspaceId: WorkspaceId;
  readonly subject: string;
}

/** The next subject with rows in a table, after one, of whatever workspace. Null: there is no other. */
export async function findNextSubject(
  store: Store,
  table: StatisticsTable,
  after: SubjectRows | null,
): Promise<SubjectRows | null> {
  const select = () => store.db.selectFrom(table).select(['workspace_id', 'subject']).limit(1);
  const inWorkspace =
    after === null
      ? undefined
      : await select()
          .where('workspace_id', '=', after.workspaceId)
          .where('subject', '>', after.subject)
          .orderBy('subject')
          .executeTakeFirst();
  const row =
    inWorkspace ??
    (await select()
      .$if(after !== null, (rows) => rows.where('workspace_id', '>', after?.workspaceId as WorkspaceId))
      .orderBy('workspace_id')
      .orderBy('subject')
      .executeTakeFirst());
  return row === undefined ? null : { table, workspaceId: row.workspace_id, subject: row.subject };
}

/** Removes the oldest rows of a subject from before a time. Returns how many: fewer than `PURGE_ROWS_MAX`, no more are left. */
export async function purgeSubject(store: Store, rows: SubjectRows, beforeMs: number): Promise<number> {
  const old = await store.db
    .selectFrom(rows.table)
    .select('at_ms')
    .where('workspace_id', '=', rows.workspaceId)
    .where('subject', '=', rows.subject)
    .where('at_ms', '<', beforeMs)
    .orderBy('at_ms')
    .limit(PURGE_ROWS_MAX)
    .execute();
  const last = old.at(-1);
  if (last === undefined) return 0;
  const result = await store.db
    .deleteFrom(rows.table)
    .where('workspace_id', '=', rows.workspaceId)
    .where('subject', '=', rows.subject)
    .where('at_ms', '<=', last.at_ms)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
