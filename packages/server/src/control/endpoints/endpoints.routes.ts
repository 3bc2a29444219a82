import { isDeepStrictEqual } from 'node:util';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { FORMATS } from '../../domain/endpoint.ts';
import { type Breaker, HEALTHY_BREAKER } from '../../domain/endpoint-breaker.ts';
import { PosthornError } from '../../domain/errors.ts';
import { type EndpointId, parseId, type WorkspaceId } from '../../domain/ids.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, listQuery, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { checkIfMatch, etagOf } from '../../platform/http/etag.ts';
import { idPath } from '../../platform/http/query-params.ts';
import {
  type Asker,
  auditEndpoint,
  createEndpoint,
  type EndpointActionContext,
  type MoveDeliveries,
  noSuchEndpoint,
  removeEndpoint,
} from './endpoint-actions.ts';
import { chooseSecret, draftChangedEndpoint, sealSecrets } from './endpoint-drafts.ts';
import { rotateSigningSecret } from './endpoint-rules.ts';
import {
  createdEndpointView,
  createEndpointBody,
  type EndpointView,
  endpointView,
  OVERLAP_SECONDS_DEFAULT,
  retryPresetView,
  rotatedSecretView,
  rotateSecretBody,
  updateEndpointBody,
} from './endpoint-schemas.ts';
import { openSecrets, showOverlapEnd, showSchedule, toEndpointView } from './endpoint-view.ts';
import {
  type EndpointAt,
  type EndpointFields,
  type EndpointRecord,
  findEndpoint,
  listEndpoints,
  pauseEndpoint,
  switchEndpoint,
  updateEndpoint,
} from './endpoints.store.ts';
import { presetOfFormat, RETRY_PRESET_NAMES, RETRY_PRESETS } from './retry-presets.ts';

/** What these routes need, and nothing more. `gateway.ts` passes the real ones. */
export interface EndpointRoutesContext extends EndpointActionContext {
  /** In the transaction that disables: pending deliveries stay and are not sent. */
  readonly holdDeliveries: MoveDeliveries;
  /** In the transaction that enables: held deliveries are due. */
  readonly releaseDeliveries: MoveDeliveries;
  /** In the transaction after which an endpoint asks for no order any more: nothing waits behind anything. */
  readonly endOrder: MoveDeliveries;
  /** In the transaction that changes what is sent or where: a breaker that is open is tried at once. */
  readonly probeAtOnce: MoveDeliveries;
  /** How endpoints have answered lately. One that is not there is healthy. */
  readonly breakersOf: (
    workspaceId: WorkspaceId,
    ids: readonly EndpointId[],
  ) => Promise<ReadonlyMap<EndpointId, Breaker>>;
  /** Hint that an endpoint may take deliveries now that it did not take before, or the other way round. */
  readonly wakeDelivery: () => void;
}

const TAGS = ['Endpoints'];
const READ = { who: 'workspace', permission: 'endpoints.read' } as const;
const WRITE = { who: 'workspace', permission: 'endpoints.write' } as const;

/** Endpoints of a workspace: where its events go. What belongs to another workspace is 404. */
export function endpointRoutes(api: ApiServer, ctx: EndpointRoutesContext): void {
  addCreateRoute(api, ctx);
  addReadRoutes(api, ctx);
  addRetryPresetsRoute(api);
  addUpdateRoute(api, ctx);
  addRotateRoute(api, ctx);
  addDropOldSecretRoute(api, ctx);
  addSwitchRoutes(api, ctx);
  addPauseRoutes(api, ctx);
  addDeleteRoute(api, ctx);
}

function addCreateRoute(api: ApiServer, ctx: EndpointRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/endpoints',
    config: { access: WRITE, idempotent: true },
    schema: {
      tags: TAGS,
      summary: 'Create an endpoint',
      description: 'The signing secret is in this answer and in no other.',
      body: createEndpointBody,
      response: { 201: createdEndpointView },
    },
    handler: async (request, reply) => {
      const { endpoint, signingSecret } = await createEndpoint(ctx, askerOf(request), request.body);
      const view = { ...toEndpointView(ctx, endpoint, HEALTHY_BREAKER), signing_secret: signingSecret };
      return reply.code(201).header('etag', etagOf(endpoint.revision)).send(view);
    },
  });
}

function addReadRoutes(api: ApiServer, ctx: EndpointRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/endpoints',
    config: { access: READ },
    schema: { tags: TAGS, summary: 'List endpoints', querystring: listQuery, response: { 200: pageOf(endpointView) } },
    handler: async (request) => {
      const page = await listEndpoints(ctx.store, workspaceOf(request), request.query);
      const breakers = await ctx.breakersOf(
        workspaceOf(request),
        page.items.map(({ id }) => id),
      );
      const data = page.items.map((endpoint) =>
        toEndpointView(ctx, endpoint, breakers.get(endpoint.id) ?? HEALTHY_BREAKER),
      );
      return { data, next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  });
  api.route({
    method: 'GET',
    url: '/v1/endpoints/:id',
    config: { access: READ },
    schema: { tags: TAGS, summary: 'Read an endpoint', params: idPath, response: { 200: endpointView } },
    handler: async (request, reply) => {
      const endpoint = await readEndpoint(ctx, workspaceOf(request), request.params.id);
      return reply.header('etag', etagOf(endpoint.revision)).send(await viewOf(ctx, endpoint));
    },
  });
}

