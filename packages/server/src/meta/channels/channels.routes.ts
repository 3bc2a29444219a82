import { isDeepStrictEqual } from 'node:util';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { idOf, type MetaAppId, parseId, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type ApiServer, listQuery, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { type AuditedResource, auditChange, type WriteAudit } from '../../platform/http/audit.ts';
import { checkIfMatch, etagOf } from '../../platform/http/etag.ts';
import { idPath } from '../../platform/http/query-params.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import { channelView, createChannelBody, toChannelView, updateChannelBody } from './channel-schemas.ts';
import {
  type ChannelRecord,
  concernsConnection,
  deleteChannel,
  findChannel,
  insertChannel,
  listChannels,
  type Placer,
  saveConnection,
  updateChannel,
} from './channels.store.ts';
import type { ConnectOutcome } from './connect-channel.ts';

/** What these routes need, and nothing more. */
export interface ChannelRoutesContext {
  readonly store: Store;
  readonly box: Pick<SecretBox, 'seal' | 'open'>;
  /** Makes the UUID of a new id. */
  readonly newId: () => string;
  readonly nowMs: () => number;
  readonly audit: WriteAudit;
  /** Connects a channel that has a token to Meta. Says what came of it and saves nothing. */
  readonly connect: (channel: ChannelRecord) => Promise<ConnectOutcome>;
  /** Lets this node see a committed change before the answer is sent. Never rejects: the change is made. */
  readonly refreshRegistry: () => Promise<void>;
}

type ChannelChanges = Parameters<typeof updateChannel>[1]['changes'];

const TAGS = ['Channels'];
const READ = { who: 'workspace', scope: 'read' } as const;
const WRITE = { who: 'workspace', scope: 'write' } as const;

/**
 * Channels of a workspace. A workspace's key puts them on the workspace's own Meta apps; only the
 * operator (the root key, naming the workspace) puts them on the operator's (CONTRACTS 8, "Whose event").
 */
export function channelRoutes(api: ApiServer, ctx: ChannelRoutesContext): void {
  addCreateRoute(api, ctx);
  addReadRoutes(api, ctx);
  addUpdateRoute(api, ctx);
  addConnectRoute(api, ctx);
  addDeleteRoute(api, ctx);
}

function addCreateRoute(api: ApiServer, ctx: ChannelRoutesContext): void {
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
      const { body } = request;
      const created = {
        id: idOf('chn', ctx.newId()),
        placer: placerOf(request),
        metaAppId: readMetaAppId(body.meta_app_id),
        wabaId: body.waba_id,
        phoneNumberId: body.phone_number_id,
        displayPhoneNumber: body.display_phone_number,
        accessTokenSealed: sealToken(ctx, body.access_token),
        nowMs: ctx.nowMs(),
      };
      const added = await insertChannel(ctx.store, created, auditChange(auditedChannel(ctx), request, 'created'));
      await ctx.refreshRegistry();
      const channel = await connectIfPossible(ctx, added);
      return reply.code(201).header('etag', etagOf(channel.revision)).send(toChannelView(channel));
    },
  });
}

function addReadRoutes(api: ApiServer, ctx: ChannelRoutesContext): void {
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
      const channel = await readChannel(ctx, workspaceOf(request), request.params.id);
      return reply.header('etag', etagOf(channel.revision)).send(toChannelView(channel));
    },
  });
}

function addUpdateRoute(api: ApiServer, ctx: ChannelRoutesContext): void {
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
      const channel = await readChannel(ctx, workspaceOf(request), request.params.id);
      checkIfMatch(request, etagOf(channel.revision));
      const changes = readChanges(ctx, channel, request.body);
      const updated = isDeepStrictEqual({ ...channel, ...changes }, channel)
        ? channel
        : await changeChannel(ctx, { channel, changes }, request);
      return reply.header('etag', etagOf(updated.revision)).send(toChannelView(updated));
    },
  });
}

function addConnectRoute(api: ApiServer, ctx: ChannelRoutesContext): void {
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
      const channel = await readChannel(ctx, workspaceOf(request), request.params.id);
      if (channel.accessTokenSealed === null) throw noToken();
      const connected = await connectChannel(ctx, channel, auditChange(auditedChannel(ctx), request, 'connected'));
      if (connected === null) throw changedMeanwhile();
      return reply.header('etag', etagOf(connected.revision)).send(toChannelView(connected));
    },
  });
}

