import type { Selectable, UpdateObject } from 'kysely';
import type { DeliveryState } from '../../domain/delivery.ts';
import type { EventOrigin } from '../../domain/event.ts';
import { timeOfId } from '../../domain/id-time.ts';
import type { DeliveryId, EndpointId, EventId, RunId, WorkspaceId } from '../../domain/ids.ts';
import { isAttemptSince } from '../../platform/db/attempt-bound.ts';
import { CANCELED } from '../../platform/db/canceled-delivery.ts';
import { type DeliveryLine, letNextGo, lockLines } from '../../platform/db/delivery-line.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type Delivery, findDelivery } from './deliveries.store.ts';

/** Why a delivery is not resent or canceled. */
export type Refusal = 'not_found' | 'in_flight' | 'not_pending' | 'endpoint_deleted' | 'event_purged' | 'event_erased';
export type Outcome = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly why: Refusal };

export interface DeliveryKey {
  readonly workspaceId: WorkspaceId;
  readonly id: DeliveryId;
  readonly nowMs: number;
}

const DONE: Outcome = { kind: 'done' };

/**
 * Makes a delivery due now for one attempt by hand. It stays the same delivery of the same event.
 *
 * - In the queue: its next attempt is now; the schedule goes on where it was. A canceled one rests as
 *   canceled again when the attempt fails.
 * - Finished: it comes back into the queue for this one attempt, with the state it falls back to.
 *
 * A disabled endpoint is no obstacle: the person asked for this one attempt.
 */
export function resendDelivery(store: Store, key: DeliveryKey, withChange: WithChange<Delivery>): Promise<Outcome> {
  return changeDelivery(store, { key, withChange }, async (trx, queued) => {
    const source = queued ?? (await findLastAttempt(trx, key));
    if (source === null) return refuse('not_found');
    if (queued !== null && isLeased(queued, key.nowMs)) return refuse('in_flight');
    if (!(await hasEndpoint(trx, key.workspaceId, source.endpoint_id))) return refuse('endpoint_deleted');
    const origin = await lockEvent(store, trx, key.workspaceId, source.event_id);
    if (origin === null) return refuse('event_purged');
    if (origin === 'erased') return refuse('event_erased');
    if (queued !== null) return makeDueNow(trx, key, queued);
    return enqueueAgain(trx, key, source as LastAttempt);
  });
}

/**
 * Cancels a delivery that still waits or is being sent now. What is being sent is logged all the same, and
 * when it succeeds the delivery is delivered. A resend that still waits is taken back: the delivery rests
 * as before.
 */
export function cancelDelivery(store: Store, key: DeliveryKey, withChange: WithChange<Delivery>): Promise<Outcome> {
  return changeDelivery(store, { key, withChange }, async (trx, queued) => {
    if (queued === null) return refuse((await findLastAttempt(trx, key)) === null ? 'not_found' : 'not_pending');
    if (queued.state !== 'pending') return refuse('not_pending');
    if (!restsInLog(queued.resting_state)) {
      await updateQueued(trx, key, CANCELED);
      await letNextGo(trx, lineOf(key, queued));
      return DONE;
    }
    if (queued.lease_token !== null) return refuse('in_flight');
    await trx.deleteFrom('deliveries').where('workspace_id', '=', key.workspaceId).where('id', '=', key.id).execute();
    return DONE;
  });
}

/** The line that a delivery stands in, if it stands in one. */
function lineOf({ workspaceId }: DeliveryKey, queued: QueuedRow | null): readonly DeliveryLine[] {
  if (queued === null || queued.order_key === null) return [];
  return [{ workspaceId, endpointId: queued.endpoint_id, orderKey: queued.order_key }];
}

type QueuedRow = Pick<
  Selectable<Database['deliveries']>,
  | 'state'
  | 'event_id'
  | 'endpoint_id'
  | 'due_at_ms'
  | 'canceled_lease_ends_ms'
  | 'lease_token'
  | 'resting_state'
  | 'order_key'
>;

interface ToldChange {
  readonly key: DeliveryKey;
  readonly withChange: WithChange<Delivery>;
}

/** Makes a change with the delivery's row locked, and tells of it when it was made. */
function changeDelivery(
  store: Store,
  { key, withChange }: ToldChange,
  change: (trx: Trx, queued: QueuedRow | null) => Promise<Outcome>,
): Promise<Outcome> {
  return store.db.transaction().execute(async (trx) => {
    await lockLines(store, trx, lineOf(key, await readQueued(trx, key)));
    const queued = await lockQueued(store, trx, key);
    const before = await findDelivery({ db: trx }, key);
    const outcome = await change(trx, queued);
    if (outcome.kind === 'done') await withChange(trx, { before, after: await findDelivery({ db: trx }, key) });
    return outcome;
  });
}

interface LastAttempt {
  readonly event_id: EventId;
  readonly endpoint_id: EndpointId;
  readonly number: number;
  readonly delivery_state: DeliveryState | null;
  readonly run_id: RunId | null;
}

