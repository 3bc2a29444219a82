import { type Contact, fullName } from '../../domain/contact.ts';
import type { NewEvent } from '../../domain/event.ts';
import type { EventId } from '../../domain/ids.ts';
import { metaItemOf } from '../../domain/meta/event-data.ts';
import { idTextOf, objectOf } from '../../domain/meta/meta-body.ts';
import { toIso } from '../../platform/http/query-params.ts';

interface PersonReport {
  /** The event from Meta that tells it. */
  readonly event: NewEvent;
  /** As it is now. Null: nobody that is known. */
  readonly contact: Contact | null;
  readonly channel: Readonly<Record<string, unknown>> | null;
  readonly eventId: EventId;
}

/** `contact.opted_out` or `contact.opted_in` because of a word in a message, in the shape of Meta's own (CONTRACTS 8.1). */
export function choiceEvent(report: PersonReport, choice: 'stop' | 'resume', words: string): NewEvent {
  const data = { category: 'keyword', choice, detail: words.trim() };
  return personEvent(report, choice === 'stop' ? 'contact.opted_out' : 'contact.opted_in', data);
}

/** `contact.identity_changed` because somebody known by their number has another BSUID. */
export function identityEvent(report: PersonReport): NewEvent {
  const { event } = report;
  return personEvent(report, 'contact.identity_changed', {
    message_id: idTextOf(objectOf(metaItemOf(event)).id),
    change: 'user_changed_bsuid',
    text: null,
    previous_phone: event.phone,
    new_phone: event.phone,
    identity: null,
  });
}

function personEvent(report: PersonReport, type: string, data: Readonly<Record<string, unknown>>): NewEvent {
  const { event, channel } = report;
  return {
    ...event,
    id: report.eventId,
    type,
    origin: 'crm',
    payload: { ...data, contact: personView(report), channel, occurred_at: toIso(event.occurredAtMs) },
    dedupeKey: null,
    causeId: event.dedupeKey === null ? null : event.id,
  };
}

function personView({ event, contact }: PersonReport): Readonly<Record<string, unknown>> {
  const name = contact === null ? '' : fullName(contact);
  return {
    id: contact?.id ?? null,
    serial: contact?.serial ?? null,
    bsuid: event.bsuid,
    phone: event.phone,
    name: name === '' ? null : name,
    username: contact?.username ?? null,
  };
}
