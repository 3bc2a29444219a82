import type { Registry } from '../control/registry/registry.ts';
import { findContact, findContacts } from '../crm/contacts/contacts.store.ts';
import { readPhone } from '../crm/contacts/phone-input.ts';
import type { Contact } from '../domain/contact.ts';
import { PosthornError } from '../domain/errors.ts';
import type { CallGraph } from '../domain/graph.ts';
import { type ChannelId, type ConversationId, idOf, type WorkspaceId } from '../domain/ids.ts';
import type { EnqueueSendFn, SendMessage } from '../domain/message-send.ts';
import { phoneKeyOf } from '../domain/phone.ts';
import type { Channel } from '../domain/workspace.ts';
import { type MarkReadContext, markReadAtMeta, type ReadMessage } from '../messaging/messages/mark-read.ts';
import { pageOfMessages } from '../messaging/messages/message-page.ts';
import { type MediaUrl, messageView } from '../messaging/messages/message-view.ts';
import { messageRoutes } from '../messaging/messages/messages.routes.ts';
import { findBsuidOf, findWindowFromMs, isChannelConnected } from '../messaging/messages/messages.store.ts';
import {
  type Addressee,
  type CreateAddressee,
  createSendMessage,
  type PersonalRecipient,
  type SentInWords,
} from '../messaging/messages/send-message.ts';
import { listThread, type ThreadQuery, threadMessageView } from '../messaging/messages/thread-page.ts';
import { listChannels } from '../meta/channels/channels.store.ts';
import { adviceFor } from '../meta/graph-api/graph-advice.ts';
import type { OpenedStore } from '../platform/db/open-store.ts';
import type { ApiServer } from '../platform/http/api.ts';
import type { Conversations } from './conversations-api.ts';
import type { Records } from './records.ts';
import { SYSTEM_SOURCE } from './system-source.ts';
import type { Templates } from './templates.ts';

const { newId } = SYSTEM_SOURCE;

/** What sending messages is made of. */
export interface SendMessageWiring {
  readonly store: OpenedStore;
  readonly registry: Registry;
  readonly records: Pick<Records, 'saveContacts' | 'settings'>;
  readonly templates: Pick<Templates, 'findTemplate' | 'findUsableTemplates' | 'hasSynced'>;
  readonly enqueueSend: EnqueueSendFn;
  /** True: whether the window is open is left to Meta, which tells it with a status. */
  readonly leavesWindowToMeta?: boolean;
}

/** Templates to choose from when some are named in an error. */
const APPROVED_MAX = 50;

/** The one way to send a message, for our API and the vendors'. */
export function createSendMessageFn(wiring: SendMessageWiring): (send: SendMessage) => Promise<SentInWords> {
  const { store, registry, records, templates } = wiring;
  return createSendMessage({
    findChannel: (workspaceId, id) => findChannel(registry, workspaceId, id),
    isConnected: (workspaceId, id) => isChannelConnected(store, workspaceId, id),
    findAddressee: (workspaceId, recipient) => findAddressee(store, workspaceId, recipient),
    createAddressee: (create) => createAddressee(records, create),
    findBsuid: (workspaceId, phone) => findBsuidOf(store, workspaceId, phone),
    windowFromMs: async (workspaceId, ids) =>
      wiring.leavesWindowToMeta === true ? Date.now() : findWindowFromMs(store, workspaceId, ids),
    findTemplate: async ({ workspaceId, wabaId, ...named }) => {
      const template = await templates.findTemplate({ workspaceId, wabaId }, named);
      if (template !== null) return template;
      return (await templates.hasSynced({ workspaceId, wabaId })) ? null : 'unknown';
    },
    listApproved: (workspaceId, wabaId) => templates.findUsableTemplates({ workspaceId, wabaId }, APPROVED_MAX),
    enqueueSend: wiring.enqueueSend,
    newMessageId: () => idOf('msg', newId()),
    nowMs: Date.now,
  });
}

export interface MessageRoutesWiring {
  readonly store: OpenedStore;
  readonly registry: Registry;
  readonly records: Pick<Records, 'settings'>;
  readonly conversations: Pick<Conversations, 'change'>;
  readonly callGraph: CallGraph;
  readonly sendMessage: (send: SendMessage) => Promise<SentInWords>;
  readonly mediaUrl: MediaUrl;
}

