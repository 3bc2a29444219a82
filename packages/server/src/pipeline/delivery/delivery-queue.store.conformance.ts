import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { queueOf } from '../../../test/support/queue.ts';
import { WAITS_BEHIND_AT_MS } from '../../domain/delivery.ts';
import { type DeliveryId, type EndpointId, idOf } from '../../domain/ids.ts';
import { CANCELED } from '../../platform/db/canceled-delivery.ts';
import { letNextGo, lockLines } from '../../platform/db/delivery-line.ts';
import type { Store } from '../../platform/db/store.ts';
import type { NewDeliveryRow } from '../../platform/db/tables.ts';
import {
  type Claim,
  claimDueDeliveries,
  endCanceledLeases,
  endLeasesOfTheDead,
  nextDueAtMs,
  sweepHeldDeliveries,
} from './delivery-queue.store.ts';
import { type DueEndpoints, listDueEndpoints, type WalkPlace } from './due-endpoints.store.ts';
import type { LeasedDelivery } from './leased-delivery.ts';

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

    test('what was canceled while its node was sending it is logged as unknown once when the lease is over', async () => {
      const store = await openStore();
      const [orphan] = await insert(store, [{ due_at_ms: 0 }, { due_at_ms: 50_000 }]);
      await claimAt(store, 0, { leaseToken: 'dead' });
      await store.db.updateTable('deliveries').set(CANCELED).execute();
      expect([await endCanceled(store, LEASE_MS - 1), await endCanceled(store, LEASE_MS)]).toEqual([0, 1]);
      expect(await endCanceled(store, 2 * LEASE_MS)).toBe(0);
      const attempts = await store.db.selectFrom('attempts').selectAll().execute();
      expect(attempts).toMatchObject([
        { delivery_id: orphan, number: 1, outcome: 'unknown', delivery_state: 'canceled', next_attempt_at_ms: null },
      ]);
      const rows = await queueOf(store).selectAll().orderBy('attempts_made', 'desc').execute();
      expect(rows).toMatchObject([
        { id: orphan, state: 'canceled', lease_token: null, attempts_made: 1 },
        { state: 'canceled', attempts_made: 0 },
      ]);
      expect(await claimAt(store, 100_000)).toEqual([]);
    });

    test('where no other node can be, leases of the dead end at once and retries wait for their time', async () => {
      const store = await openStore();
      if (store.can.sharedBetweenNodes) {
        await expect(endLeasesOfTheDead(store, 1_000, LEASE_MS)).rejects.toThrow();
        return;
      }
      const [orphan] = await insert(store, [{ due_at_ms: 0 }, { due_at_ms: 5_000 }]);
      await claimAt(store, 0, { leaseToken: 'dead' });
      await endLeasesOfTheDead(store, 1_000, LEASE_MS);
      expect((await claimAt(store, 1_000)).map((delivery) => delivery.id)).toEqual([orphan]);
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

    test('takes a share of each endpoint, however long the others have been due', async () => {
      const store = await openStore();
      const other = idOf('ep', uuidv7());
      await insert(store, [
        ...Array.from({ length: 50 }, (_, index) => ({ due_at_ms: index })),
        ...Array.from({ length: 4 }, () => ({ due_at_ms: 900, endpoint_id: other })),
      ]);
      const claimed = await claimAt(store, 1_000, { limit: 10 });
      expect(claimed.filter((delivery) => delivery.endpointId === other)).toHaveLength(4);
      expect(claimed.filter((delivery) => delivery.endpointId === ENDPOINT)).toHaveLength(5);
    });

    test('takes first attempts before retries, replays count as those, and one in eight is a retry', async () => {
      const store = await openStore();
      const rows = (count: number, over: Partial<NewDeliveryRow>) => Array.from({ length: count }, () => over);
      const retries = await insert(store, [
        ...rows(20, { due_at_ms: 0, attempts_made: 1 }),
        ...rows(1, { due_at_ms: 0, run_id: idOf('run', uuidv7()) }),
      ]);
      const first = await insert(store, rows(20, { due_at_ms: 500 }));
      const taken = async () => {
        const ids = (await claimAt(store, 1_000, { limit: 16 })).map((delivery) => delivery.id);
        return [ids.filter((id) => first.includes(id)).length, ids.filter((id) => retries.includes(id)).length];
      };
      expect([await taken(), await taken(), await taken()]).toEqual([
        [14, 2],
        [6, 10],
        [0, 9],
      ]);
    });

    test('takes no more than fits into memory at once, and one that is larger alone', async () => {
      const store = await openStore();
      const text = 'x'.repeat(1_000_000);
      await insert(
        store,
        Array.from({ length: 5 }, (_, index) => ({ due_at_ms: index })),
        JSON.stringify({ text }),
      );
      expect(await claimAt(store, 10, { bytesMax: 2_500_000 })).toHaveLength(2);
      expect(await claimAt(store, 10, { bytesMax: 10 })).toHaveLength(1);
      const [last] = await claimAt(store, 10, { bytesMax: 1_100_000 });
      expect(last?.payloadBytes).toBe(1_000_011);
    });

    test('finds every endpoint of which something is due, of all workspaces, in walks of bounded length', async () => {
      const store = await openStore();
      const workspaces = Array.from({ length: 3 }, () => idOf('ws', uuidv7()));
      const ids = Array.from({ length: 900 }, () => idOf('ep', uuidv7()));
      await insert(
        store,
        ids.map((id, index) => ({
          workspace_id: workspaces[index % 3] ?? WORKSPACE,
          endpoint_id: id,
          due_at_ms: index % 2 === 0 ? 5 : 5_000,
          attempts_made: index % 4 === 0 ? 1 : 0,
        })),
      );
      const found = new Set<string>();
      let after: WalkPlace | null = null;
      let walks = 0;
      do {
        const due: DueEndpoints = await listDueEndpoints(store, { nowMs: 1_000, after });
        for (const { endpointId } of due.endpoints) found.add(endpointId);
        after = due.next;
        walks++;
      } while (after !== null);
      expect(walks).toBe(2);
      expect(found).toEqual(new Set(ids.filter((_, index) => index % 2 === 0)));
    });

    test('of a line the first alone is taken, and those behind it are looked at once', async () => {
      const store = await openStore();
      const [first, second, third] = await insertLine(store, 3);
      expect(await claimOf(store, 10)).toMatchObject({ taken: [first], restedCount: 2 });
      expect(await claimOf(store, 11)).toMatchObject({ taken: [], restedCount: 0 });
      expect(await dueTimes(store, [second, third])).toEqual([WAITS_BEHIND_AT_MS, WAITS_BEHIND_AT_MS]);
    });

    test('lines do not wait for each other, nor for what stands in none, nor for another endpoint', async () => {
      const store = await openStore();
      const [first] = await insertLine(store, 2);
      const [other] = await insertLine(store, 2, { order_key: 'other' });
      const [elsewhere] = await insertLine(store, 2, { endpoint_id: idOf('ep', uuidv7()) });
      const [free] = await insert(store, [{ due_at_ms: 9 }]);
      const { taken } = await claimOf(store, 10);
      expect(new Set(taken)).toEqual(new Set([first, other, elsewhere, free]));
    });

    test('one that waits for its retry holds those behind it, whoever looks and whenever', async () => {
      const store = await openStore();
      const [first, second] = await insertLine(store, 2, { due_at_ms: 500, attempts_made: 1 });
      await store.db
        .updateTable('deliveries')
        .set({ due_at_ms: 5, attempts_made: 0 })
        .where('id', '=', idIn(second))
        .execute();
      expect(await claimOf(store, 10)).toMatchObject({ taken: [], restedCount: 1 });
      expect(await claimOf(store, 500)).toMatchObject({ taken: [first] });
    });

    test('the next one goes when the first has left the line, and not before', async () => {
      const store = await openStore();
      const [first, second, third] = await insertLine(store, 3);
      await claimOf(store, 10);
      await leaveLine(store, idIn(third));
      expect(await claimOf(store, 20)).toMatchObject({ taken: [], restedCount: 0 });
      await leaveLine(store, idIn(first));
      expect(await claimOf(store, 20)).toMatchObject({ taken: [second] });
    });

    test('what is resent by hand waits for nobody, and those behind it go on waiting', async () => {
      const store = await openStore();
      const [first, second, third] = await insertLine(store, 3);
      await store.db.updateTable('deliveries').set({ trigger: 'resend' }).where('id', '=', idIn(second)).execute();
      expect(new Set((await claimOf(store, 10)).taken)).toEqual(new Set([first, second]));
      await leaveLine(store, idIn(second));
      expect(await dueTimes(store, [third])).toEqual([WAITS_BEHIND_AT_MS]);
    });

    test('what another node may still put something before is not taken, and not put to rest', async () => {
      const store = await openStore();
      const [first, second] = await insertLine(store, 2, {}, 7);
      const claim = () => claimOf(store, 10, { horizon: 6 });
      if (!store.can.skipLocked) {
        // With one writer positions are committed in their order: there is nothing to wait for.
        expect(await claim()).toMatchObject({ taken: [first] });
        return;
      }
      expect(await claim()).toMatchObject({ taken: [], unsettledCount: 1, restedCount: 1 });
      const [late] = await insertLine(store, 1, {}, 6);
      expect(await claim()).toMatchObject({ taken: [late], unsettledCount: 0 });
      expect(await dueTimes(store, [first, second])).toEqual([WAITS_BEHIND_AT_MS, WAITS_BEHIND_AT_MS]);
    });

    test('claims of many nodes at once never take two of a line', async () => {
      const store = await openStore();
      await insertLine(store, 30);
      const claims = await Promise.all(['a', 'b', 'c', 'd'].map((leaseToken) => claimOf(store, 10, { leaseToken })));
      const rest = await claimOf(store, 10);
      expect([...claims, rest].flatMap((claim) => claim.taken)).toHaveLength(1);
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
      const canceled = await queueOf(store)
        .select('state')
        .where('id', '=', orphan ?? ('' as DeliveryId))
        .executeTakeFirst();
      expect(canceled?.state).toBe('canceled');
    });
  });
}

