import type { FastifyReply, FastifyRequest } from 'fastify';
import { PosthornError } from '../../domain/errors.ts';
import type { ApiServer } from '../../platform/http/api.ts';
import type { XobitoContext } from './xobito-context.ts';

/** Tokens whose counts are kept at once. The one that was seen longest ago is forgotten first. */
const COUNTED_TOKENS_MAX = 10_000;

/**
 * Counts the calls of each token on these routes (CONTRACTS 3.8), beside the limit of the whole API, and tells what is
 * left in Laravel's headers. With several nodes each counts for itself.
 *
 * @throws (while serving) PosthornError `rate_limited`.
 */
export function limitCallsOfTokens(
  api: ApiServer,
  { rateLimit, nowMs }: Pick<XobitoContext, 'rateLimit' | 'nowMs'>,
): void {
  const bounds = { max: rateLimit.callsMax, timeWindow: rateLimit.windowMs, cache: COUNTED_TOKENS_MAX };
  const count = api.createRateLimit({ ...bounds, keyGenerator: tokenOf });
  api.addHook('onRequest', async (request, reply) => {
    if (request.is404) return;
    const calls = await count(request);
    if (!calls.isAllowed) tell(reply, calls, nowMs());
  });
}

interface CountedCalls {
  readonly max: number;
  readonly remaining: number;
  readonly ttlInSeconds: number;
  readonly isExceeded: boolean;
}

function tell(reply: FastifyReply, calls: CountedCalls, nowMs: number): void {
  reply.header('x-ratelimit-limit', calls.max).header('x-ratelimit-remaining', calls.remaining);
  if (!calls.isExceeded) return;
  const retryAfterSeconds = Math.max(1, calls.ttlInSeconds);
  reply.header('x-ratelimit-reset', Math.floor(nowMs / 1000) + retryAfterSeconds);
  throw new PosthornError('rate_limited', 'Too many requests', { retryAfterSeconds });
}

function tokenOf({ principal }: FastifyRequest): string {
  return principal?.kind === 'key' ? principal.keyId : 'root';
}
