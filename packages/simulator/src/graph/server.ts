import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphAnswer, GraphCall, GraphRequestRecord } from './call.ts';
import { buildExpiredTokenError, buildGraphError } from './errors.ts';
import { type BodyRead, BodyReader } from './read-body.ts';
import type { TokenGrant, Tokens } from './tokens.ts';
import { writeAnswer } from './write-answer.ts';

const REQUEST_TIMEOUT_MS = 30_000;

/** Longer than clients keep an idle connection, so that it is never closed under a call that is on its way. */
const KEEP_ALIVE_MS = 65_000;

export interface GraphServerContext {
  readonly tokens: Tokens;
  /** `appId|appSecret`: what apps look at tokens with. */
  readonly appToken: string;
  readonly appId: string;
  /** How far the `Date` of answers is from the time it is, read at call time. */
  readonly dateSkewMs: () => number;
  readonly answerDelayMs: number;
  readonly traceId: () => string;
  readonly nowMs: () => number;
  readonly wait: (delayMs: number) => Promise<void>;
  readonly answer: (call: GraphCall) => GraphAnswer | Promise<GraphAnswer>;
  readonly record: (request: GraphRequestRecord) => void;
}

/** The HTTP side of the Graph API: token, body and bounds. What calls mean is decided by `ctx.answer`. */
export class GraphServer {
  readonly #ctx: GraphServerContext;
  readonly #bodies = new BodyReader();
  readonly #server: http.Server;

  constructor(ctx: GraphServerContext) {
    this.#ctx = ctx;
    const options = { requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true };
    this.#server = http.createServer(options, (request, response) => {
      this.#serve(request)
        .catch(() => INTERNAL_ERROR)
        .then((answer) => {
          const skewMs = ctx.dateSkewMs();
          if (skewMs !== 0) response.setHeader('date', new Date(ctx.nowMs() + skewMs).toUTCString());
          return writeAnswer(response, answer, ctx.wait);
        })
        .catch(() => response.destroy());
    });
  }

  /** Resolves with the base URL, without a slash at the end. */
  listen(host: string, port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.removeListener('error', reject);
        resolve(toUrl(this.#server.address()));
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: http.IncomingMessage): Promise<GraphAnswer> {
    const ctx = this.#ctx;
    const url = new URL(request.url ?? '/', 'http://simulator');
    const method = request.method ?? 'GET';
    const read = await this.#bodies.read(request);
    const answer = await decide(ctx, { token: readToken(request), url, method, read });
    ctx.record({
      atMs: ctx.nowMs(),
      method,
      path: url.pathname,
      body: 'body' in read ? read.body : undefined,
      status: answer.wire?.kind === 'lost' ? null : answer.status,
      answer: answer.body,
    });
    if (ctx.answerDelayMs > 0) await ctx.wait(ctx.answerDelayMs);
    return answer;
  }
}

const INTERNAL_ERROR: GraphAnswer = {
  status: 500,
  body: { error: { message: 'Internal error of the simulator.', code: 1 } },
};

interface Incoming {
  readonly token: string;
  readonly url: URL;
  readonly method: string;
  readonly read: BodyRead;
}

function decide(ctx: GraphServerContext, incoming: Incoming): GraphAnswer | Promise<GraphAnswer> {
  const { token, url, method, read } = incoming;
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  if (/^v\d{1,3}\.\d{1,2}$/.test(segments[0] ?? '')) segments.shift();
  const grant = findGrant(ctx, token, segments);
  if (grant === null) return buildGraphError(190, ctx.traceId());
  if (grant.expiredAtMs !== null) {
    return buildExpiredTokenError(ctx.traceId(), { expiredAtMs: grant.expiredAtMs, nowMs: ctx.nowMs() });
  }
  if ('problem' in read) return buildGraphError(read.code, ctx.traceId(), read.problem);
  return ctx.answer({
    method,
    segments,
    query: url.searchParams,
    body: read.body,
    upload: read.upload,
    grant,
    isApp: token === ctx.appToken,
  });
}

/** The app's own token is good for the app itself, and to look at others. */
function findGrant(ctx: GraphServerContext, token: string, segments: readonly string[]): TokenGrant | null {
  if (token === ctx.appToken && ['debug_token', ctx.appId].includes(segments[0] ?? ''))
    return { ids: new Set(), expiredAtMs: null };
  return ctx.tokens.find(token);
}

/** The bearer token; empty when there is none. */
function readToken(request: http.IncomingMessage): string {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

function toUrl(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return '';
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
