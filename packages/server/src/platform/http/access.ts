import assert from 'node:assert/strict';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PosthornError } from '../../domain/errors.ts';
import { type ApiKeyId, parseId, type WorkspaceId } from '../../domain/ids.ts';
import { PERMISSIONS, type Scope, scopeAllows } from '../../domain/permissions.ts';
import { equalsInConstantTime } from '../secrets/hashes.ts';
import type { Access, ApiServer, Principal } from './api.ts';
import type { RateLimits } from './rate-limits.ts';
import { hashToken } from './token-hash.ts';

/** Header by which the root key names the workspace it acts for. */
const WORKSPACE_HEADER = 'posthorn-workspace';
/** Headers of Vobiz's API: the account of the workspace, and one of its API keys. */
const VOBIZ_ID_HEADER = 'x-auth-id';
const VOBIZ_TOKEN_HEADER = 'x-auth-token';

/** An API key as authentication needs it. */
export interface FoundApiKey {
  readonly keyId: ApiKeyId;
  readonly workspaceId: WorkspaceId;
  readonly scope: Scope;
  /** Epoch ms; from then on the key is worth nothing. Null: never. */
  readonly expiresAtMs: number | null;
}

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
}

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
  });
}

type GuardedAccess = Exclude<Access, { readonly who: 'anyone' }>;

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
    const orTicket = takesTickets(access) ? ', or connect with ?ticket=<one-time ticket>' : '';
    throw new PosthornError(
      'unauthenticated',
      `Send a valid API key: ${WAYS_IN_WORDS[credentialsOf(access)]}${orTicket}.`,
    );
  }
  request.principal = caller.principal;
  // A ticket was counted when it was made.
  if (caller.principal.kind !== 'ticket') await ctx.rateLimits.countCall(request, reply);
  assertMayCall(access, caller.principal);
  if (access.who === 'operator') return;
  const named = request.headers[WORKSPACE_HEADER];
  request.workspaceId =
    caller.workspaceId === null
      ? await findNamedWorkspace(ctx, named, access)
      : keepToOwnWorkspace(caller.workspaceId, named);
}

interface Caller {
  readonly principal: Principal;
  /** Null for the root key. */
  readonly workspaceId: WorkspaceId | null;
}

type Credentials = 'bearer' | 'vobiz';

const WAYS_IN_WORDS: Readonly<Record<Credentials, string>> = {
  bearer: 'Authorization: Bearer <key>',
  vobiz: 'X-Auth-ID: <account id> and X-Auth-Token: <key>, or Authorization: Bearer <key>',
};

function credentialsOf(access: GuardedAccess): Credentials {
  return 'credentials' in access && access.credentials !== undefined ? access.credentials : 'bearer';
}

function takesTickets(access: GuardedAccess): boolean {
  return 'ticket' in access && access.ticket === true;
}

/** What people call a key when they put it where it ends up in logs and histories. */
const KEY_PARAMETERS = ['key', 'api_key', 'apikey', 'token', 'access_token', 'auth_token', 'authorization'];

/** @throws PosthornError `invalid_request`, also when the key would be valid: it is to be rotated and not to be used. */
function assertNoKeyInUrl(request: FastifyRequest): void {
  const name = KEY_PARAMETERS.find((each) => Object.hasOwn(paramsOf(request), each));
  if (name === undefined) return;
  const message = 'Never put a key into a URL. Send it as a header, or get a ticket with POST /v1/stream/tickets.';
  throw new PosthornError('invalid_request', message, { fields: [{ pointer: `?${name}`, message }] });
}

/** `as` here: the query as it came, before the route's schema has read it. */
function paramsOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return request.query as Readonly<Record<string, unknown>>;
}

