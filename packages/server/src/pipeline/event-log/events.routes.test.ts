import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { STORES } from '../../../test/support/open-store.ts';
import { startApi } from '../../../test/support/start-api.ts';
import type { NewEvent } from '../../domain/event.ts';
import { idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { eventRoutes } from './events.routes.ts';

const PAGE = { data: expect.any(Array), next_cursor: expect.anything(), has_more: expect.any(Boolean) };

describe.each(STORES)('the routes of events on $name', ({ open }) => {
  test('take an event of the workspace and show it, to that workspace alone', async () => {
    const { call } = await start(await open());
    const created = await call('POST', '/v1/events', { body: { type: 'custom.order_paid', data: { total: 5 } } });
    expect(created).toMatchObject({
      status: 201,
      body: { type: 'custom.order_paid', origin: 'custom', data: { total: 5 } },
    });
    const { id } = created.body as { id: string };
    expect(await call('GET', `/v1/events/${id}`)).toMatchObject({ status: 200, body: { id, deliveries: [] } });
    expect((await call('GET', `/v1/events/${id}`, { as: 'b-write' })).status).toBe(404);
    expect((await call('GET', '/v1/events/evt_1')).status).toBe(404);
    expect((await call('GET', '/v1/events', { as: 'b-write' })).body).toEqual({
      data: [],
      next_cursor: null,
      has_more: false,
    });
    expect((await call('POST', '/v1/events', { as: 'a-read', body: { type: 'custom.x', data: {} } })).status).toBe(403);
  });

  test('answer a repeated idempotency_key with the first event', async () => {
    const { call } = await start(await open());
    const send = (total: number, as: 'a-write' | 'b-write') =>
      call('POST', '/v1/events', { as, body: { type: 'custom.paid', data: { total }, idempotency_key: 'k' } });
    const first = await send(1, 'a-write');
    expect(await send(2, 'a-write')).toEqual({
      status: 200,
      etag: '',
      headers: expect.any(Headers),
      body: first.body,
    });
    expect((await send(3, 'b-write')).status).toBe(201);
  });

  test('let a poller go on from every page, also from an empty one', async () => {
    const { call } = await start(await open());
    expect((await call('GET', '/v1/events?after=')).body).toEqual({ ...PAGE, data: [], has_more: false });
    const seen: unknown[] = [];
    let cursor = '0';
    for (const total of [1, 2, 3]) {
      await call('POST', '/v1/events', { body: { type: 'custom.paid', data: { total } } });
      const page = (await call('GET', `/v1/events?after=${cursor}&limit=1`)).body as {
        data: { data: unknown }[];
        next_cursor: string;
      };
      seen.push(...page.data.map((event) => event.data));
      cursor = page.next_cursor;
      expect(await call('GET', `/v1/events?after=${cursor}`)).toMatchObject({
        status: 200,
        body: { data: [], next_cursor: cursor },
      });
    }
    expect(seen).toEqual([{ total: 1 }, { total: 2 }, { total: 3 }]);
  });
});

describe('the routes of events refuse', () => {
  test.each([
    ['a cursor of another list', '/v1/events?cursor=YWJj', '?cursor'],
    ['an id as a place to poll from', '/v1/events?after=ZXZ0XzE', '?after'],
    ['both directions at once', '/v1/events?after=0&cursor=YWJj', '?cursor'],
  ])('%s', async (_, path, pointer) => {
    const { call } = await start(await openSqlite());
    expect(await call('GET', path)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer }] },
    });
  });

  test.each([
    ['a type of the catalogue', { type: 'message.received', data: {} }],
    ['data that is no object', { type: 'custom.x', data: [] }],
    ['an unknown field', { type: 'custom.x', data: {}, dat: {} }],
  ])('%s', async (_, body) => {
    const { call } = await start(await openSqlite());
    expect(await call('POST', '/v1/events', { body })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });

  test('data above 256 KB, and an event that went through more than three Posthorns', async () => {
    const { call } = await start(await openSqlite());
    const large = { type: 'custom.x', data: { text: 'x'.repeat(256 * 1_024) } };
    expect(await call('POST', '/v1/events', { body: large })).toMatchObject({
      status: 413,
      body: { code: 'body_too_large' },
    });
    const small = { type: 'custom.x', data: {} };
    const hops = (count: string) => call('POST', '/v1/events', { body: small, headers: { 'posthorn-hops': count } });
    expect((await hops('3')).status).toBe(201);
    expect(await hops('4')).toMatchObject({ status: 422, body: { code: 'too_many_hops' } });
    expect(await hops('-1')).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  test('a table is told how many endpoints have each event, without its data', async () => {
    const { call } = await start(await openSqlite());
    const { id } = (await call('POST', '/v1/events', { body: { type: 'custom.one', data: { n: 1 } } })).body;
    for (const query of ['view=summary', 'view=summary&after=0']) {
      expect((await call('GET', `/v1/events?${query}`)).body.data).toMatchObject([
        { id, data: null, deliveries_summary: { total: 2, delivered: 1, worst: 'retrying' } },
      ]);
    }
    const named = `/v1/events?ids=${id},${idOf('evt', uuidv7())}`;
    expect((await call('GET', `${named}&view=summary`)).body).toMatchObject({
      data: [{ id, data: null }],
      has_more: false,
    });
    expect((await call('GET', named, { as: 'b-write' })).body.data).toEqual([]);
    expect((await call('GET', '/v1/events')).body.data[0]).not.toHaveProperty('deliveries_summary');
  });

  test('it is shown in a format, or in that of an endpoint', async () => {
    const { call } = await start(await openSqlite());
    const { id } = (await call('POST', '/v1/events', { body: { type: 'custom.one', data: {} } })).body;
    const render = async (query: string) => (await call('GET', `/v1/events/${id}/render${query}`)).body;
    expect(await render('')).toMatchObject({ id, target: { format: 'standard' } });
    expect(await render('?format=vobiz')).toMatchObject({ target: { format: 'vobiz' } });
    expect(await render(`?endpoint=${ENDPOINT}`)).toMatchObject({ target: { format: 'meta' } });
    expect(await render(`?endpoint=${idOf('ep', uuidv7())}`)).toMatchObject({ code: 'invalid_request' });
    expect((await call('GET', `/v1/events/${id}/render`, { as: 'b-write' })).status).toBe(404);
  });
});

const ENDPOINT = idOf('ep', '0190a000-0000-7000-8000-0000000000e1');

async function openSqlite(): Promise<Store> {
  const sqlite = STORES.find((database) => database.name === 'SQLite');
  if (sqlite === undefined) throw new Error('No SQLite to test on.');
  return sqlite.open();
}

async function start(store: Store) {
  return startApi((api) =>
    eventRoutes(api, {
      store,
      eventData: (event) => event.payload,
      append: async (events) => ({ inserted: await Promise.all(events.map((event) => append(store, event))) }),
      deliveriesOf: async () => [],
      standingsOf: async (_, eventIds) =>
        (['delivered', 'pending'] as const).map((state) => ({
          eventId: eventIds[0] ?? idOf('evt', uuidv7()),
          state,
          held: false,
          attemptsMade: 1,
        })),
      endpoint: (_, id) => (id === ENDPOINT ? { format: 'meta', formatOptions: {} } : null),
      rendered: { schema: z.unknown(), render: (target, { id }) => ({ target, id }) },
      newEventId: () => idOf('evt', uuidv7()),
      nowMs: Date.now,
    }),
  );
}

/** What the group commit does, one by one. */
function append(store: Store, event: NewEvent): Promise<boolean> {
  return store.db.transaction().execute(async (trx) => {
    if (event.dedupeKey !== null) {
      const key = {
        workspace_id: event.workspaceId,
        key: event.dedupeKey,
        event_id: event.id,
        created_at_ms: event.createdAtMs,
      };
      const inserted = await trx
        .insertInto('event_keys')
        .values(key)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (inserted.numInsertedOrUpdatedRows === 0n) return false;
    }
    await trx
      .insertInto('events')
      .values({
        workspace_id: event.workspaceId,
        id: event.id,
        type: event.type,
        origin: event.origin,
        channel_id: event.channelId,
        occurred_at_ms: event.occurredAtMs,
        created_at_ms: event.createdAtMs,
        phone: event.phone,
        bsuid: event.bsuid,
        hops: event.hops,
        payload: JSON.stringify(event.payload),
      })
      .execute();
    return true;
  });
}