function addUpdateRoute(api: ApiServer, ctx: EndpointRoutesContext): void {
  api.route({
    method: 'PATCH',
    url: '/v1/endpoints/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Change an endpoint',
      description: 'Fields that are not given stay. Deliveries that are pending go to the changed endpoint.',
      params: idPath,
      body: updateEndpointBody,
      response: { 200: endpointView },
    },
    handler: async (request, reply) => {
      const before = await readEndpoint(ctx, workspaceOf(request), request.params.id);
      checkIfMatch(request, etagOf(before.revision));
      const fields = await draftChangedEndpoint(ctx, before, request.body);
      const endpoint = changesNothing(before, fields)
        ? before
        : await saveEndpoint(ctx, { before, fields }, auditEndpoint(ctx, askerOf(request), 'updated'));
      return reply.header('etag', etagOf(endpoint.revision)).send(await viewOf(ctx, endpoint));
    },
  });
}

function addRotateRoute(api: ApiServer, ctx: EndpointRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/endpoints/:id/rotate-secret',
    config: { access: WRITE, idempotent: true },
    schema: {
      tags: TAGS,
      summary: 'Rotate the signing secret',
      description: 'Both secrets are in use until the overlap ends. The new one is in this answer and in no other.',
      params: idPath,
      body: rotateSecretBody,
      response: { 200: rotatedSecretView },
    },
    handler: async (request) => {
      const { overlap_seconds, secret } = request.body ?? {};
      const before = await readEndpoint(ctx, workspaceOf(request), request.params.id);
      const signingSecret = chooseSecret(ctx, before.format, secret);
      const nowMs = ctx.nowMs();
      const overlapSeconds = overlap_seconds ?? OVERLAP_SECONDS_DEFAULT;
      const secrets = rotateSigningSecret(openSecrets(ctx, before), { secret: signingSecret, overlapSeconds, nowMs });
      const fields = { ...before, secretsSealed: sealSecrets(ctx, { ...secrets, currentSinceMs: nowMs }) };
      await saveEndpoint(ctx, { before, fields }, auditEndpoint(ctx, askerOf(request), 'secret_rotated'));
      return { signing_secret: signingSecret, previous_secret_expires_at: showOverlapEnd(secrets, nowMs) };
    },
  });
}

function addDropOldSecretRoute(api: ApiServer, ctx: EndpointRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/endpoints/:id/drop-old-secret',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'End the overlap of a rotation',
      description: 'From now on the current signing secret alone is in use. Without an overlap nothing changes.',
      params: idPath,
      response: { 200: endpointView },
    },
    handler: async (request, reply) => {
      const before = await readEndpoint(ctx, workspaceOf(request), request.params.id);
      const secrets = openSecrets(ctx, before);
      const isOver = showOverlapEnd(secrets, ctx.nowMs()) === null;
      const kept = { ...secrets, previous: null, previousUntilMs: null };
      const endpoint = isOver
        ? before
        : await saveEndpoint(
            ctx,
            { before, fields: { ...before, secretsSealed: sealSecrets(ctx, kept) } },
            auditEndpoint(ctx, askerOf(request), 'old_secret_dropped'),
          );
      return reply.header('etag', etagOf(endpoint.revision)).send(await viewOf(ctx, endpoint));
    },
  });
}

function addRetryPresetsRoute(api: ApiServer): void {
  const data = RETRY_PRESET_NAMES.map((name) => ({
    name,
    formats: FORMATS.filter((format) => presetOfFormat(format) === name),
    delays_seconds: [...RETRY_PRESETS[name].delaysSeconds],
    timeout_seconds: RETRY_PRESETS[name].timeoutSeconds,
    schedule: showSchedule(RETRY_PRESETS[name].delaysSeconds),
  }));
  api.route({
    method: 'GET',
    url: '/v1/retry-presets',
    config: { access: { who: 'workspace', permission: 'catalogue.read' } },
    schema: {
      tags: TAGS,
      summary: 'The retry presets, with the time of each attempt',
      response: { 200: z.object({ data: z.array(retryPresetView) }) },
    },
    handler: async () => ({ data }),
  });
}

