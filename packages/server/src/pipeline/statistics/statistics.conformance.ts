import type { KyselyPlugin } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { firstIdAt } from '../../domain/id-time.ts';
import { type EndpointId, idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { ALL, MINUTE_MS, QUARTER_MS } from './delivery-counts.ts';
import { type RunningTime, readSeries, type Series, type SeriesQuery } from './delivery-series.ts';
import { readEndpointsHealth } from './endpoint-health.ts';
import { LogTailReader } from './log-tail.ts';
import { MinuteCounter } from './minute-counter.ts';
import { takeLease } from './roll-up.store.ts';
import { LATE_MS, RollUp } from './roll-up.ts';
import { StatisticsWorker } from './statistics.worker.ts';
import { FAILED, insertAttempts, type TestAttempt } from './test-rows.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const OTHER_WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000002');
const ENDPOINT = idOf('ep', '0190a000-0000-7000-8000-000000000003');
const OTHER_ENDPOINT = idOf('ep', '0190a000-0000-7000-8000-000000000004');
const CHANNEL = idOf('chn', '0190a000-0000-7000-8000-000000000005');
const NODE = idOf('nod', '0190a000-0000-7000-8000-000000000006');
const OTHER_NODE = idOf('nod', '0190a000-0000-7000-8000-000000000007');

/** The start of an hour. */
const HOUR = 1_800_000 * 1_000_000;
const HOUR_MS = 3_600_000;
const ALWAYS: readonly RunningTime[] = [{ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }];

