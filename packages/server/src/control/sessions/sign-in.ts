import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { PosthornError } from '../../domain/errors.ts';
import { idOf, type MemberId } from '../../domain/ids.ts';
import { emailKeyOf } from '../../domain/member.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import { newToken } from '../../platform/http/one-time-link.ts';
import { csrfTokenOf } from '../../platform/http/same-origin.ts';
import { readSessionCookie, setSessionCookie } from '../../platform/http/session-cookie.ts';
import { hashToken } from '../../platform/http/token-hash.ts';
import { type CallerSession, sessionInLog } from './session-view.ts';
import { deleteSession, findSessionByHash, insertSession, SESSION_LIFETIME_MS } from './sessions.store.ts';
import type { Exchange, SessionsContext } from './sessions-context.ts';
import { forgiveTry, takeTry, trimSubjects } from './sign-in-throttle.store.ts';
import { ACCOUNT_RULE, ADDRESS_RULE } from './sign-in-throttle.ts';

/** Of what a browser calls itself: what people recognise stands in front. */
const USER_AGENT_CHARS_MAX = 256;
/** How many tries lie between two removals of old counts. */
const TRIM_EVERY_TRIES = 200;

type PasswordCheckContext = Pick<SessionsContext, 'store' | 'nowMs' | 'hasher' | 'accounts' | 'auditAccount' | 'aside'>;

/**
 * Makes the check of an e-mail and its password: counted by account and by address, with the same words and the same work
 * whether or not there is such an account.
 *
 * @throws (when called) PosthornError `unauthenticated`, `rate_limited`.
 */
export function createPasswordCheck(
  ctx: PasswordCheckContext,
): (request: FastifyRequest, email: string, password: string) => Promise<MemberId> {
  let tryCount = 0;
  return async (request, email, password) => {
    tryCount++;
    if (tryCount % TRIM_EVERY_TRIES === 0) ctx.aside(() => trimSubjects(ctx.store, ctx.nowMs()));
    const account = { hash: hashToken(`account ${emailKeyOf(email)}`), rule: ACCOUNT_RULE };
    const address = { hash: hashToken(`address ${networkOf(request.ip)}`), rule: ADDRESS_RULE };
    const waitMs = await takeTry(ctx.store, [account, address], ctx.nowMs());
    if (waitMs > 0) throw tooManyTries(waitMs);
    const found = await ctx.accounts.findByEmail(email);
    const isRight = await ctx.hasher.matches(found?.passwordHash ?? null, password);
    if (found === null || !isRight) {
      // Beside the answer: an account that there is must not take longer to be refused.
      ctx.aside(() => auditRefusal(ctx, found?.id ?? null, { requestId: request.id, address: request.ip }));
      throw new PosthornError('unauthenticated', 'The e-mail or the password is not right.');
    }
    await forgiveTry(ctx.store, { account, address });
    return found.id;
  };
}

/**
 * Begins a session of its own for whoever has just shown who they are, and gives its cookie. A session that the browser
 * had before ends with that: nobody can have planted the new one.
 */
export async function startSession(
  ctx: SessionsContext,
  { request, reply }: Exchange,
  memberId: MemberId,
): Promise<CallerSession> {
  const token = newToken('phs_', ctx.randomBytes);
  const nowMs = ctx.nowMs();
  const oldToken = readSessionCookie(ctx.cookie, request);
  const endedId = await ctx.store.db.transaction().execute(async (trx) => {
    const old = oldToken === null ? null : await findSessionByHash({ db: trx }, hashToken(oldToken), nowMs);
    if (old !== null) await deleteSession(trx, old);
    const session = await insertSession(trx, {
      id: idOf('ses', ctx.newId()),
      memberId,
      tokenHash: hashToken(token),
      userAgent: userAgentOf(request),
      address: request.ip,
      createdAtMs: nowMs,
      expiresAtMs: nowMs + SESSION_LIFETIME_MS,
    });
    await ctx.auditAccount(trx, memberId, {
      actor: { kind: 'member', id: memberId, requestId: request.id },
      action: 'session.started',
      resourceType: 'session',
      resourceId: session.id,
      before: null,
      after: sessionInLog(session),
    });
    return old?.id ?? null;
  });
  if (endedId !== null) ctx.watch.ended([endedId]);
  setSessionCookie(ctx.cookie, reply, { token, lifetimeMs: SESSION_LIFETIME_MS });
  return describeMember(ctx, memberId, csrfTokenOf(token));
}

/** What the console is told of a member who is signed in. @throws PosthornError `unauthenticated` when the account is gone. */
export async function describeMember(
  ctx: SessionsContext,
  memberId: MemberId,
  csrfToken: string,
): Promise<CallerSession> {
  const account = await ctx.accounts.find(memberId);
  if (account === null) throw new PosthornError('unauthenticated', 'Sign in first.');
  const { passwordHash: _passwordHash, ...member } = account;
  return { kind: 'member', csrfToken, member, workspaces: await ctx.accounts.workspacesOf(memberId) };
}

async function auditRefusal(
  ctx: PasswordCheckContext,
  memberId: MemberId | null,
  { requestId, address }: { readonly requestId: string; readonly address: string },
): Promise<void> {
  await ctx.store.db.transaction().execute((trx) =>
    ctx.auditAccount(trx, memberId, {
      actor: { kind: 'member', id: memberId, requestId },
      action: 'session.refused',
      resourceType: 'session',
      resourceId: memberId ?? 'unknown',
      before: null,
      after: { address, reason: memberId === null ? 'no such account' : 'wrong password' },
    }),
  );
}

function tooManyTries(waitMs: number): PosthornError {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return new PosthornError('rate_limited', 'Too many sign-ins failed. Wait a little and try again.', {
    retryAfterSeconds,
  });
}

function userAgentOf({ headers }: FastifyRequest): string {
  return storableText(headers['user-agent'] ?? '')?.slice(0, USER_AGENT_CHARS_MAX) ?? '';
}

/** An IPv4 address, or the /64 of an IPv6 one: whoever has one address of it has them all. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}
