import type { AttemptOutcome, AttemptTrigger, DeliveryState, ErrorClass } from '../../src/domain/delivery.ts';
import type { DeliveryId, EndpointId, EventId } from '../../src/domain/ids.ts';
import type { SharedDatabase } from './shared-database.ts';
import type { SeenRequest } from './witness.ts';

/** A row of the delivery log. */
export interface LoggedAttempt {
  readonly delivery_id: DeliveryId;
  readonly event_id: EventId;
  readonly endpoint_id: EndpointId;
  readonly number: number;
  readonly trigger: AttemptTrigger;
  readonly started_at_ms: number;
  readonly duration_ms: number | null;
  readonly outcome: AttemptOutcome;
  readonly status_code: number | null;
  readonly error_class: ErrorClass | null;
  readonly response_headers: string;
  readonly delivery_state: DeliveryState | null;
  readonly next_attempt_at_ms: number | null;
}

/** A row that is still in the queue. */
interface QueuedDelivery {
  readonly id: DeliveryId;
  readonly event_id: EventId;
  readonly endpoint_id: EndpointId;
  readonly state: DeliveryState;
  readonly due_at_ms: number | null;
  readonly lease_token: string | null;
}

/** Everything that is known of one delivery at the end: what went over the wire, what the log says, what is left. */
export interface DeliveryHistory {
  readonly endpointId: EndpointId;
  readonly eventId: EventId;
  /** In the order in which they began. */
  readonly requests: readonly SeenRequest[];
  /** By number. */
  readonly attempts: readonly LoggedAttempt[];
  readonly queued: QueuedDelivery | null;
}

/** An event of the log. */
export interface LoggedEvent {
  readonly id: EventId;
  readonly key: string | null;
  readonly type: string;
  readonly position: number;
}

export function readEvents(database: SharedDatabase): readonly LoggedEvent[] {
  return database.db
    .prepare(
      'SELECT e.id, e.type, e.position, k.key FROM events e LEFT JOIN event_keys k ON k.workspace_id = e.workspace_id AND k.event_id = e.id',
    )
    .all() as LoggedEvent[];
}

/** By `keyOf`. */
export function readHistories(
  database: SharedDatabase,
  requests: readonly SeenRequest[],
): ReadonlyMap<string, DeliveryHistory> {
  const attempts = database.db.prepare('SELECT * FROM attempts ORDER BY number').all() as LoggedAttempt[];
  const queued = database.db.prepare('SELECT * FROM deliveries').all() as QueuedDelivery[];
  const requestsBy = Map.groupBy(requests, ({ endpointId, eventId }) => keyOf(endpointId, eventId));
  const attemptsBy = Map.groupBy(attempts, (row) => keyOf(row.endpoint_id, row.event_id));
  const queuedBy = new Map(queued.map((row) => [keyOf(row.endpoint_id, row.event_id), row]));
  const histories = new Map<string, DeliveryHistory>();
  for (const key of new Set([...requestsBy.keys(), ...attemptsBy.keys(), ...queuedBy.keys()])) {
    const [endpointId, eventId] = key.split(' ') as [EndpointId, EventId];
    histories.set(key, {
      endpointId,
      eventId,
      requests: requestsBy.get(key) ?? [],
      attempts: attemptsBy.get(key) ?? [],
      queued: queuedBy.get(key) ?? null,
    });
  }
  return histories;
}

export function keyOf(endpointId: EndpointId, eventId: EventId): string {
  return `${endpointId} ${eventId}`;
}

/** The receiver has taken it: it said so, whether or not anybody heard it. */
export function isTaken({ isSeen, status }: SeenRequest): boolean {
  return isSeen && status !== null && status >= 200 && status <= 299;
}

/** How a delivery stands at the end. */
export function standingOf({
  attempts,
  queued,
}: DeliveryHistory): 'delivered' | 'exhausted' | 'canceled' | 'held' | 'open' {
  if (queued !== null) {
    if (queued.state === 'canceled') return 'canceled';
    return queued.due_at_ms === null && queued.lease_token === null ? 'held' : 'open';
  }
  const last = attempts.at(-1);
  return last?.delivery_state === 'pending' || last?.delivery_state == null ? 'open' : last.delivery_state;
}

/** An attempt that used up a try of the schedule: it failed, and neither is the other secret tried at once nor does it wait for its endpoint. */
export function usesTry({ outcome, delivery_state, started_at_ms, next_attempt_at_ms }: LoggedAttempt): boolean {
  if (outcome !== 'failed') return false;
  return delivery_state !== 'pending' || (next_attempt_at_ms !== null && next_attempt_at_ms > started_at_ms);
}
