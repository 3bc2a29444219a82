import { parseArgs } from 'node:util';
import { measureDelivery } from './scenarios/delivery.ts';
import { measureImport } from './scenarios/import.ts';
import { measureSend } from './scenarios/send.ts';
import { measureStream } from './scenarios/stream.ts';

/** The benchmark: its scenarios and figures are defined in benchmarks/README.md. The last line is JSON. */
const { values: options } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'delivery' },
    engine: { type: 'string', default: 'sqlite' },
    seconds: { type: 'string', default: '10' },
    pairs: { type: 'string', default: '3' },
    connections: { type: 'string', default: '128' },
    rows: { type: 'string', default: '100000' },
    'with-live': { type: 'string', default: '0' },
    clients: { type: 'string', default: '1000' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const common = {
  engine: options.engine === 'postgres' ? ('postgres' as const) : ('sqlite' as const),
  seconds: Number(options.seconds),
  profile: options.profile ?? null,
  log: (line: string) => {
    if (!options.json) console.error(line);
  },
};
const load = { ...common, pairs: Number(options.pairs), connections: Number(options.connections) };

async function measureScenario(): Promise<{ ok: boolean; result: unknown }> {
  if (options.scenario === 'import') {
    return measureImport({ ...common, rows: Number(options.rows), liveRatePerSecond: Number(options['with-live']) });
  }
  if (options.scenario === 'send') return measureSend(common);
  if (options.scenario === 'stream') return measureStream({ ...load, clients: Number(options.clients) });
  return measureDelivery(load);
}

const { ok, result } = await measureScenario();
console.log(JSON.stringify(result));
process.exit(ok ? 0 : 1);
