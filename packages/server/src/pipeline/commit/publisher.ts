import type { Endpoint } from '../../domain/endpoint.ts';
import type { Event, NewEvent } from '../../domain/event.ts';
import type { DeliveryId, EndpointId, EventId } from '../../domain/ids.ts';
import type { Trx } from '../../platform/db/store.ts';
import type { FreshEvents, NewDelivery, NewEventEntry } from './commit-batch.ts';
import type { Alongside } from './group-commit.ts';
import { orderKeyOf } from './order-key.ts';

export interface PublisherContext {
  /** Endpoints of the event's workspace that want it. */
  readonly matchEndpoints: (event: Event) => readonly Endpoint[];
  /** The group commit. */
  readonly append: (entries: readonly NewEventEntry[], alongside: Alongside) => Promise<FreshEvents>;
  /** The sender of this node. */
  readonly sender: {
    readonly reserve: (endpoint: Endpoint, payloadBytes: number) => boolean;
    readonly unreserve: (endpointId: EndpointId, payloadBytes: number) => void;
    readonly accept: (delivery: BornLeasedDelivery) => void;
    /** A delivery that was promised to nobody is due. */
    readonly leaveBehind: (endpointId: EndpointId) => void;
    /** Something that stands in line is due. */
    readonly wake: () => void;
    /** Deliveries of an endpoint wait in the queue because this node has not got to them yet. */
    readonly isBehind: (endpointId: EndpointId) => boolean;
  };
  /** Settles when whoever publishes more than is sent may be answered. */
  readonly hold: () => Promise<void>;
  readonly newDeliveryId: () => DeliveryId;
  readonly leaseToken: string;
  /** End of a lease taken now. */
  readonly leaseUntilMs: (endpoint: Endpoint, nowMs: number) => number;
  readonly nowMs: () => number;
  readonly onPublished: (published: Published) => void;
}

/** What one call came to. */
export interface Published {
  readonly events: readonly Event[];
  /** Where they stand in the log, among others of the same commit. Null: not known, and they are not committed yet. */
  readonly positions: FreshEvents | null;
  readonly duplicateCount: number;
  readonly deliveryCount: number;
}

/** A delivery that this node sends right after the commit that brought it into being. */
interface BornLeasedDelivery {
  readonly id: DeliveryId;
  readonly endpointId: EndpointId;
  readonly event: Event;
  readonly attemptsMade: 0;
  readonly scheduleStep: 0;
  readonly maybeReceived: false;
  readonly trigger: 'schedule';
  readonly restingState: null;
  readonly runId: null;
  readonly leaseToken: string;
  readonly isClaimed: false;
  readonly leaseUntilMs: number;
  readonly payloadBytes: number;
  readonly orderKey: null;
}

/** Appends events with the deliveries they cause, and what is written with them. @returns ids of those that are new. */
export type Publish = (events: readonly NewEvent[], alongside?: Alongside) => Promise<ReadonlySet<EventId>>;

/**
 * The middle of an event's way: match → commit → hand to the sender.
 *
 * All events of one call are one transaction with all of their deliveries. A delivery that this node has
 * room for is born leased to it, so that it is sent without reading the queue; what memory cannot hold is
 * due in the store at once, and who caused it is answered a little later if this process is busy.
 */
export function createPublisher(context: PublisherContext): Publish {
  return async (events, alongside = {}) => {
    const entries: NewEventEntry[] = [];
    let fresh: FreshEvents;
    try {
      for (const event of events) entries.push(toEntry(context, event));
      fresh = await context.append(entries, alongside);
    } catch (error) {
      for (const entry of entries) takeBack(context, entry);
      throw error;
    }
    const published: NewEvent[] = [];
    let deliveryCount = 0;
    let isBehind = false;
    for (const entry of entries) {
      if (fresh.has(entry.event.id)) {
        published.push(entry.event);
        deliveryCount += entry.deliveries.length;
        handOver(context, entry);
        isBehind ||= entry.deliveries.some(({ endpointId }) => context.sender.isBehind(endpointId));
      } else {
        takeBack(context, entry);
      }
    }
    context.onPublished({
      events: published,
      positions: fresh,
      duplicateCount: events.length - published.length,
      deliveryCount,
    });
    if (isBehind) await context.hold();
    // Not `fresh`: it also names events that others appended in the same commit.
    return new Set(published.map((event) => event.id));
  };
}

