import { describe, expect, test } from 'vitest';
import { alone, listenToChanges, refuse } from '../../../test/support/changes.ts';
import { queueOf } from '../../../test/support/queue.ts';
import { type DeliveryId, idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { type Delivery, findDelivery } from './deliveries.store.ts';
import { cancelDelivery, type DeliveryKey, resendDelivery } from './resend.store.ts';
import {
  insertAttempt,
  insertEndpoint,
  insertFinished,
  insertQueued,
  OTHER_WORKSPACE,
  WORKSPACE,
} from './test-rows.ts';

const NOW_MS = 1_000;

/** What resend and cancel promise (issue R6). */
export function resendStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`resend store on ${name}`, () => {
    describeResendOfWaiting(openStore);
    describeResendOfFinished(openStore);
    describeResendOfErased(openStore);
    describeCancel(openStore);
    describeTelling(openStore);
  });
}

function describeResendOfWaiting(openStore: () => Promise<Store>): void {
  test('makes a waiting delivery due now and keeps its place in the schedule', async () => {
    const store = await openWithEndpoint(openStore);
    const id = await insertQueued(store, { due_at_ms: 90_000, schedule_step: 4, attempts_made: 5 });
    expect(await resendDelivery(store, keyOf(id), alone)).toEqual({ kind: 'done' });
    const expected = { due_at_ms: NOW_MS, trigger: 'resend', schedule_step: 4, attempts_made: 5, resting_state: null };
    expect(await readQueued(store, id)).toMatchObject(expected);
  });

  test('sends a held delivery of a disabled endpoint, as the person asks', async () => {
    const store = await openStore();
    await insertEndpoint(store, { enabled: 0, disabled_reason: 'manual' });
    const id = await insertQueued(store, { due_at_ms: null });
    expect(await resendDelivery(store, keyOf(id), alone)).toEqual({ kind: 'done' });
    expect(await readQueued(store, id)).toMatchObject({ due_at_ms: NOW_MS, trigger: 'resend' });
  });

  test('refuses while an attempt is being made, and not when its sender died', async () => {
    const store = await openWithEndpoint(openStore);
    const leased = await insertQueued(store, { lease_token: 'a', due_at_ms: NOW_MS + 1 });
    expect(await resendDelivery(store, keyOf(leased), alone)).toEqual({ kind: 'refused', why: 'in_flight' });
    const orphan = await insertQueued(store, { lease_token: 'a', due_at_ms: NOW_MS - 1 });
    expect(await resendDelivery(store, keyOf(orphan), alone)).toEqual({ kind: 'done' });
    expect(await readQueued(store, orphan)).toMatchObject({ lease_token: 'a', due_at_ms: NOW_MS });
  });

  test('resends a canceled delivery, which falls back to canceled', async () => {
    const store = await openWithEndpoint(openStore);
    const id = await insertQueued(store, { state: 'canceled', due_at_ms: null });
    expect(await resendDelivery(store, keyOf(id), alone)).toEqual({ kind: 'done' });
    expect(await readQueued(store, id)).toMatchObject({
      state: 'pending',
      resting_state: 'canceled',
      due_at_ms: NOW_MS,
    });
  });
}

function describeResendOfFinished(openStore: () => Promise<Store>): void {
  test('puts a finished delivery back for one attempt, with the state it falls back to', async () => {
    const store = await openWithEndpoint(openStore);
    for (const state of ['delivered', 'exhausted'] as const) {
      const id = await insertFinished(store, state);
      expect(await resendDelivery(store, keyOf(id), alone)).toEqual({ kind: 'done' });
      const expected = {
        state: 'pending',
        trigger: 'resend',
        resting_state: state,
        attempts_made: 2,
        maybe_received: 0,
      };
      expect(await readQueued(store, id)).toMatchObject({ ...expected, due_at_ms: NOW_MS, lease_token: null });
    }
  });

  test('remembers that the receiver may have got it without a complete answer', async () => {
    const store = await openWithEndpoint(openStore);
    for (const row of [
      { outcome: 'unknown', error_class: null },
      { error_class: 'timeout' },
      { error_class: 'aborted' },
    ] as const) {
      const id = await insertFinished(store, 'exhausted', row);
      await resendDelivery(store, keyOf(id), alone);
      expect(await readQueued(store, id)).toMatchObject({ maybe_received: 1 });
    }
  });

  test('makes one attempt of two resends at the same time', async () => {
    const store = await openWithEndpoint(openStore);
    const id = await insertFinished(store, 'exhausted');
    await Promise.all([resendDelivery(store, keyOf(id), alone), resendDelivery(store, keyOf(id), alone)]);
    expect(await queueOf(store).select('id').execute()).toEqual([{ id }]);
  });

  test('says why it cannot: deleted endpoint, purged event, unknown delivery, another workspace', async () => {
    const store = await openStore();
    await insertEndpoint(store, { deleted_at_ms: 1 });
    const id = await insertFinished(store, 'exhausted');
    expect(await resendDelivery(store, keyOf(id), alone)).toEqual({ kind: 'refused', why: 'endpoint_deleted' });
    const unknown = idOf('dlv', '0190a000-0000-7000-8000-00000000000a');
    expect(await resendDelivery(store, keyOf(unknown), alone)).toEqual({ kind: 'refused', why: 'not_found' });
    const foreign = { ...keyOf(id), workspaceId: OTHER_WORKSPACE };
    expect(await resendDelivery(store, foreign, alone)).toEqual({ kind: 'refused', why: 'not_found' });
    await store.db.updateTable('endpoints').set({ deleted_at_ms: null }).execute();
    await store.db.deleteFrom('events').execute();
    expect(await resendDelivery(store, keyOf(id), alone)).toEqual({ kind: 'refused', why: 'event_purged' });
    expect(await queueOf(store).select('id').execute()).toEqual([]);
  });
}

