import { setTimeout as pause } from 'node:timers/promises';
import { startBenchmarkDatabase } from '../support/database.ts';
import { APP_ID, call, freePort, newDataDir, setUp, startGateway, usageOf } from '../support/gateway-process.ts';
import { type GraphReport, NUMBER_LIMIT } from '../support/graph.process.ts';
import type { SendLoadOrder, SendLoadReport } from '../support/send-load.process.ts';
import { type SupportProcess, startSupport } from '../support/support-process.ts';
import { round } from './delivery.ts';

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
/** Messages that are kept waiting: some eight seconds of all numbers, so that it is the sending that is measured and not the way in. */
const BACKLOG = 10_000;
const CONNECTIONS = 128;
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
    await gateway.kill('SIGTERM');
    for (const process of [load, graph]) process.stop();
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
      phone_number_id: String(420_000_000_000_000 + number),
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

async function measure(stage: Stage, { seconds, log }: SendOptions) {
  const full = await feed(stage, (_report, ms, waiting) => waiting >= BACKLOG || ms > PREPARE_MS_MAX);
  log(`${BACKLOG} messages wait after ${Math.round(full.elapsedMs / 1_000)} s`);
  await stage.graph.ask<GraphReport>({ kind: 'open' });
  const begun = await feed(stage, (report, ms) => report.numbers === NUMBERS || ms > PREPARE_MS_MAX);
  log(`numbers send again after ${Math.round(begun.elapsedMs / 1_000)} s`);
  const warm = await feed(stage, (_report, ms) => ms >= WARM_UP_MS);
  const before = usageOf(stage.gatewayPid);
  const { report, elapsedMs, waiting } = await feed(stage, (_report, ms) => ms >= seconds * 1_000);
  const cpuMicros = usageOf(stage.gatewayPid).cpuMicros - before.cpuMicros;
  const sent = report.sent - warm.report.sent;
  const sentPerSecond = (sent * 1_000) / elapsedMs;
  const { refused } = await stage.load.ask<SendLoadReport>({ kind: 'upTo', count: 0 });
  return {
    sent_per_s: Math.round(sentPerSecond),
    over_limit: report.overLimit,
    share_of_limit: round(sentPerSecond / (NUMBERS * NUMBER_LIMIT), 3),
    refused,
    // When the queue runs dry it is the way in that is measured, and not the sending.
    least_waiting: waiting,
    cpu_us_per_message: Math.round(cpuMicros / sent),
  };
}

/** Keeps the queue filled until `isOver`. @returns the last report, how long it took, and the fewest that waited. */
async function feed(
  { graph, load }: Stage,
  isOver: (report: GraphReport, elapsedMs: number, waiting: number) => boolean,
) {
  const startedMs = performance.now();
  let waiting = Number.POSITIVE_INFINITY;
  for (;;) {
    const report = await graph.ask<GraphReport>({ kind: 'report' });
    const elapsedMs = performance.now() - startedMs;
    const { handedIn } = await load.ask<SendLoadReport>({ kind: 'upTo', count: report.sent + BACKLOG });
    waiting = Math.min(waiting, handedIn - report.sent);
    if (isOver(report, elapsedMs, handedIn - report.sent)) return { report, elapsedMs, waiting };
    await pause(FEED_MS);
  }
}
