import type { AttemptEntry } from '../../domain/delivery.ts';
import type { EventId } from '../../domain/ids.ts';
import { packHeaders } from '../../platform/db/logged-headers.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import type { NewDelivery, NewEventEntry } from './commit-batch.ts';

/**
 * What crosses to the writer thread, in lists and not in objects, so that the names of the columns do not cross with every
 * row. Values that one statement takes stand together in its order.
 */
export type Value = string | number | null;

export interface EventValues {
  readonly id: EventId;
  readonly cause: EventId | null;
  /** For `event_keys`. Null: the event is never a duplicate. */
  readonly key: readonly Value[] | null;
  readonly event: readonly Value[];
  readonly deliveries: readonly DeliveryValues[];
}

export interface DeliveryValues {
  readonly values: readonly Value[];
  /** It stands in a line: its place there is the position of its event. */
  readonly isInLine: boolean;
}

export interface AttemptValues {
  /** Workspace, delivery, lease. */
  readonly of: readonly [Value, Value, Value];
  readonly outcome: string;
  readonly number: number;
  /** For `attempts`; the last three are the delivery's state after it, when the next one is due, and the run. */
  readonly attempt: readonly Value[];
  /** What a delivery that waits on gets. Null: it leaves the queue. */
  readonly waits: readonly Value[] | null;
  /** Endpoint and line, for the one behind it. Null: in none. */
  readonly line: readonly [Value, Value] | null;
}

export const EVENT_SQL = `INSERT INTO events
  (workspace_id, id, type, origin, channel_id, occurred_at_ms, created_at_ms, phone, bsuid, contact_id, contact_serial, sent_message, hops, payload)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export const EVENT_KEY_SQL =
  'INSERT INTO event_keys (workspace_id, key, event_id, created_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';

export function toEventValues(entry: NewEventEntry): EventValues {
  const { event, payloadJson } = entry;
  const { workspaceId, id, dedupeKey, createdAtMs } = event;
  return {
    id,
    cause: event.causeId,
    key: dedupeKey === null ? null : [workspaceId, dedupeKey, id, createdAtMs],
    event: [
      workspaceId,
      id,
      event.type,
      event.origin,
      event.channelId,
      event.occurredAtMs,
      createdAtMs,
      event.phone,
      event.bsuid,
      event.contact?.id ?? null,
      event.contact?.serial ?? null,
      event.sentMessage === null ? null : storableText(JSON.stringify(event.sentMessage)),
      event.hops,
      payloadJson,
    ],
    deliveries: entry.deliveries.map((delivery) => toDeliveryValues(entry, delivery)),
  };
}

export const DELIVERY_SQL = `INSERT INTO deliveries
  (workspace_id, id, event_id, endpoint_id, due_at_ms, lease_token, created_at_ms, order_key, order_position, state, attempts_made, schedule_step, maybe_received, trigger, resting_state)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, 0, 0, 'schedule', NULL)`;

function toDeliveryValues({ event }: NewEventEntry, delivery: NewDelivery): DeliveryValues {
  const { id, endpointId, dueAtMs, leaseToken, orderKey } = delivery;
  return {
    values: [event.workspaceId, id, event.id, endpointId, dueAtMs, leaseToken, event.createdAtMs, orderKey],
    isInLine: orderKey !== null,
  };
}

export const ATTEMPT_SQL = `INSERT INTO attempts
  (workspace_id, id, delivery_id, event_id, endpoint_id, number, trigger, started_at_ms, duration_ms, outcome, status_code, error_class, error_message,
   request_headers, response_headers, response_body, delivery_state, next_attempt_at_ms, run_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export const WAIT_SQL = `UPDATE deliveries
  SET attempts_made = ?, schedule_step = ?, due_at_ms = ?, lease_token = ?, maybe_received = ?, trigger = ?, resting_state = ?
  WHERE workspace_id = ? AND id = ? AND lease_token = ? AND state = 'pending'`;

export function toAttemptValues({ attempt, after, leaseToken, orderKey }: AttemptEntry): AttemptValues {
  const { workspaceId, deliveryId } = attempt;
  return {
    of: [workspaceId, deliveryId, leaseToken],
    outcome: attempt.outcome,
    number: attempt.number,
    attempt: [
      workspaceId,
      attempt.id,
      deliveryId,
      attempt.eventId,
      attempt.endpointId,
      attempt.number,
      attempt.trigger,
      attempt.startedAtMs,
      attempt.durationMs,
      attempt.outcome,
      attempt.statusCode,
      attempt.errorClass,
      storableText(attempt.errorMessage),
      packHeaders(attempt.requestHeaders, attempt),
      JSON.stringify(attempt.responseHeaders),
      storableText(attempt.responseBody),
      attempt.deliveryState,
      attempt.nextAttemptAtMs,
      attempt.runId,
    ],
    waits:
      after.kind === 'finished'
        ? null
        : [
            attempt.number,
            after.scheduleStep,
            after.dueAtMs,
            after.leaseToken,
            after.maybeReceived ? 1 : 0,
            after.trigger,
            after.restingState,
          ],
    line: orderKey === null ? null : [attempt.endpointId, orderKey],
  };
}
