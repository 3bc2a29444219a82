import type { ExpectedEvent, SentWebhook } from '@posthorn/simulator';
import { type Api, listAll } from './api-client.ts';
import type { Receiver } from './receiver.ts';

/** The object that `demo --json` prints. */
export interface Figures {
  /** Events in the gateway's event log. */
  readonly events: number;
  /** Deliveries that the gateway made of them. */
  readonly deliveries: number;
  /** Of those, in state `delivered`. */
  readonly delivered: number;
  /** Of those, verified and taken by their receiver, as the receiver says. */
  readonly verified: number;
  /** Reports by Meta, each answered with 200, that told what had been told before and became no event. */
  readonly duplicates_absorbed: number;
  /** Deliveries that are not delivered at the end. */
  readonly failed: number;
}

/** A receiver and the endpoint that the gateway knows it as. */
export interface Subscribed {
  readonly endpointId: string;
  readonly receiver: Receiver;
}

interface EventView {
  readonly id: string;
  readonly origin: string;
}

interface DeliveryView {
  readonly event_id: string;
  readonly endpoint_id: string;
  readonly state: string;
}

/** What Meta told, and what the gateway must make of it. */
export interface ToldByMeta {
  readonly sent: readonly SentWebhook[];
  readonly expectedEvents: readonly ExpectedEvent[];
}

export interface Outcome {
  readonly figures: Figures;
  /** What is not as it should be, in words. Empty: everything arrived and was verified. */
  readonly problems: readonly string[];
}

/** Waits until no delivery is pending any more, or `signal` ends the waiting. */
export async function waitUntilDelivered(api: Api, pause: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const deliveries = await listAll<DeliveryView>(api, '/v1/deliveries');
    if (deliveries.every(({ state }) => state !== 'pending')) return;
    await pause();
  }
}

/** Counts what the gateway's API shows and what the receivers took down, and compares it with what Meta told. */
export async function collectOutcome(api: Api, told: ToldByMeta, subscribed: readonly Subscribed[]): Promise<Outcome> {
  const events = await listAll<EventView>(api, '/v1/events');
  const deliveries = await listAll<DeliveryView>(api, '/v1/deliveries');
  const delivered = deliveries.filter(({ state }) => state === 'delivered').length;
  const eventsFromMeta = events.filter(({ origin }) => origin === 'meta').length;
  const figures = {
    events: events.length,
    deliveries: deliveries.length,
    delivered,
    verified: deliveries.filter((delivery) => isVerified(delivery, subscribed)).length,
    duplicates_absorbed: countAcceptedReports(told) - eventsFromMeta,
    failed: deliveries.length - delivered,
  };
  return { figures, problems: findProblems(figures, { told, eventsFromMeta, deliveries, subscribed }) };
}

function isVerified(delivery: DeliveryView, subscribed: readonly Subscribed[]): boolean {
  return subscribed.some(
    ({ endpointId, receiver }) => endpointId === delivery.endpoint_id && receiver.hasTaken(delivery.event_id),
  );
}

/** One webhook may report several things. */
function countAcceptedReports(told: ToldByMeta): number {
  return told.sent
    .filter(({ kind, outcome }) => (kind === 'original' || kind === 'duplicate') && outcome.kind === 'accepted')
    .reduce((sum, { eventIds }) => sum + eventIds.length, 0);
}

interface Findings {
  readonly told: ToldByMeta;
  readonly eventsFromMeta: number;
  readonly deliveries: readonly DeliveryView[];
  readonly subscribed: readonly Subscribed[];
}

function findProblems(figures: Figures, { told, eventsFromMeta, deliveries, subscribed }: Findings): string[] {
  const toldCount = told.expectedEvents.length;
  const refused = told.sent.filter(({ outcome }) => outcome.kind !== 'accepted').length;
  const without = subscribed.filter(({ endpointId }) => deliveries.every((each) => each.endpoint_id !== endpointId));
  const rejected = subscribed.reduce((sum, { receiver }) => sum + receiver.rejectedCount, 0);
  return [
    ...(refused > 0 ? [`the gateway did not accept ${refused} of Meta's webhooks`] : []),
    ...(eventsFromMeta === toldCount ? [] : [`Meta told ${toldCount} events and the gateway has ${eventsFromMeta}`]),
    ...without.map(({ receiver }) => `the receiver ${receiver.name} was sent nothing`),
    ...(figures.failed > 0 ? [`${figures.failed} deliveries did not arrive`] : []),
    ...(figures.verified === figures.deliveries
      ? []
      : [`${figures.deliveries - figures.verified} deliveries were not verified`]),
    ...(rejected > 0 ? [`receivers refused ${rejected} requests because of their signature`] : []),
  ];
}
