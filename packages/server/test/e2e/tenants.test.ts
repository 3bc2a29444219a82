import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { type Api, type ApiAnswer, api } from './support/api.ts';
import { waitForAttempts } from './support/attempts.ts';
import type { Browser } from './support/browser.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { postMeta, readFixture } from './support/meta.ts';
import { addMember } from './support/people.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';
import { type ShownRun, uploadContacts, waitForRun } from './support/runs.ts';
import {
  addChannel,
  addEndpoint,
  createWorkspace,
  FIXTURE_NUMBER,
  registerMetaApp,
  type TestMetaApp,
  type TestWorkspace,
} from './support/world.ts';

type Json = Record<string, unknown>;

const TEXT = readFixture<Json>('meta/text.json');
const TEXT_WAMID = 'wamid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYFDNB1A017C9E21F0A5==';
const OTHER_NUMBER = {
  waba_id: '204817563920999',
  phone_number_id: '318940275561299',
  display_phone_number: '15557204499',
};

const eventsOf = (caller: Api) => caller.all<{ id: string; type: string }>('/v1/events?after=0');
const quarantineOf = (caller: Api) => caller.all<{ id: string; reason: string }>('/v1/quarantine');
const textAbout = (number: typeof OTHER_NUMBER) =>
  JSON.parse(
    JSON.stringify(TEXT)
      .replaceAll(FIXTURE_NUMBER.phone_number_id, number.phone_number_id)
      .replaceAll(FIXTURE_NUMBER.waba_id, number.waba_id),
  );

