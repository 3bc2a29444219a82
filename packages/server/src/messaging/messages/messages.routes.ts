import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { GraphError } from '../../domain/graph.ts';
import { type ChannelId, parseId, type WorkspaceId } from '../../domain/ids.ts';
import { MESSAGE_DIRECTIONS, type Recipient } from '../../domain/message.ts';
import { SEND_WAIT_MS, type SendMessage } from '../../domain/message-send.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import type { Store } from '../../platform/db/store.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, listQuery, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { idParam, toIso } from '../../platform/http/query-params.ts';
import { type MarkMessageContext, markMessageRead } from './mark-read.ts';
import { pageOfMessages } from './message-page.ts';
import {
  type KnownMessage,
  type MediaUrl,
  messageStatusView,
  messageView,
  toMessageView,
  toStatusView,
} from './message-view.ts';
import { findMessage, findMessageByWamid, findToldStatuses } from './messages.store.ts';
import { givenContent, type SendMessageBody, sendMessageBody } from './outgoing-message.ts';
import { type RecipientContext, readRecipient } from './read-recipient.ts';
import type { SentInWords } from './send-message.ts';

/** What these routes need, and nothing more. */
export interface MessageRoutesContext extends RecipientContext, MarkMessageContext {
  readonly store: Store;
  readonly sendMessage: (send: SendMessage) => Promise<SentInWords>;
  /** The channel of a workspace that has exactly one. Null: it has none, or several. */
  readonly findOnlyChannel: (workspaceId: WorkspaceId) => Promise<ChannelId | null>;
  readonly mediaUrl: MediaUrl;
}

const TAGS = ['Messages'];
const READ = { who: 'workspace', permission: 'messages.read' } as const;
const WRITE = { who: 'workspace', permission: 'messages.write' } as const;

const messagesQuery = listQuery.extend({
  channel_id: idParam('chn').optional(),
  conversation_id: idParam('cnv').optional(),
  contact_id: idParam('cnt').optional(),
  direction: z.enum(MESSAGE_DIRECTIONS).optional(),
  message_id: z.string().min(1).max(512).optional().describe("Meta's id of a message."),
});

/** Meta's ids are longer than ours. */
const messagePath = z.strictObject({ id: z.string().max(512).describe('`msg_…`, or the id that Meta knows it by.') });

const readBody = z
  .strictObject({ typing: z.boolean().exactOptional().describe('Also shows the person that somebody is typing.') })
  .nullish();

const sentView = z
  .object({
    id: z.string(),
    message_id: z.string().nullable().describe("Meta's id, by which every later event names it. Null while pending."),
    status: z.enum(['accepted', 'pending']),
    channel_id: z.string(),
    contact_id: z.string().nullable(),
    conversation_id: z.string().nullable(),
    to: z
      .object({ phone: z.string().nullable(), bsuid: z.string().nullable(), group_id: z.string().nullable() })
      .describe('`phone` as digits, as Meta writes it.'),
    type: z.string(),
    text: z.string().nullable().describe("What it says in words, a template's as it is rendered."),
    callback_data: z.string().nullable(),
    created_at: z.string(),
    whatsapp_response: z.record(z.string(), z.unknown()).nullable().describe("Meta's whole answer."),
  })
  .meta({ id: 'SentMessage' });

/** `/v1/messages`: what people and the workspace wrote to each other. What belongs to another workspace is 404. */
export function messageRoutes(api: ApiServer, ctx: MessageRoutesContext): void {
  addSendRoute(api, ctx);
  addListRoute(api, ctx);
  addReadRoutes(api, ctx);
  addMarkRoutes(api, ctx);
}

function addSendRoute(api: ApiServer, ctx: MessageRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/messages',
    config: { access: WRITE, idempotent: true },
    schema: {
      tags: TAGS,
      summary: 'Send a message',
      description: `Waits up to ${SEND_WAIT_MS / 1_000} seconds for Meta: 201 when Meta took it, 422 \`message_refused\` with \`meta_error\` when it did not, 202 when it is not known yet. With the header \`Prefer: respond-async\` the answer is 202 at once. What becomes of a message that was answered with 202 is told by events.`,
      body: sendMessageBody,
      response: { 201: sentView, 202: sentView },
    },
    handler: async (request, reply) => {
      const send = await readSend(ctx, request);
      if (send.waitMs === 0) reply.header('preference-applied', 'respond-async');
      const sent = await ctx.sendMessage(send);
      const { outcome } = sent;
      if (outcome.kind === 'refused') throw refused(outcome.error);
      reply.code(outcome.kind === 'accepted' ? 201 : 202).header('location', `/v1/messages/${sent.messageId}`);
      return reply.send(toSentView(send, sent));
    },
  });
}

function refused(error: GraphError): PosthornError {
  const message = `Meta refused the message: ${error.title}. ${error.advice}`;
  return new PosthornError('message_refused', message, { metaError: error });
}

type SendRequest = Pick<FastifyRequest, 'principal' | 'workspaceId' | 'id' | 'headers'> & {
  readonly body: SendMessageBody;
};

async function readSend(ctx: MessageRoutesContext, request: SendRequest): Promise<SendMessage> {
  const { body } = request;
  const workspaceId = workspaceOf(request);
  return {
    workspaceId,
    channelId: body.channel_id ?? (await findOnlyChannel(ctx, workspaceId)),
    to: await readRecipient(ctx, workspaceId, body.to),
    type: body.type,
    content: givenContent(body),
    replyTo: body.reply_to ?? null,
    callbackData: body.callback_data ?? null,
    actor: actorOf(request),
    waitMs: prefersAsync(request) ? 0 : SEND_WAIT_MS,
  };
}

