import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { MemberId } from '../../domain/ids.ts';
import type { ApiServer } from '../../platform/http/api.ts';
import { sessionView, toSessionView } from './session-view.ts';
import type { Exchange, SessionsContext } from './sessions-context.ts';
import { startSession } from './sign-in.ts';

const TAGS = ['Session'];
/** Nobody is signed in yet, so there is no token against other sites: the browser's word has to do. */
const ANYONE_HERE = { who: 'anyone', sameOrigin: true } as const;

const token = z.string().min(1).max(128).describe('What stands behind the # of the link.');
const email = z.email().max(254);
const name = z.string().trim().min(1).max(100);
/** Longer than a password may be, so that one that is too long is told so in words. */
const password = z.string().min(1).max(1_024);

export interface SignInRoutesContext extends SessionsContext {
  /** @throws PosthornError `unauthenticated`, `rate_limited`. */
  readonly checkPassword: (request: FastifyRequest, email: string, password: string) => Promise<MemberId>;
}

/**
 * Every way in: by e-mail and password, as the first owner, by an invitation, by a one-time link to sign in, and by one to
 * set a password. Each answers the new session and sets its cookie.
 */
export function signInRoutes(api: ApiServer, ctx: SignInRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/session',
    config: { access: ANYONE_HERE },
    schema: {
      tags: TAGS,
      summary: 'Sign in',
      description:
        'Sets the cookie of the session. After some failures an account or an address has to wait: 429 with `Retry-After`.',
      body: z.strictObject({ email: z.string().max(254), password }),
      response: { 200: sessionView },
    },
    handler: async (request, reply) => {
      const memberId = await ctx.checkPassword(request, request.body.email, request.body.password);
      return signIn(ctx, { request, reply }, memberId);
    },
  });
  api.route({
    method: 'POST',
    url: '/v1/setup/owner',
    config: { access: ANYONE_HERE },
    schema: {
      tags: TAGS,
      summary: 'Become the first owner, by the link that the gateway printed',
      body: z.strictObject({ token, name, email, password }),
      response: { 200: sessionView },
    },
    handler: async (request, reply) => {
      const memberId = await ctx.waysIn.becomeFirstOwner(request.body, { requestId: request.id });
      return signIn(ctx, { request, reply }, memberId);
    },
  });
  api.route({
    method: 'POST',
    url: '/v1/invitations/accept',
    config: { access: ANYONE_HERE },
    schema: {
      tags: TAGS,
      summary: 'Accept an invitation',
      description:
        'With `name` and a `password` for a new account; where there is an account with that e-mail, with its password.',
      body: z.strictObject({ token, name: name.optional(), password }),
      response: { 200: sessionView },
    },
    handler: async (request, reply) => {
      const answer = { ...request.body, name: request.body.name ?? null };
      return signIn(ctx, { request, reply }, await ctx.waysIn.acceptInvitation(answer, request));
    },
  });
  addLinkRoutes(api, ctx);
}

function addLinkRoutes(api: ApiServer, ctx: SignInRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/session/enter',
    config: { access: ANYONE_HERE },
    schema: {
      tags: TAGS,
      summary: 'Sign in by a one-time link of the command line',
      body: z.strictObject({ token }),
      response: { 200: sessionView },
    },
    handler: async (request, reply) =>
      signIn(ctx, { request, reply }, await ctx.waysIn.useSignInLink(request.body.token)),
  });
  api.route({
    method: 'POST',
    url: '/v1/password-links/use',
    config: { access: ANYONE_HERE },
    schema: {
      tags: TAGS,
      summary: 'Set a password by a one-time link, and sign in',
      description: 'Signs the member out everywhere else.',
      body: z.strictObject({ token, password }),
      response: { 200: sessionView },
    },
    handler: async (request, reply) => {
      const memberId = await ctx.waysIn.usePasswordLink(request.body, { requestId: request.id });
      return signIn(ctx, { request, reply }, memberId);
    },
  });
}

async function signIn(ctx: SessionsContext, exchange: Exchange, memberId: MemberId) {
  const session = await startSession(ctx, exchange, memberId);
  return toSessionView(session, { version: ctx.version, features: ctx.features() });
}