describe.each(STORES)('whose event it is, on $name', (stores) => {
  let gateway: TestGateway;
  let operator: Api;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
    operator = api(gateway, gateway.rootKey);
  });

  async function tenant(name: string, app: { appId?: string } = {}) {
    const workspace = await createWorkspace(gateway, { name });
    return { workspace, metaApp: await registerMetaApp(gateway, workspace.api, app) };
  }

  /** The root key, acting for that workspace. */
  const operatorFor = (workspace: TestWorkspace) => api(gateway, gateway.rootKey, workspace.id);

  test('another app’s secret writes nothing under this app, and nothing to its number', async () => {
    const [a, b] = [await tenant('A'), await tenant('B')];
    await addChannel(a.workspace.api, a.metaApp);
    const forged = await postMeta(gateway, { appId: a.metaApp.appId, secret: b.metaApp.secret, body: TEXT });
    expect(forged).toEqual({ status: 401, text: '' });
    expect([await eventsOf(a.workspace.api), await quarantineOf(a.workspace.api)]).toEqual([[], []]);
    // Signed by B for B's own app, but about A's number: it is B's, where nobody has that number.
    expect((await b.metaApp.post(TEXT)).status).toBe(200);
    expect([await eventsOf(a.workspace.api), await quarantineOf(a.workspace.api)]).toEqual([[], []]);
    expect(await eventsOf(b.workspace.api)).toEqual([]);
    expect(await quarantineOf(b.workspace.api)).toMatchObject([{ reason: 'unknown_channel' }]);
    expect(await quarantineOf(operator)).toEqual([]);
  });

  test('an app that is registered twice belongs to whoever’s secret signs, though both squat the same number', async () => {
    const a = await tenant('A');
    const b = await tenant('B', { appId: a.metaApp.appId });
    for (const each of [a, b]) await addChannel(each.workspace.api, each.metaApp);
    expect((await b.metaApp.post(TEXT)).status).toBe(200);
    expect([(await eventsOf(a.workspace.api)).length, (await eventsOf(b.workspace.api)).length]).toEqual([0, 1]);
    expect((await a.metaApp.post(TEXT)).status).toBe(200);
    expect([(await eventsOf(a.workspace.api)).length, (await eventsOf(b.workspace.api)).length]).toEqual([1, 1]);
    const [ofA, ofB] = [await eventsOf(a.workspace.api), await eventsOf(b.workspace.api)];
    expect(ofA[0]?.id).not.toBe(ofB[0]?.id);
  });

  test('only the operator puts a workspace’s number on the operator’s app, and a number once', async () => {
    const [a, b] = [await tenant('A'), await tenant('B')];
    const shared = await registerMetaApp(gateway, operator);
    const squat = await b.workspace.api.send('POST', '/v1/channels', { meta_app_id: shared.id, ...FIXTURE_NUMBER });
    const nothing = await b.workspace.api.send('POST', '/v1/channels', {
      meta_app_id: `app_${randomUUID()}`,
      ...FIXTURE_NUMBER,
    });
    expect(squat.status).toBeGreaterThanOrEqual(400);
    expect(saidOf(squat)).toEqual(saidOf(nothing));
    await addChannel(operatorFor(a.workspace), shared);
    const twice = await operatorFor(b.workspace).send('POST', '/v1/channels', {
      meta_app_id: shared.id,
      ...FIXTURE_NUMBER,
    });
    expect(twice.status).toBe(409);
    // B may have the number on its own app: what Meta sends through the operator's app stays A's.
    await addChannel(b.workspace.api, b.metaApp);
    expect((await shared.post(TEXT)).status).toBe(200);
    expect([(await eventsOf(a.workspace.api)).length, (await eventsOf(b.workspace.api)).length]).toEqual([1, 0]);
  });

  test('a number that nobody has is the operator’s quarantine on the operator’s app, and of no workspace', async () => {
    const a = await tenant('A');
    const shared = await registerMetaApp(gateway, operator);
    await addChannel(operatorFor(a.workspace), shared);
    const before = await quarantineOf(operator);
    expect((await shared.post(textAbout(OTHER_NUMBER))).status).toBe(200);
    const [item, ...others] = (await quarantineOf(operator)).filter(({ id }) =>
      before.every((known) => known.id !== id),
    );
    expect([item?.reason, others]).toEqual(['unknown_channel', []]);
    expect([await eventsOf(a.workspace.api), await quarantineOf(a.workspace.api)]).toEqual([[], []]);
    expect((await a.workspace.api.send('POST', `/v1/quarantine/${item?.id}/release`)).status).toBe(404);
    expect((await operator.send('POST', `/v1/quarantine/${item?.id}/release`)).status).toBe(409);
  });

  test('a change of an account goes to every workspace with a number on it in that app, and to no other', async () => {
    const [a, b, c] = [await tenant('A'), await tenant('B'), await tenant('C')];
    const shared = await registerMetaApp(gateway, operator);
    await addChannel(operatorFor(a.workspace), shared);
    await addChannel(operatorFor(b.workspace), shared, { ...OTHER_NUMBER, waba_id: FIXTURE_NUMBER.waba_id });
    await addChannel(operatorFor(c.workspace), shared, { ...OTHER_NUMBER, phone_number_id: '318940275561300' });
    await addChannel(c.workspace.api, c.metaApp);
    expect((await shared.post(readFixture('meta/message-template-status-update-approved.json'))).status).toBe(200);
    const seen = await Promise.all(
      [a, b, c].map(async ({ workspace }) => (await eventsOf(workspace.api)).map(({ type }) => type)),
    );
    expect(seen).toEqual([['template.approved'], ['template.approved'], []]);
  });

  test('an Idempotency-Key and an idempotency_key are of one workspace', async () => {
    const [a, b] = [await tenant('A'), await tenant('B')];
    const create = async (caller: TestWorkspace) => {
      const response = await fetch(new URL('/v1/endpoints', gateway.url), {
        method: 'POST',
        headers: {
          authorization: `Bearer ${caller.key}`,
          'content-type': 'application/json',
          'idempotency-key': 'the-same',
        },
        body: JSON.stringify({ url: 'http://127.0.0.1:9/', event_types: ['*'] }),
      });
      return [response.status, ((await response.json()) as { id: string }).id];
    };
    const [first, again, other] = [await create(a.workspace), await create(a.workspace), await create(b.workspace)];
    expect(again).toEqual(first);
    expect(other[0]).toBe(201);
    expect(other[1]).not.toBe(first[1]);
    const custom = { type: 'custom.order_paid', data: { total: 1 }, idempotency_key: 'the-same' };
    expect((await a.workspace.api.send('POST', '/v1/events', custom)).status).toBe(201);
    expect((await b.workspace.api.send('POST', '/v1/events', custom)).status).toBe(201);
    expect((await a.workspace.api.send('POST', '/v1/events', custom)).status).toBe(200);
  });
});

