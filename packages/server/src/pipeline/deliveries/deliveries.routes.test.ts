import { describe, expect, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { startApi } from '../../../test/support/start-api.ts';
import { writeAudit } from '../../gateway/write-audit.ts';
import type { Store } from '../../platform/db/store.ts';
import { deliveryRoutes } from './deliveries.routes.ts';
import { insertEndpoint, insertEvent, insertFinished, insertQueued } from './test-rows.ts';

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
    deliveryRoutes(api, { store, wakeDelivery, audit: writeAudit, nowMs: Date.now }),
  );
  return { store, call, wakes: () => wakeCount };
}