/** What counting the delivery log promises. */
export function statisticsConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`statistics on ${name}`, () => {
    test('count every attempt once: of the workspace, its endpoints and its channels', async () => {
      const store = await openWithWorkspaces(openStore);
      await insertAttempts(store, [
        attempt(HOUR + 1_000, { channelId: CHANNEL }),
        attempt(HOUR + 59_999, { endpointId: OTHER_ENDPOINT }),
        attempt(HOUR + 60_000, { row: FAILED }),
        attempt(HOUR + 61_000, { row: { ...FAILED, outcome: 'unknown' } }),
        attempt(HOUR + 62_000, { row: { ...FAILED, delivery_state: 'exhausted' } }),
        attempt(HOUR + 2_000, { workspaceId: OTHER_WORKSPACE }),
      ]);
      await count(store, HOUR + HOUR_MS);
      expect(summary(await series(store))).toEqual([2, 3, 1]);
      expect(summary(await series(store, { subject: ENDPOINT }))).toEqual([1, 3, 1]);
      expect(summary(await series(store, { subject: OTHER_ENDPOINT }))).toEqual([1, 0, 0]);
      expect(summary(await series(store, { subject: CHANNEL, hasWaiting: false }))).toEqual([1, 0, 0]);
      expect(summary(await series(store, { workspaceId: OTHER_WORKSPACE }))).toEqual([1, 0, 0]);
      const { buckets } = await series(store);
      expect(buckets.slice(0, 3).map(({ succeeded, failed }) => [succeeded, failed])).toEqual([
        [2, 0],
        [0, 3],
        [0, 0],
      ]);
    });

    test('leave out test sends; a resend by hand has no latency and gives nothing up', async () => {
      const store = await openWithWorkspaces(openStore);
      await insertAttempts(store, [
        attempt(HOUR, { row: { delivery_id: null, trigger: 'test', delivery_state: null } }),
        attempt(HOUR, { latencyMs: 86_400_000, row: { trigger: 'resend' } }),
        attempt(HOUR, { row: { ...FAILED, trigger: 'resend', delivery_state: 'exhausted' } }),
      ]);
      await count(store, HOUR + HOUR_MS);
      const told = await series(store);
      expect([summary(told), told.totals.p50Ms]).toEqual([[1, 1, 0], null]);
    });

    test('give percentiles of a range over its deliveries, within 5 %, whatever the step', async () => {
      const store = await openWithWorkspaces(openStore);
      const latencies = Array.from({ length: 600 }, (_, index) => 3 + ((index * 7_919) % 600) ** 2);
      await insertAttempts(
        store,
        latencies.map((latencyMs, index) => attempt(HOUR + index * 5_000, { latencyMs })),
      );
      await count(store, HOUR + HOUR_MS);
      const sorted = latencies.toSorted((a, b) => a - b);
      const exact = [0.5, 0.95, 0.99].map((share) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
      for (const stepMs of [MINUTE_MS, QUARTER_MS, HOUR_MS]) {
        const { p50Ms, p95Ms, p99Ms } = (await series(store, { stepMs })).totals;
        for (const [index, told] of [p50Ms, p95Ms, p99Ms].entries()) {
          const wanted = exact[index] ?? 0;
          expect(Math.abs((told ?? 0) - wanted)).toBeLessThanOrEqual(0.05 * wanted);
        }
      }
    });

    test('a reader sees what is not counted yet, and nothing twice when it is', async () => {
      const store = await openWithWorkspaces(openStore);
      const nowMs = HOUR + 10 * MINUTE_MS;
      await insertAttempts(store, [attempt(nowMs - 90_000), attempt(nowMs - 30_000), attempt(nowMs - 1)]);
      expect(summary(await series(store, {}, nowMs))).toEqual([3, 0, 0]);
      await count(store, nowMs - 20_000);
      expect(summary(await series(store, {}, nowMs))).toEqual([3, 0, 0]);
      await count(store, nowMs);
      expect(summary(await series(store, {}, nowMs))).toEqual([3, 0, 0]);
      expect(summary(await series(store, { stepMs: QUARTER_MS }, nowMs))).toEqual([3, 0, 0]);
    });

    test('more attempts in a minute than one statement counts are all counted, and none twice', async () => {
      const store = await openWithWorkspaces(openStore);
      const rows = Array.from({ length: 8_500 }, (_, index) => attempt(HOUR + index * 2, { latencyMs: index % 50 }));
      await insertAttempts(store, rows);
      expect(summary(await series(store, {}, HOUR + MINUTE_MS))).toEqual([8_500, 0, 0]);
      await count(store, HOUR + MINUTE_MS);
      expect(summary(await series(store, {}, HOUR + MINUTE_MS))).toEqual([8_500, 0, 0]);
    });

    test('a reader that looks again and again reads only what is new, and misses nothing', async () => {
      const store = await openWithWorkspaces(openStore);
      const tails = new LogTailReader(store);
      const seen = (nowMs: number) => countTail(tails, nowMs);
      await insertAttempts(store, [attempt(HOUR), attempt(HOUR + 59_500)]);
      expect(await seen(HOUR + 60_000)).toBe(2);
      // The first is young enough to be seen, the second was committed too late for anybody but the next round.
      await insertAttempts(store, [attempt(HOUR + 59_600), attempt(HOUR + 30_000), attempt(HOUR + 61_000)]);
      expect(await seen(HOUR + 62_000)).toBe(4);
      expect(await seen(HOUR + 62_000)).toBe(4);
      await count(store, HOUR + 62_000);
      expect(await seen(HOUR + 62_000)).toBe(0);
      await insertAttempts(store, [attempt(HOUR + 63_000)]);
      expect(await seen(HOUR + 64_000)).toBe(1);
    });

    test('many attempts of the last second are read once a second, and never counted twice', async () => {
      const store = await openWithWorkspaces(openStore);
      const tails = new LogTailReader(store);
      const seen = (nowMs: number) => countTail(tails, nowMs);
      await insertAttempts(
        store,
        Array.from({ length: 1_200 }, (_, index) => attempt(HOUR + (index >> 1))),
      );
      expect(await seen(HOUR + 700)).toBe(1_200);
      await insertAttempts(store, [attempt(HOUR + 800)]);
      expect(await seen(HOUR + 1_600)).toBe(1_200);
      expect(await seen(HOUR + 1_700)).toBe(1_201);
      await insertAttempts(store, [attempt(HOUR + 1_710)]);
      await count(store, HOUR + 1_705);
      expect(await seen(HOUR + 1_720)).toBe(1);
    });

    test('what was committed late is counted when its minute is counted for good', async () => {
      const store = await openWithWorkspaces(openStore);
      await insertAttempts(store, [attempt(HOUR + 1_000)]);
      await count(store, HOUR + 70_000);
      await insertAttempts(store, [attempt(HOUR + 2_000), attempt(HOUR + 61_000), attempt(HOUR + 75_000)]);
      await count(store, HOUR + 80_000);
      expect(summary(await series(store, {}, HOUR + 80_000))).toEqual([3, 0, 0]);
      await count(store, HOUR + MINUTE_MS + LATE_MS);
      expect(summary(await series(store, {}, HOUR + MINUTE_MS + LATE_MS))).toEqual([4, 0, 0]);
      expect(summary(await series(store, { stepMs: QUARTER_MS }, HOUR + MINUTE_MS + LATE_MS))).toEqual([4, 0, 0]);
    });

    test('a minute with many attempts is read on from round to round, and as a whole only when one came late', async () => {
      const store = await openWithWorkspaces(openStore);
      const reading = { attempts: 0 };
      const minutes = new MinuteCounter(watched(store, reading));
      const counted = async (toMs: number, isFinal: boolean) => {
        const counts = await minutes.count({ workspaceId: WORKSPACE, minuteMs: HOUR, toMs, isFinal });
        return counts.get(ALL)?.succeeded;
      };
      const toTheEnd = async () => [await counted(HOUR + 40_000, false), await counted(HOUR + 62_000, false)];
      const forGood = () => counted(HOUR + MINUTE_MS + LATE_MS, true);
      await insertAttempts(
        store,
        Array.from({ length: 1_200 }, (_, index) => attempt(HOUR + index)),
      );
      expect(await counted(HOUR + 20_000, false)).toBe(1_200);
      await insertAttempts(store, [attempt(HOUR + 30_000), attempt(HOUR + 39_500)]);
      expect([...(await toTheEnd()), await forGood()]).toEqual([1_202, 1_202, 1_202]);
      expect(reading.attempts).toBe(1_203);
      await toTheEnd();
      await insertAttempts(store, [attempt(HOUR + 5_000)]);
      expect(await forGood()).toBe(1_203);
    });

    test('counting again changes nothing, and after a stop goes on where it was', async () => {
      const store = await openWithWorkspaces(openStore);
      await insertAttempts(store, everyMinute(HOUR - 5 * HOUR_MS, HOUR));
      await count(store, HOUR - 2 * HOUR_MS);
      await count(store, HOUR + 1_000);
      const range = { sinceMs: HOUR - 5 * HOUR_MS, untilMs: HOUR };
      expect(summary(await series(store, range, HOUR + 1_000))).toEqual([300, 0, 0]);
      const before = await rowsOf(store);
      await store.db.deleteFrom('statistics_marks').execute();
      await count(store, HOUR + 1_000);
      expect(await rowsOf(store)).toEqual(before);
    });

    test('the coarse counts are the sums of the fine ones', async () => {
      const store = await openWithWorkspaces(openStore);
      await insertAttempts(store, everyMinute(HOUR - 2 * HOUR_MS, HOUR));
      for (let atMs = HOUR - HOUR_MS; atMs <= HOUR + 10 * MINUTE_MS; atMs += 7 * MINUTE_MS) await count(store, atMs);
      const { minutes, quarters } = await rowsOf(store);
      const sum = (rows: readonly { readonly succeeded: number }[]) =>
        rows.reduce((all, row) => all + row.succeeded, 0);
      expect([sum(minutes), sum(quarters)]).toEqual([240, 240]);
    });

    test('a node that lost its turn writes nothing', async () => {
      const store = await openWithWorkspaces(openStore);
      await insertAttempts(store, [attempt(HOUR)]);
      await takeLease(store, { nodeId: OTHER_NODE, nowMs: HOUR, untilMs: HOUR + 1_000 });
      expect(await rollUp(store, HOUR + HOUR_MS).run()).toBe(false);
      expect((await rowsOf(store)).minutes).toEqual([]);
    });

    test('a time in which no node ran is a gap, and one in which nothing happened is not', async () => {
      const store = await openWithWorkspaces(openStore);
      await insertAttempts(store, [attempt(HOUR)]);
      const running = [
        { fromMs: HOUR - 5_000, toMs: HOUR + 2 * MINUTE_MS + 30_000 },
        { fromMs: HOUR + 5 * MINUTE_MS + 1_000, toMs: HOUR + HOUR_MS },
      ];
      await count(store, HOUR + HOUR_MS);
      const { buckets } = await series(store, {}, HOUR + HOUR_MS, running);
      expect(buckets.slice(0, 7).map(({ gap }) => gap)).toEqual([
        null,
        null,
        null,
        'not_running',
        'not_running',
        null,
        null,
      ]);
      expect(buckets.slice(0, 4).map(({ waiting }) => waiting)).toEqual([0, 0, 0, null]);
    });

    test('a count that is far behind says so instead of showing zeros', async () => {
      const store = await openWithWorkspaces(openStore);
      await insertAttempts(store, everyMinute(HOUR, HOUR + HOUR_MS));
      const { buckets } = await series(store, {}, HOUR + HOUR_MS);
      expect(buckets.slice(0, 3).map(({ gap }) => gap)).toEqual(['not_counted', 'not_counted', 'not_counted']);
      expect(buckets.at(-1)).toMatchObject({ gap: null, succeeded: 2 });
    });

    test('the range before is as long and ends where the range begins', async () => {
      const store = await openWithWorkspaces(openStore);
      await insertAttempts(store, [attempt(HOUR - HOUR_MS, { row: FAILED }), attempt(HOUR - 1), attempt(HOUR)]);
      await count(store, HOUR + HOUR_MS);
      expect((await series(store)).totalsBefore).toEqual({ succeeded: 1, failed: 1, exhausted: 0 });
    });

    test('what waits is looked at each minute; a bucket tells the most, and now is told too', async () => {
      const store = await openWithWorkspaces(openStore);
      await insertDeliveries(store, 3, { createdAtMs: HOUR - 30_000, endpointId: ENDPOINT });
      await insertDeliveries(store, 1, { createdAtMs: HOUR - 10_000, endpointId: OTHER_ENDPOINT });
      await worker(store, HOUR + 1_000).round();
      await store.db.deleteFrom('deliveries').where('endpoint_id', '=', ENDPOINT).execute();
      await worker(store, HOUR + MINUTE_MS).round();
      const told = await series(store, {}, HOUR + MINUTE_MS);
      expect(told.buckets.slice(0, 2)).toMatchObject([
        { waiting: 4, oldestWaitingMs: 30_000 },
        { waiting: 1, oldestWaitingMs: 70_000 },
      ]);
      expect(told.waitingNow).toEqual({ waiting: 1, oldestMs: 70_000 });
      const coarse = await series(store, { stepMs: QUARTER_MS }, HOUR + MINUTE_MS);
      expect(coarse.buckets[0]).toMatchObject({ waiting: 4, oldestWaitingMs: 70_000 });
      const ofOne = await series(store, { subject: ENDPOINT }, HOUR + MINUTE_MS);
      expect(ofOne.buckets.slice(0, 2)).toMatchObject([{ waiting: 3 }, { waiting: 0, oldestWaitingMs: null }]);
    });

    test('counts above the retention are removed and no others', async () => {
      const store = await openWithWorkspaces(openStore);
      await insertAttempts(store, everyMinute(HOUR - 3 * HOUR_MS, HOUR));
      await count(store, HOUR);
      await worker(store, HOUR, 2 * HOUR_MS).round();
      const { minutes, quarters } = await rowsOf(store);
      for (const rows of [minutes, quarters]) {
        const times = rows.map(({ at_ms }) => at_ms);
        expect(Math.min(...times)).toBeLessThanOrEqual(HOUR - 2 * HOUR_MS);
        expect(Math.min(...times)).toBeGreaterThanOrEqual(HOUR - 2 * HOUR_MS - QUARTER_MS);
      }
    });

    test('endpoints come by their trouble, each with its day', async () => {
      const store = await openWithWorkspaces(openStore);
      const [idle, healthy, retrying, exhausting, disabled] = [11, 12, 13, 14, 15].map((number) =>
        idOf('ep', `0190a000-0000-7000-8000-0000000000${number}`),
      ) as [EndpointId, EndpointId, EndpointId, EndpointId, EndpointId];
      const failing = idOf('ep', '0190a000-0000-7000-8000-000000000016');
      const paused = idOf('ep', '0190a000-0000-7000-8000-000000000017');
      for (const id of [idle, healthy, retrying, exhausting, disabled, failing, paused])
        await insertEndpoint(store, id, id !== disabled);
      await store.db.updateTable('endpoints').set({ paused_at_ms: HOUR }).where('id', '=', paused).execute();
      for (const id of [failing, paused, disabled]) await openBreaker(store, id);
      await insertAttempts(store, [
        attempt(HOUR + 1_000, { endpointId: healthy, latencyMs: 20 }),
        attempt(HOUR - HOUR_MS, { endpointId: healthy, row: FAILED }),
        attempt(HOUR + 1_000, { endpointId: retrying, row: FAILED }),
        attempt(HOUR + 1_000, { endpointId: exhausting, row: { ...FAILED, delivery_state: 'exhausted' } }),
      ]);
      await insertDeliveries(store, 2, { createdAtMs: HOUR, endpointId: retrying });
      await count(store, HOUR + 2_000);
      const untilMs = HOUR + 10_000;
      const told = await readEndpointsHealth(
        { store, tails: new LogTailReader(store), runningTimes: async () => ALWAYS, nowMs: () => untilMs },
        { workspaceId: WORKSPACE, sinceMs: untilMs - 10 * MINUTE_MS, untilMs },
      );
      expect(told.endpoints.map(({ endpoint, state }) => [endpoint.id, state])).toEqual([
        [failing, 'failing'],
        [exhausting, 'exhausting'],
        [retrying, 'retrying'],
        [disabled, 'disabled'],
        [paused, 'paused'],
        [healthy, 'healthy'],
        [idle, 'idle'],
      ]);
      expect(told.endpoints.find(({ endpoint }) => endpoint.id === retrying)).toMatchObject({ waiting: 2, failed: 1 });
      const well = told.endpoints.find(({ endpoint }) => endpoint.id === healthy);
      expect(well).toMatchObject({ succeeded: 1, failed: 0, p95Ms: 20 });
      expect(well?.endpoint.lastAttempt).toMatchObject({ atMs: HOUR + 1_000, outcome: 'succeeded', statusCode: 200 });
      expect([well?.strip.succeeded.at(-1), well?.strip.failed.at(-5)]).toEqual([1, 1]);
    });
  });
}