function addSwitchRoutes(api: ApiServer, ctx: EndpointRoutesContext): void {
  const switches = [
    {
      verb: 'enable',
      done: 'enabled',
      disabledReason: null,
      summary: 'Enable an endpoint',
      description: 'Deliveries that were held are due at once. Events of the time between made no deliveries.',
      move: ctx.releaseDeliveries,
    },
    {
      verb: 'disable',
      done: 'disabled',
      disabledReason: 'manual',
      summary: 'Disable an endpoint',
      description: 'It gets no new deliveries; those that are pending are held.',
      move: ctx.holdDeliveries,
    },
  ] as const;
  for (const { verb, done, disabledReason, summary, description, move } of switches) {
    api.route({
      method: 'POST',
      url: `/v1/endpoints/:id/${verb}`,
      config: { access: WRITE },
      schema: { tags: TAGS, summary, description, params: idPath, response: { 200: endpointView } },
      handler: async (request, reply) => {
        const at = endpointAt(ctx, workspaceOf(request), request.params.id);
        const audited = auditEndpoint(ctx, askerOf(request), done);
        const endpoint = await switchEndpoint(ctx.store, { ...at, disabledReason }, async (trx, change) => {
          await move(trx, at.workspaceId, at.id, at.nowMs);
          await audited(trx, change);
        });
        if (endpoint === null) throw noSuchEndpoint();
        await ctx.refreshRegistry();
        ctx.wakeDelivery();
        return reply.header('etag', etagOf(endpoint.revision)).send(await viewOf(ctx, endpoint));
      },
    });
  }
}

function addPauseRoutes(api: ApiServer, ctx: EndpointRoutesContext): void {
  const pauses = [
    {
      verb: 'pause',
      done: 'paused',
      isPaused: true,
      summary: 'Pause an endpoint',
      description:
        'Deliveries are made for it and wait, unlike those of a disabled endpoint. What is under way is finished, and test sends still go out. Other nodes hear of it within a second.',
    },
    {
      verb: 'resume',
      done: 'resumed',
      isPaused: false,
      summary: 'Resume a paused endpoint',
      description: 'What waited goes out at its turn, through the rate limit. Nothing was missed.',
    },
  ] as const;
  for (const { verb, done, isPaused, summary, description } of pauses) {
    api.route({
      method: 'POST',
      url: `/v1/endpoints/:id/${verb}`,
      config: { access: WRITE },
      schema: { tags: TAGS, summary, description, params: idPath, response: { 200: endpointView } },
      handler: async (request, reply) => {
        const at = endpointAt(ctx, workspaceOf(request), request.params.id);
        const audited = auditEndpoint(ctx, askerOf(request), done);
        const endpoint = await pauseEndpoint(ctx.store, { ...at, isPaused }, audited);
        if (endpoint === null) throw noSuchEndpoint();
        await ctx.refreshRegistry();
        ctx.wakeDelivery();
        return reply.header('etag', etagOf(endpoint.revision)).send(await viewOf(ctx, endpoint));
      },
    });
  }
}

function addDeleteRoute(api: ApiServer, ctx: EndpointRoutesContext): void {
  api.route({
    method: 'DELETE',
    url: '/v1/endpoints/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Delete an endpoint',
      description: 'Its pending deliveries are canceled; its delivery log stays.',
      params: idPath,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { id } = endpointAt(ctx, workspaceOf(request), request.params.id);
      await removeEndpoint(ctx, askerOf(request), id);
      return reply.code(204).send(null);
    },
  });
}

function askerOf(request: Pick<FastifyRequest, 'principal' | 'workspaceId' | 'id'>): Asker {
  return { workspaceId: workspaceOf(request), actor: actorOf(request) };
}

async function readEndpoint(
  ctx: EndpointRoutesContext,
  workspaceId: WorkspaceId,
  idText: string,
): Promise<EndpointRecord> {
  const id = parseId('ep', idText);
  const endpoint = id === null ? null : await findEndpoint(ctx.store, workspaceId, id);
  if (endpoint === null) throw noSuchEndpoint();
  return endpoint;
}

async function viewOf(ctx: EndpointRoutesContext, endpoint: EndpointRecord): Promise<EndpointView> {
  const breakers = await ctx.breakersOf(endpoint.workspaceId, [endpoint.id]);
  return toEndpointView(ctx, endpoint, breakers.get(endpoint.id) ?? HEALTHY_BREAKER);
}

/** True when every field has the value that it had. */
function changesNothing(before: EndpointRecord, fields: EndpointFields): boolean {
  return isDeepStrictEqual({ ...before, ...fields }, before);
}

async function saveEndpoint(
  ctx: EndpointRoutesContext,
  { before, fields }: { readonly before: EndpointRecord; readonly fields: EndpointFields },
  withChange: WithChange<EndpointRecord>,
): Promise<EndpointRecord> {
  const { workspaceId, id, revision: expectedRevision } = before;
  const update = { workspaceId, id, nowMs: ctx.nowMs(), expectedRevision, fields };
  const endpoint = await updateEndpoint(ctx.store, update, async (trx, change) => {
    await ctx.probeAtOnce(trx, workspaceId, id, update.nowMs);
    if (before.ordering !== 'none' && fields.ordering === 'none')
      await ctx.endOrder(trx, workspaceId, id, update.nowMs);
    await withChange(trx, change);
  });
  if (endpoint === null) {
    throw new PosthornError(
      'conflict',
      'Somebody else changed this endpoint at the same moment. Read it and try again.',
    );
  }
  await ctx.refreshRegistry();
  ctx.wakeDelivery();
  return endpoint;
}

function endpointAt(ctx: EndpointRoutesContext, workspaceId: WorkspaceId, idText: string): EndpointAt {
  const id = parseId('ep', idText);
  if (id === null) throw noSuchEndpoint();
  return { workspaceId, id, nowMs: ctx.nowMs() };
}
