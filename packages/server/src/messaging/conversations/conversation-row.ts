import type {
  ChannelId,
  ContactId,
  ConversationId,
  EventId,
  MemberId,
  MessageId,
  WorkspaceId,
} from '../../domain/ids.ts';
import type { RecordTable, RecordWrite } from '../../platform/db/record-write.ts';
import type { ConversationActivityTable, ConversationsTable } from '../../platform/db/tables.ts';

type Columns<TTable> = Record<keyof TTable, 'text' | 'bigint' | 'integer'>;

/** The table `conversations`, for the group commit: what people decide, replaced by revision. */
export const CONVERSATIONS_TABLE: RecordTable = {
  name: 'conversations',
  columns: {
    workspace_id: 'text',
    id: 'text',
    revision: 'bigint',
    channel_id: 'text',
    contact_id: 'text',
    state: 'text',
    assignee_id: 'text',
    read_count: 'bigint',
    created_at_ms: 'bigint',
    updated_at_ms: 'bigint',
    event_at_ms: 'bigint',
    closed_at_ms: 'bigint',
  } satisfies Columns<ConversationsTable>,
};

/** The table `conversation_activity`, for the group commit: what moves with every message, merged in any order. */
export const CONVERSATION_ACTIVITY_TABLE: RecordTable = {
  name: 'conversation_activity',
  columns: {
    workspace_id: 'text',
    id: 'text',
    channel_id: 'text',
    last_message_at_ms: 'bigint',
    last_message_id: 'text',
    window_from_ms: 'bigint',
    inbound_count: 'bigint',
    message_count: 'bigint',
  } satisfies Columns<ConversationActivityTable>,
  merge: {
    key: ['workspace_id', 'id'],
    rules: {
      channel_id: 'first',
      last_message_at_ms: 'max',
      last_message_id: { newestBy: 'last_message_at_ms' },
      window_from_ms: 'max',
      inbound_count: 'sum',
      message_count: 'sum',
    },
  },
};

/** A conversation as people decide about it. What moves with every message stands in its activity. */
export interface Conversation {
  readonly id: ConversationId;
  readonly workspaceId: WorkspaceId;
  /** 1 for a new one; grows by one with every change. */
  readonly revision: number;
  readonly channelId: ChannelId;
  readonly contactId: ContactId;
  readonly state: 'open' | 'closed';
  readonly assigneeId: MemberId | null;
  /** How many inbound messages were read here. */
  readonly readCount: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Time of its last event: those of one conversation lie at least a second apart. */
  readonly eventAtMs: number;
  readonly closedAtMs: number | null;
}

/** A conversation as its row. @param causeId The event that caused the change. Null: it is written in any case. */
export function toConversationWrite(conversation: Conversation, causeId: EventId | null): RecordWrite {
  const row: ConversationsTable = {
    workspace_id: conversation.workspaceId,
    id: conversation.id,
    revision: conversation.revision,
    channel_id: conversation.channelId,
    contact_id: conversation.contactId,
    state: conversation.state,
    assignee_id: conversation.assigneeId,
    read_count: conversation.readCount,
    created_at_ms: conversation.createdAtMs,
    updated_at_ms: conversation.updatedAtMs,
    event_at_ms: conversation.eventAtMs,
    closed_at_ms: conversation.closedAtMs,
  };
  return { table: CONVERSATIONS_TABLE, row: { ...row }, causeId };
}

/** A conversation as its row tells it. */
export function toConversation(row: ConversationsTable): Conversation {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    revision: row.revision,
    channelId: row.channel_id,
    contactId: row.contact_id,
    state: row.state,
    assigneeId: row.assignee_id,
    readCount: row.read_count,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    eventAtMs: row.event_at_ms,
    closedAtMs: row.closed_at_ms,
  };
}

/** What one message or call does to the activity of its conversation. */
export interface ActivityStep {
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  readonly channelId: ChannelId;
  /** Null: a call, which is no message of the thread. */
  readonly message: { readonly id: MessageId; readonly atMs: number; readonly isInbound: boolean } | null;
  /** The person wrote or called at that time, which opens the customer service window. Null: they did not. */
  readonly windowFromMs: number | null;
}

/** A step as the row that is merged into the conversation's. @param causeId The event that told of it. Null: it counts in any case. */
export function toActivityWrite(step: ActivityStep, causeId: EventId | null): RecordWrite {
  const { message } = step;
  const row: ConversationActivityTable = {
    workspace_id: step.workspaceId,
    id: step.conversationId,
    channel_id: step.channelId,
    last_message_at_ms: message?.atMs ?? null,
    last_message_id: message?.id ?? null,
    window_from_ms: step.windowFromMs,
    inbound_count: message?.isInbound === true ? 1 : 0,
    message_count: message === null ? 0 : 1,
  };
  return { table: CONVERSATION_ACTIVITY_TABLE, row: { ...row }, causeId };
}
