import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Endpoint } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import { type EndpointId, idOf, type WorkspaceId } from '../../domain/ids.ts';
import { type ReceiverAnswer, readTestReceiverToken, testReceiverPath } from '../../domain/test-receiver.ts';
import type { Store } from '../../platform/db/store.ts';
import type { ApiServer } from '../../platform/http/api.ts';
import { CallBound } from '../../platform/http/call-bound.ts';
import { hashToken } from '../../platform/http/token-hash.ts';
import { keepRequest, type ReceivedRequest } from './received-requests.store.ts';
import { findReceiverByToken } from './test-receivers.store.ts';
import { type KeyBytes, verifyRequest } from './verify-request.ts';

/** What receiving needs. `gateway/` passes the real ones. */
export interface ReceiveContext {
  readonly store: Store;
  /** The endpoint of a receiver. Null: it is not there any more. */
  readonly endpoint: (workspaceId: WorkspaceId, id: EndpointId) => Endpoint | null;
  readonly keyBytes: KeyBytes;
  readonly newId: () => string;
  readonly nowMs: () => number;
}

/** Read of a body: as large as Meta's, whose whole bodies some formats carry. */
const BODY_BYTES_MAX = 4 * 1_024 * 1_024;
/** Kept of a body. */
const KEPT_BODY_BYTES_MAX = 256 * 1_024;
/** Of one receiver in each process. It is for watching: nobody reads faster. */
const REQUESTS_PER_SECOND_MAX = 50;
/** Requests that are kept waiting at once, each with a connection. */
const SLOW_MAX = 100;
/** Longer than an attempt may take, so that whoever asked gives up first. */
const SLOW_MS = 65_000;
/** Of headers that a receiver has no business to remember, and of the endpoint's own. */
const MASK = '••••••';
const SECRET_HEADERS: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization']);

const TEXT_BY_ANSWER: Readonly<Record<Exclude<ReceiverAnswer, 'slow'>, string>> = {
  200: 'Received.',
  410: 'This test receiver is set to answer that it is gone.',
  500: 'This test receiver is set to answer that it failed.',
};

/**
 * `POST /test-receivers/{token}`: the receiving side of test receivers. Whoever knows the token may post; what comes in is kept
 * and makes no event. Any body is taken, as a receiver would.
 */
export function receiveRoutes(api: ApiServer, ctx: ReceiveContext): void {
  const slow = new SlowAnswers();
  const calls = new CallBound({ callsMax: REQUESTS_PER_SECOND_MAX, windowMs: 1_000 });
  api.addHook('preClose', async () => slow.end());
  // In a scope of its own: only here is any body taken, and as its bytes.
  api.register(async (scope: ApiServer) => {
    const receivers = new WeakMap<FastifyRequest, Found>();
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser<Buffer>('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (_request, bytes, done) =>
      done(null, bytes),
    );
    scope.route({
      method: 'POST',
      url: testReceiverPath(':token'),
      config: { access: { who: 'anyone' } },
      schema: { hide: true, params: z.object({ token: z.string() }) },
      bodyLimit: BODY_BYTES_MAX,
      // Before a byte of the body is read.
      onRequest: async (request) => {
        const found = await findReceiver(ctx, (request.params as { readonly token: string }).token);
        calls.count(found.endpoint.id, ctx.nowMs());
        receivers.set(request, found);
      },
      handler: async (request, reply) => {
        const found = receivers.get(request);
        if (found === undefined || !(await keep(ctx, found, request))) throw noSuchReceiver();
        return answer(found, { reply, request, slow });
      },
    });
  });
}

interface Found {
  readonly endpoint: Endpoint;
  readonly answer: ReceiverAnswer;
}

async function findReceiver(ctx: ReceiveContext, token: string): Promise<Found> {
  if (readTestReceiverToken(testReceiverPath(token)) === null) throw noSuchReceiver();
  const receiver = await findReceiverByToken(ctx.store, hashToken(token));
  const endpoint = receiver === null ? null : ctx.endpoint(receiver.workspaceId, receiver.id);
  if (receiver === null || endpoint === null) throw noSuchReceiver();
  return { endpoint, answer: receiver.answer };
}

function keep(ctx: ReceiveContext, { endpoint, answer: answered }: Found, request: FastifyRequest): Promise<boolean> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const nowMs = ctx.nowMs();
  const { isVerified, by } = verifyRequest(ctx.keyBytes, {
    format: endpoint.format,
    header: (name) => [request.headers[name]].flat()[0],
    body,
    secrets: secretsInUse(endpoint, nowMs),
    nowMs,
  });
  return keepRequest(ctx.store, {
    id: idOf('trq', ctx.newId()),
    workspaceId: endpoint.workspaceId,
    endpointId: endpoint.id,
    receivedAtMs: nowMs,
    method: request.method,
    headers: readHeaders(request, endpoint),
    ...toText(body.subarray(0, KEPT_BODY_BYTES_MAX)),
    bodyBytes: body.length,
    isVerified,
    verifiedBy: by,
    answered,
  });
}

function secretsInUse({ secrets }: Endpoint, nowMs: number): readonly string[] {
  const { current, previous, previousUntilMs } = secrets;
  return previous !== null && previousUntilMs !== null && nowMs < previousUntilMs ? [current, previous] : [current];
}

function readHeaders(request: FastifyRequest, endpoint: Endpoint): ReceivedRequest['headers'] {
  const own = new Set(Object.keys(endpoint.headers).map((name) => name.toLowerCase()));
  const { rawHeaders } = request.raw;
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    const isSecret = own.has(name.toLowerCase()) || SECRET_HEADERS.has(name.toLowerCase());
    headers.push([name, isSecret ? MASK : value]);
  }
  return headers;
}

/** PostgreSQL keeps no NUL in a text, and a cut may go through a character: then the bytes are kept as base64. */
function toText(bytes: Buffer): Pick<ReceivedRequest, 'body' | 'bodyEncoding'> {
  const text = bytes.toString('utf8');
  const isExact = !text.includes('\0') && Buffer.from(text, 'utf8').equals(bytes);
  return isExact ? { body: text, bodyEncoding: 'utf8' } : { body: bytes.toString('base64'), bodyEncoding: 'base64' };
}

interface Answering {
  readonly reply: FastifyReply;
  readonly request: FastifyRequest;
  readonly slow: SlowAnswers;
}

async function answer({ answer: wanted }: Found, { reply, request, slow }: Answering): Promise<FastifyReply> {
  reply.type('text/plain; charset=utf-8');
  if (wanted === 'slow') {
    await slow.wait(request);
    return reply.code(200).send('Received, and answered late on purpose.');
  }
  return reply.code(Number(wanted)).send(TEXT_BY_ANSWER[wanted]);
}

/** Answers that are put off. Each ends when its caller hangs up, with the gateway, or at last by itself. */
class SlowAnswers {
  readonly #waiting = new Set<() => void>();

  /** @throws PosthornError `rate_limited` when too many wait already. */
  wait(request: FastifyRequest): Promise<void> {
    if (this.#waiting.size >= SLOW_MAX) {
      throw new PosthornError('rate_limited', `${SLOW_MAX} answers are being put off already.`, {
        retryAfterSeconds: 1,
      });
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, SLOW_MS);
    this.#waiting.add(resolve);
    request.raw.socket.once('close', resolve);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(resolve);
      request.raw.socket.removeListener('close', resolve);
    });
  }

  end(): void {
    for (const resolve of this.#waiting) resolve();
  }
}

function noSuchReceiver(): PosthornError {
  return new PosthornError('not_found', 'There is no such path.');
}
