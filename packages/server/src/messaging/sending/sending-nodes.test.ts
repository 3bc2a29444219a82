import { expect, onTestFinished, test, vi } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import type { GraphResult } from '../../domain/graph.ts';
import { openStore } from '../../platform/db/open-store.ts';
import { type SeenCall, startEngine, type TestEngineOptions, taken } from './test-engine.ts';
import { graphError } from './test-support.ts';

const PER_SECOND = 10;
const WAITS = { waitMs: 10_000 };
const REFUSED: GraphResult = { kind: 'refused', error: graphError(131_026) };

test('two nodes that share a number send every message once and keep to its limit together', async () => {
  const [a, b] = await startTwoNodes();
  const outcomes = [];
  for (let to = 0; to < 20; to++) outcomes.push((to % 2 === 0 ? a : b).send(`49${to}`, WAITS).outcome);
  expect((await Promise.all(outcomes)).map((outcome) => outcome.kind)).toEqual(Array(20).fill('accepted'));
  // The node that had the number goes, and the other one takes over what is left and what comes.
  const owner = a.calls.length > 0 ? a : b;
  const other = owner === a ? b : a;
  await owner.stop();
  const later = Array.from({ length: 15 }, (_, to) => other.send(`48${to}`, WAITS).outcome);
  expect((await Promise.all(later)).map((outcome) => outcome.kind)).toEqual(Array(15).fill('accepted'));
  const calls = [...a.calls, ...b.calls];
  expect(new Set(calls.map((call) => call.id)).size).toBe(35);
  expect(calls).toHaveLength(35);
  expect(mostInOneSecond(calls)).toBeLessThanOrEqual(PER_SECOND);
});

test('a call on the node that does not send is told of a refusal, and there is no event', async () => {
  const [a, b] = await startTwoNodes(() => REFUSED);
  await a.send('490').outcome;
  await eventually(() => expect(a.calls).toHaveLength(1));
  expect(await b.send('491', WAITS).outcome).toEqual(REFUSED);
  expect(b.calls).toEqual([]);
  expect([...a.events, ...b.events]).toMatchObject([{ phone: '490' }]);
});

test('a message that a call on one node has stopped waiting for is an event of the node that sends it', async () => {
  const answer = Promise.withResolvers<GraphResult>();
  const [a, b] = await startTwoNodes((_call, number) => (number === 1 ? REFUSED : answer.promise));
  await a.send('490').outcome;
  await eventually(() => expect(a.calls).toHaveLength(1));
  expect(await b.send('491', { waitMs: 20 }).outcome).toEqual({ kind: 'pending' });
  answer.resolve(REFUSED);
  await eventually(() => expect(a.events.map((event) => event.phone)).toEqual(['490', '491']));
});

async function startTwoNodes(graph: TestEngineOptions['graph'] = taken) {
  const url = await STORES.find((stores) => stores.name === 'PostgreSQL')?.createUrl();
  if (url === undefined) throw new Error('There is a PostgreSQL.');
  const nodes = [];
  for (const node of ['a', 'b']) {
    const store = await openStore(url);
    onTestFinished(store.close);
    nodes.push(await startEngine({ store, onTestEnd: onTestFinished, node, graph, perSecond: PER_SECOND }));
  }
  const [a, b] = nodes;
  if (a === undefined || b === undefined) throw new Error('Two were started.');
  return [a, b] as const;
}

function mostInOneSecond(calls: readonly SeenCall[]): number {
  const times = calls.map((call) => call.atMs).toSorted((x, y) => x - y);
  return Math.max(...times.map((atMs, index) => times.slice(index).filter((later) => later < atMs + 1_000).length));
}

/** Waits for something to hold. Long enough for a machine that is busy with other things. */
function eventually(check: () => unknown): Promise<unknown> {
  return vi.waitFor(check, { timeout: 10_000 });
}
