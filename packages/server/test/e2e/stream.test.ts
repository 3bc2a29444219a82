import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { type Api, api } from './support/api.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { readFixture } from './support/meta.ts';
import { startMetaSide } from './support/meta-side.ts';
import { connectStream, refusalOf, type ShownFrame } from './support/stream-client.ts';
import { addChannel, createWorkspace, registerMetaApp, type TestMetaApp, type TestWorkspace } from './support/world.ts';

const bearer = (workspace: TestWorkspace) => ({ authorization: `Bearer ${workspace.key}` });
const numbersOf = (frames: readonly ShownFrame[]) => frames.map(({ data }) => data?.number);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Sends an event of the workspace's own. */
const publish = (caller: Api, number: number, data: object = {}) =>
  caller.post<{ id: string }>('/v1/events', { type: 'custom.counted', data: { number, ...data } });

describe.each(STORES)('the live stream on $name', (stores) => {
  let gateway: TestGateway;
  let metaApp: TestMetaApp;
  let channelId: string;
  let phones: TestWorkspace;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
    phones = await createWorkspace(gateway, { name: 'Kanal Cykel' });
    metaApp = await registerMetaApp(gateway, phones.api);
    channelId = await addChannel(phones.api, metaApp);
  });

  const newWorkspace = () => createWorkspace(gateway, { name: 'Kanal Cykel' });

  test('tells every event as GET /v1/events shows it, in the order of the log, with its cursor', async () => {
    const client = await connectStream(gateway, { headers: bearer(phones) });
    expect((await metaApp.post(readFixture('meta/text.json'))).status).toBe(200);
    expect((await metaApp.post(readFixture('meta/status-delivered.json'))).status).toBe(200);
    await client.until(() => client.events().length >= 2);
    const page = await phones.api.get<{ data: { id: string; type: string; occurred_at: string; data: unknown }[] }>(
      '/v1/events?after=0',
    );
    const shown = page.data.slice(-2);
    expect(client.events()).toEqual(
      shown.map(({ id, type, occurred_at, data }) => ({
        event: type,
        id,
        channel_id: channelId,
        conversation_id: expect.stringMatching(/^cnv_/),
        data,
        cursor: expect.any(String),
        timestamp: occurred_at,
      })),
    );
    const [first] = client.events();
    const after = await phones.api.get<{ data: { id: string }[] }>(`/v1/events?after=${first?.cursor}`);
    expect(after.data[0]?.id).toBe(shown[1]?.id);
  });

  test('tells what a change of a label caused, which is committed in a transaction of its own', async () => {
    const workspace = await newWorkspace();
    const client = await connectStream(gateway, { headers: bearer(workspace) });
    await workspace.api.post('/v1/statuses', { name: 'Open' });
    await publish(workspace.api, 1);
    await workspace.api.post('/v1/statuses', { name: 'Won' });
    await client.until(() => client.events().length >= 3);
    expect(client.events().map(({ event }) => event)).toEqual(['status.created', 'custom.counted', 'status.created']);
  });

  test('goes on after a cursor without a gap while events are being published', async () => {
    const workspace = await newWorkspace();
    const first = await connectStream(gateway, { headers: bearer(workspace) });
    await publish(workspace.api, 0);
    const { cursor } = await first.next('custom.counted');
    await first.close();
    const missed = upTo(60).slice(1, 40);
    await Promise.all(missed.map((number) => publish(workspace.api, number)));
    const publishing = Promise.all(
      upTo(60)
        .slice(40)
        .map((number) => publish(workspace.api, number)),
    );
    const second = await connectStream(gateway, { path: `/v1/stream?cursor=${cursor}`, headers: bearer(workspace) });
    await publishing;
    await second.until(() => second.events().length >= 59);
    await second.next('stream.resumed');
    expect(numbersOf(second.events()).toSorted((a, b) => Number(a) - Number(b))).toEqual(upTo(60).slice(1));
    second.say({ action: 'resume', cursor: '0' });
    await second.until(() => second.events().length >= 59 + 60);
    expect(numbersOf(second.events().slice(59))).toEqual([0, ...numbersOf(second.events().slice(0, 59))]);
    expect(second.frames.some(({ event, dropped }) => event === 'stream.gap' || dropped !== undefined)).toBe(false);
  });

  test('sends at most 100 frames in any second, tells how many it left out, and up to which cursor', async () => {
    const workspace = await newWorkspace();
    const client = await connectStream(gateway, { headers: bearer(workspace) });
    await Promise.all(upTo(250).map((number) => publish(workspace.api, number)));
    const countOf = () => client.events().length + client.frames.reduce((sum, { dropped }) => sum + (dropped ?? 0), 0);
    await client.until(() => countOf() >= 250);
    const report = client.frames.find(({ dropped }) => dropped !== undefined);
    expect(report).toEqual({ dropped: expect.any(Number), cursor: expect.any(String) });
    expect(client.events().length).toBeLessThan(250);
    const before = client.frames[report === undefined ? -1 : client.frames.indexOf(report) - 1];
    const missing = await workspace.api.get<{ data: unknown[] }>(`/v1/events?limit=100&after=${before?.cursor}`);
    expect(missing.data.length).toBe(Math.min(100, report?.dropped ?? 0));
  });

  test('tells a client what it subscribed to, and nothing else, from the next event on', async () => {
    const client = await connectStream(gateway, {
      path: '/v1/stream?kinds=messages&types=message.*,custom.*',
      headers: bearer(phones),
    });
    await publish(phones.api, 1);
    await metaApp.post(readFixture('meta/image.json'));
    const image = await client.next('message.received');
    client.say({ action: 'subscribe', conversation_ids: [(image as { conversation_id?: string }).conversation_id] });
    await client.next('stream.subscribed');
    await publish(phones.api, 2);
    await metaApp.post(readFixture('meta/location.json'));
    await client.until(() => client.events().length >= 2);
    client.say({ action: 'subscribe', channel_ids: [channelId], types: ['custom.counted'] });
    client.say({ action: 'subscribe', types: ['custom.counted'] });
    await client.until((frames) => frames.filter(({ event }) => event === 'stream.subscribed').length === 3);
    await publish(phones.api, 3);
    await client.next('custom.counted');
    expect(client.events().map(({ event }) => event)).toEqual([
      'message.received',
      'message.received',
      'custom.counted',
    ]);
  });

  test('answers what it does not understand with the reason, and changes nothing', async () => {
    const workspace = await newWorkspace();
    const client = await connectStream(gateway, { headers: bearer(workspace) });
    client.say({ action: 'subscribe', types: ['message.invented'] });
    const error = await client.next('stream.error');
    expect(error.data).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/types/0' }] });
    client.say('what?');
    client.say({ action: 'resume', cursor: 'not one' });
    await client.until((frames) => frames.filter(({ event }) => event === 'stream.error').length === 3);
    await publish(workspace.api, 1);
    await client.next('custom.counted');
  });

  test('hangs up on a client that sends too large a frame, or too many', async () => {
    const workspace = await newWorkspace();
    const [large, many] = [
      await connectStream(gateway, { headers: bearer(workspace) }),
      await connectStream(gateway, { headers: bearer(workspace) }),
    ];
    large.say({ action: 'resume', cursor: 'x'.repeat(70_000) });
    for (const _ of upTo(30)) many.say({ action: 'subscribe' });
    expect((await large.closed).code).toBe(1009);
    expect(await many.closed).toMatchObject({ code: 1008, reason: expect.stringContaining('20 frames') });
  });

  test('cuts off a client that does not read, while the others go on', async () => {
    const workspace = await newWorkspace();
    const [stuck, other] = [
      await connectStream(gateway, { headers: bearer(workspace) }),
      await connectStream(gateway, { headers: bearer(workspace) }),
    ];
    stuck.socket.pause();
    const text = 'x'.repeat(200_000);
    // More than the kernel's buffers and 4 MB hold.
    for (const number of upTo(80)) await publish(workspace.api, number, { text });
    await other.until(() => other.events().length >= 80);
    expect(numbersOf(other.events())).toEqual(upTo(80));
    const metrics = await (await fetch(new URL('/metrics', gateway.url))).text();
    expect(metrics).toMatch(/posthorn_stream_cut_off_total\{reason="slow"\} [1-9]/);
    stuck.socket.resume();
    expect([4008, 1006]).toContain((await stuck.closed).code);
    const again = await connectStream(gateway, {
      path: `/v1/stream?cursor=${stuck.frames.at(-1)?.cursor}`,
      headers: bearer(workspace),
    });
    await again.next('stream.resumed');
    const seen = [...numbersOf(stuck.events()), ...numbersOf(again.events())];
    expect(seen).toEqual(upTo(80));
  });

  test('never tells anything of another workspace', async () => {
    const [ours, theirs] = [await newWorkspace(), await newWorkspace()];
    const client = await connectStream(gateway, { path: '/v1/stream?cursor=0', headers: bearer(ours) });
    await Promise.all([publish(theirs.api, 1), publish(ours.api, 2), publish(theirs.api, 3)]);
    await publish(ours.api, 4);
    await client.until(() => client.events().length >= 2);
    client.say({ action: 'resume', cursor: '0' });
    await client.until(() => client.events().length >= 4);
    expect(numbersOf(client.events())).toEqual([2, 4, 2, 4]);
  });

  test('lets in whoever has a ticket, once, and of two at the same moment one', async () => {
    const workspace = await newWorkspace();
    const made = await workspace.api.post<{ ticket: string; expires_at: string }>('/v1/stream/tickets');
    expect(Date.parse(made.expires_at) - Date.now()).toBeLessThanOrEqual(60_000);
    const path = `/v1/stream?ticket=${made.ticket}`;
    const tries = await Promise.allSettled([connectStream(gateway, { path }), connectStream(gateway, { path })]);
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await refusalOf(gateway, { path })).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    await publish(workspace.api, 1);
    const client = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))[0];
    await client?.next('custom.counted');
  });

  test('is described by /asyncapi.json, and every socket there lets nobody in who may not', async () => {
    const document = (await (await fetch(new URL('/asyncapi.json', gateway.url))).json()) as {
      channels: Record<string, { address: string }>;
    };
    const paths = Object.values(document.channels).map(({ address }) => address);
    expect(paths).toEqual(['/v1/stream', '/api/v1/messaging/ws']);
    const workspace = await newWorkspace();
    const stranger = await newWorkspace();
    for (const path of paths) {
      const statusWith = async (headers: Readonly<Record<string, string>>, query = '') =>
        (await refusalOf(gateway, { path: path + query, headers })).status;
      expect([path, await statusWith({})]).toEqual([path, 401]);
      expect([path, await statusWith({ authorization: 'Bearer nonsense' })]).toEqual([path, 401]);
      expect([path, await statusWith({}, '?ticket=nonsense')]).toEqual([path, 401]);
      expect([path, await statusWith({ authorization: `Bearer ${gateway.rootKey}` })]).toEqual([path, 400]);
      const other = { ...bearer(workspace), 'posthorn-workspace': stranger.id };
      expect([path, await statusWith(other)]).toEqual([path, 403]);
      for (const name of ['key', 'token']) {
        const refusal = await refusalOf(gateway, { path: `${path}?${name}=${workspace.key}`, headers: {} });
        expect([path, refusal.status, JSON.stringify(refusal.body)]).toEqual([
          path,
          400,
          expect.stringContaining('Never put a key into a URL.'),
        ]);
      }
      const plain = await api(gateway, workspace.key).send('GET', path);
      expect([path, plain.status]).toEqual([path, 400]);
      const wrong = await refusalOf(gateway, { path: `${path}?cursor=nonsense`, headers: bearer(workspace) });
      expect([path, wrong.status, wrong.contentType]).toEqual([path, 400, expect.stringContaining('json')]);
      const { key } = await workspace.api.post<{ key: string }>('/v1/api-keys', { scopes: ['read'] });
      await (await connectStream(gateway, { path, headers: { authorization: `Bearer ${key}` } })).close();
    }
  });

  test('speaks to programs that were written for Vobiz, in Vobiz’s words', async () => {
    const headers = { 'x-auth-id': phones.accountId, 'x-auth-token': phones.key };
    const client = await connectStream(gateway, { path: '/api/v1/messaging/ws', headers });
    const bodies = [
      'meta/text-unicode.json',
      'meta/smb-message-echoes.json',
      'meta/status-bsuid.json',
      'meta/call-connect.json',
    ];
    for (const body of bodies) expect((await metaApp.post(readFixture(body))).status).toBe(200);
    await publish(phones.api, 1);
    await client.until(() => client.events().length >= bodies.length);
    expect(client.events().map(({ event }) => event)).toEqual([
      'message.created',
      'message.created',
      'message.updated',
      'call.incoming',
    ]);
    expect(client.events()[0]).toEqual({
      event: 'message.created',
      data: readFixture('meta/text-unicode.json'),
      cursor: expect.any(String),
      timestamp: expect.stringMatching(/Z$/),
    });
  });
});

