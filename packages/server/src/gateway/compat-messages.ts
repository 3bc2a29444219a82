import { rm } from 'node:fs/promises';
import type { VobizChannelsContext } from '../compat/vobiz/channels.routes.ts';
import type { VobizConversationsContext } from '../compat/vobiz/conversations.routes.ts';
import type { VobizMessagesContext } from '../compat/vobiz/messages.routes.ts';
import type { VobizTemplatesContext } from '../compat/vobiz/templates.routes.ts';
import type { FormFile, IncomingFile } from '../compat/xobito/form-files.ts';
import type { XobitoContext } from '../compat/xobito/xobito-context.ts';
import type { Registry } from '../control/registry/registry.ts';
import { readPhone } from '../crm/contacts/phone-input.ts';
import { type FieldProblem, PosthornError } from '../domain/errors.ts';
import { type ChannelId, parseId, type WorkspaceId } from '../domain/ids.ts';
import type { Channel } from '../domain/workspace.ts';
import { toConversationView } from '../messaging/conversations/conversation-view.ts';
import { decodePlace, findConversation, listConversations } from '../messaging/conversations/conversations.store.ts';
import { toMessageView } from '../messaging/messages/message-view.ts';
import {
  findMessage,
  findMessageByWamid,
  findToldStatuses,
  listMessages,
} from '../messaging/messages/messages.store.ts';
import { givenContent, sendMessageBody } from '../messaging/messages/outgoing-message.ts';
import { listMetaApps } from '../meta/apps/meta-apps.store.ts';
import {
  type ChannelActionContext,
  changeChannel,
  createChannel,
  removeChannel,
} from '../meta/channels/channel-actions.ts';
import { createChannelBody, updateChannelBody } from '../meta/channels/channel-schemas.ts';
import { findFirstChannel, listChannels } from '../meta/channels/channels.store.ts';
import { toFilename, toMimeType } from '../meta/media/media-row.ts';
import { UNKNOWN_TYPE } from '../meta/media/media-type.ts';
import { saveStream } from '../meta/media/save-stream.ts';
import { storableText } from '../platform/db/storable-text.ts';
import type { Store } from '../platform/db/store.ts';
import { decodeCursor } from '../platform/http/api.ts';
import { idCursor } from '../platform/http/query-params.ts';
import type { Media } from './media.ts';
import type { MessageParts } from './message-parts.ts';

/** What the messages of Vobiz's API are made of. */
export interface VobizMessagesParts {
  readonly store: Store;
  readonly registry: Registry;
  readonly messages: Pick<MessageParts, 'templates' | 'sendAtAnyTime'>;
  readonly channels: ChannelActionContext;
}

type VobizParts = VobizMessagesContext & VobizConversationsContext & VobizChannelsContext & VobizTemplatesContext;

/** Messages, conversations, channels and templates for Vobiz's API. */
export function messagesForVobiz(context: VobizMessagesParts): Omit<VobizParts, 'accountIdOf'> {
  const { store, registry, messages } = context;
  return {
    ...channelsForVobiz(context),
    findChannel: (workspaceId, id) => findChannel(registry, workspaceId, id),
    readPhone: (workspaceId, text) => readPhone(text, defaultCountryOf(registry, workspaceId)),
    readContent,
    sendMessage: messages.sendAtAnyTime,
    listConversations: async ({ workspaceId, limit, cursor }) => {
      const page = await listConversations(store, {
        workspaceId,
        sort: '-last_message_at',
        limit,
        after: readPlace(cursor),
      });
      const nowMs = Date.now();
      return { ...page, items: page.items.map((listed) => toConversationView(listed, nowMs)) };
    },
    hasConversation: async (workspaceId, id) => (await findConversation(store, workspaceId, id)) !== null,
    listMessages: ({ cursor, ...query }) => listMessages(store, { ...query, beforeId: idCursor('msg', cursor) }),
    pageOfTemplates: messages.templates.pageOfTemplates,
    createTemplate: ({ workspaceId, actor }, channelId, input) => {
      const draft = messages.templates.draft.safeParse(input);
      if (!draft.success) throw invalidBody(problemsOf(draft.error.issues));
      return messages.templates.createTemplate({ workspaceId, actor, channelId, draft: draft.data });
    },
    syncTemplates: ({ workspaceId, actor }, channelId) =>
      messages.templates.syncTemplates({ workspaceId, channelId, actor }),
  };
}

function channelsForVobiz({ store, channels }: VobizMessagesParts): Omit<VobizChannelsContext, 'accountIdOf'> {
  return {
    listChannels: (workspaceId, page) => listChannels(store, workspaceId, page),
    findOnlyMetaApp: async (workspaceId) => {
      const { items } = await listMetaApps(store, workspaceId, { limit: 2 });
      const [only] = items;
      return only !== undefined && items.length === 1 ? only.id : null;
    },
    createChannel: async (asker, id, input) => {
      const body = createChannelBody.safeParse(input);
      if (!body.success) throw invalidBody(problemsOf(body.error.issues));
      return createChannel(channels, asker, { id, body: body.data });
    },
    updateChannel: async (asker, id, input) => {
      const body = updateChannelBody.safeParse(input);
      if (!body.success) throw invalidBody(problemsOf(body.error.issues));
      return changeChannel(channels, asker, { id, body: body.data, assertMayChange: () => {} });
    },
    removeChannel: (asker, id) => removeChannel(channels, asker, id),
  };
}

