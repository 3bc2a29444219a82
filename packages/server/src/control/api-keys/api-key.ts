import { PosthornError } from '../../domain/errors.ts';
import type { ApiKeyId, WorkspaceId } from '../../domain/ids.ts';
import { isGranted, PERMISSIONS, type Permission, type Role, SCOPES, type Scope } from '../../domain/permissions.ts';
import type { Principal } from '../../platform/http/api.ts';

/** 256 bits: nothing to guess, and so nothing to stretch when it is stored. */
export const API_KEY_RANDOM_BYTES = 32;
const HINT_CHARS = 4;

/** An API key as stored. The key itself is not in it: of that there is only a hash. */
export interface ApiKey {
  readonly id: ApiKeyId;
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  /** Its last characters, so that a person can tell keys apart. */
  readonly hint: string;
  /** One or more; the highest counts. */
  readonly scopes: readonly Scope[];
  readonly expiresAtMs: number | null;
  readonly lastUsedAtMs: number | null;
  readonly createdAtMs: number;
}

/** The text of a key: `phk_` and base64url. @param random `API_KEY_RANDOM_BYTES` random bytes. */
export function toApiKeyToken(random: Buffer): string {
  return `phk_${random.toString('base64url')}`;
}

/** What is shown of a key after its creation. */
export function hintOf(token: string): string {
  return token.slice(-HINT_CHARS);
}

/** The scope that a set of scopes amounts to: `admin` includes `write`, `write` includes `read`. */
export function highestScope(scopes: readonly Scope[]): Scope {
  return SCOPES.findLast((scope) => scopes.includes(scope)) ?? 'read';
}

/**
 * A key must not make a mightier one, and no member one that may do more than they.
 *
 * @throws PosthornError `forbidden`.
 */
export function assertMayGrant(principal: Principal | null, scopes: readonly Scope[]): void {
  if (principal?.kind === 'root') return;
  if (SCOPES.indexOf(highestScope(scopes)) <= ownRank(principal)) return;
  throw new PosthornError('forbidden', 'Nobody can make a key that may do more than they may themselves.');
}

/** The place in `SCOPES` of the highest scope that a caller has. -1: none. */
function ownRank(principal: Principal | null): number {
  if (principal?.kind === 'key') return SCOPES.indexOf(principal.scope);
  if (principal?.kind !== 'member' || principal.role === null) return -1;
  const { role } = principal;
  return SCOPES.findLastIndex((scope) => mayAllOf(role, scope));
}

/** Whether a role may do all that a key of that scope may. What is for keys alone does not count. */
function mayAllOf(role: Role, scope: Scope): boolean {
  const permissions = Object.keys(PERMISSIONS) as Permission[];
  return permissions.every((permission) => {
    const isOfScope = SCOPES.indexOf(PERMISSIONS[permission].scope) <= SCOPES.indexOf(scope);
    return !isOfScope || PERMISSIONS[permission].to.length === 0 || isGranted(role, permission);
  });
}
