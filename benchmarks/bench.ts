import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBenchmarkDatabase } from './support/database.ts';
import { freePort, newDataDir, setUp, startGateway, usageOf } from './support/gateway-process.ts';
import type { LoadOrder, LoadReport } from './support/generator.process.ts';

/**
 * Deliveries per second of the whole way against the bare outbound loop, on the same machine in the same
 * minutes. The definition stands in benchmarks/README.md.
 */
const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'sqlite' },
    seconds: { type: 'string', default: '10' },
    pairs: { type: 'string', default: '3' },
    connections: { type: 'string', default: '128' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const BARE_CONNECTIONS = 100;
const WARM_UP_SECONDS = 3;

interface ReceiverReport {
  readonly distinct: number;
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const engine = options.engine === 'postgres' ? 'postgres' : 'sqlite';
const seconds = Number(options.seconds);
const log = (line: string) => {
  if (!options.json) console.error(line);
};

const receiver = forkSupport('receiver.process.ts');
const [{ port: receiverPort }] = (await once(receiver, 'message')) as [{ port: number }];
const receiverOrigin = `http://127.0.0.1:${receiverPort}`;
const generator = forkSupport('generator.process.ts');
const dataDir = newDataDir();
const database = await startBenchmarkDatabase(engine, dataDir.path);
const port = await freePort();
const gateway = await startGateway(
  { port, dataDir: dataDir.path, databaseUrl: database.url },
  options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`],
);
let exitCode = 1;
try {
  await setUp(gateway.url, [{ url: `${receiverOrigin}/hook`, event_types: ['*'], format: 'standard' }]);
  await measure('gateway', WARM_UP_SECONDS, 'warm');
  await measure('bare', 1, 'warm');
  const pairs = [];
  for (let pair = 0; pair < Number(options.pairs); pair++) {
    const before = usageOf(gateway.pid);
    const whole = await measure('gateway', seconds, `g${pair}`);
    const cpuMicros = usageOf(gateway.pid).cpuMicros - before.cpuMicros;
    const bare = await measure('bare', seconds, `b${pair}`);
    pairs.push({
      ...whole,
      bare: bare.perSecond,
      ratio: whole.perSecond / bare.perSecond,
      cpu: cpuMicros / whole.distinct,
    });
    log(
      `pair ${pair + 1}: ${whole.perSecond.toFixed(0)}/s against ${bare.perSecond.toFixed(0)}/s, ingest p99 ${whole.ingestP99Ms.toFixed(1)} ms, refused ${whole.refused}`,
    );
  }
  pairs.sort((a, b) => a.ratio - b.ratio);
  const median = pairs[pairs.length >> 1];
  if (median === undefined) throw new Error('No pair was measured.');
  console.log(
    JSON.stringify({
      engine,
      deliveries_per_s: Math.round(median.perSecond),
      bare_loop_per_s: Math.round(median.bare),
      ratio: round(median.ratio, 3),
      ingest_p99_ms: round(median.ingestP99Ms, 1),
      deliver_p50_ms: round(median.p50Ms, 1),
      deliver_p99_ms: round(median.p99Ms, 1),
      rss_mb: Math.round(usageOf(gateway.pid).peakRssMb),
      cpu_us_per_delivery: Math.round(median.cpu),
    }),
  );
  exitCode = pairs.every((pair) => pair.refused === 0) ? 0 : 1;
} finally {
  await gateway.kill('SIGTERM');
  generator.kill();
  receiver.kill();
  await database.stop();
  dataDir.remove();
}
process.exit(exitCode);

async function measure(kind: LoadOrder['kind'], forSeconds: number, run: string) {
  receiver.send({ kind: 'window' });
  await once(receiver, 'message');
  const order: LoadOrder = {
    kind,
    origin: kind === 'bare' ? receiverOrigin : gateway.url,
    connections: kind === 'bare' ? BARE_CONNECTIONS : Number(options.connections),
    seconds: forSeconds,
    run,
  };
  const startedMs = performance.now();
  generator.send(order);
  const [load] = (await once(generator, 'message')) as [LoadReport];
  const elapsedSeconds = (performance.now() - startedMs) / 1_000;
  receiver.send({ kind: 'report' });
  const [seen] = (await once(receiver, 'message')) as [ReceiverReport];
  return {
    perSecond: seen.distinct / elapsedSeconds,
    distinct: seen.distinct,
    p50Ms: seen.p50Ms,
    p99Ms: seen.p99Ms,
    ingestP99Ms: load.p99Ms,
    refused: load.refused,
  };
}

function forkSupport(file: string): ChildProcess {
  return fork(fileURLToPath(new URL(`./support/${file}`, import.meta.url)), { stdio: 'inherit' });
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