function addDeleteRoute(api: ApiServer, ctx: ChannelRoutesContext): void {
  api.route({
    method: 'DELETE',
    url: '/v1/channels/:id',
    config: { access: WRITE },
    schema: { tags: TAGS, summary: 'Delete a channel', params: idPath, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const id = parseId('chn', request.params.id);
      const workspaceId = workspaceOf(request);
      const withChange = auditChange(auditedChannel(ctx), request, 'deleted');
      const isDeleted =
        id !== null && (await deleteChannel(ctx.store, workspaceId, { id, nowMs: ctx.nowMs(), withChange }));
      if (!isDeleted) throw noSuchChannel();
      await ctx.refreshRegistry();
      return reply.code(204).send(null);
    },
  });
}

async function changeChannel(
  ctx: ChannelRoutesContext,
  { channel, changes }: { readonly channel: ChannelRecord; readonly changes: ChannelChanges },
  request: Pick<FastifyRequest, 'principal' | 'workspaceId' | 'id'>,
): Promise<ChannelRecord> {
  const { id, revision: expectedRevision } = channel;
  const update = { id, placer: placerOf(request), expectedRevision, nowMs: ctx.nowMs(), changes };
  const updated = await updateChannel(ctx.store, update, auditChange(auditedChannel(ctx), request, 'updated'));
  if (updated === null) throw changedMeanwhile();
  await ctx.refreshRegistry();
  return concernsConnection(changes) ? connectIfPossible(ctx, updated) : updated;
}

/** The change is made and its answer is what it came to: what the gateway finds out by itself is no entry of the audit log. */
async function connectIfPossible(ctx: ChannelRoutesContext, channel: ChannelRecord): Promise<ChannelRecord> {
  if (channel.accessTokenSealed === null) return channel;
  // Null: it was changed again meanwhile, and whoever did connects it.
  return (await connectChannel(ctx, channel, async () => {})) ?? channel;
}

async function connectChannel(
  ctx: ChannelRoutesContext,
  channel: ChannelRecord,
  withChange: WithChange<ChannelRecord>,
): Promise<ChannelRecord | null> {
  const outcome = await ctx.connect(channel);
  const connected = await saveConnection(ctx.store, { channel, ...outcome }, withChange);
  await ctx.refreshRegistry();
  return connected;
}

/** What stands in the audit log: the channel as the API shows it, of its token only that there is one. */
function auditedChannel(ctx: ChannelRoutesContext): AuditedResource<ChannelRecord> {
  return { write: ctx.audit, resourceType: 'channel', toView: toChannelView };
}

function placerOf(request: Pick<FastifyRequest, 'principal' | 'workspaceId'>): Placer {
  return { workspaceId: workspaceOf(request), isOperator: request.principal?.kind === 'root' };
}

async function readChannel(
  ctx: ChannelRoutesContext,
  workspaceId: WorkspaceId,
  idText: string,
): Promise<ChannelRecord> {
  const id = parseId('chn', idText);
  const channel = id === null ? null : await findChannel(ctx.store, workspaceId, id);
  if (channel === null) throw noSuchChannel();
  return channel;
}

function readMetaAppId(text: string): MetaAppId {
  const id = parseId('app', text);
  if (id !== null) return id;
  throw new PosthornError('not_found', 'There is no such Meta app.', {
    fields: [{ pointer: '/meta_app_id', message: 'Use the id of a Meta app of this workspace.' }],
  });
}

function readChanges(
  ctx: ChannelRoutesContext,
  channel: ChannelRecord,
  body: z.output<typeof updateChannelBody>,
): ChannelChanges {
  return {
    ...(body.meta_app_id === undefined ? {} : { metaAppId: readMetaAppId(body.meta_app_id) }),
    ...(body.waba_id === undefined ? {} : { wabaId: body.waba_id }),
    ...(body.phone_number_id === undefined ? {} : { phoneNumberId: body.phone_number_id }),
    ...(body.display_phone_number === undefined ? {} : { displayPhoneNumber: body.display_phone_number }),
    ...(isSameToken(ctx, channel, body.access_token) ? {} : { accessTokenSealed: sealToken(ctx, body.access_token) }),
  };
}

/** A token that is given again is no change. Undefined: none was given. */
function isSameToken(ctx: ChannelRoutesContext, channel: ChannelRecord, token: string | null | undefined): boolean {
  const sealed = channel.accessTokenSealed;
  return token === undefined || token === (sealed === null ? null : ctx.box.open(sealed));
}

function sealToken(ctx: ChannelRoutesContext, token: string | null | undefined): string | null {
  return token === null || token === undefined ? null : ctx.box.seal(token);
}

function noSuchChannel(): PosthornError {
  return new PosthornError('not_found', 'There is no such channel.');
}

function noToken(): PosthornError {
  return new PosthornError(
    'channel_not_connected',
    'This channel has no access token of Meta. Give it one with PATCH /v1/channels/{id}: that connects it as well.',
  );
}

function changedMeanwhile(): PosthornError {
  return new PosthornError('conflict', 'Somebody else changed this channel at the same moment. Read it and try again.');
}
