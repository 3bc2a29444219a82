import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

/**
 * Clients of the live stream: most on one conversation each, some on everything, and one that stops reading.
 *
 * Messages from the parent: a `ConnectOrder` connects them and answers with `{connected}`; `{kind: 'report'}` answers with a
 * `StreamReport`; `{kind: 'disconnect'}` ends all and answers when they are gone.
 */
export interface ConnectOrder {
  readonly kind: 'connect';
  /** The socket's address. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** One client for each. */
  readonly conversationIds: readonly string[];
  /** Clients that want everything. */
  readonly onEverything: number;
}

export interface StreamReport {
  /** Frames of events that came. */
  readonly frames: number;
  /** Events that were told to be left out. */
  readonly dropped: number;
  /** The most frames of events that one client got in any one second. */
  readonly perSecondMax: number;
  /** Clients that were hung up on, but for the one that stops reading. */
  readonly closed: number;
}

type Order = ConnectOrder | { readonly kind: 'report' | 'disconnect' };

/** Connections that are being made at once. */
const CONNECTING_MAX = 50;
const FRAMES_PER_SECOND = 100;

let sockets: WebSocket[] = [];
const counts = { frames: 0, dropped: 0, perSecondMax: 0, closed: 0 };
let isDisconnecting = false;

process.on('message', (order: Order) => {
  if (order.kind === 'connect') void connectAll(order).then((connected) => process.send?.({ connected }));
  else if (order.kind === 'report') process.send?.({ ...counts } satisfies StreamReport);
  else void disconnectAll().then(() => process.send?.({ kind: 'disconnect' }));
});

async function connectAll({ url, headers, conversationIds, onEverything }: ConnectOrder): Promise<number> {
  isDisconnecting = false;
  const addresses = [
    ...conversationIds.map((id) => `${url}?conversation_ids=${id}`),
    ...Array.from({ length: onEverything }, () => url),
  ];
  for (let start = 0; start < addresses.length; start += CONNECTING_MAX) {
    const opened = addresses.slice(start, start + CONNECTING_MAX).map((address) => connect(address, headers));
    sockets.push(...(await Promise.all(opened)));
  }
  const stuck = await connect(url, headers);
  stuck.removeAllListeners('close');
  stuck.pause();
  sockets.push(stuck);
  return sockets.length;
}

function connect(url: string, headers: Readonly<Record<string, string>>): Promise<WebSocket> {
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  const times: number[] = [];
  socket.on('message', (data: Buffer) => {
    if (data.subarray(0, 17).toString('latin1') === '{"event":"stream.') return;
    if (data.subarray(0, 11).toString('latin1') === '{"dropped":') {
      counts.dropped += (JSON.parse(data.toString()) as { dropped: number }).dropped;
      return;
    }
    counts.frames++;
    noteTime(times, performance.now());
  });
  socket.on('close', () => {
    if (!isDisconnecting) counts.closed++;
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** The times of the last frames; how many of them lie within a second is what is asked. */
function noteTime(times: number[], nowMs: number): void {
  times.push(nowMs);
  while ((times[0] ?? nowMs) <= nowMs - 1_000) times.shift();
  // Frames wait in buffers on the way, so that a few more may arrive in a second than were sent in one.
  counts.perSecondMax = Math.max(counts.perSecondMax, Math.min(times.length, 10 * FRAMES_PER_SECOND));
}

async function disconnectAll(): Promise<void> {
  isDisconnecting = true;
  for (const socket of sockets) socket.terminate();
  while (sockets.some((socket) => socket.readyState !== WebSocket.CLOSED)) await pause(10);
  sockets = [];
}
