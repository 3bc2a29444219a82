import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { simulateDay } from '../packages/server/test/simulation/simulate-day.ts';
import { tellOf } from '../packages/server/test/simulation/tell-of.ts';

/**
 * Lives through simulated days of faults that nobody has seen before, or once more through the one with a given seed. What
 * is simulated and how to read what is found: docs/operations/simulation.md.
 */
const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/** Seeds below this are those of `npm test`. */
const FRESH_SEED_MIN = 1_000;
const FRESH_SEED_MAX = 2 ** 47;

const seeds =
  options.seed === undefined
    ? Array.from({ length: Number(options.seeds) }, () => randomInt(FRESH_SEED_MIN, FRESH_SEED_MAX))
    : [Number(options.seed)];
const brokenSeeds: number[] = [];
let requests = 0;
for (const [index, seed] of seeds.entries()) {
  const report = await simulateDay(seed);
  requests += report.counts.requests;
  if (report.violations.length > 0) {
    brokenSeeds.push(seed);
    console.error(tellOf(report));
  } else if (!options.json && (index + 1) % 10 === 0) {
    console.error(`${index + 1} days, ${requests} requests, ${brokenSeeds.length} days with broken promises`);
  }
}
console.log(JSON.stringify({ days: seeds.length, requests, broken_seeds: brokenSeeds }));
process.exit(brokenSeeds.length === 0 ? 0 : 1);
