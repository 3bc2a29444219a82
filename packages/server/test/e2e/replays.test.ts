import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { deliveryIn, makeEvent, waitUntil } from './delivery/support.ts';
import { behind, createGate, reset, withStatus } from './support/answers.ts';
import type { Api, Page } from './support/api.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';
import { type ShownRun, waitForRun } from './support/runs.ts';
import { addEndpoint, createWorkspace } from './support/world.ts';

const ONLY_CUSTOM = ['custom.*'];
const ONCE = { delays_seconds: [], timeout_seconds: 5 };

interface ShownEstimate {
  readonly events: number;
  readonly deliveries: number;
  readonly by_endpoint: readonly { readonly endpoint_id: string; readonly deliveries: number }[];
  readonly is_exact: boolean;
}

interface ListedDelivery {
  readonly id: string;
  readonly event_id: string;
  readonly endpoint_id: string;
  readonly state: string;
  readonly trigger: string;
  readonly run_id: string | null;
}

describe.each(STORES)('replays on $name', (stores) => {
  let gateway: TestGateway;
  let api: Api;
  let from: string;
  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });
  beforeEach(async () => {
    api = (await createWorkspace(gateway, { name: 'Replays' })).api;
    from = new Date(Date.now() - 60_000).toISOString();
  });

  test('send the same bytes under the same id once more, and say why and by which run', async () => {
    const { receiver, endpoint } = await receiverOf(api);
    const eventIds = [await makeEvent(api, { n: 1 }), await makeEvent(api, { n: 2 })];
    await receiver.waitFor(2);
    const run = await waitForRun(api, (await api.post<ShownRun>('/v1/replays', { from })).id);
    expect(run).toMatchObject({ kind: 'event.replay', state: 'completed', error: null });
    expect(run.result).toMatchObject({ events: 2, deliveries: 2, by_endpoint: { [endpoint.id]: 2 } });
    const requests = (await receiver.waitFor(4)).slice(2);
    for (const request of requests) {
      expect(request.headers).toMatchObject({
        ...{ 'posthorn-trigger': 'replay', 'posthorn-replay-id': run.id, 'posthorn-attempt': '1' },
      });
      expect(request.headers).not.toHaveProperty('posthorn-possible-duplicate');
      const id = request.headers['webhook-id'];
      const first = receiver.requests.find(({ headers }) => headers['webhook-id'] === id);
      expect(eventIds).toContain(id);
      expect(String(request.bytes)).toBe(String(first?.bytes));
    }
    const made = await madeBy(api, run.id);
    expect(made.map(({ event_id }) => event_id).sort()).toEqual(eventIds.toSorted());
    expect(await api.all<ListedDelivery>('/v1/deliveries?trigger=replay')).toHaveLength(2);
    expect(await api.all<ListedDelivery>('/v1/deliveries?trigger=schedule')).toHaveLength(2);
    const ofEvent = await api.all<ListedDelivery>(`/v1/deliveries?event=${eventIds[0]}`);
    expect(ofEvent.map(({ trigger, run_id }) => [trigger, run_id])).toEqual([
      ['replay', run.id],
      ['schedule', null],
    ]);
    const attempts = await api.all<ListedDelivery>(`/v1/attempts?delivery=${made[0]?.id}`);
    expect(attempts).toMatchObject([{ trigger: 'replay', run_id: run.id }]);
  });

  test('tell what they would come to without doing it, and narrow by what is asked', async () => {
    const { endpoint } = await receiverOf(api);
    const second = await receiverOf(api);
    await makeEvent(api, { kind: 'order', n: 1 });
    await makeEvent(api, { kind: 'note', n: 2 });
    const estimate = (body: object) => api.post<ShownEstimate>('/v1/replays', { from, dry_run: true, ...body });
    const all = await estimate({});
    expect(all).toMatchObject({ events: 2, deliveries: 4, is_exact: true });
    expect(all.by_endpoint).toEqual(
      expect.arrayContaining([
        { endpoint_id: endpoint.id, deliveries: 2 },
        { endpoint_id: second.endpoint.id, deliveries: 2 },
      ]),
    );
    expect(await estimate({ endpoint_ids: [endpoint.id] })).toMatchObject({ deliveries: 2 });
    expect(await estimate({ filter: { 'data.kind': 'order' } })).toMatchObject({ events: 2, deliveries: 2 });
    expect(await estimate({ event_types: ['message.*'] })).toMatchObject({ events: 2, deliveries: 0 });
    expect((await api.get<Page<ShownRun>>('/v1/runs')).data).toEqual([]);
  });

  test('fill another endpoint with what came in before it was there, whatever it subscribes to', async () => {
    await receiverOf(api);
    const eventIds = [await makeEvent(api), await makeEvent(api)];
    const crm = await receiverOf(api, { event_types: ['contact.*'] });
    const { id } = await api.post<ShownRun>('/v1/replays', { from, to_endpoint_id: crm.endpoint.id });
    const requests = await crm.receiver.waitFor(2);
    expect(requests.map(({ headers }) => headers['webhook-id']).sort()).toEqual(eventIds.toSorted());
    expect((await waitForRun(api, id)).result).toMatchObject({ by_endpoint: { [crm.endpoint.id]: 2 } });
  });

  test('make events of their own when new ids are asked for', async () => {
    const { receiver } = await receiverOf(api);
    const original = await makeEvent(api);
    await receiver.waitFor(1);
    const { id } = await api.post<ShownRun>('/v1/replays', { from, new_ids: true });
    const [, again] = await receiver.waitFor(2);
    expect(again?.headers).toMatchObject({ 'posthorn-replay-of': original, 'posthorn-replay-id': id });
    const newId = String(again?.headers['webhook-id']);
    expect(newId).not.toBe(original);
    expect(await api.get(`/v1/events/${newId}`)).toMatchObject({ type: 'custom.tried', replay_of: original });
    expect(await api.get(`/v1/events/${original}`)).toMatchObject({ replay_of: null });
  });

  test('say of what may have arrived before that it may be a duplicate', async () => {
    const { receiver, endpoint } = await receiverOf(api, { retry: ONCE }, [reset()]);
    await deliveryIn(api, await makeEvent(api), endpoint.id, 'exhausted');
    await api.post('/v1/replays', { from, event_types: ONLY_CUSTOM });
    const [, again] = await receiver.waitFor(2);
    expect(again?.headers).toMatchObject({ 'posthorn-possible-duplicate': 'true', 'posthorn-trigger': 'replay' });
  });

  test('keep their trigger in retries, and a resend by hand names the run as well', async () => {
    const { receiver, endpoint } = await receiverOf(api, { retry: { delays_seconds: [1], timeout_seconds: 5 } });
    await makeEvent(api);
    await receiver.waitFor(1);
    receiver.answerWith([withStatus(500)]);
    const { id } = await api.post<ShownRun>('/v1/replays', { from });
    await receiver.waitFor(3);
    const [made] = await waitUntil(
      () => madeBy(api, id),
      ([one]) => one?.state === 'delivered',
    );
    await api.post(`/v1/deliveries/${made?.id}/resend`);
    const requests = (await receiver.waitFor(4)).slice(1);
    expect(requests.map(({ headers }) => [headers['posthorn-trigger'], headers['posthorn-replay-id']])).toEqual([
      ['replay', id],
      ['replay', id],
      ['resend', id],
    ]);
    expect(made?.endpoint_id).toBe(endpoint.id);
  });

  test('pause, go on where they were, and end when they are canceled', async () => {
    const gate = createGate();
    const { receiver } = await receiverOf(api);
    for (let count = 0; count < 3; count++) {
      await Promise.all(Array.from({ length: 100 }, (_, n) => makeEvent(api, { n })));
    }
    await receiver.waitFor(300);
    receiver.answerWith(() => behind(gate, withStatus(200)));
    const run = await api.post<ShownRun>('/v1/replays', { from });
    // The receiver takes nothing, so the run waits with what it made ahead.
    await waitForRun(api, run.id, ({ progress }) => (progress.deliveries ?? 0) >= 200);
    await api.post(`/v1/runs/${run.id}/pause`);
    const paused = await waitForRun(api, run.id, ({ state }) => state === 'paused');
    const made = Number(paused.progress.deliveries);
    expect(made).toBeLessThan(300);
    gate.open();
    await receiver.waitFor(300 + made);
    expect((await api.get<ShownRun>(`/v1/runs/${run.id}`)).progress.deliveries).toBe(made);
    await api.post(`/v1/runs/${run.id}/resume`);
    expect((await waitForRun(api, run.id)).result).toMatchObject({ deliveries: 300 });
    const again = (await receiver.waitFor(600)).slice(300).map(({ headers }) => headers['webhook-id']);
    expect(new Set(again).size).toBe(300);
    const second = await api.post<ShownRun>('/v1/replays', { from });
    await api.post(`/v1/runs/${second.id}/pause`);
    await waitForRun(api, second.id, ({ state }) => state === 'paused');
    expect(await api.post(`/v1/runs/${second.id}/cancel`)).toMatchObject({ state: 'canceled' });
    expect((await api.send('POST', `/v1/runs/${second.id}/resume`)).status).toBe(409);
  });

  test('refuse what is wrong in words, with the place', async () => {
    const { endpoint } = await receiverOf(api);
    const refusal = async (body: object) => {
      const { status, body: problem } = await api.send('POST', '/v1/replays', body);
      return [status, (problem as { errors?: { pointer: string }[] }).errors?.[0]?.pointer];
    };
    const later = new Date(Date.now() + 3_600_000).toISOString();
    expect(await refusal({ from: later })).toEqual([400, '/to']);
    expect(await refusal({ from, event_types: ['no.such'] })).toEqual([422, '/event_types/0']);
    expect(await refusal({ from, filter: { $nope: 1 } })).toEqual([400, expect.stringContaining('/filter')]);
    await api.post(`/v1/endpoints/${endpoint.id}/disable`);
    expect(await refusal({ from, endpoint_ids: [endpoint.id] })).toEqual([422, '/endpoint_ids/0']);
    expect(await refusal({ from, to_endpoint_id: endpoint.id })).toEqual([422, '/to_endpoint_id']);
  });
});

