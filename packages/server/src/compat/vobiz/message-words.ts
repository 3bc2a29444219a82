import * as z from 'zod';
import { type ChannelId, type ContactId, type ConversationId, type MessageId, uuidOf } from '../../domain/ids.ts';
import type { MessageDirection, MessageStatusWord } from '../../domain/message.ts';
import { toIso } from '../../platform/http/query-params.ts';

/** A message as much as Vobiz shows of it. */
export interface ShownMessage {
  readonly id: MessageId;
  readonly channelId: ChannelId;
  readonly contactId: ContactId | null;
  readonly conversationId: ConversationId | null;
  readonly direction: MessageDirection;
  readonly type: string;
  readonly status: MessageStatusWord;
  /** The object under the name of its type, as Meta has it. Null: nothing is left of it. */
  readonly content: unknown;
  /** Meta's id. Null: it has not answered yet. */
  readonly wamid: string | null;
  readonly createdAtMs: number;
}

/** Words for how far a message is. `received`: a message of the person, for which Vobiz prints no word. */
const VOBIZ_MESSAGE_STATUSES = ['pending', 'sent', 'delivered', 'read', 'failed', 'received'] as const;
type VobizMessageStatus = (typeof VOBIZ_MESSAGE_STATUSES)[number];

/** That Meta took a message is no step at Vobiz, and neither is that a voice message was played. */
const STATUS_OF: Readonly<Record<MessageStatusWord, VobizMessageStatus>> = {
  received: 'received',
  pending: 'pending',
  accepted: 'pending',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
};

/** A message as Vobiz shows it (CONTRACTS 4.6). Ids are the UUIDs inside ours. */
export const messageView = z
  .object({
    id: z.string(),
    account_id: z.string(),
    channel_id: z.string(),
    contact_id: z.string().nullable(),
    conversation_id: z.string().nullable(),
    direction: z.enum(['inbound', 'outbound']),
    type: z.string(),
    status: z.enum(VOBIZ_MESSAGE_STATUSES),
    content: z.string().describe('JSON: the object under the name of the type, as Meta has it.'),
    meta_message_id: z.string().nullable().describe('As statuses name it. Null: Meta has not answered yet.'),
    created_at: z.string(),
  })
  .meta({ title: 'VobizMessage' });

/** Makes Vobiz's form of a message. */
export function toMessageView(message: ShownMessage, accountId: string): z.output<typeof messageView> {
  return {
    id: uuidOf(message.id),
    account_id: accountId,
    channel_id: uuidOf(message.channelId),
    contact_id: uuidOrNull(message.contactId),
    conversation_id: uuidOrNull(message.conversationId),
    direction: message.direction,
    type: message.type,
    status: toMessageStatus(message.status),
    content: JSON.stringify(message.content ?? null),
    meta_message_id: message.wamid,
    created_at: toIso(message.createdAtMs),
  };
}

/** Vobiz's word for how far a message is. */
export function toMessageStatus(status: MessageStatusWord): VobizMessageStatus {
  return STATUS_OF[status];
}

function uuidOrNull(id: string | null): string | null {
  return id === null ? null : uuidOf(id);
}
