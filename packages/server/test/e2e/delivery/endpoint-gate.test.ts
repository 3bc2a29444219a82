import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../../support/open-store.ts';
import { openRawSql } from '../../support/raw-sql.ts';
import { startSmtp } from '../../support/smtp-server.ts';
import { withStatus } from '../support/answers.ts';
import { type Api, api as apiOf } from '../support/api.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type ReceivedRequest, startReceiver } from '../support/receiver.ts';
import { addEndpoint, createWorkspace } from '../support/world.ts';
import { deliveryIn, deliveryOf, logOf, makeEvent, waitUntil } from './support.ts';

const ONLY_CUSTOM = ['custom.*'];
const LATER = { delays_seconds: [3_600], timeout_seconds: 5 };
const ENDPOINT_REPORTS = ['endpoint.failing', 'endpoint.recovered', 'endpoint.disabled'];
/** The first wait of a breaker, the jitter and a busy machine. */
const PROBE_MS_MAX = 20_000;
const DAY_MS = 86_400_000;
const TEN_SECONDS_MS = 10_000;

interface ShownEndpoint {
  readonly enabled: boolean;
  readonly disabled_reason: string | null;
  readonly paused_at: string | null;
  readonly breaker: {
    readonly state: string;
    readonly consecutive_failures: number;
    readonly next_probe_at: string | null;
  };
}

describe.each(STORES)('the breaker of an endpoint on $name', (stores) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });

  test('opens after ten failures; what comes then waits without an attempt, one finds out, and all go on', async () => {
    const { api } = await createWorkspace(gateway, { name: 'Breaker' });
    const receiver = await startReceiver({ answers: () => withStatus(500) });
    const watching = await startReceiver();
    const types = [...ONLY_CUSTOM, ...ENDPOINT_REPORTS];
    const endpoint = await addEndpoint(api, { url: receiver.url, event_types: types, retry: LATER });
    await addEndpoint(api, { url: watching.url, event_types: ENDPOINT_REPORTS });
    for (let count = 0; count < 10; count++) await makeEvent(api);
    const failing = await breakerIn(api, endpoint.id, 'open');
    expect(failing.breaker.consecutive_failures).toBe(10);
    expect(failing.breaker.next_probe_at).not.toBeNull();
    await watching.waitFor(1);
    const waiting = await Promise.all([1, 2, 3, 4, 5].map(() => makeEvent(api)));
    const [first] = await Promise.all(waiting.map((id) => deliveryOf(api, id, endpoint.id)));
    expect(first).toMatchObject({ state: 'pending', attempts_made: 0, held: false });
    expect(receiver.requests).toHaveLength(10);
    await receiver.waitFor(11, PROBE_MS_MAX);
    const again = await waitUntil(
      () => show(api, endpoint.id),
      ({ breaker }) => breaker.consecutive_failures === 11,
    );
    expect(again.breaker.state).toBe('open');
    expect(receiver.requests).toHaveLength(11);
    receiver.answerWith(() => withStatus(200));
    expect((await api.post<{ outcome: string }>(`/v1/endpoints/${endpoint.id}/test`, TEST)).outcome).toBe('succeeded');
    await breakerIn(api, endpoint.id, 'closed');
    const delivered = await Promise.all(waiting.slice(1).map((id) => deliveryIn(api, id, endpoint.id, 'delivered')));
    for (const delivery of delivered) expect(logOf(delivery)).toEqual([[1, 'schedule', 'succeeded', 200]]);
    await watching.waitFor(2);
    expect(watching.requests.map(typeOf)).toEqual(['endpoint.failing', 'endpoint.recovered']);
    expect(receiver.requests.map(typeOf).filter((type) => type.startsWith('endpoint.'))).toEqual([]);
  }, 60_000);

  test('is tried at once when somebody changes the endpoint', async () => {
    const { api } = await createWorkspace(gateway, { name: 'Mended' });
    const dead = await startReceiver({ answers: () => withStatus(404) });
    const mended = await startReceiver();
    const endpoint = await addEndpoint(api, { url: dead.url, event_types: ONLY_CUSTOM, retry: LATER });
    for (let count = 0; count < 10; count++) await makeEvent(api);
    await breakerIn(api, endpoint.id, 'open');
    const waiting = await makeEvent(api);
    await api.patch(`/v1/endpoints/${endpoint.id}`, { url: mended.url });
    await deliveryIn(api, waiting, endpoint.id, 'delivered');
    await breakerIn(api, endpoint.id, 'closed');
    expect(dead.requests).toHaveLength(10);
  }, 30_000);
});

