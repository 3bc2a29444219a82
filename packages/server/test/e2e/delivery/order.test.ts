import { describe, expect, test } from 'vitest';
import { STORES } from '../../support/open-store.ts';
import { behind, createGate, withStatus } from '../support/answers.ts';
import type { Api, Page } from '../support/api.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { postMeta } from '../support/meta.ts';
import { type ReceivedRequest, startReceiver } from '../support/receiver.ts';
import {
  addChannel,
  addEndpoint,
  createWorkspace,
  FIXTURE_NUMBER,
  registerMetaApp,
  type TestMetaApp,
} from '../support/world.ts';
import { makePlace } from './gateway-process.ts';
import { deliveryIn, deliveryOf, waitUntil } from './support.ts';

const PEOPLE = ['4915170000001', '4915170000002', '4915170000003', '4915170000004', '4915170000005'];
const [ANNA, BERT] = PEOPLE as [string, string];
const SOON = { delays_seconds: Array.from({ length: 12 }, () => 1), timeout_seconds: 5 };
const NEVER_AGAIN = { delays_seconds: [], timeout_seconds: 5 };
const LATER = { delays_seconds: [3_600], timeout_seconds: 5 };
const POSTGRES = STORES.filter((stores) => stores.name === 'PostgreSQL');

describe.each(STORES)('an endpoint that asks for order, on $name', (stores) => {
  test('gets each conversation in the order of the event log from a receiver that fails at random, one at a time', async () => {
    const { api, metaApp, gateway } = await setUp(stores);
    const receiver = await startReceiver({ answers: failsAtRandom(11, 0.25) });
    await listen(api, { url: receiver.url, retry: SOON });
    for (let round = 0; round < 12; round++) {
      const bodies = PEOPLE.map((from) => messages(from, `${from}-${round}`, 1 + (round % 2)));
      await Promise.all(bodies.map((body) => post(gateway, metaApp, body)));
    }
    const log = await readLog(api, PEOPLE.length * 18);
    await receiver.waitFor((requests) => deliveredIds(requests).length === log.length, 60_000);
    expectOrder(log, receiver.requests);
  }, 90_000);

  test('shows what waits behind what, and goes on with the next when the one before is canceled', async () => {
    const { api, metaApp, gateway } = await setUp(stores);
    const receiver = await startReceiver({ answers: () => withStatus(500) });
    const { id } = await listen(api, { url: receiver.url, retry: LATER });
    await post(gateway, metaApp, messages(ANNA, 'anna', 3));
    await receiver.waitFor(1);
    receiver.answerWith(() => withStatus(200));
    await post(gateway, metaApp, messages(BERT, 'bert', 1));
    await receiver.waitFor(2);
    const [first, second, third] = (await readLog(api, 4))
      .filter((event) => event.phone === ANNA)
      .map((event) => event.id);
    const head = await deliveryOf(api, first ?? '', id);
    for (const event of [second, third]) {
      const waiting = await waitUntil(
        () => deliveryOf(api, event ?? '', id),
        (delivery) => delivery.next_attempt_at === null,
      );
      expect(waiting).toMatchObject({ state: 'pending', attempts_made: 0, held: false, waits_behind: head.id });
    }
    expect(head).toMatchObject({ waits_behind: null });
    await api.post(`/v1/deliveries/${head.id}/cancel`, {});
    await deliveryIn(api, third ?? '', id, 'delivered');
    expect(deliveredIds(receiver.requests).filter((event) => event === second || event === third)).toEqual([
      second,
      third,
    ]);
  }, 60_000);

  test('goes on with the next when the one before is given up, and lets a resend by hand pass', async () => {
    const { api, metaApp, gateway } = await setUp(stores);
    const receiver = await startReceiver({ answers: [withStatus(500)] });
    const { id } = await listen(api, { url: receiver.url, retry: NEVER_AGAIN });
    await post(gateway, metaApp, messages(ANNA, 'anna', 2));
    const [first, second] = (await readLog(api, 2)).map((event) => event.id);
    await deliveryIn(api, second ?? '', id, 'delivered');
    const exhausted = await deliveryIn(api, first ?? '', id, 'exhausted');
    await api.post(`/v1/deliveries/${exhausted.id}/resend`, {});
    await deliveryIn(api, first ?? '', id, 'delivered');
  }, 60_000);

  test('and is disabled holds all of them, and gets them in order when it is enabled again', async () => {
    const { api, metaApp, gateway } = await setUp(stores);
    const receiver = await startReceiver({ answers: () => withStatus(500) });
    const { id } = await listen(api, { url: receiver.url, retry: LATER });
    await post(gateway, metaApp, messages(ANNA, 'anna', 5));
    const log = await readLog(api, 5);
    await waitUntil(
      () => deliveryOf(api, log[0]?.id ?? '', id),
      (delivery) => delivery.attempts_made === 1,
    );
    await api.post(`/v1/endpoints/${id}/disable`, {});
    receiver.answerWith(() => withStatus(200));
    await api.post(`/v1/endpoints/${id}/enable`, {});
    await receiver.waitFor((requests) => deliveredIds(requests).length === 5, 30_000);
    expectOrder(log, receiver.requests);
  }, 60_000);

  test('and asks for none any more gets at once what waited', async () => {
    const { api, metaApp, gateway } = await setUp(stores);
    const gate = createGate();
    const receiver = await startReceiver({
      answers: (_request, index) => (index === 0 ? behind(gate, withStatus(200)) : withStatus(200)),
    });
    const { id } = await listen(api, { url: receiver.url, retry: LATER });
    await post(gateway, metaApp, messages(ANNA, 'anna', 4));
    await receiver.waitFor(1);
    const [, second] = (await readLog(api, 4)).map((event) => event.id);
    await waitUntil(
      () => deliveryOf(api, second ?? '', id),
      (delivery) => delivery.waits_behind !== null && delivery.next_attempt_at === null,
    );
    await api.patch(`/v1/endpoints/${id}`, { ordering: 'none' });
    await receiver.waitFor(4);
    gate.open();
    await waitUntil(
      () => api.get<Page<unknown>>('/v1/deliveries?state=pending'),
      ({ data }) => data.length === 0,
    );
  }, 60_000);

  test('and is deleted leaves nothing that waits', async () => {
    const { api, metaApp, gateway } = await setUp(stores);
    const receiver = await startReceiver({ answers: () => withStatus(500) });
    const { id } = await listen(api, { url: receiver.url, retry: LATER });
    await post(gateway, metaApp, messages(ANNA, 'anna', 3));
    await receiver.waitFor(1);
    await api.delete(`/v1/endpoints/${id}`);
    await waitUntil(
      () => api.get<Page<unknown>>('/v1/deliveries?state=pending'),
      ({ data }) => data.length === 0,
    );
    expect(receiver.requests).toHaveLength(1);
  }, 60_000);
});

