import type { WebSocket } from '@fastify/websocket';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import { type ApiServer, type Principal, workspaceOf } from '../../platform/http/api.ts';
import { toIso } from '../../platform/http/query-params.ts';
import { EVENT_KINDS } from './event-kind.ts';
import { CLOSE_CODES } from './stream-client.ts';
import { readStreamCursor } from './stream-cursor.ts';
import { compileSubscription, type Subscription, subscriptionFields } from './stream-subscription.ts';

/** How a client begins. */
export interface StreamStart {
  readonly workspaceId: WorkspaceId;
  readonly subscription: Subscription;
  /** Position after which it goes on. Null: with what comes from now on. */
  readonly from: number | null;
}

/** What these routes need. */
export interface StreamRoutesContext {
  /** @throws PosthornError `limit_reached` when there is no place for one more client. */
  readonly assertPlace: (workspaceId: WorkspaceId) => void;
  readonly openSession: (socket: WebSocket, start: StreamStart) => void;
  /** Keeps a new ticket of a workspace until it is used or expires. @returns the ticket, which is nowhere else. */
  readonly createTicket: (
    workspaceId: WorkspaceId,
  ) => Promise<{ readonly ticket: string; readonly expiresAtMs: number }>;
  readonly asyncApi: () => object;
  /** Calls `end` when whoever opened a stream may not read it any more. @returns what stops that. */
  readonly watch: (principal: Principal | null, workspaceId: WorkspaceId, end: () => void) => () => void;
}

const READ = { who: 'workspace', permission: 'stream.read' } as const;
/** The document changes only with the version, so that a proxy or browser may keep it for a while. */
const DOCUMENT_CACHE_CONTROL = 'public, max-age=300';

const ticketView = z.object({
  ticket: z.string().describe('For `GET /v1/stream?ticket=…`: good for one connection. Shown only here.'),
  expires_at: z.iso.datetime(),
});

/** A list in a query: values with commas between. Its length is bounded by that of the request's headers. */
function listParam<TList extends z.ZodType>(list: TList) {
  return z.preprocess((value) => (typeof value === 'string' ? value.split(',') : value), list).optional();
}

const streamQuery = z.strictObject({
  ticket: z.string().max(128).optional(),
  workspace: z.string().max(64).optional(),
  cursor: z.string().max(64).optional(),
  types: listParam(subscriptionFields.types),
  kinds: listParam(subscriptionFields.kinds),
  channel_ids: listParam(subscriptionFields.channel_ids),
  conversation_ids: listParam(subscriptionFields.conversation_ids),
});

/** `GET /v1/stream` (a WebSocket), `POST /v1/stream/tickets`, and `GET /asyncapi.json`, which describes the sockets. */
export function streamRoutes(api: ApiServer, ctx: StreamRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/stream',
    config: { access: { ...READ, ticket: true } },
    schema: { hide: true, querystring: streamQuery },
    preHandler: async (request) => {
      assertUpgrade(request.ws);
      readCursorParam(request.query.cursor);
      ctx.assertPlace(workspaceOf(request));
    },
    handler: async () => {},
    wsHandler: (socket, request) => {
      const { cursor, ticket: _ticket, workspace: _workspace, ...asked } = request.query;
      const subscription = compileSubscription(asked);
      const end = () => socket.close(CLOSE_CODES.notAllowed, 'The session has ended, or may not read this any more.');
      socket.on('close', ctx.watch(request.principal, workspaceOf(request), end));
      ctx.openSession(socket, { workspaceId: workspaceOf(request), subscription, from: readCursorParam(cursor) });
    },
  });
  api.route({
    method: 'POST',
    url: '/v1/stream/tickets',
    config: { access: READ },
    schema: {
      tags: ['Stream'],
      summary: 'Make a ticket for the live stream',
      description: `For browsers, which cannot send headers with a WebSocket: connect to \`/v1/stream?ticket=…\` within a minute. A ticket is good for one connection. The stream is described in \`/asyncapi.json\`; kinds of events are ${EVENT_KINDS.join(', ')}.`,
      response: { 201: ticketView },
    },
    handler: async (request, reply) => {
      assertNeedsTicket(request.principal);
      const { ticket, expiresAtMs } = await ctx.createTicket(workspaceOf(request));
      return reply.code(201).send({ ticket, expires_at: toIso(expiresAtMs) });
    },
  });
  api.route({
    method: 'GET',
    url: '/asyncapi.json',
    config: { access: { who: 'anyone' } },
    schema: { hide: true },
    handler: async (_request, reply) =>
      reply
        .header('cache-control', DOCUMENT_CACHE_CONTROL)
        .type('application/json')
        .send(JSON.stringify(ctx.asyncApi())),
  });
}

/**
 * A ticket would outlive the session that it was made in.
 *
 * @throws PosthornError `forbidden`.
 */
function assertNeedsTicket(principal: Principal | null): void {
  if (principal?.kind !== 'member') return;
  const message = 'A member needs no ticket: connect to /v1/stream?workspace=<id> with the cookie of the session.';
  throw new PosthornError('forbidden', message);
}

/** @throws PosthornError `invalid_request` for a call that does not want to become a WebSocket. */
function assertUpgrade(isUpgrade: boolean): void {
  if (isUpgrade) return;
  const message = 'This is a WebSocket: connect with a WebSocket client.';
  throw new PosthornError('invalid_request', message, { fields: [{ pointer: 'Upgrade', message }] });
}

/** @throws PosthornError `invalid_request`. */
function readCursorParam(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const position = readStreamCursor(cursor);
  if (position !== null) return position;
  const message = 'Use the cursor of a frame, or next_cursor of GET /v1/events?after=, or 0 for the oldest event.';
  throw new PosthornError('invalid_request', 'The query is not valid.', { fields: [{ pointer: '?cursor', message }] });
}
