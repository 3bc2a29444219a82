import * as z from 'zod';
import { ATTEMPT_OUTCOMES, type AttemptOutcome, DELIVERY_STATES, type DeliveryState } from '../../domain/delivery.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { Event } from '../../domain/event.ts';
import type { ContactId, DeliveryId, EndpointId, EventId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { type ApiServer, listQuery, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { idCursor, idPath, pathId } from '../../platform/http/query-params.ts';
import { type ContactKeys, listContactEvents } from './contact-events.store.ts';
import { eventView, toEventView } from './events.routes.ts';

/** A delivery of an event with the outcomes of its attempts, as much as a line of marks shows of it. */
export interface DeliveryMarks {
  readonly id: DeliveryId;
  readonly eventId: EventId;
  readonly endpointId: EndpointId;
  readonly state: DeliveryState;
  readonly attemptsMade: number;
  /** Waits without a time, because its endpoint is disabled. */
  readonly held: boolean;
  /** Of the last attempts, oldest first. */
  readonly outcomes: readonly AttemptOutcome[];
}

/** What this route needs. `gateway/` passes the real ones. */
export interface ContactEventsContext {
  readonly store: Store;
  /** The event's `data` in the standard format. */
  readonly eventData: (event: Event) => unknown;
  /** What events know the contact by. Null: there is no such contact. */
  readonly contactKeys: (workspaceId: WorkspaceId, id: ContactId) => Promise<ContactKeys | null>;
  readonly deliveriesOf: (workspaceId: WorkspaceId, eventIds: readonly EventId[]) => Promise<readonly DeliveryMarks[]>;
}

const marksView = z.object({
  id: z.string(),
  endpoint_id: z.string(),
  state: z.enum(DELIVERY_STATES),
  held: z.boolean(),
  attempts_made: z.int(),
  outcomes: z.array(z.enum(ATTEMPT_OUTCOMES)).describe('Of the last attempts, oldest first.'),
});

const contactEventView = eventView.extend({ deliveries: z.array(marksView) }).meta({ id: 'ContactEvent' });

/** GET /v1/contacts/{id}/events: what happened to one person, and how far our systems have it. */
export function contactEventRoutes(api: ApiServer, ctx: ContactEventsContext): void {
  api.get(
    '/v1/contacts/:id/events',
    {
      config: { access: { who: 'workspace', permission: 'events.read' } },
      schema: {
        summary: 'The events about a contact, newest first',
        description:
          'By its number in all spellings, its BSUID and its id, as far back as events are kept. Each with its deliveries and the outcomes of their last attempts.',
        tags: ['Contacts'],
        params: idPath,
        querystring: listQuery,
        response: { 200: pageOf(contactEventView) },
      },
    },
    async (request) => {
      const workspaceId = workspaceOf(request);
      const { cursor, limit } = request.query;
      const contact = await ctx.contactKeys(workspaceId, pathId('cnt', request.params.id));
      if (contact === null) throw new PosthornError('not_found', 'There is no such contact.');
      const beforeId = idCursor('evt', cursor);
      const page = await listContactEvents(ctx.store, { workspaceId, contact, beforeId, limit });
      const deliveries = await ctx.deliveriesOf(
        workspaceId,
        page.items.map(({ id }) => id),
      );
      const byEvent = Map.groupBy(deliveries, ({ eventId }) => eventId);
      return {
        data: page.items.map((event) => ({
          ...toEventView(ctx, event),
          deliveries: (byEvent.get(event.id) ?? []).map(toMarksView),
        })),
        next_cursor: page.nextCursor,
        has_more: page.nextCursor !== null,
      };
    },
  );
}

function toMarksView(delivery: DeliveryMarks): z.output<typeof marksView> {
  return {
    id: delivery.id,
    endpoint_id: delivery.endpointId,
    state: delivery.state,
    held: delivery.held,
    attempts_made: delivery.attemptsMade,
    outcomes: [...delivery.outcomes],
  };
}
