import assert from 'node:assert/strict';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PosthornError } from '../../domain/errors.ts';
import { parseId, type WorkspaceId } from '../../domain/ids.ts';
import {
  granteesOf,
  isGranted,
  PERMISSIONS,
  type Permission,
  type Role,
  scopeAllows,
} from '../../domain/permissions.ts';
import type { ApiServer, MemberPrincipal, Principal } from './api.ts';
import type { ApiAuthenticator } from './authenticator.ts';
import {
  assertNoKeyInUrl,
  findCaller,
  type GuardedAccess,
  paramsOf,
  takesTickets,
  waysInWords,
} from './find-caller.ts';
import type { RateLimits } from './rate-limits.ts';
import { assertSameOrigin } from './same-origin.ts';

/** Header by which the root key and members name the workspace they act for. */
const WORKSPACE_HEADER = 'posthorn-workspace';

interface AccessContext {
  readonly authenticator: ApiAuthenticator;
  readonly rateLimits: RateLimits;
  readonly nowMs: () => number;
}

/**
 * Decides for every route who may call it, by the `access` of its config, before a byte of the body is read.
 * Adding a route without one throws: nothing is open by having been forgotten.
 *
 * @throws (while serving) PosthornError `unauthenticated`, `forbidden`, `workspace_required`, `not_found`, `rate_limited`.
 */
export function addAccessControl(api: ApiServer, ctx: AccessContext): void {
  api.decorateRequest('principal', null);
  api.decorateRequest('workspaceId', null);
  api.addHook('onRoute', (route) => {
    assert(
      route.config?.access !== undefined,
      `Route ${String(route.method)} ${route.url} does not say who may call it.`,
    );
  });
  api.addHook('onRequest', async (request, reply) => {
    if (request.is404) return;
    const { access } = request.routeOptions.config;
    assert(access !== undefined);
    if (access.who !== 'anyone') await admit(ctx, access, { request, reply });
    else if (access.sameOrigin === true) {
      assertSameOrigin(request, ctx.authenticator.people?.ownOrigin ?? null);
      await ctx.rateLimits.countSignIn(request, reply);
    }
  });
}

/**
 * Whether the caller of this request may do something, by the one table of permissions: for leaving things out of answers
 * and for what a route decides by itself. A request on a route for anyone may do nothing.
 */
