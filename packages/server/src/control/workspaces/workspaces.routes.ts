import { isDeepStrictEqual } from 'node:util';
import type { FastifyRequest } from 'fastify';
import { PosthornError } from '../../domain/errors.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, listQuery, pageOf } from '../../platform/http/api.ts';
import { auditAs } from '../../platform/http/audit.ts';
import { checkIfMatch, etagOf } from '../../platform/http/etag.ts';
import { idCursor, idPath, pathId } from '../../platform/http/query-params.ts';
import { auditedWorkspace, createWorkspace, type WorkspaceContext } from './create-workspace.ts';
import { changeFields, type WorkspaceFields } from './workspace-rules.ts';
import {
  createdWorkspaceView,
  createWorkspaceBody,
  readSettings,
  toWorkspaceView,
  updateWorkspaceBody,
  workspaceView,
} from './workspace-schemas.ts';
import { findWorkspace, listWorkspaces, updateWorkspace, type WorkspaceRecord } from './workspaces.store.ts';

const TAGS = ['Workspaces'];

/** `POST` and `GET /v1/workspaces` for the operator, `GET` and `PATCH /v1/workspaces/{id}` also for the workspace itself. */
export function workspaceRoutes(api: ApiServer, ctx: WorkspaceContext): void {
  addCreate(api, ctx);
  addList(api, ctx);
  addGet(api, ctx);
  addUpdate(api, ctx);
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
      const { name, account_id: accountId = null, subdomain = null } = request.body;
      const settings = readSettings(request.body.settings ?? {});
      const wish = { name, accountId, subdomain, settings };
      const { workspace, apiKey } = await createWorkspace(ctx, wish, actorOf(request));
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
    config: { access: { who: 'workspace-or-operator', permission: 'workspace.read' } },
    schema: { tags: TAGS, summary: 'Read a workspace', params: idPath, response: { 200: workspaceView } },
    handler: async (request, reply) => {
      const workspace = await readWorkspace(ctx, request, request.params.id);
      reply.header('etag', etagOf(workspace.revision));
      return reply.send(toWorkspaceView(workspace));
    },
  });
}

function addUpdate(api: ApiServer, ctx: WorkspaceContext): void {
  api.route({
    method: 'PATCH',
    url: '/v1/workspaces/:id',
    config: { access: { who: 'workspace-or-operator', permission: 'workspace.write' } },
    schema: {
      tags: TAGS,
      summary: 'Change a workspace',
      description: 'Fields that are not given stay, also those of the settings.',
      params: idPath,
      body: updateWorkspaceBody,
      response: { 200: workspaceView },
    },
    handler: async (request, reply) => {
      const { name, subdomain, settings } = request.body;
      const before = await readWorkspace(ctx, request, request.params.id);
      checkIfMatch(request, etagOf(before.revision));
      const fields = changeFields(before, { name, subdomain, settings: settings && readSettings(settings) });
      const workspace = isDeepStrictEqual({ ...before, ...fields }, before)
        ? before
        : await saveWorkspace(ctx, { before, fields }, request);
      return reply.header('etag', etagOf(workspace.revision)).send(toWorkspaceView(workspace));
    },
  });
}

type AskingRequest = Pick<FastifyRequest, 'principal' | 'workspaceId' | 'id'>;

/** @throws PosthornError `not_found`, also when it is another workspace than the one that the call acts for. */
async function readWorkspace(ctx: WorkspaceContext, request: AskingRequest, idText: string): Promise<WorkspaceRecord> {
  const id = pathId('ws', idText);
  const isVisible = request.workspaceId === null || request.workspaceId === id;
  const workspace = isVisible ? await findWorkspace(ctx.store, id) : null;
  if (workspace === null) throw new PosthornError('not_found', 'There is no workspace with this id.');
  return workspace;
}

/** A change of a workspace stands in its own log, whoever made it. */
async function saveWorkspace(
  ctx: WorkspaceContext,
  { before, fields }: { readonly before: WorkspaceRecord; readonly fields: WorkspaceFields },
  request: AskingRequest,
): Promise<WorkspaceRecord> {
  const { id, revision: expectedRevision } = before;
  const audited = auditAs(auditedWorkspace(ctx), { actor: actorOf(request), workspaceId: id }, 'updated');
  const workspace = await updateWorkspace(ctx.store, { id, expectedRevision, fields }, audited);
  if (workspace === null) {
    throw new PosthornError(
      'conflict',
      'Somebody else changed this workspace at the same moment. Read it and try again.',
    );
  }
  await ctx.refreshRegistry();
  return workspace;
}
