import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { startApi } from '../../../test/support/start-api.ts';
import { idOf } from '../../domain/ids.ts';
import { writeAudit } from '../../gateway/write-audit.ts';
import type { Store } from '../../platform/db/store.ts';
import { deliveryRoutes } from './deliveries.routes.ts';
import { insertContact, insertEndpoint, insertEvent, insertFinished, insertQueued } from './test-rows.ts';

describe.each(STORES)('the routes of deliveries on $name', ({ open }) => {
  test('show a finished delivery with its attempts, to its workspace alone', async () => {
    const { store, call } = await start(await open());
    const id = await insertFinished(store, 'exhausted');
    const shown = await call('GET', `/v1/deliveries/${id}`);
    expect(shown).toMatchObject({
      status: 200,
      body: {
        id,
        state: 'exhausted',
        event_type: 'custom.test',
        attempts: [{ number: 1 }, { number: 2, status_code: 500 }],
      },
    });
    expect((await call('GET', `/v1/deliveries/${id}`, { as: 'b-write' })).status).toBe(404);
    expect((await call('POST', `/v1/deliveries/${id}/resend`, { as: 'b-write' })).status).toBe(404);
    expect((await call('POST', `/v1/deliveries/${id}/resend`, { as: 'a-read' })).status).toBe(403);
  });

  test('find by phone with or without a plus, escaped or not', async () => {
    const { store, call } = await start(await open());
    const id = await insertQueued(store, { event_id: await insertEvent(store, { phone: '491701' }) });
    for (const phone of ['491701', '%2B491701', '+491701']) {
      expect((await call('GET', `/v1/deliveries?phone=${phone}`)).body).toMatchObject({
        data: [{ id }],
        has_more: false,
      });
    }
    expect((await call('GET', '/v1/deliveries?phone=4917x')).status).toBe(400);
  });

  test('show beside each what a row of a table shows, and names to those who may read contacts', async () => {
    const { store, call } = await start(await open());
    const contact_id = idOf('cnt', uuidv7());
    await insertContact(store, { id: contact_id, first_name: 'Ada', last_name: 'Byron' });
    const event_id = await insertEvent(store, { phone: '491701', contact_id, contact_serial: 1 });
    const id = await insertFinished(store, 'exhausted', { event_id, error_class: 'timeout' });
    await insertQueued(store, { attempts_made: 1 });
    const shown = (await call('GET', '/v1/deliveries?standing=exhausted,held')).body;
    expect(shown.data).toMatchObject([
      {
        ...{ id, standing: 'exhausted', attempts_planned: 11, outcomes: ['failed', 'failed'] },
        ...{ possible_duplicate: true, received_at: '1970-01-01T00:00:00.001Z', origin: 'custom' },
        endpoint: {
          name: 'example.com',
          url: 'https://example.com/',
          format: 'standard',
          enabled: true,
          deleted: false,
        },
        about: { contact_id, name: 'Ada Byron', phone: '491701', bsuid: null },
        last_attempt: { error_message: 'The receiver answered 500.' },
      },
    ]);
    const named = (await call('GET', `/v1/deliveries?ids=${id},${idOf('dlv', uuidv7())}`)).body;
    expect(named).toMatchObject({ data: [{ id }], has_more: false });
    expect((await call('GET', `/v1/deliveries?ids=${id}`, { as: 'b-write' })).body.data).toEqual([]);
    expect((await call('GET', '/v1/deliveries?state=pending&standing=exhausted')).body.data).toEqual([]);
    expect((await call('GET', '/v1/deliveries?state=pending,nonsense')).status).toBe(400);
  });

  test('count by how far they are, with the same filters', async () => {
    const { store, call } = await start(await open());
    for (const state of ['delivered', 'exhausted', 'exhausted'] as const) await insertFinished(store, state);
    await insertQueued(store);
    await insertQueued(store, { attempts_made: 3 });
    await insertQueued(store, { due_at_ms: null });
    await insertQueued(store, { state: 'canceled', due_at_ms: null });
    const counted = (count: number) => ({ count, is_exact: true });
    expect((await call('GET', '/v1/deliveries/counts')).body).toEqual({
      total: counted(7),
      by_standing: {
        ...{ delivered: counted(1), pending: counted(1), retrying: counted(1) },
        ...{ canceled: counted(1), held: counted(1), exhausted: counted(2) },
      },
    });
    expect((await call('GET', '/v1/deliveries/counts?standing=exhausted,held')).body.total).toEqual(counted(3));
    expect(
      (await call('GET', '/v1/deliveries/counts?since=2000-01-01T00:00:00Z&type=message.read')).body.total,
    ).toEqual(counted(0));
    expect((await call('GET', '/v1/deliveries/counts', { as: 'b-write' })).body.total).toEqual(counted(0));
  });

  test('resend at once and wake the sender, and refuse while it is sent', async () => {
    const { store, call, wakes } = await start(await open());
    const id = await insertFinished(store, 'exhausted');
    const resent = await call('POST', `/v1/deliveries/${id}/resend`);
    expect(resent).toMatchObject({ status: 202, body: { id, state: 'pending', attempts_made: 2 } });
    expect(wakes()).toBe(1);
    await store.db
      .updateTable('deliveries')
      .set({ lease_token: 'a', due_at_ms: Date.now() + 60_000 })
      .execute();
    const refused = await call('POST', `/v1/deliveries/${id}/resend`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'delivery_in_flight' } });
  });

  test('cancel what waits, once', async () => {
    const { store, call } = await start(await open());
    const id = await insertQueued(store);
    expect(await call('POST', `/v1/deliveries/${id}/cancel`)).toMatchObject({
      status: 200,
      body: { state: 'canceled', next_attempt_at: null },
    });
    expect(await call('POST', `/v1/deliveries/${id}/cancel`)).toMatchObject({
      status: 409,
      body: { code: 'delivery_not_pending' },
    });
  });
});

async function start(store: Store) {
  let wakeCount = 0;
  const wakeDelivery = () => {
    wakeCount++;
  };
  await insertEndpoint(store);
  const { call } = await startApi((api) =>
    deliveryRoutes(api, { store, wakeDelivery, audit: writeAudit, attemptsPlanned: () => 11, nowMs: Date.now }),
  );
  return { store, call, wakes: () => wakeCount };
}
