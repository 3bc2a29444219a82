import { describe, expect, test } from 'vitest';
import { readFixture } from '../../test/e2e/support/meta.ts';
import { queueOf } from '../../test/support/queue.ts';
import { firstIdAt } from '../domain/id-time.ts';
import { idOf, type WorkspaceId } from '../domain/ids.ts';
import { toAuditRow } from '../platform/db/audit-row.ts';
import type { Store } from '../platform/db/store.ts';
import type { MessagesTable, NewEventRow } from '../platform/db/tables.ts';
import { type RetentionRound, runRetentionRound } from './retention-round.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const APP = idOf('app', '0190a000-0000-7000-8000-000000000002');
const ENDPOINT = idOf('ep', '0190a000-0000-7000-8000-000000000003');
const DAY_MS = 86_400_000;
const NOW_MS = 400 * DAY_MS;

/** What is kept how long (DESIGN 7, CONTRACTS 8 "Dedupe"). */
export function retentionStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`retention store on ${name}`, () => {
    test('removes attempts, events and quarantine above the retention and nothing below it', async () => {
      const store = await openWithOwners(openStore);
      for (const ageDays of [31, 29]) {
        await insertEvent(store, ageDays);
        await insertAttempt(store, ageDays);
        await insertQuarantined(store, ageDays);
      }
      const { purged, isComplete } = await runRetentionRound(round(store));
      expect(purged).toMatchObject({ events: 1, attempts: 1, quarantine: 1 });
      expect(isComplete).toBe(true);
      const left = await Promise.all(
        (['events', 'attempts', 'quarantine'] as const).map((table) =>
          store.db.selectFrom(table).select('id').execute(),
        ),
      );
      const days29 = NOW_MS - 29 * DAY_MS;
      expect(left.flat().map((row) => row.id)).toEqual([
        firstIdAt('evt', days29),
        firstIdAt('att', days29),
        firstIdAt('qrn', days29),
      ]);
    });

    test('keeps an event until its last delivery is finished', async () => {
      const store = await openWithOwners(openStore);
      const [waits, over] = [await insertEvent(store, 40), await insertEvent(store, 41)];
      await insertDelivery(store, 40, { event_id: waits, due_at_ms: null });
      await insertDelivery(store, 41, { event_id: over, state: 'canceled', due_at_ms: null });
      await runRetentionRound(round(store));
      expect(await store.db.selectFrom('events').select('id').execute()).toEqual([{ id: waits }]);
      await store.db.deleteFrom('deliveries').execute();
      await runRetentionRound(round(store));
      expect(await store.db.selectFrom('events').select('id').execute()).toEqual([]);
    });

    test('keeps what a message says when its event goes', async () => {
      const store = await openWithOwners(openStore);
      const payload = JSON.stringify(readFixture('meta/text.json'));
      await insertEvent(store, 40, { type: 'message.received', origin: 'meta', payload });
      const words = { id: firstIdAt('msg', NOW_MS - 40 * DAY_MS), text: null, content: '' };
      const id = await insertMessage(store, 'wamid.1', { ...words, direction: 'inbound', source: 'meta' });
      await runRetentionRound(round(store));
      expect(await store.db.selectFrom('events').select('id').execute()).toEqual([]);
      expect(await store.db.selectFrom('messages').select(['id', 'text', 'content']).execute()).toEqual([
        { id, text: expect.stringMatching(/\S/), content: '{}' },
      ]);
    });

    test('removes a canceled delivery only together with the last of its attempts', async () => {
      const store = await openWithOwners(openStore);
      const canceled = { state: 'canceled', due_at_ms: null } as const;
      await insertDelivery(store, 31, canceled);
      const tried = await insertDelivery(store, 32, canceled);
      await insertAttempt(store, 29, tried);
      const { purged } = await runRetentionRound(round(store));
      expect(purged.deliveries).toBe(1);
      expect(await queueOf(store).select('id').execute()).toEqual([{ id: tried }]);
    });

    test('keeps dedupe keys for 14 days when the retention is shorter, and as long as it when it is longer', async () => {
      const store = await openWithOwners(openStore);
      for (const ageDays of [3, 13, 15, 31]) await insertKey(store, ageDays);
      const keys = async () =>
        (await store.db.selectFrom('event_keys').select('key').orderBy('key').execute()).map((row) => row.key);
      await runRetentionRound(round(store));
      expect(await keys()).toEqual(['13', '15', '3']);
      await runRetentionRound(round(store, { retentionMs: DAY_MS }));
      expect(await keys()).toEqual(['13', '3']);
    });

    test('removes old statuses that no message has, and keeps those of messages as long as the messages', async () => {
      const store = await openWithOwners(openStore);
      const lost = await insertMessage(store, null);
      await insertMessage(store, 'wamid.sent');
      await insertStatuses(store, 31, { wamid: 'wamid.sent' });
      await insertStatuses(store, 31, { wamid: 'wamid.answer-lost', message_id: lost });
      await insertStatuses(store, 29, { wamid: 'wamid.young' });
      await insertStatuses(store, 31, { wamid: 'wamid.elsewhere' });
      await insertStatuses(store, 31, { wamid: 'wamid.gone', message_id: firstIdAt('msg', 0) });
      const { purged, isComplete } = await runRetentionRound(round(store));
      expect([purged.messageStatuses, isComplete]).toEqual([2, true]);
      const left = await store.db.selectFrom('message_statuses').select('wamid').orderBy('wamid').execute();
      expect(left.map((row) => row.wamid)).toEqual(['wamid.answer-lost', 'wamid.sent', 'wamid.young']);
    });

    test('goes on along the statuses where the round before stopped', async () => {
      const store = await openWithOwners(openStore);
      for (let number = 0; number < 1_100; number++) {
        await insertStatuses(store, 29, { wamid: `wamid.${String(number).padStart(4, '0')}` });
      }
      const statusWalk = new Map<WorkspaceId, string>();
      await runRetentionRound(round(store, { statusWalk, pause: async () => !statusWalk.has(WORKSPACE) }));
      expect(statusWalk.get(WORKSPACE)).toBe('wamid.0999');
      await runRetentionRound(round(store, { statusWalk }));
      expect(statusWalk.size).toBe(0);
    });

    test('removes runs that ended, with their problems, and keeps those that have not', async () => {
      const store = await openWithOwners(openStore);
      const ended = [await insertRun(store, 31), await insertRun(store, 29)];
      const open = await insertRun(store, 40, { state: 'running', due_at_ms: 1 });
      for (const id of [...ended, open]) await insertRunProblems(store, id, 1_500);
      const { purged, isComplete } = await runRetentionRound(round(store));
      expect([purged.runs, isComplete]).toEqual([1_501, true]);
      const left = await store.db.selectFrom('runs').select('id').orderBy('id').execute();
      expect(left.map((row) => row.id)).toEqual([open, ended[1]]);
      const problems = await store.db
        .selectFrom('run_problems')
        .select('run_id')
        .distinct()
        .orderBy('run_id')
        .execute();
      expect(problems.map((row) => row.run_id)).toEqual([open, ended[1]]);
    });

    test('removes input that no run is going to read', async () => {
      const store = await openWithOwners(openStore);
      const reads = await insertRun(store, 2, { state: 'running', due_at_ms: 1 });
      const hasRead = await insertRun(store, 2);
      const [neverBegan, comesIn] = [firstIdAt('run', NOW_MS - 3 * DAY_MS), firstIdAt('run', NOW_MS - 60_000)];
      for (const id of [reads, hasRead, neverBegan, comesIn]) await insertRunInputs(store, id, 6);
      await runRetentionRound(round(store));
      const left = await store.db.selectFrom('run_inputs').select('run_id').distinct().orderBy('run_id').execute();
      expect(left.map((row) => row.run_id)).toEqual([reads, comesIn]);
    });

    test('keeps the audit log of workspaces and of the operator for its own time', async () => {
      const store = await openWithOwners(openStore);
      for (const owner of [WORKSPACE, 'operator'] as const) {
        for (const ageDays of [366, 364]) await insertAuditEntry(store, owner, ageDays);
      }
      const { purged, isComplete } = await runRetentionRound(round(store));
      expect([purged.auditEntries, isComplete]).toEqual([2, true]);
      const left = await store.db.selectFrom('audit_log').select('id').execute();
      expect(left.map((row) => row.id)).toEqual([
        firstIdAt('aud', NOW_MS - 364 * DAY_MS),
        firstIdAt('aud', NOW_MS - 364 * DAY_MS),
      ]);
    });

    test('asks for old answers kept for an Idempotency-Key until none is left', async () => {
      const store = await openWithOwners(openStore);
      const batches = [500, 500, 3, 0];
      const { purged } = await runRetentionRound(
        round(store, { purgeIdempotencyKeys: async () => batches.shift() ?? 0 }),
      );
      expect(purged.idempotencyKeys).toBe(1_003);
    });

    test('works in batches, leaves the rest to the next round, and says so', async () => {
      const store = await openWithOwners(openStore);
      for (let start = 0; start < 2_500; start += 100) await insertAttempts(store, start, 100);
      let pauses = 0;
      const pause = async () => {
        pauses++;
        return true;
      };
      const first = await runRetentionRound(round(store, { stepsMax: 2, pause }));
      expect(first).toMatchObject({ purged: { attempts: 2_000 }, isComplete: false });
      expect(pauses).toBe(2);
      const second = await runRetentionRound(round(store, { stepsMax: 2, pause }));
      expect(second).toMatchObject({ purged: { attempts: 500 }, isComplete: true });
    });

    test('stops after the statement that runs when it is told to', async () => {
      const store = await openWithOwners(openStore);
      for (let start = 0; start < 1_100; start += 100) await insertAttempts(store, start, 100);
      await insertEvent(store, 31);
      const { purged, isComplete } = await runRetentionRound(round(store, { pause: async () => false }));
      expect(purged).toMatchObject({ attempts: 1_000, events: 0 });
      expect(isComplete).toBe(false);
    });
  });
}

