import type { AttemptEntry, ReleaseEntry } from '../../domain/delivery.ts';
import type { DeliveryId, EndpointId, EventId } from '../../domain/ids.ts';
import { packHeaders } from '../../platform/db/logged-headers.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import { denseMap } from '../../platform/dense-map.ts';
import type { NewDelivery, NewEventEntry } from './commit-batch.ts';

/**
 * What crosses to the writer thread, in lists and not in objects, so that no names cross with every row, and nothing twice.
 * Values that one statement takes stand together in its order.
 */
export type Value = string | number | null;

export type EventValues = readonly [
  event: readonly [workspaceId: string, id: EventId, createdAtMs: number, ...others: Value[]],
  /** Null: the event is never a duplicate. */
  dedupeKey: string | null,
  causeId: EventId | null,
  deliveries: readonly DeliveryValues[],
];

export type DeliveryValues = readonly [
  id: DeliveryId,
  endpointId: EndpointId,
  dueAtMs: number | null,
  leaseToken: string | null,
  /** The line it stands in: its place there is the position of its event. */
  orderKey: string | null,
];

export type AttemptValues = readonly [
  attempt: readonly [workspaceId: string, deliveryId: Value, outcome: string, number: number, ...others: Value[]],
  /** The delivery's state after it, when the next one is due, and the run: they end the row of `attempts`. */
  end: readonly [deliveryState: Value, nextAttemptAtMs: Value, runId: Value],
  leaseToken: string,
  /** What a delivery that waits on gets. Null: it leaves the queue. */
  waits: readonly Value[] | null,
  /** Endpoint and line, for the one behind it. Null: in none. */
  line: readonly [Value, Value] | null,
];

export type ReleaseValues = readonly [
  dueAtMs: number | null,
  workspaceId: string,
  deliveryId: DeliveryId,
  leaseToken: string,
];

export const EVENT_SQL = `INSERT INTO events
  (workspace_id, id, created_at_ms, type, origin, channel_id, occurred_at_ms, phone, bsuid, contact_id, contact_serial, sent_message, hops, payload)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export const EVENT_KEY_SQL =
  'INSERT INTO event_keys (workspace_id, key, event_id, created_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';

export function toEventValues({ event, payloadJson, deliveries }: NewEventEntry): EventValues {
  const values = [
    event.workspaceId,
    event.id,
    event.createdAtMs,
    event.type,
    event.origin,
    event.channelId,
    event.occurredAtMs,
    event.phone,
    event.bsuid,
    event.contact?.id ?? null,
    event.contact?.serial ?? null,
    event.sentMessage === null ? null : storableText(JSON.stringify(event.sentMessage)),
    event.hops,
    payloadJson,
  ] as const;
  return [values, event.dedupeKey, event.causeId, denseMap(deliveries, toDeliveryValues)];
}

export const DELIVERY_SQL = `INSERT INTO deliveries
  (workspace_id, id, event_id, endpoint_id, due_at_ms, lease_token, created_at_ms, order_key, order_position, state, attempts_made, schedule_step, maybe_received, trigger, resting_state)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, 0, 0, 'schedule', NULL)`;

function toDeliveryValues({ id, endpointId, dueAtMs, leaseToken, orderKey }: NewDelivery): DeliveryValues {
  return [id, endpointId, dueAtMs, leaseToken, orderKey];
}

export const ATTEMPT_SQL = `INSERT INTO attempts
  (workspace_id, delivery_id, outcome, number, id, event_id, endpoint_id, trigger, started_at_ms, duration_ms, status_code, error_class, error_message,
   request_headers, response_headers, response_body, delivery_state, next_attempt_at_ms, run_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export const WAIT_SQL = `UPDATE deliveries
  SET attempts_made = ?, schedule_step = ?, due_at_ms = ?, lease_token = ?, maybe_received = ?, trigger = ?, resting_state = ?
  WHERE workspace_id = ? AND id = ? AND lease_token = ? AND state = 'pending'`;

export function toAttemptValues({ attempt, after, leaseToken, orderKey }: AttemptEntry): AttemptValues {
  const values = [
    attempt.workspaceId,
    attempt.deliveryId,
    attempt.outcome,
    attempt.number,
    attempt.id,
    attempt.eventId,
    attempt.endpointId,
    attempt.trigger,
    attempt.startedAtMs,
    attempt.durationMs,
    attempt.statusCode,
    attempt.errorClass,
    storableText(attempt.errorMessage),
    packHeaders(attempt.requestHeaders, attempt),
    JSON.stringify(attempt.responseHeaders),
    storableText(attempt.responseBody),
  ] as const;
  const waits =
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
        ];
  return [
    values,
    [attempt.deliveryState, attempt.nextAttemptAtMs, attempt.runId],
    leaseToken,
    waits,
    orderKey === null ? null : [attempt.endpointId, orderKey],
  ];
}

export const RELEASE_SQL = `UPDATE deliveries SET lease_token = NULL, due_at_ms = CASE state WHEN 'pending' THEN ? END, canceled_lease_ends_ms = NULL
  WHERE workspace_id = ? AND id = ? AND lease_token = ?`;

export function toReleaseValues({ dueAtMs, workspaceId, deliveryId, leaseToken }: ReleaseEntry): ReleaseValues {
  return [dueAtMs, workspaceId, deliveryId, leaseToken];
}
