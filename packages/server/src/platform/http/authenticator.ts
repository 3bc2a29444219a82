import type { ApiKeyId, MemberId, MemberSessionId, PortalLinkId, WorkspaceId } from '../../domain/ids.ts';
import type { Role, Scope } from '../../domain/permissions.ts';
import type { OwnOrigin } from './same-origin.ts';
import type { SessionCookie } from './session-cookie.ts';

/** An API key as authentication needs it. */
export interface FoundApiKey {
  readonly keyId: ApiKeyId;
  readonly workspaceId: WorkspaceId;
  readonly scope: Scope;
  /** Epoch ms; from then on the key is worth nothing. Null: never. */
  readonly expiresAtMs: number | null;
}

/** A session of a member who signed in. It is valid now. */
export interface FoundSession {
  readonly sessionId: MemberSessionId;
  readonly memberId: MemberId;
  readonly isOperator: boolean;
}

/** What a portal link opened. It is valid now. */
export interface FoundPortalSession {
  readonly linkId: PortalLinkId;
  readonly workspaceId: WorkspaceId;
}

/** What tells which person is calling. */
export interface PeopleAuthenticator {
  readonly cookie: SessionCookie;
  readonly ownOrigin: OwnOrigin;
  /** @param tokenHash What `hashToken` makes of the cookie's value. Writes down that the session is in use. */
  readonly findSession: (tokenHash: string) => Promise<FoundSession | null>;
  /** What a member is in a workspace. Null: not in it. */
  readonly roleOf: (memberId: MemberId, workspaceId: WorkspaceId) => Promise<Role | null>;
  /** @param tokenHash What `hashToken` makes of a `pts_…`. */
  readonly findPortalSession: (tokenHash: string) => Promise<FoundPortalSession | null>;
}

/** Begins the bearer token of whoever opened a portal link. */
export const PORTAL_TOKEN_PREFIX = 'pts_';

/** What tells who is calling. `gateway.ts` passes it in. */
export interface ApiAuthenticator {
  /** Compares in constant time. */
  readonly rootKeyMatches: (token: string) => boolean;
  /** @param tokenHash What `hashToken` makes of the key. */
  readonly findKey: (tokenHash: string) => Promise<FoundApiKey | null>;
  readonly workspaceExists: (id: WorkspaceId) => boolean | Promise<boolean>;
  /** The `MA_…` of a workspace. Null: it is not there. */
  readonly accountIdOf: (id: WorkspaceId) => string | null | Promise<string | null>;
  /** Uses a one-time ticket up. @param ticketHash What `hashToken` makes of it. @returns its workspace, or null. Absent: there are none. */
  readonly takeTicket?: (ticketHash: string) => Promise<WorkspaceId | null>;
  /** Told of every call with a valid key. Returns at once and never fails. */
  readonly noteUse: (key: FoundApiKey) => void;
  /** Absent: nobody signs in, and there are no portal links. */
  readonly people?: PeopleAuthenticator;
}
