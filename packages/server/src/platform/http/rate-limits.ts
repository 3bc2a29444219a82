import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PosthornError } from '../../domain/errors.ts';
import type { ApiServer, Principal } from './api.ts';

const WINDOW_SECONDS = 60;
/** Callers whose counts are kept at once. The one that was seen longest ago is forgotten first. */
const COUNTED_CALLERS_MAX = 10_000;

export interface RateLimitBounds {
  /** Calls a minute of one API key, of one member, of one portal link, or of the root key. */
  readonly callsPerMinute: number;
  /** Failed authentications a minute from one address (IPv6: one /64). */
  readonly failedAuthenticationsPerMinute: number;
  /** Calls a minute from one address on routes that sign somebody in. Each costs a transaction, whatever comes of it. */
  readonly signInsPerMinute: number;
}

export const DEFAULT_RATE_LIMITS: RateLimitBounds = {
  callsPerMinute: 60_000,
  failedAuthenticationsPerMinute: 600,
  signInsPerMinute: 600,
};

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
  /** Counts a call that would sign somebody in, by its address. @throws PosthornError `rate_limited`. */
  readonly countSignIn: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
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
  const signIns = api.createRateLimit({ ...shared, max: bounds.signInsPerMinute });
  return {
    countCall: async (request, reply) => apply('default', await calls(request), reply),
    countSignIn: async (request, reply) => apply('sign-in', await signIns(request), reply),
    countFailedAuthentication: async (request, reply) => apply('failed-authentication', await failures(request), reply),
  };
}

function nameOf(principal: Principal | null): string {
  if (principal?.kind === 'key') return principal.keyId;
  if (principal?.kind === 'member') return principal.memberId;
  return principal?.kind === 'portal' ? principal.linkId : 'root';
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
