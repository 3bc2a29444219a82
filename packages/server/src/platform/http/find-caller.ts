import type { FastifyRequest } from 'fastify';
import { PosthornError } from '../../domain/errors.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import { equalsInConstantTime } from '../secrets/hashes.ts';
import type { Access, Principal } from './api.ts';
import { type ApiAuthenticator, type FoundApiKey, PORTAL_TOKEN_PREFIX } from './authenticator.ts';
import { assertCsrfToken, assertSameOrigin } from './same-origin.ts';
import { readSessionCookie } from './session-cookie.ts';
import { hashToken } from './token-hash.ts';

/** Headers of Vobiz's API: the account of the workspace, and one of its API keys. */
const VOBIZ_ID_HEADER = 'x-auth-id';
const VOBIZ_TOKEN_HEADER = 'x-auth-token';

/** Access that asks who is calling. */
export type GuardedAccess = Exclude<Access, { readonly who: 'anyone' }>;

interface CallerContext {
  readonly authenticator: ApiAuthenticator;
  readonly nowMs: () => number;
}

/** Who calls, and for whom. */
export interface Caller {
  readonly principal: Principal;
  /** Null for the root key and for members: they name the workspace. */
  readonly workspaceId: WorkspaceId | null;
}

type Credentials = 'bearer' | 'vobiz';

const WAYS_IN_WORDS: Readonly<Record<Credentials, string>> = {
  bearer: 'Authorization: Bearer <key>',
  vobiz: 'X-Auth-ID: <account id> and X-Auth-Token: <key>, or Authorization: Bearer <key>',
};

/** How to show who one is, for a call that did not. */
export function waysInWords(access: GuardedAccess): string {
  if (access.who === 'member') return 'Sign in first.';
  const orTicket = takesTickets(access) ? ', or connect with ?ticket=<one-time ticket>' : '';
  return `Send a valid API key: ${WAYS_IN_WORDS[credentialsOf(access)]}${orTicket}.`;
}

function credentialsOf(access: GuardedAccess): Credentials {
  return 'credentials' in access && access.credentials !== undefined ? access.credentials : 'bearer';
}

/** Whether a browser may open a WebSocket there: it can send neither headers nor what they would hold. */
export function takesTickets(access: GuardedAccess): boolean {
  return 'ticket' in access && access.ticket === true;
}

/** What people call a key when they put it where it ends up in logs and histories. */
const KEY_PARAMETERS = ['key', 'api_key', 'apikey', 'token', 'access_token', 'auth_token', 'authorization'];

/** @throws PosthornError `invalid_request`, also when the key would be valid: it is to be rotated and not to be used. */
export function assertNoKeyInUrl(request: FastifyRequest): void {
  const name = KEY_PARAMETERS.find((each) => Object.hasOwn(paramsOf(request), each));
  if (name === undefined) return;
  const message = 'Never put a key into a URL. Send it as a header, or get a ticket with POST /v1/stream/tickets.';
  throw new PosthornError('invalid_request', message, { fields: [{ pointer: `?${name}`, message }] });
}

/** `as` here: the query as it came, before the route's schema has read it. */
export function paramsOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return request.query as Readonly<Record<string, unknown>>;
}

/** The ways to tell who is calling, in the order in which they are tried: the first one that is used decides. */
export async function findCaller(
  ctx: CallerContext,
  request: FastifyRequest,
  access: GuardedAccess,
): Promise<Caller | null> {
  const { headers } = request;
  const { ticket } = paramsOf(request);
  if (takesTickets(access) && typeof ticket === 'string') return findTicketCaller(ctx, ticket);
  const vobizToken = headers[VOBIZ_TOKEN_HEADER];
  if (vobizToken !== undefined && credentialsOf(access) === 'vobiz') {
    return findVobizCaller(ctx, String(headers[VOBIZ_ID_HEADER] ?? ''), String(vobizToken));
  }
  // A header is sent on purpose, a cookie comes along by itself.
  if (headers.authorization === undefined) return findMember(ctx, request, access);
  const token = bearerTokenOf(headers.authorization);
  if (token === null) return null;
  if (token.startsWith(PORTAL_TOKEN_PREFIX)) return findPortalCaller(ctx, token);
  if (ctx.authenticator.rootKeyMatches(token)) return { principal: { kind: 'root' }, workspaceId: null };
  const key = await findValidKey(ctx, token);
  return key === null ? null : callerWith(ctx, key);
}

/**
 * A cookie comes along with whatever a browser asks for, so what changes something also shows that our own page asks: by
 * the token that only it can read. A WebSocket has no headers of ours, so its origin has to be our own.
 *
 * @throws PosthornError `forbidden`.
 */
async function findMember(ctx: CallerContext, request: FastifyRequest, access: GuardedAccess): Promise<Caller | null> {
  const { people } = ctx.authenticator;
  const token = people === undefined ? null : readSessionCookie(people.cookie, request);
  if (people === undefined || token === null) return null;
  const session = await people.findSession(hashToken(token));
  if (session === null) return null;
  if (takesTickets(access)) assertSameOrigin(request, people.ownOrigin, 'always');
  else if (request.method !== 'GET' && request.method !== 'HEAD') {
    assertSameOrigin(request, people.ownOrigin);
    assertCsrfToken(request, token);
  }
  return { principal: { kind: 'member', role: null, ...session }, workspaceId: null };
}

async function findPortalCaller(ctx: CallerContext, token: string): Promise<Caller | null> {
  const session = (await ctx.authenticator.people?.findPortalSession(hashToken(token))) ?? null;
  if (session === null) return null;
  return { principal: { kind: 'portal', linkId: session.linkId }, workspaceId: session.workspaceId };
}

async function findTicketCaller(ctx: CallerContext, ticket: string): Promise<Caller | null> {
  const workspaceId = (await ctx.authenticator.takeTicket?.(hashToken(ticket))) ?? null;
  return workspaceId === null ? null : { principal: { kind: 'ticket' }, workspaceId };
}

/** A key counts only beside the account of its own workspace. Which of the two was wrong is not told. */
async function findVobizCaller(ctx: CallerContext, accountId: string, token: string): Promise<Caller | null> {
  const key = await findValidKey(ctx, token);
  if (key === null) return null;
  const expected = await ctx.authenticator.accountIdOf(key.workspaceId);
  if (expected === null || !equalsInConstantTime(accountId, expected)) return null;
  return callerWith(ctx, key);
}

async function findValidKey(ctx: CallerContext, token: string): Promise<FoundApiKey | null> {
  const key = await ctx.authenticator.findKey(hashToken(token));
  return key === null || (key.expiresAtMs !== null && key.expiresAtMs <= ctx.nowMs()) ? null : key;
}

function callerWith(ctx: CallerContext, key: FoundApiKey): Caller {
  ctx.authenticator.noteUse(key);
  return { principal: { kind: 'key', keyId: key.keyId, scope: key.scope }, workspaceId: key.workspaceId };
}

/** RFC 6750, 2.1. The scheme's name is case-insensitive. */
function bearerTokenOf(authorization: string | undefined): string | null {
  return /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;
}
