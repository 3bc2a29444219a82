import { startBenchmarkDatabase } from '../support/database.ts';
import { freePort, newDataDir, setUp, startGateway, usageOf } from '../support/gateway-process.ts';
import type { LoadOrder, LoadReport } from '../support/generator.process.ts';
import { type SupportProcess, startSupport } from '../support/support-process.ts';

export interface DeliveryOptions {
  readonly engine: 'sqlite' | 'postgres';
  /** Of one measurement. */
  readonly seconds: number;
  readonly pairs: number;
  /** Of the generator to the gateway. */
  readonly connections: number;
  /** Folder for a CPU profile of the gateway. Null: none. */
  readonly profile: string | null;
  readonly log: (line: string) => void;
}

const BARE_CONNECTIONS = 100;
export const WARM_UP_SECONDS = 3;

export interface ReceiverReport {
  readonly distinct: number;
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Stage {
  readonly receiver: SupportProcess;
  readonly generator: SupportProcess;
  readonly receiverOrigin: string;
  readonly gatewayUrl: string;
  readonly connections: number;
}

/**
 * Deliveries per second of the whole way against the bare outbound loop, on the same machine in the same
 * minutes. The definition stands in benchmarks/README.md.
 *
 * @returns whether no webhook was refused, and the line to print.
 */
export async function measureDelivery(options: DeliveryOptions): Promise<{ ok: boolean; result: unknown }> {
  const receiver = startSupport('receiver.process.ts');
  const { port: receiverPort } = await receiver.next<{ port: number }>();
  const generator = startSupport('generator.process.ts');
  const dataDir = newDataDir();
  const database = await startBenchmarkDatabase(options.engine, dataDir.path);
  const gateway = await startGateway(
    { port: await freePort(), dataDir: dataDir.path, databaseUrl: database.url },
    options.profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`],
  );
  try {
    const receiverOrigin = `http://127.0.0.1:${receiverPort}`;
    await setUp(gateway.url, [{ url: `${receiverOrigin}/hook`, event_types: ['*'], format: 'standard' }]);
    const stage = { receiver, generator, receiverOrigin, gatewayUrl: gateway.url, connections: options.connections };
    return await measurePairs(stage, gateway.pid, options);
  } finally {
    await gateway.kill('SIGTERM');
    generator.stop();
    receiver.stop();
    await database.stop();
    dataDir.remove();
  }
}

async function measurePairs(stage: Stage, gatewayPid: number, { engine, seconds, pairs: count, log }: DeliveryOptions) {
  await measure(stage, 'gateway', { seconds: WARM_UP_SECONDS, run: 'warm' });
  await measure(stage, 'bare', { seconds: 1, run: 'warm' });
  const pairs = [];
  for (let pair = 0; pair < count; pair++) {
    const before = usageOf(gatewayPid);
    const whole = await measure(stage, 'gateway', { seconds, run: `g${pair}` });
    const cpuMicros = usageOf(gatewayPid).cpuMicros - before.cpuMicros;
    const bare = await measure(stage, 'bare', { seconds, run: `b${pair}` });
    const ratio = whole.perSecond / bare.perSecond;
    pairs.push({ ...whole, bare: bare.perSecond, ratio, cpu: cpuMicros / whole.distinct });
    log(
      `pair ${pair + 1}: ${whole.perSecond.toFixed(0)}/s against ${bare.perSecond.toFixed(0)}/s, ingest p99 ${whole.ingestP99Ms.toFixed(1)} ms, refused ${whole.refused}`,
    );
  }
  pairs.sort((a, b) => a.ratio - b.ratio);
  const median = pairs[pairs.length >> 1];
  if (median === undefined) throw new Error('No pair was measured.');
  const result = {
    engine,
    deliveries_per_s: Math.round(median.perSecond),
    bare_loop_per_s: Math.round(median.bare),
    ratio: round(median.ratio, 3),
    ingest_p99_ms: round(median.ingestP99Ms, 1),
    deliver_p50_ms: round(median.p50Ms, 1),
    deliver_p99_ms: round(median.p99Ms, 1),
    rss_mb: Math.round(usageOf(gatewayPid).peakRssMb),
    cpu_us_per_delivery: Math.round(median.cpu),
  };
  return { ok: pairs.every((pair) => pair.refused === 0), result };
}

/** One window of load against the gateway or the bare receiver. */
export async function measure(stage: Stage, kind: LoadOrder['kind'], window: { seconds: number; run: string }) {
  await stage.receiver.ask({ kind: 'window' });
  const order: LoadOrder = {
    kind,
    origin: kind === 'bare' ? stage.receiverOrigin : stage.gatewayUrl,
    connections: kind === 'bare' ? BARE_CONNECTIONS : stage.connections,
    ratePerSecond: null,
    ...window,
  };
  const startedMs = performance.now();
  const load = await stage.generator.ask<LoadReport>(order);
  const elapsedSeconds = (performance.now() - startedMs) / 1_000;
  const seen = await stage.receiver.ask<ReceiverReport>({ kind: 'report' });
  return {
    perSecond: seen.distinct / elapsedSeconds,
    distinct: seen.distinct,
    p50Ms: seen.p50Ms,
    p99Ms: seen.p99Ms,
    ingestP99Ms: load.p99Ms,
    refused: load.refused,
  };
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
