import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { STANDING_WORDS, type StandingWord } from '../../domain/delivery-standing.ts';
import { firstIdAt } from '../../domain/id-time.ts';
import { type DeliveryId, idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { decodeCursor } from '../../platform/http/api.ts';
import {
  COUNTED_MAX,
  countDeliveries,
  countStandings,
  findDelivery,
  type ListDeliveries,
  listAttemptsOf,
  listDeliveries,
  listDeliveriesOfEvent,
} from './deliveries.store.ts';
import { insertAttempt, insertEvent, insertFinished, insertQueued, OTHER_WORKSPACE, WORKSPACE } from './test-rows.ts';

const NOW_MS = 1_000;
const CHANNEL = idOf('chn', '0190a000-0000-7000-8000-000000000009');

/** What reading deliveries promises (issue R6). */
export function deliveriesStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`deliveries store on ${name}`, () => {
    describeSingle(openStore);
    describeLists(openStore);
    describeFilters(openStore);
  });
}

function describeSingle(openStore: () => Promise<Store>): void {
  test('knows a waiting delivery by the queue', async () => {
    const store = await openStore();
    const id = await insertQueued(store, { due_at_ms: 7_000, attempts_made: 1 });
    const delivery = await findDelivery(store, { workspaceId: WORKSPACE, id, nowMs: NOW_MS });
    const expected = { state: 'pending', nextAttemptAtMs: 7_000, inFlight: false, held: false, attemptsMade: 1 };
    expect(delivery).toMatchObject({ ...expected, eventType: 'custom.test', lastAttempt: null });
    expect(await findDelivery(store, { workspaceId: OTHER_WORKSPACE, id, nowMs: NOW_MS })).toBeNull();
  });

  test('knows a finished delivery by its last attempt', async () => {
    const store = await openStore();
    const id = await insertFinished(store, 'exhausted');
    const delivery = await findDelivery(store, { workspaceId: WORKSPACE, id, nowMs: NOW_MS });
    expect(delivery).toMatchObject({
      state: 'exhausted',
      attemptsMade: 2,
      nextAttemptAtMs: null,
      lastAttempt: { number: 2 },
    });
    const attempts = await listAttemptsOf(store, WORKSPACE, id);
    expect(attempts.map((attempt) => attempt.number)).toEqual([1, 2]);
    expect(await findDelivery(store, { workspaceId: OTHER_WORKSPACE, id, nowMs: NOW_MS })).toBeNull();
  });

  test('believes the queue before the log: a delivery that is resent is pending', async () => {
    const store = await openStore();
    const id = await insertFinished(store, 'delivered');
    await insertQueued(store, { id, attempts_made: 2, resting_state: 'delivered' });
    const page = await listDeliveries(store, newest({}));
    expect(page.items.map((delivery) => [delivery.id, delivery.state])).toEqual([[id, 'pending']]);
  });

  test('tells what is sent now, what is held, and what a dead sender left', async () => {
    const store = await openStore();
    const leased = await insertQueued(store, { lease_token: 'a', due_at_ms: NOW_MS + 1 });
    const held = await insertQueued(store, { due_at_ms: null });
    const orphan = await insertQueued(store, { lease_token: 'a', due_at_ms: NOW_MS });
    const page = await listDeliveries(store, newest({}));
    const shown = page.items.map((item) => [item.id, item.inFlight, item.held, item.nextAttemptAtMs]);
    expect(shown).toEqual([
      [orphan, false, false, NOW_MS],
      [held, false, true, null],
      [leased, true, false, null],
    ]);
  });
}

function describeLists(openStore: () => Promise<Store>): void {
  test('lists the queue and the log as one, newest first, page after page', async () => {
    const store = await openStore();
    const ids = [
      await insertQueued(store),
      await insertFinished(store, 'delivered'),
      await insertQueued(store),
      await insertFinished(store, 'exhausted'),
      await insertFinished(store, 'delivered'),
    ];
    await insertFinished(store, 'delivered', { workspace_id: OTHER_WORKSPACE });
    const seen: DeliveryId[] = [];
    let beforeId: DeliveryId | null = null;
    do {
      const page: Awaited<ReturnType<typeof listDeliveries>> = await listDeliveries(
        store,
        newest({ limit: 2, beforeId }),
      );
      seen.push(...page.items.map((delivery) => delivery.id));
      beforeId = page.nextCursor === null ? null : (decodeCursor(page.nextCursor) as DeliveryId);
    } while (beforeId !== null);
    expect(seen).toEqual(ids.toReversed());
  });

  test('leaves test sends out: they belong to no delivery', async () => {
    const store = await openStore();
    await insertAttempt(store, { delivery_id: null, delivery_state: null, trigger: 'test' });
    expect((await listDeliveries(store, newest({}))).items).toEqual([]);
  });

  test('gives all deliveries of one event', async () => {
    const store = await openStore();
    const event_id = await insertEvent(store);
    const finished = await insertFinished(store, 'delivered', { event_id });
    const queued = await insertQueued(store, { event_id });
    await insertQueued(store);
    const deliveries = await listDeliveriesOfEvent(store, { workspaceId: WORKSPACE, eventId: event_id, nowMs: NOW_MS });
    expect(deliveries.map((delivery) => delivery.id)).toEqual([queued, finished]);
    const page = await listDeliveries(store, newest({ eventId: event_id }));
    expect(page.items.map((delivery) => delivery.id)).toEqual([queued, finished]);
  });
}

