import { wordOf } from './item-type.ts';
import { booleanOf, idTextOf, isJsonObject, type JsonObject, objectOf, stringOf } from './meta-body.ts';

/** Order matters only for a message without a type: the first object present names it. */
const CONTENT_TYPES = [
  'text',
  'image',
  'audio',
  'video',
  'document',
  'sticker',
  'location',
  'contacts',
  'interactive',
  'button',
  'reaction',
  'order',
  'system',
  'unsupported',
  'edit',
  'revoke',
] as const;

const MEDIA_TYPES = ['image', 'audio', 'video', 'document', 'sticker'] as const;

/** A media file of a message as the native formats show it (CONTRACTS 8.2). */
export interface MediaView {
  readonly id: string | null;
  /** Our own link. Meta's is valid for five minutes and needs a token, so it stays in `raw`. */
  readonly url: string | null;
  readonly mime_type: string | null;
  readonly sha256: string | null;
  readonly filename: string | null;
  readonly caption: string | null;
  readonly voice: boolean | null;
}

/** An error of Meta's as the native formats show it (CONTRACTS 8.2). */
export interface ErrorView {
  readonly code: number | null;
  readonly title: string | null;
  readonly details: string | null;
}

/** What message this one answers; for an edit or revoke the message that it changes. */
export interface ContextView {
  readonly message_id: string;
  readonly from: string | null;
}

/** Meta's message type. A sample leaves it out (CONTRACTS 1.5, `call_permission_reply`): then the content tells. */
export function messageTypeOf(message: JsonObject): string | null {
  const type = stringOf(message.type);
  if (type !== null) return type;
  return CONTENT_TYPES.find((name) => message[name] !== undefined) ?? null;
}

/** Where the content of a message stands: in the message, or for an edit in the message inside it. */
export function contentOf(message: JsonObject): JsonObject {
  return wordOf(message.type) === 'edit' ? objectOf(objectOf(message.edit).message) : message;
}

/**
 * The words of a message: body, caption, label of a button or list row, emoji, the shown text of a form
 * reply. Null when it has none, and for locations, contacts and orders, which have places of their own.
 */
export function messageTextOf(content: JsonObject): string | null {
  switch (messageTypeOf(content)) {
    case 'text':
      return stringOf(objectOf(content.text).body);
    case 'interactive':
      return interactiveTextOf(objectOf(content.interactive));
    case 'button':
      return stringOf(objectOf(content.button).text);
    case 'reaction':
      return stringOf(objectOf(content.reaction).emoji);
    default:
      return stringOf(mediaObjectOf(content)?.caption);
  }
}

/** The media file of a message, null when it has none. `mediaUrl` makes the link from Meta's media id. */
export function messageMediaOf(content: JsonObject, mediaUrl: (mediaId: string) => string): MediaView | null {
  const media = mediaObjectOf(content);
  if (media === null) return null;
  const id = idTextOf(media.id);
  return {
    id,
    url: id === null ? null : mediaUrl(id),
    mime_type: stringOf(media.mime_type),
    sha256: stringOf(media.sha256),
    filename: stringOf(media.filename),
    caption: stringOf(media.caption),
    voice: booleanOf(media.voice),
  };
}

/** Meta's interactive object. A template's quick reply is shown the same way, with its payload, which may differ from its label (M13). */
export function messageInteractiveOf(content: JsonObject): JsonObject | null {
  if (isJsonObject(content.interactive)) return content.interactive;
  return isJsonObject(content.button) ? { type: 'button', button: content.button } : null;
}

/** A reaction. Meta leaves the emoji out when the reaction was removed: here it is null. */
export function messageReactionOf(content: JsonObject): JsonObject | null {
  if (!isJsonObject(content.reaction)) return null;
  const { message_id, emoji } = content.reaction;
  return { message_id: idTextOf(message_id), emoji: stringOf(emoji) };
}

/** What this message is about, null when it stands alone. A forwarded message has a context without an id. */
export function messageContextOf(message: JsonObject): ContextView | null {
  const type = wordOf(message.type);
  if (type === 'edit' || type === 'revoke') {
    const original = idTextOf(objectOf(message[type]).original_message_id);
    return original === null ? null : { message_id: original, from: null };
  }
  const context = objectOf(message.context);
  const id = idTextOf(context.id);
  return id === null ? null : { message_id: id, from: idTextOf(context.from) };
}

/** The first error of a list of Meta's, null when there is none. */
export function firstErrorOf(errors: unknown): ErrorView | null {
  const error: unknown = Array.isArray(errors) ? errors[0] : null;
  if (!isJsonObject(error)) return null;
  const code = typeof error.code === 'string' ? Number(error.code) : error.code;
  return {
    code: typeof code === 'number' && Number.isFinite(code) ? code : null,
    title: stringOf(error.title) ?? stringOf(error.message),
    details: stringOf(objectOf(error.error_data).details) ?? stringOf(error.message),
  };
}

function mediaObjectOf(content: JsonObject): JsonObject | null {
  const type = messageTypeOf(content);
  const name = MEDIA_TYPES.find((media) => media === type);
  if (name === undefined) return null;
  const media = content[name];
  return isJsonObject(media) ? media : null;
}

/** An address reply has its text in `nfm_reply` whatever its type says (M14). */
function interactiveTextOf(interactive: JsonObject): string | null {
  return (
    stringOf(objectOf(interactive.button_reply).title) ??
    stringOf(objectOf(interactive.list_reply).title) ??
    stringOf(objectOf(interactive.nfm_reply).body)
  );
}
