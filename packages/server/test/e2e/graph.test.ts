import { createSimulator, type Simulator } from '@posthorn/simulator';
import { beforeAll, describe, expect, test } from 'vitest';
import { cleanUpLater } from '../support/clean-up.ts';
import { STORES } from '../support/open-store.ts';
import { reset, withStatus } from './support/answers.ts';
import type { Api } from './support/api.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { startReceiver } from './support/receiver.ts';
import { addEndpoint, createWorkspace, FIXTURE_NUMBER, registerMetaApp } from './support/world.ts';

const ACCESS_TOKEN = 'EAAG-token-of-the-simulator';
const META = { appId: '610023884417', appSecret: 'app-secret-of-the-simulator' };
const OTHER_APP_ID = '610023884999';

interface Step {
  readonly step: string;
  readonly ok: boolean;
  readonly message: string;
  readonly meta_error?: { readonly code: number };
}

interface Channel {
  readonly id: string;
  readonly has_access_token: boolean;
  readonly access_token_expired_at: string | null;
  readonly connection: {
    readonly state: string;
    readonly steps: readonly Step[];
    readonly throughput_per_second?: number;
  } | null;
}

/** Meta, until the test ends. */
async function startMeta(options: { readonly subscribed?: boolean } = {}): Promise<Simulator> {
  const cleanUps = cleanUpLater();
  const simulator = createSimulator({ ...META, accessToken: ACCESS_TOKEN, ...options });
  await simulator.start();
  cleanUps.push(() => simulator.close());
  return simulator;
}

/** A workspace with the simulator's Meta app, and a way to add its number with a token. */
async function settle(gateway: TestGateway, { appId = META.appId } = {}) {
  const { api: own } = await createWorkspace(gateway, { name: 'Connected' });
  const metaApp = await registerMetaApp(gateway, own, { appId, secret: META.appSecret });
  const connect = (accessToken: string, number: Partial<typeof FIXTURE_NUMBER> = {}) =>
    own.post<Channel>('/v1/channels', {
      meta_app_id: metaApp.id,
      ...FIXTURE_NUMBER,
      ...number,
      access_token: accessToken,
    });
  return { own, connect };
}

const stepsOf = ({ connection }: Channel) => (connection?.steps ?? []).map(({ step, ok }) => [step, ok]);
const callsOf = (simulator: Simulator) => simulator.requests.map(({ method, path }) => `${method} ${path}`);
const eventsOf = (own: Api, type: string) => own.all<{ data: unknown }>(`/v1/events?type=${type}`);