export function callerMay(request: Pick<FastifyRequest, 'principal'>, permission: Permission): boolean {
  const { principal } = request;
  switch (principal?.kind) {
    case 'root':
      return true;
    case 'key':
      return scopeAllows(principal.scope, permission);
    case 'member':
      // Without a role the call acts for no workspace: such calls are an operator's, for what is the operator's.
      return principal.role === null ? principal.isOperator : isGranted(principal.role, permission);
    case 'portal':
      return isGranted('portal', permission);
    default:
      return false;
  }
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function admit(ctx: AccessContext, access: GuardedAccess, { request, reply }: Exchange): Promise<void> {
  if (takesTickets(access)) assertNoKeyInUrl(request);
  const caller = await findCaller(ctx, request, access);
  if (caller === null) {
    reply.header('www-authenticate', 'Bearer realm="posthorn"');
    await ctx.rateLimits.countFailedAuthentication(request, reply);
    throw new PosthornError('unauthenticated', waysInWords(access));
  }
  request.principal = caller.principal;
  // A ticket was counted when it was made.
  if (caller.principal.kind !== 'ticket') await ctx.rateLimits.countCall(request, reply);
  if (!hasPermission(access)) {
    assertIs(access.who, caller.principal);
    request.workspaceId = caller.workspaceId;
    return;
  }
  const named = namedWorkspace(request, access);
  if (caller.principal.kind === 'member') {
    // What a member may do depends on the workspace.
    const place = await findPlace(ctx, { access, named, principal: caller.principal });
    request.principal = { ...caller.principal, role: place?.role ?? null };
    assertMayCall(access, request);
    request.workspaceId = place?.workspaceId ?? null;
    return;
  }
  assertMayCall(access, request);
  request.workspaceId =
    caller.workspaceId === null
      ? await findNamedWorkspace(ctx, named, access)
      : keepToOwnWorkspace(caller.workspaceId, named);
}

type PermittedAccess = Extract<GuardedAccess, { readonly permission: Permission }>;

function hasPermission(access: GuardedAccess): access is PermittedAccess {
  return 'permission' in access;
}

/** @throws PosthornError `forbidden` where a route is not about what belongs to a workspace. */
function assertIs(who: 'operator' | 'member' | 'caller', principal: Principal): void {
  if (who === 'caller') return;
  if (who === 'member') {
    if (principal.kind === 'member') return;
    throw new PosthornError('forbidden', 'Only a member who has signed in may do this.');
  }
  if (principal.kind === 'root' || (principal.kind === 'member' && principal.isOperator)) return;
  throw new PosthornError('forbidden', 'Only the root key and members who are operators may do this.');
}

function assertMayCall({ permission }: PermittedAccess, request: FastifyRequest): void {
  const { principal } = request;
  if (principal?.kind === 'ticket' || callerMay(request, permission)) return;
  throw new PosthornError('forbidden', whatItNeeds(permission, principal));
}

function whatItNeeds(permission: Permission, principal: Principal | null): string {
  if (principal?.kind === 'key') {
    return `This needs an API key with scope ${PERMISSIONS[permission].scope}; yours has ${principal.scope}.`;
  }
  if (principal?.kind === 'portal') return 'A portal link does not reach this.';
  const roles = granteesOf(permission).filter((grantee) => grantee !== 'portal');
  if (roles.length === 0) return 'This is for programs with an API key.';
  const own = principal?.kind === 'member' ? principal.role : null;
  return `This needs a member with the role ${roles.join(', ')}; yours is ${own ?? 'none'}.`;
}

/** In the header; what a browser opens by an address alone, such as a WebSocket, names it in the query. */
function namedWorkspace(request: FastifyRequest, access: PermittedAccess): string | string[] | undefined {
  const header = request.headers[WORKSPACE_HEADER];
  if (header !== undefined || !(takesTickets(access) || access.workspaceInQuery === true)) return header;
  const { workspace } = paramsOf(request);
  return typeof workspace === 'string' ? workspace : undefined;
}

interface MemberCall {
  readonly access: PermittedAccess;
  readonly named: string | string[] | undefined;
  readonly principal: MemberPrincipal;
}

/** What a member is in the workspace that the call names. Null: an operator names none, where the route allows that. */
async function findPlace(
  ctx: AccessContext,
  { access, named, principal }: MemberCall,
): Promise<{ readonly workspaceId: WorkspaceId; readonly role: Role } | null> {
  const workspaceId = readNamedWorkspace(named);
  if (workspaceId === null) {
    if (access.who === 'workspace-or-operator' && principal.isOperator) return null;
    throw workspaceRequired();
  }
  const role = (await ctx.authenticator.people?.roleOf(principal.memberId, workspaceId)) ?? null;
  // In the same words for a workspace that there is not: which there are is nobody else's business.
  if (role === null) throw workspaceHeaderError('forbidden', 'You are not a member of this workspace.');
  return { workspaceId, role };
}

/** The workspace that the root key acts for. Null: it acts for the operator, where the route allows that. */
async function findNamedWorkspace(
  ctx: AccessContext,
  named: string | string[] | undefined,
  access: PermittedAccess,
): Promise<WorkspaceId | null> {
  const id = readNamedWorkspace(named);
  if (id === null) {
    if (access.who === 'workspace-or-operator') return null;
    throw workspaceRequired();
  }
  if (await ctx.authenticator.workspaceExists(id)) return id;
  throw workspaceHeaderError('not_found', 'There is no workspace with this id.');
}

/** @throws PosthornError `invalid_request` for what is no id of a workspace. */
function readNamedWorkspace(named: string | string[] | undefined): WorkspaceId | null {
  if (named === undefined) return null;
  const id = parseId('ws', String(named));
  if (id === null) throw workspaceHeaderError('invalid_request', 'Must be the id of a workspace, such as ws_018f….');
  return id;
}

function workspaceRequired(): PosthornError {
  return new PosthornError('workspace_required', 'Name the workspace in the header Posthorn-Workspace.');
}

/** A key belongs to its workspace. Naming that one is fine; naming another is a mistake that must not go unseen. */
function keepToOwnWorkspace(own: WorkspaceId, named: string | string[] | undefined): WorkspaceId {
  if (named === undefined || named === own) return own;
  throw workspaceHeaderError('forbidden', 'This API key or portal link belongs to another workspace.');
}

function workspaceHeaderError(code: 'invalid_request' | 'not_found' | 'forbidden', message: string): PosthornError {
  return new PosthornError(code, message, { fields: [{ pointer: 'Posthorn-Workspace', message }] });
}