function endCanceled(store: Store, nowMs: number): Promise<number> {
  const leaseUntilMs = () => nowMs + LEASE_MS;
  return endCanceledLeases(store, { nowMs, leaseUntilMs, newAttemptId: () => idOf('att', uuidv7()) });
}

interface ClaimOver {
  readonly limit?: number;
  readonly bytesMax?: number;
  readonly horizon?: number;
  readonly leaseToken?: string;
  readonly without?: readonly EndpointId[];
}

/** One claim as the worker makes it: the endpoints of which something is due divide it among them. */
async function claimAt(store: Store, nowMs: number, over: ClaimOver = {}): Promise<readonly LeasedDelivery[]> {
  return (await claim(store, nowMs, over)).deliveries;
}

async function claimOf(store: Store, nowMs: number, over: ClaimOver = {}) {
  const { deliveries, ...counts } = await claim(store, nowMs, over);
  return { taken: deliveries.map((delivery) => delivery.id), ...counts };
}

async function claim(store: Store, nowMs: number, over: ClaimOver): Promise<Claim> {
  const limit = over.limit ?? 100;
  const { endpoints } = await listDueEndpoints(store, { nowMs, after: null });
  const open = endpoints.filter(({ endpointId }) => !(over.without ?? []).includes(endpointId));
  const shares = open.map((endpoint) => ({ ...endpoint, limit: Math.max(1, Math.floor(limit / open.length)) }));
  return claimDueDeliveries(store, {
    nowMs,
    limit,
    shares,
    bytesMax: over.bytesMax ?? Number.POSITIVE_INFINITY,
    leaseToken: over.leaseToken ?? 'me',
    leaseUntilMs: () => nowMs + LEASE_MS,
    newAttemptId: () => idOf('att', uuidv7()),
    readHorizon: async () => over.horizon ?? Number.MAX_SAFE_INTEGER,
  });
}

