import { conversationIdOfEvent } from '../../domain/conversation.ts';
import type { NewEvent } from '../../domain/event.ts';
import {
  type ChannelId,
  type ConversationId,
  idOf,
  type MessageId,
  uuidOf,
  type WorkspaceId,
} from '../../domain/ids.ts';
import { readCallbackData } from '../../domain/message.ts';
import { wordOf } from '../../domain/meta/item-type.ts';
import {
  contentOf,
  firstErrorOf,
  messageContextOf,
  messageMediaOf,
  messageTypeOf,
} from '../../domain/meta/message-content.ts';
import { type MessageWords, messageWordsOf } from '../../domain/meta/message-words.ts';
import { idTextOf, isJsonObject, type JsonObject, objectOf, stringOf } from '../../domain/meta/meta-body.ts';
import { readMetaItem } from '../../domain/meta/meta-item.ts';
import type { RecordWrite } from '../../platform/db/record-write.ts';
import type { MessageStatusesTable } from '../../platform/db/tables.ts';
import { MESSAGE_STATUSES_TABLE, type NewMessage, toMessageWrite } from './message-row.ts';

/** What an event from Meta does to the messages, and what it tells the rooms beside them. */
export interface ProjectedMessage {
  readonly records: readonly RecordWrite[];
  /** What it is to its conversation. Null: nothing. */
  readonly thread: ThreadStep | null;
  /** A media file that is to be fetched. Null: none. */
  readonly media: MentionedMedia | null;
  /** A message from before that the person changed. Null: none. */
  readonly change: MessageChange | null;
}

/** A message or call in a conversation. */
export interface ThreadStep {
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  readonly channelId: ChannelId;
  /** Null: a call. */
  readonly message: { readonly id: MessageId; readonly atMs: number; readonly isInbound: boolean } | null;
  /** When the person wrote or called. Null: they did not. */
  readonly windowFromMs: number | null;
}

export interface MentionedMedia {
  readonly mediaId: string;
  readonly mimeType: string | null;
  /** As Meta writes it: base64. */
  readonly sha256: string | null;
  readonly filename: string | null;
}

/** An edit, or a message that was deleted for everyone. */
export interface MessageChange {
  readonly kind: 'edited' | 'revoked';
  readonly wamid: string;
  readonly atMs: number;
  /** The new version. Null: it was revoked. */
  readonly version: MessageWords | null;
}

const NOTHING: ProjectedMessage = { records: [], thread: null, media: null, change: null };

/** Works out what an event of origin `meta` does to messages. Of most types nothing. Never throws. */
export function projectMessage(event: NewEvent): ProjectedMessage {
  switch (event.type) {
    case 'message.received':
    case 'message.echoed':
      return projectNewMessage(event);
    case 'message.sent':
    case 'message.delivered':
    case 'message.read':
    case 'message.played':
    case 'message.failed':
      return projectStatus(event);
    case 'message.edited':
    case 'message.revoked':
      return projectChange(event);
    case 'call.connect':
      return projectCall(event);
    default:
      return NOTHING;
  }
}

/** The id of the message that an event told of first: worked out, so that the same event makes the same message. */
function messageIdOf(event: NewEvent): MessageId {
  return idOf('msg', uuidOf(event.id));
}

function projectNewMessage(event: NewEvent): ProjectedMessage {
  const item = objectOf(readMetaItem(event.payload).item);
  const wamid = idTextOf(item.id);
  if (event.channelId === null || wamid === null) return NOTHING;
  const id = messageIdOf(event);
  const groupId = idTextOf(item.group_id);
  const conversationId = groupId === null ? conversationIdOfEvent(event) : null;
  const isInbound = event.type === 'message.received';
  const { workspaceId, channelId, phone, bsuid, occurredAtMs } = event;
  const message: NewMessage = {
    ...{ id, workspaceId, channelId, conversationId, phone, bsuid, groupId, wamid, occurredAtMs },
    contactId: event.contact?.id ?? null,
    direction: isInbound ? 'inbound' : 'outbound',
    source: isInbound ? 'meta' : 'echo',
    type: messageTypeOf(contentOf(item)) ?? 'unknown',
    words: 'in_event',
    replyTo: messageContextOf(item)?.message_id ?? null,
    callbackData: null,
    sender: null,
    createdAtMs: event.createdAtMs,
  };
  const thread =
    conversationId === null
      ? null
      : {
          ...{ workspaceId, conversationId, channelId },
          message: { id, atMs: occurredAtMs, isInbound },
          windowFromMs: isInbound ? occurredAtMs : null,
        };
  return { records: [toMessageWrite(message, causeOf(event))], thread, media: mediaOf(item), change: null };
}

