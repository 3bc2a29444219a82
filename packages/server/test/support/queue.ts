import { BALLAST_WORKSPACE_ID } from '../../src/platform/db/queue-ballast.ts';
import type { Store } from '../../src/platform/db/store.ts';

/** The deliveries in the queue, without the rows that PostgreSQL has in it for its planner. */
export function queueOf(store: Store) {
  return store.db.selectFrom('deliveries').where('workspace_id', '>', BALLAST_WORKSPACE_ID);
}
