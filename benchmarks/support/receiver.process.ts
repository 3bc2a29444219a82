import { createServer, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { WAMID_MARK } from './meta-body.ts';

/**
 * The receiver of the benchmark: HTTP/1.1 with keep-alive as plain as it can be, so that both sides of
 * the ratio are measured against little else than their own work. It counts distinct webhook-ids and
 * notes how long each took since the time that stands in its wamid.
 *
 * Messages from the parent: `{kind: 'window'}` begins to count anew, `{kind: 'report'}` answers with the counts.
 */
const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n');
const HEADERS_END = Buffer.from('\r\n\r\n');

let ids = new Set<string>();
let latenciesMs: number[] = [];
let requests = 0;

const server = createServer((socket) => {
  socket.setNoDelay(true);
  let rest: Buffer | null = null;
  socket.on('data', (chunk: Buffer) => {
    rest = serve(socket, rest === null ? chunk : Buffer.concat([rest, chunk]));
  });
  socket.on('error', () => socket.destroy());
});

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
    socket.write(ANSWER);
    buffer = buffer.subarray(end);
  }
  return null;
}

function count(head: string, buffer: Buffer, bodyStart: number): void {
  requests++;
  const id = /webhook-id: ([^\r]+)/i.exec(head)?.[1];
  if (id !== undefined) ids.add(id);
  const wamid = buffer.indexOf(WAMID_MARK, bodyStart, 'latin1');
  if (wamid === -1) return;
  const micros = Number.parseInt(
    buffer.toString('latin1', wamid + WAMID_MARK.length, wamid + WAMID_MARK.length + 11),
    36,
  );
  latenciesMs.push(performance.timeOrigin + performance.now() - micros / 1_000);
}

process.on('message', (message: { kind: 'window' | 'report' }) => {
  if (message.kind === 'window') {
    ids = new Set();
    latenciesMs = [];
    requests = 0;
    process.send?.({ kind: 'window' });
    return;
  }
  latenciesMs.sort((a, b) => a - b);
  const at = (share: number) =>
    latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(latenciesMs.length * share))] ?? 0;
  process.send?.({ kind: 'report', distinct: ids.size, requests, p50Ms: at(0.5), p99Ms: at(0.99) });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.send?.({ kind: 'listening', port: address.port });
});