describe.each(POSTGRES)('two gateways on one $name', (stores) => {
  test('keep each conversation in order, whichever of them takes its messages, also when one is killed', async () => {
    const [place, receiver] = await Promise.all([
      makePlace(stores),
      startReceiver({ answers: failsAtRandom(23, 0.15) }),
    ]);
    const nodes = await Promise.all([place.start(), place.start()]);
    const [first, second] = nodes as [TestGateway & (typeof nodes)[0], TestGateway];
    const { api, metaApp } = await makeWorld(first);
    await listen(api, { url: receiver.url, retry: { ...SOON, timeout_seconds: 1 } });
    // What is registered after it is loaded after it: whoever knows the one knows the other.
    const later = await registerMetaApp(first, api);
    await waitUntil(
      () => postMeta(second, { ...later, body: messages(ANNA, 'nothing', 0) }),
      ({ status }) => status === 200,
    );
    for (let round = 0; round < 10; round++) {
      const bodies = PEOPLE.flatMap((from) => [0, 1].map((side) => messages(from, `${from}-${round}-${side}`, 1)));
      await Promise.all(bodies.map((body, index) => post(index % 2 === 0 ? first : second, metaApp, body)));
    }
    const log = await readLog(api, PEOPLE.length * 20);
    await receiver.waitFor(30);
    nodes[1]?.signal('SIGKILL');
    await receiver.waitFor((requests) => deliveredIds(requests).length === log.length, 90_000);
    expectOrder(log, receiver.requests);
  }, 150_000);
});

