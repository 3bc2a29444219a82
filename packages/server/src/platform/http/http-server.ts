import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { toProblem } from './problem.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** Header bytes of one request. */
const HEADER_BYTES_MAX = 16 * 1024;
/** From the first byte of a request to the last of its headers: slow senders do not hold sockets. */
const HEADERS_TIMEOUT_MS = 10_000;
/** From the first byte of a request to the last of its body: 4 MB at 1 Mbit/s. */
const REQUEST_TIMEOUT_MS = 40_000;
/** Longer than the idle time of the usual load balancers (60 s), so that they close first and no request meets a closing socket. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
/** Without a byte in either direction. Longer than the slowest call, a test send with its time-out of 30 s. */
const SILENT_SOCKET_TIMEOUT_MS = 120_000;

/** Makes the node server with its bounds: for the API alone, or for an outer listener that serves other paths too. */
export function createHttpServer(listener: RequestListener): Server {
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: HEADERS_TIMEOUT_MS / 2,
    },
    listener,
  );
  server.setTimeout(SILENT_SOCKET_TIMEOUT_MS);
  return server;
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
