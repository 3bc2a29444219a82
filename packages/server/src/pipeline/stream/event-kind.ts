import { EVENT_TYPES } from '../../domain/event-catalogue/catalogue.ts';
import { nounOf } from '../../domain/event-catalogue/event-type.ts';

/** What events are about, in as many words as a console has tabs. */
export const EVENT_KINDS = [
  'messages',
  'statuses',
  'conversations',
  'contacts',
  'calls',
  'templates',
  'operational',
  'other',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** What people and the company wrote; every other `message.*` tells what became of one. */
const MESSAGES: ReadonlySet<string> = new Set([
  'message.received',
  'message.echoed',
  'message.edited',
  'message.revoked',
]);
const OPERATIONAL: ReadonlySet<string> = new Set(
  EVENT_TYPES.filter((row) => row.origin === 'operational').map((row) => row.type),
);
/** The records: contacts, and the labels that are put on them. */
const KIND_BY_NOUN: Readonly<Record<string, EventKind>> = {
  message: 'statuses',
  conversation: 'conversations',
  contact: 'contacts',
  contact_group: 'contacts',
  status: 'contacts',
  source: 'contacts',
  call: 'calls',
  template: 'templates',
};

/** The kind of an event type. Every type has one: what is of no other is `other`. */
export function kindOfType(type: string): EventKind {
  if (MESSAGES.has(type)) return 'messages';
  if (OPERATIONAL.has(type)) return 'operational';
  const noun = nounOf(type);
  return Object.hasOwn(KIND_BY_NOUN, noun) ? (KIND_BY_NOUN[noun] ?? 'other') : 'other';
}
