import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { STORES } from '../../support/open-store.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres.ts';
import { behind, createGate, withStatus } from '../support/answers.ts';
import { api as apiWith, type Page } from '../support/api.ts';
import { postMeta } from '../support/meta.ts';
import { type ReceivedRequest, startReceiver } from '../support/receiver.ts';
import { addChannel, addEndpoint, createWorkspace, FIXTURE_NUMBER, registerMetaApp } from '../support/world.ts';
import { type GatewayProcess, makePlace } from './gateway-process.ts';
import { type ShownDelivery, waitUntil } from './support.ts';

const EACH = 20;
const POSTGRES = STORES.filter((stores) => stores.name === 'PostgreSQL');
/** Far beyond what leases allow for: a node that went by its own clock would take at once what another one is sending. */
const WRONG_CLOCKS_MS = [-60_000, 0, 60_000];

describe.each(POSTGRES)('three gateways on one $name', (stores) => {
  test('with clocks that are wrong never send what another one is sending, and leave nothing waiting', async () => {
    const gate = createGate();
    const [place, held, quick] = await Promise.all([
      makePlace(stores),
      startReceiver({ answers: () => behind(gate, withStatus(200)) }),
      startReceiver(),
    ]);
    const nodes = await Promise.all(WRONG_CLOCKS_MS.map((clockOffsetMs) => place.start({ clockOffsetMs })));
    const { api, postTo, listen } = await setUp(nodes);
    await listen({ url: held.url, retry: { delays_seconds: [1, 1], timeout_seconds: 20 } });
    for (const [index, node] of nodes.entries()) expect(await postTo(node, `held-${index}`, EACH)).toBe(200);
    await held.waitFor(EACH * 3);
    // Every node looks at the queue many times while this goes on: retries are due one second after another.
    await listen({ url: quick.url, retry: { delays_seconds: [1, 1, 1], timeout_seconds: 5 } });
    quick.answerWith(({ headers }) => withStatus(headers['posthorn-attempt'] === '1' ? 500 : 200));
    for (const [index, node] of nodes.entries()) expect(await postTo(node, `quick-${index}`, 1)).toBe(200);
    await quick.waitFor(6, 20_000);
    await held.waitFor(EACH * 3 + 3);
    gate.open();
    await untilNothingWaits(api);
    expect(groupById(held.requests).size).toBe(EACH * 3 + 3);
    expect(held.requests).toHaveLength(EACH * 3 + 3);
    for (const requests of groupById(quick.requests).values()) {
      const [first, second] = requests;
      expect(requests.map(({ headers }) => headers['posthorn-attempt'])).toEqual(['1', '2']);
      expect((second?.receivedAtMs ?? 0) - (first?.receivedAtMs ?? 0)).toBeGreaterThan(800);
    }
    for (const { headers } of [...held.requests, ...quick.requests]) {
      expect(headers['posthorn-possible-duplicate']).toBeUndefined();
    }
  }, 120_000);

  test('lose one that is killed and gain another, and everything is delivered', async () => {
    const gate = createGate();
    const [place, receiver] = await Promise.all([
      makePlace(stores),
      startReceiver({ answers: () => behind(gate, withStatus(200)) }),
    ]);
    const nodes = await Promise.all([place.start(), place.start(), place.start()]);
    const { api, postTo, listen } = await setUp(nodes);
    await listen({ url: receiver.url, retry: { delays_seconds: [1, 1, 1], timeout_seconds: 2 } });
    const [first, second, third] = nodes as [GatewayProcess, GatewayProcess, GatewayProcess];
    for (const [index, node] of nodes.entries()) expect(await postTo(node, `before-${index}`, EACH)).toBe(200);
    await receiver.waitFor(EACH * 3);
    first.signal('SIGKILL');
    expect(await first.ended).toBeNull();
    gate.open();
    const fourth = await place.start();
    for (const [index, node] of [second, third, fourth].entries()) {
      expect(await postTo(node, `after-${index}`, EACH)).toBe(200);
    }
    await receiver.waitFor((requests) => groupById(requests).size === EACH * 6 && requests.length >= EACH * 7, 40_000);
    await untilNothingWaits(apiWith(fourth, api.key));
    const repeated = [...groupById(receiver.requests).values()].filter((requests) => requests.length > 1);
    expect(repeated).toHaveLength(EACH);
    for (const [, again] of repeated) expect(again?.headers['posthorn-possible-duplicate']).toBe('true');
  }, 120_000);
});

