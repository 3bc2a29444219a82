import * as z from 'zod';
import type { DeliveryState } from '../../domain/delivery.ts';
import { DELIVERY_STATES } from '../../domain/delivery.ts';
import { STANDING_WORDS, standingOf } from '../../domain/delivery-standing.ts';
import { type Endpoint, FORMATS } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import { EVENT_ORIGINS, type Event, type NewEvent } from '../../domain/event.ts';
import type { DeliveryId, EndpointId, EventId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { type ApiServer, decodeCursor, encodeCursor, listQuery, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { idCursor, idParam, idPath, pathId, phoneParam, timeParam, toIso } from '../../platform/http/query-params.ts';
import { makeCustomEvent, readHops } from './custom-event.ts';
import {
  type EventFilter,
  findEvent,
  findEventByKey,
  findEvents,
  listEvents,
  listEventsAfter,
} from './event-log.store.ts';

/** A delivery of an event, as much as the event's page shows of it. */
export interface EventDelivery {
  readonly id: DeliveryId;
  readonly endpointId: EndpointId;
  readonly state: DeliveryState;
  readonly attemptsMade: number;
  readonly nextAttemptAtMs: number | null;
}

/** A delivery of an event, as much as a sum over many shows of it. */
interface EventStanding {
  readonly eventId: EventId;
  readonly state: DeliveryState;
  readonly held: boolean;
  readonly attemptsMade: number;
}

type RenderTarget = Pick<Endpoint, 'format' | 'formatOptions'>;

/** What these routes need. */
export interface EventRoutesContext {
  readonly store: Store;
  /** The event's `data` in the standard format (CONTRACTS 8.2). */
  readonly eventData: (event: Event) => unknown;
  /** Commits events and the deliveries they cause; settles after the commit. `inserted` is false for a duplicate. */
  readonly append: (events: NewEvent[]) => Promise<{ readonly inserted: readonly boolean[] }>;
  readonly deliveriesOf: (event: Event) => Promise<readonly EventDelivery[]>;
  /** How many endpoints have each of these events. */
  readonly standingsOf: (workspaceId: WorkspaceId, eventIds: readonly EventId[]) => Promise<readonly EventStanding[]>;
  readonly endpoint: (workspaceId: WorkspaceId, id: EndpointId) => RenderTarget | null;
  /** An event in one of the formats. */
  readonly rendered: {
    readonly schema: z.ZodType;
    readonly render: (target: RenderTarget, event: Event) => unknown;
  };
  readonly newEventId: () => EventId;
  readonly nowMs: () => number;
}

/** More than the largest `data`, so that a caller who is above it is told of the field and not of the body. */
const BODY_BYTES_MAX = 512 * 1_024;

/** What is looked at anew at once: a page of a list. */
const IDS_MAX = 100;

const eventsQuery = listQuery.extend({
  after: z.string().max(256).optional(),
  type: z.string().min(1).max(128).optional(),
  since: timeParam.optional(),
  until: timeParam.optional(),
  channel: idParam('chn').optional(),
  wamid: z.string().min(1).max(512).optional(),
  phone: phoneParam.optional(),
  bsuid: z.string().min(1).max(256).optional(),
  ids: z
    .string()
    .max(IDS_MAX * 41)
    .transform((text) => text.split(','))
    .pipe(z.array(idParam('evt')).min(1).max(IDS_MAX))
    .optional()
    .describe('Up to 100 ids with commas between: these and no others, whatever else is asked for.'),
  view: z
    .enum(['full', 'summary'])
    .default('full')
    .describe('`summary` leaves `data` out and adds up the deliveries of each event instead.'),
});

const renderQuery = z.strictObject({ format: z.enum(FORMATS).optional(), endpoint: idParam('ep').optional() });

const newEventBody = z.strictObject({
  type: z
    .string()
    .max(128)
    .regex(/^custom(\.[a-z0-9_]+)+$/, 'Must be custom.<name> of a-z, 0-9, _ and dots.'),
  data: z.record(z.string(), z.unknown()),
  idempotency_key: z.string().min(1).max(255).optional(),
});

/** An event as lists show it. */
export const eventView = z.object({
  id: z.string(),
  type: z.string(),
  origin: z.enum(EVENT_ORIGINS),
  channel_id: z.string().nullable(),
  occurred_at: z.iso.datetime(),
  created_at: z.iso.datetime(),
  phone: z.string().nullable(),
  bsuid: z.string().nullable(),
  replay_of: z.string().nullable().describe('The event that this one repeats, because of a replay with `new_ids`.'),
  data: z.unknown(),
  deliveries_summary: z
    .object({
      total: z.int().describe('Endpoints that want it.'),
      delivered: z.int(),
      worst: z.enum(STANDING_WORDS).nullable().describe('How far the one is that is worst off. Null: all have it.'),
    })
    .optional()
    .describe('In the view `summary` alone.'),
});

const singleEventView = eventView.extend({
  deliveries: z.array(
    z.object({
      id: z.string(),
      endpoint_id: z.string(),
      state: z.enum(DELIVERY_STATES),
      attempts_made: z.int(),
      next_attempt_at: z.iso.datetime().nullable(),
    }),
  ),
});

type EventsQuery = z.output<typeof eventsQuery>;

/** GET /v1/events, GET /v1/events/{id}, POST /v1/events (issue R6, R8). */
export function eventRoutes(api: ApiServer, ctx: EventRoutesContext): void {
  api.get(
    '/v1/events',
    {
      config: { access: { who: 'workspace', permission: 'events.read' } },
      schema: {
        summary: 'List events, newest first, or oldest first after a cursor',
        description:
          'With `after` (empty or `0`: from the beginning) events come oldest first and none is ever skipped; `next_cursor` is then always given, so that a poller can go on from it. A filtered page may be short or empty while `has_more` is true.',
        tags: ['Events'],
        querystring: eventsQuery,
        response: { 200: pageOf(eventView) },
      },
    },
    (request) => answerList(ctx, workspaceOf(request), request.query),
  );
  api.get(
    '/v1/events/:id',
    {
      config: { access: { who: 'workspace', permission: 'events.read' } },
      schema: {
        summary: 'One event and its deliveries',
        tags: ['Events'],
        params: idPath,
        response: { 200: singleEventView },
      },
    },
    async (request) => toSingleView(ctx, await findOrThrow(ctx, workspaceOf(request), request.params.id)),
  );
  renderRoute(api, ctx);
  createEventRoute(api, ctx);
}

function renderRoute(api: ApiServer, ctx: EventRoutesContext): void {
  api.get(
    '/v1/events/:id/render',
    {
      config: { access: { who: 'workspace', permission: 'events.read' } },
      schema: {
        summary: 'An event in one of the formats',
        description:
          'Exactly the body that an endpoint of that format is sent. With `endpoint` the options of that endpoint count, and its format when none is named; else the format is `standard`.',
        tags: ['Events'],
        params: idPath,
        querystring: renderQuery,
        response: { 200: ctx.rendered.schema },
      },
    },
    async (request) => {
      const workspaceId = workspaceOf(request);
      const event = await findOrThrow(ctx, workspaceId, request.params.id);
      return ctx.rendered.render(readTarget(ctx, workspaceId, request.query), event);
    },
  );
}

function readTarget(
  ctx: EventRoutesContext,
  workspaceId: WorkspaceId,
  { format, endpoint: id }: z.output<typeof renderQuery>,
): RenderTarget {
  if (id === undefined) return { format: format ?? 'standard', formatOptions: {} };
  const endpoint = ctx.endpoint(workspaceId, id);
  if (endpoint === null) throw wrongParameter('?endpoint', 'There is no such endpoint.');
  if (format === undefined || format === endpoint.format) return endpoint;
  return { format, formatOptions: {} };
}

async function findOrThrow(ctx: EventRoutesContext, workspaceId: WorkspaceId, text: string): Promise<Event> {
  const event = await findEvent(ctx.store, workspaceId, pathId('evt', text));
  if (event !== null) return event;
  throw new PosthornError('not_found', 'There is no event with this id, or it is older than the retention.');
}

function createEventRoute(api: ApiServer, ctx: EventRoutesContext): void {
  api.post(
    '/v1/events',
    {
      bodyLimit: BODY_BYTES_MAX,
      config: { access: { who: 'workspace', permission: 'events.write' }, idempotent: true },
      schema: {
        summary: 'Send an event of your own to the endpoints that want it',
        description:
          'The same `idempotency_key` again answers 200 with the first event and causes nothing, for at least 14 days.',
        tags: ['Events'],
        body: newEventBody,
        response: { 200: eventView, 201: eventView },
      },
    },
    async (request, reply) => {
      const event = makeCustomEvent({
        id: ctx.newEventId(),
        workspaceId: workspaceOf(request),
        type: request.body.type,
        data: request.body.data,
        idempotencyKey: request.body.idempotency_key ?? null,
        hops: readHops(request.headers['posthorn-hops']),
        nowMs: ctx.nowMs(),
      });
      const { inserted } = await ctx.append([event]);
      if (inserted[0] === true) return reply.code(201).send(toEventView(ctx, event));
      return reply.code(200).send(toEventView(ctx, await findFirst(ctx, event)));
    },
  );
}

async function findFirst(ctx: EventRoutesContext, repeat: NewEvent): Promise<Event> {
  const first =
    repeat.dedupeKey === null ? null : await findEventByKey(ctx.store, repeat.workspaceId, repeat.dedupeKey);
  if (first !== null) return first;
  throw new PosthornError(
    'conflict',
    'An event with this idempotency_key was sent before, and it is older than the retention.',
  );
}

async function answerList(ctx: EventRoutesContext, workspaceId: WorkspaceId, query: EventsQuery) {
  const filter: EventFilter = {
    type: query.type,
    channelId: query.channel,
    wamid: query.wamid,
    phone: query.phone,
    bsuid: query.bsuid,
    sinceMs: query.since,
    untilMs: query.until,
  };
  if (query.ids !== undefined) {
    const events = await findEvents(ctx.store, workspaceId, query.ids);
    const data = await toListedViews(ctx, { workspaceId, view: query.view }, events);
    return { data, next_cursor: null, has_more: false };
  }
  if (query.after === undefined) {
    const beforeId = idCursor('evt', query.cursor);
    const page = await listEvents(ctx.store, { ...filter, workspaceId, beforeId, limit: query.limit });
    return {
      data: await toListedViews(ctx, { workspaceId, view: query.view }, page.items),
      next_cursor: page.nextCursor,
      has_more: page.nextCursor !== null,
    };
  }
  if (query.cursor !== undefined)
    throw wrongParameter('?cursor', 'Give either after (oldest first) or cursor (newest first).');
  const afterPosition = readAfter(query.after);
  const page = await listEventsAfter(ctx.store, { ...filter, workspaceId, afterPosition, limit: query.limit });
  return {
    data: await toListedViews(ctx, { workspaceId, view: query.view }, page.events),
    next_cursor: encodeCursor(String(page.nextPosition)),
    has_more: page.hasMore,
  };
}

function readAfter(after: string): number {
  if (after === '' || after === '0') return 0;
  const position = isCursor(after) ? Number(decodeCursor(after)) : Number.NaN;
  if (Number.isSafeInteger(position) && position >= 0) return position;
  throw wrongParameter('?after', 'Use next_cursor of a page that was read with after, or 0 for the beginning.');
}

/** Positions are digits, and base64url of digits is at most these characters: decoding cannot fail on anything else. */
function isCursor(after: string): boolean {
  return /^[A-Za-z0-9_-]{2,24}$/.test(after) && /^[0-9]+$/.test(Buffer.from(after, 'base64url').toString('latin1'));
}

function wrongParameter(pointer: string, message: string): PosthornError {
  return new PosthornError('invalid_request', 'The query is not valid.', { fields: [{ pointer, message }] });
}

/** `view=summary` is for tables: what a row shows, without the bodies of a hundred events. */
async function toListedViews(
  ctx: EventRoutesContext,
  { workspaceId, view }: { readonly workspaceId: WorkspaceId; readonly view: EventsQuery['view'] },
  events: readonly Event[],
): Promise<z.input<typeof eventView>[]> {
  if (view === 'full') return events.map((event) => toEventView(ctx, event));
  const standings = await ctx.standingsOf(
    workspaceId,
    events.map(({ id }) => id),
  );
  const byEvent = Map.groupBy(standings, ({ eventId }) => eventId);
  return events.map((event) => ({
    ...toEventView({ eventData: () => null }, event),
    deliveries_summary: addUp(byEvent.get(event.id) ?? []),
  }));
}

function addUp(standings: readonly EventStanding[]) {
  const words = standings.map(standingOf);
  const worst = words.reduce((worstSoFar, word) => Math.max(worstSoFar, STANDING_WORDS.indexOf(word)), 0);
  return {
    total: words.length,
    delivered: words.filter((word) => word === 'delivered').length,
    worst: worst === 0 ? null : (STANDING_WORDS[worst] ?? null),
  };
}

/** An event as lists show it. */
export function toEventView(ctx: Pick<EventRoutesContext, 'eventData'>, event: Event) {
  return {
    id: event.id,
    type: event.type,
    origin: event.origin,
    channel_id: event.channelId,
    occurred_at: toIso(event.occurredAtMs),
    created_at: toIso(event.createdAtMs),
    phone: event.phone,
    bsuid: event.bsuid,
    replay_of: event.replayOf ?? null,
    data: ctx.eventData(event),
  };
}

async function toSingleView(ctx: EventRoutesContext, event: Event) {
  const deliveries = await ctx.deliveriesOf(event);
  return {
    ...toEventView(ctx, event),
    deliveries: deliveries.map((delivery) => ({
      id: delivery.id,
      endpoint_id: delivery.endpointId,
      state: delivery.state,
      attempts_made: delivery.attemptsMade,
      next_attempt_at: delivery.nextAttemptAtMs === null ? null : toIso(delivery.nextAttemptAtMs),
    })),
  };
}