function attempt(endedAtMs: number, over: Partial<TestAttempt> = {}): TestAttempt {
  return { workspaceId: WORKSPACE, endpointId: ENDPOINT, endedAtMs, ...over };
}

async function openBreaker(store: Store, id: EndpointId): Promise<void> {
  await store.db
    .insertInto('endpoint_breakers')
    .values({
      workspace_id: WORKSPACE,
      endpoint_id: id,
      state: 'open',
      consecutive_failures: 10,
      failing_since_ms: HOUR,
      opened_at_ms: HOUR,
      next_probe_at_ms: HOUR + 5_000,
      failed_probes: 0,
      changed_at_ms: HOUR,
      revision: 1,
    })
    .execute();
}

/** Two in each minute would hide a row that is lost: one succeeds at its start, one at its end. */
function everyMinute(fromMs: number, toMs: number): TestAttempt[] {
  const isLong = toMs - fromMs > 3 * HOUR_MS;
  return Array.from({ length: (toMs - fromMs) / MINUTE_MS }, (_, index) => fromMs + index * MINUTE_MS).flatMap(
    (atMs) => (isLong ? [attempt(atMs)] : [attempt(atMs), attempt(atMs + MINUTE_MS - 1)]),
  );
}

async function openWithWorkspaces(openStore: () => Promise<Store>): Promise<Store> {
  const store = await openStore();
  for (const [index, id] of [WORKSPACE, OTHER_WORKSPACE].entries()) {
    await store.db
      .insertInto('workspaces')
      .values({ id, serial: index + 1, account_id: `MA_${index}`, name: 'A', created_at_ms: 0, revision: 0 })
      .execute();
  }
  return store;
}

