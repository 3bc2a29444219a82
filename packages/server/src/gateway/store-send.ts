import type { ContactRef } from '../domain/contact.ts';
import { PosthornError } from '../domain/errors.ts';
import type { ContactId, WorkspaceId } from '../domain/ids.ts';
import type { OutboundMessage } from '../domain/message.ts';
import type { EnqueueSend } from '../domain/message-send.ts';
import { type ConversationNeed, planConversations } from '../messaging/conversations/conversation-projection.ts';
import { toActivityWrite } from '../messaging/conversations/conversation-row.ts';
import { toMessageWrite } from '../messaging/messages/message-row.ts';
import type { Publish } from '../pipeline/commit/publisher.ts';
import { RecordConflictError, type RecordWrite } from '../platform/db/record-write.ts';
import type { Messaging } from './messaging.ts';

export interface StoreSendContext {
  readonly messaging: Pick<Messaging, 'conversations' | 'sentMessages'>;
  readonly findContactRef: (workspaceId: WorkspaceId, id: ContactId) => Promise<ContactRef | null>;
  readonly publish: Publish;
}

/** Tries while other nodes make the same conversation. */
const CONFLICT_TRIES_MAX = 5;

/**
 * Stores a message that is handed in, with what it is to its conversation and the rows given, in one group commit. While a
 * conversation comes into being others wait that want the same one.
 *
 * @throws PosthornError `store_unavailable`: nothing was stored.
 */
export async function storeSend(
  ctx: StoreSendContext,
  send: EnqueueSend,
  alongside: readonly RecordWrite[],
): Promise<void> {
  ctx.messaging.sentMessages.remember(send.message.id, send.message);
  const records = [...rowsOf(send), ...alongside];
  for (let tries = 1; ; tries++) {
    try {
      return await storeOnce(ctx, send, records);
    } catch (error) {
      if (!(error instanceof RecordConflictError)) throw error;
      if (tries === CONFLICT_TRIES_MAX) {
        throw new PosthornError('store_unavailable', 'Others keep changing the same conversation. Try again.', {
          cause: error,
        });
      }
    }
  }
}

async function storeOnce(ctx: StoreSendContext, send: EnqueueSend, records: readonly RecordWrite[]): Promise<void> {
  const { conversations } = ctx.messaging;
  const need = await needOf(ctx, send.message);
  if (need === null) {
    await ctx.publish([], { records });
    return;
  }
  await conversations.locks.run([need.id], async () => {
    const planned = await planConversations(conversations, [need]);
    try {
      await ctx.publish(planned.events, { records: [...records, ...planned.records] });
    } catch (error) {
      conversations.cache.forget(need.id);
      throw error;
    }
  });
}

function rowsOf({ message, actor, createdAtMs }: EnqueueSend): readonly RecordWrite[] {
  const { id, workspaceId, channelId, conversationId, contactId, recipient, type, text, replyTo, callbackData } =
    message;
  const row = toMessageWrite(
    {
      ...{ id, workspaceId, channelId, conversationId, contactId, type, replyTo, callbackData },
      phone: recipient.kind === 'phone' ? recipient.phone : null,
      bsuid: recipient.kind === 'bsuid' ? recipient.bsuid : null,
      groupId: recipient.kind === 'group' ? recipient.groupId : null,
      direction: 'outbound',
      source: 'api',
      wamid: null,
      words: { text, content: contentOf(message) },
      sender: actor,
      occurredAtMs: createdAtMs,
      createdAtMs,
    },
    null,
  );
  if (conversationId === null) return [row];
  const thread = { id, atMs: createdAtMs, isInbound: false };
  return [row, toActivityWrite({ workspaceId, conversationId, channelId, message: thread, windowFromMs: null }, null)];
}

/** A plain text stands in its column alone, as that of a message from Meta. */
function contentOf({ type, text, content }: OutboundMessage): Readonly<Record<string, unknown>> {
  const isPlain = type === 'text' && text !== null && Object.keys(Object(content)).length === 1;
  return isPlain ? {} : { [type]: content };
}

/** The conversation that the message asks for. Null: none, or one that is known to be there. */
async function needOf(
  { messaging, findContactRef }: StoreSendContext,
  { conversationId: id, contactId, workspaceId, channelId, recipient }: OutboundMessage,
): Promise<ConversationNeed | null> {
  if (id === null || contactId === null || messaging.conversations.cache.isOpen(id)) return null;
  const person = {
    contact: await findContactRef(workspaceId, contactId),
    phone: recipient.kind === 'phone' ? recipient.phone : null,
    bsuid: recipient.kind === 'bsuid' ? recipient.bsuid : null,
  };
  return { person, causeId: null, workspaceId, id, channelId, contactId, opens: false };
}
