import * as z from 'zod';
import type { ChannelConnection } from '../../domain/channel-connection.ts';
import { PosthornError } from '../../domain/errors.ts';
import { type ChannelId, idOf, parseId, uuidOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Channel } from '../../domain/workspace.ts';
import { type ApiServer, PAGE_LIMIT_MAX, type Page, workspaceOf } from '../../platform/http/api.ts';
import { idPath, toIso } from '../../platform/http/query-params.ts';
import { type Asker, askerOf, READ, TAGS, WRITE } from './vobiz-access.ts';
import { vobizError } from './vobiz-errors.ts';

/** A channel, as far as Vobiz's API shows it. */
export interface ShownChannel
  extends Pick<Channel, 'id' | 'metaAppId' | 'wabaId' | 'phoneNumberId' | 'displayPhoneNumber'> {
  readonly accessTokenSealed: string | null;
  /** When Meta refused the token. Null: it has not. */
  readonly tokenExpiredAtMs: number | null;
  /** What connecting it to Meta came to. Null: it was not tried. */
  readonly connection: ChannelConnection | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What a caller says of a channel, by the names of our own API. */
export interface ChannelInput {
  readonly meta_app_id?: string;
  readonly waba_id?: string;
  readonly phone_number_id?: string;
  readonly display_phone_number?: string;
  readonly access_token?: string | null;
}

/** What these routes need. `gateway` passes the real ones. */
export interface VobizChannelsContext {
  /** Newest first. @throws PosthornError `invalid_request` when the cursor is none. */
  readonly listChannels: (
    workspaceId: WorkspaceId,
    page: { readonly limit: number; readonly cursor: string | undefined },
  ) => Promise<Page<ShownChannel>>;
  /** The id of the workspace's own Meta app, when it has exactly one. */
  readonly findOnlyMetaApp: (workspaceId: WorkspaceId) => Promise<string | null>;
  /** Adds and connects a number. @param id Null: a new one. @throws PosthornError with pointers by the names of the input. */
  readonly createChannel: (asker: Asker, id: ChannelId | null, input: ChannelInput) => Promise<ShownChannel>;
  /** @throws PosthornError `not_found`, and with pointers by the names of the input. */
  readonly updateChannel: (asker: Asker, id: ChannelId, input: ChannelInput) => Promise<ShownChannel>;
  /** @throws PosthornError `not_found`. */
  readonly removeChannel: (asker: Asker, id: ChannelId) => Promise<void>;
  readonly accountIdOf: (workspaceId: WorkspaceId) => string;
}

const LIMIT_DEFAULT = 50;
const ID_CHARS_MAX = 64;

const channelsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(LIMIT_DEFAULT),
  cursor: z.string().max(256).optional(),
});

/** What each may say exactly is the rule of our own API. */
const channelBody = z.object({
  phone_number: z.string().nullish().describe('As Meta shows it, with the country code.'),
  phone_number_id: z.string().nullish().describe("Meta's id of the number."),
  waba_id: z.string().nullish().describe('The WhatsApp Business Account of the number.'),
  access_token: z.string().nullish().describe('Token for calls to Meta. Never shown again.'),
  meta_app_id: z
    .string()
    .max(ID_CHARS_MAX)
    .nullish()
    .describe('UUID of the Meta app that the number sends its webhooks through. Without it the only one there is.'),
});
type ChannelBody = z.output<typeof channelBody>;

const newChannelBody = channelBody.extend({
  channel_id: z.string().max(ID_CHARS_MAX).nullish().describe('A UUID: the channel keeps the id that it has at Vobiz.'),
  phone_number: z.string(),
  phone_number_id: z.string(),
  waba_id: z.string(),
});

