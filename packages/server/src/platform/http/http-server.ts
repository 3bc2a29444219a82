import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { toProblem } from './problem.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** Header bytes of one request. */
const HEADER_BYTES_MAX = 16 * 1024;
/** From the first byte of a request to the last of its headers: slow senders do not hold sockets. */
const HEADERS_TIMEOUT_MS = 10_000;
/** From the headers of a request to the last byte of its body: 4 MB at 1 Mbit/s. */
const BODY_TIMEOUT_MS = 40_000;
/** The same where large files come in: 100 MB at 1 Mbit/s. */
const SLOW_BODY_TIMEOUT_MS = 900_000;
/** Longer than the idle time of the usual load balancers (60 s), so that they close first and no request meets a closing socket. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
/** Without a byte in either direction. Longer than the slowest call, a test send with its time-out of 30 s. */
const SILENT_SOCKET_TIMEOUT_MS = 120_000;

/**
 * Makes the node server with its bounds: for the API alone, or for an outer listener that serves other paths too.
 *
 * @param bodyTimeoutMs How long a body may take, where the route does not allow it more by `allowSlowBody`.
 */
export function createHttpServer(listener: RequestListener, bodyTimeoutMs = BODY_TIMEOUT_MS): Server {
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: SLOW_BODY_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: HEADERS_TIMEOUT_MS / 2,
    },
    (request, response) => {
      noteBody(request, performance.now() + bodyTimeoutMs);
      listener(request, response);
    },
  );
  server.setTimeout(SILENT_SOCKET_TIMEOUT_MS);
  endSlowBodies(server, bodyTimeoutMs / CHECKS_PER_BODY_TIMEOUT);
  return server;
}

/** How often, in the time that a body may take, it is looked whether one takes longer. */
const CHECKS_PER_BODY_TIMEOUT = 8;

interface OpenBody {
  request: IncomingMessage;
  endsAtMs: number;
}

/**
 * The newest request of each connection. Node itself has one time for the bodies of all routes. One look at all
 * connections every few seconds costs less than a timer for each request: on the Meta route that was 1 % of the way.
 */
const bodies = new WeakMap<Socket, OpenBody>();

function noteBody(request: IncomingMessage, endsAtMs: number): void {
  const body = bodies.get(request.socket);
  if (body === undefined) {
    bodies.set(request.socket, { request, endsAtMs });
  } else {
    body.request = request;
    body.endsAtMs = endsAtMs;
  }
}

/** Allows the body of a request the time that a large file needs. It still may not stand still. */
export function allowSlowBody(request: IncomingMessage): void {
  const body = bodies.get(request.socket);
  if (body?.request === request) body.endsAtMs = Number.POSITIVE_INFINITY;
}

function endSlowBodies(server: Server, everyMs: number): void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const timer = setInterval(() => {
    const nowMs = performance.now();
    for (const socket of sockets) {
      const body = bodies.get(socket);
      if (body === undefined || body.request.complete || body.endsAtMs > nowMs) continue;
      const error = Object.assign(new Error('The body took too long.'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
      server.emit('clientError', error, socket);
    }
  }, everyMs).unref();
  server.once('close', () => clearInterval(timer));
}

const STATUS_BY_NODE_CODE: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/** Answers what is no HTTP at all, or came too slowly, and hangs up. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket, requestId: string): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [statusCode, reason] = STATUS_BY_NODE_CODE[error.code ?? ''] ?? [400, 'Bad Request'];
  const problem = toProblem(Object.assign(new Error(reason), { statusCode }), requestId);
  const body = JSON.stringify(problem.body);
  const headers = {
    ...SECURITY_HEADERS,
    ...problem.headers,
    connection: 'close',
    'content-length': Buffer.byteLength(body),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${statusCode} ${reason}\r\n${lines.join('')}\r\n${body}`);
}