function rollUp(store: Store, nowMs: number): RollUp {
  return new RollUp({
    store,
    nodeId: NODE,
    nowMs: () => nowMs,
    pause: async () => true,
  });
}

/** The store, and how many attempts are read to be counted. */
function watched(store: Store, reading: { attempts: number }): Store {
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      const groups = result.rows.filter((row) => 'rounded_ms' in row);
      for (const { count } of groups) reading.attempts += Number(count);
      return result;
    },
  };
  return { ...store, db: store.db.withPlugin(plugin) };
}

async function count(store: Store, nowMs: number): Promise<void> {
  await takeLease(store, { nodeId: NODE, nowMs, untilMs: nowMs + 1_000 });
  expect(await rollUp(store, nowMs).run()).toBe(true);
}

function worker(store: Store, nowMs: number, retentionMs = 30 * 86_400_000): StatisticsWorker {
  return new StatisticsWorker({
    store,
    nodeId: NODE,
    retentionMs,
    nowMs: () => nowMs,
    onError: (error) => {
      throw error;
    },
  });
}

function series(
  store: Store,
  over: Partial<SeriesQuery> = {},
  nowMs: number = HOUR + HOUR_MS,
  running: readonly RunningTime[] = ALWAYS,
): Promise<Series> {
  return readSeries(
    { store, tails: new LogTailReader(store), runningTimes: async () => running, nowMs: () => nowMs },
    {
      workspaceId: WORKSPACE,
      subject: ALL,
      hasWaiting: true,
      sinceMs: HOUR,
      untilMs: HOUR + HOUR_MS,
      stepMs: null,
      ...over,
    },
  );
}

