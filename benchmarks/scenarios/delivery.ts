import { openRawSql } from '../../packages/server/test/support/raw-sql.ts';
import { type DiskUse, growthOf, measureDisk } from '../support/disk.ts';
import { describeEnvironment } from '../support/environment.ts';
import type { Usage } from '../support/gateway-process.ts';
import { type Measured, measure, settle, WARM_UP_SECONDS } from '../support/measure.ts';
import { round } from '../support/quantiles.ts';
import { examine, type LoadOptions, type OpenStage, openStage } from '../support/stage.ts';

interface Pair extends Measured {
  readonly bare: number;
  readonly ratio: number;
  /** Of all gateways, in µs a delivery. */
  readonly cpu: number;
}

/**
 * Deliveries per second of the whole way against the bare outbound loop, on the same machine in the same
 * minutes. The definition stands in benchmarks/README.md.
 *
 * @returns whether no webhook was refused, and the line to print.
 */
export async function measureDelivery(options: LoadOptions): Promise<{ ok: boolean; result: unknown }> {
  const stage = await openStage(options);
  try {
    const readyMs = Math.max(...stage.gateways.map((gateway) => gateway.readyMs));
    const before = await lookAtDisk(stage);
    const { pairs, distinct } = await measurePairs(stage, options);
    const usage = stage.usage();
    const { fanout, nodes, endpoints, deadEndpoints, payloadBytes, https } = options;
    const asked = { fanout, nodes, endpoints, dead_endpoints: deadEndpoints, payload_bytes: payloadBytes, https };
    const measured = {
      ...resultOf(pairs, usage),
      ready_ms: Math.round(readyMs),
      ...(await after(stage, before, distinct)),
    };
    return { ok: pairs.every((pair) => pair.refused === 0), result: { engine: options.engine, ...asked, ...measured } };
  } finally {
    await stage.close();
  }
}

async function measurePairs(stage: OpenStage, { seconds, pairs: count, log }: LoadOptions) {
  const warm = await measure(stage, 'gateway', { seconds: WARM_UP_SECONDS, run: 'warm' });
  await settle(stage);
  await measure(stage, 'bare', { seconds: 1, run: 'warm' });
  const pairs: Pair[] = [];
  for (let pair = 0; pair < count; pair++) {
    const before = stage.usage();
    const whole = await measure(stage, 'gateway', { seconds, run: `g${pair}` });
    const cpuMicros = stage.usage().cpuMicros - before.cpuMicros;
    await settle(stage);
    const bare = await measure(stage, 'bare', { seconds, run: `b${pair}` });
    const ratio = whole.perSecond / bare.perSecond;
    pairs.push({ ...whole, bare: bare.perSecond, ratio, cpu: cpuMicros / whole.distinct });
    log(
      `pair ${pair + 1}: ${whole.perSecond.toFixed(0)}/s against ${bare.perSecond.toFixed(0)}/s, ingest p99 ${whole.ingestP99Ms.toFixed(1)} ms, refused ${whole.refused}`,
    );
  }
  return { pairs, distinct: pairs.reduce((sum, pair) => sum + pair.distinct, warm.distinct) };
}

function resultOf(pairs: readonly Pair[], { peakRssMb }: Usage) {
  const median = pairs.toSorted((a, b) => a.ratio - b.ratio)[pairs.length >> 1];
  if (median === undefined) throw new Error('No pair was measured.');
  return {
    deliveries_per_s: Math.round(median.perSecond),
    bare_loop_per_s: Math.round(median.bare),
    ratio: round(median.ratio, 3),
    ingest_p99_ms: round(median.ingestP99Ms, 1),
    deliver_p50_ms: round(median.p50Ms, 1),
    deliver_p99_ms: round(median.p99Ms, 1),
    rss_mb: Math.round(peakRssMb),
    cpu_us_per_delivery: Math.round(median.cpu),
  };
}

async function lookAtDisk({ databaseUrl }: OpenStage): Promise<DiskUse> {
  const sql = await openRawSql(databaseUrl);
  try {
    return await measureDisk(sql);
  } finally {
    await sql.close();
  }
}

async function after(stage: OpenStage, before: DiskUse, deliveries: number) {
  return examine(stage, async (sql) => ({
    disk: growthOf(before, await measureDisk(sql), deliveries),
    environment: await describeEnvironment(sql),
  }));
}
