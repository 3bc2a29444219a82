import { describe, expect, onTestFinished, test } from 'vitest';
import type { Endpoint } from '../../domain/endpoint.ts';
import { type EndpointId, idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { FailureRun, Outcome } from './breaker.ts';
import { BreakerBook } from './breaker-book.ts';
import { addFailures, findBreakers, forgetEndpoint, listChangedBreakers, probeNow } from './breakers.store.ts';
import { makeEndpoint, uuid, WORKSPACE_ID } from './test-support.ts';

const NOW_MS = 1_800_000_000_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const FAILED: Outcome = { outcome: 'failed', isOurFailure: false, errorClass: 'status', maybeReceived: false };
const SUCCEEDED: Outcome = { outcome: 'succeeded', isOurFailure: false, errorClass: null, maybeReceived: false };

/** What nodes know of each other's endpoints that fail, and what is told of them, once. */
export function breakersConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`breakers on ${name}`, () => {
    test('ten failures in a row open the breaker for every node, and that is told once', async () => {
      const world = await openWorld(openStore);
      const [a, b] = [world.node(), world.node()];
      world.fail(a, 9);
      expect(a.standing(world.endpoint.id)).toBe('free');
      world.fail(a, 1);
      expect(a.standing(world.endpoint.id)).toBe(NOW_MS + 5_000);
      world.fail(b, 10);
      await Promise.all([a.settled(), b.settled()]);
      await b.look();
      expect(b.standing(world.endpoint.id)).toBe(NOW_MS + 5_000);
      expect(world.told).toEqual(['endpoint.failing: The last 10 attempts failed.']);
      expect(await world.breaker()).toMatchObject({ state: 'open', openedAtMs: NOW_MS, failingSinceMs: NOW_MS });
      expect((await world.breaker())?.consecutiveFailures).toBe(20);
    });

    test('a success between ends the run, and a healthy endpoint writes nothing', async () => {
      const world = await openWorld(openStore);
      const a = world.node();
      world.fail(a, 9);
      a.note(world.endpoint, SUCCEEDED);
      world.fail(a, 9);
      a.note(world.endpoint, SUCCEEDED);
      await a.settled();
      await a.look();
      expect(await listChangedBreakers(world.store, 0)).toEqual([]);
      expect(world.told).toEqual([]);
    });

    test('failures of one delivery a while outlive the process, and three over half an hour open the breaker', async () => {
      const world = await openWorld(openStore);
      const a = world.node();
      world.fail(a, 2);
      await a.settled();
      world.nowMs += 31 * MINUTE_MS;
      const b = world.node();
      await b.look();
      world.fail(b, 1);
      await b.settled();
      expect(await world.breaker()).toMatchObject({ state: 'open', consecutiveFailures: 3, failingSinceMs: NOW_MS });
      expect(world.told).toEqual(['endpoint.failing: The last 3 attempts failed.']);
    });

    test('of two nodes one finds out with one delivery; when it fails the wait grows, when it succeeds all is well', async () => {
      const world = await openWorld(openStore);
      const [a, b] = [world.node(), world.node()];
      const { id } = world.endpoint;
      world.fail(a, 10);
      await a.settled();
      await b.look();
      world.nowMs += 5_000;
      expect([a.standing(id), b.standing(id)]).toEqual(['probe', 'probe']);
      expect([a.mayProbe(id), b.mayProbe(id)]).toEqual([false, false]);
      await Promise.all([a.settled(), b.settled()]);
      const prober = a.mayProbe(id) ? a : b;
      const other = prober === a ? b : a;
      expect(prober.mayProbe(id)).toBe(true);
      expect(other.standing(id)).toBeGreaterThan(world.nowMs);
      expect(await world.breaker()).toMatchObject({ state: 'half_open' });
      prober.enterAsProbe(id);
      expect(prober.standing(id)).toBeGreaterThan(world.nowMs);
      world.fail(prober, 1);
      prober.leave(id);
      await prober.settled();
      await other.look();
      expect([a.standing(id), b.standing(id)]).toEqual([world.nowMs + 10_000, world.nowMs + 10_000]);
      expect(await world.breaker()).toMatchObject({ state: 'open', failedProbes: 1, consecutiveFailures: 11 });
      other.note(world.endpoint, SUCCEEDED);
      await other.settled();
      await prober.look();
      expect([a.standing(id), b.standing(id)]).toEqual(['free', 'free']);
      expect(world.told).toEqual([
        'endpoint.failing: The last 10 attempts failed.',
        'endpoint.recovered: The last attempt succeeded.',
      ]);
    });

    test('many successes on many nodes tell once that it recovered', async () => {
      const world = await openWorld(openStore);
      const [a, b] = [world.node(), world.node()];
      world.fail(a, 10);
      await a.settled();
      await b.look();
      for (const node of [a, b, a, b]) node.note(world.endpoint, SUCCEEDED);
      await Promise.all([a.settled(), b.settled()]);
      expect(world.told.filter((line) => line.startsWith('endpoint.recovered'))).toHaveLength(1);
    });

    test('the probe of a node that died is made by another one when its time is over', async () => {
      const world = await openWorld(openStore);
      const [a, b] = [world.node(), world.node()];
      const { id } = world.endpoint;
      world.fail(a, 10);
      await a.settled();
      world.nowMs += 5_000;
      a.mayProbe(id);
      await a.settled();
      await b.look();
      expect(b.standing(id)).toBe(world.nowMs + 30_000 + 10_000);
      world.nowMs += 40_000;
      expect(b.mayProbe(id)).toBe(false);
      await b.settled();
      expect(b.mayProbe(id)).toBe(true);
    });

    test('a probe that was given back unsent may be made again at once', async () => {
      const world = await openWorld(openStore);
      const a = world.node();
      const { id } = world.endpoint;
      world.fail(a, 10);
      await a.settled();
      world.nowMs += 5_000;
      a.mayProbe(id);
      await a.settled();
      a.enterAsProbe(id);
      a.leave(id);
      expect(a.standing(id)).toBe('probe');
      expect(a.mayProbe(id)).toBe(true);
    });

    test('whoever changes an endpoint has the next delivery find out at once', async () => {
      const world = await openWorld(openStore);
      const a = world.node();
      world.fail(a, 10);
      await a.settled();
      const at = { workspaceId: WORKSPACE_ID, endpointId: world.endpoint.id, nowMs: NOW_MS };
      await world.store.db.transaction().execute((trx) => probeNow(trx, at));
      await a.look();
      expect(a.standing(world.endpoint.id)).toBe('probe');
    });

    test('after five days of nothing but failure it is disabled, and not before', async () => {
      const world = await openWorld(openStore);
      const [a, b] = [world.node(), world.node()];
      world.fail(a, 10);
      await a.settled();
      world.nowMs += 5 * DAY_MS - 1;
      world.fail(a, 1);
      await a.settled();
      expect(world.disabled).toEqual([]);
      await b.look();
      world.nowMs += 1;
      world.fail(b, 1);
      await b.settled();
      expect(world.disabled).toEqual([{ failures: 12, sinceMs: NOW_MS }]);
    });

    test('what a disabled endpoint does is not held against it, and an operational event opens nothing', async () => {
      const world = await openWorld(openStore);
      const a = world.node();
      for (let count = 0; count < 20; count++) a.note(world.endpoint, FAILED, true);
      world.isEnabled = false;
      world.fail(a, 20);
      await a.settled();
      expect(world.told).toEqual([]);
      expect(a.standing(world.endpoint.id)).toBe('free');
    });

    test('when the event cannot be written the breaker is not opened in the store either', async () => {
      const world = await openWorld(openStore);
      const a = world.node();
      world.isBroken = true;
      world.fail(a, 10);
      await a.settled();
      expect(world.errors).toHaveLength(1);
      expect(await world.breaker()).toBeUndefined();
    });

    test('pages of changed breakers leave none out', async () => {
      const store = await openStore();
      const ids = Array.from({ length: 501 }, (_, number) => endpointId(number));
      const failures = ids.map((id) => failure(id, { failures: 1, sinceMs: NOW_MS }));
      await addFailures(store, failures.slice(0, 500));
      await addFailures(store, failures.slice(500));
      const changed = await listChangedBreakers(store, NOW_MS - 1);
      expect(changed.map((kept) => kept.endpointId)).toEqual(ids);
      expect(await listChangedBreakers(store, NOW_MS + 1)).toEqual([]);
    });

    test('a deleted endpoint leaves nothing behind', async () => {
      const store = await openStore();
      await addFailures(store, [failure(endpointId(1), { failures: 1, sinceMs: NOW_MS })]);
      await store.db.transaction().execute((trx) => forgetEndpoint(trx, WORKSPACE_ID, endpointId(1)));
      expect(await listChangedBreakers(store, 0)).toEqual([]);
    });
  });
}

