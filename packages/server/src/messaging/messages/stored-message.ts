import type { Actor } from '../../domain/audit.ts';
import type { ChannelId, ContactId, ConversationId, MessageId } from '../../domain/ids.ts';
import { type MessageDirection, type MessageStatusWord, type StatusTimes, statusOf } from '../../domain/message.ts';
import { firstErrorOf } from '../../domain/meta/message-content.ts';
import { isJsonObject, type JsonObject, numberOf, objectOf, stringOf } from '../../domain/meta/meta-body.ts';
import type { MessageStatusesTable, MessagesTable } from '../../platform/db/tables.ts';

/** Type of a message of somebody who was erased: nothing is left of it but its ids and times. */
export const ERASED_TYPE = 'erased';

/** Why a message failed or could not be shown. */
export interface MessageError {
  readonly code: number | null;
  readonly title: string | null;
  readonly details: string | null;
}

/** What Meta told of an outbound message. */
export interface ToldStatuses extends StatusTimes {
  readonly wamid: string;
  /** Our id of the message, when Meta gave it back. */
  readonly messageId: MessageId | null;
  readonly error: MessageError | null;
  /** As Meta tells it. */
  readonly pricing: JsonObject | null;
  readonly firstHeardAtMs: number;
}

/** A message with what Meta told of it. */
export interface StoredMessage {
  readonly id: MessageId;
  readonly channelId: ChannelId;
  readonly conversationId: ConversationId | null;
  readonly contactId: ContactId | null;
  /** Digits. */
  readonly phone: string | null;
  readonly bsuid: string | null;
  readonly groupId: string | null;
  readonly direction: MessageDirection;
  /** Null: Meta has not answered yet. */
  readonly wamid: string | null;
  readonly type: string;
  readonly text: string | null;
  /** The object under the name of its type, as Meta has it. Null: nothing is left of it. */
  readonly content: unknown;
  /** The advertisement that it came from, as Meta has it. */
  readonly referral: JsonObject | null;
  readonly replyTo: string | null;
  readonly callbackData: string | null;
  readonly sender: Actor | null;
  readonly status: MessageStatusWord;
  readonly error: MessageError | null;
  /** Null: Meta has told nothing. */
  readonly statuses: ToldStatuses | null;
  readonly occurredAtMs: number;
  readonly createdAtMs: number;
  readonly editedAtMs: number | null;
  readonly revokedAtMs: number | null;
}

/** Times of a message of which Meta has told nothing. */
export const NO_TIMES: StatusTimes = {
  sentAtMs: null,
  deliveredAtMs: null,
  readAtMs: null,
  playedAtMs: null,
  failedAtMs: null,
};

/** A message as its row tells it, with the row of its statuses. `as` here: the JSON is our own. */
export function toStoredMessage(row: MessagesTable, told: MessageStatusesTable | null): StoredMessage {
  const content = objectOf(JSON.parse(row.content));
  const statuses = told === null ? null : toToldStatuses(told);
  const status = statusOfRow(row, statuses);
  return {
    id: row.id,
    channelId: row.channel_id,
    conversationId: row.conversation_id,
    contactId: row.contact_id,
    phone: row.phone,
    bsuid: row.bsuid,
    groupId: row.group_id,
    direction: row.direction,
    wamid: row.wamid ?? statuses?.wamid ?? null,
    type: row.type,
    text: row.text,
    content: contentOf(row, content),
    referral: isJsonObject(content.referral) ? content.referral : null,
    replyTo: row.reply_to,
    callbackData: row.callback_data,
    sender: row.sender === null ? null : (JSON.parse(row.sender) as Actor),
    status,
    error: errorOf(row, { content, statuses, status }),
    statuses,
    occurredAtMs: row.occurred_at_ms,
    createdAtMs: row.created_at_ms,
    editedAtMs: row.edited_at_ms,
    revokedAtMs: row.revoked_at_ms,
  };
}

/** What Meta told, as its row has it. */
export function toToldStatuses(row: MessageStatusesTable): ToldStatuses {
  return {
    wamid: row.wamid,
    messageId: row.message_id,
    sentAtMs: row.sent_at_ms,
    deliveredAtMs: row.delivered_at_ms,
    readAtMs: row.read_at_ms,
    playedAtMs: row.played_at_ms,
    failedAtMs: row.failed_at_ms,
    error: row.error === null ? null : toError(row.error),
    pricing: row.pricing === null ? null : objectOf(JSON.parse(row.pricing)),
    firstHeardAtMs: row.first_heard_at_ms,
  };
}

/** The status of an outbound message of which nothing is known but what Meta told. */
export function statusOfTold(statuses: ToldStatuses): MessageStatusWord {
  return statusOf({ ...statuses, acceptedAtMs: statuses.firstHeardAtMs, refusedAtMs: null });
}

function statusOfRow(row: MessagesTable, statuses: ToldStatuses | null): MessageStatusWord {
  if (row.direction === 'inbound') return 'received';
  // What was written in the WhatsApp Business app is at Meta already.
  const acceptedAtMs = row.source === 'echo' ? row.occurred_at_ms : row.accepted_at_ms;
  return statusOf({ ...(statuses ?? NO_TIMES), acceptedAtMs, refusedAtMs: row.refused_at_ms });
}

/** A plain text stands in its column alone. */
function contentOf({ type, text }: MessagesTable, content: JsonObject): unknown {
  if (type === 'text' && content.text === undefined && text !== null) return { body: text };
  return content[type] ?? null;
}

interface ErrorSources {
  readonly content: JsonObject;
  readonly statuses: ToldStatuses | null;
  readonly status: MessageStatusWord;
}

function errorOf(row: MessagesTable, { content, statuses, status }: ErrorSources): MessageError | null {
  if (row.direction === 'inbound') return firstErrorOf(content.errors);
  if (status !== 'failed') return null;
  return statuses?.error ?? (row.refusal === null ? null : toError(row.refusal));
}

function toError(json: string): MessageError {
  const { code, title, details } = objectOf(JSON.parse(json));
  return { code: numberOf(code), title: stringOf(title), details: stringOf(details) };
}
