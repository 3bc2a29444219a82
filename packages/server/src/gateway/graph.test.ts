import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSimulator } from '@posthorn/simulator';
import { expect, onTestFinished, test } from 'vitest';
import { alone } from '../../test/support/changes.ts';
import { WORKSPACE_A as A, WORKSPACE_B as B, openTwoWorkspaces } from '../../test/support/two-workspaces.ts';
import { createRegistry } from '../control/registry/registry.ts';
import type { NewEvent } from '../domain/event.ts';
import type { GraphCall } from '../domain/graph.ts';
import { idOf } from '../domain/ids.ts';
import { findChannel, insertChannel, updateChannel } from '../meta/channels/channels.store.ts';
import { createEgressGuard } from '../platform/egress/egress.ts';
import { createLogger } from '../platform/observability/logger.ts';
import { SecretBox } from '../platform/secrets/secret-box.ts';
import { createGraph } from './graph.ts';

const UUID = '01890000-0000-7000-8000-000000000001';
const APP = idOf('app', UUID);
const CHANNEL = idOf('chn', UUID);
const NUMBER = { wabaId: '204817563920415', phoneNumberId: '318940275561203', displayPhoneNumber: '15557204418' };
const READ: GraphCall = { workspaceId: A, channelId: CHANNEL, method: 'GET', path: NUMBER.phoneNumberId };

test('a channel calls Meta with its own token, and only its workspace may', async () => {
  const { graph } = await connectedGraph();
  expect(await graph.callGraph(READ)).toMatchObject({ kind: 'ok', body: { id: NUMBER.phoneNumberId } });
  await expect(graph.callGraph({ ...READ, workspaceId: B })).rejects.toMatchObject({ code: 'not_found' });
  const another = idOf('chn', UUID.replace(/1$/, '2'));
  await expect(graph.callGraph({ ...READ, channelId: another })).rejects.toMatchObject({ code: 'not_found' });
});

test('an expired token is told of once however many calls meet it, and then nobody asks Meta with it', async () => {
  const { graph, simulator, published, store } = await connectedGraph();
  await graph.callGraph(READ);
  simulator.expireToken();
  const results = await Promise.all(Array.from({ length: 20 }, () => graph.callGraph(READ)));
  for (const result of results) expect(result).toMatchObject({ kind: 'refused', error: { code: 190 } });
  expect(published).toMatchObject([
    {
      type: 'channel.token_expired',
      workspaceId: A,
      channelId: CHANNEL,
      payload: { channel_id: CHANNEL, reason: expect.any(String) },
      dedupeKey: expect.stringMatching(/^token_expired\|chn_[0-9a-f-]{36}\|[0-9a-f]{64}$/),
    },
  ]);
  expect((await findChannel(store, A, CHANNEL))?.tokenExpiredAtMs).not.toBeNull();
  const askedCount = simulator.requests.length;
  await expect(graph.callGraph(READ)).rejects.toMatchObject({ code: 'channel_not_connected' });
  expect(simulator.requests).toHaveLength(askedCount);
});

test('a new token is used from the next call on', async () => {
  const { graph, simulator, giveToken } = await connectedGraph();
  simulator.expireToken();
  await graph.callGraph(READ);
  simulator.renewToken('EAAG-new');
  await giveToken('EAAG-new');
  expect(await graph.callGraph(READ)).toMatchObject({ kind: 'ok' });
  await giveToken(null);
  await expect(graph.callGraph(READ)).rejects.toMatchObject({ code: 'channel_not_connected' });
});

