import type { Selectable } from 'kysely';
import type { ContactRef } from '../../domain/contact.ts';
import type { Event } from '../../domain/event.ts';
import type { SentMessage } from '../../domain/message.ts';
import type { EventsTable } from './tables.ts';

/** The contact that an event row names, or null. */
export function toContactRef(row: Pick<Selectable<EventsTable>, 'contact_id' | 'contact_serial'>): ContactRef | null {
  if (row.contact_id === null || row.contact_serial === null) return null;
  return { id: row.contact_id, serial: row.contact_serial };
}

/** The message that an event row tells of, or null. `as` here: the JSON is our own. */
function toSentMessage(row: Pick<Selectable<EventsTable>, 'sent_message'>): SentMessage | null {
  return row.sent_message === null ? null : (JSON.parse(row.sent_message) as SentMessage);
}

/** An event as its row tells it. `as` here: payloads are our own JSON. */
export function toEvent(row: Selectable<EventsTable>): Event {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    type: row.type,
    origin: row.origin,
    channelId: row.channel_id,
    occurredAtMs: row.occurred_at_ms,
    createdAtMs: row.created_at_ms,
    phone: row.phone,
    bsuid: row.bsuid,
    contact: toContactRef(row),
    sentMessage: toSentMessage(row),
    hops: row.hops,
    ...(row.replay_of === null ? {} : { replayOf: row.replay_of }),
    payload: JSON.parse(row.payload),
  };
}
