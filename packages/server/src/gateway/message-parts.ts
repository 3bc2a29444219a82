import type { Registry } from '../control/registry/registry.ts';
import { findContact } from '../crm/contacts/contacts.store.ts';
import { fullName } from '../domain/contact.ts';
import type { ContactId, MessageId, WorkspaceId } from '../domain/ids.ts';
import type { EnqueueSendFn, SendMessage } from '../domain/message-send.ts';
import type { SentInWords } from '../messaging/messages/send-message.ts';
import type { StoreSend } from '../messaging/sending/enqueue-send.ts';
import type { Config } from '../platform/config/config.ts';
import type { OpenedStore } from '../platform/db/open-store.ts';
import type { EgressGuard } from '../platform/egress/egress.ts';
import type { ApiServer } from '../platform/http/api.ts';
import type { Logger } from '../platform/observability/logger.ts';
import type { Metrics } from '../platform/observability/metrics.ts';
import type { SecretBox } from '../platform/secrets/secret-box.ts';
import { addConversationRoutes, type Conversations, createConversations } from './conversations-api.ts';
import type { Engine } from './engine.ts';
import type { Graph } from './graph.ts';
import { createMedia, type Media, type MediaContext } from './media.ts';
import { mediaLink } from './media-link.ts';
import { addMessageRoutes, conversationMessages, createSendMessageFn } from './messages-api.ts';
import { createMessaging } from './messaging.ts';
import { createRecords, type Records } from './records.ts';
import { createSending, type Sending } from './sending.ts';
import { storeSend } from './store-send.ts';
import type { Stream } from './stream.ts';
import { createTemplates, type Templates } from './templates.ts';

/** A number whose channel is gone while messages of it still wait. */
const THROUGHPUT_DEFAULT = 80;

export interface MessagePartsContext {
  readonly config: Config;
  readonly store: OpenedStore;
  readonly box: SecretBox;
  readonly registry: Registry;
  readonly egress: EgressGuard;
  readonly engine: Engine;
  readonly graph: Graph;
  readonly simulatedMedia: NonNullable<MediaContext['simulatedMedia']>;
  readonly stream: Pick<Stream, 'onMessageSent'>;
  readonly linkKey: Buffer;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly baseUrl: () => string;
}

/** The records, and everything that messages are made of. */
export interface MessageParts {
  readonly records: Records;
  readonly media: Media;
  readonly templates: Templates;
  readonly sending: Sending;
  readonly conversations: Conversations;
  readonly sendMessage: (send: SendMessage) => Promise<SentInWords>;
  /** The same without a look at the window: for an API that tells of a closed one by a status. */
  readonly sendAtAnyTime: (send: SendMessage) => Promise<SentInWords>;
  readonly routes: (server: ApiServer) => void;
  /** Before anything is accepted. */
  readonly recover: () => Promise<void>;
  readonly start: () => void;
  /** Settles when nothing of it is on its way any more. Before the store is closed. */
  readonly stop: (graceMs: number) => Promise<void>;
}

/** Puts the records and the messages together: each knows of the others only what it is given here. */
export function createMessageParts(context: MessagePartsContext): MessageParts {
  const { store, registry, engine, graph, logger } = context;
  const { callGraph } = graph;
  const templates = createTemplates({ store, engine, callGraph, logger });
  const media = createMedia({ ...context, callGraph });
  const messaging = createMessaging({
    store,
    registry,
    engine,
    planTemplates: templates.planTemplates,
    wakeMedia: media.worker.wake,
    onStatus: (messageId: MessageId, wamid: string) => sending.onStatus(messageId, wamid),
  });
  const records = createRecords({ store, registry, engine, publishFromMeta: messaging.publishFromMeta });
  const sending = createSending({
    store,
    registry,
    engine,
    callGraph,
    limitOf: (phoneNumberId) => limitOf(registry, phoneNumberId),
    storeSend: storeSendWith(context, messaging),
    contactOf: (workspaceId, id) => namesOf(store, workspaceId, id),
    onFinished: (_send, outcome) => context.metrics.messagesSent.inc({ result: outcome.kind }),
    logger,
  });
  const conversations = createConversations({ store, engine, messaging, logger });
  const enqueueSend = toldToStream(context, sending.enqueueSend);
  const sends = { store, registry, records, templates, enqueueSend };
  const sendMessage = createSendMessageFn(sends);
  const sendAtAnyTime = createSendMessageFn({ ...sends, leavesWindowToMeta: true });
  const mediaUrl = (workspaceId: WorkspaceId, mediaId: string) => mediaLink(context, workspaceId, mediaId);
  let reopening: { readonly stop: () => Promise<void> } | null = null;
  return {
    ...{ records, media, templates, sending, conversations, sendMessage, sendAtAnyTime },
    routes: (server) => {
      addMessageRoutes(server, { store, registry, records, conversations, callGraph, sendMessage, mediaUrl });
      const ofMessages = conversationMessages({ store, registry, callGraph, mediaUrl });
      addConversationRoutes(server, { store, change: conversations.change, ...ofMessages });
      templates.routes(server);
      media.routes(server);
    },
    recover: () => sending.recover(),
    start: () => {
      sending.start();
      media.worker.start();
      reopening = conversations.startReopening();
    },
    stop: async (graceMs) => {
      await Promise.all([sending.stop(graceMs), media.worker.stop(), templates.stop(), reopening?.stop()]);
    },
  };
}

function storeSendWith(
  { store, engine }: MessagePartsContext,
  messaging: ReturnType<typeof createMessaging>,
): StoreSend {
  const findContactRef = async (workspaceId: WorkspaceId, id: ContactId) => {
    const contact = await findContact(store, workspaceId, id);
    return contact === null ? null : { id: contact.id, serial: contact.serial };
  };
  const ctx = { messaging, findContactRef, publish: engine.publish };
  return (send, alongside) => storeSend(ctx, send, alongside);
}

/** All channels of a number send through one lane: the highest that Meta told for any of them is what Meta allows the number. */
function limitOf(registry: Registry, phoneNumberId: string): number {
  const limits = registry.channelsOfNumber(phoneNumberId).map((channel) => channel.throughputPerSecond);
  return limits.length === 0 ? THROUGHPUT_DEFAULT : Math.max(...limits);
}

async function namesOf(store: OpenedStore, workspaceId: WorkspaceId, id: ContactId) {
  const contact = await findContact(store, workspaceId, id);
  if (contact === null) return null;
  const name = fullName(contact);
  return { serial: contact.serial, name: name === '' ? null : name, username: contact.username };
}

/** No event tells of a message before Meta's first status does; the live stream of Vobiz's API does. */
function toldToStream({ stream }: MessagePartsContext, enqueueSend: EnqueueSendFn): EnqueueSendFn {
  return async (send) => {
    const outcome = await enqueueSend(send);
    if (outcome.kind !== 'refused') {
      const { message } = send;
      const wamid = outcome.kind === 'accepted' ? outcome.wamid : null;
      stream.onMessageSent({ workspaceId: message.workspaceId, message, wamid, sentAtMs: Date.now() });
    }
    return outcome;
  };
}
