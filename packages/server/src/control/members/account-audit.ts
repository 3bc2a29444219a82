import type { MemberId } from '../../domain/ids.ts';
import type { Trx } from '../../platform/db/store.ts';
import type { AuditAccount, WriteAudit } from '../../platform/http/audit.ts';
import { listWorkspacesOf } from './members.store.ts';

/** Logs that one entry is written into: each sign-in of somebody who is in more would be as many rows. */
const LOGS_MAX = 100;

/** Makes what writes entries about accounts. */
export function createAccountAudit(write: WriteAudit): AuditAccount {
  return async (trx: Trx, memberId: MemberId | null, entry) => {
    const workspaces = memberId === null ? [] : await listWorkspacesOf({ db: trx }, memberId);
    const logs =
      workspaces.length === 0
        ? (['operator'] as const)
        : workspaces.slice(0, LOGS_MAX).map(({ workspaceId }) => workspaceId);
    for (const workspaceId of logs) await write(trx, { ...entry, workspaceId });
  };
}
