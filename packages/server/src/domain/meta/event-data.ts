import type { Event } from '../event.ts';
import { readCallbackData } from '../message.ts';
import { contactsAbout, indexContacts } from './item-person.ts';
import { isBusinessChange, wordOf } from './item-type.ts';
import {
  contentOf,
  firstErrorOf,
  messageContextOf,
  messageInteractiveOf,
  messageMediaOf,
  messageReactionOf,
  messageTextOf,
  messageTypeOf,
} from './message-content.ts';
import { digitsOf, idTextOf, isJsonObject, type JsonObject, objectOf, stringOf } from './meta-body.ts';
import { type MetaItem, readMetaItem } from './meta-item.ts';
import { resourceOf } from './resource-data.ts';

/** The channel of an event as `data` shows it. */
export interface ChannelView {
  readonly id: string | null;
  readonly phoneNumberId: string;
  readonly displayPhoneNumber: string;
  readonly wabaId: string;
}

export interface EventDataContext {
  /** Null for an event of no one channel, and when the channel is gone. */
  readonly channel: ChannelView | null;
  /** Our link to a media file, from Meta's media id. */
  readonly mediaUrl: (mediaId: string) => string;
}

/** Place of a status among those of one message (CONTRACTS 8, "Order"). `failed` has none: a later one may disprove it. */
const SEQUENCE_BY_STATUS: ReadonlyMap<string, number> = new Map([
  ['sent', 1],
  ['delivered', 2],
  ['read', 3],
  ['played', 4],
]);

/**
 * `data` of an event of origin `meta` in the formats of our own. Message events have exactly the keys of
 * CONTRACTS 8.2 in that order, null where there is nothing (`message.payment_updated` has `payment` besides);
 * every other event is a flat resource, see `resource-data.ts`. `raw`, always last, is Meta's own item.
 */
export function metaEventData(event: Event, ctx: EventDataContext): Record<string, unknown> {
  const meta = readMetaItem(event.payload);
  if (!event.type.startsWith('message.')) return resourceData(event, meta, ctx);
  return meta.kind === 'status' ? statusData(event, meta, ctx) : messageData(event, meta, ctx);
}

/** Meta's own item inside an event: the message, status, call, …; for a whole change its value. */
export function metaItemOf(event: Event): unknown {
  return readMetaItem(event.payload).item;
}

/** Meta's own item and the contact that stands beside it, read at once: for the hot path. */
export function metaItemAndContactOf(event: Event): { readonly item: unknown; readonly contact: JsonObject | null } {
  const { item, value } = readMetaItem(event.payload);
  return { item, contact: contactOf(event, value) };
}

/** The `value` of an event's one change. Empty when it is not an object. */
export function metaValueOf(event: Event): JsonObject {
  return readMetaItem(event.payload).value;
}

/** The contact that `value.contacts[]` has of the event's person. Null when there is none. */
export function metaContactOf(event: Event): JsonObject | null {
  return contactOf(event, readMetaItem(event.payload).value);
}

/** `channel` as the data of an event shows it: as it is registered, or as Meta names it. Null for an event of no one number. */
export function eventChannelView(event: Event, channel: ChannelView | null): Record<string, unknown> | null {
  const meta = readMetaItem(event.payload);
  return channel === null && meta.value.metadata === undefined ? null : channelView(meta, { channel });
}

function messageData(event: Event, meta: MetaItem, ctx: EventDataContext): Record<string, unknown> {
  const message = objectOf(meta.item);
  const content = contentOf(message);
  return {
    message_id: idTextOf(message.id),
    direction: meta.kind === 'echo' ? 'outbound' : 'inbound',
    type: messageTypeOf(message),
    text: messageTextOf(content),
    media: messageMediaOf(content, ctx.mediaUrl),
    location: content.location ?? null,
    contacts: content.contacts ?? null,
    interactive: messageInteractiveOf(content),
    reaction: messageReactionOf(content),
    order: content.order ?? null,
    context: messageContextOf(message),
    referral: message.referral ?? null,
    contact: contactView(event, meta.value),
    channel: channelView(meta, ctx),
    group_id: idTextOf(message.group_id),
    status: null,
    sequence: null,
    error: firstErrorOf(message.errors),
    pricing: null,
    callback_data: null,
    occurred_at: occurredAt(event),
    raw: meta.item,
  };
}

