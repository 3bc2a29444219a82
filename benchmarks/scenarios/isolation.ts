import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint } from '../support/database.ts';
import { describeEnvironment } from '../support/environment.ts';
import { call, rootHeaders } from '../support/gateway-process.ts';
import { type Measured, measure, settle, WARM_UP_SECONDS } from '../support/measure.ts';
import { round } from '../support/quantiles.ts';
import { examine, type LoadOptions, type OpenStage, openStage } from '../support/stage.ts';
import { type SupportProcess, startSupport } from '../support/support-process.ts';

/** Endpoints that answer at once. Every event goes to all of them. */
const HEALTHY = 80;
/** Endpoints of each bad kind: those that take the request and never answer, and those that answer 500. */
const BAD = 10;
/**
 * Of a window, at least: an event goes to 80, so there are few of them, and statistics are counted every 20 s, which is to be in
 * each window once.
 */
const WINDOW_SECONDS_MIN = 20;
/** Of what is made at saturation. */
const SHARE = 0.5;
/** How much worse the healthy ones may be off: by a quarter, or by so little that nobody sees it. */
const RATIO_MAX = 1.25;
const DIFFERENCE_MS_MAX = 5;
/** After bad endpoints were switched: their first failures belong into the window, the change of settings does not. */
const PAUSE_MS = 500;

interface Pair {
  readonly without: Measured;
  readonly with: Measured;
}

/**
 * What receivers that hang or fail do to those that answer: 80 healthy endpoints at half of what is made at saturation,
 * with and without 10 that never answer and 10 that answer 500, in turns on the same gateway.
 *
 * @returns whether nothing was refused and the healthy ones kept their p99, and the line to print.
 */
export async function measureIsolation(options: LoadOptions): Promise<{ ok: boolean; result: unknown }> {
  const stage = await openStage({ ...options, fanout: HEALTHY, deadEndpoints: 0 });
  const bad = await startBadReceivers();
  try {
    const endpointIds = await addEndpoints(stage, bad.urls);
    await switchEndpoints(stage, endpointIds, 'disable');
    await measure(stage, 'gateway', { seconds: WARM_UP_SECONDS, run: 'warm' });
    await settle(stage);
    const saturation = await measure(stage, 'gateway', { seconds: options.seconds, run: 'full' });
    await settle(stage);
    const ratePerSecond = Math.max(1, Math.round((saturation.perSecond / HEALTHY) * SHARE));
    const pairs: Pair[] = [];
    for (let number = 0; number < options.pairs; number++) {
      pairs.push(await measurePair(stage, { endpointIds, ratePerSecond, number, options }));
    }
    return await resultOf(stage, { pairs, ratePerSecond, options });
  } finally {
    bad.stop();
    await stage.close();
  }
}

interface PairOrder {
  readonly endpointIds: readonly string[];
  readonly ratePerSecond: number;
  readonly number: number;
  readonly options: LoadOptions;
}

/** Who goes first changes from pair to pair. */
async function measurePair(
  stage: OpenStage,
  { endpointIds, ratePerSecond, number, options }: PairOrder,
): Promise<Pair> {
  const { log } = options;
  const seconds = Math.max(WINDOW_SECONDS_MIN, options.seconds);
  const window = async (kind: keyof Pair) => {
    await switchEndpoints(stage, endpointIds, kind === 'with' ? 'enable' : 'disable');
    await settle(stage);
    await checkpoint(stage.databaseUrl);
    await pause(PAUSE_MS);
    return measure(stage, 'gateway', { seconds, run: `${kind}${number}`, ratePerSecond });
  };
  const pair: Partial<Record<keyof Pair, Measured>> = {};
  const order: readonly (keyof Pair)[] = number % 2 === 0 ? ['without', 'with'] : ['with', 'without'];
  for (const kind of order) pair[kind] = await window(kind);
  const [without, withBad] = [pair.without, pair.with];
  if (without === undefined || withBad === undefined) throw new Error('A window of the pair is missing.');
  log(`pair ${number + 1}: p99 ${without.p99Ms.toFixed(1)} ms without, ${withBad.p99Ms.toFixed(1)} ms with`);
  return { without, with: withBad };
}

async function resultOf(
  stage: OpenStage,
  { pairs, ratePerSecond, options }: { pairs: readonly Pair[]; ratePerSecond: number; options: LoadOptions },
) {
  const median = pairs.toSorted((a, b) => ratioOf(a) - ratioOf(b))[pairs.length >> 1];
  if (median === undefined) throw new Error('No pair was measured.');
  const differenceMs = median.with.p99Ms - median.without.p99Ms;
  const refused = pairs.reduce((sum, pair) => sum + pair.with.refused + pair.without.refused, 0);
  const result = {
    engine: options.engine,
    events_per_s: ratePerSecond,
    healthy_p99_ratio: round(ratioOf(median), 3),
    healthy_p99_difference_ms: round(differenceMs, 2),
    healthy_p99_ms_without: round(median.without.p99Ms, 2),
    healthy_p99_ms_with: round(median.with.p99Ms, 2),
    healthy_p50_ms_without: round(median.without.p50Ms, 2),
    healthy_p50_ms_with: round(median.with.p50Ms, 2),
    pairs: pairs.map((pair) => [round(pair.without.p99Ms, 2), round(pair.with.p99Ms, 2)]),
    refused,
    rss_mb: Math.round(stage.usage().peakRssMb),
  };
  const isKept = ratioOf(median) <= RATIO_MAX || differenceMs <= DIFFERENCE_MS_MAX;
  return {
    ok: refused === 0 && isKept,
    result: { ...result, environment: await examine(stage, describeEnvironment) },
  };
}

function ratioOf(pair: Pair): number {
  return pair.with.p99Ms / pair.without.p99Ms;
}

/** Receivers of their own: what goes to them is not counted with the healthy ones. */
async function startBadReceivers() {
  const failing = startSupport('receiver.process.ts');
  const { port } = await failing.next<{ port: number }>();
  await failing.ask({ kind: 'answer', status: 500 });
  const hanging = await startHangingReceiver();
  const urls = [`http://127.0.0.1:${hanging.port}/hangs`, `http://127.0.0.1:${port}/fails`];
  return { urls: urls.flatMap((url) => Array.from({ length: BAD }, (_, index) => `${url}${index}`)), stop: stopBoth };

  function stopBoth(): void {
    failing.stop();
    hanging.stop();
  }
}

/** Takes connections and requests, and never answers. */
async function startHangingReceiver(): Promise<{ readonly port: number; readonly stop: SupportProcess['stop'] }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on TCP.');
  const stop = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: address.port, stop };
}

async function addEndpoints(stage: OpenStage, urls: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const url of urls) {
    const made = await post<{ id: string }>(stage, '/v1/endpoints', {
      url,
      event_types: ['message.*'],
      format: 'standard',
    });
    ids.push(made.id);
  }
  return ids;
}

async function switchEndpoints(stage: OpenStage, ids: readonly string[], verb: 'enable' | 'disable'): Promise<void> {
  for (const id of ids) await post(stage, `/v1/endpoints/${id}/${verb}`, {});
}

function post<TAnswer>(stage: OpenStage, path: string, body: unknown): Promise<TAnswer> {
  const headers = { 'Content-Type': 'application/json', ...rootHeaders(stage.workspaceId) };
  return call<TAnswer>((stage.gatewayUrls[0] ?? '') + path, headers, { method: 'POST', body: JSON.stringify(body) });
}
