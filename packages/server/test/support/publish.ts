import type { NewEvent } from '../../src/domain/event.ts';
import type { EventId } from '../../src/domain/ids.ts';
import { createCommitStore } from '../../src/pipeline/commit/create-commit-store.ts';
import type { OpenedStore } from '../../src/platform/db/open-store.ts';
import type { RecordWrite } from '../../src/platform/db/record-write.ts';

/** Publishes as rooms do it, each call one transaction of the real group commit. Nobody wants the events. */
export async function createTestPublish(store: OpenedStore) {
  const { commit } = await createCommitStore(store, 'SELECT pg_advisory_xact_lock_shared(1)');
  const published: NewEvent[] = [];
  return {
    /** Events that were committed, in order. */
    published,
    publish: async (
      events: readonly NewEvent[],
      { records = [] }: { readonly records?: readonly RecordWrite[] } = {},
    ): Promise<ReadonlySet<EventId>> => {
      const entries = events.map((event) => ({ event, payloadJson: JSON.stringify(event.payload), deliveries: [] }));
      const fresh = await commit({ events: entries, records, attempts: [], releases: [], quarantine: [] });
      published.push(...events.filter((event) => fresh.has(event.id)));
      return new Set(fresh.keys());
    },
  };
}