describe.each(STORES)('connecting a channel to Meta, on $name', (stores) => {
  test('subscribes the app to the WABA where it was not, and finds that everything is right', async () => {
    const simulator = await startMeta({ subscribed: false });
    const gateway = await startTestGateway(stores, { POSTHORN_META_GRAPH_URL: simulator.url });
    const { own, connect } = await settle(gateway);
    const channel = await connect(ACCESS_TOKEN);
    expect(stepsOf(channel)).toEqual([
      ['number', true],
      ['subscribe', true],
      ['subscribed_apps', true],
    ]);
    expect(channel.connection).toMatchObject({ state: 'connected', throughput_per_second: 80 });
    const apps = `/v25.0/${FIXTURE_NUMBER.waba_id}/subscribed_apps`;
    const subscriptionCalls = () => callsOf(simulator).filter((call) => call.endsWith(apps));
    expect(subscriptionCalls()).toEqual([`GET ${apps}`, `POST ${apps}`, `GET ${apps}`]);
    const again = await own.post<Channel>(`/v1/channels/${channel.id}/connect`);
    expect(again.connection?.state).toBe('connected');
    expect(subscriptionCalls().slice(3)).toEqual([`GET ${apps}`]);
    expect((await own.get<Channel>(`/v1/channels/${channel.id}`)).connection).toEqual(again.connection);
    const shown = JSON.stringify(await own.all('/v1/audit-log'));
    expect(shown).toContain('channel.connected');
    expect(shown).not.toContain(ACCESS_TOKEN);
  });

  test('a token of another app, an unknown number and an unknown WABA each fail their step in words', async () => {
    const simulator = await startMeta();
    const gateway = await startTestGateway(stores, { POSTHORN_META_GRAPH_URL: simulator.url });
    const otherApp = await settle(gateway, { appId: OTHER_APP_ID });
    const ofOtherApp = await otherApp.connect(ACCESS_TOKEN);
    expect(stepsOf(ofOtherApp).at(-1)).toEqual(['subscribed_apps', false]);
    expect(ofOtherApp.connection?.steps.at(-1)?.message).toContain(`does not list the app ${OTHER_APP_ID}`);
    const { connect } = await settle(gateway);
    const noNumber = await connect(ACCESS_TOKEN, { phone_number_id: '777000777000' as never });
    expect(stepsOf(noNumber)[0]).toEqual(['number', false]);
    expect(noNumber.connection?.steps[0]).toMatchObject({ meta_error: { code: 100 } });
    const noWaba = await connect(ACCESS_TOKEN, { waba_id: '888000888000' as never });
    expect(stepsOf(noWaba).at(-1)).toEqual(['subscribed_apps', false]);
    for (const { connection } of [ofOtherApp, noNumber, noWaba]) expect(connection?.state).toBe('failed');
  });

  test('a token that Meta refuses is reported once, until there is a new one', async () => {
    const simulator = await startMeta();
    const gateway = await startTestGateway(stores, { POSTHORN_META_GRAPH_URL: simulator.url });
    const { own, connect } = await settle(gateway);
    const receiver = await startReceiver();
    await addEndpoint(own, { url: receiver.url, event_types: ['channel.token_expired'] });
    const refused = await connect('EAAG-expired');
    expect(stepsOf(refused)).toEqual([['number', false]]);
    expect(refused.connection?.steps[0]).toMatchObject({ meta_error: { code: 190 } });
    expect(refused.access_token_expired_at).not.toBeNull();
    const path = `/v1/channels/${refused.id}`;
    const again = await own.post<Channel>(`${path}/connect`);
    expect(again.access_token_expired_at).toBe(refused.access_token_expired_at);
    const [delivered] = await receiver.waitFor(1);
    expect(JSON.parse(String(delivered?.bytes))).toMatchObject({
      type: 'channel.token_expired',
      data: { channel_id: refused.id, reason: expect.stringContaining('190') },
    });
    expect(await eventsOf(own, 'channel.token_expired')).toHaveLength(1);
    const renewed = await own.patch<Channel>(path, { access_token: ACCESS_TOKEN });
    expect(renewed).toMatchObject({ access_token_expired_at: null, connection: { state: 'connected' } });
    await own.patch<Channel>(path, { access_token: 'EAAG-another-expired' });
    expect(await eventsOf(own, 'channel.token_expired')).toHaveLength(2);
    const actions = await own.all<{ action: string; actor: { kind: string } }>(
      '/v1/audit-log?action=channel.token_expired',
    );
    expect(actions.map(({ actor }) => actor.kind)).toEqual(['system', 'system']);
  });
});

describe('where Meta cannot be asked', () => {
  let gateway: TestGateway;
  const [stores] = STORES;
  if (stores === undefined) throw new Error('There is no test database.');

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });

  test('a channel is made all the same, and says so', async () => {
    const { own, connect } = await settle(gateway);
    const channel = await connect(ACCESS_TOKEN);
    expect(stepsOf(channel)).toEqual([['number', false]]);
    expect(channel.connection?.steps[0]?.message).toMatch(/^Meta could not be reached\. .*\/connect\.$/);
    expect(channel).toMatchObject({ has_access_token: true, access_token_expired_at: null });
    expect(await eventsOf(own, 'channel.token_expired')).toEqual([]);
  });

  test('a host that breaks off, answers a page or redirects gives no answer, and no other host gets the token', async () => {
    const elsewhere = await startReceiver();
    const meta = await startReceiver({
      answers: [
        reset(),
        reset('in_body'),
        withStatus(502, { 'content-type': 'text/html' }, '<html></html>'),
        withStatus(307, { location: elsewhere.url }),
      ],
    });
    const other = await startTestGateway(stores, { POSTHORN_META_GRAPH_URL: `${meta.url}/graph` });
    const { own, connect } = await settle(other);
    const { id, connection } = await connect(ACCESS_TOKEN);
    const messages = [connection?.steps[0]?.message];
    for (let count = 1; count < 4; count++) {
      const channel = await own.post<Channel>(`/v1/channels/${id}/connect`);
      messages.push(channel.connection?.steps[0]?.message);
    }
    expect(messages[0]).toContain('closed the connection before it answered');
    expect(messages[1]).toContain('closed the connection in the middle of its answer');
    expect(messages[2]).toContain('The answer (502) is not one of Meta');
    expect(messages[3]).toContain('redirect (307)');
    expect(meta.requests.map(({ path }) => path.split('?')[0])).toEqual(
      Array.from({ length: 4 }, () => `/graph/v25.0/${FIXTURE_NUMBER.phone_number_id}`),
    );
    expect(meta.requests[0]?.headers.authorization).toBe(`Bearer ${ACCESS_TOKEN}`);
    expect(elsewhere.requests).toEqual([]);
  });
});
