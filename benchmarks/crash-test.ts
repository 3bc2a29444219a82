import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { FAULTS, type FaultName } from './crash-test/faults.ts';
import type { Findings } from './crash-test/judge.ts';
import type { Ledger } from './crash-test/load.ts';
import { playRound, type RoundReport } from './crash-test/rounds.ts';
import { openStage } from './crash-test/stage.ts';

/**
 * Does to running gateways what can happen to them, again and again, and judges by the records of the senders and
 * the receivers: what was answered 200 must arrive, nothing may arrive that was not sent, and a request that is made twice
 * must say so. Faults and figures are described in benchmarks/README.md. The last line is JSON.
 */
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '12' },
    engine: { type: 'string', default: 'sqlite' },
    nodes: { type: 'string' },
    seed: { type: 'string' },
    faults: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const engine = options.engine === 'postgres' ? 'postgres' : 'sqlite';
/** SQLite has one gateway for a file. */
const nodes = engine === 'sqlite' ? 1 : Number(options.nodes ?? '3');
const seed = options.seed === undefined ? randomInt(1_000_000) : Number(options.seed);
const only = options.faults === undefined ? null : readFaults(options.faults);
const log = (line: string) => {
  if (!options.json) console.error(line);
};

const stage = await openStage({ engine, nodes });
const { world } = stage;
const ledger: Ledger = { sent: new Set(), accepted: [], people: 0 };
const reports: RoundReport[] = [];
try {
  log(`seed ${seed}, ${engine}, ${nodes} node${nodes === 1 ? '' : 's'}`);
  if (world.disk.fill === null) console.error('No disk is filled up: only root may mount a small one.');
  for (let round = 1; round <= Number(options.rounds); round++) {
    const report = await playRound({ ...stage, ledger, seed, only }, round);
    reports.push(report);
    log(describe(report));
    if (!holds(report.findings))
      console.error(`FAILED: seed ${seed}, ${describe(report)} ${report.evidence.join('; ')}`);
  }
  console.log(JSON.stringify(summarize()));
} catch (error) {
  console.error(`FAILED: seed ${seed}, round ${reports.length + 1}`);
  throw error;
} finally {
  await stage.close();
}
process.exit(reports.every(({ findings }) => holds(findings)) ? 0 : 1);

function readFaults(text: string): readonly FaultName[] {
  return text.split(',').map((name) => {
    const known = FAULTS.find((fault) => fault.name === name);
    if (known === undefined)
      throw new Error(`There is no fault ${name}: ${FAULTS.map((fault) => fault.name).join(', ')}.`);
    return known.name;
  });
}

function holds({ repeats: _mayBe, ...mustNotBe }: Findings): boolean {
  return Object.values(mustNotBe).every((count) => count === 0);
}

function describe({ round, faults, accepted, requests, findings }: RoundReport): string {
  const figures = Object.entries(findings).filter(([, count]) => count > 0);
  const found = figures.map(([name, count]) => `${name} ${count}`).join(', ');
  return `round ${round}, ${faults.join(' + ')}: ${accepted} accepted, ${requests} requests${found === '' ? '' : `, ${found}`}`;
}

function summarize() {
  const sum = (figure: keyof Findings) => reports.reduce((total, { findings }) => total + findings[figure], 0);
  const faults = Map.groupBy(
    reports.flatMap((report) => report.faults),
    (name) => name,
  );
  return {
    engine,
    nodes,
    seed,
    rounds: reports.length,
    accepted: ledger.accepted.length,
    delivered: world.witness.requests.filter(({ told }) => told === 'taken').length,
    lost: sum('lost'),
    invented: sum('invented'),
    repeats: sum('repeats'),
    unmarked_repeats: sum('unmarked_repeats'),
    two_hands: sum('two_hands'),
    order_violations: sum('order_violations'),
    unlogged_requests: sum('unlogged_requests'),
    metrics_mismatch: sum('metrics_mismatch'),
    stuck: sum('stuck'),
    ended_by_themselves: world.nodes.endedByThemselves,
    faults: Object.fromEntries([...faults].map(([name, times]) => [name, times.length])),
  };
}
