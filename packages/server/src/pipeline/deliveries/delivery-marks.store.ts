import type { AttemptOutcome } from '../../domain/delivery.ts';
import type { DeliveryId, EventId, WorkspaceId } from '../../domain/ids.ts';
import { isAttemptSince } from '../../platform/db/attempt-bound.ts';
import type { Store } from '../../platform/db/store.ts';
import { type DeliveryStanding, listStandings } from './message-deliveries.store.ts';

/** A delivery with the outcomes of its last attempts, oldest first: a line of marks. */
export interface MarkedDelivery extends DeliveryStanding {
  readonly outcomes: readonly AttemptOutcome[];
}

/** A schedule has about a dozen attempts; those before the last twelve are told by their number. */
const OUTCOMES_SHOWN_MAX = 12;
/** Attempts that are read for one page of events: twenty for each of a hundred events. */
const ATTEMPTS_READ_MAX = 2_000;

/** The deliveries of some events with the outcomes of their attempts, of those that are kept. */
export async function listDeliveryMarks(
  store: Store,
  workspaceId: WorkspaceId,
  eventIds: readonly EventId[],
): Promise<readonly MarkedDelivery[]> {
  const standings = await listStandings(store, workspaceId, eventIds);
  if (standings.length === 0) return [];
  const rows = await store.db
    .selectFrom('attempts')
    .select(['delivery_id', 'number', 'outcome'])
    .where('workspace_id', '=', workspaceId)
    .where('event_id', 'in', eventIds)
    .where(isAttemptSince('id', eventIds))
    .where('delivery_id', 'is not', null)
    .orderBy('id', 'desc')
    .limit(ATTEMPTS_READ_MAX)
    .execute();
  const byDelivery = Map.groupBy(rows, ({ delivery_id }) => delivery_id as DeliveryId);
  return standings.map((standing) => {
    const attempts = (byDelivery.get(standing.id) ?? []).toSorted((one, other) => one.number - other.number);
    return { ...standing, outcomes: attempts.slice(-OUTCOMES_SHOWN_MAX).map(({ outcome }) => outcome) };
  });
}
