import assert from 'node:assert/strict';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { PERMISSIONS, type Permission, permissionsOf, scopeAllows } from '../../domain/permissions.ts';
import { actorOf } from '../../platform/http/actor.ts';
import type { ApiServer, MemberPrincipal, Principal } from '../../platform/http/api.ts';
import { newToken } from '../../platform/http/one-time-link.ts';
import { idPath, pathId } from '../../platform/http/query-params.ts';
import { csrfTokenOf } from '../../platform/http/same-origin.ts';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from '../../platform/http/session-cookie.ts';
import { hashToken } from '../../platform/http/token-hash.ts';
import {
  type CallerSession,
  sessionInLog,
  sessionView,
  signedInView,
  toSessionView,
  toSignedInView,
} from './session-view.ts';
import {
  deleteSession,
  deleteSessionsOf,
  listSessions,
  replaceSessionToken,
  SESSION_LIFETIME_MS,
} from './sessions.store.ts';
import type { SignInRoutesContext } from './sign-in.routes.ts';
import { describeMember } from './sign-in.ts';

const TAGS = ['Session'];
const OWN = { access: { who: 'member' } } as const;

const password = z.string().min(1).max(1_024);

/** `/v1/session`: who is calling, signing out, and what a member does with their own account. */
export function sessionRoutes(api: ApiServer, ctx: SignInRoutesContext): void {
  addRead(api, ctx);
  addSignOut(api, ctx);
  addRename(api, ctx);
  addChangePassword(api, ctx);
  addListSessions(api, ctx);
  addRevoke(api, ctx);
  addRevokeOthers(api, ctx);
}

function addRead(api: ApiServer, ctx: SignInRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/session',
    config: { access: { who: 'caller' } },
    schema: {
      tags: TAGS,
      summary: 'Tell who is calling, and what they may do where',
      response: { 200: sessionView },
    },
    handler: async (request) => showSession(ctx, await describeCaller(ctx, request)),
  });
}

function addSignOut(api: ApiServer, ctx: SignInRoutesContext): void {
  api.route({
    method: 'DELETE',
    url: '/v1/session',
    config: OWN,
    schema: { tags: TAGS, summary: 'Sign out', response: { 204: z.undefined().describe('The session has ended.') } },
    handler: async (request, reply) => {
      const { memberId, sessionId } = memberOf(request);
      await endSession(ctx, request, { memberId, id: sessionId });
      clearSessionCookie(ctx.cookie, reply);
      return reply.code(204).send();
    },
  });
}

function addRename(api: ApiServer, ctx: SignInRoutesContext): void {
  api.route({
    method: 'PATCH',
    url: '/v1/session/member',
    config: OWN,
    schema: {
      tags: TAGS,
      summary: 'Change the own name',
      body: z.strictObject({ name: z.string().trim().min(1).max(100) }),
      response: { 200: sessionView },
    },
    handler: async (request) => {
      const { memberId } = memberOf(request);
      await ctx.accounts.rename({ id: memberId, name: request.body.name, requestId: request.id });
      return showSession(ctx, await describeCaller(ctx, request));
    },
  });
}

function addChangePassword(api: ApiServer, ctx: SignInRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/session/password',
    config: OWN,
    schema: {
      tags: TAGS,
      summary: 'Change the own password',
      description: 'All other sessions of the member end, and this one gets a new cookie and a new `csrf_token`.',
      body: z.strictObject({ current_password: password, new_password: password }),
      response: { 200: sessionView },
    },
    handler: async (request, reply) => {
      const { memberId, sessionId } = memberOf(request);
      const account = await ctx.accounts.find(memberId);
      if (account === null) throw new PosthornError('unauthenticated', 'Sign in first.');
      await checkOwnPassword(ctx, request, { email: account.email, password: request.body.current_password });
      ctx.accounts.checkNewPassword(request.body.new_password, account, '/new_password');
      const passwordHash = await ctx.hasher.hash(request.body.new_password);
      const token = newToken('phs_', ctx.randomBytes);
      const ended = await ctx.store.db.transaction().execute(async (trx) => {
        await ctx.accounts.setPassword(trx, { memberId, passwordHash, requestId: request.id });
        await replaceSessionToken(trx, sessionId, hashToken(token));
        return deleteSessionsOf(trx, memberId, sessionId);
      });
      ctx.watch.ended(ended);
      setSessionCookie(ctx.cookie, reply, { token, lifetimeMs: SESSION_LIFETIME_MS });
      return showSession(ctx, await describeMember(ctx, memberId, csrfTokenOf(token)));
    },
  });
}

function addListSessions(api: ApiServer, ctx: SignInRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/session/sessions',
    config: OWN,
    schema: {
      tags: TAGS,
      summary: 'List the browsers in which the member is signed in',
      response: { 200: z.object({ data: z.array(signedInView) }) },
    },
    handler: async (request) => {
      const { memberId, sessionId } = memberOf(request);
      const sessions = await listSessions(ctx.store, memberId, ctx.nowMs());
      return { data: sessions.map((session) => toSignedInView(session, session.id === sessionId)) };
    },
  });
}

