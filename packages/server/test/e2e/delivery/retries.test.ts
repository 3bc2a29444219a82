import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { STORES } from '../../support/open-store.ts';
import { behind, createGate, redirectTo, reset, withStatus } from '../support/answers.ts';
import type { Api } from '../support/api.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { startReceiver } from '../support/receiver.ts';
import { addEndpoint, createWorkspace } from '../support/world.ts';
import { deliveryIn, deliveryOf, logOf, makeEvent, waitUntil } from './support.ts';

const ONLY_CUSTOM = ['custom.*'];
const FAST = { delays_seconds: [1, 1, 1], timeout_seconds: 5 };
const ONCE = { delays_seconds: [], timeout_seconds: 5 };
const LATER = { delays_seconds: [3_600], timeout_seconds: 5 };

describe.each(STORES)('deliveries on $name', (stores) => {
  let gateway: TestGateway;
  let api: Api;
  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });
  beforeEach(async () => {
    api = (await createWorkspace(gateway, { name: 'Delivery' })).api;
  });

  test('are tried again until a 2xx, with one id, and every attempt is logged', async () => {
    const receiver = await startReceiver({ answers: [withStatus(500), redirectTo('/elsewhere', 302)] });
    const endpoint = await addEndpoint(api, { url: receiver.url, event_types: ONLY_CUSTOM, retry: FAST });
    const eventId = await makeEvent(api);
    const delivery = await deliveryIn(api, eventId, endpoint.id, 'delivered');
    expect(logOf(delivery)).toEqual([
      [1, 'schedule', 'failed', 500],
      [2, 'schedule', 'failed', 302],
      [3, 'schedule', 'succeeded', 200],
    ]);
    expect(receiver.requests.map((request) => request.headers['posthorn-attempt'])).toEqual(['1', '2', '3']);
    expect(new Set(receiver.requests.map((request) => request.headers['webhook-id']))).toEqual(new Set([eventId]));
    expect(new Set(receiver.requests.map((request) => String(request.bytes))).size).toBe(1);
    expect(receiver.requests.some((request) => request.headers['posthorn-possible-duplicate'])).toBe(false);
  });

  test('that may have arrived without a complete answer say so on the next attempt', async () => {
    const receiver = await startReceiver({ answers: [reset()] });
    const endpoint = await addEndpoint(api, { url: receiver.url, event_types: ONLY_CUSTOM, retry: FAST });
    const delivery = await deliveryIn(api, await makeEvent(api), endpoint.id, 'delivered');
    expect(logOf(delivery)).toEqual([
      [1, 'schedule', 'failed', null],
      [2, 'schedule', 'succeeded', 200],
    ]);
    expect(receiver.requests.map((request) => request.headers['posthorn-possible-duplicate'])).toEqual([
      undefined,
      'true',
    ]);
  });

  test('that use up their schedule are exhausted, which others hear of and the endpoint itself does not', async () => {
    const [failing, watching] = await Promise.all([startReceiver({ answers: () => withStatus(500) }), startReceiver()]);
    const types = ['custom.*', 'delivery.exhausted'];
    const endpoint = await addEndpoint(api, { url: failing.url, event_types: types, retry: ONCE });
    await addEndpoint(api, { url: watching.url, event_types: ['delivery.exhausted'] });
    const delivery = await deliveryIn(api, await makeEvent(api), endpoint.id, 'exhausted');
    expect(logOf(delivery)).toEqual([[1, 'schedule', 'failed', 500]]);
    await watching.waitFor((requests) => requests.some((request) => String(request.bytes).includes(delivery.id)));
    const told = watching.requests.filter((request) => String(request.bytes).includes(delivery.id));
    expect(told).toHaveLength(1);
    expect(JSON.parse(String(told[0]?.bytes))).toMatchObject({
      type: 'delivery.exhausted',
      data: { endpoint_id: endpoint.id, delivery_id: delivery.id, attempts_made: 1 },
    });
    expect(failing.requests).toHaveLength(1);
  });

  test('answered 410 disable the endpoint once, are held, and go on when it is enabled', async () => {
    const gate = createGate();
    const receiver = await startReceiver({ answers: [behind(gate, withStatus(410)), behind(gate, withStatus(410))] });
    const watching = await startReceiver();
    const endpoint = await addEndpoint(api, { url: receiver.url, event_types: ONLY_CUSTOM, retry: FAST });
    await addEndpoint(api, { url: watching.url, event_types: ['endpoint.disabled'] });
    const first = await makeEvent(api);
    const second = await makeEvent(api);
    await receiver.waitFor(2);
    gate.open();
    await waitUntil(
      () => Promise.all([first, second].map((id) => deliveryOf(api, id, endpoint.id))),
      (deliveries) => deliveries.every((delivery) => delivery.held),
    );
    await waitUntil(
      () => api.get<{ enabled: boolean; disabled_reason: string }>(`/v1/endpoints/${endpoint.id}`),
      (shown) => !shown.enabled && shown.disabled_reason === 'gone',
    );
    await watching.waitFor(1);
    const unsent = await makeEvent(api);
    const none = await api.get<{ data: unknown[] }>(`/v1/deliveries?event=${unsent}&endpoint=${endpoint.id}`);
    expect(none.data).toEqual([]);
    await api.post(`/v1/endpoints/${endpoint.id}/enable`);
    await deliveryIn(api, first, endpoint.id, 'delivered');
    const delivered = await deliveryIn(api, second, endpoint.id, 'delivered');
    expect(logOf(delivered)).toEqual([
      [1, 'schedule', 'failed', 410],
      [2, 'schedule', 'succeeded', 200],
    ]);
    expect(receiver.requests).toHaveLength(4);
    expect(watching.requests).toHaveLength(1);
  });

  test('to an endpoint that is disabled by hand are held where they were, and go on there', async () => {
    const receiver = await startReceiver({ answers: [withStatus(503)] });
    const endpoint = await addEndpoint(api, { url: receiver.url, event_types: ONLY_CUSTOM, retry: LATER });
    const eventId = await makeEvent(api);
    await waitUntil(
      () => deliveryOf(api, eventId, endpoint.id),
      (delivery) => delivery.attempts.length === 1,
    );
    await api.post(`/v1/endpoints/${endpoint.id}/disable`);
    expect(await deliveryOf(api, eventId, endpoint.id)).toMatchObject({ state: 'pending', held: true });
    await api.post(`/v1/endpoints/${endpoint.id}/enable`);
    const delivery = await deliveryIn(api, eventId, endpoint.id, 'delivered');
    expect(delivery.attempts_made).toBe(2);
  });
});

