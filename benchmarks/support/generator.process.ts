import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type Dispatcher, Pool } from 'undici';
import { APP_ID } from './gateway-process.ts';
import { metaSignature, textBody, WAMID_MARK } from './meta-body.ts';
import { quantilesOf } from './quantiles.ts';

/**
 * The load of the benchmark: closed loops over keep-alive connections, or an open loop at a rate; one signed
 * message per POST. Against the receiver itself it is the bare loop: the same bytes, nothing hashed.
 *
 * Message from the parent: one `LoadOrder`; the answer is one `LoadReport`. `{kind: 'stop'}` ends it before its time.
 */
export interface LoadOrder {
  readonly kind: 'gateway' | 'bare';
  /** One for each node: they get the same share of the load. */
  readonly origins: readonly string[];
  /** To all of them together. */
  readonly connections: number;
  /** Size of a body. */
  readonly payloadBytes: number;
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
  /** How much later than it should have been the generator itself began to send, in an open loop. Part of every latency. */
  readonly lateP99Ms: number;
}

/** How often an open loop looks what is due. */
const TICK_MS = 1;

let isStopped = false;

process.on('message', (message: LoadOrder | { readonly kind: 'stop' }) => {
  isStopped = message.kind === 'stop';
  if (message.kind !== 'stop') void load(message).then((report) => process.send?.(report));
});

async function load(order: LoadOrder): Promise<LoadReport> {
  const perOrigin = Math.ceil(order.connections / order.origins.length);
  const pools = order.origins.map((origin) => new Pool(origin, { connections: perOrigin, pipelining: 1 }));
  const template = templateOf(order.payloadBytes);
  const endMs = performance.now() + order.seconds * 1_000;
  const latenciesMs: number[] = [];
  const lateMs: number[] = [];
  const counts = { answered: 0, refused: 0 };
  let number = 0;
  /** @param dueMs When it should have been sent: what it waits for is part of what it takes. */
  const sendOne = async (dueMs: number, pool: Pool | undefined) => {
    if (pool === undefined) return;
    lateMs.push(performance.now() - dueMs);
    const statusCode = await send(pool, order, { template, number: number++, dueMs });
    latenciesMs.push(performance.now() - dueMs);
    if (statusCode === 200) counts.answered++;
    else counts.refused++;
  };
  if (order.ratePerSecond === null) {
    const loops = Array.from({ length: order.connections }, async (_, loop) => {
      const pool = pools[loop % pools.length];
      while (performance.now() < endMs && !isStopped) await sendOne(performance.now(), pool);
    });
    await Promise.all(loops);
  } else {
    const loop = { ratePerSecond: order.ratePerSecond, count: Math.round(order.ratePerSecond * order.seconds) };
    await openLoop(loop, (dueMs) => sendOne(dueMs, pools[number % pools.length]));
  }
  await Promise.all(pools.map((pool) => pool.close()));
  const [at, lateAt] = [quantilesOf(latenciesMs), quantilesOf(lateMs)];
  return { ...counts, p50Ms: at(0.5), p99Ms: at(0.99), lateP99Ms: lateAt(0.99) };
}

/** All of them are sent, however late the generator is. */
async function openLoop(
  { ratePerSecond, count }: { readonly ratePerSecond: number; readonly count: number },
  sendOne: (dueMs: number) => Promise<void>,
): Promise<void> {
  const startMs = performance.now();
  const sent: Promise<void>[] = [];
  while (sent.length < count && !isStopped) {
    const dueCount = Math.min(count, 1 + Math.floor(((performance.now() - startMs) * ratePerSecond) / 1_000));
    while (sent.length < dueCount) sent.push(sendOne(startMs + (sent.length * 1_000) / ratePerSecond));
    await pause(TICK_MS);
  }
  await Promise.all(sent);
}

interface Sent {
  readonly template: Template;
  readonly number: number;
  readonly dueMs: number;
}

function send(pool: Pool, order: LoadOrder, { template, number, dueMs }: Sent): Promise<number> {
  const micros = Math.round((performance.timeOrigin + dueMs) * 1_000);
  const tag = `${micros.toString(36).padStart(11, '0')}-${order.run}-${number}`;
  const body = taggedBody(template, tag);
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

interface Template {
  readonly body: Buffer;
  /** Where the tag begins. */
  readonly tagStart: number;
}

function templateOf(payloadBytes: number): Template {
  const body = textBody('', undefined, payloadBytes);
  return { body, tagStart: body.indexOf(WAMID_MARK) + WAMID_MARK.length };
}

/** One message with its tag put in: the harness makes no JSON while it measures. */
function taggedBody(template: Template, tag: string): Buffer {
  const body = Buffer.from(template.body);
  body.write(tag.padEnd(40, '_'), template.tagStart, 'latin1');
  return body;
}
