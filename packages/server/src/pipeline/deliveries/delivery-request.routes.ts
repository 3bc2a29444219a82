import * as z from 'zod';
import { FORMATS } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { Event } from '../../domain/event.ts';
import type { EventId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { idParam, idPath, pathId, toIso } from '../../platform/http/query-params.ts';
import { findDelivery } from './deliveries.store.ts';
import { type DeliveryEndpoint, findDeliveryEndpoints, findSentRequest } from './delivery-details.store.ts';

/** An event as one of the formats renders it, as `GET /v1/events/{id}/render` shows it. */
export interface RenderedEvents {
  readonly schema: z.ZodType;
  readonly render: (target: Pick<DeliveryEndpoint, 'format' | 'formatOptions'>, event: Event) => RenderedEvent;
}

interface RenderedEvent {
  readonly reason: string | null;
  readonly content_type: string | null;
  readonly event_name: string | null;
  readonly body: string | null;
  readonly body_bytes: number | null;
}

/** What these routes need. `gateway/` passes the real ones. */
export interface DeliveryRequestContext {
  readonly store: Store;
  readonly findEvent: (workspaceId: WorkspaceId, id: EventId) => Promise<Event | null>;
  readonly rendered: RenderedEvents;
  readonly nowMs: () => number;
}

const READ = { access: { who: 'workspace', permission: 'deliveries.read' } } as const;
const TAGS = ['Deliveries'];

/** Schema of the request of an attempt. */
export const requestView = z.object({
  method: z.literal('POST'),
  url: z.string(),
  format: z.enum(FORMATS),
  expressible: z.boolean(),
  reason: z.string().nullable(),
  content_type: z.string().nullable(),
  event_name: z.string().nullable(),
  body: z.string().nullable().describe('Exactly the text whose UTF-8 bytes are signed and sent.'),
  body_bytes: z.int().nullable(),
  attempt_id: z.string().nullable().describe('The attempt whose headers these are. Null: none was made yet.'),
  attempt_number: z.int().nullable(),
  started_at: z.iso.datetime().nullable(),
  headers: z
    .record(z.string(), z.string())
    .nullable()
    .describe('As they were sent, with the signatures. Values of the endpoint’s own headers are masked.'),
  endpoint_changed_since: z
    .boolean()
    .describe(
      'The endpoint was changed after that attempt: in another format or with other options its body was another.',
    ),
});

/** GET /v1/deliveries/{id}/render and GET /v1/deliveries/{id}/request: what is sent, byte by byte. */
export function deliveryRequestRoutes(api: ApiServer, ctx: DeliveryRequestContext): void {
  api.get(
    '/v1/deliveries/:id/render',
    {
      config: READ,
      schema: {
        summary: 'The event of a delivery in one of the formats',
        description:
          'Without `format` in the format of the endpoint. In that format the options of the endpoint count.',
        tags: TAGS,
        params: idPath,
        querystring: z.strictObject({ format: z.enum(FORMATS).optional() }),
        response: { 200: ctx.rendered.schema },
      },
    },
    async (request) => {
      const { event, endpoint } = await findParts(ctx, workspaceOf(request), request.params.id);
      const format = request.query.format ?? endpoint.format;
      const formatOptions = format === endpoint.format ? endpoint.formatOptions : {};
      return ctx.rendered.render({ format, formatOptions }, event);
    },
  );
  api.get(
    '/v1/deliveries/:id/request',
    {
      config: READ,
      schema: {
        summary: 'The request of an attempt, exactly as it is sent',
        description:
          'The body is the same in every attempt. The headers are those of the last attempt, or of the one that `attempt` names.',
        tags: TAGS,
        params: idPath,
        querystring: z.strictObject({ attempt: idParam('att').optional() }),
        response: { 200: requestView },
      },
    },
    async (request) => {
      const workspaceId = workspaceOf(request);
      const { delivery, event, endpoint } = await findParts(ctx, workspaceId, request.params.id);
      const attemptId = request.query.attempt ?? null;
      const sent = await findSentRequest(ctx.store, { workspaceId, id: delivery.id }, attemptId);
      if (sent === null && attemptId !== null) throw notFound('There is no such attempt of this delivery.');
      const { reason, content_type, event_name, body, body_bytes } = ctx.rendered.render(endpoint, event);
      return {
        method: 'POST' as const,
        url: endpoint.url,
        format: endpoint.format,
        ...{ expressible: body !== null, reason, content_type, event_name, body, body_bytes },
        attempt_id: sent?.attemptId ?? null,
        attempt_number: sent?.number ?? null,
        started_at: sent === null ? null : toIso(sent.startedAtMs),
        headers: sent === null ? null : { ...sent.headers },
        endpoint_changed_since: sent !== null && endpoint.updatedAtMs > sent.startedAtMs,
      };
    },
  );
}

async function findParts(ctx: DeliveryRequestContext, workspaceId: WorkspaceId, text: string) {
  const delivery = await findDelivery(ctx.store, { workspaceId, id: pathId('dlv', text), nowMs: ctx.nowMs() });
  if (delivery === null) throw notFound('There is no delivery with this id, or it is older than the retention.');
  const event = await ctx.findEvent(workspaceId, delivery.eventId);
  if (event === null) throw notFound('The event of this delivery is older than the retention and was purged.');
  const endpoint = (await findDeliveryEndpoints(ctx.store, workspaceId, [delivery.endpointId])).get(
    delivery.endpointId,
  );
  if (endpoint === undefined) throw notFound('The endpoint of this delivery is gone.');
  return { delivery, event, endpoint };
}

function notFound(message: string): PosthornError {
  return new PosthornError('not_found', message);
}
