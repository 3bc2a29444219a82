import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Event } from '../../domain/event.ts';
import type { ContactId, EventId, WorkspaceId } from '../../domain/ids.ts';
import { toEvent } from '../../platform/db/event-row.ts';
import type { Store } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import { type Page, toPage } from '../../platform/http/api.ts';
import { sortedId } from './event-log.store.ts';

/** A contact and what events know it by. */
export interface ContactKeys {
  readonly id: ContactId;
  /** Digits without `+`, in every spelling. */
  readonly phones: readonly string[];
  readonly bsuid: string | null;
}

export interface ListContactEvents {
  readonly workspaceId: WorkspaceId;
  readonly contact: ContactKeys;
  /** Continues after this event. Null: at the newest. */
  readonly beforeId: EventId | null;
  readonly limit: number;
}

/**
 * The events about one contact, newest first: those of its number and its BSUID, but for those that were about another
 * contact when they came, and the changes of its record. Each way has an index of its own.
 */
export async function listContactEvents(store: Store, query: ListContactEvents): Promise<Page<Event>> {
  const { workspaceId, contact, beforeId, limit } = query;
  const read = (is: (eb: ExpressionBuilder<Database, 'events'>) => Expression<SqlBool>) => {
    let events = store.db.selectFrom('events').selectAll().where('workspace_id', '=', workspaceId).where(is);
    if (beforeId !== null) events = events.where('id', '<', beforeId);
    return events
      .orderBy(sortedId, 'desc')
      .limit(limit + 1)
      .execute();
  };
  const found = await Promise.all([
    contact.phones.length === 0 ? [] : read((eb) => eb.and([eb('phone', 'in', contact.phones), isItsOwn(eb, contact)])),
    contact.bsuid === null ? [] : read((eb) => eb.and([eb('bsuid', '=', contact.bsuid), isItsOwn(eb, contact)])),
    read((eb) => eb.and([eb('contact_id', '=', contact.id), eb('phone', 'is', null), eb('bsuid', 'is', null)])),
  ]);
  const rows = [...new Map(found.flat().map((row) => [row.id, row])).values()];
  const newestFirst = rows.toSorted((one, other) => (one.id < other.id ? 1 : -1)).slice(0, limit + 1);
  const page = toPage(newestFirst, limit, (row) => row.id);
  return { items: page.items.map(toEvent), nextCursor: page.nextCursor };
}

function isItsOwn(eb: ExpressionBuilder<Database, 'events'>, { id }: ContactKeys): Expression<SqlBool> {
  return eb.or([eb('contact_id', 'is', null), eb('contact_id', '=', id)]);
}
