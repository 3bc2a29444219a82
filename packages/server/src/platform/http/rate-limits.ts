import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PosthornError } from '../../domain/errors.ts';
import type { ApiServer, Principal } from './api.ts';

const WINDOW_SECONDS = 60;
/** Callers whose counts are kept at once. The one that was seen longest ago is forgotten first. */
const COUNTED_CALLERS_MAX = 10_000;

export interface RateLimitBounds {
  /** Calls a minute of one API key, or of the root key. */
  readonly callsPerMinute: number;
  /** Failed authentications a minute from one address (IPv6: one /64). */
  readonly failedAuthenticationsPerMinute: number;
}

export const DEFAULT_RATE_LIMITS: RateLimitBounds = { callsPerMinute: 60_000, failedAuthenticationsPerMinute: 600 };

/** Counters of this process. With several nodes each counts for itself. */
export interface RateLimits {
  /** Counts a call of the request's principal. @throws PosthornError `rate_limited`. */
  readonly countCall: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /**
   * Counts a failed authentication of the request's address. Only failures are ever refused for it: behind a
   * proxy all callers have one address, and one of them with an old key must not lock out the others.
   *
   * @throws PosthornError `rate_limited`.
   */
  readonly countFailedAuthentication: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/** Sets up the counters. What is left is told in `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10). */
export async function createRateLimits(api: ApiServer, bounds: RateLimitBounds): Promise<RateLimits> {
  await api.register(rateLimit, { global: false });
  const shared = { timeWindow: WINDOW_SECONDS * 1000, cache: COUNTED_CALLERS_MAX };
  const calls = api.createRateLimit({
    ...shared,
    max: bounds.callsPerMinute,
    keyGenerator: (request) => nameOf(request.principal),
  });
  const failures = api.createRateLimit({ ...shared, max: bounds.failedAuthenticationsPerMinute });
  return {
    countCall: async (request, reply) => apply('default', await calls(request), reply),
    countFailedAuthentication: async (request, reply) => apply('failed-authentication', await failures(request), reply),
  };
}

function nameOf(principal: Principal | null): string {
  return principal?.kind === 'key' ? principal.keyId : 'root';
}

type Count = Awaited<ReturnType<ReturnType<ApiServer['createRateLimit']>>>;

function apply(policy: string, count: Count, reply: FastifyReply): void {
  if (count.isAllowed) return;
  reply.header('ratelimit-policy', `"${policy}";q=${count.max};w=${WINDOW_SECONDS}`);
  reply.header('ratelimit', `"${policy}";r=${count.remaining};t=${count.ttlInSeconds}`);
  if (!count.isExceeded) return;
  throw new PosthornError('rate_limited', `More than ${count.max} in ${WINDOW_SECONDS} seconds.`, {
    retryAfterSeconds: Math.max(1, count.ttlInSeconds),
  });
}