/** The ways to tell who is calling, in the order in which they are tried: the first one that is used decides. */
async function findCaller(ctx: AccessContext, request: FastifyRequest, access: GuardedAccess): Promise<Caller | null> {
  const { headers } = request;
  const { ticket } = paramsOf(request);
  if (takesTickets(access) && typeof ticket === 'string') return findTicketCaller(ctx, ticket);
  const vobizToken = headers[VOBIZ_TOKEN_HEADER];
  if (vobizToken !== undefined && credentialsOf(access) === 'vobiz') {
    return findVobizCaller(ctx, String(headers[VOBIZ_ID_HEADER] ?? ''), String(vobizToken));
  }
  const token = bearerTokenOf(headers.authorization);
  if (token === null) return null;
  if (ctx.authenticator.rootKeyMatches(token)) return { principal: { kind: 'root' }, workspaceId: null };
  const key = await findValidKey(ctx, token);
  return key === null ? null : callerWith(ctx, key);
}

async function findTicketCaller(ctx: AccessContext, ticket: string): Promise<Caller | null> {
  const workspaceId = (await ctx.authenticator.takeTicket?.(hashToken(ticket))) ?? null;
  return workspaceId === null ? null : { principal: { kind: 'ticket' }, workspaceId };
}

/** A key counts only beside the account of its own workspace. Which of the two was wrong is not told. */
async function findVobizCaller(ctx: AccessContext, accountId: string, token: string): Promise<Caller | null> {
  const key = await findValidKey(ctx, token);
  if (key === null) return null;
  const expected = await ctx.authenticator.accountIdOf(key.workspaceId);
  if (expected === null || !equalsInConstantTime(accountId, expected)) return null;
  return callerWith(ctx, key);
}

async function findValidKey(ctx: AccessContext, token: string): Promise<FoundApiKey | null> {
  const key = await ctx.authenticator.findKey(hashToken(token));
  return key === null || (key.expiresAtMs !== null && key.expiresAtMs <= ctx.nowMs()) ? null : key;
}

function callerWith(ctx: AccessContext, key: FoundApiKey): Caller {
  ctx.authenticator.noteUse(key);
  return { principal: { kind: 'key', keyId: key.keyId, scope: key.scope }, workspaceId: key.workspaceId };
}

/** RFC 6750, 2.1. The scheme's name is case-insensitive. */
function bearerTokenOf(authorization: string | undefined): string | null {
  return /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;
}

function assertMayCall(access: GuardedAccess, principal: Principal): void {
  if (principal.kind === 'root' || principal.kind === 'ticket') return;
  if (access.who === 'operator') throw new PosthornError('forbidden', 'Only the root key may do this.');
  if (scopeAllows(principal.scope, access.permission)) return;
  throw new PosthornError(
    'forbidden',
    `This needs an API key with scope ${PERMISSIONS[access.permission].scope}; yours has ${principal.scope}.`,
  );
}

/** The workspace that the root key acts for. Null: it acts for the operator, where the route allows that. */
async function findNamedWorkspace(
  ctx: AccessContext,
  named: string | string[] | undefined,
  access: GuardedAccess,
): Promise<WorkspaceId | null> {
  if (named === undefined) {
    if (access.who === 'workspace-or-operator') return null;
    throw new PosthornError('workspace_required', 'Name the workspace in the header Posthorn-Workspace.');
  }
  const id = parseId('ws', String(named));
  if (id === null) throw workspaceHeaderError('invalid_request', 'Must be the id of a workspace, such as ws_018f….');
  if (await ctx.authenticator.workspaceExists(id)) return id;
  throw workspaceHeaderError('not_found', 'There is no workspace with this id.');
}

/** A key belongs to its workspace. Naming that one is fine; naming another is a mistake that must not go unseen. */
function keepToOwnWorkspace(own: WorkspaceId, named: string | string[] | undefined): WorkspaceId {
  if (named === undefined || named === own) return own;
  throw workspaceHeaderError('forbidden', 'This API key belongs to another workspace.');
}

function workspaceHeaderError(code: 'invalid_request' | 'not_found' | 'forbidden', message: string): PosthornError {
  return new PosthornError(code, message, { fields: [{ pointer: 'Posthorn-Workspace', message }] });
}
