import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { type ChannelId, uuidOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Template } from '../../domain/template.ts';
import type { Channel } from '../../domain/workspace.ts';
import { type ApiServer, PAGE_LIMIT_MAX, workspaceOf } from '../../platform/http/api.ts';
import { toIso } from '../../platform/http/query-params.ts';
import { readChannelId } from './channels.routes.ts';
import { type Asker, askerOf, READ, TAGS, WRITE } from './vobiz-access.ts';
import { vobizError } from './vobiz-errors.ts';

/** One page of the templates of an account, those that became known last first. */
export interface TemplatePageQuery {
  readonly workspaceId: WorkspaceId;
  readonly wabaId: string;
  /** In Meta's words. */
  readonly status: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** What a caller says of a new template. What it may say is our own API's rule. */
export interface TemplateInput {
  readonly name: string;
  readonly language: string;
  readonly category: string;
  readonly components: readonly unknown[];
  readonly parameter_format?: string;
}

/** What these routes need. `gateway` passes the real ones. */
export interface VobizTemplatesContext {
  /** Null: the workspace has no such channel. */
  readonly findChannel: (workspaceId: WorkspaceId, id: ChannelId) => Promise<Pick<Channel, 'id' | 'wabaId'> | null>;
  readonly pageOfTemplates: (
    query: TemplatePageQuery,
  ) => Promise<{ readonly items: readonly Template[]; readonly total: number }>;
  /** Makes a template at Meta. @throws PosthornError of the rule that is broken, or of Meta's refusal. */
  readonly createTemplate: (asker: Asker, channelId: ChannelId, input: TemplateInput) => Promise<Template>;
  /** Reads the templates from Meta. @throws PosthornError of Meta's refusal. */
  readonly syncTemplates: (asker: Asker, channelId: ChannelId) => Promise<{ readonly synced: number }>;
}

const LIMIT_DEFAULT = 25;
/** A page by its number is counted off from the first: the last that may be asked for is far behind any real list. */
const PAGE_MAX = 100_000;
/** Meta's words are shorter. */
const STATUS_CHARS_MAX = 32;

/** Meta's word and Vobiz's. The others are the same. */
const META_PENDING = 'PENDING';
const VOBIZ_PENDING = 'PENDING_REVIEW';

const templatesQuery = z.object({
  status: z.string().max(STATUS_CHARS_MAX).optional(),
  page: z.coerce.number().int().min(1).max(PAGE_MAX).default(1),
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(LIMIT_DEFAULT),
});

const channelPath = z.object({ channelId: z.string().max(64) });

const templateBody = z.object({
  name: z.string(),
  language: z.union([z.string(), z.object({ code: z.string() })]),
  category: z.string().describe('MARKETING, UTILITY or AUTHENTICATION.'),
  components: z.array(z.unknown()).describe('As Meta takes them.'),
  parameter_format: z.string().nullish().describe('positional (the default) or named.'),
});

const templateView = z
  .object({
    id: z.string().describe('The UUID inside the id of the template, `tpl_…`.'),
    channel_id: z.string(),
    waba_id: z.string(),
    meta_template_id: z.string(),
    name: z.string(),
    language: z.string(),
    category: z.string().nullable(),
    status: z.string().describe('APPROVED, PENDING_REVIEW, REJECTED, DISABLED, PAUSED, or another word of Meta.'),
    rejection_reason: z.string().nullable(),
    components: z.array(z.record(z.string(), z.unknown())),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ title: 'VobizTemplate' });

const templatePage = z.object({
  items: z.array(templateView),
  total: z.number().int(),
  page: z.number().int(),
  limit: z.number().int(),
  has_more: z.boolean(),
});

/** `/channels/{channelId}/templates` of Vobiz's API (CONTRACTS 4.6): the templates of the channel's account. */
export function templateRoutes(vobiz: ApiServer, ctx: VobizTemplatesContext): void {
  addListRoute(vobiz, ctx);
  addCreateRoute(vobiz, ctx);
  addSyncRoute(vobiz, ctx);
}

function addListRoute(vobiz: ApiServer, ctx: VobizTemplatesContext): void {
  vobiz.route({
    method: 'GET',
    url: '/channels/:channelId/templates',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'List message templates',
      description: 'As they are known here: Meta is not asked.',
      params: channelPath,
      querystring: templatesQuery,
      response: { 200: templatePage, default: vobizError },
    },
    handler: async (request) => {
      const workspaceId = workspaceOf(request);
      const channel = await findChannel(ctx, workspaceId, request.params.channelId);
      const { page, limit } = request.query;
      const offset = (page - 1) * limit;
      const status = request.query.status === VOBIZ_PENDING ? META_PENDING : request.query.status;
      const query = { workspaceId, wabaId: channel.wabaId, status, offset, limit };
      const { items, total } = await ctx.pageOfTemplates(query);
      const views = items.map((template) => toTemplateView(template, channel.id));
      return { items: views, total, page, limit, has_more: offset + items.length < total };
    },
  });
}

function addCreateRoute(vobiz: ApiServer, ctx: VobizTemplatesContext): void {
  vobiz.route({
    method: 'POST',
    url: '/channels/:channelId/templates',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Create a message template',
      description: 'Made at Meta, which looks through it.',
      params: channelPath,
      body: templateBody,
      response: { 201: templateView, default: vobizError },
    },
    handler: async (request, reply) => {
      const asker = askerOf(request);
      const channel = await findChannel(ctx, asker.workspaceId, request.params.channelId);
      const { language, parameter_format, ...others } = request.body;
      const template = await ctx.createTemplate(asker, channel.id, {
        ...others,
        language: typeof language === 'string' ? language : language.code,
        ...(parameter_format === null || parameter_format === undefined ? {} : { parameter_format }),
      });
      return reply.code(201).send(toTemplateView(template, channel.id));
    },
  });
}

function addSyncRoute(vobiz: ApiServer, ctx: VobizTemplatesContext): void {
  vobiz.route({
    method: 'POST',
    url: '/channels/:channelId/templates/sync',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Read the message templates from Meta',
      params: channelPath,
      response: { 200: z.object({ synced: z.number().int() }), default: vobizError },
    },
    handler: async (request) => {
      const asker = askerOf(request);
      const channel = await findChannel(ctx, asker.workspaceId, request.params.channelId);
      const { synced } = await ctx.syncTemplates(asker, channel.id);
      return { synced };
    },
  });
}

async function findChannel(ctx: VobizTemplatesContext, workspaceId: WorkspaceId, uuid: string) {
  const channel = await ctx.findChannel(workspaceId, readChannelId(uuid));
  if (channel === null) throw new PosthornError('not_found', 'There is no such channel.');
  return channel;
}

function toTemplateView(template: Template, channelId: ChannelId): z.output<typeof templateView> {
  return {
    id: uuidOf(template.id),
    channel_id: uuidOf(channelId),
    waba_id: template.wabaId,
    meta_template_id: template.templateId,
    name: template.name,
    language: template.language,
    category: template.category,
    status: template.status === META_PENDING ? VOBIZ_PENDING : template.status,
    rejection_reason: template.reason,
    components: template.components.map((component) => ({ ...component })),
    created_at: toIso(template.createdAtMs),
    updated_at: toIso(template.updatedAtMs),
  };
}
