import type { Trx } from '../../platform/db/store.ts';
import type { NewEventEntry } from './commit-batch.ts';
import { toDeliveryRow, toEventRow } from './commit-rows.ts';

/** Rows of one statement: SQLite takes 32,766 values. */
const STATEMENT_ROWS_MAX = 500;

/** Appends events with their deliveries in a transaction of Kysely's. For the few events of a change by hand; none has a dedupe key or a cause. */
export async function appendEventsIn(trx: Trx, entries: readonly NewEventEntry[]): Promise<void> {
  for (const entry of entries) {
    const { key: _key, cause: _cause, ...event } = toEventRow(entry);
    const { position } = await trx.insertInto('events').values(event).returning('position').executeTakeFirstOrThrow();
    const rows = entry.deliveries.map((delivery) => ({
      ...toDeliveryRow(entry, delivery),
      order_position: delivery.orderKey === null ? null : position,
      state: 'pending' as const,
      attempts_made: 0,
      schedule_step: 0,
      maybe_received: 0 as const,
      trigger: 'schedule' as const,
      resting_state: null,
    }));
    // Each statement is a way to the thread and back, and whoever commits waits for the transaction.
    for (let from = 0; from < rows.length; from += STATEMENT_ROWS_MAX) {
      await trx
        .insertInto('deliveries')
        .values(rows.slice(from, from + STATEMENT_ROWS_MAX))
        .execute();
    }
  }
}