describe.each(STORES)('deliveries by hand on $name', (stores) => {
  let gateway: TestGateway;
  let api: Api;
  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });
  beforeEach(async () => {
    api = (await createWorkspace(gateway, { name: 'Delivery' })).api;
  });

  test('resent when delivered: one attempt more, marked; when it fails it rests as delivered', async () => {
    const receiver = await startReceiver({ answers: [withStatus(200), withStatus(500), withStatus(200)] });
    const endpoint = await addEndpoint(api, { url: receiver.url, event_types: ONLY_CUSTOM, retry: FAST });
    const eventId = await makeEvent(api);
    const { id } = await deliveryIn(api, eventId, endpoint.id, 'delivered');
    await api.post(`/v1/deliveries/${id}/resend`);
    const rested = await waitUntil(
      () => deliveryOf(api, eventId, endpoint.id),
      (delivery) => delivery.attempts.length === 2 && delivery.state !== 'pending',
    );
    expect(rested.state).toBe('delivered');
    await api.post(`/v1/deliveries/${id}/resend`);
    await receiver.waitFor(3);
    const log = await waitUntil(
      () => deliveryOf(api, eventId, endpoint.id),
      (delivery) => delivery.attempts.length === 3,
    );
    expect(logOf(log)).toEqual([
      [1, 'schedule', 'succeeded', 200],
      [2, 'resend', 'failed', 500],
      [3, 'resend', 'succeeded', 200],
    ]);
    const triggers = receiver.requests.map((request) => request.headers['posthorn-trigger']);
    expect(triggers).toEqual([undefined, 'resend', 'resend']);
  });

  test('resent when exhausted: a success makes it delivered', async () => {
    const receiver = await startReceiver({ answers: [withStatus(500)] });
    const endpoint = await addEndpoint(api, { url: receiver.url, event_types: ONLY_CUSTOM, retry: ONCE });
    const eventId = await makeEvent(api);
    const { id } = await deliveryIn(api, eventId, endpoint.id, 'exhausted');
    await api.post(`/v1/deliveries/${id}/resend`);
    await deliveryIn(api, eventId, endpoint.id, 'delivered');
    expect(receiver.requests[1]?.headers).toMatchObject({ 'posthorn-trigger': 'resend', 'posthorn-attempt': '2' });
  });

  test('resent while pending: now, and when that fails the schedule goes on where it was', async () => {
    const receiver = await startReceiver({ answers: [withStatus(500), withStatus(500)] });
    const retry = { delays_seconds: [3_600, 7_200], timeout_seconds: 5 };
    const endpoint = await addEndpoint(api, { url: receiver.url, event_types: ONLY_CUSTOM, retry });
    const eventId = await makeEvent(api);
    const first = await waitUntil(
      () => deliveryOf(api, eventId, endpoint.id),
      (delivery) => delivery.attempts.length === 1,
    );
    await api.post(`/v1/deliveries/${first.id}/resend`);
    const second = await waitUntil(
      () => deliveryOf(api, eventId, endpoint.id),
      (delivery) => delivery.attempts.length === 2 && !delivery.in_flight,
    );
    expect(second.state).toBe('pending');
    expect(receiver.requests[1]?.headers['posthorn-trigger']).toBe('resend');
    await api.post(`/v1/deliveries/${first.id}/cancel`);
  });

  test('canceled while they wait: no further attempt', async () => {
    const receiver = await startReceiver({ answers: () => withStatus(500) });
    const endpoint = await addEndpoint(api, { url: receiver.url, event_types: ONLY_CUSTOM, retry: LATER });
    const eventId = await makeEvent(api);
    const waiting = await waitUntil(
      () => deliveryOf(api, eventId, endpoint.id),
      (delivery) => delivery.attempts.length === 1,
    );
    await api.post(`/v1/deliveries/${waiting.id}/cancel`);
    expect(await deliveryOf(api, eventId, endpoint.id)).toMatchObject({ state: 'canceled', next_attempt_at: null });
    expect((await api.send('POST', `/v1/deliveries/${waiting.id}/cancel`)).status).toBe(409);
  });

  test.each([
    ['fails: it stays canceled and the attempt is logged', 500, 'canceled'],
    ['succeeds: it is delivered, because that is what happened', 200, 'delivered'],
  ] as const)('canceled in flight, and the attempt %s', async (_what, status, state) => {
    const gate = createGate();
    const receiver = await startReceiver({ answers: [behind(gate, withStatus(status))] });
    const endpoint = await addEndpoint(api, { url: receiver.url, event_types: ONLY_CUSTOM, retry: FAST });
    const eventId = await makeEvent(api);
    await receiver.waitFor(1);
    const { id } = await deliveryOf(api, eventId, endpoint.id);
    expect((await api.send('POST', `/v1/deliveries/${id}/resend`)).status).toBe(409);
    await api.post(`/v1/deliveries/${id}/cancel`);
    gate.open();
    const ended = await waitUntil(
      () => deliveryOf(api, eventId, endpoint.id),
      (delivery) => delivery.attempts.length === 1,
    );
    expect(ended.state).toBe(state);
  });
});