function round(store: Store, change: Partial<RetentionRound> = {}): RetentionRound {
  const [keyWalk, statusWalk] = [new Map<WorkspaceId, string>(), new Map<WorkspaceId, string>()];
  const pause = async () => true;
  const purgeIdempotencyKeys = async () => 0;
  return {
    store,
    retentionMs: 30 * DAY_MS,
    auditRetentionMs: 365 * DAY_MS,
    nowMs: NOW_MS,
    stepsMax: 10,
    pause,
    purgeIdempotencyKeys,
    purgeReceivedRequests: async () => 0,
    keyWalk,
    statusWalk,
    ...change,
  };
}

async function openWithOwners(openStore: () => Promise<Store>): Promise<Store> {
  const store = await openStore();
  const workspace = { id: WORKSPACE, serial: 1, account_id: 'MA_1', name: 'w', created_at_ms: 0, revision: 0 };
  await store.db.insertInto('workspaces').values(workspace).execute();
  const app = {
    id: APP,
    workspace_id: WORKSPACE,
    app_id: '1',
    app_secrets: '',
    verify_token: '',
    created_at_ms: 0,
    updated_at_ms: 0,
  };
  await store.db
    .insertInto('meta_apps')
    .values({ ...app, deleted_at_ms: null, revision: 0 })
    .execute();
  return store;
}

