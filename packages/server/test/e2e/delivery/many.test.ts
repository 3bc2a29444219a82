import { createHmac } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { STORES } from '../../support/open-store.ts';
import { withStatus } from '../support/answers.ts';
import { type Api, api as clientOf } from '../support/api.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { addMember, becomeOwner } from '../support/people.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { waitForRun } from '../support/runs.ts';
import { addEndpoint, type CreatedEndpoint, createWorkspace } from '../support/world.ts';
import { deliveryIn, makeEvent } from './support.ts';

const ONCE = { delays_seconds: [], timeout_seconds: 5 };
const EXHAUSTED = { filter: { standing: ['exhausted'] } };

const OTHER_ATTEMPT = 'att_0190a000-0000-7000-8000-000000000001';

interface SentRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attempt_number: number;
  readonly expressible: boolean;
}

describe.each(STORES)('many deliveries, and what each sends, on $name', (stores) => {
  let gateway: TestGateway;
  let api: Api;
  let receiver: Receiver;
  let endpoint: CreatedEndpoint;
  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });
  beforeEach(async () => {
    api = (await createWorkspace(gateway, { name: 'Many' })).api;
    receiver = await startReceiver({ answers: () => withStatus(500) });
    endpoint = await addEndpoint(api, { url: receiver.url, event_types: ['custom.*'], retry: ONCE });
  });

  async function exhaust(count: number) {
    const events = [];
    for (let made = 0; made < count; made++) events.push(await makeEvent(api));
    return Promise.all(events.map((id) => deliveryIn(api, id, endpoint.id, 'exhausted')));
  }

  test('are counted before they are resent, then resent by a run that others hear of', async () => {
    await exhaust(3);
    expect(await api.get('/v1/deliveries/counts')).toMatchObject({
      by_standing: { exhausted: { count: 3, is_exact: true } },
    });
    const counted = await api.send('POST', '/v1/deliveries/resend', { ...EXHAUSTED, dry_run: true });
    expect([counted.status, counted.body]).toEqual([200, { dry_run: true, count: 3, is_exact: true }]);
    receiver.answerWith([]);
    const run = await api.post<{ id: string; kind: string }>('/v1/deliveries/resend', EXHAUSTED);
    expect(run.kind).toBe('delivery.resend');
    expect(await waitForRun(api, run.id)).toMatchObject({
      state: 'completed',
      result: { total: 3, is_exact: true, looked_at: 3, changed: 3, refused: 0 },
    });
    await receiver.waitFor(6);
    const log = await api.all<{ action: string; resource_id: string }>('/v1/audit-log');
    expect(log.map(({ action }) => action)).toContain('delivery.resend_started');
    expect(log.filter(({ action }) => action === 'delivery.resent')).toHaveLength(3);
  });

  test('are refused without a state, and without either filter or ids', async () => {
    const [delivery] = await exhaust(1);
    for (const body of [{}, { filter: { endpoint: endpoint.id } }, { ...EXHAUSTED, ids: [delivery?.id] }]) {
      expect((await api.send('POST', '/v1/deliveries/resend', body)).status).toBe(400);
    }
    const { id } = await api.post<{ id: string }>('/v1/deliveries/cancel', { ids: [delivery?.id] });
    expect(await waitForRun(api, id)).toMatchObject({ result: { changed: 0, refused: 1 } });
    expect(await api.all(`/v1/runs/${id}/problems`)).toMatchObject([{ value: delivery?.id }]);
  });

  test('each shows exactly the request that was sent, which its signature verifies', async () => {
    const [delivery] = await exhaust(1);
    const shown = await api.get<SentRequest>(`/v1/deliveries/${delivery?.id}/request`);
    const [received] = receiver.requests;
    expect(shown).toMatchObject({ url: `${receiver.url}/`, attempt_number: 1, endpoint_changed_since: false });
    expect(Buffer.from(shown.body)).toEqual(received?.bytes);
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = shown.headers;
    const key = Buffer.from(endpoint.signing_secret.slice('whsec_'.length), 'base64');
    const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${shown.body}`).digest('base64');
    expect(signature).toBe(`v1,${expected}`);
    expect(await api.get(`/v1/deliveries/${delivery?.id}/render?format=cloudevents`)).toMatchObject({
      ...{ format: 'cloudevents', expressible: true },
      body: expect.stringContaining('"specversion":"1.0"'),
    });
    expect(await api.get(`/v1/deliveries/${delivery?.id}/render?format=meta`)).toMatchObject({
      ...{ expressible: false, body: null, reason: expect.stringContaining('meta') },
    });
    expect((await api.send('GET', `/v1/deliveries/${delivery?.id}/request?attempt=${OTHER_ATTEMPT}`)).status).toBe(404);
  });

  test('do not tell agents and viewers what the receiver answered', async () => {
    const owner = await becomeOwner(gateway);
    const own = clientOf(gateway, gateway.rootKey, owner.session().workspaces[0]?.id ?? '');
    const teapot = await startReceiver({ answers: () => withStatus(500, {}, 'no tea') });
    const asked = await addEndpoint(own, { url: teapot.url, event_types: ['custom.*'], retry: ONCE });
    const { id } = await deliveryIn(own, await makeEvent(own), asked.id, 'exhausted');
    const attempt = `/v1/attempts?delivery=${id}`;
    expect(await owner.get(attempt)).toMatchObject({ data: [{ status_code: 500, response_body: 'no tea' }] });
    for (const role of ['agent', 'viewer'] as const) {
      const member = await addMember(gateway, owner, { role });
      const { data } = await member.get<{ data: { id: string }[] }>(attempt);
      const hidden = { status_code: 500, response_body: null, response_headers: {}, answer_hidden: true };
      expect([...data, await member.get(`/v1/attempts/${data[0]?.id}`)]).toMatchObject([hidden, hidden]);
    }
  });
});