const channelView = z
  .object({
    id: z.string().describe('The UUID inside the id of the channel, `chn_…`.'),
    account_id: z.string(),
    phone_number: z.string(),
    phone_number_id: z.string(),
    waba_id: z.string(),
    meta_app_id: z.string(),
    status: z.enum(['active', 'inactive', 'suspended']).describe('inactive: no token; suspended: Meta refused it.'),
    verification_status: z.enum(['verified', 'pending', 'rejected']).describe('What connecting it to Meta came to.'),
    verification_message: z.string().nullable().describe('Why it is rejected and how to mend it.'),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ title: 'VobizChannel' });

const channelPage = z.object({
  items: z.array(channelView),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
});

/** `/channels/whatsapp` of Vobiz's API (CONTRACTS 4.6): the numbers of the workspace. What is not printed there is ours. */
export function channelRoutes(vobiz: ApiServer, ctx: VobizChannelsContext): void {
  addListRoute(vobiz, ctx);
  addCreateRoute(vobiz, ctx);
  addChangeRoutes(vobiz, ctx);
  addSignupRoute(vobiz);
}

/** @throws PosthornError `not_found`. */
export function readChannelId(uuid: string): ChannelId {
  const id = parseId('chn', `chn_${uuid}`);
  if (id === null) throw new PosthornError('not_found', 'There is no such channel.');
  return id;
}

function addListRoute(vobiz: ApiServer, ctx: VobizChannelsContext): void {
  vobiz.route({
    method: 'GET',
    url: '/channels/whatsapp',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'List WhatsApp numbers, newest first',
      querystring: channelsQuery,
      response: { 200: channelPage, default: vobizError },
    },
    handler: async (request) => {
      const workspaceId = workspaceOf(request);
      const { limit, cursor } = request.query;
      const { items, nextCursor } = await ctx.listChannels(workspaceId, { limit, cursor });
      const accountId = ctx.accountIdOf(workspaceId);
      const views = items.map((channel) => toChannelView(channel, accountId));
      return { items: views, has_more: nextCursor !== null, next_cursor: nextCursor };
    },
  });
}

function addCreateRoute(vobiz: ApiServer, ctx: VobizChannelsContext): void {
  vobiz.route({
    method: 'POST',
    url: '/channels/whatsapp',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Add a WhatsApp number',
      description: 'With a token it is connected to Meta as well: `verification_status` tells what came of it.',
      body: newChannelBody,
      response: { 201: channelView, default: vobizError },
    },
    handler: async (request, reply) => {
      const asker = askerOf(request);
      const { channel_id, ...body } = request.body;
      const id = readChosenId(channel_id);
      const input = { ...toInput(body), meta_app_id: await metaAppOf(ctx, asker.workspaceId, body) };
      const channel = await inVobizWords(() => ctx.createChannel(asker, id, input));
      return reply.code(201).send(toChannelView(channel, ctx.accountIdOf(asker.workspaceId)));
    },
  });
}

function addChangeRoutes(vobiz: ApiServer, ctx: VobizChannelsContext): void {
  vobiz.route({
    method: 'PUT',
    url: '/channels/whatsapp/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Change a WhatsApp number',
      description: 'Fields that are not given, or null, stay. A new token connects the number anew.',
      params: idPath,
      body: channelBody,
      response: { 200: channelView, default: vobizError },
    },
    handler: async (request) => {
      const asker = askerOf(request);
      const id = readChannelId(request.params.id);
      const channel = await inVobizWords(() => ctx.updateChannel(asker, id, toInput(request.body)));
      return toChannelView(channel, ctx.accountIdOf(asker.workspaceId));
    },
  });
  vobiz.route({
    method: 'DELETE',
    url: '/channels/whatsapp/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Delete a WhatsApp number',
      params: idPath,
      response: { 204: z.null(), default: vobizError },
    },
    handler: async (request, reply) => {
      await ctx.removeChannel(askerOf(request), readChannelId(request.params.id));
      return reply.code(204).send(null);
    },
  });
}