/** One resource of each kind, all of one workspace. */
interface Belongings {
  readonly workspace: TestWorkspace;
  readonly metaApp: TestMetaApp;
  readonly ids: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

interface Operation {
  readonly 'x-access'?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Paths whose parameter is no id of a workspace. */
const NOT_OF_A_WORKSPACE = [
  '/v1/simulator/fixtures/{name}',
  '/v1/event-types/{type}',
  '/media/{capability}',
  '/v1/session/sessions/{id}',
];

/** A body that would be right, so that nothing but the id can be the reason for a refusal. */
const RIGHT_BODIES: Readonly<Record<string, unknown>> = {
  'PATCH /v1/workspaces/{id}': { name: 'changed' },
  'PATCH /v1/meta-apps/{id}': { verify_token: 'changed' },
  'POST /v1/meta-apps/{id}/rotate-secret': { app_secret: 'another-app-secret' },
  'PATCH /v1/channels/{id}': { display_phone_number: '15550000000' },
  'PATCH /v1/endpoints/{id}': { description: 'changed' },
  'POST /v1/endpoints/{id}/rotate-secret': { overlap_seconds: 0 },
  'PATCH /v1/test-receivers/{id}': { answer: '410' },
  'POST /v1/endpoints/{id}/recover': { since: '2026-01-01T00:00:00Z' },
  'POST /v1/endpoints/{id}/test': { event_type: 'message.received' },
  'PATCH /v1/statuses/{id}': { name: 'changed' },
  'PATCH /v1/sources/{id}': { name: 'changed' },
  'PATCH /v1/contact-groups/{id}': { name: 'changed' },
  'PATCH /v1/contacts/{id}': { company: 'changed' },
  'PUT /api/v1/messaging/contacts/{id}': { name: 'changed' },
  'PUT /api/v1/messaging/channels/whatsapp/{id}': { phone_number: '+15550000000' },
  'POST /api/v1/messaging/channels/{channelId}/templates': {
    name: 'changed',
    language: 'en',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Changed' }],
  },
  'PATCH /v1/conversations/{id}': { state: 'closed' },
  'POST /v1/conversations/{id}/assign': { assignee_id: null },
  'PATCH /v1/members/{id}': { role: 'viewer' },
  'POST /v1/conversations/{id}/notes': { text: 'changed' },
  'PATCH /v1/templates/{id}': { category: 'MARKETING' },
};

/** What their status, source and contact group are called. */
const LABEL_NAME = 'Only theirs';

/** Values of another workspace for the filters of lists. */
const FILTER_IDS: Readonly<Record<string, string>> = {
  endpoint: 'endpoints',
  delivery: 'deliveries',
  event: 'events',
  run: 'runs',
  channel: 'channels',
  meta_app: 'meta-apps',
  status: 'statuses',
  source: 'sources',
  group: 'contact-groups',
  resource: 'endpoints',
  actor: 'api-keys',
  channel_id: 'channels',
  contact_id: 'contacts',
  conversation_id: 'conversations',
};

describe.each(STORES)('every route with what belongs to another workspace, on $name', (stores) => {
  let gateway: TestGateway;
  let receiver: Receiver;
  let routes: Route[];
  let theirs: Belongings;
  let stranger: TestWorkspace;
  /** The owner of the stranger's workspace, signed in. */
  let member: Browser;

  beforeAll(async () => {
    // With everything that can be switched on.
    const env = { POSTHORN_SIMULATOR: 'true' };
    [gateway, receiver] = await Promise.all([startTestGateway(stores, env), startReceiver()]);
    theirs = await settleIn(gateway, receiver);
    stranger = await createWorkspace(gateway, { name: 'Stranger' });
    member = await addMember(gateway, api(gateway, gateway.rootKey, stranger.id), { role: 'owner' });
    routes = (await readRoutes(gateway)).filter((route) => !isXobitos(route));
  });

  /** The ways to act for the stranger; what is for programs alone is not for its member. */
  const strangers = ({ operation }: Pick<Route, 'operation'>) => [
    stranger.api,
    api(gateway, gateway.rootKey, stranger.id),
    ...(operation['x-access']?.includes('A member with the role') === true ? [member] : []),
  ];

  test('the routes are all there, and each kind of id is known to this test', () => {
    expect(routes.length).toBeGreaterThan(30);
    expect(routes.filter((route) => route.method === 'GET' && isList(route)).length).toBeGreaterThanOrEqual(10);
    const kinds = routes.filter(({ path }) => isAboutOne(path)).map(({ path }) => kindOf(path));
    expect([...new Set(kinds)].toSorted()).toEqual(Object.keys(theirs.ids).toSorted());
  });

  test('another workspace’s id is not found, in the very words that an id of nobody gets', async () => {
    for (const { method, path, operation } of routes.filter((route) => isAboutOne(route.path))) {
      const id = theirs.ids[kindOf(path)] ?? '';
      const nobodys = id.replace(/[0-9a-f]{12}$/, '000000000000');
      for (const caller of strangers({ operation })) {
        const call = (one: string) =>
          caller.send(method, path.replace(/\{\w+\}/, one), RIGHT_BODIES[`${method} ${path}`]);
        const answer = await call(id);
        expect([method, path, answer.status, saidOf(answer).code]).toEqual([method, path, 404, 'not_found']);
        expect(saidOf(answer)).toEqual(saidOf(await call(nobodys)));
      }
    }
  });

  test('no list shows anything of another workspace, filtered by its ids or not', async () => {
    const hidden = [...Object.values(theirs.ids), ...theirs.secrets, theirs.workspace.key, TEXT_WAMID, receiver.url];
    for (const { path, operation } of routes.filter((route) => route.method === 'GET' && isList(route))) {
      const filters = (operation.parameters ?? []).flatMap(({ name, in: place }) => {
        const value = place === 'query' ? filterValue(path, name) : null;
        return value === null ? [] : [`?${name}=${encodeURIComponent(value)}`];
      });
      for (const query of ['', ...filters]) {
        const answer = await stranger.api.send('GET', path + query);
        // Templates are those of the account of a channel: whose it is must be known.
        const status = path === '/v1/templates' && query.startsWith('?channel_id=') ? 404 : 200;
        expect([path + query, answer.status]).toEqual([path + query, status]);
        if (status === 404) continue;
        const shown = answer.text;
        expect(hidden.filter((text) => shown.includes(text))).toEqual([]);
        if (query !== '') expect(rowsOf(answer)).toEqual([]);
      }
    }
  });

  function filterValue(path: string, name: string): string | null {
    if (name === 'wamid' || name === 'message_id') return TEXT_WAMID;
    if (path === '/v1/templates' && name === 'status') return 'APPROVED';
    if (name === 'phone' || name === 'phone_number' || name === 'search') return '4915170023456';
    if (name === 'name') return LABEL_NAME;
    const kind = FILTER_IDS[name];
    return kind === undefined ? null : (theirs.ids[kind] ?? null);
  }

  test('another workspace’s ids in a body are ids of nobody', async () => {
    const bodies = [
      ['/v1/channels', (ids: Readonly<Record<string, string>>) => ({ meta_app_id: ids['meta-apps'], ...OTHER_NUMBER })],
      [
        '/v1/endpoints',
        (ids: Readonly<Record<string, string>>) => ({
          url: receiver.url,
          event_types: ['*'],
          channel_ids: [ids.channels],
        }),
      ],
      [
        '/v1/replays',
        (ids: Readonly<Record<string, string>>) => ({ from: '2026-01-01T00:00:00Z', endpoint_ids: [ids.endpoints] }),
      ],
      [
        '/v1/replays',
        (ids: Readonly<Record<string, string>>) => ({ from: '2026-01-01T00:00:00Z', to_endpoint_id: ids.endpoints }),
      ],
    ] as const;
    const nobodys = Object.fromEntries(
      Object.entries(theirs.ids).map(([kind, id]) => [kind, id.replace(/[0-9a-f]{12}$/, '000000000000')]),
    );
    for (const [path, bodyWith] of bodies) {
      const answer = await stranger.api.send('POST', path, bodyWith(theirs.ids));
      expect([path, answer.status >= 400]).toEqual([path, true]);
      expect(saidOf(answer)).toEqual(saidOf(await stranger.api.send('POST', path, bodyWith(nobodys))));
    }
  });

  test('the root key without a workspace works for the operator only', async () => {
    const operator = api(gateway, gateway.rootKey);
    for (const { method, path, operation } of routes) {
      const access = operation['x-access'] ?? '';
      const filled = path.replace(/\{\w+\}/, theirs.ids[kindOf(path)] ?? 'none');
      const call = () => operator.send(method, filled, RIGHT_BODIES[`${method} ${path}`]);
      if (access.includes('or the root key with Posthorn-Workspace.')) {
        const answer = await call();
        expect([method, path, answer.status, saidOf(answer).code]).toEqual([method, path, 400, 'workspace_required']);
      } else if (access.includes('without it for the operator') && isAboutOne(path) && kindOf(path) !== 'workspaces') {
        expect([method, path, (await call()).status]).toEqual([method, path, 404]);
      }
    }
  });

  test('the root key must name a workspace that is there, and another key cannot name one at all', async () => {
    const nobodys = api(gateway, gateway.rootKey, theirs.workspace.id.replace(/[0-9a-f]{12}$/, '000000000000'));
    expect((await nobodys.send('GET', '/v1/endpoints')).status).toBe(404);
    expect((await api(gateway, gateway.rootKey, "ws_1' OR 1=1").send('GET', '/v1/endpoints')).status).toBe(400);
    expect((await api(gateway, stranger.key, theirs.workspace.id).send('GET', '/v1/endpoints')).status).toBe(403);
    expect((await stranger.api.send('GET', '/v1/workspaces')).status).toBe(403);
    expect((await stranger.api.send('POST', '/v1/workspaces', { name: 'Mine' })).status).toBe(403);
  });

  test('without a valid key there is nothing but what is for anyone', async () => {
    for (const { method, path, operation } of routes) {
      if (operation['x-access']?.startsWith('Anyone') === true) continue;
      const filled = path.replace(/\{\w+\}/, theirs.ids[kindOf(path)] ?? 'none');
      expect([method, path, (await fetch(new URL(filled, gateway.url), { method })).status]).toEqual([
        method,
        path,
        401,
      ]);
    }
  });

  test('a key of theirs with too small a scope is refused, whatever it asks for', async () => {
    const keyWith = async (scope: string) => {
      const { key } = await theirs.workspace.api.post<{ key: string }>('/v1/api-keys', { scopes: [scope] });
      return api(gateway, key);
    };
    const [reader, writer] = [await keyWith('read'), await keyWith('write')];
    for (const { method, path, operation } of routes) {
      const needed = /scope (write|admin)/.exec(operation['x-access'] ?? '')?.[1];
      const tooSmall = { write: [reader], admin: [reader, writer] }[needed ?? ''] ?? [];
      const filled = path.replace(/\{\w+\}/, theirs.ids[kindOf(path)] ?? 'none');
      for (const caller of tooSmall) {
        const answer = await caller.send(method, filled, RIGHT_BODIES[`${method} ${path}`]);
        expect([method, path, answer.status, saidOf(answer).code]).toEqual([method, path, 403, 'forbidden']);
      }
    }
    const onlyForRoot = routes.filter(({ operation }) => operation['x-access']?.startsWith('The root key.') === true);
    expect(onlyForRoot.length).toBeGreaterThan(0);
    for (const { method, path } of onlyForRoot) {
      expect([method, path, (await theirs.workspace.api.send(method, path)).status]).toEqual([method, path, 403]);
    }
  });

  test('after all that, everything is as it was', async () => {
    const own = theirs.workspace.api;
    for (const [kind, id] of Object.entries(theirs.ids)) {
      if (kind === 'api-keys')
        expect((await own.all<{ id: string }>('/v1/api-keys')).map((key) => key.id)).toContain(id);
      else expect([kind, (await own.send('GET', placeOf(kind, id))).status]).toEqual([kind, 200]);
    }
    expect(await own.get(`/v1/endpoints/${theirs.ids.endpoints}`)).toMatchObject({ enabled: true, description: '' });
    expect((await theirs.metaApp.post(readFixture('meta/image.json'))).status).toBe(200);
    await receiver.waitFor(2);
    expect(receiver.requests).toHaveLength(2);
  });
});

describe.each(STORES)('every route of Xobito’s API with what belongs to another workspace, on $name', (stores) => {
  let gateway: TestGateway;
  let routes: Route[];
  let theirs: TestWorkspace;
  let stranger: TestWorkspace;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
    routes = (await readRoutes(gateway)).filter(isXobitos);
    theirs = await createWorkspace(gateway, { name: 'Theirs' });
    stranger = await createWorkspace(gateway, { name: 'Stranger' });
    for (const path of ['/v1/statuses', '/v1/sources', '/v1/contact-groups'])
      await theirs.api.post(path, { name: LABEL_NAME });
    await theirs.api.post('/v1/contacts', { phone: '+4915170023456' });
    const metaApp = await registerMetaApp(gateway, theirs.api);
    await addChannel(theirs.api, metaApp);
    expect((await metaApp.post(readFixture('meta/status-delivered.json'))).status).toBe(200);
  });

