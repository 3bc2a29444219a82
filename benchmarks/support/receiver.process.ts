import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { createServer as createTlsServer } from 'node:tls';
import { parseArgs } from 'node:util';
import { WAMID_MARK } from './meta-body.ts';
import { quantilesOf } from './quantiles.ts';

/**
 * The receiver of the benchmark: HTTP/1.1 with keep-alive as plain as it can be, so that both sides of
 * the ratio are measured against little else than their own work. It counts distinct webhook-ids, for each
 * path by itself, and notes how long each took since the time that stands in its wamid to the last byte of its body.
 *
 * Arguments: `--cert` and `--key`, files in PEM: it speaks TLS.
 *
 * Messages from the parent: `{kind: 'window'}` begins to count anew, `{kind: 'report'}` answers with a `ReceiverReport`,
 * `{kind: 'answer', status}` answers with another status from now on.
 */
export interface ReceiverReport {
  readonly distinct: number;
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** When the last one came, epoch ms. 0: none did. */
  readonly lastAtMs: number;
}

type Order = { readonly kind: 'window' | 'report' } | { readonly kind: 'answer'; readonly status: number };

const HEADERS_END = Buffer.from('\r\n\r\n');

const { values: options } = parseArgs({ options: { cert: { type: 'string' }, key: { type: 'string' } } });

let answer = answerOf(200);
let ids = new Set<string>();
let latenciesMs: number[] = [];
let requests = 0;
let lastAtMs = 0;

const server =
  options.cert === undefined || options.key === undefined
    ? createServer(serveSocket)
    : createTlsServer(
        { cert: readFileSync(options.cert), key: readFileSync(options.key), ALPNProtocols: ['http/1.1'] },
        serveSocket,
      );

function serveSocket(socket: Socket): void {
  socket.setNoDelay(true);
  let rest: Buffer | null = null;
  socket.on('data', (chunk: Buffer) => {
    rest = serve(socket, rest === null ? chunk : Buffer.concat([rest, chunk]));
  });
  socket.on('error', () => socket.destroy());
}

/** Answers each complete request in the buffer. @returns what is left of an incomplete one. */
function serve(socket: Socket, received: Buffer): Buffer | null {
  let buffer = received;
  while (buffer.length > 0) {
    const headersEnd = buffer.indexOf(HEADERS_END);
    if (headersEnd === -1) return buffer;
    const head = buffer.toString('latin1', 0, headersEnd);
    const end = headersEnd + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (buffer.length < end) return buffer;
    count(head, buffer, headersEnd + 4);
    socket.write(answer);
    buffer = buffer.subarray(end);
  }
  return null;
}

function count(head: string, buffer: Buffer, bodyStart: number): void {
  requests++;
  lastAtMs = performance.timeOrigin + performance.now();
  const id = /webhook-id: ([^\r]+)/i.exec(head)?.[1];
  // Endpoints get one event under one id: the path tells them apart.
  if (id !== undefined) ids.add(head.slice(0, head.indexOf('\r')) + id);
  const wamid = buffer.indexOf(WAMID_MARK, bodyStart, 'latin1');
  if (wamid === -1) return;
  const micros = Number.parseInt(
    buffer.toString('latin1', wamid + WAMID_MARK.length, wamid + WAMID_MARK.length + 11),
    36,
  );
  latenciesMs.push(lastAtMs - micros / 1_000);
}

process.on('message', (order: Order) => {
  if (order.kind === 'report') {
    process.send?.(report());
    return;
  }
  if (order.kind === 'answer') answer = answerOf(order.status);
  else {
    ids = new Set();
    latenciesMs = [];
    requests = 0;
  }
  process.send?.({ kind: order.kind });
});

function report(): ReceiverReport {
  const at = quantilesOf(latenciesMs);
  return { distinct: ids.size, requests, p50Ms: at(0.5), p99Ms: at(0.99), lastAtMs };
}

function answerOf(status: number): Buffer {
  return Buffer.from(`HTTP/1.1 ${status} Answer\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n`);
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.send?.({ kind: 'listening', port: address.port });
});