function describeResendOfErased(openStore: () => Promise<Store>): void {
  test('refuses to resend what was canceled while it is still being sent', async () => {
    const store = await openWithEndpoint(openStore);
    const id = await insertQueued(store, { due_at_ms: NOW_MS + 1, lease_token: 'a' });
    expect(await cancelDelivery(store, keyOf(id), alone)).toEqual({ kind: 'done' });
    expect(await resendDelivery(store, keyOf(id), alone)).toEqual({ kind: 'refused', why: 'in_flight' });
    const later = { ...keyOf(id), nowMs: NOW_MS + 1 };
    expect(await resendDelivery(store, later, alone)).toEqual({ kind: 'done' });
    expect(await readQueued(store, id)).toMatchObject({
      state: 'pending',
      lease_token: 'a',
      canceled_lease_ends_ms: null,
    });
  });

  test('refuses to send again what told of a person who was erased, finished or canceled', async () => {
    const store = await openWithEndpoint(openStore);
    const finished = await insertFinished(store, 'exhausted');
    const canceled = await insertQueued(store, { state: 'canceled', due_at_ms: null });
    await store.db.updateTable('events').set({ origin: 'erased' }).execute();
    for (const id of [finished, canceled]) {
      expect(await resendDelivery(store, keyOf(id), alone)).toEqual({ kind: 'refused', why: 'event_erased' });
    }
    expect(await queueOf(store).select(['id', 'state']).execute()).toEqual([{ id: canceled, state: 'canceled' }]);
  });
}

function describeCancel(openStore: () => Promise<Store>): void {
  test('takes a waiting delivery off the clock', async () => {
    const store = await openWithEndpoint(openStore);
    const id = await insertQueued(store);
    expect(await cancelDelivery(store, keyOf(id), alone)).toEqual({ kind: 'done' });
    expect(await readQueued(store, id)).toMatchObject({ state: 'canceled', due_at_ms: null });
    expect(await cancelDelivery(store, keyOf(id), alone)).toEqual({ kind: 'refused', why: 'not_pending' });
  });

  test('leaves the lease of an attempt that is being made, so that it can be logged', async () => {
    const store = await openWithEndpoint(openStore);
    const id = await insertQueued(store, { lease_token: 'a', due_at_ms: NOW_MS + 1 });
    expect(await cancelDelivery(store, keyOf(id), alone)).toEqual({ kind: 'done' });
    expect(await readQueued(store, id)).toMatchObject({ state: 'canceled', due_at_ms: null, lease_token: 'a' });
  });

  test('takes a resend back: the delivery is what it was', async () => {
    const store = await openWithEndpoint(openStore);
    const id = await insertFinished(store, 'delivered');
    await resendDelivery(store, keyOf(id), alone);
    expect(await cancelDelivery(store, keyOf(id), alone)).toEqual({ kind: 'done' });
    expect(await findDelivery(store, keyOf(id))).toMatchObject({ state: 'delivered', attemptsMade: 2 });
  });

  test('refuses what is finished, unknown or in another workspace', async () => {
    const store = await openWithEndpoint(openStore);
    const id = await insertFinished(store, 'delivered');
    expect(await cancelDelivery(store, keyOf(id), alone)).toEqual({ kind: 'refused', why: 'not_pending' });
    const queued = await insertQueued(store);
    const foreign = { ...keyOf(queued), workspaceId: OTHER_WORKSPACE };
    expect(await cancelDelivery(store, foreign, alone)).toEqual({ kind: 'refused', why: 'not_found' });
    await insertAttempt(store, { delivery_id: null });
    expect(await readQueued(store, queued)).toMatchObject({ state: 'pending' });
  });
}

function describeTelling(openStore: () => Promise<Store>): void {
  test('tells both sides of a change in its transaction, and nothing when it refuses', async () => {
    const store = await openWithEndpoint(openStore);
    const { told, tell } = listenToChanges<Delivery>();
    const id = await insertFinished(store, 'exhausted');
    const exhausted = await findDelivery(store, keyOf(id));
    await cancelDelivery(store, keyOf(id), tell);
    await resendDelivery(store, keyOf(id), tell);
    const resent = await findDelivery(store, keyOf(id));
    await cancelDelivery(store, keyOf(id), tell);
    expect(resent).toMatchObject({ state: 'pending', nextAttemptAtMs: NOW_MS });
    expect(told).toEqual([
      { before: exhausted, after: resent },
      { before: resent, after: exhausted },
    ]);
  });

  test('makes no change that cannot be told of', async () => {
    const store = await openWithEndpoint(openStore);
    const id = await insertQueued(store, { due_at_ms: 90_000 });
    for (const change of [resendDelivery, cancelDelivery]) {
      await expect(change(store, keyOf(id), refuse)).rejects.toThrow('refused');
    }
    expect(await readQueued(store, id)).toMatchObject({ state: 'pending', due_at_ms: 90_000 });
  });
}

async function openWithEndpoint(openStore: () => Promise<Store>): Promise<Store> {
  const store = await openStore();
  await insertEndpoint(store);
  return store;
}

function keyOf(id: DeliveryId): DeliveryKey {
  return { workspaceId: WORKSPACE, id, nowMs: NOW_MS };
}

function readQueued(store: Store, id: DeliveryId) {
  return store.db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
}
