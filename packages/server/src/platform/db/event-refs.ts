import type { Selectable } from 'kysely';
import type { ContactRef } from '../../domain/contact.ts';
import type { SentMessage } from '../../domain/message.ts';
import type { EventsTable } from './tables.ts';

/** The contact that an event row names, or null. */
export function toContactRef(row: Pick<Selectable<EventsTable>, 'contact_id' | 'contact_serial'>): ContactRef | null {
  if (row.contact_id === null || row.contact_serial === null) return null;
  return { id: row.contact_id, serial: row.contact_serial };
}

/** The message that an event row tells of, or null. `as` here: the JSON is our own. */
export function toSentMessage(row: Pick<Selectable<EventsTable>, 'sent_message'>): SentMessage | null {
  return row.sent_message === null ? null : (JSON.parse(row.sent_message) as SentMessage);
}
