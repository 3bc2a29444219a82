import type { ApiServer } from './api.ts';

/**
 * Headers of every answer. Answers of the API are data and may hold secrets: nothing runs them, frames
 * them, guesses their type or keeps them. A page of HTML sets a policy and a cache time of its own.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Sets the headers before anything else can answer. */
export function addSecurityHeaders(api: ApiServer): void {
  api.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...SECURITY_HEADERS, 'x-request-id': request.id });
  });
}
