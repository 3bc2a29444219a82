import * as z from 'zod';
import type { Attempt } from '../../domain/delivery.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { Event } from '../../domain/event.ts';
import { exampleEvent, nameInFormat } from '../../domain/event-catalogue/catalogue.ts';
import { carriesMetaBody } from '../../domain/event-catalogue/format-traits.ts';
import { type EndpointId, type EventId, parseId, type WorkspaceId } from '../../domain/ids.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { idPath } from '../../platform/http/query-params.ts';

/** What this route needs. `gateway.ts` passes the real ones. */
export interface EndpointTestRoutesContext {
  /** An endpoint of that workspace, disabled ones included. Null: there is none. */
  readonly endpoint: (workspaceId: WorkspaceId, id: EndpointId) => Endpoint | null;
  /** Renders, signs and sends once, outside any delivery. What the receiver did is in the attempt, never thrown. */
  readonly runTest: (endpoint: Endpoint, event: Event) => Promise<Attempt>;
  /** Puts the attempt into the delivery log. */
  readonly logAttempt: (attempt: Attempt) => Promise<void>;
  /** How `GET /v1/attempts` shows an attempt. */
  readonly attempt: { readonly schema: z.ZodType; readonly toView: (attempt: Attempt) => unknown };
  readonly newEventId: () => EventId;
  readonly nowMs: () => number;
}

const testBody = z.strictObject({
  event_type: z.string().min(1).max(128).describe('Any type of the catalogue that the format can express.'),
});

/** `POST /v1/endpoints/{id}/test` (issue R6): one signed example, now, whatever the endpoint subscribed to. */
export function endpointTestRoutes(api: ApiServer, ctx: EndpointTestRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/endpoints/:id/test',
    config: { access: { who: 'workspace', permission: 'endpoints.write' } },
    schema: {
      tags: ['Endpoints'],
      summary: 'Send a signed example',
      description:
        'Sends an example of the event type once, marked `Posthorn-Trigger: test`, and answers with the attempt whatever the receiver did. Works on disabled endpoints. The example is no event and makes no delivery.',
      params: idPath,
      body: testBody,
      response: { 200: ctx.attempt.schema },
    },
    handler: async (request, reply) => {
      const endpoint = findOrThrow(ctx, workspaceOf(request), request.params.id);
      const event = makeExample(ctx, endpoint, request.body.event_type);
      const attempt = await ctx.runTest(endpoint, event);
      await ctx.logAttempt(attempt);
      return reply.code(200).send(ctx.attempt.toView(attempt));
    },
  });
}

function findOrThrow(ctx: EndpointTestRoutesContext, workspaceId: WorkspaceId, idText: string): Endpoint {
  const id = parseId('ep', idText);
  const endpoint = id === null ? null : ctx.endpoint(workspaceId, id);
  // Asked again here, because a mistake in the wiring would send to, and show, somebody else's endpoint.
  if (endpoint?.workspaceId !== workspaceId) throw new PosthornError('not_found', 'There is no such endpoint.');
  return endpoint;
}

function makeExample(ctx: EndpointTestRoutesContext, endpoint: Endpoint, type: string): Event {
  const event = exampleEvent(type, {
    id: ctx.newEventId(),
    workspaceId: endpoint.workspaceId,
    channelId: null,
    nowMs: ctx.nowMs(),
  });
  if (event === null) {
    throw wrongType('event_type_unknown', 'There is no such event type. GET /v1/event-types lists them.');
  }
  const isExpressed = nameInFormat(endpoint.format, type) !== null;
  if (isExpressed && (event.origin === 'meta' || !carriesMetaBody(endpoint.format))) return event;
  throw wrongType('event_type_not_in_format', `The format ${endpoint.format} cannot express this event type.`);
}

function wrongType(code: 'event_type_unknown' | 'event_type_not_in_format', message: string): PosthornError {
  return new PosthornError(code, message, { fields: [{ pointer: '/event_type', message }] });
}
