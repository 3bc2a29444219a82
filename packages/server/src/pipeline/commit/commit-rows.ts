import type { AttemptEntry, ReleaseEntry } from '../../domain/delivery.ts';
import type { QuarantineItem } from '../../domain/quarantine.ts';
import { attemptColumns } from '../../platform/db/attempt-columns.ts';
import type { RecordWrite } from '../../platform/db/record-write.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import type { NewDelivery, NewEventEntry } from './commit-batch.ts';

/**
 * A batch as rows, by the names of the columns; what crosses to SQLite's thread with every event is lists instead, see
 * `commit-values.sqlite.ts`. `lease_token`, `after` and the `next_` fields of an attempt row say what becomes of its delivery.
 */

export function toEventRow({ event, payloadJson }: NewEventEntry) {
  return {
    workspace_id: event.workspaceId,
    id: event.id,
    type: event.type,
    origin: event.origin,
    channel_id: event.channelId,
    occurred_at_ms: event.occurredAtMs,
    created_at_ms: event.createdAtMs,
    phone: event.phone,
    bsuid: event.bsuid,
    contact_id: event.contact?.id ?? null,
    contact_serial: event.contact?.serial ?? null,
    sent_message: event.sentMessage === null ? null : storableText(JSON.stringify(event.sentMessage)),
    hops: event.hops,
    payload: payloadJson,
    key: event.dedupeKey,
    cause: event.causeId,
  };
}
export type EventRow = ReturnType<typeof toEventRow>;

export function toDeliveryRow({ event }: NewEventEntry, delivery: NewDelivery) {
  return {
    workspace_id: event.workspaceId,
    id: delivery.id,
    event_id: event.id,
    endpoint_id: delivery.endpointId,
    due_at_ms: delivery.dueAtMs,
    lease_token: delivery.leaseToken,
    order_key: delivery.orderKey,
    created_at_ms: event.createdAtMs,
  };
}
export type DeliveryRow = ReturnType<typeof toDeliveryRow>;

export function toAttemptRow({ attempt, after, leaseToken, orderKey }: AttemptEntry) {
  const waits = after.kind === 'waits' ? after : null;
  return {
    ...attemptColumns(attempt),
    lease_token: leaseToken,
    order_key: orderKey,
    after: after.kind,
    next_due_at_ms: waits?.dueAtMs ?? null,
    next_lease_token: waits?.leaseToken ?? null,
    next_schedule_step: waits?.scheduleStep ?? null,
    next_maybe_received: waits === null ? null : waits.maybeReceived ? 1 : 0,
    next_trigger: waits?.trigger ?? null,
    next_resting_state: waits?.restingState ?? null,
  };
}
export type AttemptRow = ReturnType<typeof toAttemptRow>;

export function toReleaseRow(entry: ReleaseEntry) {
  return {
    workspace_id: entry.workspaceId,
    id: entry.deliveryId,
    lease_token: entry.leaseToken,
    due_at_ms: entry.dueAtMs,
  };
}
export type ReleaseRow = ReturnType<typeof toReleaseRow>;

export function toQuarantineRow(item: QuarantineItem) {
  const payload = JSON.stringify(item.payload ?? null);
  return {
    meta_app_id: item.metaAppId,
    id: item.id,
    reason: item.reason,
    field: storableText(item.field) ?? '',
    phone_number_id: storableText(item.phoneNumberId),
    waba_id: storableText(item.wabaId),
    occurred_at_ms: item.occurredAtMs,
    created_at_ms: item.createdAtMs,
    dedupe_key: item.dedupeKey,
    payload_bytes: Buffer.byteLength(payload),
    payload,
  };
}
export type QuarantineRow = ReturnType<typeof toQuarantineRow>;

/** A record's row with the event that caused it. */
export function toRecordRow({ row, causeId }: RecordWrite) {
  return { ...row, cause: causeId };
}
