import { setTimeout as pause } from 'node:timers/promises';
import { startBenchmarkDatabase } from '../support/database.ts';
import { APP_ID, call, freePort, newDataDir, setUp, startGateway, usageOf } from '../support/gateway-process.ts';
import { type GraphReport, NUMBER_LIMIT } from '../support/graph.process.ts';
import { round } from '../support/quantiles.ts';
import type { SendLoadOrder, SendLoadReport } from '../support/send-load.process.ts';
import { type SupportProcess, startSupport } from '../support/support-process.ts';

export interface SendOptions {
  readonly engine: 'sqlite' | 'postgres';
  /** Of the measurement. */
  readonly seconds: number;
  readonly profile: string | null;
  readonly log: (line: string) => void;
}

const NUMBERS = 16;
/** Each gets at most 45 messages at once from a number, so some hundred people take what a number sends in a minute. */
const RECIPIENTS = 200;
/** Messages of each number that are kept waiting: eight seconds, so that it is the sending that is measured and not the way in. */
const BACKLOG = 640;
const CONNECTIONS = 24;
/** A key may make 1,000 calls a second. */
const API_KEYS = 4;
/** How often more is let in. */
const FEED_MS = 50;
/** Filling the queue, and then the pause that numbers make after they were refused, which grows to a minute. */
const PREPARE_MS_MAX = 120_000;
/** After the first message of every number: what runs for the first time has run. */
const WARM_UP_MS = 2_000;

interface Stage {
  readonly graph: SupportProcess;
  readonly load: SupportProcess;
  readonly gatewayPid: number;
}

/**
 * Messages a second that reach Meta from 16 numbers whose queue never runs dry, and how many of them came above what Meta
 * lets a number send in any second, as it sees them.
 *
 * @returns whether none did and every message was taken, and the line to print.
 */
export async function measureSend(options: SendOptions): Promise<{ ok: boolean; result: unknown }> {
  const graph = startSupport('graph.process.ts');
  const { port } = await graph.next<GraphReport>();
  const load = startSupport('send-load.process.ts');
  const dataDir = newDataDir();
  const database = await startBenchmarkDatabase(options.engine, dataDir.path);
  const gateway = await startGateway(
    { port: await freePort(), dataDir: dataDir.path, databaseUrl: database.url },
    options.profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`],
    { POSTHORN_META_GRAPH_URL: `http://127.0.0.1:${port}` },
  );
  try {
    load.tell(await setUpNumbers(gateway.url));
    const measured = await measure({ graph, load, gatewayPid: gateway.pid }, options);
    const result = { engine: options.engine, ...measured, rss_mb: Math.round(usageOf(gateway.pid).peakRssMb) };
    return { ok: measured.over_limit === 0 && measured.refused === 0, result };
  } finally {
    load.stop();
    await gateway.kill('SIGTERM');
    graph.stop();
    await database.stop();
    dataDir.remove();
  }
}

async function setUpNumbers(url: string): Promise<SendLoadOrder> {
  const { workspaceId } = await setUp(url, []);
  const headers = { 'Posthorn-Workspace': workspaceId, 'Content-Type': 'application/json' };
  const post = (path: string, body: object) =>
    call<{ id: string; key?: string }>(url + path, headers, { method: 'POST', body: JSON.stringify(body) });
  const apps = await call<{ data: { id: string; app_id: string }[] }>(`${url}/v1/meta-apps`, headers);
  const channelIds: string[] = [];
  for (let number = 0; number < NUMBERS; number++) {
    const channel = {
      meta_app_id: apps.data.find((app) => app.app_id === APP_ID)?.id,
      waba_id: '204817563920415',
      phone_number_id: phoneNumberIdOf(number),
      display_phone_number: String(15_550_000_000 + number),
      access_token: 'benchmark-token',
    };
    channelIds.push((await post('/v1/channels', channel)).id);
  }
  const apiKeys: string[] = [];
  for (let count = 0; count < API_KEYS; count++) {
    apiKeys.push((await post('/v1/api-keys', { name: 'Benchmark', scopes: ['write'] })).key ?? '');
  }
  return { origin: url, apiKeys, channelIds, recipients: RECIPIENTS, connections: CONNECTIONS };
}

function phoneNumberIdOf(number: number): string {
  return String(420_000_000_000_000 + number);
}

async function measure(stage: Stage, { seconds, log }: SendOptions) {
  const full = await feed(stage, ({ waiting, elapsedMs }) => waiting >= BACKLOG || elapsedMs > PREPARE_MS_MAX);
  log(`${BACKLOG} messages of each number wait after ${Math.round(full.elapsedMs / 1_000)} s`);
  await stage.graph.ask<GraphReport>({ kind: 'open' });
  const begun = await feed(
    stage,
    ({ sent, elapsedMs }) => sent.every((count) => count > 0) || elapsedMs > PREPARE_MS_MAX,
  );
  log(`all numbers send after ${Math.round(begun.elapsedMs / 1_000)} s`);
  const warm = await feed(stage, ({ elapsedMs }) => elapsedMs >= WARM_UP_MS);
  const before = usageOf(stage.gatewayPid);
  const end = await feed(stage, ({ elapsedMs }) => elapsedMs >= seconds * 1_000);
  const cpuMicros = usageOf(stage.gatewayPid).cpuMicros - before.cpuMicros;
  const sent = sum(end.sent) - sum(warm.sent);
  const sentPerSecond = (sent * 1_000) / end.elapsedMs;
  return {
    sent_per_s: Math.round(sentPerSecond),
    over_limit: end.overLimit,
    share_of_limit: round(sentPerSecond / (NUMBERS * NUMBER_LIMIT), 3),
    refused: end.refused,
    // When the queue of a number runs dry it is the way in that is measured, and not the sending.
    least_waiting: end.leastWaiting,
    cpu_us_per_message: Math.round(cpuMicros / sent),
  };
}

interface Fed {
  readonly elapsedMs: number;
  /** By number. */
  readonly sent: readonly number[];
  /** Of the number that has the fewest. */
  readonly waiting: number;
  readonly overLimit: number;
  readonly refused: number;
}

/** Keeps the queue of every number filled until `isOver`. @returns how it was then, and the fewest that ever waited. */
async function feed({ graph, load }: Stage, isOver: (fed: Fed) => boolean): Promise<Fed & { leastWaiting: number }> {
  const startedMs = performance.now();
  let leastWaiting = Number.POSITIVE_INFINITY;
  for (;;) {
    const report = await graph.ask<GraphReport>({ kind: 'report' });
    const sent = Array.from({ length: NUMBERS }, (_, number) => report.sent[phoneNumberIdOf(number)] ?? 0);
    const counts = sent.map((count) => count + BACKLOG);
    const { handedIn, refused } = await load.ask<SendLoadReport>({ kind: 'upTo', counts });
    const waiting = Math.min(...sent.map((count, number) => (handedIn[number] ?? 0) - count));
    leastWaiting = Math.min(leastWaiting, waiting);
    const fed = { elapsedMs: performance.now() - startedMs, sent, waiting, overLimit: report.overLimit, refused };
    if (isOver(fed)) return { ...fed, leastWaiting };
    await pause(FEED_MS);
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
