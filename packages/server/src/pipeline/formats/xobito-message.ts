import type { Event } from '../../domain/event.ts';
import { isJsonObject, type JsonObject, listOf, objectOf, stringOf } from '../../domain/meta/meta-body.ts';

/**
 * Rows of `message.received` (CONTRACTS 3.7; 8, "Xobito `message.received`"), all but `tenant_id`. The
 * sender's number has a `+`, as every phone in Xobito's own contacts has.
 */
export function receivedMessage(event: Event, data: JsonObject): Record<string, unknown> {
  const contact = objectOf(data.contact);
  const media = objectOf(data.media);
  return {
    message_id: stringOf(data.message_id),
    from: event.phone === null ? null : `+${event.phone}`,
    contact_id: typeof contact.serial === 'number' ? contact.serial : null,
    contact_name: stringOf(contact.name),
    type: stringOf(data.type),
    text: receivedText(objectOf(data.raw), data),
    media: stringOf(media.url),
    media_filename: mediaFilename(media),
    reply_to_message_id: stringOf(objectOf(data.context).message_id),
  };
}

/**
 * Rows of a delivery event (CONTRACTS 3.6), all but `tenant_id`. `text` and `type` stand there only on
 * `sent` and only when they are known.
 */
export function statusOfMessage(event: Event, data: JsonObject): Record<string, unknown> {
  const status = event.type.slice('message.'.length);
  const row = {
    message_id: stringOf(data.message_id),
    status,
    error_message:
      status === 'failed' ? (errorMessage(objectOf(data.raw)) ?? reportedError(objectOf(data.error))) : null,
  };
  const text = stringOf(data.text);
  if (status !== 'sent' || text === null) return row;
  return { ...row, text, type: stringOf(data.type) ?? 'text' };
}

function errorMessage(status: JsonObject): string | null {
  const error = objectOf(listOf(status.errors)[0]);
  return stringOf(objectOf(error.error_data).details) ?? stringOf(error.message) ?? stringOf(error.title);
}

/** Of a message that never reached Meta's own reports. */
function reportedError(error: JsonObject): string | null {
  return stringOf(error.details) ?? stringOf(error.title);
}

/** Xobito has one row for what a message says: things that are no text are written as JSON. */
function receivedText(item: JsonObject, data: JsonObject): string | null {
  if (isJsonObject(item.location)) return JSON.stringify(item.location);
  if (Array.isArray(item.contacts)) return JSON.stringify(item.contacts);
  if (isJsonObject(item.order)) return JSON.stringify(item.order);
  const flow = objectOf(objectOf(item.interactive).nfm_reply);
  return stringOf(flow.response_json) ?? stringOf(data.text);
}

/** Extensions by mime type; parameters such as `; codecs=opus` do not count. */
const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
  ['audio/aac', 'aac'],
  ['audio/amr', 'amr'],
  ['audio/mp4', 'm4a'],
  ['audio/mpeg', 'mp3'],
  ['audio/ogg', 'ogg'],
  ['video/3gpp', '3gp'],
  ['video/mp4', 'mp4'],
  ['application/pdf', 'pdf'],
  ['text/plain', 'txt'],
]);

/** The sender's file name, or one made of the media id as in Xobito's sample. */
function mediaFilename(media: JsonObject): string | null {
  const filename = stringOf(media.filename);
  const id = stringOf(media.id);
  if (filename !== null || id === null) return filename;
  const mimeType = (stringOf(media.mime_type) ?? '').split(';', 1)[0] ?? '';
  return `${id}.${EXTENSIONS.get(mimeType.trim().toLowerCase()) ?? 'bin'}`;
}