function describeFilters(openStore: () => Promise<Store>): void {
  test('finds what a run made, waiting and finished, however long after the event, and by why it was sent', async () => {
    const store = await openStore();
    const run_id = idOf('run', uuidv7());
    const event_id = await insertEvent(store, { id: firstIdAt('evt', Date.now() - 86_400_000) });
    const replayed = { event_id, run_id, trigger: 'replay' as const };
    const waiting = await insertQueued(store, replayed);
    const finished = await insertFinished(store, 'delivered', replayed);
    const plain = await insertQueued(store);
    const idsOf = async (filter: Partial<ListDeliveries>) =>
      (await listDeliveries(store, newest(filter))).items.map(({ id }) => id);
    expect(await idsOf({ runId: run_id })).toEqual([finished, waiting]);
    expect(await idsOf({ runId: run_id, standings: ['delivered'] })).toEqual([finished]);
    expect(await idsOf({ runId: idOf('run', uuidv7()) })).toEqual([]);
    expect(await idsOf({ triggers: ['replay', 'recover'] })).toEqual([finished, waiting]);
    expect(await idsOf({ triggers: ['schedule'] })).toEqual([plain]);
    expect(await idsOf({ eventId: event_id })).toEqual([finished, waiting]);
    expect(await countDeliveries(store, { workspaceId: WORKSPACE, runId: run_id })).toEqual({
      count: 2,
      isExact: true,
    });
    const [shown] = (await listDeliveries(store, newest({ runId: run_id }))).items;
    expect(shown).toMatchObject({ runId: run_id, trigger: 'replay' });
  });

  test('filters by state', async () => {
    const store = await openStore();
    const delivered = await insertFinished(store, 'delivered');
    const exhausted = await insertFinished(store, 'exhausted');
    const pending = await insertQueued(store);
    const canceled = await insertQueued(store, { state: 'canceled', due_at_ms: null });
    for (const [state, id] of Object.entries({ delivered, exhausted, pending, canceled })) {
      const page = await listDeliveries(store, newest({ standings: [state as 'pending'] }));
      expect(page.items.map((delivery) => delivery.id)).toEqual([id]);
    }
  });

  test('filters by how far they are, several at once', async () => {
    const store = await openStore();
    const waits = await insertQueued(store);
    const retries = await insertQueued(store, { attempts_made: 2 });
    const held = await insertQueued(store, { due_at_ms: null, attempts_made: 2 });
    const exhausted = await insertFinished(store, 'exhausted');
    const canceled = await insertFinished(store, 'canceled');
    await insertFinished(store, 'delivered');
    const idsOf = async (...standings: StandingWord[]) =>
      (await listDeliveries(store, newest({ standings }))).items.map(({ id }) => id);
    expect(await idsOf('pending')).toEqual([waits]);
    expect(await idsOf('retrying', 'canceled')).toEqual([canceled, retries]);
    expect(await idsOf('exhausted', 'held')).toEqual([exhausted, held]);
    expect(await idsOf()).toEqual([]);
  });

  test('lists a delivery that is tried again once', async () => {
    const store = await openStore();
    const id = await insertQueued(store, { attempts_made: 1 });
    await insertAttempt(store, { delivery_id: id, number: 1, delivery_state: 'pending' });
    const page = await listDeliveries(store, newest({}));
    expect(page.items.map((delivery) => [delivery.id, delivery.state])).toEqual([[id, 'pending']]);
  });

  test('counts what matches, each delivery once', async () => {
    const store = await openStore();
    const endpoint_id = idOf('ep', uuidv7());
    const resent = await insertFinished(store, 'exhausted');
    await insertQueued(store, { id: resent, attempts_made: 2, trigger: 'resend', resting_state: 'exhausted' });
    await insertFinished(store, 'exhausted', { endpoint_id });
    const event_id = await insertEvent(store, { phone: '491' });
    await insertFinished(store, 'exhausted', { event_id });
    const count = (query: Partial<ListDeliveries>) => countDeliveries(store, { workspaceId: WORKSPACE, ...query });
    expect(await count({ standings: ['exhausted'] })).toEqual({ count: 2, isExact: true });
    expect(await count({ standings: ['retrying'] })).toEqual({ count: 1, isExact: true });
    expect(await count({ standings: ['exhausted'], endpointId: endpoint_id })).toEqual({ count: 1, isExact: true });
    expect(await count({ standings: ['exhausted'], phone: '491' })).toEqual({ count: 1, isExact: true });
    expect(await count({ sinceMs: Date.now() + 60_000 })).toEqual({ count: 0, isExact: true });
    expect(await countDeliveries(store, { workspaceId: OTHER_WORKSPACE })).toEqual({ count: 0, isExact: true });
    const all = await countStandings(store, { workspaceId: WORKSPACE });
    for (const word of STANDING_WORDS)
      expect([word, all.get(word)]).toEqual([word, await count({ standings: [word] })]);
    const some = await countStandings(store, {
      workspaceId: WORKSPACE,
      standings: ['retrying', 'exhausted'],
      phone: '491',
    });
    expect([...some]).toEqual([
      ['retrying', { count: 0, isExact: true }],
      ['exhausted', { count: 1, isExact: true }],
    ]);
  });

  test('counts up to a bound, and finds the one that lies behind thousands of others', async () => {
    const store = await openStore();
    const event_id = await insertEvent(store, { type: 'message.read' });
    const old = { delivery: firstIdAt('dlv', 5_000), attempt: firstIdAt('att', 6_000) };
    const delivered = { delivery_state: 'delivered', number: 1 } as const;
    await insertAttempt(store, { ...delivered, event_id, id: old.attempt, delivery_id: old.delivery });
    await insertQueued(store, { id: firstIdAt('dlv', 4_000), attempts_made: 1 });
    const others = { attempt: idOf('att', uuidv7()), delivery: idOf('dlv', uuidv7()), queued: idOf('dlv', uuidv7()) };
    await insertAttempt(store, { ...delivered, id: others.attempt, delivery_id: others.delivery });
    await insertQueued(store, { id: others.queued });
    await insertCopies(store, 'attempts', { id: others.attempt, numbered: ['id', 'delivery_id'] });
    await insertCopies(store, 'deliveries', { id: others.queued, numbered: ['id'] });
    const beyond = { count: COUNTED_MAX, isExact: false };
    const one = { count: 1, isExact: true };
    const all = await countStandings(store, { workspaceId: WORKSPACE });
    expect([all.get('delivered'), all.get('pending'), all.get('retrying')]).toEqual([beyond, beyond, one]);
    const read = { workspaceId: WORKSPACE, type: 'message.read', standings: ['delivered'] } as const;
    expect(await countDeliveries(store, read)).toEqual(one);
  });

  test('filters by endpoint and by what its event is about, in the queue and in the log', async () => {
    const store = await openStore();
    await insertQueued(store);
    await insertFinished(store, 'delivered');
    const event_id = await insertEvent(store, {
      type: 'message.read',
      channel_id: CHANNEL,
      phone: '491',
      bsuid: 'DE.1',
      key: 'wamid.A|read|',
    });
    const endpoint_id = idOf('ep', uuidv7());
    const ids = [
      await insertQueued(store, { event_id, endpoint_id }),
      await insertFinished(store, 'delivered', { event_id, endpoint_id }),
    ];
    const filters = [
      { endpointId: endpoint_id },
      { type: 'message.read' },
      { channelId: CHANNEL },
      { phone: '491' },
      { bsuid: 'DE.1' },
      { wamid: 'wamid.A' },
      { type: 'message.read', phone: '491', endpointId: endpoint_id },
    ];
    for (const filter of filters) {
      const page = await listDeliveries(store, newest(filter));
      expect(page.items.map((delivery) => delivery.id)).toEqual(ids.toReversed());
      expect(page.nextCursor).toBeNull();
    }
    expect((await listDeliveries(store, newest({ phone: '49' }))).items).toEqual([]);
  });

  test('keeps to a time: since is inclusive, until is not', async () => {
    const store = await openStore();
    const atMs = (timeMs: number) =>
      idOf('dlv', `${timeMs.toString(16).padStart(12, '0').replace(/^.{8}/, '$&-')}-7000-8000-000000000000`);
    const ids = [100_000, 200_000, 300_000].map(atMs);
    for (const id of ids) await insertQueued(store, { id });
    const page = await listDeliveries(store, newest({ sinceMs: 200_000, untilMs: 300_000 }));
    expect(page.items.map((delivery) => [delivery.id, delivery.createdAtMs])).toEqual([[ids[1], 200_000]]);
  });
}

function newest(query: Partial<ListDeliveries>): ListDeliveries {
  return { workspaceId: WORKSPACE, beforeId: null, limit: 50, nowMs: NOW_MS, ...query };
}

/** More than one look of a count goes along. */
const COPIES = 12_600;

/** Copies a row; in each copy the columns that are named end with a number of its own. */
async function insertCopies(
  store: Store,
  table: 'attempts' | 'deliveries',
  { id, numbered }: { readonly id: string; readonly numbered: readonly string[] },
): Promise<void> {
  const row = await store.db.selectFrom(table).selectAll().where(sql.ref('id'), '=', id).executeTakeFirstOrThrow();
  const columns = Object.keys(row);
  const values = columns.map((column) =>
    numbered.includes(column)
      ? sql`substr(one.${sql.ref(column)}, 1, 34) || cast(100000 + copy.number as text)`
      : sql`one.${sql.ref(column)}`,
  );
  await sql`
    with recursive copy (number) as (select 1 union all select number + 1 from copy where number < ${sql.lit(COPIES)})
    insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    select ${sql.join(values)} from copy cross join ${sql.table(table)} as one where one.id = ${id}`.execute(store.db);
}
