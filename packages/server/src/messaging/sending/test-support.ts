import { uuidv7 } from 'uuidv7';
import type { GraphError } from '../../domain/graph.ts';
import { idOf, type MessageId } from '../../domain/ids.ts';
import type { EnqueueSend } from '../../domain/message-send.ts';
import type { Queried, Store } from '../../platform/db/store.ts';
import { type LeasedSend, toLeasedSend, toSendWrite } from './send-record.ts';

export const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
export const CHANNEL = idOf('chn', '0190a000-0000-7000-8000-000000000002');
export const CONTACT = idOf('cnt', '0190a000-0000-7000-8000-000000000003');
export const NUMBER = '318940275561203';

/** A new one, later than those before it. */
export function uuid(): string {
  return uuidv7();
}

/** A refusal by Meta. */
export function graphError(code: number, over: Partial<GraphError> = {}): GraphError {
  return {
    code,
    title: 'Title',
    details: 'Details.',
    subcode: null,
    traceId: null,
    httpStatus: 400,
    retryable: false,
    advice: 'Advice.',
    ...over,
  };
}

export function sendTo(phone: string, over: Partial<EnqueueSend> = {}): EnqueueSend {
  return {
    message: {
      id: idOf('msg', uuid()),
      workspaceId: WORKSPACE,
      channelId: CHANNEL,
      conversationId: null,
      contactId: CONTACT,
      recipient: { kind: 'phone', phone },
      type: 'text',
      text: 'Hi',
      content: { body: 'Hi' },
      replyTo: null,
      callbackData: 'order 7',
    },
    phoneNumberId: NUMBER,
    actor: null,
    createdAtMs: 1_781_000_000_000,
    waitMs: 0,
    ...over,
  };
}

/** Puts the row of a message in, and that of the queue, as the group commit does it. */
export async function insertSend(
  store: Store,
  send: EnqueueSend,
  { nowMs = 1_000, leaseToken = null as string | null, awaited = false } = {},
): Promise<LeasedSend> {
  const leased = toLeasedSend(send, nowMs);
  await insertMessage(store, send, nowMs);
  const { row } = toSendWrite(leased, { nowMs, leaseToken, awaited });
  // `as` here: a record's row is that of its table.
  await store.db
    .insertInto('message_sends')
    .values(row as never)
    .execute();
  return leased;
}

export async function insertMessage({ db }: Queried, { message }: EnqueueSend, nowMs: number): Promise<void> {
  await db
    .insertInto('messages')
    .values({
      workspace_id: message.workspaceId,
      id: message.id,
      channel_id: message.channelId,
      conversation_id: message.conversationId,
      contact_id: message.contactId,
      phone: message.recipient.kind === 'phone' ? message.recipient.phone : null,
      bsuid: null,
      group_id: null,
      direction: 'outbound',
      source: 'api',
      wamid: null,
      type: message.type,
      text: message.text,
      content: JSON.stringify(message.content),
      content_at_ms: nowMs,
      reply_to: null,
      callback_data: message.callbackData,
      sender: null,
      occurred_at_ms: nowMs,
      created_at_ms: nowMs,
      accepted_at_ms: null,
      response: null,
      refused_at_ms: null,
      refusal: null,
      edited_at_ms: null,
      revoked_at_ms: null,
    })
    .execute();
}

/** What is stored of a message. */
export async function storedMessage(store: Store, id: MessageId) {
  return store.db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** Its row in the queue. Undefined: it is finished. */
export async function queueRow(store: Store, id: MessageId) {
  return store.db.selectFrom('message_sends').selectAll().where('id', '=', id).executeTakeFirst();
}