test('a message that is sent is told on Vobiz’s socket at once, and again when Meta tells what became of it', async () => {
  const [sqlite] = STORES;
  if (sqlite === undefined) throw new Error('There is no SQLite among the test databases.');
  const { gateway, workspace, channelId, simulator } = await startMetaSide(sqlite);
  const client = await connectStream(gateway, { path: '/api/v1/messaging/ws', headers: bearer(workspace) });
  const phone = '4915170023456';
  await simulator.user({ name: 'Mira Lindqvist', waId: phone }).sendText('Is it still in stock?').delivered;
  const received = await client.next('message.created');
  const sent = await workspace.api.post<{ id: string; message_id: string }>('/v1/messages', {
    channel_id: channelId,
    to: `+${phone}`,
    type: 'text',
    text: { body: 'Yes, it is.' },
  });
  const updated = await client.next('message.updated');
  expect(JSON.stringify(updated.data)).toContain(sent.message_id);
  await client.until((frames) => frames.filter(({ event }) => event === 'message.created').length === 2);
  const created = client.events().find((frame) => frame.event === 'message.created' && frame !== received);
  expect(created?.data).toMatchObject({
    id: sent.id.slice('msg_'.length),
    direction: 'outbound',
    type: 'text',
    meta_message_id: sent.message_id,
  });
  expect(created?.cursor).toEqual(expect.any(String));
});

