import { recordAudit } from '../control/audit-log/audit-log.store.ts';
import { idOf } from '../domain/ids.ts';
import type { WriteAudit } from '../platform/http/audit.ts';
import { SYSTEM_SOURCE } from './system-source.ts';

/** Puts an entry into the audit log, as of now. */
export const writeAudit: WriteAudit = (trx, entry) =>
  recordAudit(trx, { ...entry, id: idOf('aud', SYSTEM_SOURCE.newId()), atMs: Date.now() });