describe('a gateway whose PostgreSQL', () => {
  test('cuts its connections under load refuses what it could not store, delivers what it took, and goes on', async () => {
    const { server, nodes } = await startOnOwnServer(1);
    const receiver = await startReceiver();
    const { api, postTo, listen } = await setUp(nodes);
    await listen({ url: receiver.url, retry: { delays_seconds: [1, 1, 1], timeout_seconds: 5 } });
    const [node] = nodes as [GatewayProcess];
    const taken: string[] = [];
    for (let round = 0; round < 20; round++) {
      const cut = endConnections(server);
      const posts = Array.from({ length: 5 }, (_, index) => `cut-${round}-${index}`);
      const answers = await Promise.all(posts.map(async (tag) => [tag, await postTo(node, tag, 1)] as const));
      await cut;
      for (const [tag, status] of answers) {
        expect([200, 503]).toContain(status);
        if (status === 200) taken.push(tag);
      }
    }
    expect(await untilTaken(node, postTo, 'after')).toBe(200);
    await receiver.waitFor((requests) => taken.every((tag) => hasCome(requests, tag)), 30_000);
    await untilNothingWaits(api);
  }, 120_000);

  test('is restarted says so at /readyz, takes nothing meanwhile, loses nothing, and goes on by itself', async () => {
    const { server, nodes } = await startOnOwnServer(2);
    const receiver = await startReceiver();
    const { api, postTo, listen } = await setUp(nodes);
    await listen({ url: receiver.url, retry: { delays_seconds: [1, 1, 1], timeout_seconds: 5 } });
    const [first, second] = nodes as [GatewayProcess, GatewayProcess];
    for (const mode of ['fast', 'immediate'] as const) {
      expect(await postTo(first, `${mode}-before`, EACH)).toBe(200);
      await server.restart(mode, async () => {
        expect(await postTo(first, `${mode}-away`, 1)).toBe(503);
        const readiness = await fetch(`${second.url}/readyz`);
        expect([readiness.status, await readiness.json()]).toEqual([
          503,
          { status: 'not_ready', checks: expect.objectContaining({ database: 'failed' }) },
        ]);
      });
      for (const node of nodes) {
        await waitUntil(
          () => fetch(`${node.url}/readyz`),
          ({ status }) => status === 200,
        );
        expect(await untilTaken(node, postTo, `${mode}-after-${nodes.indexOf(node)}`)).toBe(200);
      }
      await receiver.waitFor((requests) => {
        const wanted = [...Array(EACH).keys()].map((index) => `wamid.${mode}-before-${index}`);
        return wanted.every((wamid) => requests.some(({ bytes }) => bytes.includes(`"${wamid}"`)));
      }, 30_000);
      await receiver.waitFor((requests) => hasCome(requests, `${mode}-after-1`), 30_000);
    }
    await untilNothingWaits(api);
    expect(receiver.requests.some(({ bytes }) => bytes.includes('-away-'))).toBe(false);
  }, 120_000);
});

async function startOnOwnServer(count: number) {
  const server = await startPostgres();
  onTestFinished(server.stop);
  const place = await makePlace({ createUrl: async () => server.url('postgres') });
  const nodes = await Promise.all(Array.from({ length: count }, () => place.start()));
  return { server, nodes };
}

/** Every connection of gateways, in the middle of whatever it does. */
async function endConnections(server: PostgresServer): Promise<void> {
  const client = new pg.Client(server.url('postgres'));
  await client.connect();
  await client.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'posthorn%' AND pid <> pg_backend_pid()",
  );
  await client.end();
}

type PostTo = (node: GatewayProcess, tag: string, count: number) => Promise<number>;

/** Meta posts again until it is taken. */
function untilTaken(node: GatewayProcess, postTo: PostTo, tag: string): Promise<number> {
  return waitUntil(
    () => postTo(node, tag, 1),
    (status) => status === 200,
  );
}

function hasCome(requests: readonly ReceivedRequest[], tag: string): boolean {
  return requests.some(({ bytes }) => bytes.includes(`"wamid.${tag}-0"`));
}

/** A workspace with a number, and what every node has heard of. */
async function setUp(nodes: readonly GatewayProcess[]) {
  const [first] = nodes;
  if (first === undefined) throw new Error('Nodes are needed.');
  const workspace = await createWorkspace(first, { name: 'Nodes' });
  const metaApp = await registerMetaApp(first, workspace.api);
  await addChannel(workspace.api, metaApp);
  const postTo: PostTo = async (node, tag, count) =>
    (await postMeta(node, { ...metaApp, body: messages(tag, count) })).status;
  const listen = async (endpoint: { url: string; retry: unknown }) => {
    const { id } = await addEndpoint(workspace.api, { event_types: ['message.received'], ...endpoint });
    // What is registered after it is loaded after it: whoever knows the one knows the other.
    const later = await registerMetaApp(first, workspace.api);
    for (const node of nodes) {
      await waitUntil(
        () => postMeta(node, { ...later, body: messages('nothing', 0) }),
        ({ status }) => status === 200,
      );
    }
    return id;
  };
  return { api: Object.assign(workspace.api, { key: workspace.key }), postTo, listen };
}

async function untilNothingWaits(api: ReturnType<typeof apiWith>): Promise<void> {
  await waitUntil(
    () => api.get<Page<ShownDelivery>>('/v1/deliveries?state=pending'),
    ({ data }) => data.length === 0,
  );
}

function groupById(requests: readonly ReceivedRequest[]) {
  return Map.groupBy(requests, (request) => String(request.headers['webhook-id']));
}

/** One body of Meta's with so many messages of now. */
function messages(tag: string, count: number) {
  const list = Array.from({ length: count }, (_, index) => ({
    from: '4915170023456',
    id: `wamid.${tag}-${index}`,
    timestamp: String(Math.floor(Date.now() / 1_000)),
    type: 'text',
    text: { body: `Message ${index}` },
  }));
  const { waba_id, phone_number_id, display_phone_number } = FIXTURE_NUMBER;
  const value = { messaging_product: 'whatsapp', metadata: { phone_number_id, display_phone_number }, messages: list };
  return { object: 'whatsapp_business_account', entry: [{ id: waba_id, changes: [{ value, field: 'messages' }] }] };
}