describe.each(STORES)('an endpoint that only ever failed on $name', (stores) => {
  test('is disabled after days; an event, a mail and a chat message tell of it once', async () => {
    const [mail, chat] = await Promise.all([startSmtp(), startReceiver()]);
    const gateway = await startTestGateway(stores, {
      POSTHORN_NOTIFY_SMTP_URL: `smtp://${mail.host}`,
      POSTHORN_NOTIFY_FROM: 'posthorn@example.com',
      POSTHORN_NOTIFY_TO: 'ops@example.com',
      POSTHORN_NOTIFY_WEBHOOK_URL: `${chat.url}/services/x`,
    });
    const { api } = await createWorkspace(gateway, { name: 'Dead "shop"' });
    const receiver = await startReceiver({ answers: () => withStatus(500) });
    const watching = await startReceiver();
    const endpoint = await addEndpoint(api, { url: receiver.url, event_types: ONLY_CUSTOM, retry: LATER });
    await addEndpoint(api, { url: watching.url, event_types: ['endpoint.disabled'] });
    for (let count = 0; count < 12; count++) await makeEvent(api);
    await breakerIn(api, endpoint.id, 'open');
    // The probe is made with it: those before may all have been under way when the breaker opened.
    await makeEvent(api);
    const sql = await openRawSql(String(gateway.env.POSTHORN_DATABASE_URL));
    await sql.run(`UPDATE endpoint_breakers SET failing_since_ms = ${Date.now() - 6 * DAY_MS}`);
    await sql.close();
    const disabled = await waitUntil(
      () => show(api, endpoint.id),
      ({ enabled }) => !enabled,
    );
    expect(disabled).toMatchObject({ disabled_reason: 'failing', breaker: { state: 'closed' } });
    await Promise.all([watching.waitFor(1), chat.waitFor(1)]);
    expect(JSON.parse(String(watching.requests[0]?.bytes))).toMatchObject({
      type: 'endpoint.disabled',
      data: { endpoint_id: endpoint.id, reason: expect.stringContaining('for 6 days') },
    });
    await waitUntil(
      async () => mail.mails,
      (mails) => mails.length === 1,
    );
    expect(mail.mails[0]).toMatchObject({ from: 'posthorn@example.com', to: ['ops@example.com'] });
    const text = JSON.parse(String(chat.requests[0]?.bytes)).text;
    expect(text).toContain(endpoint.id);
    expect(text).toContain(`${gateway.url}/w/`);
    const held = await makeEvent(api);
    expect((await api.get<{ data: unknown[] }>(`/v1/deliveries?event=${held}`)).data).toEqual([]);
    const entries = await api.all<{ action: string; actor: { kind: string } }>('/v1/audit-log');
    expect(entries.filter(({ action }) => action === 'endpoint.disabled')).toMatchObject([
      { actor: { kind: 'system' } },
    ]);
    receiver.answerWith(() => withStatus(200));
    await api.post(`/v1/endpoints/${endpoint.id}/enable`);
    await receiver.waitFor((requests) => requests.filter(isFresh(requests)).length >= 12, PROBE_MS_MAX);
    expect((await show(api, endpoint.id)).breaker).toMatchObject({ state: 'closed', consecutive_failures: 0 });
  }, 60_000);
});

