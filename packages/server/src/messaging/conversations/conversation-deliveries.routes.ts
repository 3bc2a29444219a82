import * as z from 'zod';
import type { ConversationId, MessageId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { ApiServer } from '../../platform/http/api.ts';
import { idParam, idPath } from '../../platform/http/query-params.ts';
import { readConversation } from './conversations.routes.ts';

/** Which messages of a conversation. */
export interface MessagesAskedFor {
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  /** Null: the newest ones. */
  readonly ids: readonly MessageId[] | null;
  readonly limit: number;
}

/** What this route needs. `gateway/` passes the real ones. */
export interface ConversationDeliveriesContext {
  readonly store: Store;
  /** How many endpoints have each message, as `messageDeliveriesView` says. Null: too many to add up. */
  readonly deliveriesOf: (asked: MessagesAskedFor) => Promise<readonly MessageDeliveriesView[] | null>;
}

/** How many endpoints have what was told of a message, as the API shows it. */
const messageDeliveriesView = z
  .object({
    id: z.string().describe('Of the message.'),
    delivered: z.int().describe('Endpoints that have everything that was told of it: that it came, and each step.'),
    total: z.int().describe('Endpoints that want any of it. 0: nobody asked for it.'),
    worst: z
      .object({
        delivery_id: z.string(),
        event_id: z.string(),
        endpoint_id: z.string(),
        endpoint_name: z.string().describe('Its description, or else the host of its URL.'),
        state: z
          .enum(['pending', 'retrying', 'canceled', 'held', 'exhausted'])
          .describe('`held`: the endpoint is disabled; `exhausted`: no more attempts are made.'),
      })
      .nullable()
      .describe('The endpoint that is worst off. Null: all have it.'),
  })
  .meta({ id: 'MessageDeliveries' });
export type MessageDeliveriesView = z.output<typeof messageDeliveriesView>;

/** As many as a page of the timeline has. */
const MESSAGES_MAX = 100;

const messagesParam = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(idParam('msg')).min(1).max(MESSAGES_MAX))
  .optional()
  .describe(`Ids with commas between them, at most ${MESSAGES_MAX}. Left out: the newest ${MESSAGES_MAX}.`);

/** `GET /v1/conversations/{id}/deliveries`: did our systems hear what the person wrote? */
export function conversationDeliveriesRoutes(api: ApiServer, ctx: ConversationDeliveriesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/conversations/:id/deliveries',
    config: { access: { who: 'workspace', permission: 'conversations.read' } },
    schema: {
      tags: ['Conversations'],
      summary: 'How many endpoints have each message of a conversation',
      description:
        'Messages of other conversations are left out. A call of its own, so that a thread need not wait for it.',
      params: idPath,
      querystring: z.strictObject({ messages: messagesParam }),
      response: {
        200: z.object({
          data: z.array(messageDeliveriesView),
          complete: z.boolean().describe('False: there are too many deliveries to add up, ask for fewer messages.'),
        }),
      },
    },
    handler: async (request) => {
      const { conversation } = await readConversation(ctx.store, request);
      const { workspaceId, id: conversationId } = conversation;
      const ids = request.query.messages ?? null;
      const data = await ctx.deliveriesOf({ workspaceId, conversationId, ids, limit: MESSAGES_MAX });
      return { data: [...(data ?? [])], complete: data !== null };
    },
  });
}
