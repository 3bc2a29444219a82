import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

/**
 * Clients that hand in messages over HTTP and do not wait for Meta, to many people from many numbers in turn.
 *
 * The first message from the parent is a `SendLoadOrder`. After that each `{kind: 'upTo', count}` lets so many messages be
 * handed in altogether; it is answered with a `SendLoadReport`.
 */
export interface SendLoadOrder {
  readonly origin: string;
  readonly apiKeys: readonly string[];
  readonly channelIds: readonly string[];
  readonly recipients: number;
  readonly connections: number;
}

export interface SendLoadReport {
  readonly handedIn: number;
  readonly refused: number;
}

type Order = SendLoadOrder | { readonly kind: 'upTo'; readonly count: number };

/** How often a client that may hand nothing in looks again. */
const IDLE_MS = 2;

let begun = 0;
let handedIn = 0;
let refused = 0;
let upTo = 0;

process.on('message', (order: Order) => {
  if ('kind' in order) {
    upTo = order.count;
    process.send?.({ handedIn, refused } satisfies SendLoadReport);
    return;
  }
  const pool = new Pool(order.origin, { connections: order.connections, pipelining: 1 });
  for (let client = 0; client < order.connections; client++) void handInForEver(pool, order);
});

async function handInForEver(pool: Pool, order: SendLoadOrder): Promise<void> {
  for (;;) {
    if (begun >= upTo) await pause(IDLE_MS);
    else await handIn(pool, order, begun++);
  }
}

async function handIn(pool: Pool, order: SendLoadOrder, number: number): Promise<void> {
  const { apiKeys, channelIds, recipients } = order;
  const recipient = Math.floor(number / channelIds.length) % recipients;
  const body = {
    channel_id: channelIds[number % channelIds.length],
    to: `+49151${String(10_000_000 + recipient)}`,
    type: 'template',
    template: { name: 'order_update', language: { code: 'en' } },
  };
  const answer = await pool.request({
    path: '/v1/messages',
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      prefer: 'respond-async',
      authorization: `Bearer ${apiKeys[number % apiKeys.length]}`,
    },
    body: JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode === 202) {
    handedIn++;
    return;
  }
  if (refused++ === 0) console.error(`The first message that was refused: ${answer.statusCode} ${text}`);
}
