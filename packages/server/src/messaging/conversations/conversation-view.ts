import * as z from 'zod';
import { ACTOR_KINDS } from '../../domain/audit.ts';
import { WINDOW_MS } from '../../domain/conversation.ts';
import { excerptOf } from '../../domain/excerpt.ts';
import type { ContactId } from '../../domain/ids.ts';
import { MESSAGE_DIRECTIONS, MESSAGE_STATUSES } from '../../domain/message.ts';
import { idParam, toIso } from '../../platform/http/query-params.ts';
import type { ConversationContact } from './conversation-change.ts';
import type { ConversationNote } from './conversation-notes.store.ts';
import type { LastMessage, ListedConversation } from './conversations.store.ts';

export const CONVERSATION_STATES = ['open', 'closed'] as const;

/** As much of a message as a row of a list has room for, however wide. */
const LAST_TEXT_CHARS_MAX = 200;

const lastMessageView = z.object({
  id: z.string(),
  message_id: z.string().nullable().describe("Meta's id. Null: Meta has not answered yet."),
  direction: z.enum(MESSAGE_DIRECTIONS),
  type: z.string(),
  text: z.string().nullable().describe(`At most its first ${LAST_TEXT_CHARS_MAX} characters.`),
  occurred_at: z.iso.datetime(),
  status: z.enum(MESSAGE_STATUSES),
});

/** A conversation as the API shows it. */
export const conversationView = z
  .object({
    id: z.string(),
    channel_id: z.string(),
    channel_number: z
      .string()
      .nullable()
      .describe('The number of the channel as it is shown. Null: the channel is gone.'),
    contact_id: z.string(),
    contact: z
      .object({
        id: z.string(),
        serial: z.int(),
        name: z.string().nullable().describe('Null when nobody knows it, or the contact was deleted.'),
        phone: z
          .string()
          .nullable()
          .describe('E.164. Null when Meta tells only the BSUID, or the contact was deleted.'),
        bsuid: z.string().nullable().describe("Meta's business-scoped user id."),
      })
      .nullable(),
    state: z.enum(CONVERSATION_STATES),
    assignee_id: z.string().nullable().describe('The member who looks after it.'),
    unread_count: z.int().describe('Messages of the person that came after it was marked read.'),
    last_message: lastMessageView.nullable(),
    window: z
      .object({
        open: z.boolean().describe('Anything may be written; else only an approved template.'),
        closes_at: z.iso
          .datetime()
          .nullable()
          .describe('24 hours after the person wrote or called. Null: it is closed.'),
      })
      .describe("Meta's customer service window."),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime().describe('When it was assigned, closed or opened last. Messages do not move it.'),
    closed_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Conversation' });

/** Who is to look after it. */
export const assignBody = z.strictObject({
  assignee_id: idParam('mbr').nullable().describe('Null: nobody.'),
});

/** What people decide about a conversation. */
export const updateConversationBody = assignBody.extend({ state: z.enum(CONVERSATION_STATES) }).partial();

export const readBody = z
  .strictObject({
    meta: z
      .boolean()
      .optional()
      .describe(
        'Tell Meta too, so that the person sees that it was read. Default true. Whether Meta takes it does not matter.',
      ),
  })
  .nullish();

/** Longest text of a note. As long as a WhatsApp message, so that one can be copied into it. */
const NOTE_CHARS_MAX = 4_096;

export const createNoteBody = z.strictObject({ text: z.string().trim().min(1).max(NOTE_CHARS_MAX) });

/** A note as the API shows it. */
export const noteView = z
  .object({
    id: z.string(),
    conversation_id: z.string(),
    contact_id: z.string(),
    text: z.string(),
    author: z.object({
      kind: z.enum(ACTOR_KINDS).describe('`key`: an API key; `member`: a member who signed in; `root`: the root key.'),
      id: z.string().nullable().describe('Id of the key or of the member. Null for the root key.'),
    }),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'ConversationNote' });

/** @param nowMs Decides whether the window is open. */
export function toConversationView(listed: ListedConversation, nowMs: number): z.output<typeof conversationView> {
  const { conversation, contact, inboundCount, windowFromMs, lastMessage, channelNumber } = listed;
  return {
    id: conversation.id,
    channel_id: conversation.channelId,
    channel_number: channelNumber,
    contact_id: conversation.contactId,
    contact: contact === null ? null : toContactView(contact),
    state: conversation.state,
    assignee_id: conversation.assigneeId,
    unread_count: Math.max(0, inboundCount - conversation.readCount),
    last_message: lastMessage === null ? null : toLastMessageView(lastMessage),
    window: toWindowView(windowFromMs, nowMs),
    created_at: toIso(conversation.createdAtMs),
    updated_at: toIso(conversation.updatedAtMs),
    closed_at: conversation.closedAtMs === null ? null : toIso(conversation.closedAtMs),
  };
}

function toContactView({ id, serial, name, phone, bsuid }: ConversationContact) {
  return { id, serial, name, phone, bsuid };
}

/**
 * A note as the API shows it. Names the contact, so that an answer which is kept for an Idempotency-Key is found when the
 * person is erased.
 */
export function toNoteView(note: ConversationNote, contactId: ContactId): z.output<typeof noteView> {
  return {
    id: note.id,
    conversation_id: note.conversationId,
    contact_id: contactId,
    text: note.text,
    author: { kind: note.author.kind, id: note.author.id },
    created_at: toIso(note.createdAtMs),
  };
}

function toLastMessageView(message: LastMessage): z.output<typeof lastMessageView> {
  return {
    id: message.id,
    message_id: message.wamid,
    direction: message.direction,
    type: message.type,
    text: message.text === null ? null : excerptOf(message.text, LAST_TEXT_CHARS_MAX),
    occurred_at: toIso(message.occurredAtMs),
    status: message.status,
  };
}

function toWindowView(windowFromMs: number | null, nowMs: number): z.output<typeof conversationView>['window'] {
  const closesAtMs = windowFromMs === null ? null : windowFromMs + WINDOW_MS;
  if (closesAtMs === null || closesAtMs <= nowMs) return { open: false, closes_at: null };
  return { open: true, closes_at: toIso(closesAtMs) };
}
