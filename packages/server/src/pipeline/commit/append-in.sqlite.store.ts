import type { Trx } from '../../platform/db/store.ts';
import type { NewEventEntry } from './commit-batch.ts';
import { toDeliveryRow, toEventRow } from './commit-rows.ts';

/** Appends events with their deliveries in a transaction of Kysely's. For the few events of a change by hand; none has a dedupe key or a cause. */
export async function appendEventsIn(trx: Trx, entries: readonly NewEventEntry[]): Promise<void> {
  for (const entry of entries) {
    const { key: _key, cause: _cause, ...event } = toEventRow(entry);
    const { position } = await trx.insertInto('events').values(event).returning('position').executeTakeFirstOrThrow();
    for (const delivery of entry.deliveries) {
      await trx
        .insertInto('deliveries')
        .values({
          ...toDeliveryRow(entry, delivery),
          order_position: delivery.orderKey === null ? null : position,
          state: 'pending',
          attempts_made: 0,
          schedule_step: 0,
          maybe_received: 0,
          trigger: 'schedule',
          resting_state: null,
        })
        .execute();
    }
  }
}
