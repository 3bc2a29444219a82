import * as z from 'zod';
import { ATTEMPT_OUTCOMES, ATTEMPT_TRIGGERS, DELIVERY_STATES, ERROR_CLASSES } from '../../domain/delivery.ts';
import { STANDING_WORDS, standingOf } from '../../domain/delivery-standing.ts';
import { FORMATS } from '../../domain/endpoint.ts';
import { EVENT_ORIGINS } from '../../domain/event.ts';
import { toIso } from '../../platform/http/query-params.ts';
import type { AttemptSummary, Delivery } from './deliveries.store.ts';
import type { DetailedDelivery } from './delivery-details.store.ts';

const attemptSummaryView = z.object({
  id: z.string(),
  number: z.int(),
  trigger: z.enum(ATTEMPT_TRIGGERS),
  started_at: z.iso.datetime(),
  duration_ms: z.int().nullable(),
  outcome: z.enum(ATTEMPT_OUTCOMES),
  status_code: z.int().nullable(),
  error_class: z.enum(ERROR_CLASSES).nullable(),
  error_message: z.string().nullable(),
});

const aboutView = z.object({
  contact_id: z.string().nullable(),
  name: z.string().nullable().describe('Of the contact as it is called now. Null for callers without `contacts.read`.'),
  phone: z.string().nullable(),
  bsuid: z.string().nullable(),
});

const endpointView = z.object({
  name: z.string().describe('Its description, or else the host of its URL.'),
  url: z.string(),
  format: z.enum(FORMATS),
  enabled: z.boolean(),
  deleted: z.boolean(),
});

/** Schema of a delivery as a list shows it. */
export const deliveryView = z
  .object({
    id: z.string(),
    event_id: z.string(),
    endpoint_id: z.string(),
    event_type: z.string().nullable(),
    state: z.enum(DELIVERY_STATES),
    standing: z.enum(STANDING_WORDS),
    attempts_made: z.int(),
    attempts_planned: z.int().nullable().describe('Attempts that the schedule of the endpoint has.'),
    outcomes: z.array(z.enum(ATTEMPT_OUTCOMES)).describe('Of the last twelve attempts at most, oldest first.'),
    possible_duplicate: z
      .boolean()
      .describe('An attempt got no complete answer and another one followed: the receiver may have it twice.'),
    next_attempt_at: z.iso.datetime().nullable(),
    in_flight: z.boolean(),
    held: z.boolean(),
    waits_behind: z
      .string()
      .nullable()
      .describe('The delivery that has to be delivered, exhausted or canceled first: its endpoint asked for order.'),
    trigger: z.enum(ATTEMPT_TRIGGERS).describe('Why its next attempt is made, or else why its last one was.'),
    run_id: z.string().nullable().describe('The replay or recovery that made it. Null: it was made with its event.'),
    created_at: z.iso.datetime(),
    last_attempt: attemptSummaryView.nullable(),
    endpoint: endpointView.nullable(),
    origin: z.enum(EVENT_ORIGINS).nullable(),
    channel_id: z.string().nullable(),
    occurred_at: z.iso.datetime().nullable().describe('When it happened, as whoever told of it says.'),
    received_at: z.iso.datetime().nullable().describe('When the gateway took the event in.'),
    about: aboutView.nullable().describe('The person that the event is about.'),
  })
  .meta({ id: 'Delivery' });

/** Schema of one delivery with its attempts. */
export const singleDeliveryView = deliveryView.extend({ attempts: z.array(attemptSummaryView) });

export interface DeliveryViewContext {
  /** Attempts that the schedule of the endpoint has. Null: it is not there any more. */
  readonly attemptsPlanned: (delivery: Delivery) => number | null;
  /** Whether the reader may know what contacts are called. */
  readonly showsNames: boolean;
}

/** A delivery as a list shows it. */
export function toDeliveryView(ctx: DeliveryViewContext, delivery: DetailedDelivery): z.input<typeof deliveryView> {
  const { subject } = delivery;
  return {
    ...toAuditedDelivery(delivery),
    standing: standingOf(delivery),
    attempts_planned: ctx.attemptsPlanned(delivery),
    outcomes: [...delivery.outcomes],
    possible_duplicate: delivery.possibleDuplicate,
    endpoint: showEndpoint(delivery),
    origin: subject?.origin ?? null,
    channel_id: subject?.channelId ?? null,
    occurred_at: subject === null ? null : toIso(subject.occurredAtMs),
    received_at: subject === null ? null : toIso(subject.receivedAtMs),
    about: showAbout(ctx, delivery),
  };
}

/** What stands in the audit log: the delivery itself, without whom it is about. */
export function toAuditedDelivery(delivery: Delivery) {
  return {
    id: delivery.id,
    event_id: delivery.eventId,
    endpoint_id: delivery.endpointId,
    event_type: delivery.eventType,
    state: delivery.state,
    attempts_made: delivery.attemptsMade,
    next_attempt_at: delivery.nextAttemptAtMs === null ? null : toIso(delivery.nextAttemptAtMs),
    in_flight: delivery.inFlight,
    held: delivery.held,
    waits_behind: delivery.waitsBehind,
    trigger: delivery.trigger,
    run_id: delivery.runId,
    created_at: toIso(delivery.createdAtMs),
    last_attempt: delivery.lastAttempt === null ? null : toSummaryView(delivery.lastAttempt),
  };
}

/** An attempt as a delivery shows it. */
export function toSummaryView(attempt: AttemptSummary): z.input<typeof attemptSummaryView> {
  return {
    id: attempt.id,
    number: attempt.number,
    trigger: attempt.trigger,
    started_at: toIso(attempt.startedAtMs),
    duration_ms: attempt.durationMs,
    outcome: attempt.outcome,
    status_code: attempt.statusCode,
    error_class: attempt.errorClass,
    error_message: attempt.errorMessage,
  };
}

function showEndpoint({ endpoint }: DetailedDelivery): z.input<typeof endpointView> | null {
  if (endpoint === null) return null;
  const { name, url, format, isEnabled, isDeleted } = endpoint;
  return { name, url, format, enabled: isEnabled, deleted: isDeleted };
}

function showAbout(ctx: DeliveryViewContext, { subject }: DetailedDelivery): z.input<typeof aboutView> | null {
  if (subject === null || (subject.contactId === null && subject.phone === null && subject.bsuid === null)) return null;
  return {
    contact_id: subject.contactId,
    name: ctx.showsNames ? subject.contactName : null,
    phone: subject.phone,
    bsuid: subject.bsuid,
  };
}
