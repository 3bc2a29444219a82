import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { type DeliveryId, type EndpointId, idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { DeliveriesTable } from '../../platform/db/tables.ts';
import { claimDueDeliveries, nextDueAtMs, sweepHeldDeliveries } from './delivery-queue.store.ts';

const WORKSPACE = idOf('ws', uuidv7());
const ENDPOINT = idOf('ep', uuidv7());
const LEASE_MS = 10_000;

/** The promises of the delivery queue. */
export function deliveryQueueStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`delivery queue on ${name}`, () => {
    test('claims what is longest due first, with its event, and leaves what is not due', async () => {
      const store = await openStore();
      const [oldest, older] = await insert(store, [{ due_at_ms: 1_000 }, { due_at_ms: 2_000 }, { due_at_ms: 3_000 }]);
      const claim = (limit: number) => claimAt(store, 2_500, { limit });
      expect((await claim(1)).map((delivery) => delivery.id)).toEqual([oldest]);
      const [second] = await claim(1);
      expect(second).toMatchObject({ id: older, attemptsMade: 0, maybeReceived: false, leaseUntilMs: 12_500 });
      expect(second?.event).toMatchObject({ type: 'message.received', payload: { text: 'Hi' } });
      expect(await claim(1)).toEqual([]);
    });

    test('never hands a delivery to two nodes while a lease runs', async () => {
      const store = await openStore();
      await insert(
        store,
        Array.from({ length: 60 }, (_, index) => ({ due_at_ms: index })),
      );
      const claims = await Promise.all(
        ['a', 'b', 'c', 'd'].map((leaseToken) => claimAt(store, 1_000, { leaseToken, limit: 20 })),
      );
      const rest = await claimAt(store, 1_000, { limit: 60 });
      const ids = [...claims.flat(), ...rest].map((delivery) => delivery.id);
      expect(ids).toHaveLength(60);
      expect(new Set(ids).size).toBe(60);
    });

    test('gives the delivery of a dead node to another, logs an unknown attempt and marks a possible duplicate', async () => {
      const store = await openStore();
      const [orphan] = await insert(store, [{ due_at_ms: 0 }]);
      await claimAt(store, 0, { leaseToken: 'dead' });
      expect(await claimAt(store, LEASE_MS - 1)).toEqual([]);
      const [again] = await claimAt(store, LEASE_MS);
      expect(again).toMatchObject({ id: orphan, attemptsMade: 1, scheduleStep: 0, maybeReceived: true });
      const attempt = await store.db.selectFrom('attempts').selectAll().executeTakeFirstOrThrow();
      expect(attempt).toMatchObject({
        delivery_id: orphan,
        number: 1,
        outcome: 'unknown',
        error_class: 'aborted',
        started_at_ms: 0,
        duration_ms: null,
      });
    });

    test('a delivery under which the gateway dies again and again comes to the end of its schedule', async () => {
      const store = await openStore();
      await insert(store, [{ due_at_ms: 0 }]);
      let steps = 0;
      for (let crash = 0; crash <= 8; crash++) {
        const [claimed] = await claimAt(store, crash * LEASE_MS);
        steps = claimed?.scheduleStep ?? -1;
      }
      expect(steps).toBe(3);
    });

    test('leaves out endpoints whose share of the memory is full', async () => {
      const store = await openStore();
      const other = idOf('ep', uuidv7());
      const [, wanted] = await insert(store, [{ due_at_ms: 0 }, { due_at_ms: 1, endpoint_id: other }]);
      const claimed = await claimAt(store, 10, { without: [ENDPOINT] });
      expect(claimed.map((delivery) => delivery.id)).toEqual([wanted]);
    });

    test('held and canceled deliveries are never due', async () => {
      const store = await openStore();
      await insert(store, [{ due_at_ms: null }, { due_at_ms: null, state: 'canceled' }]);
      expect(await claimAt(store, Number.MAX_SAFE_INTEGER - LEASE_MS)).toEqual([]);
      expect(await nextDueAtMs(store)).toBeNull();
    });

    test('tells when the next delivery is due', async () => {
      const store = await openStore();
      await insert(store, [{ due_at_ms: 700 }, { due_at_ms: 300 }]);
      expect(await nextDueAtMs(store)).toBe(300);
    });

    test('makes due what was held for an endpoint that is enabled, and cancels what was held for a deleted one', async () => {
      const store = await openStore();
      const enabled = await insertEndpoint(store, { enabled: 1 });
      const disabled = await insertEndpoint(store, { enabled: 0 });
      const deleted = await insertEndpoint(store, { deleted_at_ms: 1 });
      const [held, , , orphan] = await insert(store, [
        { due_at_ms: null, endpoint_id: enabled },
        { due_at_ms: null, endpoint_id: disabled },
        { due_at_ms: null, endpoint_id: enabled, state: 'canceled' },
        { due_at_ms: null, endpoint_id: deleted },
      ]);
      await sweepHeldDeliveries(store, 500);
      expect((await claimAt(store, 500)).map((delivery) => delivery.id)).toEqual([held]);
      const canceled = await store.db
        .selectFrom('deliveries')
        .select('state')
        .where('id', '=', orphan ?? ('' as DeliveryId))
        .executeTakeFirst();
      expect(canceled?.state).toBe('canceled');
    });
  });
}