/** Deliveries of one line, one behind the other. */
function insertLine(store: Store, count: number, over: Partial<NewDeliveryRow> = {}, firstPosition = 1) {
  const rows = Array.from({ length: count }, (_, index) => ({
    due_at_ms: index,
    order_key: 'line',
    order_position: firstPosition + index,
    ...over,
  }));
  return insert(store, rows);
}

async function leaveLine(store: Store, id: DeliveryId): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    const line = { workspaceId: WORKSPACE, endpointId: ENDPOINT, orderKey: 'line' };
    await lockLines(store, trx, [line]);
    await trx.deleteFrom('deliveries').where('id', '=', id).execute();
    await letNextGo(trx, [line]);
  });
}

async function dueTimes(store: Store, ids: readonly (DeliveryId | undefined)[]): Promise<readonly (number | null)[]> {
  const rows = await queueOf(store).select(['id', 'due_at_ms']).execute();
  const byId = new Map(rows.map((row) => [row.id, row.due_at_ms]));
  return ids.map((id) => byId.get(idIn(id)) ?? null);
}

function idIn(id: DeliveryId | undefined): DeliveryId {
  if (id === undefined) throw new Error('A row was inserted for each that was asked for.');
  return id;
}

async function insert(
  store: Store,
  rows: readonly Partial<NewDeliveryRow>[],
  payload = '{"text":"Hi"}',
): Promise<readonly DeliveryId[]> {
  const deliveries = rows.map(
    (over): NewDeliveryRow => ({
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
    workspace_id: delivery.workspace_id,
    id: delivery.event_id,
    type: 'message.received',
    origin: 'meta' as const,
    channel_id: null,
    occurred_at_ms: 0,
    created_at_ms: 0,
    phone: null,
    bsuid: null,
    hops: 0,
    payload,
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
