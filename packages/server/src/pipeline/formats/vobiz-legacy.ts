import type { Event } from '../../domain/event.ts';
import { nounOf } from '../../domain/event-catalogue/event-type.ts';
import { uuidOf } from '../../domain/ids.ts';
import { isJsonObject, type JsonObject, objectOf, stringOf } from '../../domain/meta/meta-body.ts';
import { dataOf, type RenderInput, type RenderTarget } from './render-context.ts';
import { secondsZ } from './times.ts';

/**
 * Vobiz's older envelope (CONTRACTS 5). `message.received` is as documented, with our link to a media
 * file after the documented properties; of the other events no document has a sample, so their `data`
 * is ours, in the same words. What is not known is null.
 */
export function renderVobizLegacy(_target: RenderTarget, event: Event, input: RenderInput): unknown {
  return {
    event: input.eventName,
    event_id: event.id,
    timestamp: secondsZ(event.occurredAtMs),
    channel_id: event.channelId === null ? null : `ch_${uuidOf(event.channelId)}`,
    data: legacyData(event, dataOf(input.ctx, event)),
  };
}

function legacyData(event: Event, data: JsonObject): JsonObject {
  if (event.type === 'message.received') return receivedMessage(event, data);
  const noun = nounOf(event.type);
  if (noun === 'message') return messageStatus(event, data);
  return noun === 'contact' ? contactChange(event, data) : data;
}

function receivedMessage(event: Event, data: JsonObject): JsonObject {
  const type = stringOf(data.type) ?? 'unsupported';
  return {
    message_id: stringOf(data.message_id),
    from: phoneOf(event),
    contact: contactOf(event, data),
    type,
    ...contentOf(type, data),
    timestamp: secondsZ(event.occurredAtMs),
    context: contextOf(data),
  };
}

function messageStatus(event: Event, data: JsonObject): JsonObject {
  return {
    message_id: stringOf(data.message_id),
    to: phoneOf(event),
    contact: contactOf(event, data),
    status: event.type.slice('message.'.length),
    timestamp: secondsZ(event.occurredAtMs),
    error: data.error ?? null,
  };
}

function contactChange(event: Event, data: JsonObject): JsonObject {
  return {
    // An event about the contact itself is the contact; one about what a person chose names it.
    contact: isJsonObject(data.contact) ? contactOf(event, data) : crmContact(data),
    opted_out: optedOutOf(event, data),
    changes: data.changes ?? null,
    timestamp: secondsZ(event.occurredAtMs),
  };
}

function optedOutOf(event: Event, data: JsonObject): boolean | null {
  if (event.type === 'contact.opted_out') return true;
  if (event.type === 'contact.opted_in') return false;
  return typeof data.opted_out === 'boolean' ? data.opted_out : null;
}

function contactOf(event: Event, data: JsonObject): JsonObject {
  const contact = objectOf(data.contact);
  return { id: contactId(contact.id), name: stringOf(contact.name), phone: phoneOf(event) };
}

function crmContact(data: JsonObject): JsonObject {
  const names = [stringOf(data.first_name), stringOf(data.last_name)].filter((name) => name !== null && name !== '');
  return { id: contactId(data.id), name: names.length === 0 ? null : names.join(' '), phone: stringOf(data.phone) };
}

function contactId(id: unknown): string | null {
  return typeof id === 'string' ? `cnt_${uuidOf(id)}` : null;
}

function phoneOf(event: Event): string | null {
  return event.phone === null ? null : `+${event.phone}`;
}

const MEDIA_TYPES: ReadonlySet<string> = new Set(['image', 'video', 'audio', 'document', 'sticker']);
const MEDIA_KEYS = ['id', 'mime_type', 'sha256', 'caption', 'filename', 'voice', 'animated'];

/** The message's own object under the name of its type, as in Meta's body; media in the documented key order. */
function contentOf(type: string, data: JsonObject): JsonObject {
  const item = objectOf(data.raw);
  if (!Object.hasOwn(item, type) || type === 'contact') return {};
  return { [type]: MEDIA_TYPES.has(type) ? mediaOf(objectOf(item[type]), data) : item[type] };
}

function mediaOf(media: JsonObject, data: JsonObject): JsonObject {
  const known = MEDIA_KEYS.filter((key) => media[key] !== undefined).map((key) => [key, media[key]]);
  return { ...Object.fromEntries(known), url: stringOf(objectOf(data.media).url) };
}

function contextOf(data: JsonObject): JsonObject | null {
  const context = objectOf(data.context);
  const messageId = stringOf(context.message_id);
  if (messageId === null) return null;
  const from = stringOf(context.from);
  return { message_id: messageId, from: from === null ? null : `+${from}` };
}