function endpointId(number: number): EndpointId {
  return idOf('ep', uuid(number));
}

function failure(id: EndpointId, run: FailureRun) {
  return { workspaceId: WORKSPACE_ID, endpointId: id, nowMs: NOW_MS, run };
}

/** Nodes that share a store, with what they tell and disable. */
async function openWorld(openStore: () => Promise<Store>) {
  const store = await openStore();
  const endpoint: Endpoint = makeEndpoint({
    retry: { delaysSeconds: [1], timeoutSeconds: 30, waitsAfterThrottle: false },
  });
  const world = {
    store,
    endpoint,
    nowMs: NOW_MS,
    isEnabled: true,
    isBroken: false,
    told: [] as string[],
    disabled: [] as FailureRun[],
    errors: [] as unknown[],
    node: () => {
      const node = new BreakerBook({
        store,
        endpoint: () => ({ ...endpoint, enabled: world.isEnabled }),
        report: async (_trx, _endpoint, type, reason) => {
          if (world.isBroken) throw new Error('The event cannot be written.');
          world.told.push(`${type}: ${reason}`);
        },
        onReported: () => {},
        disableFailing: async (_endpoint, run) => {
          world.disabled.push(run);
        },
        disableAfterMs: 5 * DAY_MS,
        onChange: () => {},
        onError: (error) => world.errors.push(error),
        nowMs: () => world.nowMs,
        random: () => 0,
      });
      onTestFinished(() => node.settled());
      return node;
    },
    fail: (node: BreakerBook, times: number) => {
      for (let count = 0; count < times; count++) node.note(endpoint, FAILED);
    },
    breaker: async () => (await findBreakers(store, endpoint.workspaceId, [endpoint.id])).get(endpoint.id),
  };
  return world;
}