test('a call whose answer is lost may have been carried out; one that nobody took was not', async () => {
  const server = createServer((request) => request.socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { graph } = await connectedGraph(`http://127.0.0.1:${port}`);
  const send: GraphCall = { ...READ, method: 'POST', path: `${NUMBER.phoneNumberId}/messages`, body: { to: '1' } };
  expect(await graph.callGraph(send)).toMatchObject({ kind: 'unknown' });
  server.close();
  await once(server, 'close');
  expect(await graph.callGraph(send)).toMatchObject({ kind: 'unreachable' });
});

test('a channel of a simulated app asks its simulator and never Meta, whatever it is asked for', async () => {
  const { graph, simulator, store, registry, toSimulator } = await connectedGraph();
  await graph.callGraph(READ);
  const askedOfMeta = simulator.requests.length;
  const revision =
    1 + (await store.db.selectFrom('instance').select('config_revision').executeTakeFirstOrThrow()).config_revision;
  await store.db.updateTable('meta_apps').set({ is_simulated: 1, revision }).where('id', '=', APP).execute();
  await store.db.updateTable('channels').set({ revision }).where('id', '=', CHANNEL).execute();
  await store.db.updateTable('instance').set({ config_revision: revision }).execute();
  await registry.refresh();
  const off = { kind: 'unreachable', reason: 'Meta could not be reached. The simulator is off.' };
  expect(await graph.callGraph(READ)).toEqual(off);
  const channel = await findChannel(store, A, CHANNEL);
  if (channel === null) throw new Error('The channel is gone.');
  expect((await graph.connect(channel)).connection.state).toBe('failed');
  expect((await graph.look(registry.metaApp(APP), 'EAAG-first', READ)).result).toEqual(off);
  expect(simulator.requests).toHaveLength(askedOfMeta);
  expect(toSimulator).toHaveLength(3);
  // Without an app it is Meta itself that is asked.
  expect((await graph.look(null, 'EAAG-first', READ)).result.kind).toBe('ok');
});

/** A channel on a Meta that really answers. @param graphUrl Another host in its place. */
async function connectedGraph(graphUrl?: string) {
  const simulator = createSimulator({ appSecret: 'secret', accessToken: 'EAAG-first' });
  await simulator.start();
  onTestFinished(() => simulator.close());
  const store = await openTwoWorkspaces();
  const box = new SecretBox([Buffer.alloc(32, 7)]);
  await addMetaApp(store, box);
  const placer = { workspaceId: A, isOperator: false };
  await insertChannel(
    store,
    { id: CHANNEL, placer, metaAppId: APP, ...NUMBER, accessTokenSealed: box.seal('EAAG-first'), nowMs: 1 },
    alone,
  );
  const registry = await createRegistry(store, box, {
    readRetry: () => {
      throw new Error('There is no endpoint here.');
    },
    readAppSecrets: () => [],
    nowMs: Date.now,
  });
  const published: NewEvent[] = [];
  const toSimulator: string[] = [];
  const graph = createGraph({
    config: { metaGraphUrl: graphUrl ?? simulator.url, metaGraphVersion: 'v25.0', publicUrl: null },
    store,
    box,
    registry,
    egress: createEgressGuard({
      allow: ['127.0.0.0/8'],
      allowHttp: true,
      proxyUrl: null,
      ownOrigins: () => [],
      ownListeners: () => [],
    }),
    engine: {
      publish: async (events) => {
        published.push(...events);
        return new Set(events.map(({ id }) => id));
      },
    },
    simulatedHttp: () => ({
      send: async (request) => {
        toSimulator.push(request.path);
        return { kind: 'unsent', reason: 'The simulator is off.' };
      },
    }),
    logger: createLogger('silent'),
    version: '1',
  });
  onTestFinished(() => graph.close());
  const giveToken = async (token: string | null) => {
    const channel = await findChannel(store, A, CHANNEL);
    const expectedRevision = channel?.revision ?? 0;
    const accessTokenSealed = token === null ? null : box.seal(token);
    await updateChannel(
      store,
      { id: CHANNEL, placer, expectedRevision, nowMs: 2, changes: { accessTokenSealed } },
      alone,
    );
    await registry.refresh();
  };
  return { graph, simulator, published, store, registry, giveToken, toSimulator };
}

async function addMetaApp(store: Awaited<ReturnType<typeof openTwoWorkspaces>>, box: SecretBox): Promise<void> {
  await store.db
    .insertInto('meta_apps')
    .values({
      id: APP,
      workspace_id: A,
      app_id: '610023884417',
      app_secrets: box.seal('[]'),
      verify_token: box.seal('verify'),
      created_at_ms: 1,
      updated_at_ms: 1,
      deleted_at_ms: null,
      revision: 0,
    })
    .execute();
}