  const XOBITO_BODY = { firstname: 'A', lastname: 'B', phone: '+4915170023457', type: 'lead', name: 'Changed' };
  /** Of the message that they were told a status of. */
  const WAMID = 'wamid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYFDNB00FF7C9E21F0A5==';

  /** The first record of a kind has the integer 1 in every workspace. */
  async function callAll(caller: Api, owner: TestWorkspace, called = routes) {
    const { subdomain } = await owner.api.get<{ subdomain: string }>(`/v1/workspaces/${owner.id}`);
    const answers: (ApiAnswer & Route)[] = [];
    for (const route of called) {
      const path = route.path.replace('{subdomain}', subdomain).replace('{id}', '1').replace('{wamid}', WAMID);
      const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : XOBITO_BODY;
      answers.push({ ...route, ...(await caller.send(route.method, path, body)) });
    }
    return answers;
  }

  const statusesOf = (answers: readonly ApiAnswer[]) => [...new Set(answers.map(({ status }) => status))];

  test('is 401 without a key, 403 with too small a scope, 400 with another’s subdomain, and nothing of theirs', async () => {
    expect(routes.length).toBe(25);
    expect(statusesOf(await callAll(api(gateway, 'nonsense'), theirs))).toEqual([401]);
    expect(statusesOf(await callAll(api(gateway, gateway.rootKey), theirs))).toEqual([400]);
    const { key } = await theirs.api.post<{ key: string }>('/v1/api-keys', { scope: 'read' });
    for (const { method, path, status } of await callAll(api(gateway, key), theirs)) {
      expect([method, path, status]).toEqual([method, path, method === 'GET' ? 200 : 403]);
    }
    for (const caller of [stranger.api, api(gateway, gateway.rootKey, stranger.id)]) {
      const answers = await callAll(caller, theirs);
      expect(statusesOf(answers)).toEqual([400]);
      expect(answers.filter(({ text }) => text.includes(LABEL_NAME))).toEqual([]);
    }
  });

