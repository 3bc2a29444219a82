import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { firstIdAt } from '../../domain/id-time.ts';
import { idOf, uuidOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { addUpDeliveries } from './message-deliveries.ts';
import {
  ENDPOINT,
  insertEndpoint,
  insertEvent,
  insertFinished,
  insertQueued,
  OTHER_WORKSPACE,
  WORKSPACE,
} from './test-rows.ts';

const OTHER_ENDPOINT = idOf('ep', '0190a000-0000-7000-8000-000000000004');

/** What adding up the deliveries of messages promises. */
export function messageDeliveriesStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`deliveries of messages on ${name}`, () => {
    test('an endpoint has a message when it has everything that was told of it', async () => {
      const store = await openStore();
      await insertEndpoint(store);
      await insertEndpoint(store, { id: OTHER_ENDPOINT, description: 'Order bot' });
      const [sent, read] = [
        await insertEvent(store, { key: 'wamid.A|sent' }),
        await insertEvent(store, { key: 'wamid.A|read' }),
      ];
      for (const event_id of [sent, read]) await insertFinished(store, 'delivered', { event_id });
      await insertFinished(store, 'delivered', { event_id: sent, endpoint_id: OTHER_ENDPOINT });
      const worst = await insertFinished(store, 'exhausted', { event_id: read, endpoint_id: OTHER_ENDPOINT });
      const id = idOf('msg', uuidv7());
      const expected = {
        ...{ messageId: id, delivered: 1, total: 2 },
        worst: expect.objectContaining({
          ...{ id: worst, eventId: read, endpointId: OTHER_ENDPOINT, endpointName: 'Order bot', word: 'exhausted' },
        }),
      };
      expect(await addUpDeliveries(store, WORKSPACE, [{ id, wamid: 'wamid.A' }])).toEqual([expected]);
    });

    test('a message that Meta told of is found by its event, also when its key is gone', async () => {
      const store = await openStore();
      await insertEndpoint(store);
      const event_id = await insertEvent(store);
      const id = idOf('msg', uuidOf(event_id));
      await insertQueued(store, { event_id, attempts_made: 2 });
      const [sum] = (await addUpDeliveries(store, WORKSPACE, [{ id, wamid: 'wamid.A' }])) ?? [];
      expect(sum).toMatchObject({ delivered: 0, total: 1, worst: { word: 'retrying', endpointName: 'example.com' } });
    });

    test.each([
      ['waits for its first attempt', { attempts_made: 0 }, 'pending'],
      ['waits for another one', { attempts_made: 1 }, 'retrying'],
      ['is held by a disabled endpoint', { due_at_ms: null, attempts_made: 1 }, 'held'],
      ['was canceled', { state: 'canceled', due_at_ms: null }, 'canceled'],
    ] as const)('one that %s is called so', async (_what, delivery, word) => {
      const store = await openStore();
      await insertEndpoint(store);
      const event_id = await insertEvent(store, { key: 'wamid.A|message' });
      await insertQueued(store, { event_id, ...delivery });
      const [sum] = (await addUpDeliveries(store, WORKSPACE, [{ id: idOf('msg', uuidv7()), wamid: 'wamid.A' }])) ?? [];
      expect(sum?.worst?.word).toBe(word);
    });

    test('one that is sent again is believed by the queue and not by the log', async () => {
      const store = await openStore();
      await insertEndpoint(store);
      const event_id = await insertEvent(store, { key: 'wamid.A|message' });
      const id = await insertFinished(store, 'exhausted', { event_id });
      await insertQueued(store, { id, event_id, attempts_made: 2 });
      const [sum] = (await addUpDeliveries(store, WORKSPACE, [{ id: idOf('msg', uuidv7()), wamid: 'wamid.A' }])) ?? [];
      expect(sum).toMatchObject({ total: 1, worst: { word: 'retrying' } });
    });

    test('messages of long ago and of now are told apart, and each gets its own', async () => {
      const store = await openStore();
      await insertEndpoint(store);
      const longAgo = firstIdAt('evt', 1_700_000_000_000);
      await insertEvent(store, { id: longAgo });
      await insertQueued(store, { id: firstIdAt('dlv', 1_700_000_000_100), event_id: longAgo, due_at_ms: null });
      const now = await insertEvent(store, { key: 'wamid.NEW|message' });
      await insertFinished(store, 'delivered', { event_id: now });
      const [old, fresh, silent] = [idOf('msg', uuidOf(longAgo)), idOf('msg', uuidv7()), idOf('msg', uuidv7())];
      const sums = await addUpDeliveries(store, WORKSPACE, [
        { id: old, wamid: 'wamid.OLD' },
        { id: fresh, wamid: 'wamid.NEW' },
        { id: silent, wamid: null },
      ]);
      expect(sums).toMatchObject([
        { messageId: old, delivered: 0, total: 1, worst: { word: 'held' } },
        { messageId: fresh, delivered: 1, total: 1, worst: null },
        { messageId: silent, delivered: 0, total: 0, worst: null },
      ]);
    });

    test('another workspace sees nothing of it', async () => {
      const store = await openStore();
      await insertEndpoint(store);
      const event_id = await insertEvent(store, { key: 'wamid.A|message' });
      await insertFinished(store, 'exhausted', { event_id, endpoint_id: ENDPOINT });
      await insertQueued(store, { event_id });
      const id = idOf('msg', uuidOf(event_id));
      expect(await addUpDeliveries(store, OTHER_WORKSPACE, [{ id, wamid: 'wamid.A' }])).toMatchObject([{ total: 0 }]);
      expect(await addUpDeliveries(store, WORKSPACE, [])).toEqual([]);
    });
  });
}