test('a node that stops says so, and its clients go on at the next one', async () => {
  const [sqlite] = STORES;
  if (sqlite === undefined) throw new Error('There is no SQLite among the test databases.');
  const databaseUrl = await sqlite.createUrl();
  const first = await startTestGateway(sqlite, { POSTHORN_DATABASE_URL: databaseUrl });
  const workspace = await createWorkspace(first, { name: 'Kanal Cykel' });
  const client = await connectStream(first, { headers: bearer(workspace) });
  await publish(workspace.api, 1);
  const { cursor } = await client.next('custom.counted');
  await first.close(0);
  expect((await client.closed).code).toBe(1012);
  const second = await startTestGateway(sqlite, { POSTHORN_DATABASE_URL: databaseUrl });
  const own = api(second, workspace.key);
  await publish(own, 2);
  const again = await connectStream(second, { path: `/v1/stream?cursor=${cursor}`, headers: bearer(workspace) });
  await publish(own, 3);
  await again.until(() => again.events().length >= 2);
  expect(numbersOf(again.events())).toEqual([2, 3]);
});

test('no more clients are let in than POSTHORN_STREAM_CLIENTS_MAX', async () => {
  const [sqlite] = STORES;
  if (sqlite === undefined) throw new Error('There is no SQLite among the test databases.');
  const gateway = await startTestGateway(sqlite, { POSTHORN_STREAM_CLIENTS_MAX: '1' });
  const workspace = await createWorkspace(gateway, { name: 'Kanal Cykel' });
  const only = await connectStream(gateway, { headers: bearer(workspace) });
  expect(await refusalOf(gateway, { headers: bearer(workspace) })).toMatchObject({
    status: 422,
    body: { code: 'limit_reached' },
  });
  await only.close();
});

