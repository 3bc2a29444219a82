import { createSimulator } from '@posthorn/simulator';
import { uuidv7 } from 'uuidv7';
import { expect, onTestFinished, test, vi } from 'vitest';
import { STORES } from '../../test/support/open-store.ts';
import { createTestPublish } from '../../test/support/publish.ts';
import { startApi } from '../../test/support/start-api.ts';
import { WORKSPACE_A } from '../../test/support/two-workspaces.ts';
import type { GraphCall, GraphResult } from '../domain/graph.ts';
import { idOf } from '../domain/ids.ts';
import { objectOf } from '../domain/meta/meta-body.ts';
import { createTemplates } from './templates.ts';

const WABA = '204817563920415';
const OF = { workspaceId: WORKSPACE_A, wabaId: WABA };
const ACCESS_TOKEN = 'EAAG-token-of-the-simulator';
const DRAFT = {
  name: 'order_shipped',
  language: 'en_US',
  category: 'MARKETING',
  parameter_format: 'named',
  components: [
    {
      type: 'BODY',
      text: 'Hi {{first_name}}, it is on its way.',
      example: { body_text_named_params: [{ param_name: 'first_name', example: 'Mira' }] },
    },
    { type: 'FOOTER', text: 'Kanal Cykel' },
  ],
};

test('a connected channel gets the templates of its account, without anybody waiting', async () => {
  const { templates, channelId, logged } = await start();
  expect(await templates.hasSynced(OF)).toBe(false);
  templates.syncChannel(WORKSPACE_A, channelId);
  await vi.waitFor(async () => expect(await templates.hasSynced(OF)).toBe(true));
  await templates.stop();
  const known = await templates.findTemplate(OF, { name: 'repair_ready', language: 'en-US' });
  expect(known).toMatchObject({ status: 'APPROVED', language: 'en_US', parameterFormat: 'positional' });
  expect((await templates.findUsableTemplates(OF, 3)).map(({ name }) => name)).toEqual(['repair_ready']);
  expect(logged).toEqual([]);
});

test('a sync that nobody waits for and that fails is logged, and throws nothing', async () => {
  const { templates, channelId, logged } = await start({ accessToken: 'another-token' });
  templates.syncChannel(WORKSPACE_A, channelId);
  templates.syncChannel(WORKSPACE_A, idOf('chn', uuidv7()));
  await templates.stop();
  expect(logged).toEqual(['templates were not synced', 'templates were not synced']);
});

test('the simulator and the API agree on the life of a template', async () => {
  const { templates, channelId, simulator } = await start();
  const { call } = await startApi(templates.routes);
  const made = await call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT } });
  expect(made).toMatchObject({ status: 201, body: { ...DRAFT, status: 'PENDING' } });
  const again = await call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT } });
  expect(again).toMatchObject({ status: 422, body: { code: 'meta_refused', meta_error: { subcode: 2_388_024 } } });

  const one = `/v1/templates/${made.body.id}`;
  const early = await call('PATCH', one, { body: { category: 'UTILITY' } });
  expect(early).toMatchObject({ status: 422, body: { code: 'meta_refused' } });
  await simulator.setTemplateStatus(made.body.template_id, 'APPROVED');
  const synced = await call('POST', '/v1/templates/sync', { body: { channel_id: channelId } });
  expect(synced.body).toEqual({ synced: 2, created: 1, updated: 1, deleted: 0 });
  expect((await call('GET', one)).body).toMatchObject({ ...DRAFT, status: 'APPROVED', quality: 'UNKNOWN' });

  const components = [{ type: 'BODY', text: 'It is on its way.' }];
  const edited = await call('PATCH', one, { body: { components } });
  expect(edited).toMatchObject({ status: 200, body: { components, status: 'PENDING', parameters: [] } });
  expect((await call('DELETE', one)).status).toBe(204);
  expect(simulator.listTemplates().map(({ name }) => name)).toEqual(['repair_ready']);
});

async function start({ accessToken = ACCESS_TOKEN } = {}) {
  const simulator = createSimulator({
    appSecret: 'app-secret-of-the-simulator',
    accessToken,
    templateReview: { decision: null },
    // Nobody listens there: what the simulator tells is lost, as webhooks may be.
    callbackUrl: 'http://127.0.0.1:9/webhooks',
    webhooks: { retryDelaysMs: [] },
  });
  await simulator.start();
  onTestFinished(() => simulator.close());
  const [sqlite] = STORES;
  if (sqlite === undefined) throw new Error('There are databases.');
  const store = await sqlite.open();
  const times = { created_at_ms: 1, revision: 0 };
  await store.db
    .insertInto('workspaces')
    .values({ id: WORKSPACE_A, serial: 1, account_id: 'MA_1', name: 'W', ...times })
    .execute();
  const [metaAppId, channelId] = [idOf('app', uuidv7()), idOf('chn', uuidv7())];
  const stored = { workspace_id: WORKSPACE_A, ...times, updated_at_ms: 1, deleted_at_ms: null };
  await store.db
    .insertInto('meta_apps')
    .values({ ...stored, id: metaAppId, app_id: '1', app_secrets: 'sealed', verify_token: 'sealed' })
    .execute();
  await store.db
    .insertInto('channels')
    .values({
      ...stored,
      id: channelId,
      meta_app_id: metaAppId,
      waba_id: WABA,
      phone_number_id: '318940275561203',
      display_phone_number: '15557204418',
      access_token: 'sealed',
    })
    .execute();
  const logged: string[] = [];
  const templates = createTemplates({
    store,
    engine: await createTestPublish(store),
    callGraph: (call) => callSimulator(simulator.url, call),
    logger: { warn: (_fields: unknown, message?: string) => void logged.push(message ?? '') },
  });
  return { templates, channelId, simulator, logged };
}

/** What is asked and answered, over real HTTP. */
async function callSimulator(origin: string, call: GraphCall): Promise<GraphResult> {
  const url = new URL(`${origin}/v25.0/${call.path}`);
  url.search = new URLSearchParams(call.query).toString();
  const response = await fetch(url, {
    method: call.method,
    headers: { authorization: `Bearer ${ACCESS_TOKEN}`, 'content-type': 'application/json' },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
  const body = objectOf(await response.json());
  if (response.ok) return { kind: 'ok', body };
  const error = objectOf(body.error);
  return {
    kind: 'refused',
    error: {
      code: Number(error.code),
      title: String(error.message),
      details: null,
      subcode: typeof error.error_subcode === 'number' ? error.error_subcode : null,
      traceId: null,
      httpStatus: response.status,
      retryable: false,
      advice: 'Look it up.',
    },
  };
}