function statusData(event: Event, meta: MetaItem, ctx: EventDataContext): Record<string, unknown> {
  const status = objectOf(meta.item);
  const isGroup = wordOf(status.recipient_type) === 'group';
  return {
    message_id: idTextOf(status.id),
    direction: 'outbound',
    type: event.sentMessage?.type ?? null,
    text: event.sentMessage?.text ?? null,
    media: null,
    location: null,
    contacts: null,
    interactive: null,
    reaction: null,
    order: null,
    context: null,
    referral: null,
    contact: contactView(event, meta.value),
    channel: channelView(meta, ctx),
    group_id: isGroup ? idTextOf(status.recipient_id) : null,
    status: stringOf(status.status),
    sequence: SEQUENCE_BY_STATUS.get(wordOf(status.status)) ?? null,
    error: firstErrorOf(status.errors),
    pricing: status.pricing ?? null,
    callback_data: callbackDataOf(status),
    ...(wordOf(status.type) === 'payment' ? { payment: status.payment ?? null } : {}),
    occurred_at: occurredAt(event),
    raw: meta.item,
  };
}

/** What the sender of the message wants back: ours stands before it. */
function callbackDataOf(status: JsonObject): string | null {
  const callbackData = stringOf(status.biz_opaque_callback_data);
  return callbackData === null ? null : readCallbackData(callbackData).callbackData;
}

/** The resource, then what every one has. Those names win over fields of Meta's with the same name. */
function resourceData(event: Event, meta: MetaItem, ctx: EventDataContext): Record<string, unknown> {
  const isPersonal = event.phone !== null || event.bsuid !== null;
  const data = Object.fromEntries(resourceOf(event.type, meta));
  const isOfWaba = meta.value.metadata === undefined && !isBusinessChange(meta.field, meta.value);
  return {
    ...data,
    ...(isPersonal ? { contact: contactView(event, meta.value) } : {}),
    channel: eventChannelView(event, ctx.channel),
    ...(isOfWaba ? { waba_id: idTextOf(meta.entry.id) } : {}),
    occurred_at: occurredAt(event),
    raw: meta.item ?? null,
  };
}

/** `id` and `serial` are those of the contact that the workspace had when the event was committed. */
function contactView(event: Event, value: JsonObject): Record<string, unknown> {
  const profile = objectOf(contactOf(event, value)?.profile);
  return {
    id: event.contact?.id ?? null,
    serial: event.contact?.serial ?? null,
    bsuid: event.bsuid,
    phone: event.phone,
    name: stringOf(profile.name),
    username: stringOf(profile.username),
  };
}

function contactOf(event: Event, value: JsonObject): JsonObject | null {
  const { contacts } = value;
  if (!Array.isArray(contacts) || contacts.length === 0) return null;
  const [only] = contacts;
  if (contacts.length === 1) return isJsonObject(only) && mayBeAbout(only, event) ? only : null;
  return contactsAbout(indexContacts(value), event)[0] ?? null;
}

/**
 * Whether the only contact can be the event's person. `wa_id` may differ from the number (CONTRACTS 1.4) in
 * what stands before the last eight digits, as in Brazil, Mexico and Argentina; anything else is somebody
 * else, whose contact stayed in the cut body because none matched.
 */
function mayBeAbout(contact: JsonObject, event: Event): boolean {
  const bsuid = idTextOf(contact.user_id);
  if (bsuid !== null && event.bsuid !== null) return bsuid === event.bsuid;
  const phone = digitsOf(contact.wa_id);
  return phone === null || event.phone === null || phone.slice(-8) === event.phone.slice(-8);
}

function channelView(meta: MetaItem, ctx: Pick<EventDataContext, 'channel'>): Record<string, unknown> {
  if (ctx.channel !== null) {
    const { id, phoneNumberId, displayPhoneNumber, wabaId } = ctx.channel;
    return { id, phone_number_id: phoneNumberId, display_phone_number: displayPhoneNumber, waba_id: wabaId };
  }
  const metadata = objectOf(meta.value.metadata);
  return {
    id: null,
    phone_number_id: idTextOf(metadata.phone_number_id),
    display_phone_number: idTextOf(metadata.display_phone_number),
    waba_id: idTextOf(meta.entry.id),
  };
}

function occurredAt(event: Event): string {
  return new Date(event.occurredAtMs).toISOString();
}
