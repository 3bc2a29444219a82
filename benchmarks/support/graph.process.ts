import { createServer, type ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';

/**
 * Meta's Graph API as far as sending needs it, as plain as it can be: it takes every message and notes for each number when
 * it came. Closed, it refuses them as Meta does when a number sends too much, so that they stay in the queue. Anything else
 * is answered with what a call that only looks whether it succeeded can read.
 *
 * Messages from the parent: `{kind: 'report'}`, or `{kind: 'open'}`; the answer is one `GraphReport`.
 */
export interface GraphReport {
  readonly port: number;
  /** Messages that were taken since the start, by number. */
  readonly sent: Readonly<Record<string, number>>;
  /** Calls that came when had sent `NUMBER_LIMIT` in the second before. */
  readonly overLimit: number;
}

/** Messages that Meta lets a number send in a second. */
export const NUMBER_LIMIT = 80;

const THROTTLED = JSON.stringify({
  error: {
    message: '(#130429) Rate limit hit',
    type: 'OAuthException',
    code: 130_429,
    error_data: { messaging_product: 'whatsapp', details: 'Message failed to send because there were too many.' },
    fbtrace_id: 'BENCH',
  },
});

/** When the last messages of a number came, the oldest first. */
const arrivalsMs = new Map<string, number[]>();
const sent: Record<string, number> = {};
let isOpen = false;
let sentCount = 0;
let overLimit = 0;

const server = createServer((request, response) => {
  // The moment that counts is the one in which Meta has the request, not the one in which its answer is ready.
  const numberId = /\/(\d+)\/messages$/.exec(request.url ?? '')?.[1];
  if (numberId !== undefined && request.method === 'POST') note(numberId);
  request.resume();
  request.on('end', () => {
    if (numberId === undefined) answer(response, 200, '{"data":[],"success":true}');
    else if (isOpen) answer(response, 200, takenAnswer(numberId));
    else answer(response, 400, THROTTLED);
  });
});

function note(numberId: string): void {
  const nowMs = performance.now();
  const before = arrivalsMs.get(numberId) ?? [];
  const oldest = before.length < NUMBER_LIMIT ? undefined : before.shift();
  if (oldest !== undefined && nowMs - oldest < 1_000) {
    overLimit++;
    console.error(
      `OVER ${numberId} gap ${(nowMs - oldest).toFixed(1)} at ${nowMs.toFixed(0)} open ${isOpen} sent ${sent}`,
    );
  }
  before.push(nowMs);
  arrivalsMs.set(numberId, before);
}

function takenAnswer(numberId: string): string {
  sent[numberId] = (sent[numberId] ?? 0) + 1;
  sentCount++;
  return `{"messaging_product":"whatsapp","contacts":[],"messages":[{"id":"wamid.BENCH${sentCount}"}]}`;
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

process.on('message', ({ kind }: { readonly kind: 'report' | 'open' }) => {
  if (kind === 'open') isOpen = true;
  process.send?.(report());
});

function report(): GraphReport {
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    sent,
    overLimit,
  };
}

// Longer than every pause of the benchmark: a connection that is closed while it is used looks like a lost answer.
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.(report()));