function toEntry(context: PublisherContext, event: NewEvent): NewEventEntry {
  // Places are reserved last: what throws before has promised nothing.
  const payloadJson = jsonOf(event);
  const payloadBytes = payloadJson.length;
  const deliveries = context
    .matchEndpoints(event)
    .map((endpoint) => newDelivery(context, { event, endpoint, payloadBytes }));
  return { event, payloadJson, deliveries };
}

function jsonOf({ payload, payloadText }: NewEvent): string {
  return payloadText !== undefined && payloadText.payload === payload ? payloadText.text : JSON.stringify(payload);
}

interface Match {
  readonly event: NewEvent;
  readonly endpoint: Endpoint;
  readonly payloadBytes: number;
}

/** One that stands in line is never born leased: only a claim can tell whether it is the first of its line. */
function newDelivery(context: PublisherContext, { event, endpoint, payloadBytes }: Match): NewDelivery {
  const nowMs = context.nowMs();
  const orderKey = orderKeyFor(endpoint, event);
  const leased = orderKey === null && context.sender.reserve(endpoint, payloadBytes);
  return {
    id: context.newDeliveryId(),
    endpointId: endpoint.id,
    dueAtMs: leased ? context.leaseUntilMs(endpoint, nowMs) : nowMs,
    leaseToken: leased ? context.leaseToken : null,
    orderKey,
  };
}

function orderKeyFor({ ordering }: Endpoint, event: NewEvent): string | null {
  return ordering === 'conversation' ? orderKeyOf(event) : null;
}

function takeBack(context: PublisherContext, entry: NewEventEntry): void {
  for (const delivery of entry.deliveries) {
    if (delivery.leaseToken !== null) context.sender.unreserve(delivery.endpointId, entry.payloadJson.length);
  }
}

function handOver(context: PublisherContext, entry: NewEventEntry): void {
  for (const delivery of entry.deliveries) {
    if (delivery.orderKey !== null) context.sender.wake();
    else if (delivery.leaseToken === null) context.sender.leaveBehind(delivery.endpointId);
    if (delivery.leaseToken === null || delivery.dueAtMs === null) continue;
    context.sender.accept({
      id: delivery.id,
      endpointId: delivery.endpointId,
      event: entry.event,
      attemptsMade: 0,
      scheduleStep: 0,
      maybeReceived: false,
      trigger: 'schedule',
      restingState: null,
      runId: null,
      leaseToken: delivery.leaseToken,
      isClaimed: false,
      leaseUntilMs: delivery.dueAtMs,
      payloadBytes: entry.payloadJson.length,
      orderKey: null,
    });
  }
}

export interface TransactionalPublisherContext
  extends Pick<PublisherContext, 'matchEndpoints' | 'newDeliveryId' | 'nowMs' | 'onPublished'> {
  readonly appendIn: (trx: Trx, entries: readonly NewEventEntry[]) => Promise<void>;
}

/** Appends events and the deliveries they cause in the transaction of the change that they report. They are due when it is committed. */
export type PublishIn = (trx: Trx, events: readonly NewEvent[]) => Promise<void>;

/** The same way for a change that is more than one row and has a transaction of its own. Nothing is leased: whoever is free claims it. */
export function createTransactionalPublisher(context: TransactionalPublisherContext): PublishIn {
  return async (trx, events) => {
    const dueAtMs = context.nowMs();
    const entries = events.map((event) => ({
      event,
      payloadJson: JSON.stringify(event.payload),
      deliveries: context.matchEndpoints(event).map((endpoint) => ({
        id: context.newDeliveryId(),
        endpointId: endpoint.id,
        dueAtMs,
        leaseToken: null,
        orderKey: orderKeyFor(endpoint, event),
      })),
    }));
    await context.appendIn(trx, entries);
    const deliveryCount = entries.reduce((sum, { deliveries }) => sum + deliveries.length, 0);
    context.onPublished({ events, positions: null, duplicateCount: 0, deliveryCount });
  };
}
