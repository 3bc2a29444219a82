import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { type ConversationId, parseId, uuidOf, type WorkspaceId } from '../../domain/ids.ts';
import type { MessageDirection, MessageStatusWord } from '../../domain/message.ts';
import { type ApiServer, PAGE_LIMIT_MAX, type Page, workspaceOf } from '../../platform/http/api.ts';
import { idPath } from '../../platform/http/query-params.ts';
import { messageView, type ShownMessage, toMessageStatus, toMessageView } from './message-words.ts';
import { READ, TAGS } from './vobiz-access.ts';
import { vobizError } from './vobiz-errors.ts';

/** A conversation as much as Vobiz's API shows of it, with our ids. */
export interface ShownConversation {
  readonly id: string;
  readonly channel_id: string;
  readonly contact_id: string;
  readonly contact: { readonly name: string | null; readonly phone: string | null } | null;
  readonly state: 'open' | 'closed';
  readonly unread_count: number;
  readonly last_message: ShownLastMessage | null;
  readonly window: { readonly closes_at: string | null };
  readonly created_at: string;
  readonly updated_at: string;
}

interface ShownLastMessage {
  readonly id: string;
  readonly message_id: string | null;
  readonly direction: MessageDirection;
  readonly type: string;
  readonly text: string | null;
  readonly status: MessageStatusWord;
  readonly occurred_at: string;
}

/** A piece of a list. Undefined: from its beginning. */
export interface CursorQuery {
  readonly workspaceId: WorkspaceId;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** What these routes need. `gateway` passes the real ones. */
export interface VobizConversationsContext {
  /** The latest message first. @throws PosthornError `invalid_request` when the cursor is none. */
  readonly listConversations: (query: CursorQuery) => Promise<Page<ShownConversation>>;
  readonly hasConversation: (workspaceId: WorkspaceId, id: ConversationId) => Promise<boolean>;
  /** Newest first. @throws PosthornError `invalid_request` when the cursor is none. */
  readonly listMessages: (
    query: CursorQuery & { readonly conversationId: ConversationId },
  ) => Promise<Page<ShownMessage>>;
  readonly accountIdOf: (workspaceId: WorkspaceId) => string;
}

const LIMIT_DEFAULT = 50;

const cursorQuery = z.object({
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(LIMIT_DEFAULT),
  cursor: z.string().max(256).optional(),
});

const conversationView = z
  .object({
    id: z.string(),
    account_id: z.string(),
    channel_id: z.string(),
    contact_id: z.string(),
    contact: z.object({ id: z.string(), name: z.string(), phone_number: z.string().nullable() }).nullable(),
    status: z.enum(['open', 'closed']),
    unread_count: z.number().int(),
    window_expires_at: z.string().nullable().describe('Until then anything may be written. Null: only templates.'),
    last_message: z
      .object({
        id: z.string(),
        direction: z.enum(['inbound', 'outbound']),
        type: z.string(),
        status: messageView.shape.status,
        text: z.string().nullable(),
        meta_message_id: z.string().nullable(),
        created_at: z.string(),
      })
      .nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ title: 'VobizConversation' });

/** `/conversations` of Vobiz's API (CONTRACTS 4.6). What a conversation looks like is not printed there, so it is ours. */
export function conversationRoutes(vobiz: ApiServer, ctx: VobizConversationsContext): void {
  vobiz.route({
    method: 'GET',
    url: '/conversations',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'List conversations, the latest message first',
      querystring: cursorQuery,
      response: { 200: cursorPageOf(conversationView), default: vobizError },
    },
    handler: async (request) => {
      const workspaceId = workspaceOf(request);
      const { limit, cursor } = request.query;
      const page = await ctx.listConversations({ workspaceId, limit, cursor });
      const accountId = ctx.accountIdOf(workspaceId);
      return toCursorPage(page, (conversation) => toConversationView(conversation, accountId));
    },
  });
  vobiz.route({
    method: 'GET',
    url: '/conversations/:id/messages',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'List the messages of a conversation, newest first',
      params: idPath,
      querystring: cursorQuery,
      response: { 200: cursorPageOf(messageView), default: vobizError },
    },
    handler: async (request) => {
      const workspaceId = workspaceOf(request);
      const conversationId = parseId('cnv', `cnv_${request.params.id}`);
      if (conversationId === null || !(await ctx.hasConversation(workspaceId, conversationId))) {
        throw new PosthornError('not_found', 'There is no such conversation.');
      }
      const { limit, cursor } = request.query;
      const page = await ctx.listMessages({ workspaceId, conversationId, limit, cursor });
      const accountId = ctx.accountIdOf(workspaceId);
      return toCursorPage(page, (message) => toMessageView(message, accountId));
    },
  });
}

function cursorPageOf<TItem extends z.ZodType>(item: TItem) {
  return z.object({ items: z.array(item), has_more: z.boolean(), next_cursor: z.string().nullable() });
}

function toCursorPage<TItem, TView>({ items, nextCursor }: Page<TItem>, toView: (item: TItem) => TView) {
  return { items: items.map(toView), has_more: nextCursor !== null, next_cursor: nextCursor };
}

function toConversationView(shown: ShownConversation, accountId: string): z.output<typeof conversationView> {
  const { contact, last_message: last } = shown;
  const contactId = uuidOf(shown.contact_id);
  return {
    id: uuidOf(shown.id),
    account_id: accountId,
    channel_id: uuidOf(shown.channel_id),
    contact_id: contactId,
    contact: contact === null ? null : { id: contactId, name: contact.name ?? '', phone_number: contact.phone },
    status: shown.state,
    unread_count: shown.unread_count,
    window_expires_at: shown.window.closes_at,
    last_message: last === null ? null : toLastMessageView(last),
    created_at: shown.created_at,
    updated_at: shown.updated_at,
  };
}

function toLastMessageView(last: ShownLastMessage): z.output<typeof conversationView>['last_message'] {
  return {
    id: uuidOf(last.id),
    direction: last.direction,
    type: last.type,
    status: toMessageStatus(last.status),
    text: last.text,
    meta_message_id: last.message_id,
    created_at: last.occurred_at,
  };
}
