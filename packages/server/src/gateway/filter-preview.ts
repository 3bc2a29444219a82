import { listEvents } from '../pipeline/event-log/event-log.store.ts';
import { filterPreviewRoutes } from '../pipeline/matching/preview-filter.routes.ts';
import type { Store } from '../platform/db/store.ts';
import type { ApiServer } from '../platform/http/api.ts';
import type { Engine } from './engine.ts';

/** Puts the trying of filters together: what is tried is what matching does, on the event log. */
export function addFilterPreviewRoutes(
  server: ApiServer,
  { store, engine }: { readonly store: Store; readonly engine: Pick<Engine, 'eventData'> },
): void {
  filterPreviewRoutes(server, {
    listEvents: (query) => listEvents(store, query),
    eventData: engine.eventData,
    nowMs: store.nowMs,
  });
}