  test('finds none of their integers and messages under the stranger’s own subdomain, and lists nothing', async () => {
    const isAbout = ({ path }: Route) => path.includes('{id}') || path.includes('{wamid}');
    expect(statusesOf(await callAll(stranger.api, stranger, routes.filter(isAbout)))).toEqual([404]);
    const lists = routes.filter((route) => route.method === 'GET' && !isAbout(route));
    for (const { path, body } of await callAll(stranger.api, stranger, lists)) {
      expect([path, body]).toMatchObject([path, { data: { data: [], total: 0 } }]);
    }
    const list = await theirs.api.all<{ name: string }>('/v1/statuses');
    expect(list.map(({ name }) => name)).toEqual([LABEL_NAME]);
    expect((await theirs.api.all<{ phone: string }>('/v1/contacts')).map(({ phone }) => phone)).toEqual([
      '+4915170023456',
    ]);
  });
});

/** A workspace with one of everything: app, number, endpoint, key, a delivered event and a quarantined item. */
async function settleIn(gateway: TestGateway, receiver: Receiver): Promise<Belongings> {
  const workspace = await createWorkspace(gateway, { name: 'Theirs' });
  const metaApp = await registerMetaApp(gateway, workspace.api);
  const channel = await addChannel(workspace.api, metaApp);
  // Before the endpoint, which is to get nothing but messages.
  const addLabel = async (path: string) => (await workspace.api.post<{ id: string }>(path, { name: LABEL_NAME })).id;
  const labels = {
    statuses: await addLabel('/v1/statuses'),
    sources: await addLabel('/v1/sources'),
    'contact-groups': await addLabel('/v1/contact-groups'),
  };
  const contact = await workspace.api.post<{ id: string }>('/v1/contacts', { phone: '+4915170023456' });
  const file = { body: 'phone,name\n1,Only theirs\n', query: { dry_run: 'true' } };
  const run = (await uploadContacts(gateway, workspace.key, file)).body as ShownRun;
  await waitForRun(workspace.api, run.id);
  // A message with a file, whose conversation begins with it, and a template that Meta tells of.
  await metaApp.post(readFixture('meta/document.json'));
  await metaApp.post(readFixture('meta/message-template-status-update-approved.json'));
  const endpoint = await addEndpoint(workspace.api, { url: receiver.url, event_types: ['message.*'] });
  // Wants what does not come here.
  const calls = { url: receiver.url, format: 'vobiz', event_types: ['call.connect'] };
  const vobizEndpoint = await addEndpoint(workspace.api, calls);
  const key = await workspace.api.post<{ id: string; key: string }>('/v1/api-keys', {
    name: 'second',
    scopes: ['read'],
  });
  await metaApp.post(TEXT);
  await metaApp.post(textAbout(OTHER_NUMBER));
  await receiver.waitFor(1);
  const firstOf = async (path: string) => (await workspace.api.all<{ id: string }>(path))[0]?.id ?? '';
  const [attempt] = await waitForAttempts(workspace.api, endpoint.id, 1);
  const conversation = await firstOf('/v1/conversations');
  // After everything that it would get.
  const testReceiver = await workspace.api.post<{ data: { id: string }[] }>('/v1/test-receivers');
  const colleague = await addMember(gateway, workspace.api, { role: 'viewer', name: 'Only their colleague' });
  const portalLink = await workspace.api.post<{ id: string }>('/v1/portal-links', {});
  return {
    workspace,
    metaApp,
    ids: {
      workspaces: workspace.id,
      'meta-apps': metaApp.id,
      channels: channel,
      endpoints: endpoint.id,
      'test-receivers': testReceiver.data[0]?.id ?? '',
      'api-keys': key.id,
      ...labels,
      'vobiz-webhooks': vobizEndpoint.id.slice('ep_'.length),
      contacts: contact.id,
      'vobiz-contacts': contact.id.slice('cnt_'.length),
      events: await firstOf('/v1/events?after=0&type=message.received'),
      deliveries: await firstOf('/v1/deliveries'),
      attempts: attempt?.id ?? '',
      quarantine: await firstOf('/v1/quarantine'),
      runs: run.id,
      'vobiz-channels': channel.slice('chn_'.length),
      'vobiz-conversations': conversation.slice('cnv_'.length),
      conversations: conversation,
      messages: await firstOf('/v1/messages'),
      media: mediaIdOf(readFixture('meta/document.json')),
      templates: await firstOf('/v1/templates'),
      members: colleague.session().member?.id ?? '',
      'portal-links': portalLink.id,
    },
    secrets: [endpoint.signing_secret, metaApp.secret, key.key, LABEL_NAME],
  };
}

