import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { PosthornError } from '../../domain/errors.ts';
import { equalsInConstantTime } from '../secrets/hashes.ts';

/** Header with the token that shows that our own page asks. */
export const CSRF_HEADER = 'posthorn-csrf';

/** The origin under which browsers reach us, such as `https://hooks.example.com`. Null: whatever host they asked for. */
export type OwnOrigin = string | null;

/**
 * The token against cross-site requests of a session: worked out from the session's own, so that it is the session's alone,
 * needs no storage, and is another one after each sign-in. It does not tell the session's token.
 */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('posthorn csrf', 'utf8').digest('base64url');
}

/** @throws PosthornError `forbidden` without the token of this session. */
export function assertCsrfToken({ headers }: Pick<FastifyRequest, 'headers'>, sessionToken: string): void {
  const sent = headers[CSRF_HEADER];
  if (typeof sent === 'string' && equalsInConstantTime(sent, csrfTokenOf(sessionToken))) return;
  const message = 'Send csrf_token of GET /v1/session in this header.';
  throw new PosthornError('forbidden', 'Nothing shows that our own page asks for this.', {
    fields: [{ pointer: 'Posthorn-CSRF', message }],
  });
}

/**
 * Refuses what a browser says another site asks for. Programs send neither of the two headers and are let through, unless
 * an origin has to be there `always`.
 *
 * @throws PosthornError `forbidden`.
 */
export function assertSameOrigin(
  { headers }: Pick<FastifyRequest, 'headers'>,
  ownOrigin: OwnOrigin,
  origin: 'always' | 'when-sent' = 'when-sent',
): void {
  const site = headers['sec-fetch-site'];
  const isOtherSite = typeof site === 'string' && site !== 'same-origin' && site !== 'none';
  const isOtherOrigin =
    headers.origin === undefined ? origin === 'always' : !isOwn(headers.origin, headers.host, ownOrigin);
  if (!isOtherSite && !isOtherOrigin) return;
  throw new PosthornError('forbidden', 'Another site may not ask for this.', {
    fields: [{ pointer: 'Origin', message: 'Must be the origin of this gateway.' }],
  });
}

/** A browser cannot be made to lie about either header: an origin whose host is the one that was asked is our own. */
function isOwn(origin: string, host: string | undefined, ownOrigin: OwnOrigin): boolean {
  if (origin === ownOrigin) return true;
  const url = URL.parse(origin);
  return url !== null && host !== undefined && url.host === host.toLowerCase();
}
