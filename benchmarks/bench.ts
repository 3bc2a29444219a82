import { parseArgs } from 'node:util';
import { measureDelivery } from './scenarios/delivery.ts';
import { measureImport } from './scenarios/import.ts';

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
const { ok, result } =
  options.scenario === 'import'
    ? await measureImport({ ...common, rows: Number(options.rows), liveRatePerSecond: Number(options['with-live']) })
    : await measureDelivery({ ...common, pairs: Number(options.pairs), connections: Number(options.connections) });
console.log(JSON.stringify(result));
process.exit(ok ? 0 : 1);