function mediaIdOf(fixture: unknown): string {
  return /"document":\{[^}]*"id":"(\d+)"/.exec(JSON.stringify(fixture))?.[1] ?? '';
}

async function readRoutes(gateway: TestGateway): Promise<Route[]> {
  const response = await fetch(new URL('/openapi.json', gateway.url));
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** Its ids are integers that every workspace counts for itself, and its errors have no code: it has a test of its own. */
function isXobitos({ path }: Route): boolean {
  return path.startsWith('/api/v1/{subdomain}/');
}

function isAboutOne(path: string): boolean {
  return path.includes('{') && !NOT_OF_A_WORKSPACE.includes(path);
}

function isList({ path, operation }: Route): boolean {
  const isOurs = path.startsWith('/v1/') || path.startsWith('/api/v1/messaging/');
  const access = operation['x-access'] ?? '';
  const isOfPeople = access.startsWith('The root key.') || access.startsWith('A member who has signed in.');
  return isOurs && !path.includes('{') && !isOfPeople;
}

/** The resource in a path: `endpoints` of `/v1/endpoints/{id}/test`. Vobiz's ids are UUIDs, so they are kinds of their own. */
function kindOf(path: string): string {
  const [, first, second, third, fourth] = path.split('/');
  return (first === 'api' && third === 'messaging' ? `vobiz-${fourth}` : second) ?? '';
}

/** Where our own API shows one of a kind. */
function placeOf(kind: string, id: string): string {
  if (kind === 'vobiz-webhooks') return `/v1/endpoints/ep_${id}`;
  if (kind === 'vobiz-contacts') return `/v1/contacts/cnt_${id}`;
  if (kind === 'vobiz-channels') return `/v1/channels/chn_${id}`;
  if (kind === 'vobiz-conversations') return `/v1/conversations/cnv_${id}`;
  return `/v1/${kind}/${id}`;
}

/** The rows of a list, by its API's name for them. Of figures over time: the times in which something happened. */
function rowsOf({ body }: ApiAnswer): unknown {
  const { data, items, buckets, by_standing: counts } = body as Json;
  // Counts of rows: none counted are none shown.
  if (counts !== undefined) return Object.values(counts as Record<string, Json>).filter(({ count }) => count !== 0);
  if (!Array.isArray(buckets)) return data ?? items;
  return buckets.filter((bucket) => bucket.succeeded + bucket.failed + bucket.exhausted + (bucket.waiting ?? 0) > 0);
}

/** What a problem says, without what is different in every answer. */
function saidOf(answer: ApiAnswer): Json {
  const { error, request_id: _requestId, instance: _instance, ...said } = answer.body as Json;
  return (error as Json | undefined) ?? said;
}
