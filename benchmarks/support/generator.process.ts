import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type Dispatcher, Pool } from 'undici';
import { APP_ID } from './gateway-process.ts';
import { metaSignature, textBody, WAMID_MARK } from './meta-body.ts';
import { quantilesOf } from './quantiles.ts';
import { type RequestTemplate, WebhookClient } from './webhook-client.ts';

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
  const open = order.kind === 'bare' ? openBareLoop : openGateway;
  const targets = order.origins.map((origin) => open(origin, perOrigin, templateOf(order.payloadBytes)));
  const endMs = performance.now() + order.seconds * 1_000;
  const latenciesMs: number[] = [];
  const lateMs: number[] = [];
  const counts = { answered: 0, refused: 0 };
  let number = 0;
  /** @param dueMs When it should have been sent: what it waits for is part of what it takes. */
  const sendOne = async (dueMs: number, target: Target | undefined) => {
    if (target === undefined) return;
    lateMs.push(performance.now() - dueMs);
    const statusCode = await target.send(tagOf(order.run, number++, dueMs));
    latenciesMs.push(performance.now() - dueMs);
    if (statusCode === 200) counts.answered++;
    else counts.refused++;
  };
  if (order.ratePerSecond === null) {
    const loops = Array.from({ length: order.connections }, async (_, loop) => {
      const target = targets[loop % targets.length];
      while (performance.now() < endMs && !isStopped) await sendOne(performance.now(), target);
    });
    await Promise.all(loops);
  } else {
    const loop = { ratePerSecond: order.ratePerSecond, count: Math.round(order.ratePerSecond * order.seconds) };
    await openLoop(loop, (dueMs) => sendOne(dueMs, targets[number % targets.length]));
  }
  await Promise.all(targets.map((target) => target.close()));
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

function tagOf(run: string, number: number, dueMs: number): string {
  const micros = Math.round((performance.timeOrigin + dueMs) * 1_000);
  return `${micros.toString(36).padStart(11, '0')}-${run}-${number}`;
}

/** Where load goes. */
interface Target {
  /** @returns the status; 0: there was no answer. */
  readonly send: (tag: string) => Promise<number>;
  readonly close: () => Promise<void> | void;
}

function openGateway(origin: string, connections: number, template: Template): Target {
  const client = new WebhookClient(origin, connections, requestTo(new URL(origin).host, template));
  return { send: (tag) => client.post(tag), close: () => client.close() };
}

/** The head is the same for all of them, but for the signature. */
function requestTo(host: string, { body, tagStart }: Template): RequestTemplate {
  const beforeSignature = `POST /webhooks/meta/${APP_ID} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nX-Hub-Signature-256: `;
  const head = `${beforeSignature}${metaSignature(body)}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return {
    bytes: Buffer.concat([Buffer.from(head), body]),
    fill: (bytes, tag) => {
      writeTag(bytes, head.length + tagStart, tag);
      bytes.write(metaSignature(bytes.subarray(head.length)), beforeSignature.length, 'latin1');
    },
  };
}

function openBareLoop(origin: string, connections: number, template: Template): Target {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  return {
    send: (tag) =>
      new Promise((resolve) => {
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
        const headers = { 'content-type': 'application/json', 'webhook-id': tag };
        const body = Buffer.from(template.body);
        writeTag(body, template.tagStart, tag);
        pool.dispatch({ path: '/', method: 'POST', headers, body }, handler);
      }),
    close: () => pool.close(),
  };
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
function writeTag(bytes: Buffer, tagStart: number, tag: string): void {
  bytes.write(tag.padEnd(40, '_'), tagStart, 'latin1');
}
