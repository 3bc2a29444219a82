import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { listDeliveryMarks } from './delivery-marks.store.ts';
import { insertAttempt, insertEndpoint, insertEvent, insertQueued, OTHER_WORKSPACE, WORKSPACE } from './test-rows.ts';

/** What the marks of deliveries promise. */
export function deliveryMarksStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`marks of deliveries on ${name}`, () => {
    test('are the outcomes of the attempts, oldest first, of those that wait and those that are done', async () => {
      const store = await openStore();
      await insertEndpoint(store);
      const [event_id, other] = [await insertEvent(store), await insertEvent(store)];
      const done = idOf('dlv', uuidv7());
      const attempts = [
        ['failed', 'pending'],
        ['unknown', 'pending'],
        ['succeeded', 'delivered'],
      ] as const;
      for (const [index, [outcome, delivery_state]] of attempts.entries())
        await insertAttempt(store, { event_id, delivery_id: done, number: index + 1, outcome, delivery_state });
      const waiting = await insertQueued(store, { event_id: other });
      const marks = await listDeliveryMarks(store, WORKSPACE, [event_id, other]);
      expect(marks.toSorted((one, two) => two.outcomes.length - one.outcomes.length)).toMatchObject([
        { id: done, eventId: event_id, state: 'delivered', outcomes: ['failed', 'unknown', 'succeeded'] },
        { id: waiting, eventId: other, state: 'pending', held: false, outcomes: [] },
      ]);
      expect(await listDeliveryMarks(store, OTHER_WORKSPACE, [event_id, other])).toEqual([]);
    });

    test('are the last twelve of very many attempts, beside the number of all', async () => {
      const store = await openStore();
      await insertEndpoint(store);
      const event_id = await insertEvent(store);
      const delivery_id = idOf('dlv', uuidv7());
      for (let number = 1; number <= 15; number++) {
        const isLast = number === 15;
        await insertAttempt(store, { event_id, delivery_id, number, delivery_state: isLast ? 'exhausted' : 'pending' });
      }
      const [marks] = await listDeliveryMarks(store, WORKSPACE, [event_id]);
      expect([marks?.outcomes.length, marks?.attemptsMade, marks?.state]).toEqual([12, 15, 'exhausted']);
    });
  });
}
