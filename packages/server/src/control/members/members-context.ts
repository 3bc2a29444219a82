import type { MemberId } from '../../domain/ids.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import type { AuditAccount, WriteAudit } from '../../platform/http/audit.ts';
import type { PasswordHasher } from '../../platform/secrets/password-hasher.ts';

/** What this room needs. */
export interface MembersContext {
  readonly store: Store;
  readonly nowMs: () => number;
  /** Makes the UUID of a new id. */
  readonly newId: () => string;
  /** Cryptographically strong. */
  readonly randomBytes: (count: number) => Buffer;
  readonly hasher: PasswordHasher;
  readonly audit: WriteAudit;
  readonly auditAccount: AuditAccount;
  /** Where people reach the gateway: what links begin with. */
  readonly baseUrl: () => string;
  /** Signs a member out everywhere, in the transaction of the reason for it. */
  readonly endSessions: (trx: Trx, memberId: MemberId) => Promise<void>;
  /** Told when what a member may do in a workspace has changed: what goes on by the old right ends. */
  readonly changed: (memberId: MemberId) => void;
}