async function findOnlyChannel(ctx: MessageRoutesContext, workspaceId: WorkspaceId): Promise<ChannelId> {
  const id = await ctx.findOnlyChannel(workspaceId);
  if (id !== null) return id;
  const message = 'Name the channel: it may be left out only where the workspace has exactly one.';
  throw new PosthornError('invalid_request', 'The body is not valid.', {
    fields: [{ pointer: '/channel_id', message }],
  });
}

/** RFC 7240: a list of preferences, of which others are left alone. */
function prefersAsync({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const { prefer = '' } = headers;
  return [prefer].flat().some((line) => line.split(',').some((one) => /^\s*respond-async\s*$/i.test(one)));
}

function toSentView(send: SendMessage, sent: SentInWords): z.output<typeof sentView> {
  const { outcome } = sent;
  const accepted = outcome.kind === 'accepted' ? outcome : null;
  return {
    id: sent.messageId,
    message_id: accepted?.wamid ?? null,
    status: accepted === null ? 'pending' : 'accepted',
    channel_id: send.channelId,
    contact_id: sent.contactId,
    conversation_id: sent.conversationId,
    to: toRecipientView(send.to),
    type: send.type,
    text: sent.text,
    callback_data: send.callbackData,
    created_at: toIso(sent.createdAtMs),
    whatsapp_response: accepted === null ? null : { ...accepted.response },
  };
}

function toRecipientView(to: Recipient) {
  return {
    phone: to.kind === 'phone' ? to.phone : null,
    bsuid: to.kind === 'bsuid' ? to.bsuid : null,
    group_id: to.kind === 'group' ? to.groupId : null,
  };
}

function addListRoute(api: ApiServer, ctx: MessageRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/messages',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'List messages, newest first',
      description: 'A filtered page may be short or empty while `has_more` is true: go on with `next_cursor`.',
      querystring: messagesQuery,
      response: { 200: pageOf(messageView) },
    },
    handler: async (request) => {
      const { query } = request;
      const page = await pageOfMessages(ctx, {
        workspaceId: workspaceOf(request),
        channelId: query.channel_id,
        conversationId: query.conversation_id,
        contactId: query.contact_id,
        direction: query.direction,
        wamid: storableText(query.message_id ?? null) ?? undefined,
        cursor: query.cursor,
        limit: query.limit,
      });
      return { data: [...page.items], next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  });
}

function addReadRoutes(api: ApiServer, ctx: MessageRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/messages/:id',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'Read a message',
      description: 'Also one that was not sent from here, when Meta told statuses of it: then that is what is shown.',
      params: messagePath,
      response: { 200: messageView },
    },
    handler: async (request) => {
      const workspaceId = workspaceOf(request);
      return view(ctx, workspaceId, await readKnown(ctx, workspaceId, request.params.id));
    },
  });
  api.route({
    method: 'GET',
    url: '/v1/messages/:id/status',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'How far a message is, with a time for each step',
      params: messagePath,
      response: { 200: messageStatusView },
    },
    handler: async (request) => toStatusView(await readKnown(ctx, workspaceOf(request), request.params.id)),
  });
}

function addMarkRoutes(api: ApiServer, ctx: MessageRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/messages/:id/read',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Mark a message of a person as read',
      description: 'They see it, and messages before it are read too. Its conversation has nothing unread afterwards.',
      params: messagePath,
      body: readBody,
      response: { 204: z.null() },
    },
    handler: (request, reply) => markRead(ctx, request, { reply, isTyping: request.body?.typing === true }),
  });
  api.route({
    method: 'POST',
    url: '/v1/messages/:id/typing',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Show the person that somebody is typing',
      description:
        'For 25 seconds, or until a message is sent. `id` names their message that is being answered; Meta marks it as read.',
      params: messagePath,
      response: { 204: z.null() },
    },
    handler: (request, reply) => markRead(ctx, request, { reply, isTyping: true }),
  });
}

type MarkRequest = Pick<FastifyRequest, 'principal' | 'workspaceId' | 'id'> & {
  readonly params: z.output<typeof messagePath>;
};

async function markRead(
  ctx: MessageRoutesContext,
  request: MarkRequest,
  { reply, isTyping }: { readonly reply: FastifyReply; readonly isTyping: boolean },
) {
  const workspaceId = workspaceOf(request);
  const known = await readKnown(ctx, workspaceId, request.params.id);
  const message = known.kind === 'message' ? known.message : null;
  await markMessageRead(ctx, { workspaceId, message, isTyping, actor: actorOf(request) });
  return reply.code(204).send(null);
}

async function readKnown(ctx: MessageRoutesContext, workspaceId: WorkspaceId, given: string): Promise<KnownMessage> {
  const id = parseId('msg', given);
  const text = storableText(given) ?? '';
  const message =
    id === null
      ? await findMessageByWamid(ctx.store, workspaceId, text)
      : await findMessage(ctx.store, workspaceId, id);
  if (message !== null) return { kind: 'message', message };
  const statuses = id === null ? await findToldStatuses(ctx.store, workspaceId, text) : null;
  if (statuses !== null) return { kind: 'statuses', statuses };
  throw new PosthornError('not_found', "There is no such message. Use the id of a message (msg_…) or Meta's (wamid…).");
}

function view({ mediaUrl }: MessageRoutesContext, workspaceId: WorkspaceId, known: KnownMessage) {
  return toMessageView(known, (mediaId) => mediaUrl(workspaceId, mediaId));
}
