import { openRawSql } from '../../packages/server/test/support/raw-sql.ts';
import { describeDatabase, describeEnvironment, type StoreEnvironment } from '../support/environment.ts';
import { type Measured, measure, type Stage, settle, WARM_UP_SECONDS } from '../support/measure.ts';
import { openPeerStage } from '../support/peer-stage.ts';
import { round } from '../support/quantiles.ts';
import { type LoadOptions, openStage } from '../support/stage.ts';

export interface PeersOptions extends LoadOptions {
  /** Names of those that take part. Empty: all. */
  readonly only: readonly string[];
}

interface OpenContestant extends Stage {
  readonly describe: () => Promise<StoreEnvironment>;
  readonly close: () => Promise<void>;
}

/** One at a time, each on an empty store of its own. */
const CONTESTANTS: Readonly<Record<string, (options: LoadOptions) => Promise<OpenContestant>>> = {
  posthorn_sqlite: (options) => openPosthorn({ ...options, engine: 'sqlite' }),
  posthorn_postgres: (options) => openPosthorn({ ...options, engine: 'postgres' }),
  bullmq: (options) => openPeerStage('bullmq', options),
  pgboss: (options) => openPeerStage('pgboss', options),
};

interface Turn extends Measured {
  readonly acceptedPerSecond: number;
  readonly bare: number;
  readonly ratio: number;
  readonly environment: StoreEnvironment;
}

/**
 * Posthorn and what a developer would build instead, doing the same work under the same load: all take turns, each with a
 * bare loop behind it, and the result of each is its turn with the median ratio. The definition stands in
 * benchmarks/README.md.
 *
 * @returns whether nobody refused a webhook, and the line to print.
 */
export async function measurePeers(options: PeersOptions): Promise<{ ok: boolean; result: unknown }> {
  const contestants = Object.entries(CONTESTANTS).filter(
    ([name]) => options.only.length === 0 || options.only.includes(name),
  );
  const turns = new Map<string, Turn[]>(contestants.map(([name]) => [name, []]));
  for (let number = 0; number < options.pairs; number++) {
    for (const [name, open] of contestants) {
      const turn = await takeTurn(await open(options), { number, seconds: options.seconds });
      turns.get(name)?.push(turn);
      options.log(
        `${name} ${number + 1}: ${turn.perSecond.toFixed(0)}/s against ${turn.bare.toFixed(0)}/s, ratio ${turn.ratio.toFixed(3)}`,
      );
    }
  }
  const results = Object.fromEntries([...turns].map(([name, taken]) => [name, resultOf(taken)]));
  const ok = [...turns.values()].flat().every((turn) => turn.refused === 0);
  return { ok, result: { ...results, environment: await describeEnvironment(null) } };
}

async function openPosthorn(options: LoadOptions): Promise<OpenContestant> {
  const stage = await openStage(options);
  const describe = async () => {
    const sql = await openRawSql(stage.databaseUrl);
    return describeDatabase(sql).finally(sql.close);
  };
  return { ...stage, describe };
}

async function takeTurn(stage: OpenContestant, turn: { readonly number: number; readonly seconds: number }) {
  const { number, seconds } = turn;
  try {
    await measure(stage, 'gateway', { seconds: WARM_UP_SECONDS, run: 'warm' });
    const whole = await measure(stage, 'gateway', { seconds, run: `g${number}` });
    await settle(stage);
    const bare = await measure(stage, 'bare', { seconds, run: `b${number}` });
    const ratio = whole.perSecond / bare.perSecond;
    const acceptedPerSecond = whole.answered / seconds;
    return { ...whole, acceptedPerSecond, bare: bare.perSecond, ratio, environment: await stage.describe() };
  } finally {
    await stage.close();
  }
}

function resultOf(turns: readonly Turn[]) {
  const median = turns.toSorted((a, b) => a.ratio - b.ratio)[turns.length >> 1];
  if (median === undefined) throw new Error('No turn was taken.');
  return {
    deliveries_per_s: Math.round(median.perSecond),
    accepted_per_s: Math.round(median.acceptedPerSecond),
    bare_loop_per_s: Math.round(median.bare),
    ratio: round(median.ratio, 3),
    ratios: turns.map((turn) => round(turn.ratio, 3)),
    ingest_p99_ms: round(median.ingestP99Ms, 1),
    deliver_p99_ms: round(median.p99Ms, 1),
    ...median.environment,
  };
}
