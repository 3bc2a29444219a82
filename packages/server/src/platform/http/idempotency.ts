import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PosthornError } from '../../domain/errors.ts';
import type { ApiServer } from './api.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route creates something: it honours the header `Idempotency-Key`. */
    idempotent?: true;
  }
  interface FastifyRequest {
    /** The Idempotency-Key that this request holds until it is answered. */
    heldIdempotencyKey: HeldIdempotencyKey | null;
  }
}

/** An answer that is given again, word for word. */
export interface RememberedAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A key while its first request runs. */
export interface HeldIdempotencyKey {
  /** A workspace id, or `operator`. */
  readonly scope: string;
  readonly key: string;
  /** Tells the request from another one that uses the same key. */
  readonly requestHash: string;
  /** When it was taken, epoch ms. */
  readonly heldSinceMs: number;
}

/** What became of the wish to hold a key. */
export type HoldOutcome =
  | { readonly kind: 'held' }
  | { readonly kind: 'answered'; readonly answer: RememberedAnswer }
  | { readonly kind: 'other_request' }
  | { readonly kind: 'in_progress' };

/** Where keys and answers are kept. `gateway.ts` passes it in. */
export interface IdempotencyKeeper {
  readonly hold: (key: HeldIdempotencyKey) => Promise<HoldOutcome>;
  readonly remember: (key: HeldIdempotencyKey, answer: RememberedAnswer) => Promise<void>;
  /** Frees a key whose request came to nothing. */
  readonly release: (key: HeldIdempotencyKey) => Promise<void>;
}

interface IdempotencyContext {
  readonly keeper: IdempotencyKeeper;
  readonly nowMs: () => number;
}

/** Headers of the first answer that belong to it. The others (time, limits) belong to each answer of its own. */
const REMEMBERED_HEADERS = ['content-type', 'etag', 'location'] as const;
const RETRY_AFTER_SECONDS = 2;

/**
 * Makes routes with `idempotent: true` answer a repeated request as the first one was answered. An answer
 * with a status of 500 or above is not remembered: the same key may be tried again.
 *
 * @throws (while serving) PosthornError `invalid_request`, `idempotency_in_progress`, `idempotency_mismatch`.
 */
export function addIdempotency(api: ApiServer, ctx: IdempotencyContext): void {
  api.decorateRequest('heldIdempotencyKey', null);
  api.addHook('preHandler', async (request, reply) => {
    if (request.routeOptions.config.idempotent !== true) return;
    const key = idempotencyKeyOf(request);
    if (key !== null) return holdOrAnswer(ctx, { request, reply }, key);
  });
  api.addHook('onSend', async (request, reply, payload) => {
    await finish(ctx, { request, reply }, payload);
    return payload;
  });
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function idempotencyKeyOf(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  const message = 'Use 1 to 255 visible ASCII characters.';
  throw new PosthornError('invalid_request', 'The header Idempotency-Key is not valid.', {
    fields: [{ pointer: 'Idempotency-Key', message }],
  });
}

async function holdOrAnswer(ctx: IdempotencyContext, { request, reply }: Exchange, key: string) {
  const wanted = {
    scope: request.workspaceId ?? 'operator',
    key,
    requestHash: hashRequest(request),
    heldSinceMs: ctx.nowMs(),
  };
  const outcome = await ctx.keeper.hold(wanted);
  switch (outcome.kind) {
    case 'held':
      request.heldIdempotencyKey = wanted;
      return undefined;
    case 'answered':
      reply.code(outcome.answer.statusCode).headers(outcome.answer.headers).header('idempotent-replayed', 'true');
      return reply.send(outcome.answer.body);
    case 'other_request':
      throw new PosthornError('idempotency_mismatch', 'This Idempotency-Key was used with another path or body.');
    case 'in_progress':
      throw new PosthornError('idempotency_in_progress', 'The first request with this Idempotency-Key still runs.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
  }
}

/** The body as it was understood: the order of its fields and the white space make no other request of it. */
function hashRequest(request: FastifyRequest): string {
  const parts = [request.method, request.url, JSON.stringify(request.body ?? null)];
  return createHash('sha256').update(parts.join('\n'), 'utf8').digest('hex');
}

/**
 * Keeps the answer before it goes out, so that a caller who lost it finds it. When that fails the answer goes
 * out all the same: the thing was created, and the key becomes free by itself.
 */
async function finish(ctx: IdempotencyContext, { request, reply }: Exchange, payload: unknown): Promise<void> {
  const held = request.heldIdempotencyKey;
  if (held === null) return;
  request.heldIdempotencyKey = null;
  try {
    if (reply.statusCode >= 500 || !isText(payload)) await ctx.keeper.release(held);
    else await ctx.keeper.remember(held, toAnswer(reply, payload ?? ''));
  } catch (error) {
    request.log.error({ error }, 'an answer could not be remembered');
  }
}

function isText(payload: unknown): payload is string | null | undefined {
  return payload === null || payload === undefined || typeof payload === 'string';
}

function toAnswer(reply: FastifyReply, body: string): RememberedAnswer {
  const headers: Record<string, string> = {};
  for (const name of REMEMBERED_HEADERS) {
    const value = reply.getHeader(name);
    if (value !== undefined) headers[name] = String(value);
  }
  return { statusCode: reply.statusCode, headers, body };
}
