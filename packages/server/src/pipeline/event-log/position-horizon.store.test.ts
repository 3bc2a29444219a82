import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { type EventId, idOf } from '../../domain/ids.ts';
import type { Db, Store } from '../../platform/db/store.ts';
import { type ListEventsAfter, listEventsAfter } from './event-log.store.ts';
import { readHorizon, takePositionLockSql } from './position-horizon.store.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');

/** SQLite has one writer, so there is nothing to skip: these promises are PostgreSQL's. */
describe('the position horizon on PostgreSQL', () => {
  test('does not pass an event whose transaction took its position early and commits late', async () => {
    const store = await openPostgres();
    const before = await insertEvent(store.db);
    const slow = await beginSlowWriter(store);
    const fast = await insertEvent(store.db);

    const visible = await store.db.selectFrom('events').select('id').orderBy('position').execute();
    expect(visible.map((row) => row.id)).toEqual([before, fast]);
    const during = await listEventsAfter(store, after(0));
    expect(during.events.map((event) => event.id)).toEqual([before]);

    await slow.commit();
    const rest = await listEventsAfter(store, after(during.nextPosition));
    expect(rest.events.map((event) => event.id)).toEqual([slow.eventId, fast]);
  });

  test('waits for no transaction that failed, and passes the gap it leaves', async () => {
    const store = await openPostgres();
    const slow = await beginSlowWriter(store);
    const fast = await insertEvent(store.db);
    expect((await listEventsAfter(store, after(0))).events).toEqual([]);
    await slow.rollback();
    expect((await listEventsAfter(store, after(0))).events.map((event) => event.id)).toEqual([fast]);
  });

  test('takes no other lock of the database for a position', async () => {
    const store = await openPostgres();
    await insertEvent(store.db);
    await store.db.transaction().execute(async (trx) => {
      await sql`SELECT pg_advisory_xact_lock(5), pg_advisory_xact_lock_shared(20552, 1)`.execute(trx);
      expect(await readHorizon(store)).toBe(1);
    });
  });

  test('sees every event exactly once while many writers commit in any order', async () => {
    const store = await openPostgres();
    const written: EventId[] = [];
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let turn = 0; turn < 25; turn++) {
        const ids = await store.db.transaction().execute((trx) => insertBatch(trx, ((turn * 7 + writer) % 5) + 1));
        written.push(...ids);
      }
    });
    let isWriting = true;
    const writing = Promise.all(writers).finally(() => {
      isWriting = false;
    });
    const seen: EventId[] = [];
    let afterPosition = 0;
    for (let isLast = false; !isLast; ) {
      isLast = !isWriting;
      const page = await listEventsAfter(store, after(afterPosition));
      seen.push(...page.events.map((event) => event.id));
      afterPosition = page.nextPosition;
      if (page.hasMore) isLast = false;
    }
    await writing;
    expect(seen.length).toBe(new Set(seen).size);
    expect([...seen].sort()).toEqual([...written].sort());
  });
});

async function openPostgres(): Promise<Store> {
  const postgres = STORES.find((database) => database.name === 'PostgreSQL');
  if (postgres === undefined) throw new Error('No PostgreSQL to test on.');
  return postgres.open();
}

function after(afterPosition: number): ListEventsAfter {
  return { workspaceId: WORKSPACE, afterPosition, limit: 100 };
}

/** One event in a transaction of its own. */
function insertEvent(db: Db): Promise<EventId> {
  return db.transaction().execute(async (trx) => {
    const [id] = await insertBatch(trx, 1);
    if (id === undefined) throw new Error('Nothing was inserted.');
    return id;
  });
}

/** Several events in one transaction, its positions taken under the lock as the group commit does. */
async function insertBatch(trx: Db, count: number): Promise<EventId[]> {
  await sql
    .raw(`WITH position_lock AS MATERIALIZED (${takePositionLockSql}) SELECT count(*) FROM position_lock`)
    .execute(trx);
  const ids: EventId[] = [];
  for (let index = 0; index < count; index++) ids.push(await insertRow(trx));
  return ids;
}

/** A transaction that has its position and has not committed: it ends when it is told to. */
async function beginSlowWriter(store: Store) {
  const trx = await store.db.startTransaction().execute();
  const [eventId] = await insertBatch(trx, 1);
  return { eventId, commit: () => trx.commit().execute(), rollback: () => trx.rollback().execute() };
}

async function insertRow(trx: Db): Promise<EventId> {
  const id = idOf('evt', uuidv7());
  const row = {
    workspace_id: WORKSPACE,
    id,
    type: 'custom.test',
    origin: 'custom' as const,
    occurred_at_ms: 1,
    created_at_ms: 1,
    hops: 0,
    payload: '{}',
  };
  await trx
    .insertInto('events')
    .values({ ...row, channel_id: null, phone: null, bsuid: null })
    .execute();
  return id;
}
