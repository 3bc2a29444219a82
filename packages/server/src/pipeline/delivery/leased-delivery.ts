import type { AttemptTrigger, DeliveryState } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import type { DeliveryId, EndpointId, RunId } from '../../domain/ids.ts';

/** A delivery that this node holds the lease of, with the event it carries. */
export interface LeasedDelivery {
  readonly id: DeliveryId;
  readonly endpointId: EndpointId;
  readonly event: Event;
  readonly attemptsMade: number;
  readonly scheduleStep: number;
  /** An earlier attempt may have reached the receiver without a complete answer. */
  readonly maybeReceived: boolean;
  readonly trigger: AttemptTrigger;
  readonly restingState: DeliveryState | null;
  /** The replay or recovery that made it. Null: it was made together with its event. */
  readonly runId: RunId | null;
  readonly leaseToken: string;
  /** It was due in the queue. False: it was born leased, by the commit of its event. */
  readonly isClaimed: boolean;
  /** When another node may take it, epoch ms. */
  readonly leaseUntilMs: number;
  /** Length of the event's payload as JSON: what the delivery takes of the node's memory. */
  readonly payloadBytes: number;
  /** What it stands in line with, and its place there. Null: it waits for no other delivery, and none for it. */
  readonly orderKey: string | null;
}

/** How long beyond the attempt's own time-out a delivery may wait in memory for its turn. */
const WAIT_MS_MAX = 10_000;
/** How far the times of two nodes may be apart (`platform/db/shared-clock.ts`): what one has ended the other has too. */
const CLOCKS_APART_MS = 1_000;

/** End of a lease taken now, for an endpoint with that time-out. */
export function leaseEnd(nowMs: number, timeoutSeconds: number): number {
  return nowMs + timeoutSeconds * 1_000 + WAIT_MS_MAX + CLOCKS_APART_MS;
}

/** An attempt started this late could outlive its lease: the delivery is given back instead. */
export function isLeaseTooShort(leaseUntilMs: number, timeoutSeconds: number, nowMs: number): boolean {
  return nowMs + timeoutSeconds * 1_000 + CLOCKS_APART_MS > leaseUntilMs;
}

/**
 * Crashes of ours that use up no wait of the schedule. More than that and the payload itself may be what
 * kills the process, so the schedule counts on and comes to an end.
 */
export const FORGIVEN_CRASHES_MAX = 5;

/** True when crashes have used up the schedule: nothing is sent any more, it may be what kills the process. */
export function diedTooOften(
  delivery: Pick<LeasedDelivery, 'attemptsMade' | 'scheduleStep'>,
  scheduleSteps: number,
): boolean {
  return delivery.scheduleStep > scheduleSteps && delivery.attemptsMade - delivery.scheduleStep >= FORGIVEN_CRASHES_MAX;
}