/** What the messages of Xobito's API are made of. */
export interface XobitoMessagesContext {
  readonly store: Store;
  readonly registry: Registry;
  readonly messages: Pick<MessageParts, 'templates' | 'media' | 'sendMessage'>;
  /** Of one file. */
  readonly fileBytesMax: number;
}

/** Messages, templates and files for Xobito's API. */
export function messagesForXobito({
  store,
  registry,
  messages,
  fileBytesMax,
}: XobitoMessagesContext): Pick<XobitoContext, 'messages' | 'files'> {
  const { templates, media } = messages;
  return {
    messages: {
      send: messages.sendMessage,
      readContent,
      findChannel: (workspaceId, phoneNumberId) =>
        phoneNumberId === null
          ? findFirstChannel(store, workspaceId)
          : findByNumber(registry, workspaceId, phoneNumberId),
      findTemplate: templates.findTemplate,
      pageOfTemplates: templates.pageOfTemplates,
      find: (workspaceId, id) => findKnownMessage(store, workspaceId, id),
    },
    files: {
      saveFile: (file) => saveFile(media, file, fileBytesMax),
      fileBytesMax,
      upload: media.uploadMedia,
    },
  };
}

/** Another node may have made it a moment ago, so one that is not known is looked for once more. */
async function findByNumber(registry: Registry, workspaceId: WorkspaceId, phoneNumberId: string) {
  const find = () => registry.channelsOfNumber(phoneNumberId).find((one) => one.workspaceId === workspaceId) ?? null;
  if (find() === null) await registry.refresh();
  return find();
}

async function findKnownMessage(store: Store, workspaceId: WorkspaceId, given: string) {
  const id = parseId('msg', given);
  const wamid = storableText(given) ?? '';
  const message =
    id === null ? await findMessageByWamid(store, workspaceId, wamid) : await findMessage(store, workspaceId, id);
  if (message !== null) return toMessageView({ kind: 'message', message }, noLink);
  const statuses = id === null ? await findToldStatuses(store, workspaceId, wamid) : null;
  return statuses === null ? null : toMessageView({ kind: 'statuses', statuses }, noLink);
}

/** Nobody looks at the file of a message whose status is asked for. */
function noLink(): string {
  return '';
}

/** A file of one byte more is read to its end before it is refused. */
async function saveFile(media: Media, file: IncomingFile, bytesMax: number): Promise<FormFile | null> {
  const path = await media.newTempPath();
  const saved = await saveStream(file.bytes, { path, bytesMax: bytesMax + 1 });
  if (saved === null || saved.sizeBytes > bytesMax) {
    await rm(path, { force: true });
    return null;
  }
  const mimeType = toMimeType(file.mimeType) ?? UNKNOWN_TYPE;
  return { path, mimeType, filename: toFilename(file.filename ?? null), size: saved.sizeBytes };
}

/** Somebody, so that the rules of a whole body can be asked of what it says alone. */
const ANYBODY = '+10000000000';

/** Checks what a message says by the rules of our own API. @throws PosthornError `invalid_request` with pointers below `/{type}`. */
export function readContent(type: string, content: unknown): unknown {
  const body = sendMessageBody.safeParse({ to: ANYBODY, type, [type]: content });
  if (body.success) return givenContent(body.data);
  throw invalidBody(problemsOf(body.error.issues));
}

/** Another node may have made it a moment ago, so one that is not known is looked for once more. */
async function findChannel(registry: Registry, workspaceId: WorkspaceId, id: ChannelId): Promise<Channel | null> {
  if (registry.channel(id) === null) await registry.refresh();
  const channel = registry.channel(id);
  return channel?.workspaceId === workspaceId ? channel : null;
}

function defaultCountryOf(registry: Registry, workspaceId: WorkspaceId): string | null {
  return registry.workspace(workspaceId)?.settings.defaultCountry ?? null;
}

function readPlace(cursor: string | undefined) {
  if (cursor === undefined) return null;
  const place = decodePlace(decodeCursor(cursor));
  if (place !== null) return place;
  throw new PosthornError('invalid_request', 'The cursor is not valid.', {
    fields: [{ pointer: '?cursor', message: 'Use next_cursor of the page before, of the same list.' }],
  });
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function problemsOf(issues: readonly Issue[]): readonly FieldProblem[] {
  return issues.map(({ path, message }) => ({ pointer: `/${path.map(String).join('/')}`, message }));
}

function invalidBody(fields: readonly FieldProblem[]): PosthornError {
  return new PosthornError('invalid_request', 'The body is not valid.', { fields });
}