function addSignupRoute(vobiz: ApiServer): void {
  vobiz.route({
    method: 'POST',
    url: '/channels/whatsapp/embedded-signup',
    config: { access: WRITE },
    schema: { hide: true },
    handler: async () => {
      const message =
        "Meta's embedded signup ends at the app that shows its dialog: trade its code for an access token there, then add the number with POST /channels/whatsapp {phone_number, phone_number_id, waba_id, access_token}.";
      throw new PosthornError('unprocessable', message);
    },
  });
}

function readChosenId(uuid: string | null | undefined): ChannelId | null {
  if (uuid === null || uuid === undefined) return null;
  const id = parseId('chn', `chn_${uuid.toLowerCase()}`);
  if (id === null) throw wrongField('/channel_id', 'Must be a UUID.');
  return id;
}

async function metaAppOf(
  { findOnlyMetaApp }: VobizChannelsContext,
  workspaceId: WorkspaceId,
  { meta_app_id }: ChannelBody,
): Promise<string> {
  if (meta_app_id !== null && meta_app_id !== undefined) return toMetaAppId(meta_app_id);
  const only = await findOnlyMetaApp(workspaceId);
  if (only !== null) return only;
  const message =
    'Name the Meta app: it may be left out only where the workspace has exactly one (POST /v1/meta-apps).';
  throw wrongField('/meta_app_id', message);
}

/** Ids are UUIDs here; our own form is taken as well, as there is no list of Meta apps in this API. */
function toMetaAppId(text: string): string {
  return text.startsWith('app_') ? text : idOf('app', text.toLowerCase());
}

function toInput({ phone_number, phone_number_id, waba_id, access_token, meta_app_id }: ChannelBody): ChannelInput {
  return {
    ...(isGiven(phone_number) ? { display_phone_number: phone_number } : {}),
    ...(isGiven(phone_number_id) ? { phone_number_id } : {}),
    ...(isGiven(waba_id) ? { waba_id } : {}),
    ...(isGiven(access_token) ? { access_token } : {}),
    ...(isGiven(meta_app_id) ? { meta_app_id: toMetaAppId(meta_app_id) } : {}),
  };
}

function isGiven<TValue>(value: TValue | null | undefined): value is TValue {
  return value !== null && value !== undefined;
}

function toChannelView(channel: ShownChannel, accountId: string): z.output<typeof channelView> {
  return {
    id: uuidOf(channel.id),
    account_id: accountId,
    phone_number: channel.displayPhoneNumber,
    phone_number_id: channel.phoneNumberId,
    waba_id: channel.wabaId,
    meta_app_id: uuidOf(channel.metaAppId),
    status: statusOf(channel),
    verification_status: verificationOf(channel.connection),
    verification_message: channel.connection?.steps.find(({ ok }) => !ok)?.message ?? null,
    created_at: toIso(channel.createdAtMs),
    updated_at: toIso(channel.updatedAtMs),
  };
}

function statusOf({ accessTokenSealed, tokenExpiredAtMs }: ShownChannel) {
  if (accessTokenSealed === null) return 'inactive';
  return tokenExpiredAtMs === null ? 'active' : 'suspended';
}

function verificationOf(connection: ChannelConnection | null) {
  if (connection === null) return 'pending';
  return connection.state === 'connected' ? 'verified' : 'rejected';
}

const FIELD_OF: Readonly<Record<string, string>> = { '/display_phone_number': '/phone_number', '/id': '/channel_id' };

async function inVobizWords<TResult>(act: () => Promise<TResult>): Promise<TResult> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof PosthornError)) throw error;
    const fields = error.fields.map(({ pointer, message }) => ({ pointer: FIELD_OF[pointer] ?? pointer, message }));
    throw new PosthornError(error.code, error.message, { fields, cause: error });
  }
}

function wrongField(pointer: string, message: string): PosthornError {
  return new PosthornError('invalid_request', 'The body is not valid.', { fields: [{ pointer, message }] });
}
