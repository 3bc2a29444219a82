import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { ChannelId, ConversationId, WorkspaceId } from '../../domain/ids.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import type { Store } from '../../platform/db/store.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, decodeCursor, listQuery, type Page, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { checkIfMatch, etagOf } from '../../platform/http/etag.ts';
import { idParam, idPath, pathId } from '../../platform/http/query-params.ts';
import { COUNTED_MAX, countConversations } from './conversation-counts.store.ts';
import {
  assignBody,
  CONVERSATION_STATES,
  conversationView,
  readBody,
  toConversationView,
  updateConversationBody,
} from './conversation-view.ts';
import { type ChangeConversation, noSuchConversation } from './conversation-writer.ts';
import {
  CONVERSATION_SORTS,
  type ConversationPlace,
  decodePlace,
  findConversation,
  findLastInboundWamid,
  type ListedConversation,
  listConversations,
} from './conversations.store.ts';

/** Messages of one conversation, newest first. */
export interface ListMessages {
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  readonly limit: number;
  /** `next_cursor` of the page before, as the caller gave it. Undefined: at the newest. */
  readonly cursor: string | undefined;
}

/** A message of the person that was read. */
export interface ReadMessage {
  readonly workspaceId: WorkspaceId;
  readonly channelId: ChannelId;
  readonly wamid: string;
}

/** What these routes need. `gateway/` passes the real ones. */
export interface ConversationRoutesContext {
  readonly store: Store;
  /** @throws PosthornError `not_found`, `precondition_failed`, `conflict`. */
  readonly change: (save: ChangeConversation) => Promise<unknown>;
  /** Messages as the API shows them. @throws PosthornError `invalid_request` when the cursor is none of that list. */
  readonly messages: {
    readonly schema: z.ZodType;
    readonly list: (query: ListMessages) => Promise<Page<unknown>>;
  };
  /** Tells Meta. @throws PosthornError when Meta did not take it. */
  readonly markReadAtMeta: (message: ReadMessage) => Promise<void>;
  readonly nowMs: () => number;
}

const TAGS = ['Conversations'];
const READ = { access: { who: 'workspace', permission: 'conversations.read' } } as const;
const WRITE = { access: { who: 'workspace', permission: 'conversations.write' } } as const;

const conversationsQuery = listQuery.extend({
  state: z.enum(CONVERSATION_STATES).optional(),
  assignee_id: z.union([z.literal('none'), idParam('mbr')]).optional(),
  channel_id: idParam('chn').optional(),
  contact_id: idParam('cnt').optional(),
  unread: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  q: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe("Text anywhere in the contact's names, company, number, BSUID, address, tags."),
  sort: z
    .enum(CONVERSATION_SORTS)
    .default('-last_message_at')
    .describe('`last_message_at`: who has waited longest comes first.'),
});

const countsQuery = z.strictObject({
  assignee_id: idParam('mbr').optional().describe('Whose are `mine`. Left out: those of the member who asks.'),
});

const countView = z.object({
  open: z.int().describe(`${COUNTED_MAX}: so many or more.`),
  unread: z.int().describe('Of those the ones with messages that were not read.'),
});

const countsView = z
  .object({
    mine: countView.nullable().describe('Null: no member asks, and none was named.'),
    unassigned: countView,
    all: countView,
  })
  .meta({ id: 'ConversationCounts' });

/** `/v1/conversations`: one for each channel and contact. What belongs to another workspace is 404. */
export function conversationRoutes(api: ApiServer, ctx: ConversationRoutesContext): void {
  addListRoute(api, ctx);
  addCountsRoute(api, ctx);
  addReadRoute(api, ctx);
  addMessagesRoute(api, ctx);
  addUpdateRoute(api, ctx);
  addStateRoutes(api, ctx);
  addAssignRoute(api, ctx);
  addMarkReadRoute(api, ctx);
}

