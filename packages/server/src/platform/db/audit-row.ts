import type { AuditEntry } from '../../domain/audit.ts';
import type { AuditEntryId } from '../../domain/ids.ts';
import type { RecordTable } from './record-write.ts';
import type { AuditLogTable } from './tables.ts';

/** The audit log for the group commit: rows are only added. */
export const AUDIT_LOG_TABLE: RecordTable = {
  name: 'audit_log',
  columns: {
    workspace_id: 'text',
    id: 'text',
    at_ms: 'bigint',
    actor_kind: 'text',
    actor_id: 'text',
    action: 'text',
    resource_type: 'text',
    resource_id: 'text',
    before: 'text',
    after: 'text',
    request_id: 'text',
  },
};

/** A row of the audit log: the same one for a transaction of a room and for the group commit. */
export type AuditRow = { readonly [TColumn in keyof AuditLogTable]: AuditLogTable[TColumn] };

/**
 * An entry as its row. Ids sort by the time they were made, and so does the log.
 *
 * @param atMs When the change was made, epoch ms.
 */
export function toAuditRow(entry: AuditEntry, id: AuditEntryId, atMs: number): AuditRow {
  return {
    workspace_id: entry.workspaceId,
    id,
    at_ms: atMs,
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.id,
    action: entry.action,
    resource_type: entry.resourceType,
    resource_id: entry.resourceId,
    before: toJson(entry.before),
    after: toJson(entry.after),
    request_id: entry.actor.requestId,
  };
}

function toJson(resource: unknown): string | null {
  return resource === null || resource === undefined ? null : JSON.stringify(resource);
}