interface ClaimOver {
  readonly limit?: number;
  readonly leaseToken?: string;
  readonly without?: readonly EndpointId[];
}

function claimAt(store: Store, nowMs: number, over: ClaimOver = {}) {
  return claimDueDeliveries(store, {
    nowMs,
    limit: over.limit ?? 100,
    leaseToken: over.leaseToken ?? 'me',
    leaseUntilMs: () => nowMs + LEASE_MS,
    without: over.without ?? [],
    newAttemptId: () => idOf('att', uuidv7()),
  });
}

async function insert(store: Store, rows: readonly Partial<DeliveriesTable>[]): Promise<readonly DeliveryId[]> {
  const deliveries = rows.map(
    (over): DeliveriesTable => ({
      workspace_id: WORKSPACE,
      id: idOf('dlv', uuidv7()),
      event_id: idOf('evt', uuidv7()),
      endpoint_id: ENDPOINT,
      state: 'pending',
      attempts_made: 0,
      schedule_step: 0,
      due_at_ms: null,
      lease_token: null,
      maybe_received: 0,
      trigger: 'schedule',
      resting_state: null,
      created_at_ms: 0,
      ...over,
    }),
  );
  const events = deliveries.map((delivery) => ({
    workspace_id: WORKSPACE,
    id: delivery.event_id,
    type: 'message.received',
    origin: 'meta' as const,
    channel_id: null,
    occurred_at_ms: 0,
    created_at_ms: 0,
    phone: null,
    bsuid: null,
    hops: 0,
    payload: '{"text":"Hi"}',
  }));
  await store.db.insertInto('events').values(events).execute();
  await store.db.insertInto('deliveries').values(deliveries).execute();
  return deliveries.map((delivery) => delivery.id);
}

async function insertEndpoint(
  store: Store,
  over: { readonly enabled?: 0 | 1; readonly deleted_at_ms?: number },
): Promise<EndpointId> {
  const id = idOf('ep', uuidv7());
  await store.db
    .insertInto('workspaces')
    .values({ id: WORKSPACE, serial: 1, account_id: 'MA_TEST', name: 'Test', created_at_ms: 0, revision: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await store.db
    .insertInto('endpoints')
    .values({
      workspace_id: WORKSPACE,
      id,
      url: 'https://receiver.example/',
      description: '',
      event_types: '["*"]',
      channel_ids: null,
      format: 'standard',
      format_options: '{}',
      retry: '"standard"',
      secrets: '',
      headers: '',
      verify_token: null,
      enabled: 1,
      disabled_reason: null,
      created_at_ms: 0,
      updated_at_ms: 0,
      deleted_at_ms: null,
      revision: 1,
      ...over,
    })
    .execute();
  return id;
}
