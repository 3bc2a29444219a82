import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { queueOf } from '../../../test/support/queue.ts';
import { type Attempt, type AttemptEntry, WAITS_BEHIND_AT_MS } from '../../domain/delivery.ts';
import type { NewEvent } from '../../domain/event.ts';
import { type EndpointId, type EventId, idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { QuarantineItem } from '../../domain/quarantine.ts';
import { CANCELED } from '../../platform/db/canceled-delivery.ts';
import type { OpenedStore } from '../../platform/db/open-store.ts';
import { RecordConflictError, type RecordTable, type RecordWrite } from '../../platform/db/record-write.ts';
import type { Store } from '../../platform/db/store.ts';
import type { CommitBatch, NewDelivery, NewEventEntry } from './commit-batch.ts';
import { createCommitStore } from './create-commit-store.ts';

const WORKSPACE = idOf('ws', uuidv7());
const ENDPOINT = idOf('ep', uuidv7());
const NOW_MS = 1_781_000_400_000;
/** The commit does not care which query takes the lock; the event log's own suite proves the real one. */
const TAKE_LOCK_SQL = 'SELECT pg_advisory_xact_lock_shared(1)';

/** The promises of the group commit's store. */
export function commitStoreConformance(name: string, openStore: () => Promise<OpenedStore>): void {
  describe(`commit store on ${name}`, () => {
    test('commits an event with its deliveries, and says that it is new', async () => {
      const { store, commit } = await open(openStore);
      const entry = newEntry({ deliveries: [newDelivery(), newDelivery()] });
      expect([...(await commit({ events: [entry] })).keys()]).toEqual([entry.event.id]);
      expect(await countRows(store)).toEqual({ events: 1, deliveries: 2, attempts: 0, quarantine: 0 });
    });

    test('a delivery that stands in line has the position of its event as its place, and one that does not has none', async () => {
      const { store, commit } = await open(openStore);
      const entry = newEntry({ deliveries: [{ ...newDelivery(), orderKey: 'line' }, newDelivery()] });
      const fresh = await commit({ events: [newEntry({}), entry] });
      const rows = await queueOf(store).select(['order_key', 'order_position']).execute();
      const position = fresh.get(entry.event.id) ?? null;
      expect(rows).toHaveLength(2);
      expect(rows).toContainEqual({ order_key: 'line', order_position: position });
      expect(rows).toContainEqual({ order_key: null, order_position: null });
    });

    test('the next of a line is due in the commit in which the one before it leaves, and no other one', async () => {
      const { store, commit } = await open(openStore);
      const inLine = (orderKey: string, dueAtMs: number, leaseToken: string | null = null) =>
        newEntry({ deliveries: [{ ...newDelivery(leaseToken), orderKey, dueAtMs }] });
      const first = inLine('line', NOW_MS, 'me');
      const behind = ['line', 'line', 'other', 'other'].map((key) => inLine(key, WAITS_BEHIND_AT_MS));
      for (const entry of [first, ...behind]) await commit({ events: [entry] });
      const dueTimes = async () => {
        const rows = await queueOf(store).select(['id', 'due_at_ms']).execute();
        const byId = new Map(rows.map((row) => [row.id, row.due_at_ms]));
        return behind.map((entry) => byId.get(entry.deliveries[0]?.id ?? idOf('dlv', uuidv7())));
      };
      const delivery = { ...(first.deliveries[0] ?? newDelivery()), eventId: first.event.id };
      await commit({ attempts: [waiting(delivery)] });
      expect(new Set(await dueTimes())).toEqual(new Set([WAITS_BEHIND_AT_MS]));
      await store.db.updateTable('deliveries').set({ lease_token: 'me' }).where('id', '=', delivery.id).execute();
      await commit({ attempts: [finished(delivery, 'failed')] });
      expect(await dueTimes()).toEqual([NOW_MS, WAITS_BEHIND_AT_MS, WAITS_BEHIND_AT_MS, WAITS_BEHIND_AT_MS]);
    });

    test('a duplicate makes neither an event nor a delivery, in the same batch and in a later one', async () => {
      const { store, commit } = await open(openStore);
      const first = newEntry({ dedupeKey: 'wamid.A|message', deliveries: [newDelivery()] });
      const twin = newEntry({ dedupeKey: 'wamid.A|message', deliveries: [newDelivery()] });
      const late = newEntry({ dedupeKey: 'wamid.A|message', deliveries: [newDelivery()] });
      const fresh = await commit({ events: [first, twin] });
      expect(fresh.size).toBe(1);
      expect(await commit({ events: [late] })).toEqual(new Map());
      expect(await countRows(store)).toMatchObject({ events: 1, deliveries: 1 });
    });

    test('the same key in another workspace is another event', async () => {
      const { commit } = await open(openStore);
      const other = newEntry({ dedupeKey: 'wamid.A|message', workspaceId: idOf('ws', uuidv7()) });
      const fresh = await commit({ events: [newEntry({ dedupeKey: 'wamid.A|message' }), other] });
      expect(fresh.size).toBe(2);
    });

    test('batches with the same keys in opposite order, at the same time, end without an error and without a twin', async () => {
      const { store, commit } = await open(openStore);
      const keys = Array.from({ length: 40 }, (_, index) => `wamid.${index}|message`);
      const batches = [keys, keys.toReversed(), keys, keys.toReversed()].map((order) => ({
        events: order.map((dedupeKey) => newEntry({ dedupeKey })),
      }));
      const fresh = await Promise.all(batches.map((batch) => commit(batch)));
      expect(fresh.reduce((sum, ids) => sum + ids.size, 0)).toBe(40);
      expect((await countRows(store)).events).toBe(40);
    });

    test('says at which positions the events stand that are new', async () => {
      const { store, commit } = await open(openStore);
      const entries = [
        newEntry({ dedupeKey: 'wamid.A|message' }),
        newEntry({}),
        newEntry({ dedupeKey: 'wamid.A|message' }),
      ];
      const fresh = await commit({ events: entries });
      const rows = await store.db.selectFrom('events').select(['id', 'position']).orderBy('position').execute();
      expect(rows.map((row) => [row.id, row.position])).toEqual([...fresh].sort(([, a], [, b]) => a - b));
      expect(rows).toHaveLength(2);
    });

    test('puts rows of one key together by the rules of their table, in one batch and over several, in any order', async () => {
      const { store, commit } = await open(openStore);
      const rows = [
        activity({ id: 'cnv_1', atMs: 20 }),
        activity({ id: 'cnv_1', atMs: 30 }),
        activity({ id: 'cnv_2', atMs: 7 }),
      ];
      await commit({ records: rows });
      await commit({ records: [activity({ id: 'cnv_1', atMs: 25, windowMs: 5 })] });
      await commit({ records: [activity({ id: 'cnv_1', atMs: null })] });
      expect(await readActivity(store)).toEqual([
        {
          id: 'cnv_1',
          last_message_at_ms: 30,
          last_message_id: 'msg_30',
          window_from_ms: 5,
          inbound_count: 4,
          message_count: 4,
        },
        {
          id: 'cnv_2',
          last_message_at_ms: 7,
          last_message_id: 'msg_7',
          window_from_ms: 7,
          inbound_count: 1,
          message_count: 1,
        },
      ]);
    });

    test('a row that is to be merged counts only if its cause is new', async () => {
      const { store, commit } = await open(openStore);
      const causes = [newEntry({ dedupeKey: 'wamid.A|message' }), newEntry({ dedupeKey: 'wamid.A|message' })];
      const records = causes.map(({ event }) => activity({ id: 'cnv_1', atMs: 20, causeId: event.id }));
      await commit({ events: causes, records });
      const again = newEntry({ dedupeKey: 'wamid.A|message' });
      await commit({ events: [again], records: [activity({ id: 'cnv_1', atMs: 20, causeId: again.event.id })] });
      expect(await readActivity(store)).toMatchObject([{ id: 'cnv_1', inbound_count: 1 }]);
    });

    test('keeps the order of one batch in the positions', async () => {
      const { store, commit } = await open(openStore);
      const entries = Array.from({ length: 30 }, () => newEntry({}));
      await commit({ events: entries });
      const rows = await store.db.selectFrom('events').select('id').orderBy('position').execute();
      expect(rows.map((row) => row.id)).toEqual(entries.map((entry) => entry.event.id));
    });

    test('a finished attempt takes its delivery out of the queue and stays in the log', async () => {
      const { store, commit, leased } = await openWithLeased(openStore);
      await commit({ attempts: [finished(leased, 'succeeded')] });
      expect(await countRows(store)).toMatchObject({ deliveries: 0, attempts: 1 });
    });

    test('a failed attempt moves its delivery to its next due time and ends the lease', async () => {
      const { store, commit, leased } = await openWithLeased(openStore);
      await commit({ attempts: [waiting(leased)] });
      const row = await queueOf(store).selectAll().executeTakeFirstOrThrow();
      expect(row).toMatchObject({
        attempts_made: 1,
        schedule_step: 1,
        due_at_ms: NOW_MS + 5_000,
        lease_token: null,
        maybe_received: 1,
      });
    });

    test('an attempt under a lease that somebody else has taken over changes nothing', async () => {
      const { store, commit, leased } = await openWithLeased(openStore);
      await commit({ attempts: [{ ...finished(leased, 'succeeded'), leaseToken: 'another' }] });
      expect(await countRows(store)).toMatchObject({ deliveries: 1, attempts: 0 });
    });

    test('an attempt that failed after its delivery was canceled is logged, and the delivery stays canceled', async () => {
      const { store, commit, leased } = await openWithLeased(openStore);
      await store.db.updateTable('deliveries').set(CANCELED).execute();
      await commit({ attempts: [waiting(leased)] });
      const attempt = await store.db.selectFrom('attempts').selectAll().executeTakeFirstOrThrow();
      expect(attempt).toMatchObject({ delivery_state: 'canceled', next_attempt_at_ms: null });
      const row = await queueOf(store).selectAll().executeTakeFirstOrThrow();
      expect(row).toMatchObject({ state: 'canceled', due_at_ms: null, lease_token: null, attempts_made: 1 });
      expect(row.canceled_lease_ends_ms).toBeNull();
    });

    test('an attempt that succeeded after its delivery was canceled is what happened', async () => {
      const { store, commit, leased } = await openWithLeased(openStore);
      await store.db.updateTable('deliveries').set({ state: 'canceled', due_at_ms: null }).execute();
      await commit({ attempts: [finished(leased, 'succeeded')] });
      const attempt = await store.db.selectFrom('attempts').selectAll().executeTakeFirstOrThrow();
      expect(attempt.delivery_state).toBe('delivered');
      expect((await countRows(store)).deliveries).toBe(0);
    });

    test('a delivery that is given back is due for anybody', async () => {
      const { store, commit, leased } = await openWithLeased(openStore);
      await commit({
        releases: [{ workspaceId: WORKSPACE, deliveryId: leased.id, leaseToken: 'me', dueAtMs: NOW_MS }],
      });
      const row = await queueOf(store).selectAll().executeTakeFirstOrThrow();
      expect(row).toMatchObject({ due_at_ms: NOW_MS, lease_token: null, attempts_made: 0 });
    });

    test('a delivery that was canceled and is given back unsent is held by nobody', async () => {
      const { store, commit, leased } = await openWithLeased(openStore);
      await store.db.updateTable('deliveries').set(CANCELED).execute();
      await commit({
        releases: [{ workspaceId: WORKSPACE, deliveryId: leased.id, leaseToken: 'me', dueAtMs: NOW_MS }],
      });
      const row = await queueOf(store).selectAll().executeTakeFirstOrThrow();
      expect(row).toMatchObject({
        state: 'canceled',
        due_at_ms: null,
        lease_token: null,
        canceled_lease_ends_ms: null,
      });
    });

    test('a record is added with its event, and replaced only by the revision after it', async () => {
      const { store, commit } = await openWithWorkspace(openStore);
      await commit({ events: [newEntry({})], records: [record(1, 'first')] });
      await commit({ events: [newEntry({})], records: [record(2, 'second')] });
      const stale = { events: [newEntry({})], records: [record(2, 'too late')] };
      await expect(commit(stale)).rejects.toThrow(RecordConflictError);
      const skipping = { events: [newEntry({})], records: [record(4, 'too early')] };
      await expect(commit(skipping)).rejects.toThrow(RecordConflictError);
      expect(await recordNames(store)).toEqual(['second']);
      expect((await countRows(store)).events).toBe(2);
    });

    test('a record that is refused takes its events and all others of the batch with it', async () => {
      const { store, commit } = await openWithWorkspace(openStore);
      await commit({ events: [newEntry({})], records: [record(1, 'first')] });
      const batch = {
        events: [newEntry({ deliveries: [newDelivery()] })],
        records: [record(1, 'another', idOf('grp', uuidv7())), record(1, 'again')],
      };
      await expect(commit(batch)).rejects.toThrow(RecordConflictError);
      expect(await recordNames(store)).toEqual(['first']);
      expect(await countRows(store)).toMatchObject({ events: 1, deliveries: 0 });
    });

    test('what an event caused is written only if that event is new', async () => {
      const { store, commit } = await openWithWorkspace(openStore);
      const cause = newEntry({ dedupeKey: 'wamid.A|message' });
      const caused = newEntry({ causeId: cause.event.id, deliveries: [newDelivery()] });
      const write = { ...record(1, 'first'), causeId: cause.event.id };
      expect([...(await commit({ events: [cause, caused], records: [write] })).keys()]).toEqual([
        cause.event.id,
        caused.event.id,
      ]);
      const again = newEntry({ dedupeKey: 'wamid.A|message' });
      const causedAgain = newEntry({ causeId: again.event.id, deliveries: [newDelivery()] });
      const other = { ...record(1, 'other', idOf('grp', uuidv7())), causeId: again.event.id };
      expect(await commit({ events: [again, causedAgain], records: [other] })).toEqual(new Map());
      expect(await recordNames(store)).toEqual(['first']);
      expect(await countRows(store)).toMatchObject({ events: 2, deliveries: 1 });
    });

    test('an event keeps the contact that it is about', async () => {
      const { store, commit } = await open(openStore);
      const contact = { id: idOf('cnt', uuidv7()), serial: 812 };
      await commit({ events: [newEntry({ contact })] });
      const row = await store.db.selectFrom('events').selectAll().executeTakeFirstOrThrow();
      expect(row).toMatchObject({ contact_id: contact.id, contact_serial: 812 });
    });

    test('events are appended in a transaction of somebody else, and are gone with it', async () => {
      const { store, commitStore } = await open(openStore);
      const append = (fails: boolean) =>
        store.db.transaction().execute(async (trx) => {
          await commitStore.appendIn(trx, [newEntry({ deliveries: [newDelivery()] }), newEntry({})]);
          if (fails) throw new Error('changed my mind');
        });
      await expect(append(true)).rejects.toThrow('changed my mind');
      expect(await countRows(store)).toMatchObject({ events: 0, deliveries: 0 });
      await append(false);
      expect(await countRows(store)).toMatchObject({ events: 2, deliveries: 1 });
    });

    test('events, attempts and quarantine items of one batch are one transaction', async () => {
      const { store, commit, leased } = await openWithLeased(openStore);
      const broken = {
        ...finished(leased, 'succeeded'),
        attempt: { ...finished(leased, 'succeeded').attempt, number: null as never },
      };
      await expect(
        commit({ events: [newEntry({})], attempts: [broken], quarantine: [quarantineItem('k')] }),
      ).rejects.toThrow();
      expect(await countRows(store)).toEqual({ events: 1, deliveries: 1, attempts: 0, quarantine: 0 });
    });

    test('takes text that databases choke on: NUL, half a surrogate pair, quotes, every plane', async () => {
      const { store, commit, leased } = await openWithLeased(openStore);
      const text = 'a\0b \ud800 \'" \\ 你好 🚲 \u2028';
      const entry = newEntry({ payload: { text } });
      const attempt = finished(leased, 'failed');
      await commit({
        events: [entry],
        attempts: [{ ...attempt, attempt: { ...attempt.attempt, responseBody: text } }],
      });
      const event = await store.db
        .selectFrom('events')
        .select('payload')
        .where('id', '=', entry.event.id)
        .executeTakeFirstOrThrow();
      expect(JSON.parse(event.payload)).toEqual({ text });
      const row = await store.db.selectFrom('attempts').select('response_body').executeTakeFirstOrThrow();
      expect(row.response_body).toBe('a\ufffdb \ufffd \'" \\ 你好 🚲 \u2028');
    });

    test('the same quarantine item comes once', async () => {
      const { store, commit } = await open(openStore);
      await commit({ quarantine: [quarantineItem('same'), quarantineItem('same')] });
      await commit({ quarantine: [quarantineItem('same'), quarantineItem('other')] });
      expect((await countRows(store)).quarantine).toBe(2);
    });
  });
}

async function open(openStore: () => Promise<OpenedStore>) {
  const store = await openStore();
  const commitStore = await createCommitStore(store, TAKE_LOCK_SQL);
  const commit = (batch: Partial<CommitBatch>) =>
    commitStore.commit({ events: [], records: [], attempts: [], releases: [], quarantine: [], ...batch });
  return { store, commit, commitStore };
}

/** Labels stand for any record table with a revision. */
async function openWithWorkspace(openStore: () => Promise<OpenedStore>) {
  const opened = await open(openStore);
  const row = { id: WORKSPACE, serial: 1, account_id: 'MA_1', name: 'W', created_at_ms: 1, revision: 0 };
  await opened.store.db.insertInto('workspaces').values(row).execute();
  return opened;
}

/** Both databases have a table whose rows are merged by each of the rules. */
const ACTIVITY: RecordTable = {
  name: 'conversation_activity',
  columns: {
    workspace_id: 'text',
    id: 'text',
    channel_id: 'text',
    last_message_at_ms: 'bigint',
    last_message_id: 'text',
    window_from_ms: 'bigint',
    inbound_count: 'bigint',
    message_count: 'bigint',
  },
  merge: {
    key: ['workspace_id', 'id'],
    rules: {
      channel_id: 'first',
      last_message_at_ms: 'max',
      last_message_id: { newestBy: 'last_message_at_ms' },
      window_from_ms: 'min',
      inbound_count: 'sum',
      message_count: 'sum',
    },
  },
};

interface Activity {
  readonly id: string;
  readonly atMs: number | null;
  readonly windowMs?: number | null;
  readonly causeId?: EventId;
}

function activity({ id, atMs, windowMs = atMs, causeId }: Activity): RecordWrite {
  const last = { last_message_at_ms: atMs, last_message_id: atMs === null ? null : `msg_${atMs}` };
  const counts = { inbound_count: 1, message_count: 1 };
  const row = { workspace_id: WORKSPACE, id, channel_id: `chn_${atMs}`, ...last, window_from_ms: windowMs, ...counts };
  return { table: ACTIVITY, row, causeId: causeId ?? null };
}

async function readActivity(store: Store) {
  const rows = await store.db.selectFrom('conversation_activity').selectAll().orderBy('id').execute();
  return rows.map(({ workspace_id: _workspaceId, channel_id: _channelId, ...row }) => row);
}

const LABELS: RecordTable = {
  name: 'labels',
  columns: {
    workspace_id: 'text',
    id: 'text',
    kind: 'text',
    serial: 'bigint',
    name: 'text',
    name_key: 'text',
    is_default: 'integer',
    created_at_ms: 'bigint',
    updated_at_ms: 'bigint',
    event_at_ms: 'bigint',
    revision: 'bigint',
  },
};
const GROUP = idOf('grp', uuidv7());

function record(revision: number, name: string, id = GROUP): RecordWrite {
  const times = { created_at_ms: NOW_MS, updated_at_ms: NOW_MS, event_at_ms: NOW_MS };
  const serial = id === GROUP ? 1 : 2;
  const named = { kind: 'contact_group', serial, name, name_key: name, is_default: 0 };
  return { table: LABELS, row: { workspace_id: WORKSPACE, id, revision, ...named, ...times }, causeId: null };
}

async function recordNames(store: Store): Promise<string[]> {
  return (await store.db.selectFrom('labels').select('name').orderBy('name').execute()).map((row) => row.name);
}

async function openWithLeased(openStore: () => Promise<OpenedStore>) {
  const opened = await open(openStore);
  const leased = newDelivery('me');
  const entry = newEntry({ deliveries: [leased] });
  await opened.commit({ events: [entry] });
  return { ...opened, leased: { ...leased, eventId: entry.event.id } };
}

function newEntry(over: {
  dedupeKey?: string;
  workspaceId?: WorkspaceId;
  payload?: unknown;
  deliveries?: readonly NewDelivery[];
  contact?: NewEvent['contact'];
  causeId?: EventId;
}): NewEventEntry {
  const event: NewEvent = {
    id: idOf('evt', uuidv7()),
    workspaceId: over.workspaceId ?? WORKSPACE,
    type: 'message.received',
    origin: 'meta',
    channelId: null,
    occurredAtMs: NOW_MS,
    createdAtMs: NOW_MS,
    phone: '4915170023456',
    bsuid: null,
    contact: over.contact ?? null,
    sentMessage: null,
    causeId: over.causeId ?? null,
    hops: 0,
    payload: over.payload ?? { text: 'Hi' },
    dedupeKey: over.dedupeKey ?? null,
  };
  return { event, payloadJson: JSON.stringify(event.payload), deliveries: over.deliveries ?? [] };
}

function newDelivery(leaseToken: string | null = null): NewDelivery {
  return { id: idOf('dlv', uuidv7()), endpointId: ENDPOINT as EndpointId, dueAtMs: NOW_MS, leaseToken, orderKey: null };
}

type Leased = NewDelivery & { readonly eventId: NewEvent['id'] };

function finished(leased: Leased, outcome: 'succeeded' | 'failed'): AttemptEntry {
  const attempt: Attempt & { deliveryId: NewDelivery['id'] } = {
    id: idOf('att', uuidv7()),
    workspaceId: WORKSPACE,
    deliveryId: leased.id,
    eventId: leased.eventId,
    endpointId: leased.endpointId,
    number: 1,
    trigger: 'schedule',
    runId: null,
    startedAtMs: NOW_MS,
    durationMs: 12,
    outcome,
    statusCode: outcome === 'succeeded' ? 200 : 500,
    errorClass: outcome === 'succeeded' ? null : 'status',
    errorMessage: null,
    requestHeaders: { 'webhook-id': 'x' },
    responseHeaders: {},
    responseBody: null,
    deliveryState: outcome === 'succeeded' ? 'delivered' : 'exhausted',
    nextAttemptAtMs: null,
  };
  return { attempt, after: { kind: 'finished' }, leaseToken: 'me', orderKey: leased.orderKey };
}

function waiting(leased: Leased): AttemptEntry {
  const entry = finished(leased, 'failed');
  return {
    ...entry,
    attempt: { ...entry.attempt, deliveryState: 'pending', nextAttemptAtMs: NOW_MS + 5_000 },
    after: {
      kind: 'waits',
      dueAtMs: NOW_MS + 5_000,
      leaseToken: null,
      scheduleStep: 1,
      maybeReceived: true,
      trigger: 'schedule',
      restingState: null,
    },
  };
}

function quarantineItem(dedupeKey: string): QuarantineItem {
  return {
    id: idOf('qrn', uuidv7()),
    metaAppId: idOf('app', '00000000-0000-7000-8000-000000000000'),
    reason: 'unknown_channel',
    field: 'messages',
    phoneNumberId: '1',
    wabaId: '2',
    occurredAtMs: NOW_MS,
    createdAtMs: NOW_MS,
    payload: { object: 'whatsapp_business_account' },
    dedupeKey,
  };
}

async function countRows(store: Store) {
  const count = async (rows: { execute: () => Promise<readonly unknown[]> }) => (await rows.execute()).length;
  return {
    events: await count(store.db.selectFrom('events').select('id')),
    deliveries: await count(queueOf(store).select('id')),
    attempts: await count(store.db.selectFrom('attempts').select('id')),
    quarantine: await count(store.db.selectFrom('quarantine').select('id')),
  };
}
