import { describe, expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import {
  type GatewayNode,
  insertNode,
  listNodes,
  listRunningTimes,
  purgeNodes,
  writeHeartbeat,
} from './nodes.store.ts';

const NOW_MS = 1_800_000_000_000;

/** What is known of the processes of an installation. */
export function nodesConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`nodes on ${name}`, () => {
    test('a node is listed until it says that it ends, the longest running first', async () => {
      const store = await openStore();
      const [first, second] = [await enter(store, 1, NOW_MS), await enter(store, 2, NOW_MS + 1)];
      await writeHeartbeat(store, { id: first.id, nowMs: NOW_MS + 15_000, inFlight: 7, isLast: false });
      const both = await listNodes(store, NOW_MS);
      expect(both).toEqual([{ ...first, lastSeenAtMs: NOW_MS + 15_000, inFlight: 7 }, second]);
      await writeHeartbeat(store, { id: first.id, nowMs: NOW_MS + 20_000, inFlight: 0, isLast: true });
      expect((await listNodes(store, NOW_MS)).map(({ id }) => id)).toEqual([second.id]);
      expect(await listNodes(store, NOW_MS + 2)).toEqual([]);
    });

    test('it is remembered when nodes ran, also those that ended, until they are forgotten', async () => {
      const store = await openStore();
      const [first, second] = [await enter(store, 1, NOW_MS), await enter(store, 2, NOW_MS + 60_000)];
      await writeHeartbeat(store, { id: first.id, nowMs: NOW_MS + 30_000, inFlight: 0, isLast: true });
      await writeHeartbeat(store, { id: second.id, nowMs: NOW_MS + 90_000, inFlight: 0, isLast: false });
      const [later, earlier] = [
        { fromMs: NOW_MS + 60_000, toMs: NOW_MS + 90_000 },
        { fromMs: NOW_MS, toMs: NOW_MS + 30_000 },
      ];
      expect(await listRunningTimes(store, NOW_MS + 30_000, NOW_MS + 61_000)).toEqual([later, earlier]);
      expect(await listRunningTimes(store, NOW_MS + 30_001, NOW_MS + 60_000)).toEqual([]);
      await purgeNodes(store, NOW_MS + 40_000);
      expect(await listRunningTimes(store, 0, NOW_MS * 2)).toEqual([later]);
    });

    test('a database says what it is and how large', async () => {
      const store = await openStore();
      const { kind, version, sizeBytes } = await store.describe();
      expect(kind).toBe(store.can.sharedBetweenNodes ? 'postgres' : 'sqlite');
      expect(version).toMatch(/^\d+\.\d+/);
      expect(sizeBytes).toBeGreaterThan(10_000);
    });
  });
}

async function enter(store: Store, number: number, startedAtMs: number): Promise<GatewayNode> {
  const node: GatewayNode = {
    id: idOf('nod', `0190a000-0000-7000-8000-00000000000${number}`),
    hostName: `host-${number}`,
    processId: number,
    role: 'gateway',
    version: '1.2.3',
    nodeVersion: '24.0.0',
    startedAtMs,
    lastSeenAtMs: startedAtMs,
    stoppedAtMs: null,
    inFlight: 0,
  };
  await insertNode(store, node);
  return node;
}
