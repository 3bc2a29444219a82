import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../src/clock.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../src/index.ts';

export const APP_SECRET = 'an-app-secret-for-tests';
export const ACCESS_TOKEN = 'an-access-token-for-tests';
export const VERIFY_TOKEN = 'a-verify-token-for-tests';

/** The time at which everything in the fixtures happens. */
export const FIXTURE_TIME_SECONDS = 1_781_000_400;

export interface ReceivedWebhook {
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: Buffer;
}

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly webhooks: ReceivedWebhook[];
  /** How many connections were opened. */
  readonly connectionCount: () => number;
}

/** A receiver as a customer of Meta would write it. `statusOf` decides the answer to the n-th webhook, from 0. */
export async function startReceiver(statusOf: (index: number) => number = () => 200): Promise<Receiver> {
  const webhooks: ReceivedWebhook[] = [];
  let connectionCount = 0;
  const server = http.createServer(async (request, response) => {
    if (request.method === 'GET') return answerChallenge(request, response);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    webhooks.push({ headers: request.headers, bytes: Buffer.concat(chunks) });
    response.writeHead(statusOf(webhooks.length - 1)).end();
  });
  server.on('connection', () => {
    connectionCount += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    webhooks,
    connectionCount: () => connectionCount,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerChallenge(request: http.IncomingMessage, response: http.ServerResponse): void {
  const { searchParams } = new URL(request.url ?? '/', 'http://receiver');
  const right = searchParams.get('hub.mode') === 'subscribe' && searchParams.get('hub.verify_token') === VERIFY_TOKEN;
  response.writeHead(right ? 200 : 403).end(right ? searchParams.get('hub.challenge') : '');
}

/** A clock that stands still and whose waits are over at once. `waitsMs` tells what was asked for. */
export function createStillClock(): Clock & { readonly waitsMs: number[] } {
  const waitsMs: number[] = [];
  return {
    waitsMs,
    nowMs: () => FIXTURE_TIME_SECONDS * 1_000,
    schedule: (delayMs, run) => {
      waitsMs.push(delayMs);
      const immediate = setImmediate(run);
      return () => clearImmediate(immediate);
    },
  };
}

/** The still clock, but its hands can be moved. */
export function createMovableClock(): Clock & { readonly move: (byMs: number) => void } {
  const still = createStillClock();
  let movedMs = 0;
  return {
    schedule: still.schedule,
    nowMs: () => still.nowMs() + movedMs,
    move: (byMs) => {
      movedMs += byMs;
    },
  };
}

/** A simulator on the still clock. */
export function createTestSimulator(options: Partial<SimulatorOptions> = {}): Simulator {
  return createSimulator({
    appSecret: APP_SECRET,
    accessToken: ACCESS_TOKEN,
    verifyToken: VERIFY_TOKEN,
    seed: 1,
    clock: createStillClock(),
    ...options,
  });
}

/** Whether the Meta signature is right, checked by nothing but node:crypto. */
export function verifies({ headers, bytes }: ReceivedWebhook): boolean {
  const expected = createHmac('sha256', APP_SECRET).update(bytes).digest('hex');
  return headers['x-hub-signature-256'] === `sha256=${expected}`;
}

export async function readFixture(name: string): Promise<string> {
  const text = await readFile(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8');
  return JSON.stringify(JSON.parse(text));
}

/** The number and the account that a simulator has by default. */
export const NUMBER = '318940275561203';
export const WABA = '204817563920415';

export interface GraphReply {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of a body.
  readonly body: any;
}

/** Makes one Graph call. A `FormData` goes as multipart, everything else as JSON. */
export async function callGraph(
  simulator: Simulator,
  call: string,
  body?: unknown,
  token: string = ACCESS_TOKEN,
): Promise<GraphReply> {
  const [method = 'GET', path = '/'] = call.split(' ');
  const isForm = body instanceof FormData;
  const response = await fetch(path.startsWith('http') ? path : `${simulator.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(isForm ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : null };
}

/** All messages, statuses and calls that arrived, in order. */
export function itemsOf(receiver: Receiver) {
  return receiver.webhooks.flatMap(({ bytes }) => {
    const { value } = JSON.parse(bytes.toString()).entry[0].changes[0];
    return [...(value.messages ?? []), ...(value.statuses ?? []), ...(value.calls ?? [])];
  });
}
