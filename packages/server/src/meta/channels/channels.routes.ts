import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { type ChannelId, parseId } from '../../domain/ids.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, listQuery, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { checkIfMatch, etagOf } from '../../platform/http/etag.ts';
import { idPath } from '../../platform/http/query-params.ts';
import {
  type ChannelActionContext,
  type ChannelAsker,
  changeChannel,
  connectChannel,
  createChannel,
  noSuchChannel,
  removeChannel,
} from './channel-actions.ts';
import {
  channelView,
  createChannelBody,
  discoverBody,
  discoveredView,
  toChannelView,
  toDiscoveredView,
  updateChannelBody,
} from './channel-schemas.ts';
import { type ChannelRecord, findChannel, findChannelsOfNumbers, listChannels } from './channels.store.ts';
import { type AskWithToken, readAccount } from './read-account.ts';

const TAGS = ['Channels'];
const READ = { who: 'workspace', permission: 'channels.read' } as const;
const WRITE = { who: 'workspace', permission: 'channels.write' } as const;

/** What these routes need besides. */
export interface ChannelRoutesContext extends ChannelActionContext {
  /** Asks Meta itself with that token, which is of no channel. */
  readonly ask: (token: string, call: Parameters<AskWithToken>[0]) => ReturnType<AskWithToken>;
}

/**
 * Channels of a workspace. A workspace's key puts them on the workspace's own Meta apps; only the
 * operator (the root key, naming the workspace) puts them on the operator's (CONTRACTS 8, "Whose event").
 */
export function channelRoutes(api: ApiServer, ctx: ChannelRoutesContext): void {
  addCreateRoute(api, ctx);
  addDiscoverRoute(api, ctx);
  addReadRoutes(api, ctx);
  addUpdateRoute(api, ctx);
  addConnectRoute(api, ctx);
  addDeleteRoute(api, ctx);
}

function addCreateRoute(api: ApiServer, ctx: ChannelActionContext): void {
  api.route({
    method: 'POST',
    url: '/v1/channels',
    config: { access: WRITE, idempotent: true },
    schema: {
      tags: TAGS,
      summary: 'Add a WhatsApp number',
      description:
        'With an access token the channel is connected to Meta as well: `connection` tells what came of it. The channel is there in any case.',
      body: createChannelBody,
      response: { 201: channelView },
    },
    handler: async (request, reply) => {
      const channel = await createChannel(ctx, askerOf(request), { id: null, body: request.body });
      return reply.code(201).header('etag', etagOf(channel.revision)).send(toChannelView(channel));
    },
  });
}

function addDiscoverRoute(api: ApiServer, ctx: ChannelRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/channels/discover',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'List the numbers of a WhatsApp Business Account',
      description:
        'Asks Meta with the token that is given, and keeps neither it nor the answer: what to choose from before a number is added.',
      body: discoverBody,
      response: { 200: discoveredView },
    },
    handler: async (request) => {
      const { waba_id: wabaId, access_token: token } = request.body;
      const account = await readAccount((call) => ctx.ask(token, call), wabaId);
      const channels = await findChannelsOfNumbers(
        ctx.store,
        workspaceOf(request),
        account.numbers.map(({ phoneNumberId }) => phoneNumberId),
      );
      return toDiscoveredView(wabaId, account, channels);
    },
  });
}

function addReadRoutes(api: ApiServer, ctx: ChannelActionContext): void {
  api.route({
    method: 'GET',
    url: '/v1/channels',
    config: { access: READ },
    schema: { tags: TAGS, summary: 'List channels', querystring: listQuery, response: { 200: pageOf(channelView) } },
    handler: async (request) => {
      const page = await listChannels(ctx.store, workspaceOf(request), request.query);
      const data = page.items.map(toChannelView);
      return { data, next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  });
  api.route({
    method: 'GET',
    url: '/v1/channels/:id',
    config: { access: READ },
    schema: { tags: TAGS, summary: 'Read a channel', params: idPath, response: { 200: channelView } },
    handler: async (request, reply) => {
      const channel = await readChannel(ctx, request);
      return reply.header('etag', etagOf(channel.revision)).send(toChannelView(channel));
    },
  });
}

function addUpdateRoute(api: ApiServer, ctx: ChannelActionContext): void {
  api.route({
    method: 'PATCH',
    url: '/v1/channels/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Change a channel',
      description:
        'Fields that are not given stay. access_token: null forgets the token. A new token, or another number, WABA or app with the token there is, connects the channel anew.',
      params: idPath,
      body: updateChannelBody,
      response: { 200: channelView },
    },
    handler: async (request, reply) => {
      const updated = await changeChannel(ctx, askerOf(request), {
        id: readChannelId(request.params.id),
        body: request.body,
        assertMayChange: (present) => checkIfMatch(request, etagOf(present.revision)),
      });
      return reply.header('etag', etagOf(updated.revision)).send(toChannelView(updated));
    },
  });
}

function addConnectRoute(api: ApiServer, ctx: ChannelActionContext): void {
  api.route({
    method: 'POST',
    url: '/v1/channels/:id/connect',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Connect a channel to Meta',
      description:
        'Checks that the access token may use the number and that the number is of the WABA, subscribes the app to the WABA unless it is, and checks that Meta lists it. `connection` tells what failed and how to mend it. Takes up to 10 seconds.',
      params: idPath,
      response: { 200: channelView },
    },
    handler: async (request, reply) => {
      const channel = await readChannel(ctx, request);
      if (channel.accessTokenSealed === null) throw noToken();
      const connected = await connectChannel(ctx, askerOf(request), channel);
      return reply.header('etag', etagOf(connected.revision)).send(toChannelView(connected));
    },
  });
}

function addDeleteRoute(api: ApiServer, ctx: ChannelActionContext): void {
  api.route({
    method: 'DELETE',
    url: '/v1/channels/:id',
    config: { access: WRITE },
    schema: { tags: TAGS, summary: 'Delete a channel', params: idPath, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removeChannel(ctx, askerOf(request), readChannelId(request.params.id));
      return reply.code(204).send(null);
    },
  });
}

function askerOf(request: Pick<FastifyRequest, 'principal' | 'workspaceId' | 'id'>): ChannelAsker {
  return { workspaceId: workspaceOf(request), actor: actorOf(request) };
}

async function readChannel(
  { store }: Pick<ChannelActionContext, 'store'>,
  request: Pick<FastifyRequest, 'workspaceId'> & { readonly params: z.output<typeof idPath> },
): Promise<ChannelRecord> {
  const channel = await findChannel(store, workspaceOf(request), readChannelId(request.params.id));
  if (channel === null) throw noSuchChannel();
  return channel;
}

function readChannelId(text: string): ChannelId {
  const id = parseId('chn', text);
  if (id === null) throw noSuchChannel();
  return id;
}

function noToken(): PosthornError {
  return new PosthornError(
    'channel_not_connected',
    'This channel has no access token of Meta. Give it one with PATCH /v1/channels/{id}: that connects it as well.',
  );
}
