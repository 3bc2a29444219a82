import type { Selectable } from 'kysely';
import type { ContactRef } from '../../domain/contact.ts';
import type { EventsTable } from './tables.ts';

/** The contact that an event row names, or null. */
export function toContactRef(row: Pick<Selectable<EventsTable>, 'contact_id' | 'contact_serial'>): ContactRef | null {
  if (row.contact_id === null || row.contact_serial === null) return null;
  return { id: row.contact_id, serial: row.contact_serial };
}
