import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureBacklog } from './scenarios/backlog.ts';
import { measureDelivery } from './scenarios/delivery.ts';
import { measureImport } from './scenarios/import.ts';
import { measureIsolation } from './scenarios/isolation.ts';
import { measurePeers } from './scenarios/peers.ts';
import { measureOverload, measureRate } from './scenarios/rate.ts';
import { measureSend } from './scenarios/send.ts';
import { measureStream } from './scenarios/stream.ts';
import { summariseProfiles } from './support/profile-summary.ts';
import type { LoadOptions } from './support/stage.ts';

/** The benchmark: its scenarios and figures are defined in benchmarks/README.md. The last line is JSON. */
const { values: options } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'delivery' },
    engine: { type: 'string', default: 'sqlite' },
    seconds: { type: 'string', default: '10' },
    pairs: { type: 'string', default: '3' },
    connections: { type: 'string', default: '256' },
    payload: { type: 'string', default: '1024' },
    fanout: { type: 'string', default: '1' },
    endpoints: { type: 'string', default: '0' },
    'dead-endpoints': { type: 'string', default: '0' },
    https: { type: 'boolean', default: false },
    nodes: { type: 'string', default: '1' },
    'clock-offset-ms': { type: 'string', default: '' },
    rate: { type: 'string' },
    overload: { type: 'boolean', default: false },
    isolation: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    backlog: { type: 'string' },
    log: { type: 'string' },
    rows: { type: 'string', default: '100000' },
    'with-live': { type: 'string', default: '0' },
    clients: { type: 'string', default: '1000' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const load: LoadOptions = {
  engine: options.engine === 'postgres' ? 'postgres' : 'sqlite',
  seconds: Number(options.seconds),
  pairs: Number(options.pairs),
  connections: Number(options.connections),
  payloadBytes: Number(options.payload),
  fanout: Number(options.fanout),
  endpoints: Number(options.endpoints),
  deadEndpoints: Number(options['dead-endpoints']),
  https: options.https,
  nodes: Number(options.nodes),
  clockOffsetsMs: options['clock-offset-ms'].split(',').filter(Boolean).map(Number),
  profile: options.profile ?? null,
  log: (line: string) => {
    if (!options.json) console.error(line);
  },
};

/** Of what is made at saturation. */
const OVERLOAD_SHARE = 1.2;

async function measureScenario(): Promise<{ ok: boolean; result: unknown }> {
  const { rate, overload, peers, isolation, backlog, log: logged } = options;
  if (backlog !== undefined || logged !== undefined) {
    return measureBacklog({ ...load, backlog: Number(backlog ?? 0), logged: Number(logged ?? 0) });
  }
  if (peers) return measurePeers({ ...load, only: options.only.split(',').filter(Boolean) });
  if (isolation) return measureIsolation(load);
  if (overload) return measureOverload({ ...load, share: OVERLOAD_SHARE });
  if (rate?.endsWith('%')) return measureOverload({ ...load, share: Number(rate.slice(0, -1)) / 100 });
  if (rate !== undefined) return measureRate({ ...load, ratePerSecond: Number(rate) });
  switch (options.scenario) {
    case 'import':
      return measureImport({ ...load, rows: Number(options.rows), liveRatePerSecond: Number(options['with-live']) });
    case 'send':
      return measureSend(load);
    case 'stream':
      return measureStream({ ...load, clients: Number(options.clients) });
    default:
      return measureDelivery(load);
  }
}

if (load.profile !== null) mkdirSync(load.profile, { recursive: true });
const { ok, result } = await measureScenario();
if (load.profile !== null) console.error(summariseProfiles(load.profile));
console.log(JSON.stringify(result));
process.exit(ok ? 0 : 1);
