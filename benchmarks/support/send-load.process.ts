import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

/**
 * Clients that hand in messages over HTTP and do not wait for Meta, to many people from many numbers in turn.
 *
 * The first message from the parent is a `SendLoadOrder`. After that each `{kind: 'upTo', counts}` lets so many messages of
 * each number be handed in altogether; it is answered with a `SendLoadReport`.
 */
export interface SendLoadOrder {
  readonly origin: string;
  readonly apiKeys: readonly string[];
  readonly channelIds: readonly string[];
  readonly recipients: number;
  readonly connections: number;
}

export interface SendLoadReport {
  /** By number, in the order of its channel. */
  readonly handedIn: readonly number[];
  readonly refused: number;
}

type Order = SendLoadOrder | { readonly kind: 'upTo'; readonly counts: readonly number[] };

/** How often a client that may hand nothing in looks again. */
const IDLE_MS = 2;

const begun: number[] = [];
const handedIn: number[] = [];
let refused = 0;
let upTo: readonly number[] = [];
/** The number that had its turn last. */
let turn = 0;

process.on('message', (order: Order) => {
  if ('kind' in order) {
    upTo = order.counts;
    process.send?.({ handedIn, refused } satisfies SendLoadReport);
    return;
  }
  for (const index of order.channelIds.keys()) begun[index] = handedIn[index] = 0;
  const pool = new Pool(order.origin, { connections: order.connections, pipelining: 1 });
  for (let client = 0; client < order.connections; client++) void handInForEver(pool, order);
});

async function handInForEver(pool: Pool, order: SendLoadOrder): Promise<void> {
  for (;;) {
    const index = nextNumber();
    if (index === null) await pause(IDLE_MS);
    else await handIn(pool, order, index);
  }
}

/** Null: every number has as many as it may have. */
function nextNumber(): number | null {
  for (let step = 1; step <= begun.length; step++) {
    const index = (turn + step) % begun.length;
    if (begunOf(index) >= (upTo[index] ?? 0)) continue;
    turn = index;
    return index;
  }
  return null;
}

function begunOf(index: number): number {
  return begun[index] ?? 0;
}

async function handIn(pool: Pool, order: SendLoadOrder, index: number): Promise<void> {
  const { apiKeys, channelIds, recipients } = order;
  const number = begunOf(index);
  begun[index] = number + 1;
  const body = {
    channel_id: channelIds[index],
    to: `+49151${String(10_000_000 + (number % recipients))}`,
    type: 'template',
    template: { name: 'order_update', language: { code: 'en' } },
  };
  const answer = await pool.request({
    path: '/v1/messages',
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      prefer: 'respond-async',
      authorization: `Bearer ${apiKeys[(number + index) % apiKeys.length]}`,
    },
    body: JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode === 202) {
    handedIn[index] = (handedIn[index] ?? 0) + 1;
    return;
  }
  if (refused++ === 0) console.error(`The first message that was refused: ${answer.statusCode} ${text}`);
}
