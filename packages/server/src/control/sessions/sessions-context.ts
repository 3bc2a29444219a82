import type { FastifyReply, FastifyRequest } from 'fastify';
import type { MemberId, WorkspaceId } from '../../domain/ids.ts';
import type { Member } from '../../domain/member.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import type { AuditAccount } from '../../platform/http/audit.ts';
import type { SessionCookie } from '../../platform/http/session-cookie.ts';
import type { PasswordHasher } from '../../platform/secrets/password-hasher.ts';
import type { ConsoleFeatures, SessionWorkspace } from './session-view.ts';
import type { SessionWatch } from './session-watch.ts';

/** An account with what is only for checking a password. */
export interface AccountWithHash extends Member {
  readonly passwordHash: string;
}

/** Accounts as this room needs them. */
export interface Accounts {
  readonly findByEmail: (email: string) => Promise<AccountWithHash | null>;
  readonly find: (id: MemberId) => Promise<AccountWithHash | null>;
  readonly workspacesOf: (id: MemberId) => Promise<readonly SessionWorkspace[]>;
  readonly rename: (change: {
    readonly id: MemberId;
    readonly name: string;
    readonly requestId: string;
  }) => Promise<void>;
  /** @throws PosthornError `unprocessable` for a password that would not do. */
  readonly checkNewPassword: (
    password: string,
    owner: { readonly email: string; readonly name: string },
    pointer: string,
  ) => void;
  /** Sets a password and ends what it might have been got around with, but for sessions. */
  readonly setPassword: (
    trx: Trx,
    change: { readonly memberId: MemberId; readonly passwordHash: string; readonly requestId: string },
  ) => Promise<void>;
}

/** What signs somebody in without their having an account's password at hand. Each resolves to whom it signs in. */
export interface WaysIn {
  readonly becomeFirstOwner: (
    owner: { readonly token: string; readonly name: string; readonly email: string; readonly password: string },
    asked: { readonly requestId: string },
  ) => Promise<MemberId>;
  readonly acceptInvitation: (
    answer: { readonly token: string; readonly name: string | null; readonly password: string },
    request: FastifyRequest,
  ) => Promise<MemberId>;
  readonly useSignInLink: (token: string) => Promise<MemberId>;
  readonly usePasswordLink: (
    use: { readonly token: string; readonly password: string },
    asked: { readonly requestId: string },
  ) => Promise<MemberId>;
}

/** What this room needs. */
export interface SessionsContext {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Buffer;
  readonly cookie: SessionCookie;
  readonly hasher: PasswordHasher;
  readonly auditAccount: AuditAccount;
  readonly accounts: Accounts;
  readonly waysIn: WaysIn;
  /** What is connected by a session here, to be cut when it ends. */
  readonly watch: SessionWatch;
  /** Does something beside the answer. Returns at once; failures are logged. */
  readonly aside: (work: () => Promise<void>) => void;
  readonly workspaceName: (id: WorkspaceId) => Promise<string>;
  readonly version: string;
  readonly features: () => ConsoleFeatures;
}

/** A call and its answer, where a cookie is read and set. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}
