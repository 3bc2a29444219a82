import type { Insertable } from 'kysely';
import type { AttemptTrigger } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import { firstIdAt, timeOfId } from '../../domain/id-time.ts';
import type { DeliveryId, EndpointId, EventId, RunId, WorkspaceId } from '../../domain/ids.ts';
import { isAttemptSince } from '../../platform/db/attempt-bound.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import type { EventsTable, NewDeliveryRow } from '../../platform/db/tables.ts';
import type { PlannedEvent } from './planned-delivery.ts';

/** What a run writes with its progress. */
export interface ReplayedBatch {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly trigger: Extract<AttemptTrigger, 'replay' | 'recover'>;
  readonly planned: readonly PlannedEvent[];
  readonly newDeliveryId: () => DeliveryId;
  readonly nowMs: number;
}

/** Takes what stands for the order of the event log, before an event is appended in the transaction. */
export type TakePosition = (trx: Trx) => Promise<void>;

/** Rows of one statement: SQLite binds 32,766 values at most. */
const INSERT_ROWS_MAX = 500;

/**
 * Puts the planned deliveries into the queue, due now, with the events that they are of where those are new. Events that
 * were purged or erased since they were read are left out; the lock keeps the others from being erased unseen.
 */
export async function insertReplayed(
  store: Store,
  trx: Trx,
  { batch, takePosition }: { readonly batch: ReplayedBatch; readonly takePosition: TakePosition },
): Promise<void> {
  const kept = await lockKept(store, trx, batch);
  const planned = batch.planned.filter(({ event }) => kept.has(event.id));
  const newEvents = planned.flatMap((one) => (one.newId === null ? [] : [toNewEventRow(batch, one.event, one.newId)]));
  if (newEvents.length > 0) {
    await takePosition(trx);
    for (const rows of chunksOf(newEvents)) await trx.insertInto('events').values(rows).execute();
  }
  for (const rows of chunksOf(planned.flatMap((one) => toDeliveryRows(batch, one)))) {
    await trx.insertInto('deliveries').values(rows).execute();
  }
}

async function lockKept(store: Store, trx: Trx, batch: ReplayedBatch): Promise<ReadonlySet<EventId>> {
  const ids = batch.planned.map(({ event }) => event.id);
  if (ids.length === 0) return new Set();
  const rows = await trx
    .selectFrom('events')
    .select('id')
    .where('workspace_id', '=', batch.workspaceId)
    .where('id', 'in', ids)
    .where('origin', '!=', 'erased')
    .$if(store.can.skipLocked, (query) => query.forShare())
    .execute();
  return new Set(rows.map(({ id }) => id));
}

function toNewEventRow(batch: ReplayedBatch, event: Event, id: EventId): Insertable<EventsTable> {
  return {
    workspace_id: batch.workspaceId,
    id,
    type: event.type,
    origin: event.origin,
    channel_id: event.channelId,
    occurred_at_ms: event.occurredAtMs,
    created_at_ms: batch.nowMs,
    phone: event.phone,
    bsuid: event.bsuid,
    contact_id: event.contact?.id ?? null,
    contact_serial: event.contact?.serial ?? null,
    sent_message: event.sentMessage === null ? null : JSON.stringify(event.sentMessage),
    hops: event.hops,
    replay_of: event.id,
    payload: JSON.stringify(event.payload),
  };
}

function toDeliveryRows(batch: ReplayedBatch, { event, newId, deliveries }: PlannedEvent): NewDeliveryRow[] {
  return deliveries.map(({ endpointId, maybeReceived }) => ({
    workspace_id: batch.workspaceId,
    id: batch.newDeliveryId(),
    event_id: newId ?? event.id,
    endpoint_id: endpointId,
    state: 'pending',
    attempts_made: 0,
    schedule_step: 0,
    due_at_ms: batch.nowMs,
    lease_token: null,
    maybe_received: maybeReceived ? 1 : 0,
    trigger: batch.trigger,
    resting_state: null,
    created_at_ms: batch.nowMs,
    run_id: batch.runId,
  }));
}

