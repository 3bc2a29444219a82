import * as z from 'zod';
import type { Endpoint } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import { type EndpointId, parseId, uuidOf, type WorkspaceId } from '../../domain/ids.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { idPath, toIso } from '../../platform/http/query-params.ts';
import { type Asker, askerOf, READ, TAGS, WRITE } from './vobiz-access.ts';
import { vobizError } from './vobiz-errors.ts';

/** An endpoint, as far as Vobiz's API shows it. */
export interface SubscribedEndpoint extends Pick<Endpoint, 'id' | 'url' | 'format' | 'enabled'> {
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What these routes need. `gateway` passes the real ones. */
export interface VobizWebhooksContext {
  /** Makes an endpoint of format vobiz for all event types. @throws PosthornError of the rule that is broken. */
  readonly createEndpoint: (
    asker: Asker,
    webhook: { readonly url: string; readonly secret: string },
  ) => Promise<SubscribedEndpoint>;
  /** Those of the workspace, of every format. A workspace has few. */
  readonly listEndpoints: (workspaceId: WorkspaceId) => Promise<readonly SubscribedEndpoint[]>;
  readonly findEndpoint: (workspaceId: WorkspaceId, id: EndpointId) => Promise<SubscribedEndpoint | null>;
  /** @throws PosthornError `not_found`. */
  readonly removeEndpoint: (asker: Asker, id: EndpointId) => Promise<void>;
}

/** Bounds what is looked at; the exact rules stand where endpoints are made. */
const URL_LENGTH_MAX = 2048;
const SECRET_LENGTH_MAX = 1024;

const webhookBody = z.object({
  url: z.string().min(1).max(URL_LENGTH_MAX).describe('HTTPS address that events are POSTed to.'),
  secret: z.string().max(SECRET_LENGTH_MAX).describe('Signs what is sent: 16 to 256 bytes. Never shown again.'),
});

const webhookView = z
  .object({
    id: z.string().describe('The UUID inside the id of the endpoint, `ep_…`.'),
    url: z.string(),
    status: z.enum(['active', 'inactive']),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ title: 'VobizWebhook' });

/** `/webhooks` as Vobiz prints it (CONTRACTS 4.2): the endpoints of format vobiz, and no others. */
export function webhookRoutes(vobiz: ApiServer, ctx: VobizWebhooksContext): void {
  vobiz.route({
    method: 'POST',
    url: '/webhooks',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Subscribe a URL to all events',
      description: 'Makes an endpoint of format vobiz for all event types that the format can express.',
      body: webhookBody,
      response: { 201: webhookView, default: vobizError },
    },
    handler: async (request, reply) => {
      const endpoint = await ctx.createEndpoint(askerOf(request), request.body);
      return reply.code(201).send(toWebhookView(endpoint));
    },
  });
  vobiz.route({
    method: 'GET',
    url: '/webhooks',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'List subscriptions',
      response: { 200: z.object({ items: z.array(webhookView) }), default: vobizError },
    },
    handler: async (request) => {
      const endpoints = await ctx.listEndpoints(workspaceOf(request));
      return { items: endpoints.filter(isWebhook).map(toWebhookView) };
    },
  });
  addDeleteRoute(vobiz, ctx);
}

function addDeleteRoute(vobiz: ApiServer, ctx: VobizWebhooksContext): void {
  vobiz.route({
    method: 'DELETE',
    url: '/webhooks/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Delete a subscription',
      params: idPath,
      response: { 204: z.null(), default: vobizError },
    },
    handler: async (request, reply) => {
      const id = parseId('ep', `ep_${request.params.id}`);
      const endpoint = id === null ? null : await ctx.findEndpoint(workspaceOf(request), id);
      if (endpoint === null || !isWebhook(endpoint)) {
        throw new PosthornError('not_found', 'There is no such webhook.');
      }
      await ctx.removeEndpoint(askerOf(request), endpoint.id);
      return reply.code(204).send(null);
    },
  });
}

function isWebhook(endpoint: SubscribedEndpoint): boolean {
  return endpoint.format === 'vobiz';
}

function toWebhookView(endpoint: SubscribedEndpoint): z.output<typeof webhookView> {
  return {
    id: uuidOf(endpoint.id),
    url: endpoint.url,
    status: endpoint.enabled ? 'active' : 'inactive',
    created_at: toIso(endpoint.createdAtMs),
    updated_at: toIso(endpoint.updatedAtMs),
  };
}
