import { setTimeout as pause } from 'node:timers/promises';
import { rootHeaders } from '../support/gateway-process.ts';
import { type Chance, chanceOf } from './chance.ts';
import { FAULTS, type FaultName, type World } from './faults.ts';
import { type Counters, countPending, readCounters, readLog } from './gateway-log.ts';
import { type Findings, judgeRound, missingFacts, showEvidence } from './judge.ts';
import { type Ledger, type Load, startLoad } from './load.ts';
import type { ReceiverName } from './witness.ts';

export interface RunContext {
  readonly world: World;
  readonly workspaceId: string;
  readonly endpointIds: Readonly<Record<ReceiverName, string>>;
  readonly ledger: Ledger;
  readonly seed: number;
  /** Those that may be chosen. Null: all. */
  readonly only: readonly FaultName[] | null;
}

/** What came of a round. */
export interface RoundReport {
  readonly round: number;
  readonly faults: readonly FaultName[];
  readonly accepted: number;
  readonly requests: number;
  readonly findings: Findings;
  /** Some of what was found, in words. */
  readonly evidence: readonly string[];
}

type Fault = (typeof FAULTS)[number];

/** Accepted and in flight before a fault may come, so that a round is worth its name. */
const ACCEPTED_MIN = 60;
const IN_FLIGHT_MIN = 2;
const BEGIN_MS_MAX = 60_000;
/** The fault comes at a random moment of this long, once both are reached. */
const MOMENT_MS = 400;
/** The load goes on for so long after the fault. */
const AFTER_MS = 400;
/** Without a request: longer than a lease, a breaker's wait and a few tries. */
const QUIET_MS_MAX = 60_000;
/** However slowly it goes on. */
const DRAIN_MS_MAX = 600_000;
const DRAIN_PAUSE_MS = 100;
/** Of faults of the receivers beside another one. */
const BESIDE_SHARE = 0.4;
const BESIDE: readonly FaultName[] = ['receivers', 'expired_certificate'];
const SHOWN_MAX = 5;

/** Load → faults at a random moment → everybody well again → wait until nothing waits → judge. */
export async function playRound(context: RunContext, round: number): Promise<RoundReport> {
  const { world, ledger, seed } = context;
  const chance = chanceOf(seed, round);
  const faults = chooseFaults(context, round, chance);
  const from = { requests: world.witness.requests.length, accepted: ledger.accepted.length, atMs: Date.now() };
  const countersBefore = await countersOf(world);
  const endedBefore = world.nodes.endedByThemselves;
  const load = startLoad({ ledger, living: () => world.nodes.living(), round, chance });
  await untilBusy(load, world);
  await pause(chance.between(0, MOMENT_MS));
  await Promise.all(faults.map((fault) => fault.play(world, chance)));
  await world.nodes.heal();
  await pause(AFTER_MS);
  await load.stop();
  const recordsOf = () => ({
    accepted: ledger.accepted.slice(from.accepted),
    requests: world.witness.requests.slice(from.requests),
  });
  const stuck = await drain(context, recordsOf);
  const records = recordsOf();
  const findings = judgeRound({
    ...records,
    sent: ledger.sent,
    log: await readLog(someUrl(world), rootHeaders(context.workspaceId), from.atMs),
    endpointIds: context.endpointIds,
    countersBefore,
    countersAfter: await countersOf(world),
    processesEnded: faults.some((fault) => fault.endsProcesses) || world.nodes.endedByThemselves > endedBefore,
    stuck,
    leasesOutlasted: faults.some((fault) => fault.outlastsLeases),
  });
  return {
    round,
    faults: faults.map(({ name }) => name),
    accepted: records.accepted.length,
    requests: records.requests.length,
    findings,
    evidence: showEvidence(records, SHOWN_MAX),
  };
}

/** Every possible fault has its turn, in an order of the seed's; at times the receivers have one of theirs as well. */
function chooseFaults({ world, seed, only }: RunContext, round: number, chance: Chance): readonly Fault[] {
  const possible = FAULTS.filter(({ name, isPossible }) => isPossible(world) && (only?.includes(name) ?? true));
  const order = chanceOf(seed, 0);
  const shuffled = possible
    .map((fault) => ({ fault, place: order.next() }))
    .toSorted((one, other) => one.place - other.place);
  const first = shuffled[(round - 1) % shuffled.length]?.fault;
  if (first === undefined) throw new Error('None of these faults is possible here.');
  const beside = possible.filter(({ name }) => name !== first.name && BESIDE.includes(name));
  return chance.next() < BESIDE_SHARE && beside.length > 0 ? [first, chance.pick(beside)] : [first];
}

async function untilBusy(load: Load, { witness }: World): Promise<void> {
  const endMs = performance.now() + BEGIN_MS_MAX;
  while (load.accepted() < ACCEPTED_MIN || witness.inFlight() < IN_FLIGHT_MIN) {
    if (performance.now() > endMs) throw new Error(`Only ${load.accepted()} events were accepted in a minute.`);
    await pause(1);
  }
}

type Recent = Pick<Parameters<typeof judgeRound>[0], 'accepted' | 'requests'>;

/**
 * Waits until nothing is pending and everything accepted was taken: whoever still held a lease would have a delivery that is
 * pending. @returns how many are pending when that takes too long.
 */
async function drain({ world, workspaceId }: RunContext, recordsOf: () => Recent): Promise<number> {
  const endMs = performance.now() + DRAIN_MS_MAX;
  const headers = rootHeaders(workspaceId);
  let quiet = { requests: 0, sinceMs: performance.now() };
  while (performance.now() < Math.min(endMs, quiet.sinceMs + QUIET_MS_MAX)) {
    await pause(DRAIN_PAUSE_MS);
    const { accepted, requests } = recordsOf();
    if (requests.length > quiet.requests) quiet = { requests: requests.length, sinceMs: performance.now() };
    if (world.witness.inFlight() > 0 || missingFacts(accepted, requests).length > 0) continue;
    if ((await countPending(someUrl(world), headers)) === 0) return 0;
  }
  return countPending(someUrl(world), headers);
}

async function countersOf({ nodes }: World): Promise<ReadonlyMap<number, Counters>> {
  const counters = new Map<number, Counters>();
  for (const { pid, url } of nodes.pids()) counters.set(pid, await readCounters(url));
  return counters;
}

function someUrl({ nodes }: World): string {
  const [url] = nodes.living();
  if (url === undefined) throw new Error('No gateway runs.');
  return url;
}