function addListRoute(api: ApiServer, ctx: ConversationRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/conversations',
    config: READ,
    schema: {
      tags: TAGS,
      summary: 'List and search conversations, the latest message first',
      description:
        'A page may be short or empty while `has_more` is true: go on with `next_cursor`. A conversation that gets a message ' +
        'meanwhile moves to the beginning, so read that again for what is new.',
      querystring: conversationsQuery,
      response: { 200: pageOf(conversationView) },
    },
    handler: async (request) => {
      const { query } = request;
      const page = await listConversations(ctx.store, {
        workspaceId: workspaceOf(request),
        sort: query.sort,
        limit: query.limit,
        after: readPlace(query.cursor),
        state: query.state,
        assigneeId: query.assignee_id === 'none' ? null : query.assignee_id,
        channelId: query.channel_id,
        contactId: query.contact_id,
        isUnread: query.unread,
        text: searched(query.q),
      });
      const nowMs = ctx.nowMs();
      const data = page.items.map((listed) => toConversationView(listed, nowMs));
      return { data, next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  });
}

/** What people write between the digits of a number. The column has none of it. */
const NUMBER = /^\+?[\d\s().-]{5,}$/;

/** As the column has it: one spelling, lower case, nothing that a database refuses. */
function searched(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (NUMBER.test(text)) return text.replaceAll(/[\s().-]/g, '');
  return (storableText(text) ?? '').normalize('NFC').toLowerCase();
}

function addCountsRoute(api: ApiServer, { store }: ConversationRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/conversations/counts',
    config: READ,
    schema: {
      tags: TAGS,
      summary: 'Count the open conversations: mine, those of nobody, all',
      querystring: countsQuery,
      response: { 200: countsView },
    },
    handler: (request) => {
      const own = request.principal?.kind === 'member' ? request.principal.memberId : null;
      const memberId = request.query.assignee_id ?? own;
      return countConversations(store, { workspaceId: workspaceOf(request), memberId });
    },
  });
}

function addReadRoute(api: ApiServer, ctx: ConversationRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/conversations/:id',
    config: READ,
    schema: {
      tags: TAGS,
      summary: 'Read a conversation',
      description: 'The ETag is the version of what people decide about it. Messages do not change it.',
      params: idPath,
      response: { 200: conversationView },
    },
    handler: async (request, reply) => {
      const listed = await readConversation(ctx.store, request);
      return reply.header('etag', etagOf(listed.conversation.revision)).send(toConversationView(listed, ctx.nowMs()));
    },
  });
}

function addMessagesRoute(api: ApiServer, ctx: ConversationRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/conversations/:id/messages',
    config: READ,
    schema: {
      tags: TAGS,
      summary: 'List the messages of a conversation, newest first',
      params: idPath,
      querystring: listQuery,
      response: { 200: pageOf(ctx.messages.schema) },
    },
    handler: async (request) => {
      const { conversation } = await readConversation(ctx.store, request);
      const { workspaceId, id: conversationId } = conversation;
      const page = await ctx.messages.list({
        workspaceId,
        conversationId,
        limit: request.query.limit,
        cursor: request.query.cursor,
      });
      return { data: [...page.items], next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  });
}

function addUpdateRoute(api: ApiServer, ctx: ConversationRoutesContext): void {
  api.route({
    method: 'PATCH',
    url: '/v1/conversations/:id',
    config: WRITE,
    schema: {
      tags: TAGS,
      summary: 'Assign, close or reopen a conversation',
      description:
        'Fields that are not given stay. The events are `conversation.updated` with `changes` for the assignee, and ' +
        '`conversation.closed` or `conversation.reopened`; when nothing changes there is none.',
      params: idPath,
      body: updateConversationBody,
      response: { 200: conversationView },
    },
    handler: async (request, reply) => {
      const { state, assignee_id: assigneeId } = request.body;
      const listed = await change(ctx, request, { state, assigneeId });
      return reply.header('etag', etagOf(listed.conversation.revision)).send(toConversationView(listed, ctx.nowMs()));
    },
  });
}

const STATE_ROUTES = [
  {
    verb: 'close',
    state: 'closed',
    summary: 'Close a conversation',
    description: 'The next message of the person opens it again. The event is `conversation.closed`.',
  },
  {
    verb: 'reopen',
    state: 'open',
    summary: 'Open a closed conversation again',
    description: 'The event is `conversation.reopened`.',
  },
] as const;

