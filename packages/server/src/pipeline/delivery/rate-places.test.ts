import { describe, expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import { LocalRatePlaces, SharedRatePlaces } from './rate-places.ts';
import { RateWindow } from './rate-window.ts';
import { uuid, WORKSPACE_ID } from './test-support.ts';

const TEN_SECONDS_MS = 10_000;
const START_MS = 1_000_000;
const RUN_MS = 60_000;
/** The start of a fleet is over: every node has found the size of its pieces. */
const SETTLED_MS = 10_000;

describe.each([
  { perSecond: 1, nodes: 1 },
  { perSecond: 1, nodes: 3 },
  { perSecond: 7, nodes: 3 },
  { perSecond: 50, nodes: 2 },
  { perSecond: 200, nodes: 5 },
  { perSecond: 1_000, nodes: 3 },
])('$nodes nodes under load share $perSecond a second', ({ perSecond, nodes }) => {
  test.each([1, 2, 3])('no ten seconds see more, whoever dies, seed %i', async (seed) => {
    const fleet = await runFleet({ perSecond, nodes, seed, diesEveryMs: 3_000 });
    expect(mostInTenSeconds(fleet.usedAtMs)).toBeLessThanOrEqual(perSecond * 10);
  });

  test('at least 95 % of it goes out, with a statement for many deliveries', async () => {
    const fleet = await runFleet({ perSecond, nodes, seed: 9, diesEveryMs: null });
    const settled = fleet.usedAtMs.filter((atMs) => atMs >= START_MS + SETTLED_MS);
    expect(settled.length).toBeGreaterThanOrEqual((perSecond * 0.95 * (RUN_MS - SETTLED_MS)) / 1_000);
    expect(fleet.statements / (RUN_MS / 1_000)).toBeLessThanOrEqual(nodes * 20);
  });
});

test('a node with little to send leaves the rest to the others', async () => {
  const fleet = await runFleet({ perSecond: 100, nodes: 2, seed: 4, diesEveryMs: null, idleNodes: 1 });
  const settled = fleet.usedAtMs.filter((atMs) => atMs >= START_MS + SETTLED_MS);
  expect(settled.length).toBeGreaterThanOrEqual((100 * 0.95 * (RUN_MS - SETTLED_MS)) / 1_000);
});

test('while the database is away nothing goes out, and it is not asked without a pause', async () => {
  const fleet = await runFleet({ perSecond: 100, nodes: 2, seed: 4, diesEveryMs: null, isAway: true });
  expect(fleet.usedAtMs).toEqual([]);
  expect(fleet.statements).toBeLessThanOrEqual((2 * RUN_MS) / 1_000 + 2);
  expect(fleet.errors).toBe(fleet.statements);
});

test('the only node keeps a rate in memory, and forgets endpoints that send nothing any more', () => {
  const rates = new LocalRatePlaces();
  const endpoint = { id: idOf('ep', uuid(1)), workspaceId: WORKSPACE_ID, ratePerSecond: 4 };
  expect([rates.take(endpoint, 1_000), rates.take(endpoint, 1_000)]).toEqual([0, 250]);
  rates.forgetIdle(61_001);
  expect(rates.take(endpoint, 1_001)).toBe(0);
});

interface FleetOptions {
  readonly perSecond: number;
  readonly nodes: number;
  readonly seed: number;
  /** A random node dies and another one starts. */
  readonly diesEveryMs: number | null;
  /** Nodes of these that have one delivery a second. */
  readonly idleNodes?: number;
  readonly isAway?: boolean;
}

/** Nodes with clocks of their own, one database, and time that is not real. */
async function runFleet(options: FleetOptions) {
  const random = randomOf(options.seed);
  const fleet = { usedAtMs: [] as number[], statements: 0, errors: 0 };
  const queue: { atMs: number; run: () => void }[] = [];
  let nowMs = START_MS;
  const at = (delayMs: number, run: () => void) => {
    const entry = { atMs: nowMs + Math.max(0, delayMs), run };
    queue.push(entry);
    return { cancel: () => queue.splice(queue.indexOf(entry) >>> 0, 1) };
  };
  const window = new RateWindow();
  const endpoint = { id: idOf('ep', uuid(1)), workspaceId: WORKSPACE_ID, ratePerSecond: options.perSecond };
  const statement = (work: () => number) =>
    new Promise<number>((resolve, reject) => {
      fleet.statements++;
      at(1 + random() * 10, () => {
        if (options.isAway === true) {
          reject(new Error('away'));
          return;
        }
        const result = work();
        at(1 + random() * 20, () => resolve(result));
      });
    });
  const startNode = (isIdle: boolean) => {
    const offsetMs = random() * 1_000_000;
    let isAlive = true;
    const rates = new SharedRatePlaces({
      takePlaces: async ([want]) => {
        if (want === undefined) return [];
        let takenAtMs = 0;
        let freeInMs = 0;
        const count = await statement(() => {
          takenAtMs = Math.floor(nowMs);
          if (want.unused !== null) window.giveBack(want.unused.takenAtMs, want.unused.count);
          const taken = window.take(want.perSecond, want.wanted, takenAtMs);
          freeInMs = window.freeAtMs(want.perSecond, takenAtMs) - takenAtMs;
          return taken;
        });
        return [{ endpointId: want.endpointId, count, takenAtMs, freeInMs }];
      },
      pageMax: 200,
      monotonicMs: () => nowMs - offsetMs,
      setTimer: (run, delayMs) => at(delayMs, run),
      onFree: () => send(),
      onError: () => {
        fleet.errors++;
      },
    });
    const send = () => {
      while (isAlive && rates.take(endpoint, nowMs - offsetMs) === 0) {
        fleet.usedAtMs.push(nowMs);
        if (isIdle) return;
      }
    };
    const again = () => {
      if (!isAlive) return;
      send();
      at(isIdle ? 1_000 : 50 + random() * 50, again);
    };
    again();
    return () => {
      isAlive = false;
    };
  };
  const nodes = Array.from({ length: options.nodes }, (_, index) => startNode(index < (options.idleNodes ?? 0)));
  const { diesEveryMs } = options;
  const die = () => {
    const index = Math.floor(random() * nodes.length);
    nodes[index]?.();
    nodes[index] = startNode(false);
    at(diesEveryMs ?? 0, die);
  };
  if (diesEveryMs !== null) at(diesEveryMs, die);
  while (nowMs < START_MS + RUN_MS) {
    queue.sort((a, b) => a.atMs - b.atMs);
    const next = queue.shift();
    if (next === undefined) break;
    nowMs = next.atMs;
    next.run();
    // What a promise of that turn does comes before the next moment.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
  return fleet;
}

function mostInTenSeconds(times: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (let last = 0; last < times.length; last++) {
    while ((times[last] ?? 0) - (times[first] ?? 0) >= TEN_SECONDS_MS) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** Mulberry32: small, seeded, good enough for tests. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
