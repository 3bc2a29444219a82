import { findApiKeyNames } from '../control/api-keys/api-keys.store.ts';
import { type AcceptContext, acceptInvitation } from '../control/invitations/accept-invitation.ts';
import { invitationRoutes } from '../control/invitations/invitations.routes.ts';
import { createAccountAudit } from '../control/members/account-audit.ts';
import { createOwnerLink } from '../control/members/member-links.ts';
import { assertMayManage, checkNewPassword } from '../control/members/member-rules.ts';
import { accountInLog, auditedMember } from '../control/members/member-view.ts';
import { memberRoutes } from '../control/members/members.routes.ts';
import {
  findAccount,
  findAccountByEmail,
  findMemberNames,
  findRole,
  insertAccount,
  insertMembership,
  listWorkspacesOf,
  updateAccount,
} from '../control/members/members.store.ts';
import type { MembersContext } from '../control/members/members-context.ts';
import { becomeFirstOwner, setPassword, usePasswordLink, useSignInLink } from '../control/members/use-links.ts';
import { portalRoutes } from '../control/portal/portal.routes.ts';
import { findPortalLabels, findPortalSession } from '../control/portal/portal-links.store.ts';
import type { Registry } from '../control/registry/registry.ts';
import { sessionRoutes } from '../control/sessions/session.routes.ts';
import { SessionWatch } from '../control/sessions/session-watch.ts';
import {
  deleteSessionsOf,
  findSessionByHash,
  findValidSessions,
  TOUCH_EVERY_MS,
  touchSession,
} from '../control/sessions/sessions.store.ts';
import type { Accounts, WaysIn } from '../control/sessions/sessions-context.ts';
import { signInRoutes } from '../control/sessions/sign-in.routes.ts';
import { createPasswordCheck } from '../control/sessions/sign-in.ts';
import type { Actor } from '../domain/audit.ts';
import { idOf, type MemberId, parseId, type WorkspaceId } from '../domain/ids.ts';
import { isGranted, permissionsOf } from '../domain/permissions.ts';
import type { Config } from '../platform/config/config.ts';
import type { Store, Trx } from '../platform/db/store.ts';
import type { ApiServer, Principal } from '../platform/http/api.ts';
import { auditAs } from '../platform/http/audit.ts';
import type { PeopleAuthenticator } from '../platform/http/authenticator.ts';
import { sessionCookieFor } from '../platform/http/session-cookie.ts';
import type { Logger } from '../platform/observability/logger.ts';
import { PasswordHasher } from '../platform/secrets/password-hasher.ts';
import { findWorkspace } from './find-workspace.ts';
import { SYSTEM_SOURCE } from './system-source.ts';
import { writeAudit } from './write-audit.ts';

export interface PeopleContext {
  readonly config: Pick<Config, 'publicUrl' | 'simulator'>;
  readonly store: Store;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly version: string;
  /** Where people reach the gateway: the public URL, or the one that is listened on. */
  readonly baseUrl: () => string;
}

/** Who did something, as the audit log names them. */
export type ActorName = (actor: Pick<Actor, 'kind' | 'id'>) => string | null;