describe.each(STORES)('a paused endpoint on $name', (stores) => {
  test('has its deliveries wait, takes tests, and gets everything when it is resumed', async () => {
    const gateway = await startTestGateway(stores);
    const { api } = await createWorkspace(gateway, { name: 'Pause' });
    const receiver = await startReceiver();
    const endpoint = await addEndpoint(api, { url: receiver.url, event_types: ONLY_CUSTOM });
    expect((await api.post<ShownEndpoint>(`/v1/endpoints/${endpoint.id}/pause`)).paused_at).not.toBeNull();
    const events = await Promise.all([1, 2, 3].map(() => makeEvent(api)));
    await api.post(`/v1/endpoints/${endpoint.id}/test`, TEST);
    expect(receiver.requests.map((request) => request.headers['posthorn-trigger'])).toEqual(['test']);
    for (const id of events) {
      expect(await deliveryOf(api, id, endpoint.id)).toMatchObject({ state: 'pending', attempts_made: 0, held: false });
    }
    await api.post(`/v1/endpoints/${endpoint.id}/resume`);
    const delivered = await Promise.all(events.map((id) => deliveryIn(api, id, endpoint.id, 'delivered')));
    for (const delivery of delivered) expect(logOf(delivery)).toEqual([[1, 'schedule', 'succeeded', 200]]);
    expect(receiver.requests).toHaveLength(4);
  }, 30_000);
});

describe.each(STORES)('a limited endpoint on $name', (stores) => {
  test('gets its rate, of all nodes together, and no more in any ten seconds', async () => {
    const gateway = await startTestGateway(stores);
    const nodes = [gateway];
    if (stores.name === 'PostgreSQL') nodes.push(await startTestGateway(stores, gateway.env));
    const workspace = await createWorkspace(gateway, { name: 'Rate' });
    const receiver = await startReceiver();
    const options = { url: receiver.url, event_types: ONLY_CUSTOM, rate_per_second: 10 };
    const endpoint = await addEndpoint(workspace.api, options);
    // An event makes deliveries for the endpoints that its node knows of, and a test finds the same ones.
    const isKnown = async (node: TestGateway) =>
      (await apiOf(node, workspace.key).send('POST', `/v1/endpoints/${endpoint.id}/test`, TEST)).status === 200;
    await waitUntil(
      () => Promise.all(nodes.map(isKnown)),
      (known) => known.every(Boolean),
    );
    const rounds = Array.from({ length: 130 }, (_, index) => nodes[index % nodes.length] ?? gateway);
    await Promise.all(rounds.map((node) => makeEvent(apiOf(node, workspace.key))));
    const isDelivery = ({ headers }: ReceivedRequest) => headers['posthorn-trigger'] === undefined;
    await receiver.waitFor((requests) => requests.filter(isDelivery).length === 130, 40_000);
    const delivered = receiver.requests.filter(isDelivery);
    expect(mostInTenSeconds(delivered)).toBeLessThanOrEqual(100);
    expect(new Set(delivered.map((request) => request.headers['webhook-id'])).size).toBe(130);
  }, 60_000);
});

const TEST = { event_type: 'custom.order_paid' };

function show(api: Api, id: string): Promise<ShownEndpoint> {
  return api.get<ShownEndpoint>(`/v1/endpoints/${id}`);
}

function breakerIn(api: Api, id: string, state: string): Promise<ShownEndpoint> {
  return waitUntil(
    () => show(api, id),
    ({ breaker }) => breaker.state === state,
  );
}

function typeOf(request: ReceivedRequest): string {
  return (JSON.parse(String(request.bytes)) as { type: string }).type;
}

/** Of what was sent again the last request. */
function isFresh(requests: readonly ReceivedRequest[]) {
  const last = new Map(requests.map((request, index) => [request.headers['webhook-id'], index]));
  return (request: ReceivedRequest, index: number) => last.get(request.headers['webhook-id']) === index;
}

function mostInTenSeconds(requests: readonly ReceivedRequest[]): number {
  const times = requests.map(({ receivedAtMs }) => receivedAtMs);
  return Math.max(
    ...times.map((atMs, index) => times.slice(index).filter((later) => later < atMs + TEN_SECONDS_MS).length),
  );
}
