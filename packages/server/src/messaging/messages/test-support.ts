import { uuidv7 } from 'uuidv7';
import { idOf, type MessageId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { MessageStatusesTable, MessagesTable } from '../../platform/db/tables.ts';

type RowOf<TTable extends { readonly workspace_id: unknown }> = Partial<TTable> & Pick<TTable, 'workspace_id'>;

/** A message as its row: a text of a person, unless it is said otherwise. */
export function messageRow(message: RowOf<MessagesTable>): MessagesTable {
  return {
    id: idOf('msg', uuidv7()),
    channel_id: idOf('chn', '0190a000-0000-7000-8000-0000000000c1'),
    ...{ conversation_id: null, contact_id: null, phone: null, bsuid: null, group_id: null, direction: 'inbound' },
    ...{ source: 'meta', wamid: null, type: 'text', text: null, content: '{}', content_at_ms: 1, reply_to: null },
    ...{ callback_data: null, sender: null, occurred_at_ms: 1, created_at_ms: 1, accepted_at_ms: null, response: null },
    ...{ refused_at_ms: null, refusal: null, edited_at_ms: null, revoked_at_ms: null },
    ...message,
  };
}

/** Puts a message into the table. */
export async function insertMessage(store: Store, message: RowOf<MessagesTable>): Promise<MessageId> {
  const row = messageRow(message);
  await store.db.insertInto('messages').values(row).execute();
  return row.id;
}

/** What Meta told of an outbound message: nothing, unless it is said otherwise. */
export async function insertStatuses(
  store: Store,
  statuses: RowOf<MessageStatusesTable> & Pick<MessageStatusesTable, 'wamid'>,
): Promise<void> {
  const row: MessageStatusesTable = {
    ...{ sent_at_ms: null, delivered_at_ms: null, read_at_ms: null, played_at_ms: null, failed_at_ms: null },
    ...{ error: null, pricing: null, message_id: null, first_heard_at_ms: 1 },
    ...statuses,
  };
  await store.db.insertInto('message_statuses').values(row).execute();
}