/** Routes of messages. */
export function addMessageRoutes(server: ApiServer, wiring: MessageRoutesWiring): void {
  const { store, records, conversations } = wiring;
  messageRoutes(server, {
    ...markReadContext(wiring),
    store,
    sendMessage: wiring.sendMessage,
    findOnlyChannel: (workspaceId) => findOnlyChannel(store, workspaceId),
    readPhone: (workspaceId, text) => readPhone(text, records.settings(workspaceId).defaultCountry),
    findIdentity: (workspaceId, id) => findContact(store, workspaceId, id),
    markConversationRead: async (workspaceId, id, actor) => {
      const wanted = { workspaceId, id, change: { isRead: true }, expectedRevision: null, actor } as const;
      await conversations.change(wanted).catch(ignoreMissing);
    },
    mediaUrl: wiring.mediaUrl,
  });
}

/** What the conversations need of their messages. */
export function conversationMessages(
  wiring: Pick<MessageRoutesWiring, 'store' | 'registry' | 'callGraph' | 'mediaUrl'>,
) {
  return {
    messages: {
      schema: messageView,
      list: (query: {
        readonly workspaceId: WorkspaceId;
        readonly conversationId: ConversationId;
        readonly limit: number;
        readonly cursor: string | undefined;
      }) => pageOfMessages(wiring, query),
    },
    thread: {
      schema: threadMessageView,
      list: (query: ThreadQuery) => listThread({ ...wiring, adviceFor }, query),
    },
    markReadAtMeta: (read: ReadMessage) => markReadAtMeta(markReadContext(wiring), read),
  };
}

function markReadContext({
  registry,
  callGraph,
}: Pick<MessageRoutesWiring, 'registry' | 'callGraph'>): MarkReadContext {
  return { findChannel: (workspaceId, id) => findChannel(registry, workspaceId, id), callGraph };
}

/** Another node may have made it a moment ago, so one that is not known is looked for once more. */
async function findChannel(registry: Registry, workspaceId: WorkspaceId, id: ChannelId): Promise<Channel | null> {
  if (registry.channel(id) === null) await registry.refresh();
  const channel = registry.channel(id);
  return channel?.workspaceId === workspaceId ? channel : null;
}

async function findOnlyChannel(store: OpenedStore, workspaceId: WorkspaceId): Promise<ChannelId | null> {
  const { items } = await listChannels(store, workspaceId, { limit: 2 });
  const [only] = items;
  return only !== undefined && items.length === 1 ? only.id : null;
}

async function findAddressee(
  store: OpenedStore,
  workspaceId: WorkspaceId,
  recipient: PersonalRecipient,
): Promise<Addressee | null> {
  const [contact] = await findContacts(store, {
    workspaceId,
    ids: [],
    phoneKeys: recipient.kind === 'phone' ? [phoneKeyOf(recipient.phone)] : [],
    bsuids: recipient.kind === 'bsuid' ? [recipient.bsuid] : [],
  });
  return contact === undefined ? null : toAddressee(contact);
}

async function createAddressee(
  { saveContacts, settings }: SendMessageWiring['records'],
  { workspaceId, recipient, actor }: CreateAddressee,
): Promise<Addressee | null> {
  if (!settings(workspaceId).autoCreateContacts) return null;
  const fields = recipient.kind === 'phone' ? { phone: `+${recipient.phone}` } : { bsuid: recipient.bsuid };
  // Somebody else may make the same contact in the same moment: then it is theirs.
  const [outcome] = await saveContacts({ workspaceId, wishes: [{ kind: 'upsert', fields }], actor });
  if (outcome?.kind === 'failed') throw outcome.error;
  return outcome === undefined ? null : toAddressee(outcome.contact);
}

/** The attribute in which a workspace keeps the language of a contact. */
const LANGUAGE_ATTRIBUTE = 'language';

function toAddressee({ id, phone, bsuid, optedOut, customAttributes }: Contact): Addressee {
  const language = customAttributes[LANGUAGE_ATTRIBUTE];
  return { id, phone, bsuid, optedOut, language: typeof language === 'string' ? language : null };
}

/** Somebody who is no contact has no conversation to be marked. */
function ignoreMissing(error: unknown): void {
  if (!(error instanceof PosthornError) || error.code !== 'not_found') throw error;
}
