import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type Dispatcher, Pool } from 'undici';
import { APP_ID } from './gateway-process.ts';
import { metaSignature, textBody, WAMID_MARK } from './meta-body.ts';

/**
 * The load of the benchmark: closed loops over keep-alive connections, or an open loop at a rate; one signed
 * message per POST. Against the receiver itself it is the bare loop: the same bytes, nothing hashed.
 *
 * Message from the parent: one `LoadOrder`; the answer is one `LoadReport`. `{kind: 'stop'}` ends it before its time.
 */
export interface LoadOrder {
  readonly kind: 'gateway' | 'bare';
  readonly origin: string;
  readonly connections: number;
  readonly seconds: number;
  /** An open loop: so many are sent a second, whether or not those before were answered. Null: a closed loop. */
  readonly ratePerSecond: number | null;
  /** Makes wamids of different runs different. */
  readonly run: string;
}

export interface LoadReport {
  readonly answered: number;
  readonly refused: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** How often an open loop looks what is due. */
const TICK_MS = 1;

let isStopped = false;

process.on('message', (message: LoadOrder | { readonly kind: 'stop' }) => {
  isStopped = message.kind === 'stop';
  if (message.kind !== 'stop') void load(message).then((report) => process.send?.(report));
});

async function load(order: LoadOrder): Promise<LoadReport> {
  const pool = new Pool(order.origin, { connections: order.connections, pipelining: 1 });
  const endMs = performance.now() + order.seconds * 1_000;
  const latenciesMs: number[] = [];
  const counts = { answered: 0, refused: 0 };
  let number = 0;
  /** @param dueMs When it should have been sent: what it waits for is part of what it takes. */
  const sendOne = async (dueMs: number) => {
    const statusCode = await send(pool, order, { number: number++, dueMs });
    latenciesMs.push(performance.now() - dueMs);
    if (statusCode === 200) counts.answered++;
    else counts.refused++;
  };
  if (order.ratePerSecond === null) {
    const loops = Array.from({ length: order.connections }, async () => {
      while (performance.now() < endMs && !isStopped) await sendOne(performance.now());
    });
    await Promise.all(loops);
  } else {
    await openLoop(order.ratePerSecond, () => performance.now() < endMs && !isStopped, sendOne);
  }
  await pool.close();
  latenciesMs.sort((a, b) => a - b);
  const at = (share: number) =>
    latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(latenciesMs.length * share))] ?? 0;
  return { ...counts, p50Ms: at(0.5), p99Ms: at(0.99) };
}

async function openLoop(
  ratePerSecond: number,
  goesOn: () => boolean,
  sendOne: (dueMs: number) => Promise<void>,
): Promise<void> {
  const startMs = performance.now();
  const sent: Promise<void>[] = [];
  while (goesOn()) {
    const dueCount = 1 + Math.floor(((performance.now() - startMs) * ratePerSecond) / 1_000);
    while (sent.length < dueCount) sent.push(sendOne(startMs + (sent.length * 1_000) / ratePerSecond));
    await pause(TICK_MS);
  }
  await Promise.all(sent);
}

interface Sent {
  readonly number: number;
  readonly dueMs: number;
}

function send(pool: Pool, order: LoadOrder, { number, dueMs }: Sent): Promise<number> {
  const micros = Math.round((performance.timeOrigin + dueMs) * 1_000);
  const tag = `${micros.toString(36).padStart(11, '0')}-${order.run}-${number}`;
  const body = taggedBody(tag);
  const headers =
    order.kind === 'bare'
      ? { 'content-type': 'application/json', 'webhook-id': tag }
      : { 'content-type': 'application/json', 'x-hub-signature-256': metaSignature(body) };
  const path = order.kind === 'bare' ? '/' : `/webhooks/meta/${APP_ID}`;
  return new Promise((resolve) => {
    let status = 0;
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: () => {},
      onResponseStart: (_controller, statusCode) => {
        status = statusCode;
      },
      onResponseData: () => {},
      onResponseEnd: () => resolve(status),
      onResponseError: () => resolve(0),
    };
    pool.dispatch({ path, method: 'POST', headers, body }, handler);
  });
}

const template = textBody('');
const tagStart = template.indexOf(WAMID_MARK) + WAMID_MARK.length;

/** One message with its tag put in: the harness makes no JSON while it measures. */
function taggedBody(tag: string): Buffer {
  const body = Buffer.from(template);
  body.write(tag.padEnd(40, '_'), tagStart, 'latin1');
  return body;
}
