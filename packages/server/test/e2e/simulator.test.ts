import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import type { Api } from './support/api.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { startReceiver } from './support/receiver.ts';
import { addEndpoint, createWorkspace, FIXTURE_NUMBER, registerMetaApp } from './support/world.ts';

interface Play {
  readonly state: string;
  readonly webhooks: number;
  readonly accepted: number;
  readonly refused: number;
}

interface Overview {
  readonly number: { readonly channel_id: string; readonly meta_app_id: string } | null;
  readonly scenarios: readonly { readonly name: string; readonly summary: string }[];
  readonly fixtures: readonly { readonly name: string; readonly summary: string }[];
  readonly plays: readonly Play[];
}

interface Message {
  readonly status: string;
  readonly direction: string;
  readonly text: string | null;
  readonly wamid: string | null;
}

const WITHIN_MS = 20_000;

/** Asks again until it is so; each time is a round trip over HTTP. */
async function until<TValue>(read: () => Promise<TValue>, isSo: (value: TValue) => boolean): Promise<TValue> {
  const deadlineMs = Date.now() + WITHIN_MS;
  for (;;) {
    const value = await read();
    if (isSo(value)) return value;
    if (Date.now() > deadlineMs) throw new Error(`It is ${JSON.stringify(value)}.`);
  }
}