async function insertEvent(store: Store, ageDays: number, change: Partial<NewEventRow> = {}) {
  const createdAtMs = NOW_MS - ageDays * DAY_MS;
  const id = firstIdAt('evt', createdAtMs);
  const row = {
    workspace_id: WORKSPACE,
    id,
    type: 'custom.test',
    origin: 'custom' as const,
    occurred_at_ms: createdAtMs,
    created_at_ms: createdAtMs,
  };
  await store.db
    .insertInto('events')
    .values({ ...row, channel_id: null, phone: null, bsuid: null, hops: 0, payload: '{}', ...change })
    .execute();
  return id;
}

async function insertDelivery(
  store: Store,
  ageDays: number,
  change: {
    readonly event_id?: ReturnType<typeof firstIdAt<'evt'>>;
    readonly state?: 'pending' | 'canceled';
    readonly due_at_ms?: number | null;
  },
) {
  const id = firstIdAt('dlv', NOW_MS - ageDays * DAY_MS);
  const row = {
    workspace_id: WORKSPACE,
    id,
    event_id: firstIdAt('evt', 0),
    endpoint_id: ENDPOINT,
    state: 'pending' as const,
    attempts_made: 0,
  };
  const rest = {
    schedule_step: 0,
    due_at_ms: 5,
    lease_token: null,
    maybe_received: 0 as const,
    trigger: 'schedule' as const,
    resting_state: null,
    created_at_ms: 1,
  };
  await store.db
    .insertInto('deliveries')
    .values({ ...row, ...rest, ...change })
    .execute();
  return id;
}

async function insertAttempt(
  store: Store,
  ageDays: number,
  deliveryId: ReturnType<typeof firstIdAt<'dlv'>> | null = null,
) {
  const startedAtMs = NOW_MS - ageDays * DAY_MS;
  await store.db
    .insertInto('attempts')
    .values({ ...attemptRow(startedAtMs), delivery_id: deliveryId })
    .execute();
}

/** Attempts of 31 days ago, a millisecond apart. */
async function insertAttempts(store: Store, start: number, count: number) {
  const startMs = NOW_MS - 31 * DAY_MS + start;
  const rows = Array.from({ length: count }, (_, index) => attemptRow(startMs + index));
  await store.db.insertInto('attempts').values(rows).execute();
}

function attemptRow(startedAtMs: number) {
  return {
    workspace_id: WORKSPACE,
    id: firstIdAt('att', startedAtMs),
    delivery_id: null,
    event_id: firstIdAt('evt', 0),
    endpoint_id: ENDPOINT,
    number: 1,
    trigger: 'schedule' as const,
    started_at_ms: startedAtMs,
    duration_ms: 1,
    outcome: 'succeeded' as const,
    status_code: 200,
    error_class: null,
    error_message: null,
    request_headers: '{}',
    response_headers: '{}',
    response_body: null,
    delivery_state: null,
    next_attempt_at_ms: null,
  };
}