interface LoggedEvent {
  readonly id: string;
  readonly phone: string;
}

async function setUp(stores: (typeof STORES)[number]) {
  const gateway = await startTestGateway(stores);
  return { gateway, ...(await makeWorld(gateway)) };
}

async function makeWorld(gateway: TestGateway) {
  const { api } = await createWorkspace(gateway, { name: 'Order' });
  const metaApp = await registerMetaApp(gateway, api);
  await addChannel(api, metaApp);
  return { api, metaApp };
}

function listen(api: Api, endpoint: { readonly url: string; readonly retry: unknown }) {
  return addEndpoint(api, { event_types: ['message.received'], ordering: 'conversation', ...endpoint });
}

async function post(gateway: TestGateway, metaApp: TestMetaApp, body: unknown): Promise<void> {
  expect((await postMeta(gateway, { ...metaApp, body })).status).toBe(200);
}

/** The events in the order of the log, as soon as there are so many. */
async function readLog(api: Api, count: number): Promise<readonly LoggedEvent[]> {
  const read = async () => {
    const events: LoggedEvent[] = [];
    let after = '';
    for (;;) {
      const page = await api.get<Page<LoggedEvent>>(`/v1/events?after=${after}&limit=100&type=message.received`);
      events.push(...page.data);
      if (!page.has_more || page.next_cursor === null) return events;
      after = page.next_cursor;
    }
  };
  return waitUntil(read, (events) => events.length >= count);
}

/** Fails some, the same ones in every run. What was decided stands in the request, for the judge. */
function failsAtRandom(seed: number, share: number) {
  let state = seed;
  return (request: ReceivedRequest) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const fails = state / 2_147_483_648 < share;
    if (fails) failed.add(request);
    return withStatus(fails ? 500 : 200);
  };
}

const failed = new WeakSet<ReceivedRequest>();

/** Ids of events that were answered with success, in that order, each once. */
function deliveredIds(requests: readonly ReceivedRequest[]): readonly string[] {
  return [...new Set(requests.filter((request) => !failed.has(request)).map(idOf))];
}

function idOf(request: ReceivedRequest): string {
  return String(request.headers['webhook-id']);
}

/** Of a conversation nothing comes before everything that stands before it in the log was taken. */
function expectOrder(log: readonly LoggedEvent[], requests: readonly ReceivedRequest[]): void {
  for (const [, events] of Map.groupBy(log, (event) => event.phone)) {
    const ids = events.map((event) => event.id);
    const ofConversation = requests.filter((request) => ids.includes(idOf(request)));
    const arrivals = ofConversation.map((request) => ids.indexOf(idOf(request)));
    expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b));
    expect(deliveredIds(ofConversation)).toEqual(ids);
  }
}

/** One body of Meta's with so many messages of now. */
function messages(from: string, tag: string, count: number) {
  const list = Array.from({ length: count }, (_, index) => ({
    from,
    id: `wamid.${tag}-${index}`,
    timestamp: String(Math.floor(Date.now() / 1_000)),
    type: 'text',
    text: { body: `Message ${index}` },
  }));
  const { waba_id, phone_number_id, display_phone_number } = FIXTURE_NUMBER;
  const value = { messaging_product: 'whatsapp', metadata: { phone_number_id, display_phone_number }, messages: list };
  return { object: 'whatsapp_business_account', entry: [{ id: waba_id, changes: [{ value, field: 'messages' }] }] };
}
