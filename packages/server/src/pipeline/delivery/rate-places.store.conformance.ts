import { describe, expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { type PlacesWanted, takePlaces } from './rate-places.store.ts';
import { uuid, WORKSPACE_ID } from './test-support.ts';

/** What nodes take together under the rate of an endpoint. */
export function ratePlacesConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`places under a rate on ${name}`, () => {
    test('many who ask at once get no more together than there is', async () => {
      const store = await openStore();
      await take(store, [want(1, { perSecond: 20, wanted: 1 })]);
      const kept = JSON.stringify({ grants: [], gathered: 10, atMs: Date.now() });
      await store.db.updateTable('endpoint_rates').set({ places: kept }).execute();
      const asked = Array.from({ length: 8 }, () => take(store, [want(1, { perSecond: 20, wanted: 4 })]));
      const taken = (await Promise.all(asked)).flat();
      expect(taken.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(10);
      const [first, last] = [Math.min(...times(taken)), Math.max(...times(taken))];
      // Half a second's worth, and what came to it while they asked.
      const placesMax = 10 + Math.ceil(((last - first) * 20) / 1_000);
      expect(taken.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(placesMax);
    });

    test('whoever gets none is told when there is one', async () => {
      const store = await openStore();
      await take(store, [want(1, { perSecond: 1, wanted: 2 })]);
      const [none] = await take(store, [want(1, { perSecond: 1, wanted: 1 })]);
      expect(none).toMatchObject({ count: 0 });
      expect(none?.freeInMs).toBeGreaterThan(0);
      expect(none?.freeInMs).toBeLessThanOrEqual(1_000);
    });

    test('what one gives back another one gets', async () => {
      const store = await openStore();
      const [taken] = await take(store, [want(1, { perSecond: 2, wanted: 2 })]);
      expect(taken?.count).toBe(1);
      const unused = { takenAtMs: taken?.takenAtMs ?? 0, count: 1 };
      await take(store, [want(1, { perSecond: 2, wanted: 0, unused })]);
      const [again] = await take(store, [want(1, { perSecond: 2, wanted: 1 })]);
      expect(again?.count).toBe(1);
    });

    test('endpoints do not take from each other, and one call serves many', async () => {
      const store = await openStore();
      const wants = Array.from({ length: 200 }, (_, number) => want(number, { perSecond: 4, wanted: 2 }));
      const taken = await take(store, wants);
      expect(taken).toHaveLength(200);
      expect(new Set(taken.map(({ count }) => count))).toEqual(new Set([1]));
    });
  });
}

function take(store: Store, wants: readonly PlacesWanted[]) {
  return takePlaces(store, wants, Date.now);
}

function want(number: number, over: Partial<PlacesWanted>): PlacesWanted {
  return {
    workspaceId: WORKSPACE_ID,
    endpointId: idOf('ep', uuid(number)),
    perSecond: 10,
    wanted: 1,
    unused: null,
    ...over,
  };
}

function times(taken: readonly { readonly takenAtMs: number }[]): readonly number[] {
  return taken.map(({ takenAtMs }) => takenAtMs);
}
