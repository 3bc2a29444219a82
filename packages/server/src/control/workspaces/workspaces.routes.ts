import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { type ApiServer, listQuery, pageOf } from '../../platform/http/api.ts';
import { etagOf } from '../../platform/http/etag.ts';
import { idCursor, idPath, pathId, toIso } from '../../platform/http/query-params.ts';
import { createWorkspace, type WorkspaceContext } from './create-workspace.ts';
import { findWorkspace, listWorkspaces, type WorkspaceRecord } from './workspaces.store.ts';

const createWorkspaceBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  account_id: z
    .string()
    .regex(/^MA_[A-Z0-9]{1,32}$/, 'Must be MA_ and up to 32 capital letters and digits.')
    .optional()
    .describe(
      '`account_id` of the vobiz format. A customer who moves here keeps the old one; it cannot be changed later.',
    ),
});

const workspaceView = z
  .object({
    id: z.string(),
    serial: z.number().int().describe('Stable integer: `tenant_id` of the xobito format.'),
    account_id: z.string().describe('`account_id` of the vobiz format.'),
    name: z.string(),
    created_at: z.string(),
  })
  .meta({ id: 'Workspace' });

const createdWorkspaceView = workspaceView
  .extend({ api_key: z.string().describe('Its first API key, scope admin. It is shown here and never again.') })
  .meta({ id: 'CreatedWorkspace' });

const TAGS = ['Workspaces'];

/** `POST` and `GET /v1/workspaces` for the operator, `GET /v1/workspaces/{id}` also for the workspace itself. */
export function workspaceRoutes(api: ApiServer, ctx: WorkspaceContext): void {
  addCreate(api, ctx);
  addList(api, ctx);
  addGet(api, ctx);
}

function addCreate(api: ApiServer, ctx: WorkspaceContext): void {
  api.route({
    method: 'POST',
    url: '/v1/workspaces',
    config: { access: { who: 'operator' }, idempotent: true },
    schema: {
      tags: TAGS,
      summary: 'Make a workspace',
      body: createWorkspaceBody,
      response: { 201: createdWorkspaceView },
    },
    handler: async (request, reply) => {
      const { name, account_id: accountId = null } = request.body;
      const { workspace, apiKey } = await createWorkspace(ctx, { name, accountId });
      await ctx.refreshRegistry();
      reply.code(201).header('etag', etagOf(workspace.revision));
      return reply.send({ ...toWorkspaceView(workspace), api_key: apiKey });
    },
  });
}

function addList(api: ApiServer, ctx: WorkspaceContext): void {
  api.route({
    method: 'GET',
    url: '/v1/workspaces',
    config: { access: { who: 'operator' } },
    schema: {
      tags: TAGS,
      summary: 'List workspaces, newest first',
      querystring: listQuery,
      response: { 200: pageOf(workspaceView) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const page = await listWorkspaces(ctx.store, { limit, before: idCursor('ws', cursor) });
      return {
        data: page.items.map(toWorkspaceView),
        next_cursor: page.nextCursor,
        has_more: page.nextCursor !== null,
      };
    },
  });
}

function addGet(api: ApiServer, ctx: WorkspaceContext): void {
  api.route({
    method: 'GET',
    url: '/v1/workspaces/:id',
    config: { access: { who: 'workspace-or-operator', scope: 'read' } },
    schema: { tags: TAGS, summary: 'Read a workspace', params: idPath, response: { 200: workspaceView } },
    handler: async (request, reply) => {
      const id = pathId('ws', request.params.id);
      const isVisible = request.workspaceId === null || request.workspaceId === id;
      const workspace = isVisible ? await findWorkspace(ctx.store, id) : null;
      if (workspace === null) throw new PosthornError('not_found', 'There is no workspace with this id.');
      reply.header('etag', etagOf(workspace.revision));
      return reply.send(toWorkspaceView(workspace));
    },
  });
}

function toWorkspaceView(workspace: WorkspaceRecord): z.output<typeof workspaceView> {
  return {
    id: workspace.id,
    serial: workspace.serial,
    account_id: workspace.accountId,
    name: workspace.name,
    created_at: toIso(workspace.createdAtMs),
  };
}
