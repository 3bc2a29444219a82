import type { Expression, ExpressionBuilder, Selectable, SqlBool } from 'kysely';
import type { AuditEntry } from '../../domain/audit.ts';
import { firstIdAt } from '../../domain/id-time.ts';
import type { AuditEntryId } from '../../domain/ids.ts';
import { toAuditRow } from '../../platform/db/audit-row.ts';
import type { Db, Store, Trx } from '../../platform/db/store.ts';
import type { AuditLogTable, Database } from '../../platform/db/tables.ts';
import type { Page } from '../../platform/http/api.ts';
import { SCAN_STEP_ROWS, scanBounded, toScannedPage } from '../../platform/http/bounded-scan.ts';

/** An entry as it stands in the log. */
export interface LoggedEntry extends AuditEntry {
  readonly id: AuditEntryId;
  /** When the change was made, epoch ms. */
  readonly atMs: number;
}

export interface ListAuditLog {
  /** Whose log. */
  readonly workspaceId: AuditEntry['workspaceId'];
  readonly resourceId?: string | undefined;
  readonly action?: string | undefined;
  readonly actorId?: string | undefined;
  /** Inclusive, epoch ms. */
  readonly sinceMs?: number | undefined;
  /** Exclusive, epoch ms. */
  readonly untilMs?: number | undefined;
  /** Continues after this entry. Null: at the newest. */
  readonly beforeId: AuditEntryId | null;
  readonly limit: number;
}

/** An id is made just before or after its entry's time is read: how far the two may lie apart. */
const ID_FROM_TIME_MS_MAX = 60_000;

/** Writes an entry. @param trx The transaction of the change: the two are committed together or not at all. */
export async function recordAudit(trx: Db | Trx, entry: LoggedEntry): Promise<void> {
  await trx
    .insertInto('audit_log')
    .values(toAuditRow(entry, entry.id, entry.atMs))
    .execute();
}

/**
 * The log of a workspace or of the operator, newest first. By action or actor it looks at a bounded piece of the log for
 * each page, so such a page may be short or empty and still have a cursor.
 */
export async function listAuditLog(store: Store, query: ListAuditLog): Promise<Page<LoggedEntry>> {
  const isFiltered = query.action !== undefined || query.actorId !== undefined;
  const result = await scanBounded<AuditEntryId, AuditRow>({
    limit: query.limit,
    start: startOfList(query),
    findStepEnd: async (start) => (isFiltered ? findEntryBelow(store, query, start) : null),
    read: (start, end, limit) =>
      store.db
        .selectFrom('audit_log')
        .selectAll()
        .where((eb) => matches(eb, query, { start, end }))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
  });
  const page = toScannedPage(result, query.limit, (row) => row.id);
  return { items: page.items.map(toEntry), nextCursor: page.nextCursor };
}

type AuditRow = Selectable<AuditLogTable>;

interface IdRange {
  /** Exclusive; null: no bound. */
  readonly start: AuditEntryId | null;
  /** Inclusive; null: no bound. */
  readonly end: AuditEntryId | null;
}

function startOfList({ beforeId, untilMs }: ListAuditLog): AuditEntryId | null {
  if (untilMs === undefined) return beforeId;
  const bound = firstIdAt('aud', untilMs + ID_FROM_TIME_MS_MAX);
  return beforeId !== null && beforeId < bound ? beforeId : bound;
}

function matches(eb: ExpressionBuilder<Database, 'audit_log'>, query: ListAuditLog, { start, end }: IdRange) {
  const conditions: Expression<SqlBool>[] = [isInLog(eb, query)];
  if (start !== null) conditions.push(eb('id', '<', start));
  if (end !== null) conditions.push(eb('id', '>=', end));
  if (query.action !== undefined) conditions.push(eb('action', '=', query.action));
  if (query.actorId !== undefined) conditions.push(eb('actor_id', '=', query.actorId));
  if (query.untilMs !== undefined) conditions.push(eb('at_ms', '<', query.untilMs));
  if (query.sinceMs !== undefined) {
    conditions.push(eb('at_ms', '>=', query.sinceMs));
    conditions.push(eb('id', '>=', firstIdAt('aud', query.sinceMs - ID_FROM_TIME_MS_MAX)));
  }
  return eb.and(conditions);
}

/** What an index finds: the whole log, or the history of one resource. */
function isInLog(eb: ExpressionBuilder<Database, 'audit_log'>, query: ListAuditLog) {
  const conditions: Expression<SqlBool>[] = [eb('workspace_id', '=', query.workspaceId)];
  if (query.resourceId !== undefined) conditions.push(eb('resource_id', '=', query.resourceId));
  return eb.and(conditions);
}

async function findEntryBelow(
  store: Store,
  query: ListAuditLog,
  start: AuditEntryId | null,
): Promise<AuditEntryId | null> {
  const row = await store.db
    .selectFrom('audit_log')
    .select('id')
    .where((eb) => isInLog(eb, query))
    .$if(start !== null, (ids) => ids.where('id', '<', start as AuditEntryId))
    .orderBy('id', 'desc')
    .limit(1)
    .offset(SCAN_STEP_ROWS - 1)
    .executeTakeFirst();
  return row?.id ?? null;
}

function toEntry(row: AuditRow): LoggedEntry {
  return {
    id: row.id,
    atMs: row.at_ms,
    workspaceId: row.workspace_id,
    actor: { kind: row.actor_kind, id: row.actor_id, requestId: row.request_id },
    action: row.action,
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    before: row.before === null ? null : JSON.parse(row.before),
    after: row.after === null ? null : JSON.parse(row.after),
  };
}
