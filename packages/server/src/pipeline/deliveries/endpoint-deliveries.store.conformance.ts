import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { queueOf } from '../../../test/support/queue.ts';
import { idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { cancelDeliveriesOf, holdDeliveries, releaseDeliveries } from './endpoint-deliveries.store.ts';
import { ENDPOINT, insertFinished, insertQueued, OTHER_WORKSPACE, WORKSPACE } from './test-rows.ts';

/** What becomes of an endpoint's deliveries when it is disabled, enabled or deleted (DESIGN 6). */
export function endpointDeliveriesStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`endpoint deliveries store on ${name}`, () => {
    test('holds what waits, not what is being sent, and nothing of others', async () => {
      const store = await openStore();
      const waiting = await insertQueued(store, { due_at_ms: 9 });
      const leased = await insertQueued(store, { lease_token: 'a', due_at_ms: 9 });
      const other = await insertQueued(store, { endpoint_id: idOf('ep', uuidv7()), due_at_ms: 9 });
      const foreign = await insertQueued(store, { workspace_id: OTHER_WORKSPACE, due_at_ms: 9 });
      await store.db.transaction().execute((trx) => holdDeliveries(trx, WORKSPACE, ENDPOINT));
      expect(await dueTimes(store)).toEqual({ [waiting]: null, [leased]: 9, [other]: 9, [foreign]: 9 });
    });

    test('makes what was held due, and leaves canceled ones', async () => {
      const store = await openStore();
      const held = await insertQueued(store, { due_at_ms: null, schedule_step: 3 });
      const canceled = await insertQueued(store, { state: 'canceled', due_at_ms: null });
      const waiting = await insertQueued(store, { due_at_ms: 90 });
      await store.db.transaction().execute((trx) => releaseDeliveries(trx, WORKSPACE, ENDPOINT, 50));
      expect(await dueTimes(store)).toEqual({ [held]: 50, [canceled]: null, [waiting]: 90 });
    });

    test('cancels what is unfinished when the endpoint goes, and takes resends back', async () => {
      const store = await openStore();
      const waiting = await insertQueued(store);
      const leased = await insertQueued(store, { lease_token: 'a' });
      const resent = await insertFinished(store, 'delivered');
      await insertQueued(store, { id: resent, resting_state: 'delivered' });
      await store.db.transaction().execute((trx) => cancelDeliveriesOf(trx, WORKSPACE, ENDPOINT));
      const rows = await queueOf(store).select(['id', 'state', 'due_at_ms', 'lease_token']).orderBy('id').execute();
      expect(rows).toEqual([
        { id: waiting, state: 'canceled', due_at_ms: null, lease_token: null },
        { id: leased, state: 'canceled', due_at_ms: null, lease_token: 'a' },
      ]);
    });
  });
}

async function dueTimes(store: Store): Promise<Record<string, number | null>> {
  const rows = await queueOf(store).select(['id', 'due_at_ms']).execute();
  return Object.fromEntries(rows.map((row) => [row.id, row.due_at_ms]));
}
