import { randomUUID } from 'node:crypto';
import { conversationIdOf } from '../../domain/conversation.ts';
import { type ContactId, type ConversationId, idOf, type MessageId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type {
  ConversationActivityTable,
  ConversationsTable,
  Database,
  MessagesTable,
} from '../../platform/db/tables.ts';

/** The workspace that the rows of the tests are in when they do not say another one. */
export const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
export const CHANNEL = idOf('chn', '0190a000-0000-7000-8000-0000000000c1');
/** When the conversations of the tests began. */
export const BEGAN_MS = 1_781_000_400_000;

/** A contact as its row: Mira, with a number. */
export async function insertContact(store: Store, contact: Partial<Database['contacts']> = {}): Promise<ContactId> {
  const serial = await store.db.selectFrom('contacts').select('id').execute();
  const row: Database['contacts'] = {
    ...{ workspace_id: WORKSPACE, id: idOf('cnt', randomUUID()), serial: serial.length + 1, revision: 1 },
    ...{ first_name: 'Mira', last_name: 'Lindqvist', company: null, type: 'lead', email: null },
    ...{ phone: `+49151700${serial.length + 10_000}`, phone_key: null, bsuid: null },
    ...{ username: null, country: null, address: null, city: null, state: null, zip: null, website: null },
    ...{ description: null, source_id: null, status_id: null, group_ids: '[]', assignee_id: null, enabled: 1 },
    ...{ opted_out: 0, custom_attributes: '{}', tags: '[]', name_key: '', search_text: '', created_at_ms: 1 },
    ...{ updated_at_ms: 1, event_at_ms: 1, deleted_at_ms: null, erased_at_ms: null },
    ...contact,
  };
  await store.db.insertInto('contacts').values(row).execute();
  return row.id;
}

interface InsertConversation {
  readonly contactId: ContactId;
  readonly row?: Partial<ConversationsTable>;
  readonly activity?: Partial<ConversationActivityTable>;
}

/** The conversation of a contact, with one message of theirs that was not read. */
export async function insertConversation(
  store: Store,
  { contactId, row = {}, activity = {} }: InsertConversation,
): Promise<ConversationId> {
  const channelId = row.channel_id ?? CHANNEL;
  const id = conversationIdOf(channelId, { contactId, phone: null, bsuid: null }) ?? idOf('cnv', randomUUID());
  const conversation: ConversationsTable = {
    ...{ workspace_id: WORKSPACE, id, revision: 1, channel_id: channelId, contact_id: contactId, state: 'open' },
    ...{ assignee_id: null, read_count: 0, created_at_ms: BEGAN_MS, updated_at_ms: BEGAN_MS, event_at_ms: BEGAN_MS },
    closed_at_ms: null,
    ...row,
  };
  await store.db.insertInto('conversations').values(conversation).execute();
  await insertActivity(store, { workspace_id: conversation.workspace_id, channel_id: channelId, ...activity, id });
  return id;
}

/** What moves with every message, also of somebody who is no contact. */
export async function insertActivity(
  store: Store,
  activity: Partial<ConversationActivityTable> & { readonly id: ConversationId },
): Promise<void> {
  const row: ConversationActivityTable = {
    ...{ workspace_id: WORKSPACE, channel_id: CHANNEL, last_message_at_ms: BEGAN_MS, last_message_id: null },
    ...{ window_from_ms: BEGAN_MS, inbound_count: 1, message_count: 1 },
    ...activity,
  };
  await store.db.insertInto('conversation_activity').values(row).execute();
}

/** A text of the person. */
export async function insertMessage(store: Store, message: Partial<MessagesTable>): Promise<MessageId> {
  const row: MessagesTable = {
    ...{ workspace_id: WORKSPACE, id: idOf('msg', randomUUID()), channel_id: CHANNEL, conversation_id: null },
    ...{ contact_id: null, phone: null, bsuid: null, group_id: null, direction: 'inbound', source: 'meta' },
    ...{ wamid: `wamid.${randomUUID()}`, type: 'text', text: 'Hi!', content: '{}', content_at_ms: BEGAN_MS },
    ...{ reply_to: null, callback_data: null, sender: null, occurred_at_ms: BEGAN_MS, created_at_ms: BEGAN_MS },
    ...{ accepted_at_ms: null, response: null, refused_at_ms: null, refusal: null },
    ...{ edited_at_ms: null, revoked_at_ms: null },
    ...message,
  };
  await store.db.insertInto('messages').values(row).execute();
  return row.id;
}

/** What Meta told of a message. */
export async function insertStatus(
  store: Store,
  status: Partial<Database['message_statuses']> & { readonly wamid: string },
): Promise<void> {
  const row: Database['message_statuses'] = {
    ...{ workspace_id: WORKSPACE, sent_at_ms: null, delivered_at_ms: null, read_at_ms: null, played_at_ms: null },
    ...{ failed_at_ms: null, error: null, pricing: null, message_id: null, first_heard_at_ms: BEGAN_MS },
    ...status,
  };
  await store.db.insertInto('message_statuses').values(row).execute();
}
