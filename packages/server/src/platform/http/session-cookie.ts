import fastifyCookie from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiServer } from './api.ts';

/** How the cookie of a session is called and sent. */
export interface SessionCookie {
  readonly name: string;
  readonly isSecure: boolean;
}

/** Lets requests have cookies. Must be added before whatever asks who is calling. */
export async function addCookies(api: ApiServer): Promise<void> {
  await api.register(fastifyCookie);
}

/**
 * The cookie of sessions. Where people reach us by https it goes over https alone, and by its name the browser takes it
 * from nobody but this very host (RFC 6265bis, `__Host-`).
 *
 * @param publicUrl Where browsers reach the gateway. Null: on this machine, by plain HTTP.
 */
export function sessionCookieFor(publicUrl: string | null): SessionCookie {
  const isSecure = publicUrl?.startsWith('https:') === true;
  return { name: isSecure ? '__Host-posthorn_session' : 'posthorn_session', isSecure };
}

/** The token in a request's cookie. Null: there is none. */
export function readSessionCookie({ name }: SessionCookie, request: Pick<FastifyRequest, 'cookies'>): string | null {
  const token = request.cookies[name];
  return token === undefined || token === '' ? null : token;
}

/** Hands a session to the browser. @param lifetimeMs How long the browser is to keep it. */
export function setSessionCookie(
  cookie: SessionCookie,
  reply: FastifyReply,
  { token, lifetimeMs }: { readonly token: string; readonly lifetimeMs: number },
): void {
  reply.setCookie(cookie.name, token, { ...attributesOf(cookie), maxAge: Math.floor(lifetimeMs / 1_000) });
}

/** Makes the browser forget the session. */
export function clearSessionCookie(cookie: SessionCookie, reply: FastifyReply): void {
  reply.setCookie(cookie.name, '', { ...attributesOf(cookie), maxAge: 0 });
}

/** `Lax`, so that a link from elsewhere finds the reader signed in. It cannot change anything: see `same-origin.ts`. */
function attributesOf({ isSecure }: SessionCookie) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure } as const;
}