function addRevoke(api: ApiServer, ctx: SignInRoutesContext): void {
  api.route({
    method: 'DELETE',
    url: '/v1/session/sessions/:id',
    config: OWN,
    schema: {
      tags: TAGS,
      summary: 'Sign another browser out',
      params: idPath,
      response: { 204: z.undefined().describe('The session has ended.') },
    },
    handler: async (request, reply) => {
      const id = pathId('ses', request.params.id);
      if (!(await endSession(ctx, request, { memberId: memberOf(request).memberId, id }))) {
        throw new PosthornError('not_found', 'There is no session with this id.');
      }
      return reply.code(204).send();
    },
  });
}

function addRevokeOthers(api: ApiServer, ctx: SignInRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/session/sessions/revoke-others',
    config: OWN,
    schema: {
      tags: TAGS,
      summary: 'Sign out everywhere else',
      response: { 200: z.object({ ended: z.int().describe('Sessions that ended.') }) },
    },
    handler: async (request) => {
      const { memberId, sessionId } = memberOf(request);
      const ended = await ctx.store.db.transaction().execute(async (trx) => {
        const ids = await deleteSessionsOf(trx, memberId, sessionId);
        for (const id of ids) await auditEnd(ctx, trx, { request, before: { id } });
        return ids;
      });
      ctx.watch.ended(ended);
      return { ended: ended.length };
    },
  });
}

/** @returns false when the member has no such session. */
async function endSession(
  ctx: SignInRoutesContext,
  request: FastifyRequest,
  session: Parameters<typeof deleteSession>[1],
): Promise<boolean> {
  const ended = await ctx.store.db.transaction().execute(async (trx) => {
    const deleted = await deleteSession(trx, session);
    if (deleted !== null) await auditEnd(ctx, trx, { request, before: sessionInLog(deleted) });
    return deleted;
  });
  if (ended === null) return false;
  ctx.watch.ended([ended.id]);
  return true;
}

async function auditEnd(
  ctx: SignInRoutesContext,
  trx: Parameters<typeof deleteSession>[0],
  { request, before }: { readonly request: FastifyRequest; readonly before: Readonly<Record<string, unknown>> },
): Promise<void> {
  const { memberId } = memberOf(request);
  const entry = { actor: actorOf(request), action: 'session.ended', resourceType: 'session' };
  await ctx.auditAccount(trx, memberId, { ...entry, resourceId: String(before.id), before, after: null });
}

/** A wrong one is a field of the form here and no failed sign-in: whoever asks is signed in, and stays so. */
async function checkOwnPassword(
  ctx: SignInRoutesContext,
  request: FastifyRequest,
  own: { readonly email: string; readonly password: string },
): Promise<void> {
  try {
    await ctx.checkPassword(request, own.email, own.password);
  } catch (error) {
    if (!(error instanceof PosthornError) || error.code !== 'unauthenticated') throw error;
    throw new PosthornError('unprocessable', 'The current password is not right.', {
      fields: [{ pointer: '/current_password', message: 'Is not your password.' }],
    });
  }
}

/** The route is for members alone. */
function memberOf({ principal }: FastifyRequest): MemberPrincipal {
  assert(principal?.kind === 'member', 'Only a member gets here.');
  return principal;
}

function showSession(ctx: SignInRoutesContext, session: CallerSession) {
  return toSessionView(session, { version: ctx.version, features: ctx.features() });
}

async function describeCaller(ctx: SignInRoutesContext, request: FastifyRequest): Promise<CallerSession> {
  const { principal, workspaceId } = request;
  assert(principal !== null, 'Somebody is calling.');
  if (principal.kind === 'member') {
    const token = readSessionCookie(ctx.cookie, request);
    assert(token !== null, 'A member comes by the cookie.');
    return describeMember(ctx, principal.memberId, csrfTokenOf(token));
  }
  const workspaces =
    workspaceId === null
      ? []
      : [
          {
            id: workspaceId,
            name: await ctx.workspaceName(workspaceId),
            role: null,
            permissions: permissionsOfProgram(principal),
          },
        ];
  return { kind: kindOf(principal), csrfToken: null, member: null, workspaces };
}

function kindOf({ kind }: Principal): CallerSession['kind'] {
  assert(kind !== 'ticket', 'A ticket opens a stream and nothing else.');
  return kind;
}

function permissionsOfProgram(principal: Principal): readonly Permission[] {
  if (principal.kind === 'portal') return permissionsOf('portal');
  const all = Object.keys(PERMISSIONS) as Permission[];
  return principal.kind === 'key' ? all.filter((permission) => scopeAllows(principal.scope, permission)) : all;
}
