import { type CompiledQuery, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { STORES } from '../../test/support/open-store.ts';
import { firstIdAt } from '../domain/id-time.ts';
import { type EventId, idOf, type WorkspaceId } from '../domain/ids.ts';
import { isAttemptSince } from '../platform/db/attempt-bound.ts';
import type { OpenedStore } from '../platform/db/open-store.ts';
import type { Store } from '../platform/db/store.ts';
import { dropPartition, listPartitions, makePartition, type PartitionedTable } from './partitions.store.ts';
import { makePartitions } from './partitions.worker.ts';
import { type RetentionRound, runRetentionRound } from './retention-round.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const ENDPOINT = idOf('ep', '0190a000-0000-7000-8000-000000000003');
const DAY_MS = 86_400_000;
const RETENTION_MS = 10 * DAY_MS;
/** Midnight in UTC of a day to come: what a fresh database has as its first partition ends before. */
const DAY_0_MS = Math.ceil(Date.now() / DAY_MS) * DAY_MS + 10 * DAY_MS;
const dayMs = (day: number) => DAY_0_MS + day * DAY_MS;

describe('partitions on PostgreSQL', () => {
  test('of a fresh database are a first one, the days that come and a net', async () => {
    const store = await open();
    const nowMs = Date.now();
    expect(await makePartitions({ store, retentionMs: RETENTION_MS, nowMs: () => nowMs })).toBe(true);
    for (const table of ['events', 'attempts'] as const) {
      const [first, ...days] = await listPartitions(store, table);
      expect(first).toMatchObject({ name: `${table}_first`, fromMs: null });
      expect(days.map(({ fromMs }) => fromMs)).toEqual([first, ...days].slice(0, -1).map((before) => before?.toMs));
      expect([first, ...days].at(-1)?.toMs).toBeGreaterThanOrEqual(nowMs + 3 * DAY_MS);
    }
    expect(await makePartitions({ store, retentionMs: RETENTION_MS, nowMs: () => nowMs })).toBe(true);
  });

  test('take in what is of their time, with every index, and what has none falls into the net', async () => {
    const store = await openWithDays(2);
    const at = [-100, 0.5, 1.5, 7].map((day) => dayMs(day));
    for (const ms of at) await insertEvent(store, ms);
    expect(await placesOf(store, 'events')).toEqual([
      nameOf('events', 0),
      nameOf('events', 1),
      'events_default',
      'events_first',
    ]);
    const { rows } = await sql<{ readonly name: string; readonly count: number }>`
      SELECT tablename AS name, count(*) AS count FROM pg_indexes
      WHERE tablename IN ('events', 'events_first', ${nameOf('events', 0)}, 'events_default') GROUP BY tablename`.execute(
      store.db,
    );
    expect(new Set(rows.map(({ count }) => Number(count))).size).toBe(1);
  });

  test('made by several nodes at once are made once', async () => {
    const store = await open();
    const nodes = Array.from({ length: 4 }, () =>
      makePartitions({ store, retentionMs: RETENTION_MS, nowMs: () => dayMs(0) }),
    );
    await Promise.all(nodes);
    while (!(await makePartitions({ store, retentionMs: RETENTION_MS, nowMs: () => dayMs(0) })));
    const names = (await listPartitions(store, 'events')).map(({ name }) => name);
    expect(names).toEqual([
      'events_first',
      ...[1, 2, 3].map((day) => nameOf('events', day)).slice(0, names.length - 1),
    ]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('that nobody made in time are made all the same for the days after: what fell into the net stays in it', async () => {
    const store = await open();
    const inNet = await insertEvent(store, dayMs(0) + 1);
    expect(await makePartition(store, 'events', { fromMs: dayMs(0), toMs: dayMs(1) })).toBe('occupied');
    expect(await makePartition(store, 'events', { fromMs: dayMs(1), toMs: dayMs(2) })).toBe('done');
    await insertEvent(store, dayMs(0) + 2);
    await insertEvent(store, dayMs(1) + 1);
    expect(await placesOf(store, 'events')).toEqual([nameOf('events', 1), 'events_default', 'events_default']);
    expect(await findEvent(store, inNet)).toEqual({ id: inNet });
  });

  test('are neither made nor dropped while somebody reads for long, and nobody waits for that', async () => {
    const store = await openWithDays(1);
    await insertEvent(store, dayMs(0));
    const [, old] = await listPartitions(store, 'events');
    await store.db.transaction().execute(async (reader) => {
      await reader.selectFrom('events').select('id').execute();
      expect(await dropPartition(store, 'events', { ...partition(old), toMs: dayMs(1) })).toBe('busy');
      expect(await makePartition(store, 'events', { fromMs: dayMs(5), toMs: dayMs(6) })).toBe('busy');
      await insertEvent(store, dayMs(0) + 1);
    });
    expect(await dropPartition(store, 'events', partition(old))).toBe('done');
    expect(await makePartition(store, 'events', { fromMs: dayMs(5), toMs: dayMs(6) })).toBe('done');
  });
});

describe('looking into partitions', () => {
  test('by id opens one, and by delivery those that are not older than it', async () => {
    const store = await openWithDays(4);
    const byId = store.db
      .selectFrom('events')
      .select('type')
      .where('id', '=', firstIdAt('evt', dayMs(1.5)));
    expect(await openedBy(store, byId.where('workspace_id', '=', WORKSPACE))).toEqual([nameOf('events', 1)]);
    const ofDelivery = store.db
      .selectFrom('attempts')
      .select('number')
      .where('workspace_id', '=', WORKSPACE)
      .where('delivery_id', '=', firstIdAt('dlv', dayMs(2.5)))
      .where(isAttemptSince('id', [firstIdAt('dlv', dayMs(2.5))]));
    expect(await openedBy(store, ofDelivery)).toEqual([
      nameOf('attempts', 2),
      nameOf('attempts', 3),
      'attempts_default',
    ]);
  });

  test('for the events of a claim reads one for each', async () => {
    const store = await openWithDays(4);
    const id = await insertEvent(store, dayMs(1.5));
    await insertDelivery(store, id);
    const claimed = store.db
      .selectFrom('deliveries as d')
      .innerJoin('events as e', (join) =>
        join.onRef('e.workspace_id', '=', 'd.workspace_id').onRef('e.id', '=', 'd.event_id'),
      )
      .select('e.type')
      .where('d.due_at_ms', '<=', 5)
      .orderBy('d.due_at_ms')
      .limit(10);
    expect(await openedBy(store, claimed)).toEqual([nameOf('events', 1)]);
  });
});

describe('retention on PostgreSQL', () => {
  test('drops the days that are wholly past, and what is younger stays', async () => {
    const store = await openWithDays(4);
    for (const day of [0.5, 1.5, 2.5, 3.5]) {
      await insertEvent(store, dayMs(day));
      await insertAttempt(store, dayMs(day));
    }
    const { purged, isComplete } = await runRetentionRound(round(store, dayMs(12.6)));
    expect(purged).toMatchObject({ partitions: 6, events: 0, attempts: 0 });
    expect(isComplete).toBe(true);
    // The day in the middle of which the retention ends stays whole until its end.
    expect(await placesOf(store, 'events')).toEqual([nameOf('events', 2), nameOf('events', 3)]);
    expect(await placesOf(store, 'attempts')).toEqual([nameOf('attempts', 2), nameOf('attempts', 3)]);
  });

  test('keeps events with an unfinished delivery, out of the day that goes, until they are delivered', async () => {
    const store = await openWithDays(2);
    const waits = await insertEvent(store, dayMs(0) + 5);
    const done = await insertEvent(store, dayMs(0) + 6);
    await insertDelivery(store, waits);
    await runRetentionRound(round(store, dayMs(11.5)));
    expect(await findEvent(store, done)).toBeUndefined();
    expect(await findEvent(store, waits)).toEqual({ id: waits });
    expect(await placesOf(store, 'events')).toEqual(['events_default']);
    await runRetentionRound(round(store, dayMs(11.6)));
    expect(await findEvent(store, waits)).toEqual({ id: waits });
    await store.db.deleteFrom('deliveries').execute();
    expect((await runRetentionRound(round(store, dayMs(11.7)))).purged.events).toBe(1);
    expect(await findEvent(store, waits)).toBeUndefined();
  });

  test('removes row by row what is old in the first partition and in the net', async () => {
    const store = await open();
    for (const ms of [dayMs(-45), dayMs(-12), dayMs(0), dayMs(20)]) {
      await insertEvent(store, ms);
      await insertAttempt(store, ms);
    }
    expect((await runRetentionRound(round(store, dayMs(-30)))).purged).toMatchObject({ events: 1, attempts: 1 });
    expect(await placesOf(store, 'attempts')).toEqual(['attempts_default', 'attempts_default', 'attempts_first']);
    const { purged } = await runRetentionRound(round(store, dayMs(11)));
    expect(purged).toMatchObject({ partitions: 2, events: 1, attempts: 1 });
    expect(await placesOf(store, 'attempts')).toEqual(['attempts_default']);
  });

  test('loses nothing that is written while days are made and dropped', async () => {
    const store = await openWithDays(6);
    const isOver = new AbortController();
    const written: EventId[] = [];
    const writing = (async () => {
      while (!isOver.signal.aborted) written.push(await insertEvent(store, dayMs(5) + written.length));
    })();
    for (let day = 0; day < 5; day++) {
      while ((await makePartition(store, 'events', { fromMs: dayMs(day + 6), toMs: dayMs(day + 7) })) === 'busy');
      while ((await listPartitions(store, 'events')).some(({ toMs }) => toMs <= dayMs(day + 1))) {
        await runRetentionRound(round(store, dayMs(day + 11) + 1));
      }
    }
    isOver.abort();
    await writing;
    const rows = await store.db.selectFrom('events').select('id').orderBy('position').execute();
    expect(rows.map(({ id }) => id)).toEqual(written);
    expect(written.length).toBeGreaterThan(0);
  });
});

function partition<TPartition>(found: TPartition | undefined): TPartition {
  if (found === undefined) throw new Error('There is no such partition.');
  return found;
}

async function open(): Promise<OpenedStore> {
  const postgres = STORES.find(({ name }) => name === 'PostgreSQL');
  if (postgres === undefined) throw new Error('The tests know PostgreSQL.');
  const store = await postgres.open();
  const workspace = { id: WORKSPACE, serial: 1, account_id: 'MA_1', name: 'w', created_at_ms: 0, revision: 0 };
  await store.db.insertInto('workspaces').values(workspace).execute();
  return store;
}

/** With partitions of the first days after `DAY_0_MS`. */
async function openWithDays(count: number): Promise<OpenedStore> {
  const store = await open();
  for (let day = 0; day < count; day++) {
    for (const table of ['events', 'attempts'] as const) {
      expect(await makePartition(store, table, { fromMs: dayMs(day), toMs: dayMs(day + 1) })).toBe('done');
    }
  }
  return store;
}

function nameOf(table: PartitionedTable, day: number): string {
  return `${table}_${new Date(dayMs(day)).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

/** The partitions that PostgreSQL looks into, once it knows what it looks for. */
async function openedBy(
  store: OpenedStore,
  query: { readonly compile: () => CompiledQuery },
): Promise<readonly string[]> {
  if (store.engine !== 'postgres') throw new Error('Only PostgreSQL has partitions.');
  const { sql: text, parameters } = query.compile();
  const client = await store.pool.connect();
  // As with many rows, of which an index finds the few.
  await client.query('SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off');
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, COSTS off, TIMING off) ${text}`, [
    ...parameters,
  ]);
  client.release(true);
  const lines = rows.map((row) => row['QUERY PLAN']).filter((line) => !line.includes('never executed'));
  const names = lines.flatMap((line) => / on ((?:events|attempts)_\w+) /.exec(`${line} `)?.[1] ?? []);
  return [...new Set(names)].toSorted();
}

async function placesOf(store: Store, table: PartitionedTable): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly place: string }>`
    SELECT tableoid::regclass::text AS place FROM ${sql.table(table)}`.execute(store.db);
  return rows.map(({ place }) => place).toSorted();
}

function findEvent(store: Store, id: EventId): Promise<{ id: EventId } | undefined> {
  return store.db
    .selectFrom('events')
    .select('id')
    .where('workspace_id', '=', WORKSPACE)
    .where('id', '=', id)
    .executeTakeFirst();
}

async function insertEvent(store: Store, ms: number): Promise<EventId> {
  const id = firstIdAt('evt', ms);
  const event = { workspace_id: WORKSPACE, id, type: 'custom.x', origin: 'custom', channel_id: null } as const;
  const rest = { occurred_at_ms: ms, created_at_ms: ms, phone: null, bsuid: null, hops: 0, payload: '{}' };
  await store.db
    .insertInto('events')
    .values({ ...event, ...rest } as never)
    .execute();
  return id;
}

async function insertAttempt(store: Store, ms: number): Promise<void> {
  const attempt = {
    ...{ workspace_id: WORKSPACE, id: firstIdAt('att', ms), delivery_id: firstIdAt('dlv', ms) },
    ...{ event_id: firstIdAt('evt', ms), endpoint_id: ENDPOINT, number: 1, trigger: 'schedule', started_at_ms: ms },
    ...{ outcome: 'succeeded', request_headers: '{}', response_headers: '{}', delivery_state: 'delivered' },
  };
  await store.db
    .insertInto('attempts')
    .values(attempt as never)
    .execute();
}

async function insertDelivery(store: Store, eventId: EventId): Promise<void> {
  const delivery = {
    ...{ workspace_id: WORKSPACE, id: firstIdAt('dlv', dayMs(30)), event_id: eventId, endpoint_id: ENDPOINT },
    ...{
      state: 'pending',
      due_at_ms: 5,
      attempts_made: 0,
      schedule_step: 0,
      maybe_received: 0,
      trigger: 'schedule',
      created_at_ms: 0,
    },
  };
  await store.db
    .insertInto('deliveries')
    .values(delivery as never)
    .execute();
}

function round(store: Store, nowMs: number): RetentionRound {
  return {
    ...{ store, nowMs, retentionMs: RETENTION_MS, auditRetentionMs: 365 * DAY_MS, stepsMax: 10 },
    ...{ pause: async () => true, purgeIdempotencyKeys: async () => 0, purgeReceivedRequests: async () => 0 },
    ...{ keyWalk: new Map<WorkspaceId, string>(), statusWalk: new Map<WorkspaceId, string>() },
  };
}