function summary({ totals }: Series): number[] {
  return [totals.succeeded, totals.failed, totals.exhausted];
}

async function rowsOf(store: Store) {
  const all = (table: 'delivery_minutes' | 'delivery_quarters') =>
    store.db
      .selectFrom(table)
      .selectAll()
      .where('subject', '=', ALL)
      .orderBy('workspace_id')
      .orderBy('at_ms')
      .execute();
  return { minutes: await all('delivery_minutes'), quarters: await all('delivery_quarters') };
}

async function insertDeliveries(
  store: Store,
  deliveryCount: number,
  { createdAtMs, endpointId }: { readonly createdAtMs: number; readonly endpointId: EndpointId },
): Promise<void> {
  await store.db
    .insertInto('deliveries')
    .values(
      Array.from({ length: deliveryCount }, () => ({
        workspace_id: WORKSPACE,
        id: idOf('dlv', uuidv7()),
        event_id: firstIdAt('evt', createdAtMs),
        endpoint_id: endpointId,
        state: 'pending' as const,
        attempts_made: 1,
        schedule_step: 1,
        due_at_ms: createdAtMs,
        lease_token: null,
        maybe_received: 0 as const,
        trigger: 'schedule' as const,
        resting_state: null,
        created_at_ms: createdAtMs,
      })),
    )
    .execute();
}

async function insertEndpoint(store: Store, id: EndpointId, isEnabled: boolean): Promise<void> {
  await store.db
    .insertInto('endpoints')
    .values({
      workspace_id: WORKSPACE,
      id,
      url: 'https://receiver.example/hook',
      description: '',
      event_types: '["*"]',
      channel_ids: null,
      format: 'standard',
      format_options: '{}',
      retry: '"standard"',
      secrets: '',
      headers: '',
      verify_token: null,
      enabled: isEnabled ? 1 : 0,
      disabled_reason: isEnabled ? null : 'manual',
      created_at_ms: 0,
      updated_at_ms: 0,
      deleted_at_ms: null,
      revision: 1,
    })
    .execute();
}

/** Successes of a workspace that no round has counted yet. */
async function countTail(tails: LogTailReader, nowMs: number): Promise<number> {
  const { minutes } = await tails.read(WORKSPACE, nowMs);
  return [...minutes.values()].reduce((sum, counts) => sum + (counts.get(ALL)?.succeeded ?? 0), 0);
}
