import { createHash, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphErrorAnswer } from './errors.ts';
import { buildGraphError } from './errors.ts';

/** Most of a Graph call that is read. The largest documented body, a template, is far below. */
const REQUEST_BYTES_MAX = 1_000_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** A call that carried the right token. */
export interface GraphCall {
  readonly method: string;
  /** Segments of the path without the version: `['318940275561203', 'messages']`. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** Undefined when there was no body. */
  readonly body: unknown;
}

export interface GraphAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A Graph call as it is recorded: without its headers, for one of them is the token. */
export interface GraphRequestRecord {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
}

export interface GraphServerContext {
  readonly accessToken: string;
  readonly traceId: () => string;
  readonly nowMs: () => number;
  readonly answer: (call: GraphCall) => Promise<GraphAnswer>;
  readonly record: (request: GraphRequestRecord) => void;
}

/** The HTTP side of the Graph API: token, body and bounds. What calls mean is decided by `ctx.answer`. */
export class GraphServer {
  readonly #server: http.Server;

  constructor(ctx: GraphServerContext) {
    this.#server = http.createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
      serve(ctx, request).then(
        (answer) => write(response, answer),
        () =>
          write(response, { status: 500, body: { error: { message: 'Internal error of the simulator.', code: 1 } } }),
      );
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
}

async function serve(ctx: GraphServerContext, request: http.IncomingMessage): Promise<GraphAnswer> {
  const url = new URL(request.url ?? '/', 'http://simulator');
  const method = request.method ?? 'GET';
  const read = await readBody(request);
  const body = 'body' in read ? read.body : undefined;
  const answer = await decide(ctx, { request, url, method, read });
  ctx.record({ atMs: ctx.nowMs(), method, path: url.pathname, body, status: answer.status, answer: answer.body });
  return answer;
}

interface Incoming {
  readonly request: http.IncomingMessage;
  readonly url: URL;
  readonly method: string;
  readonly read: BodyRead;
}

async function decide(ctx: GraphServerContext, { request, url, method, read }: Incoming): Promise<GraphAnswer> {
  if (!carriesToken(request.headers.authorization, ctx.accessToken)) return fail(ctx, 190);
  if ('problem' in read) return fail(ctx, 100, read.problem);
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  if (/^v\d{1,3}\.\d{1,2}$/.test(segments[0] ?? '')) segments.shift();
  return ctx.answer({ method, segments, query: url.searchParams, body: read.body });
}

function fail(ctx: GraphServerContext, code: number, details?: string): GraphErrorAnswer {
  return buildGraphError(code, ctx.traceId(), details);
}

function carriesToken(header: string | undefined, accessToken: string): boolean {
  const token = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
  // Digests have one length, so the compare takes the same time for every token.
  return token !== undefined && timingSafeEqual(digest(token), digest(accessToken));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

type BodyRead = { readonly body: unknown } | { readonly problem: string };

async function readBody(request: http.IncomingMessage): Promise<BodyRead> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    byteCount += chunk.length;
    if (byteCount <= REQUEST_BYTES_MAX) chunks.push(chunk);
  }
  if (byteCount > REQUEST_BYTES_MAX) return { problem: `The body is longer than ${REQUEST_BYTES_MAX} bytes.` };
  if (byteCount === 0) return { body: undefined };
  return parseBody(Buffer.concat(chunks).toString('utf8'), request.headers['content-type'] ?? '');
}

function parseBody(text: string, contentType: string): BodyRead {
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return { body: Object.fromEntries(new URLSearchParams(text)) };
  }
  try {
    return { body: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: 'The body is not JSON.' };
    throw error;
  }
}

function write(response: http.ServerResponse, answer: GraphAnswer): void {
  const bytes = Buffer.from(JSON.stringify(answer.body), 'utf8');
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': bytes.length,
  });
  response.end(bytes);
}

function toUrl(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return '';
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
