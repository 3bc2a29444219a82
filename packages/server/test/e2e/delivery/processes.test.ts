import { describe, expect, test } from 'vitest';
import { STORES } from '../../support/open-store.ts';
import { behind, createGate, withStatus } from '../support/answers.ts';
import { api as apiWith, type Page } from '../support/api.ts';
import { postMeta } from '../support/meta.ts';
import { type ReceivedRequest, type Receiver, startReceiver } from '../support/receiver.ts';
import { addChannel, addEndpoint, createWorkspace, FIXTURE_NUMBER, registerMetaApp } from '../support/world.ts';
import { makePlace } from './gateway-process.ts';
import { deliveryIn, logOf, type ShownDelivery, waitUntil } from './support.ts';

/** Below what one endpoint may have in flight. */
const FEW = 30;
/** Above it: the rest waits in the memory of the gateway. */
const MANY = 150;
const TIMEOUT_SECONDS = 2;
const ONLY_POSTGRES = STORES.filter((stores) => stores.name === 'PostgreSQL');
const ONLY_SQLITE = STORES.filter((stores) => stores.name === 'SQLite');

describe.each(STORES)('a gateway that is killed on $name', (stores) => {
  test('loses nothing: what was on its way is sent again, marked, and the log says what nobody saw', async () => {
    const gate = createGate();
    const [place, receiver] = await Promise.all([
      makePlace(stores),
      startReceiver({ answers: () => behind(gate, withStatus(200)) }),
    ]);
    const gateway = await place.start();
    const { key, endpointId, post } = await setUp(gateway, receiver);
    await post(FEW);
    await receiver.waitFor(FEW);
    gateway.signal('SIGKILL');
    expect(await gateway.ended).toBeNull();
    gate.open();
    const again = await place.start();
    await receiver.waitFor(2 * FEW, 20_000);
    const requests = groupById(receiver.requests);
    expect(requests.size).toBe(FEW);
    for (const [first, second, third] of requests.values()) {
      expect(first?.headers['posthorn-possible-duplicate']).toBeUndefined();
      expect(second?.headers).toMatchObject({ 'posthorn-possible-duplicate': 'true', 'posthorn-attempt': '2' });
      expect([String(second?.bytes), third]).toEqual([String(first?.bytes), undefined]);
    }
    const [eventId] = [...requests.keys()] as [string];
    const delivery = await deliveryIn(apiWith(again, key), eventId, endpointId, 'delivered');
    expect(logOf(delivery)).toEqual([
      [1, 'schedule', 'unknown', null],
      [2, 'schedule', 'succeeded', 200],
    ]);
  }, 40_000);
});

describe.each(STORES)('a gateway that is asked to stop on $name', (stores) => {
  test('finishes what is in flight, gives back what waits, ends with 0, and nothing is sent twice', async () => {
    const gate = createGate();
    const [place, receiver] = await Promise.all([
      makePlace(stores),
      startReceiver({ answers: () => behind(gate, withStatus(200)) }),
    ]);
    const gateway = await place.start();
    const { key, post } = await setUp(gateway, receiver);
    await post(MANY);
    await receiver.waitFor(FEW);
    gateway.signal('SIGTERM');
    await gateway.logged('stopping');
    gate.open();
    const startedMs = performance.now();
    expect(await gateway.ended).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(25_000);
    const sentBefore = receiver.requests.length;
    expect(sentBefore).toBeLessThan(MANY);
    const again = await place.start();
    await receiver.waitFor(MANY);
    const requests = groupById(receiver.requests);
    expect([requests.size, receiver.requests.length]).toEqual([MANY, MANY]);
    for (const [request] of requests.values()) {
      expect(request?.headers['posthorn-attempt']).toBe('1');
      expect(request?.headers['posthorn-possible-duplicate']).toBeUndefined();
    }
    await waitUntil(
      () => apiWith(again, key).get<Page<ShownDelivery>>('/v1/deliveries?state=pending'),
      (page) => page.data.length === 0,
    );
    again.signal('SIGTERM');
    expect(await again.ended).toBe(0);
  }, 40_000);
});

describe.each(ONLY_POSTGRES)('two gateways on one $name', (stores) => {
  test('share the queue, and each delivery is sent once', async () => {
    const receiver = await startReceiver();
    const place = await makePlace(stores);
    const first = await place.start();
    const second = await place.start();
    const { key, endpointId, post, postTo } = await setUp(first, receiver);
    await post(MANY);
    // The second one has heard of everything when what comes in there goes out.
    let tries = 0;
    await waitUntil(
      async () => {
        await postTo(second, `again-${++tries}`, 1);
        return receiver.requests.length;
      },
      (count) => count > MANY,
    );
    expect(await postTo(second, 'second', MANY)).toBe(200);
    const ofSecond = () => receiver.requests.filter(({ bytes }) => bytes.includes('second'));
    await waitUntil(
      async () => ofSecond().length,
      (count) => count >= MANY,
    );
    const page = () =>
      apiWith(second, key).get<Page<ShownDelivery>>(`/v1/deliveries?state=pending&endpoint=${endpointId}`);
    await waitUntil(page, ({ data }) => data.length === 0);
    expect(groupById(ofSecond()).size).toBe(MANY);
    expect(receiver.requests).toHaveLength(groupById(receiver.requests).size);
  }, 40_000);
});

describe.each(ONLY_SQLITE)('two gateways on one $name file', (stores) => {
  test('cannot be: the second is refused in words and the first goes on', async () => {
    const place = await makePlace(stores);
    const first = await place.start();
    const { exitCode, words } = await place.startInVain();
    expect(exitCode).toBe(2);
    expect(words).toMatch(/Another gateway is running on .*Stop it first, or use PostgreSQL/);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    first.signal('SIGKILL');
    await first.ended;
    await place.start();
  });
});

type Started = Awaited<ReturnType<Awaited<ReturnType<typeof makePlace>>['start']>>;

async function setUp(gateway: Started, receiver: Receiver) {
  const workspace = await createWorkspace(gateway, { name: 'Processes' });
  const metaApp = await registerMetaApp(gateway, workspace.api);
  await addChannel(workspace.api, metaApp);
  const retry = { delays_seconds: [1, 1, 1], timeout_seconds: TIMEOUT_SECONDS };
  const { id } = await addEndpoint(workspace.api, { url: receiver.url, retry });
  const postTo = async (to: Started, tag: string, count: number) => {
    const { status } = await postMeta(to, { ...metaApp, body: messages(tag, count) });
    return status;
  };
  const post = async (count: number) => expect(await postTo(gateway, 'first', count)).toBe(200);
  return { key: workspace.key, endpointId: id, post, postTo };
}

function groupById(requests: readonly ReceivedRequest[]) {
  return Map.groupBy(requests, (request) => String(request.headers['webhook-id']));
}

/** One body of Meta's with so many messages of now. */
function messages(tag: string, count: number) {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const list = Array.from({ length: count }, (_, index) => ({
    from: '4915170023456',
    id: `wamid.${tag}-${index}`,
    timestamp,
    type: 'text',
    text: { body: `Message ${index}` },
  }));
  const { waba_id, phone_number_id, display_phone_number } = FIXTURE_NUMBER;
  const metadata = { phone_number_id, display_phone_number };
  const value = { messaging_product: 'whatsapp', metadata, messages: list };
  return { object: 'whatsapp_business_account', entry: [{ id: waba_id, changes: [{ value, field: 'messages' }] }] };
}