function* chunksOf<TRow>(rows: readonly TRow[]): Generator<readonly TRow[]> {
  for (let start = 0; start < rows.length; start += INSERT_ROWS_MAX) yield rows.slice(start, start + INSERT_ROWS_MAX);
}

/** An event for an endpoint, as a key. */
export function pairKey(eventId: EventId, endpointId: EndpointId): string {
  return `${eventId}|${endpointId}`;
}

/**
 * Of which of the events some endpoint may have got an attempt that nobody saw the end of: as pairs (`pairKey`). A receiver
 * that has seen such an event must be told that it may be the same once more.
 */
export async function findMaybeReceived(
  store: Store,
  workspaceId: WorkspaceId,
  eventIds: readonly EventId[],
): Promise<ReadonlySet<string>> {
  if (eventIds.length === 0) return new Set();
  const rows = await store.db
    .selectFrom('attempts')
    .select(['event_id', 'endpoint_id'])
    .where('workspace_id', '=', workspaceId)
    .where('event_id', 'in', eventIds)
    .where(isAttemptSince('id', eventIds))
    .where('delivery_id', 'is not', null)
    .where((eb) =>
      eb.or([eb('outcome', '=', 'unknown'), eb('error_class', 'in', ['timeout', 'aborted', 'body_too_large'])]),
    )
    .execute();
  return new Set(rows.map((row) => pairKey(row.event_id, row.endpoint_id)));
}

/** A delivery is made in the commit of its event, but for those of runs: how far the times in their ids may lie apart. */
const DELIVERY_FROM_EVENT_MS_MAX = 600_000;

/**
 * Which of the events an endpoint has or is about to get: a delivery of them was delivered, or still waits.
 *
 * @param eventIds In their order.
 */
export async function findProvided(
  store: Store,
  { workspaceId, endpointId }: { readonly workspaceId: WorkspaceId; readonly endpointId: EndpointId },
  eventIds: readonly EventId[],
): Promise<ReadonlySet<EventId>> {
  const [first, last] = [eventIds[0], eventIds.at(-1)];
  if (first === undefined || last === undefined) return new Set();
  const pending = store.db
    .selectFrom('deliveries')
    .select('event_id')
    .where('workspace_id', '=', workspaceId)
    .where('endpoint_id', '=', endpointId)
    .where('event_id', 'in', eventIds)
    .where('state', '=', 'pending');
  const born = await pending
    .where('run_id', 'is', null)
    .where('id', '>=', firstIdAt('dlv', timeOfId(first) - DELIVERY_FROM_EVENT_MS_MAX))
    .where('id', '<', firstIdAt('dlv', timeOfId(last) + DELIVERY_FROM_EVENT_MS_MAX))
    .execute();
  const ofRuns = await pending.where('run_id', 'is not', null).execute();
  // Read last: what was delivered in between has left the queue and stands here.
  const delivered = await store.db
    .selectFrom('attempts')
    .select('event_id')
    .where('workspace_id', '=', workspaceId)
    .where('event_id', 'in', eventIds)
    .where(isAttemptSince('id', eventIds))
    .where('endpoint_id', '=', endpointId)
    .where('delivery_state', '=', 'delivered')
    .execute();
  return new Set([...born, ...ofRuns, ...delivered].map((row) => row.event_id));
}

/** How many deliveries of a run wait for their first attempt, by endpoint. Those that are held do not count: nobody takes them. */
export async function countAhead(
  store: Store,
  run: { readonly workspaceId: WorkspaceId; readonly id: RunId },
): Promise<ReadonlyMap<EndpointId, number>> {
  const rows = await store.db
    .selectFrom('deliveries')
    .select(['endpoint_id', (eb) => eb.fn.countAll().as('count')])
    .where('workspace_id', '=', run.workspaceId)
    .where('run_id', '=', run.id)
    .where('state', '=', 'pending')
    .where('attempts_made', '=', 0)
    .where('due_at_ms', 'is not', null)
    .groupBy('endpoint_id')
    .execute();
  return new Map(rows.map((row) => [row.endpoint_id, Number(row.count)]));
}
