import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { firstIdAt } from '../../domain/id-time.ts';
import { type ChannelId, type EventId, idOf, uuidOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Db, Store } from '../../platform/db/store.ts';
import { decodeCursor } from '../../platform/http/api.ts';
import {
  findEvent,
  findEventByKey,
  type ListEvents,
  type ListEventsAfter,
  listEvents,
  listEventsAfter,
} from './event-log.store.ts';

interface TestEvent {
  readonly type?: string;
  readonly channelId?: ChannelId;
  readonly phone?: string;
  readonly bsuid?: string;
  readonly key?: string;
  readonly workspaceId?: WorkspaceId;
  readonly createdAtMs?: number;
}

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const OTHER_WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000002');
const CHANNEL = idOf('chn', '0190a000-0000-7000-8000-000000000003');

/** What reading the event log promises (issue R6, R8). */
export function eventLogStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`event log on ${name}`, () => {
    describeLookups(openStore);
    describeListings(openStore);
    describeCatchingUp(openStore);
  });
}

function describeLookups(openStore: () => Promise<Store>): void {
  test('finds an event of the workspace and not of another one', () =>
    using(openStore, async (store) => {
      const id = await insertEvent(store.db, { type: 'custom.a' });
      expect((await findEvent(store, WORKSPACE, id))?.type).toBe('custom.a');
      expect(await findEvent(store, OTHER_WORKSPACE, id)).toBeNull();
    }));

  test('finds the event that holds a dedupe key, only in its workspace', () =>
    using(openStore, async (store) => {
      const id = await insertEvent(store.db, { key: 'c|1' });
      expect((await findEventByKey(store, WORKSPACE, 'c|1'))?.id).toBe(id);
      expect(await findEventByKey(store, WORKSPACE, 'c|2')).toBeNull();
      expect(await findEventByKey(store, OTHER_WORKSPACE, 'c|1')).toBeNull();
    }));
}

function describeListings(openStore: () => Promise<Store>): void {
  test('lists the newest first, page after page, without another workspace', () =>
    using(openStore, async (store) => {
      const ids = [await insertEvent(store.db), await insertEvent(store.db), await insertEvent(store.db)];
      await insertEvent(store.db, { workspaceId: OTHER_WORKSPACE });
      const first = await listEvents(store, newest({ limit: 2 }));
      expect(first.items.map((event) => event.id)).toEqual([ids[2], ids[1]]);
      const beforeId = decodeCursor(first.nextCursor ?? '') as EventId;
      const second = await listEvents(store, newest({ limit: 2, beforeId }));
      expect(second.items.map((event) => event.id)).toEqual([ids[0]]);
      expect(second.nextCursor).toBeNull();
    }));

  test('filters by type, channel, phone and bsuid', () =>
    using(openStore, async (store) => {
      await insertEvent(store.db);
      const wanted = await insertEvent(store.db, {
        type: 'message.read',
        channelId: CHANNEL,
        phone: '491',
        bsuid: 'DE.1',
      });
      for (const filter of [{ type: 'message.read' }, { channelId: CHANNEL }, { phone: '491' }, { bsuid: 'DE.1' }]) {
        expect((await listEvents(store, newest(filter))).items.map((event) => event.id)).toEqual([wanted]);
        expect((await listEventsAfter(store, after(filter))).events.map((event) => event.id)).toEqual([wanted]);
      }
      expect((await listEvents(store, newest({ type: 'message.read', phone: '492' }))).items).toEqual([]);
    }));

  test('finds by wamid the message and its statuses, and nothing of a longer wamid', () =>
    using(openStore, async (store) => {
      const message = await insertEvent(store.db, { key: 'wamid.A|message' });
      const status = await insertEvent(store.db, { key: 'wamid.A|delivered|' });
      await insertEvent(store.db, { key: 'wamid.AB|message' });
      await insertEvent(store.db, { key: 'wamid.A|message', workspaceId: OTHER_WORKSPACE });
      const page = await listEvents(store, newest({ wamid: 'wamid.A' }));
      expect(page.items.map((event) => event.id)).toEqual([status, message]);
    }));

  test('keeps to a time: since is inclusive, until is not', () =>
    using(openStore, async (store) => {
      const baseMs = Date.now() - 3_600_000;
      const [, second, third] = [
        await insertEvent(store.db, { createdAtMs: baseMs }),
        await insertEvent(store.db, { createdAtMs: baseMs + 1_000 }),
        await insertEvent(store.db, { createdAtMs: baseMs + 2_000 }),
        await insertEvent(store.db, { createdAtMs: baseMs + 3_000 }),
      ];
      const filter = { sinceMs: baseMs + 1_000, untilMs: baseMs + 3_000 };
      expect((await listEvents(store, newest(filter))).items.map((event) => event.id)).toEqual([third, second]);
      expect((await listEventsAfter(store, after(filter))).events.map((event) => event.id)).toEqual([second, third]);
    }));
}

