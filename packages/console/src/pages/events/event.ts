import type { eventView } from '@posthorn/server/pipeline/event-log/events.routes.ts';
import type * as z from 'zod';
import { useApi } from '../../lib/queries.ts';

/** An event as a list shows it; in the table without its data. */
export type ShownEvent = z.infer<typeof eventView>;

/** Reads one event. It never changes, but for the erasure of a person. */
export function useEvent(id: string) {
  return useApi<ShownEvent>(`/v1/events/${id}`);
}

/** The wamid that an event is about, as its data tells. Null: it is about no message. */
export function wamidOf({ data }: Pick<ShownEvent, 'data'>): string | null {
  if (typeof data !== 'object' || data === null || !('message_id' in data)) return null;
  return typeof data.message_id === 'string' ? data.message_id : null;
}
