import * as z from 'zod';
import type { ChannelId, WorkspaceId } from '../../domain/ids.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { checkIfMatch, etagOf } from '../../platform/http/etag.ts';
import { idCursor, idPath, pathId } from '../../platform/http/query-params.ts';
import { createTemplate, editTemplate, noSuchTemplate, removeTemplate } from './change-templates.ts';
import type { SyncTemplates } from './sync-templates.ts';
import {
  createTemplateBody,
  syncResultView,
  syncTemplatesBody,
  templatesQuery,
  updateTemplateBody,
} from './template-schemas.ts';
import { templateView, toTemplateView } from './template-view.ts';
import { listTemplates, readTemplate } from './templates.store.ts';
import { accountOf, type TemplatesContext } from './templates-context.ts';

export interface TemplateRoutesContext extends TemplatesContext {
  readonly sync: SyncTemplates;
}

const TAGS = ['Templates'];
const READ = { who: 'workspace', permission: 'templates.read' } as const;
const WRITE = { who: 'workspace', permission: 'templates.write' } as const;

/** `/v1/templates`: the message templates of the accounts that a workspace has channels on. What belongs to another workspace is 404. */
export function templateRoutes(api: ApiServer, ctx: TemplateRoutesContext): void {
  addListRoute(api, ctx);
  addReadRoute(api, ctx);
  addCreateRoute(api, ctx);
  addUpdateRoute(api, ctx);
  addDeleteRoute(api, ctx);
  addSyncRoute(api, ctx);
}

function addListRoute(api: ApiServer, ctx: TemplateRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/templates',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'List message templates',
      description:
        'As they are known here, those that became known last first: Meta is not asked. A filtered page may be short or empty while `has_more` is true.',
      querystring: templatesQuery,
      response: { 200: pageOf(templateView) },
    },
    handler: async (request) => {
      const { channel_id: channelId, cursor, ...filter } = request.query;
      const workspaceId = workspaceOf(request);
      const wabaId = channelId === undefined ? undefined : await wabaOf(ctx, workspaceId, channelId);
      const query = { ...filter, workspaceId, wabaId, beforeId: idCursor('tpl', cursor) };
      const page = await listTemplates(ctx.store, query);
      return { data: page.items.map(toTemplateView), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  });
}

function addReadRoute(api: ApiServer, ctx: TemplateRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/templates/:id',
    config: { access: READ },
    schema: { tags: TAGS, summary: 'Read a message template', params: idPath, response: { 200: templateView } },
    handler: async (request, reply) => {
      const template = await readTemplate(ctx.store, workspaceOf(request), pathId('tpl', request.params.id));
      if (template === null) throw noSuchTemplate();
      return reply.header('etag', etagOf(template.revision)).send(toTemplateView(template));
    },
  });
}

function addCreateRoute(api: ApiServer, ctx: TemplateRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/templates',
    config: { access: WRITE, idempotent: true },
    schema: {
      tags: TAGS,
      summary: 'Create a message template',
      description:
        'Made at Meta, which looks through it: `template.approved` or `template.rejected` tells what came of it.',
      body: createTemplateBody,
      response: { 201: templateView },
    },
    handler: async (request, reply) => {
      const { channel_id: channelId, ...draft } = request.body;
      const asked = { workspaceId: workspaceOf(request), actor: actorOf(request), channelId, draft };
      const template = await createTemplate(ctx, asked);
      reply.code(201).header('etag', etagOf(template.revision)).header('location', `/v1/templates/${template.id}`);
      return reply.send(toTemplateView(template));
    },
  });
}

function addUpdateRoute(api: ApiServer, ctx: TemplateRoutesContext): void {
  api.route({
    method: 'PATCH',
    url: '/v1/templates/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Edit a message template',
      description:
        'Components are replaced as a whole. Meta says when a template may be edited and how often, and looks through it again.',
      params: idPath,
      body: updateTemplateBody,
      response: { 200: templateView },
    },
    handler: async (request, reply) => {
      const template = await editTemplate(ctx, {
        workspaceId: workspaceOf(request),
        actor: actorOf(request),
        id: pathId('tpl', request.params.id),
        changes: request.body,
        assertMayChange: (present) => checkIfMatch(request, etagOf(present.revision)),
      });
      return reply.header('etag', etagOf(template.revision)).send(toTemplateView(template));
    },
  });
}

function addDeleteRoute(api: ApiServer, ctx: TemplateRoutesContext): void {
  api.route({
    method: 'DELETE',
    url: '/v1/templates/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Delete a message template',
      description: 'At Meta, in its language alone. Meta does not give its name away again for some time.',
      params: idPath,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await removeTemplate(ctx, {
        workspaceId: workspaceOf(request),
        actor: actorOf(request),
        id: pathId('tpl', request.params.id),
        assertMayChange: (present) => checkIfMatch(request, etagOf(present.revision)),
      });
      return reply.code(204).send(null);
    },
  });
}

function addSyncRoute(api: ApiServer, ctx: TemplateRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/templates/sync',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Read the message templates of an account from Meta',
      description:
        'Up to 5,000. What is gone at Meta is deleted. Moves the templates and causes no events: those come from Meta.',
      body: syncTemplatesBody,
      response: { 200: syncResultView },
    },
    handler: (request) =>
      ctx.sync({
        workspaceId: workspaceOf(request),
        channelId: request.body.channel_id,
        actor: actorOf(request),
      }),
  });
}

async function wabaOf(ctx: TemplateRoutesContext, workspaceId: WorkspaceId, channelId: ChannelId): Promise<string> {
  return (await accountOf(ctx.store, workspaceId, channelId)).wabaId;
}