describe.each(STORES)('the built-in simulator, on $name', (stores) => {
  let gateway: TestGateway;
  let own: Api;

  beforeAll(async () => {
    gateway = await startTestGateway(stores, {
      POSTHORN_SIMULATOR: 'true',
      // Nothing is opened for deliveries: the simulator needs none of it.
      POSTHORN_EGRESS_ALLOW: '127.0.0.1/32',
    });
    const settings = { auto_create_contacts: true };
    own = (await createWorkspace(gateway, { name: 'Simulated', settings })).api;
    await own.post('/v1/simulator/channel');
  });

  const overview = () => own.get<Overview>('/v1/simulator');
  const numberOf = async () => (await overview()).number ?? { channel_id: '', meta_app_id: '' };
  const play = async (wish: Readonly<Record<string, unknown>>) => {
    await own.post('/v1/simulator/play', wish);
    const { plays } = await until(overview, (seen) => seen.plays[0]?.state !== 'playing');
    return plays[0];
  };

  test('one click makes a number that is connected, and a second one changes nothing', async () => {
    const number = await numberOf();
    expect(await own.post('/v1/simulator/channel')).toMatchObject(number);
    expect(await own.get(`/v1/channels/${number.channel_id}`)).toMatchObject({
      simulated: true,
      has_access_token: true,
      connection: { state: 'connected' },
    });
    expect(await own.get(`/v1/meta-apps/${number.meta_app_id}`)).toMatchObject({ simulated: true });
    const actions = (await own.all<{ action: string }>('/v1/audit-log')).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['meta_app.created', 'channel.created']));
  });

  test('workspaces that ask at the same moment get one number each, and not each other’s', async () => {
    const { api: other } = await createWorkspace(gateway, { name: 'Other' });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => other.post<{ channel_id: string }>('/v1/simulator/channel')),
    );
    const made = answers.map(({ channel_id }) => channel_id);
    expect(new Set(made).size).toBe(1);
    expect(made[0]).not.toBe((await numberOf()).channel_id);
    expect((await other.get<Overview>('/v1/simulator')).plays).toEqual([]);
  });

  test('tells what there is to play, and shows what a fixture sends', async () => {
    const { scenarios, fixtures } = await overview();
    expect(scenarios.map(({ name }) => name)).toContain('conversation');
    expect(fixtures.length).toBeGreaterThan(90);
    expect(await own.get('/v1/simulator/fixtures/image')).toMatchObject({
      name: 'image',
      summary: 'messages: message image',
      body: { object: 'whatsapp_business_account' },
    });
    expect((await own.send('GET', '/v1/simulator/fixtures/nothing')).status).toBe(404);
  });

  test('a fixture comes in as Meta would send it, each time anew, and goes out to endpoints', async () => {
    const receiver = await startReceiver();
    await addEndpoint(own, { url: receiver.url, event_types: ['message.received'] });
    const before = (await own.all('/v1/events?after=0&type=message.received')).length;
    for (let time = 0; time < 2; time += 1) {
      expect(await play({ fixture: 'location' })).toMatchObject({
        state: 'done',
        webhooks: 1,
        accepted: 1,
        refused: 0,
      });
    }
    expect(await own.all('/v1/events?after=0&type=message.received')).toHaveLength(before + 2);
    await receiver.waitFor(2);
    expect((await own.all<{ action: string }>('/v1/audit-log')).map(({ action }) => action)).toContain(
      'simulator.played',
    );
  });

  test('a scenario plays to its end, and the gateway takes what it must take', async () => {
    const played = await play({ scenario: 'faults', speed: 100 });
    expect(played).toMatchObject({ state: 'done' });
    expect(played?.accepted).toBeGreaterThan(5);
    expect(played?.refused).toBeGreaterThan(0);
    expect((await own.send('POST', '/v1/simulator/play', { scenario: 'no-such-thing' })).status).toBe(404);
    expect((await own.send('POST', '/v1/simulator/play', {})).status).toBe(400);
    expect((await own.send('POST', '/v1/simulator/play', { scenario: 'faults', fixture: 'text' })).status).toBe(400);
  });

  test('a person writes, is answered from here, and the ticks turn; asked to, the person answers', async () => {
    const said = await own.post<{ message_id: string; accepted: boolean; status: number }>('/v1/simulator/message', {
      from: '+4915170099001',
      name: 'Ida Sand',
      text: 'Is anybody there?',
      reply: 'Good to know.',
    });
    expect(said).toMatchObject({ accepted: true, status: 200 });
    const { channel_id } = await numberOf();
    const sent = await own.post<{ id: string }>('/v1/messages', {
      channel_id,
      to: '+4915170099001',
      type: 'text',
      text: { body: 'We are.' },
    });
    await until(
      () => own.get<Message>(`/v1/messages/${sent.id}`),
      ({ status }) => status === 'read',
    );
    const texts = async () => (await own.all<Message>('/v1/messages')).map(({ text }) => text);
    await until(texts, (seen) => seen.includes('Good to know.'));
  });

  test('a file that a person sends is fetched from the simulator', async () => {
    await play({ scenario: 'conversation', speed: 100 });
    const messages = await own.all<{ type: string; media: { id: string } | null }>('/v1/messages');
    const id = messages.find(({ type }) => type === 'image')?.media?.id;
    await until(
      () => own.get<{ state: string }>(`/v1/media/${id}`),
      ({ state }) => state === 'stored',
    );
  });

  test('a number of Meta’s beside it is not touched by it', async () => {
    const app = await registerMetaApp(gateway, own);
    const real = await own.post<{ id: string; connection: { state: string } }>('/v1/channels', {
      meta_app_id: app.id,
      ...FIXTURE_NUMBER,
      access_token: 'EAAG-real-token',
    });
    // The Graph host of this gateway is a place where nobody listens.
    expect(real.connection.state).toBe('failed');
    const before = (await own.all('/v1/events?after=0')).length;
    await play({ fixture: 'text' });
    const events = await own.all<{ channel_id: string }>('/v1/events?after=0');
    expect(events.length).toBeGreaterThan(before);
    expect(events.filter(({ channel_id }) => channel_id === real.id)).toEqual([]);
  });

  test('a deleted number is gone from it, and made anew it works again', async () => {
    const first = await numberOf();
    await own.delete(`/v1/channels/${first.channel_id}`);
    expect((await overview()).number).toBeNull();
    expect((await own.send('POST', '/v1/simulator/play', { fixture: 'text' })).status).toBe(409);
    const again = await own.post<{ channel_id: string }>('/v1/simulator/channel');
    expect(again.channel_id).not.toBe(first.channel_id);
    expect(await play({ fixture: 'text' })).toMatchObject({ accepted: 1 });
  });

  test('the doctor finds the simulated number well', async () => {
    const { channel_id } = await numberOf();
    const report = await own.post<{ state: string; findings: { check: string; state: string }[] }>(
      `/v1/channels/${channel_id}/doctor`,
    );
    expect(report.findings.filter(({ state }) => state !== 'ok' && state !== 'unknown')).toEqual([]);
    expect(report.state).toBe('ok');
  });

  test('it goes on after a restart', async () => {
    const second = await startTestGateway(stores, { ...gateway.env, POSTHORN_DATABASE_URL: await stores.createUrl() });
    const { api: there } = await createWorkspace(second, { name: 'Restarted' });
    await there.post('/v1/simulator/channel');
    await second.close();
    const third = await startTestGateway(stores, second.env);
    const { api: again } = await import('./support/api.ts');
    const workspaces = await again(third, third.rootKey).all<{ id: string; name: string }>('/v1/workspaces');
    const id = workspaces.find(({ name }) => name === 'Restarted')?.id;
    const for_ = again(third, third.rootKey, id);
    const said = await for_.post('/v1/simulator/message', { from: '+4915170099002', name: 'Ada', text: 'Hi' });
    expect(said).toMatchObject({ accepted: true });
  });
});

describe('where POSTHORN_SIMULATOR is not set', () => {
  test('every route of the simulator is 404 and says why', async () => {
    const [stores] = STORES;
    if (stores === undefined) throw new Error('There are no databases.');
    const gateway = await startTestGateway(stores);
    const { api: own } = await createWorkspace(gateway, { name: 'Real' });
    const message = { from: '+4915170099001', name: 'Ida', text: 'Hi' };
    for (const [method, path, body] of [
      ['GET', '/v1/simulator', undefined],
      ['GET', '/v1/simulator/fixtures/text', undefined],
      ['POST', '/v1/simulator/channel', undefined],
      ['POST', '/v1/simulator/play', { fixture: 'text' }],
      ['POST', '/v1/simulator/message', message],
    ] as const) {
      const { status, body: said } = await own.send(method, path, body);
      expect([path, status, said]).toMatchObject([
        path,
        404,
        { code: 'not_found', detail: expect.stringContaining('POSTHORN_SIMULATOR') },
      ]);
    }
    expect(await own.all('/v1/meta-apps')).toEqual([]);
  });
});
