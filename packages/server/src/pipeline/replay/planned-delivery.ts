import type { Event } from '../../domain/event.ts';
import type { EndpointId, EventId } from '../../domain/ids.ts';

/** A delivery that a run is about to make. */
export interface PlannedDelivery {
  readonly endpointId: EndpointId;
  /** An earlier attempt may have reached the receiver without a complete answer (DESIGN 5). */
  readonly maybeReceived: boolean;
}

/** An event of the log with the deliveries that a run makes of it. */
export interface PlannedEvent {
  readonly event: Event;
  /** Set when it is sent as an event of its own: the id of that. */
  readonly newId: EventId | null;
  readonly deliveries: readonly PlannedDelivery[];
}

/** How many deliveries that is. */
export function countPlanned(planned: readonly PlannedEvent[]): number {
  return planned.reduce((sum, { deliveries }) => sum + deliveries.length, 0);
}