/** Members, their sessions, and portal links, with every part in its place. */
export interface People {
  /** For the access control of the API. */
  readonly authenticator: PeopleAuthenticator;
  readonly routes: (server: ApiServer) => void;
  /** The link for becoming the first owner. Null: there is one. */
  readonly createOwnerLink: () => Promise<string | null>;
  /** Makes a member the owner of a workspace that is being made. */
  readonly addOwner: (trx: Trx, place: { readonly workspaceId: WorkspaceId; readonly actor: Actor }) => Promise<void>;
  /** The names of those who stand in a page of a workspace's audit log. */
  readonly namesOf: (
    workspaceId: WorkspaceId | 'operator',
    actors: readonly Pick<Actor, 'kind' | 'id'>[],
  ) => Promise<ActorName>;
  /** Ends a stream that a member opened when the session or the right to read it ends. @returns what stops the watching. */
  readonly watchStream: (principal: Principal | null, workspaceId: WorkspaceId, end: () => void) => () => void;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

export function createPeople(context: PeopleContext): People {
  const { store, config, logger } = context;
  const parts = createParts(context);
  const roleOf = (memberId: MemberId, workspaceId: WorkspaceId) => findRole(store, { memberId, workspaceId });
  return {
    authenticator: {
      cookie: sessionCookieFor(config.publicUrl),
      ownOrigin: config.publicUrl === null ? null : new URL(config.publicUrl).origin,
      findSession: async (tokenHash) => {
        const nowMs = Date.now();
        const session = await findSessionByHash(store, tokenHash, nowMs);
        if (session === null) return null;
        if (nowMs - session.lastUsedAtMs >= TOUCH_EVERY_MS) {
          parts.aside(() => touchSession(store, session.id, nowMs));
        }
        return { sessionId: session.id, memberId: session.memberId, isOperator: session.isOperator };
      },
      roleOf,
      findPortalSession: async (tokenHash) => {
        const link = await findPortalSession(store, tokenHash, Date.now());
        return link === null ? null : { linkId: link.id, workspaceId: link.workspaceId };
      },
    },
    routes: (server) => addRoutes(server, context, parts),
    createOwnerLink: () => createOwnerLink({ store, ...SYSTEM_SOURCE, baseUrl: context.baseUrl }),
    addOwner: async (trx, { workspaceId, actor }) => {
      const memberId = actor.kind === 'member' && actor.id !== null ? parseId('mbr', actor.id) : null;
      if (memberId === null) return;
      const membership = { workspaceId, memberId, role: 'owner', nowMs: Date.now() } as const;
      await insertMembership(trx, membership, auditAs(auditedMember(writeAudit), { actor, workspaceId }, 'added'));
    },
    namesOf: (workspaceId, actors) => findActorNames(store, workspaceId, actors),
    watchStream: (principal, workspaceId, end) => {
      if (principal?.kind !== 'member') return () => {};
      return parts.watch.add({ sessionId: principal.sessionId, memberId: principal.memberId, workspaceId }, end);
    },
    start: () => parts.watch.start(),
    stop: async () => {
      await parts.watch.stop();
      await parts.settle();
      logger.debug('nobody is signed in here any more');
    },
  };
}

interface Parts {
  readonly members: MembersContext;
  readonly watch: SessionWatch;
  readonly aside: (work: () => Promise<void>) => void;
  readonly settle: () => Promise<void>;
}

function createParts({ store, logger, baseUrl }: PeopleContext): Parts {
  const running = new Set<Promise<void>>();
  const watch = new SessionWatch({
    findValid: (ids) => findValidSessions(store, ids, Date.now()),
    mayGoOn: async (watched) => {
      const role = await findRole(store, watched);
      return role !== null && isGranted(role, 'stream.read');
    },
    onError: (error) => logger.warn({ err: error }, 'it could not be looked which sessions have ended'),
  });
  return {
    members: {
      store,
      ...SYSTEM_SOURCE,
      hasher: new PasswordHasher(),
      audit: writeAudit,
      auditAccount: createAccountAudit(writeAudit),
      baseUrl,
      endSessions: async (trx, memberId) => watch.ended(await deleteSessionsOf(trx, memberId, null)),
      changed: (memberId) => watch.changed(memberId),
    },
    watch,
    aside: (work) => {
      const done = work().catch((error: unknown) =>
        logger.warn({ err: error }, 'what belongs to a sign-in was not written'),
      );
      running.add(done);
      void done.finally(() => running.delete(done));
    },
    settle: async () => {
      await Promise.all(running);
    },
  };
}

function addRoutes(server: ApiServer, context: PeopleContext, { members, watch, aside }: Parts): void {
  const { store, config, registry, version } = context;
  const workspaceName = async (id: WorkspaceId) => (await findWorkspace(registry, id))?.name ?? '';
  const accounts = accountsOf(members);
  const checkPassword = createPasswordCheck({ ...members, accounts, aside });
  const waysIn: WaysIn = {
    becomeFirstOwner: (owner, asked) => becomeFirstOwner(members, owner, asked),
    acceptInvitation: (answer, request) =>
      acceptInvitation(
        { ...joining(members), checkPassword: (email, password) => checkPassword(request, email, password) },
        answer,
        { requestId: request.id },
      ),
    useSignInLink: (token) => useSignInLink(members, token),
    usePasswordLink: (use, asked) => usePasswordLink(members, use, asked),
  };
  const sessions = {
    ...members,
    cookie: sessionCookieFor(config.publicUrl),
    accounts,
    waysIn,
    watch,
    aside,
    workspaceName,
    version,
    features: () => ({ simulator: config.simulator }),
    checkPassword,
  };
  signInRoutes(server, sessions);
  sessionRoutes(server, sessions);
  memberRoutes(server, members);
  invitationRoutes(server, {
    ...members,
    assertMayManage,
    hasAccount: async (email) => (await findAccountByEmail(store, email)) !== null,
    isMemberByEmail: async (workspaceId, email) => {
      const account = await findAccountByEmail(store, email);
      return account !== null && (await findRole(store, { workspaceId, memberId: account.id })) !== null;
    },
  });
  portalRoutes(server, { ...members, workspaceName });
}

function accountsOf(members: MembersContext): Accounts {
  const { store } = members;
  return {
    findByEmail: (email) => findAccountByEmail(store, email),
    find: (id) => findAccount(store, id),
    workspacesOf: async (id) =>
      (await listWorkspacesOf(store, id)).map(({ workspaceId, name, role }) => ({
        id: workspaceId,
        name,
        role,
        permissions: permissionsOf(role),
      })),
    rename: async ({ id, name, requestId }) => {
      await store.db.transaction().execute(async (trx) => {
        const before = await findAccount({ db: trx }, id);
        const after = await updateAccount(trx, { id, name, nowMs: members.nowMs() });
        if (before === null || after === null || before.name === name) return;
        await members.auditAccount(trx, id, {
          actor: { kind: 'member', id, requestId },
          action: 'member.renamed',
          resourceType: 'member',
          resourceId: id,
          before: accountInLog(before),
          after: accountInLog(after),
        });
      });
    },
    checkNewPassword,
    setPassword: (trx, change) => setPassword(members, trx, change),
  };
}

/** How somebody who accepts an invitation becomes an account and a member. */
function joining(members: MembersContext): Omit<AcceptContext, 'checkPassword'> {
  const { store, hasher, nowMs, newId } = members;
  return {
    store,
    nowMs,
    hasAccount: async (email) => (await findAccountByEmail(store, email)) !== null,
    prepareAccount: async ({ email, name, password }) => {
      checkNewPassword(password, { email, name });
      const passwordHash = await hasher.hash(password);
      return async (trx) => {
        const id = idOf('mbr', newId());
        await insertAccount(trx, { id, email, name, passwordHash, isOperator: false, nowMs: nowMs() });
        return id;
      };
    },
    join: async (trx, { workspaceId, memberId, role, requestId }) => {
      const actor = { kind: 'member', id: memberId, requestId } as const;
      const audited = auditAs(auditedMember(writeAudit), { actor, workspaceId }, 'added');
      await insertMembership(trx, { workspaceId, memberId, role, nowMs: nowMs() }, audited);
    },
  };
}

/** Three look-ups by key for a page of a hundred entries. What is gone has no name any more. */
async function findActorNames(
  store: Store,
  workspaceId: WorkspaceId | 'operator',
  actors: readonly Pick<Actor, 'kind' | 'id'>[],
): Promise<ActorName> {
  const idsOf = <TPrefix extends 'mbr' | 'key' | 'ptl'>(prefix: TPrefix) => [
    ...new Set(actors.flatMap(({ id }) => (id === null ? [] : (parseId(prefix, id) ?? [])))),
  ];
  const members = await findMemberNames(store, idsOf('mbr'));
  const keys = workspaceId === 'operator' ? new Map() : await findApiKeyNames(store, workspaceId, idsOf('key'));
  const links = workspaceId === 'operator' ? new Map() : await findPortalLabels(store, workspaceId, idsOf('ptl'));
  return ({ id }) => (id === null ? null : (members.get(id) ?? keys.get(id) ?? links.get(id) ?? null));
}
