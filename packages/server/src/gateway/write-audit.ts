import { recordAudit } from '../control/audit-log/audit-log.store.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { idOf } from '../domain/ids.ts';
import { AUDIT_LOG_TABLE, toAuditRow } from '../platform/db/audit-row.ts';
import type { RecordWrite } from '../platform/db/record-write.ts';
import type { WriteAudit } from '../platform/http/audit.ts';
import { SYSTEM_SOURCE } from './system-source.ts';

/** Puts an entry into the audit log, as of now. */
export const writeAudit: WriteAudit = (trx, entry) =>
  recordAudit(trx, { ...entry, id: idOf('aud', SYSTEM_SOURCE.newId()), atMs: Date.now() });

/** The same entry as a row for the group commit, beside the change that it tells of. */
export function auditRow(entry: AuditEntry): RecordWrite {
  const row = toAuditRow(entry, idOf('aud', SYSTEM_SOURCE.newId()), Date.now());
  return { table: AUDIT_LOG_TABLE, row: { ...row }, causeId: null };
}