async function insertAuditEntry(store: Store, owner: WorkspaceId | 'operator', ageDays: number) {
  const atMs = NOW_MS - ageDays * DAY_MS;
  const actor = { kind: 'root', id: null, requestId: null } as const;
  const about = { action: 'endpoint.deleted', resourceType: 'endpoint', resourceId: ENDPOINT };
  const entry = { workspaceId: owner, actor, ...about, before: {}, after: null };
  await store.db
    .insertInto('audit_log')
    .values(toAuditRow(entry, firstIdAt('aud', atMs), atMs))
    .execute();
}

async function insertQuarantined(store: Store, ageDays: number) {
  const createdAtMs = NOW_MS - ageDays * DAY_MS;
  const id = firstIdAt('qrn', createdAtMs);
  const row = {
    meta_app_id: APP,
    id,
    reason: 'stale' as const,
    field: 'messages',
    phone_number_id: null,
    waba_id: null,
    occurred_at_ms: null,
  };
  await store.db
    .insertInto('quarantine')
    .values({ ...row, created_at_ms: createdAtMs, dedupe_key: id, payload_bytes: 2, payload: '{}' })
    .execute();
}

async function insertKey(store: Store, ageDays: number) {
  const row = {
    workspace_id: WORKSPACE,
    key: String(ageDays),
    event_id: firstIdAt('evt', 0),
    created_at_ms: NOW_MS - ageDays * DAY_MS,
  };
  await store.db.insertInto('event_keys').values(row).execute();
}

async function insertMessage(store: Store, wamid: string | null, change: Partial<MessagesTable> = {}) {
  const id = change.id ?? firstIdAt('msg', wamid === null ? 1 : 2);
  await store.db
    .insertInto('messages')
    .values({
      ...{ workspace_id: WORKSPACE, id, channel_id: firstIdAt('chn', 0), conversation_id: null, contact_id: null },
      ...{ phone: null, bsuid: null, group_id: null, direction: 'outbound', source: 'api', wamid, type: 'text' },
      ...{ text: null, content: '{}', content_at_ms: 1, reply_to: null, callback_data: null, sender: null },
      ...{ occurred_at_ms: 1, created_at_ms: 1, accepted_at_ms: null, response: null, refused_at_ms: null },
      ...{ refusal: null, edited_at_ms: null, revoked_at_ms: null },
      ...change,
    })
    .execute();
  return id;
}

async function insertStatuses(
  store: Store,
  ageDays: number,
  statuses: { readonly wamid: string; readonly message_id?: ReturnType<typeof firstIdAt<'msg'>> },
) {
  const row = { sent_at_ms: 1, delivered_at_ms: null, read_at_ms: null, played_at_ms: null, failed_at_ms: null };
  const told = { error: null, pricing: null, message_id: null, first_heard_at_ms: NOW_MS - ageDays * DAY_MS };
  await store.db
    .insertInto('message_statuses')
    .values({ workspace_id: WORKSPACE, ...row, ...told, ...statuses })
    .execute();
}

async function insertRun(
  store: Store,
  ageDays: number,
  change: { readonly state?: 'running'; readonly due_at_ms?: number } = {},
) {
  const createdAtMs = NOW_MS - ageDays * DAY_MS;
  // Two runs of one age have two ids.
  const { count } = await store.db
    .selectFrom('runs')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const id = firstIdAt('run', createdAtMs + Number(count));
  const row = { workspace_id: WORKSPACE, id, kind: 'contact.import', params: '{}', progress: '{}', result: null };
  const times = { due_at_ms: null, lease_token: null, created_at_ms: createdAtMs, started_at_ms: null };
  await store.db
    .insertInto('runs')
    .values({
      ...row,
      ...times,
      state: 'completed',
      error: null,
      cancel_requested: 0,
      claims: 0,
      finished_at_ms: null,
      ...change,
    })
    .execute();
  return id;
}

async function insertRunProblems(store: Store, runId: ReturnType<typeof firstIdAt<'run'>>, count: number) {
  const row = { workspace_id: WORKSPACE, run_id: runId, row_number: 2, column_name: null, message: 'm', value: null };
  const rows = Array.from({ length: count }, (_, index) => ({ ...row, number: index + 1 }));
  await store.db.insertInto('run_problems').values(rows).execute();
}

async function insertRunInputs(store: Store, runId: ReturnType<typeof firstIdAt<'run'>>, count: number) {
  const row = { workspace_id: WORKSPACE, run_id: runId, content: 'x' };
  const rows = Array.from({ length: count }, (_, number) => ({ ...row, number }));
  await store.db.insertInto('run_inputs').values(rows).execute();
}
