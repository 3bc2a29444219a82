import { createHash } from 'node:crypto';
import { type JsonObject, stringifyCanonically, toObjects } from '../json.ts';
import type { WebhookUpdate } from './update.ts';

/** Something that a receiver must end with exactly once, however often and in whatever order it was told. */
export interface ExpectedEvent {
  /** Tells it from every other one. Made of the parts that CONTRACTS 8 "Dedupe" names. */
  readonly id: string;
  /** `changes[].field` it came in. */
  readonly field: string;
  /** The list it came in and its type, event or status: `messages.text`, `statuses.read`, `calls.connect`. */
  readonly kind: string;
  /** The id that Meta gave the message or call. Null for account changes. */
  readonly wamid: string | null;
  /** For statuses only. */
  readonly status: string | null;
}

/** The events that one update reports: one for each inner item, one for a change that has no list. */
export function listExpectedEvents(update: WebhookUpdate): ExpectedEvent[] {
  const events = ITEM_LISTS.flatMap((list) =>
    toObjects(update.value[list]).map((item) => toExpectedEvent(update, list, item)),
  );
  return events.length > 0 ? events : [toWholeEvent(update)];
}

const ITEM_LISTS = [
  'messages',
  'statuses',
  'calls',
  'message_echoes',
  'history',
  'user_preferences',
  'groups',
  'automatic_events',
  'state_sync',
] as const;

function toExpectedEvent(update: WebhookUpdate, list: string, item: JsonObject): ExpectedEvent {
  const wamid = typeof item.id === 'string' ? item.id : null;
  const about = { field: update.field, wamid, status: null };
  if (list === 'messages' || list === 'message_echoes') {
    return { ...about, id: wamid ?? hash(update, item), kind: `${list}.${text(item.type)}` };
  }
  if (list === 'statuses') {
    const status = text(item.status);
    const participant = text(item.recipient_participant_id ?? item.participant_recipient_id);
    return { ...about, id: [wamid, status, participant].filter(Boolean).join('/'), kind: `statuses.${status}`, status };
  }
  if (list === 'calls') {
    const event = text(item.event);
    return { ...about, id: `${wamid}/${event}`, kind: `calls.${event}` };
  }
  return { ...about, id: hash(update, item), kind: list };
}

function toWholeEvent(update: WebhookUpdate): ExpectedEvent {
  return { id: hash(update, update.value), field: update.field, kind: update.field, wamid: null, status: null };
}

function hash(update: WebhookUpdate, item: JsonObject): string {
  const text = stringifyCanonically([update.field, update.entryId, item, update.timeSeconds]);
  return `${update.field}/${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

function text(value: JsonObject[string]): string {
  return typeof value === 'string' ? value : '';
}