function describeCatchingUp(openStore: () => Promise<Store>): void {
  test('reads on from where it stopped, oldest first, and then says that there is no more', () =>
    using(openStore, async (store) => {
      const ids = [await insertEvent(store.db), await insertEvent(store.db), await insertEvent(store.db)];
      const first = await listEventsAfter(store, after({ limit: 2 }));
      expect(first.events.map((event) => event.id)).toEqual([ids[0], ids[1]]);
      expect(first.hasMore).toBe(true);
      const second = await listEventsAfter(store, after({ limit: 2, afterPosition: first.nextPosition }));
      expect(second.events.map((event) => event.id)).toEqual([ids[2]]);
      expect(second.hasMore).toBe(false);
      const fourth = await insertEvent(store.db);
      const third = await listEventsAfter(store, after({ afterPosition: second.nextPosition }));
      expect(third.events.map((event) => event.id)).toEqual([fourth]);
    }));

  test('gives a position to go on from when the log is empty, was emptied, or nothing matched', () =>
    using(openStore, async (store) => {
      const atStart = await listEventsAfter(store, after({}));
      expect(atStart).toEqual({ events: [], nextPosition: 0, hasMore: false });
      await insertEvent(store.db);
      const passed = await listEventsAfter(store, after({ type: 'custom.none' }));
      expect(passed.events).toEqual([]);
      await store.db.deleteFrom('events').execute();
      const emptied = await listEventsAfter(store, after({ afterPosition: passed.nextPosition }));
      expect(emptied.nextPosition).toBe(passed.nextPosition);
      const next = await insertEvent(store.db);
      const found = await listEventsAfter(store, after({ afterPosition: emptied.nextPosition }));
      expect(found.events.map((event) => event.id)).toEqual([next]);
    }));
}

async function using(openStore: () => Promise<Store>, run: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore();
  try {
    await run(store);
  } finally {
    await store.close();
  }
}

function newest(query: Partial<ListEvents>): ListEvents {
  return { workspaceId: WORKSPACE, beforeId: null, limit: 50, ...query };
}

function after(query: Partial<ListEventsAfter>): ListEventsAfter {
  return { workspaceId: WORKSPACE, afterPosition: 0, limit: 50, ...query };
}

async function insertEvent(db: Db, event: TestEvent = {}): Promise<EventId> {
  const workspaceId = event.workspaceId ?? WORKSPACE;
  const createdAtMs = event.createdAtMs ?? Date.now();
  const uuid = event.createdAtMs === undefined ? uuidv7() : uuidOf(firstIdAt('evt', event.createdAtMs));
  const id = idOf('evt', uuid);
  await db
    .insertInto('events')
    .values({
      workspace_id: workspaceId,
      id,
      type: event.type ?? 'custom.test',
      origin: 'custom',
      channel_id: event.channelId ?? null,
      occurred_at_ms: createdAtMs,
      created_at_ms: createdAtMs,
      phone: event.phone ?? null,
      bsuid: event.bsuid ?? null,
      hops: 0,
      payload: '{"a":1}',
    })
    .execute();
  if (event.key !== undefined) {
    const key = { workspace_id: workspaceId, key: event.key, event_id: id, created_at_ms: createdAtMs };
    await db.insertInto('event_keys').values(key).execute();
  }
  return id;
}