async function readQueued(trx: Trx, key: DeliveryKey): Promise<QueuedRow | null> {
  return (await selectQueued(trx, key).executeTakeFirst()) ?? null;
}

async function lockQueued(store: Store, trx: Trx, key: DeliveryKey): Promise<QueuedRow | null> {
  const row = await selectQueued(trx, key)
    .$if(store.can.skipLocked, (query) => query.forUpdate())
    .executeTakeFirst();
  return row ?? null;
}

function selectQueued(trx: Trx, key: DeliveryKey) {
  return trx
    .selectFrom('deliveries')
    .select([
      'state',
      'event_id',
      'endpoint_id',
      'due_at_ms',
      'canceled_lease_ends_ms',
      'lease_token',
      'resting_state',
      'order_key',
    ])
    .where('workspace_id', '=', key.workspaceId)
    .where('id', '=', key.id);
}

async function findLastAttempt(trx: Trx, key: DeliveryKey): Promise<LastAttempt | null> {
  const row = await trx
    .selectFrom('attempts')
    .select(['event_id', 'endpoint_id', 'number', 'delivery_state', 'run_id'])
    .where('workspace_id', '=', key.workspaceId)
    .where('delivery_id', '=', key.id)
    .where(isAttemptSince('id', [key.id]))
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

function isLeased(queued: QueuedRow, nowMs: number): boolean {
  const leaseEndMs = queued.due_at_ms ?? queued.canceled_lease_ends_ms;
  return queued.lease_token !== null && leaseEndMs !== null && leaseEndMs > nowMs;
}

async function hasEndpoint(trx: Trx, workspaceId: WorkspaceId, id: EndpointId): Promise<boolean> {
  const row = await trx
    .selectFrom('endpoints')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('deleted_at_ms', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Null: it was purged. Locked, so that it is not erased before what is put into the queue here can be seen. */
async function lockEvent(store: Store, trx: Trx, workspaceId: WorkspaceId, id: EventId): Promise<EventOrigin | null> {
  const row = await trx
    .selectFrom('events')
    .select('origin')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .$if(store.can.skipLocked, (query) => query.forShare())
    .executeTakeFirst();
  return row?.origin ?? null;
}

/** A lease that ran out is left in place: whoever claims it knows by it that a sender died on the way. */
async function makeDueNow(trx: Trx, key: DeliveryKey, queued: QueuedRow): Promise<Outcome> {
  await updateQueued(trx, key, {
    state: 'pending',
    due_at_ms: key.nowMs,
    canceled_lease_ends_ms: null,
    trigger: 'resend',
    resting_state: queued.state === 'canceled' ? 'canceled' : queued.resting_state,
  });
  return DONE;
}

async function enqueueAgain(trx: Trx, key: DeliveryKey, last: LastAttempt): Promise<Outcome> {
  const result = await trx
    .insertInto('deliveries')
    .values({
      workspace_id: key.workspaceId,
      id: key.id,
      event_id: last.event_id,
      endpoint_id: last.endpoint_id,
      state: 'pending',
      attempts_made: last.number,
      schedule_step: 0,
      due_at_ms: key.nowMs,
      lease_token: null,
      maybe_received: (await mayHaveBeenReceived(trx, key)) ? 1 : 0,
      trigger: 'resend',
      resting_state: restsInLog(last.delivery_state) ? last.delivery_state : 'exhausted',
      created_at_ms: timeOfId(key.id),
      run_id: last.run_id,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doNothing())
    .executeTakeFirst();
  // Somebody else's resend of the same delivery was committed in between.
  return result.numInsertedOrUpdatedRows === 0n ? refuse('in_flight') : DONE;
}

/** The queue row that knew it is gone; the log tells whether an attempt got no complete answer (DESIGN 5). */
async function mayHaveBeenReceived(trx: Trx, key: DeliveryKey): Promise<boolean> {
  const row = await trx
    .selectFrom('attempts')
    .select('id')
    .where('workspace_id', '=', key.workspaceId)
    .where('delivery_id', '=', key.id)
    .where(isAttemptSince('id', [key.id]))
    .where('outcome', '!=', 'succeeded')
    .where((eb) =>
      eb.or([eb('outcome', '=', 'unknown'), eb('error_class', 'in', ['timeout', 'aborted', 'body_too_large'])]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the delivery's state can be read from its last attempt when its queue row is gone. */
function restsInLog(restingState: DeliveryState | null): boolean {
  return restingState === 'delivered' || restingState === 'exhausted';
}

async function updateQueued(trx: Trx, key: DeliveryKey, change: UpdateObject<Database, 'deliveries'>): Promise<void> {
  await trx
    .updateTable('deliveries')
    .set(change)
    .where('workspace_id', '=', key.workspaceId)
    .where('id', '=', key.id)
    .execute();
}

function refuse(why: Refusal): Outcome {
  return { kind: 'refused', why };
}