describe.each(STORES)('recovering an endpoint on $name', (stores) => {
  let gateway: TestGateway;
  let api: Api;
  let since: string;
  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });
  beforeEach(async () => {
    api = (await createWorkspace(gateway, { name: 'Recover' })).api;
    since = new Date(Date.now() - 60_000).toISOString();
  });

  test('makes exactly the deliveries that are missing, when it is enabled again', async () => {
    const { receiver, endpoint } = await receiverOf(api, { retry: ONCE });
    const other = await receiverOf(api);
    const delivered = await makeEvent(api);
    await deliveryIn(api, delivered, endpoint.id, 'delivered');
    receiver.answerWith([withStatus(500)]);
    const exhausted = await makeEvent(api);
    await deliveryIn(api, exhausted, endpoint.id, 'exhausted');
    await api.post(`/v1/endpoints/${endpoint.id}/disable`);
    const missed = [await makeEvent(api), await makeEvent(api)];
    await other.receiver.waitFor(4);
    const recover = `/v1/endpoints/${endpoint.id}/recover`;
    expect((await api.send('POST', recover, { since })).status).toBe(409);
    await api.post(`/v1/endpoints/${endpoint.id}/enable`);
    expect(await api.post(recover, { since, dry_run: true })).toMatchObject({ deliveries: 3, is_exact: true });
    const run = await api.post<ShownRun>(recover, { since });
    expect((await api.send('POST', recover, { since })).status).toBe(409);
    expect((await waitForRun(api, run.id)).result).toMatchObject({ deliveries: 3 });
    const requests = (await receiver.waitFor(5)).slice(2);
    expect(requests.map(({ headers }) => headers['webhook-id']).sort()).toEqual([exhausted, ...missed].sort());
    for (const { headers } of requests) {
      expect(headers).toMatchObject({ 'posthorn-trigger': 'recover', 'posthorn-replay-id': run.id });
    }
    expect(other.receiver.requests).toHaveLength(4);
    await waitUntil(
      () => madeBy(api, run.id),
      (made) => made.every(({ state }) => state === 'delivered'),
    );
    expect(await api.post(recover, { since, dry_run: true })).toMatchObject({ deliveries: 0 });
    const entries = await api.all<{ action: string; resource_id: string }>('/v1/audit-log');
    expect(entries.filter(({ resource_id }) => resource_id === run.id).map(({ action }) => action)).toEqual([
      'endpoint.recover_started',
    ]);
  });
});

async function receiverOf(api: Api, fields: object = {}, answers: Parameters<Receiver['answerWith']>[0] = []) {
  const receiver = await startReceiver({ answers });
  const endpoint = await addEndpoint(api, { url: receiver.url, event_types: ONLY_CUSTOM, ...fields });
  return { receiver, endpoint };
}

function madeBy(api: Api, runId: string): Promise<ListedDelivery[]> {
  return api.all<ListedDelivery>(`/v1/deliveries?run=${runId}`);
}