function mediaOf(item: JsonObject): MentionedMedia | null {
  const media = messageMediaOf(contentOf(item), () => '');
  if (media === null || media.id === null) return null;
  return { mediaId: media.id, mimeType: media.mime_type, sha256: media.sha256, filename: media.filename };
}

const TIME_BY_TYPE = {
  'message.sent': 'sent_at_ms',
  'message.delivered': 'delivered_at_ms',
  'message.read': 'read_at_ms',
  'message.played': 'played_at_ms',
  'message.failed': 'failed_at_ms',
} as const satisfies Record<string, keyof MessageStatusesTable>;

function projectStatus(event: NewEvent): ProjectedMessage {
  const status = objectOf(readMetaItem(event.payload).item);
  const wamid = idTextOf(status.id);
  if (wamid === null) return NOTHING;
  const error = firstErrorOf(status.errors);
  const row: MessageStatusesTable = {
    workspace_id: event.workspaceId,
    wamid,
    sent_at_ms: null,
    delivered_at_ms: null,
    read_at_ms: null,
    played_at_ms: null,
    failed_at_ms: null,
    error: error === null ? null : JSON.stringify(error),
    pricing: isJsonObject(status.pricing) ? JSON.stringify(status.pricing) : null,
    message_id: sentIdOf(status),
    first_heard_at_ms: event.createdAtMs,
  };
  // `as` here: only the types of the table come this way.
  const time = TIME_BY_TYPE[event.type as keyof typeof TIME_BY_TYPE];
  const write = { ...row, [time]: event.occurredAtMs };
  return { ...NOTHING, records: [{ table: MESSAGE_STATUSES_TABLE, row: write, causeId: causeOf(event) }] };
}

/** Our id of the message that a status of Meta's is about. Null: it was not sent from here. */
function sentIdOf(status: JsonObject): MessageId | null {
  const callbackData = stringOf(status.biz_opaque_callback_data);
  return callbackData === null ? null : readCallbackData(callbackData).messageId;
}

/** The wamid and, when it was sent from here, our id of the message that a status event is about. */
export function sentMessageOf(
  event: NewEvent,
): { readonly wamid: string; readonly messageId: MessageId | null } | null {
  const status = objectOf(readMetaItem(event.payload).item);
  const wamid = idTextOf(status.id);
  return wamid === null ? null : { wamid, messageId: sentIdOf(status) };
}

function projectChange(event: NewEvent): ProjectedMessage {
  const item = objectOf(readMetaItem(event.payload).item);
  const wamid = messageContextOf(item)?.message_id ?? null;
  if (wamid === null) return NOTHING;
  const kind = event.type === 'message.edited' ? 'edited' : 'revoked';
  const version = kind === 'edited' ? messageWordsOf(item) : null;
  return { ...NOTHING, change: { kind, wamid, atMs: event.occurredAtMs, version } };
}

/** A call of the person opens the customer service window like a message (CONTRACTS 2.1). */
function projectCall(event: NewEvent): ProjectedMessage {
  const call = objectOf(readMetaItem(event.payload).item);
  const conversationId = conversationIdOfEvent(event);
  const { workspaceId, channelId, occurredAtMs } = event;
  if (conversationId === null || channelId === null || wordOf(call.direction) === 'business_initiated') return NOTHING;
  return { ...NOTHING, thread: { workspaceId, conversationId, channelId, message: null, windowFromMs: occurredAtMs } };
}

/** Without a key an event is never a duplicate, so what it does is always done. */
function causeOf(event: NewEvent) {
  return event.dedupeKey === null ? null : event.id;
}
