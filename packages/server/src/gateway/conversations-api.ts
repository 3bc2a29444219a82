import { setTimeout as pause } from 'node:timers/promises';
import { findMembersAmong } from '../control/members/members.store.ts';
import { idOf } from '../domain/ids.ts';
import {
  conversationDeliveriesRoutes,
  type MessageDeliveriesView,
  type MessagesAskedFor,
} from '../messaging/conversations/conversation-deliveries.routes.ts';
import { noteRoutes } from '../messaging/conversations/conversation-notes.routes.ts';
import {
  type ChangeConversation,
  type ConversationWriterContext,
  saveConversation,
} from '../messaging/conversations/conversation-writer.ts';
import { type ConversationRoutesContext, conversationRoutes } from '../messaging/conversations/conversations.routes.ts';
import { findConversation } from '../messaging/conversations/conversations.store.ts';
import { type ReopenWorker, startReopenWorker } from '../messaging/conversations/reopen.worker.ts';
import { type TimelineRoutesContext, timelineRoutes } from '../messaging/conversations/timeline.routes.ts';
import { listMessageKeys } from '../messaging/messages/thread-parts.store.ts';
import { addUpDeliveries, type MessageDeliveries } from '../pipeline/deliveries/message-deliveries.ts';
import type { OpenedStore } from '../platform/db/open-store.ts';
import type { ApiServer } from '../platform/http/api.ts';
import type { Logger } from '../platform/observability/logger.ts';
import type { Engine } from './engine.ts';
import type { Messaging } from './messaging.ts';
import { SYSTEM_SOURCE } from './system-source.ts';
import { auditRow, writeAudit } from './write-audit.ts';

const { newId } = SYSTEM_SOURCE;

export interface ConversationsContext {
  readonly store: OpenedStore;
  readonly engine: Pick<Engine, 'publish'>;
  /** Its cache and its locks: messages and people change the same conversations. */
  readonly messaging: { readonly conversations: Pick<Messaging['conversations'], 'cache' | 'locks'> };
  readonly logger: Logger;
}

/** What people do to conversations. */
export interface Conversations {
  readonly change: ConversationRoutesContext['change'];
  /** Opens conversations again that were closed on another node in the moment of a message, until it is stopped. */
  readonly startReopening: () => ReopenWorker;
}

/** Puts the changes of conversations together. */
export function createConversations({ store, engine, messaging, logger }: ConversationsContext): Conversations {
  const { cache, locks } = messaging.conversations;
  const context: ConversationWriterContext = {
    find: (workspaceId, id) => findConversation(store, workspaceId, id),
    isMember: async (workspaceId, id) => (await findMembersAmong(store, workspaceId, [id])).has(id),
    publish: engine.publish,
    auditRow,
    ...{ cache, locks },
    newEventId: () => idOf('evt', newId()),
    nowMs: store.nowMs,
  };
  const change = (save: ChangeConversation) => saveConversation(context, save);
  return {
    change,
    startReopening: () =>
      startReopenWorker({
        ...{ store, change },
        nowMs: store.nowMs,
        wait: (waitMs, signal) => pause(waitMs, undefined, { signal }).catch(() => {}),
        onError: (error) => logger.error({ err: error }, 'conversations were not opened again'),
      }),
  };
}

export interface ConversationRoutesWiring
  extends Pick<ConversationRoutesContext, 'change' | 'messages' | 'markReadAtMeta'>,
    Pick<TimelineRoutesContext, 'thread'> {
  readonly store: OpenedStore;
}

/** Routes of conversations, their notes, their timeline, and who heard of their messages. */
export function addConversationRoutes(server: ApiServer, context: ConversationRoutesWiring): void {
  conversationRoutes(server, { ...context, nowMs: context.store.nowMs });
  noteRoutes(server, {
    store: context.store,
    audit: writeAudit,
    newNoteId: () => idOf('note', newId()),
    nowMs: context.store.nowMs,
  });
  timelineRoutes(server, context);
  conversationDeliveriesRoutes(server, { store: context.store, deliveriesOf: (asked) => deliveriesOf(context, asked) });
}

async function deliveriesOf(
  { store }: Pick<ConversationRoutesWiring, 'store'>,
  asked: MessagesAskedFor,
): Promise<readonly MessageDeliveriesView[] | null> {
  const messages = await listMessageKeys(store, asked);
  const sums = await addUpDeliveries(store, asked.workspaceId, messages);
  return sums?.map(toDeliveriesView) ?? null;
}

function toDeliveriesView({ messageId, delivered, total, worst }: MessageDeliveries): MessageDeliveriesView {
  if (worst === null || worst.word === 'delivered') return { id: messageId, delivered, total, worst: null };
  const { id, eventId, endpointId, endpointName, word } = worst;
  const named = { delivery_id: id, event_id: eventId, endpoint_id: endpointId, endpoint_name: endpointName };
  return { id: messageId, delivered, total, worst: { ...named, state: word } };
}
