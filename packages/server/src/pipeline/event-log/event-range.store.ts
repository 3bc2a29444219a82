import type { Event } from '../../domain/event.ts';
import { firstIdAt } from '../../domain/id-time.ts';
import type { EventId, WorkspaceId } from '../../domain/ids.ts';
import { toEvent } from '../../platform/db/event-row.ts';
import type { Store } from '../../platform/db/store.ts';
import { ID_FROM_COMMIT_MS_MAX } from './event-log.store.ts';

/** A piece of the event log between two times. */
export interface EventRange {
  readonly workspaceId: WorkspaceId;
  /** On the commit time, inclusive, epoch ms. */
  readonly fromMs: number;
  /** On the commit time, exclusive, epoch ms. */
  readonly untilMs: number;
  /** Continues after this event. Null: at the first one. */
  readonly afterId: EventId | null;
  readonly limit: number;
}

/**
 * Events of a time, in the order of their ids, which is that of their times but for moments. Fewer than `limit`: there are
 * no more. What is not committed yet is not found: ask for what is some seconds old.
 */
export async function listEventsOfRange(store: Store, range: EventRange): Promise<readonly Event[]> {
  const rows = await store.db
    .selectFrom('events')
    .selectAll()
    .where('workspace_id', '=', range.workspaceId)
    .where('id', '>', range.afterId ?? firstIdAt('evt', range.fromMs - ID_FROM_COMMIT_MS_MAX))
    .where('id', '<', firstIdAt('evt', range.untilMs + ID_FROM_COMMIT_MS_MAX))
    .where('created_at_ms', '>=', range.fromMs)
    .where('created_at_ms', '<', range.untilMs)
    .orderBy('id')
    .limit(range.limit)
    .execute();
  return rows.map(toEvent);
}