test('two nodes on PostgreSQL tell their clients the same events in the same order, whichever published them', async () => {
  const postgres = STORES.find((one) => one.name === 'PostgreSQL');
  if (postgres === undefined) throw new Error('There is no PostgreSQL among the test databases.');
  const shared = { POSTHORN_DATABASE_URL: await postgres.createUrl() };
  const first = await startTestGateway(postgres, shared);
  const workspace = await createWorkspace(first, { name: 'Kanal Cykel' });
  const second = await startTestGateway(postgres, shared);
  const nodes = [first, second];
  const clients = await Promise.all(nodes.map((node) => connectStream(node, { headers: bearer(workspace) })));
  await Promise.all(upTo(80).map((number) => publish(api(nodes[number % 2] ?? first, workspace.key), number)));
  for (const client of clients) await client.until(() => client.events().length >= 80);
  const [one, other] = clients.map((client) => client.events().map(({ id }) => id));
  expect(one).toEqual(other);
  const page = await workspace.api.all<{ id: string }>('/v1/events?after=0');
  expect(one).toEqual(page.map(({ id }) => id));
  const { ticket } = await workspace.api.post<{ ticket: string }>('/v1/stream/tickets');
  const path = `/v1/stream?ticket=${ticket}`;
  const tries = await Promise.allSettled(nodes.map((node) => connectStream(node, { path })));
  expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});