function addStateRoutes(api: ApiServer, ctx: ConversationRoutesContext): void {
  for (const { verb, state, summary, description } of STATE_ROUTES) {
    api.route({
      method: 'POST',
      url: `/v1/conversations/:id/${verb}`,
      config: WRITE,
      schema: { tags: TAGS, summary, description, params: idPath, response: { 200: conversationView } },
      handler: async (request, reply) => {
        const listed = await change(ctx, request, { state });
        return reply.header('etag', etagOf(listed.conversation.revision)).send(toConversationView(listed, ctx.nowMs()));
      },
    });
  }
}

function addAssignRoute(api: ApiServer, ctx: ConversationRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/conversations/:id/assign',
    config: WRITE,
    schema: {
      tags: TAGS,
      summary: 'Assign a conversation to a member, or to nobody',
      description: 'The event is `conversation.updated`.',
      params: idPath,
      body: assignBody,
      response: { 200: conversationView },
    },
    handler: async (request, reply) => {
      const listed = await change(ctx, request, { assigneeId: request.body.assignee_id });
      return reply.header('etag', etagOf(listed.conversation.revision)).send(toConversationView(listed, ctx.nowMs()));
    },
  });
}

function addMarkReadRoute(api: ApiServer, ctx: ConversationRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/conversations/:id/read',
    config: WRITE,
    schema: {
      tags: TAGS,
      summary: 'Mark everything that the person wrote as read',
      description: 'There is no event of it.',
      params: idPath,
      body: readBody,
      response: { 200: conversationView },
    },
    handler: async (request, reply) => {
      const listed = await change(ctx, request, { isRead: true });
      if (request.body?.meta !== false) await tellMeta(ctx, listed);
      return reply.header('etag', etagOf(listed.conversation.revision)).send(toConversationView(listed, ctx.nowMs()));
    },
  });
}

/** What was read here was read, whatever Meta says to it: a channel may have no token, and old messages cannot be marked. */
async function tellMeta(ctx: ConversationRoutesContext, { conversation }: ListedConversation): Promise<void> {
  const { workspaceId, id, channelId } = conversation;
  const wamid = await findLastInboundWamid(ctx.store, workspaceId, id);
  if (wamid === null) return;
  try {
    await ctx.markReadAtMeta({ workspaceId, channelId, wamid });
  } catch (error) {
    if (!(error instanceof PosthornError)) throw error;
  }
}

type ConversationRequest = Parameters<typeof actorOf>[0] &
  Parameters<typeof workspaceOf>[0] &
  Parameters<typeof checkIfMatch>[0] & { readonly params: { readonly id: string } };

async function change(
  ctx: ConversationRoutesContext,
  request: ConversationRequest,
  wanted: ChangeConversation['change'],
): Promise<ListedConversation> {
  const before = (await readConversation(ctx.store, request)).conversation;
  checkIfMatch(request, etagOf(before.revision));
  await ctx.change({
    workspaceId: before.workspaceId,
    id: before.id,
    change: wanted,
    expectedRevision: request.headers['if-match'] === undefined ? null : before.revision,
    actor: actorOf(request),
  });
  return readConversation(ctx.store, request);
}

/** The conversation that a path names. @throws PosthornError `not_found`. */
export async function readConversation(
  store: Store,
  request: Pick<ConversationRequest, 'workspaceId' | 'params'>,
): Promise<ListedConversation> {
  const listed = await findConversation(store, workspaceOf(request), pathId('cnv', request.params.id));
  if (listed === null) throw noSuchConversation();
  return listed;
}

function readPlace(cursor: string | undefined): ConversationPlace | null {
  if (cursor === undefined) return null;
  const place = decodePlace(decodeCursor(cursor));
  if (place !== null) return place;
  throw new PosthornError('invalid_request', 'The cursor is not valid.', {
    fields: [{ pointer: '?cursor', message: 'Use next_cursor of the page before, of the same list.' }],
  });
}
