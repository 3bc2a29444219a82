import type { Actor } from '../../domain/audit.ts';
import type { ChannelId, ContactId, ConversationId, EventId, MessageId, WorkspaceId } from '../../domain/ids.ts';
import type { MessageDirection, MessageSource } from '../../domain/message.ts';
import type { MessageWords } from '../../domain/meta/message-words.ts';
import { WORDS_IN_EVENT } from '../../platform/db/message-words.ts';
import type { RecordTable, RecordWrite } from '../../platform/db/record-write.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import type { MessageStatusesTable, MessagesTable } from '../../platform/db/tables.ts';

type Columns<TTable> = Record<keyof TTable, 'text' | 'bigint' | 'integer'>;

const NEW_COLUMNS = {
  workspace_id: 'text',
  id: 'text',
  channel_id: 'text',
  conversation_id: 'text',
  contact_id: 'text',
  phone: 'text',
  bsuid: 'text',
  group_id: 'text',
  direction: 'text',
  source: 'text',
  wamid: 'text',
  type: 'text',
  text: 'text',
  content: 'text',
  content_at_ms: 'bigint',
  reply_to: 'text',
  callback_data: 'text',
  sender: 'text',
  occurred_at_ms: 'bigint',
  created_at_ms: 'bigint',
} as const;

/** What becomes of a message after it is there. */
const LATER_COLUMNS = {
  accepted_at_ms: 'bigint',
  response: 'text',
  refused_at_ms: 'bigint',
  refusal: 'text',
  edited_at_ms: 'bigint',
  revoked_at_ms: 'bigint',
} as const;

/** Every column of `messages`. */
export const MESSAGE_COLUMNS = { ...NEW_COLUMNS, ...LATER_COLUMNS } satisfies Columns<MessagesTable>;

/** The table `messages`, for the group commit: rows are added there, and changed by what Meta answers elsewhere. */
export const MESSAGES_TABLE: RecordTable = { name: 'messages', columns: NEW_COLUMNS };

/** The table `message_statuses`, for the group commit. The first that Meta told stays, so the order does not matter. */
export const MESSAGE_STATUSES_TABLE: RecordTable = {
  name: 'message_statuses',
  columns: {
    workspace_id: 'text',
    wamid: 'text',
    sent_at_ms: 'bigint',
    delivered_at_ms: 'bigint',
    read_at_ms: 'bigint',
    played_at_ms: 'bigint',
    failed_at_ms: 'bigint',
    error: 'text',
    pricing: 'text',
    message_id: 'text',
    first_heard_at_ms: 'bigint',
  } satisfies Columns<MessageStatusesTable>,
  merge: {
    key: ['workspace_id', 'wamid'],
    rules: {
      sent_at_ms: 'min',
      delivered_at_ms: 'min',
      read_at_ms: 'min',
      played_at_ms: 'min',
      failed_at_ms: 'min',
      error: 'first',
      pricing: 'first',
      message_id: 'first',
      first_heard_at_ms: 'min',
    },
  },
};

/** A message that is new here. */
export interface NewMessage {
  readonly id: MessageId;
  readonly workspaceId: WorkspaceId;
  readonly channelId: ChannelId;
  readonly conversationId: ConversationId | null;
  readonly contactId: ContactId | null;
  /** Digits. */
  readonly phone: string | null;
  readonly bsuid: string | null;
  readonly groupId: string | null;
  readonly direction: MessageDirection;
  readonly source: MessageSource;
  readonly wamid: string | null;
  readonly type: string;
  /** What it says. `in_event`: the event that told of it has the same UUID and says it. */
  readonly words: Pick<MessageWords, 'text' | 'content'> | 'in_event';
  readonly replyTo: string | null;
  readonly callbackData: string | null;
  readonly sender: Actor | null;
  readonly occurredAtMs: number;
  readonly createdAtMs: number;
}

/** A new message as its row. @param causeId The event that told of it. Null: it is written in any case. */
export function toMessageWrite(message: NewMessage, causeId: EventId | null): RecordWrite {
  const row: Pick<MessagesTable, keyof typeof NEW_COLUMNS> = {
    workspace_id: message.workspaceId,
    id: message.id,
    channel_id: message.channelId,
    conversation_id: message.conversationId,
    contact_id: message.contactId,
    phone: message.phone,
    bsuid: message.bsuid,
    group_id: storableText(message.groupId),
    direction: message.direction,
    source: message.source,
    wamid: storableText(message.wamid),
    type: storableText(message.type) ?? '',
    ...wordColumns(message.words),
    content_at_ms: message.occurredAtMs,
    reply_to: storableText(message.replyTo),
    callback_data: storableText(message.callbackData),
    sender: message.sender === null ? null : JSON.stringify(message.sender),
    occurred_at_ms: message.occurredAtMs,
    created_at_ms: message.createdAtMs,
  };
  return { table: MESSAGES_TABLE, row: { ...row }, causeId };
}

function wordColumns(words: NewMessage['words']): Pick<MessagesTable, 'text' | 'content'> {
  if (words === 'in_event') return { text: null, content: WORDS_IN_EVENT };
  return { text: storableText(words.text), content: storableText(JSON.stringify(words.content)) ?? '{}' };
}
