import { beforeAll, describe, expect, test } from 'vitest';
import { type OpenedStore, openStore } from '../../src/platform/db/open-store.ts';
import { STORES } from '../support/open-store.ts';
import { withStatus } from './support/answers.ts';
import { type Api, api } from './support/api.ts';
import { waitForAttempts } from './support/attempts.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { readFixture } from './support/meta.ts';
import { type AnswerPlan, type Receiver, startReceiver } from './support/receiver.ts';
import { addChannel, addEndpoint, createWorkspace, registerMetaApp, type TestWorkspace } from './support/world.ts';

type Json = Record<string, unknown>;

interface Entry {
  readonly action: string;
  readonly actor: { readonly kind: string; readonly id: string | null };
  readonly resource_type: string;
  readonly resource_id: string;
  readonly before: Json | null;
  readonly after: Json | null;
  readonly request_id: string | null;
}

/** What would be known again wherever it turned up. */
const SECRETS = {
  appSecret: 'app-secret-that-nobody-may-see',
  nextAppSecret: 'next-app-secret-that-nobody-may-see',
  otherAppSecret: 'other-app-secret-that-nobody-may-see',
  appVerifyToken: 'verify-token-that-nobody-may-see',
  accessToken: 'access-token-that-nobody-may-see',
  nextAccessToken: 'next-access-token-that-nobody-may-see',
  headerValue: 'header-value-that-nobody-may-see',
  nextHeaderValue: 'next-header-value-that-nobody-may-see',
  endpointVerifyToken: 'endpoint-token-that-nobody-may-see',
  signingSecret: `whsec_${Buffer.from('signing-secret-that-nobody-sees!').toString('base64')}`,
} as const;

const NUMBER = { waba_id: '901', phone_number_id: '902', display_phone_number: '15557204400' };

/** Answers Meta's challenge, and 410 to what is posted to `/gone`. */
const likeMeta: AnswerPlan = ({ path }) => {
  if (path.startsWith('/gone')) return withStatus(410);
  return withStatus(200, {}, new URL(path, 'http://receiver').searchParams.get('hub.challenge') ?? '');
};

describe.each(STORES)('the audit log on $name', (stores) => {
  let gateway: TestGateway;
  let receiver: Receiver;
  let operator: Api;

  beforeAll(async () => {
    [gateway, receiver] = await Promise.all([startTestGateway(stores), startReceiver({ answers: likeMeta })]);
    operator = api(gateway, gateway.rootKey);
  });

  const logOf = async (caller: Api, query = '') => (await caller.all<Entry>(`/v1/audit-log${query}`)).toReversed();
  const actionsOf = async (caller: Api, query = '') => (await logOf(caller, query)).map(({ action }) => action);

  test('has every change that a key makes, both sides of it as the API shows them, and no secret', async () => {
    const workspace = await createWorkspace(gateway, { name: 'Audited' });
    const shown = await changeEverything(workspace);
    expect(await actionsOf(workspace.api)).toEqual([
      'api_key.created',
      'workspace.updated',
      'api_key.created',
      'api_key.deleted',
      'meta_app.created',
      'meta_app.updated',
      'meta_app.secret_rotated',
      'channel.created',
      'channel.updated',
      'channel.deleted',
      'meta_app.deleted',
      'endpoint.created',
      'endpoint.updated',
      'endpoint.secret_rotated',
      'endpoint.disabled',
      'endpoint.enabled',
      'endpoint.deleted',
    ]);
    const entries = await logOf(workspace.api);
    const [firstKey, ...byItsKey] = entries;
    expect(firstKey?.actor).toEqual({ kind: 'root', id: null });
    const ids = new Set(byItsKey.map(({ actor }) => `${actor.kind} ${actor.id}`));
    expect([...ids]).toEqual([`key ${firstKey?.resource_id}`]);
    expect(entries.every(({ request_id }) => request_id !== null)).toBe(true);
    const ofEndpoint = await logOf(workspace.api, `?resource=${shown.endpointId}`);
    expect(ofEndpoint.map(({ before }) => before)).toEqual([
      null,
      ...ofEndpoint.slice(0, -1).map(({ after }) => after),
    ]);
    expect(ofEndpoint.at(-1)?.after).toBeNull();
    // The gateway keeps the breaker itself: nobody's change.
    const { breaker, ...asSet } = shown.updatedEndpoint as Record<string, unknown>;
    expect(breaker).toMatchObject({ state: 'closed' });
    expect(ofEndpoint[1]?.after).toEqual(asSet);
    const table = await readTable(gateway);
    expect(table.length).toBeGreaterThan(entries.length);
    const secrets = [...Object.values(SECRETS), ...shown.secrets, workspace.key, gateway.rootKey];
    expect(secrets.filter((secret) => JSON.stringify(table).includes(secret))).toEqual([]);
  });

  /** Makes one change of each kind, and with each PATCH a second one that changes nothing. */
  async function changeEverything({ id, api: own }: TestWorkspace) {
    const patchTwice = async (path: string, body: Json) => {
      const changed = await own.patch<Json>(path, body);
      expect(await own.patch<Json>(path, body)).toEqual(changed);
      return changed;
    };
    await patchTwice(`/v1/workspaces/${id}`, { name: 'Renamed', settings: { default_country: 'DE' } });
    const key = await own.post<{ id: string; key: string }>('/v1/api-keys', { name: 'second', scope: 'read' });
    await own.delete(`/v1/api-keys/${key.id}`);
    const app = await own.post<{ id: string }>('/v1/meta-apps', {
      app_id: '900',
      app_secret: SECRETS.appSecret,
      verify_token: SECRETS.appVerifyToken,
    });
    await patchTwice(`/v1/meta-apps/${app.id}`, { app_secret: SECRETS.otherAppSecret });
    await own.post(`/v1/meta-apps/${app.id}/rotate-secret`, { app_secret: SECRETS.nextAppSecret });
    const channel = await own.post<{ id: string }>('/v1/channels', {
      meta_app_id: app.id,
      ...NUMBER,
      access_token: SECRETS.accessToken,
    });
    await patchTwice(`/v1/channels/${channel.id}`, { access_token: SECRETS.nextAccessToken });
    await own.delete(`/v1/channels/${channel.id}`);
    await own.delete(`/v1/meta-apps/${app.id}`);
    const endpoint = await addEndpoint(own, {
      url: receiver.url,
      format: 'meta',
      secret: SECRETS.signingSecret,
      headers: { Authorization: `Bearer ${SECRETS.headerValue}` },
    });
    const path = `/v1/endpoints/${endpoint.id}`;
    const updatedEndpoint = await patchTwice(path, {
      headers: { authorization: SECRETS.nextHeaderValue },
      verify_token: SECRETS.endpointVerifyToken,
    });
    const { signing_secret } = await own.post<{ signing_secret: string }>(`${path}/rotate-secret`);
    for (const verb of ['disable', 'disable', 'enable', 'enable']) await own.post(`${path}/${verb}`);
    await own.delete(path);
    return { endpointId: endpoint.id, updatedEndpoint, secrets: [key.key, signing_secret] };
  }

  test('has what is done by hand to deliveries and quarantined items', async () => {
    const workspace = await createWorkspace(gateway, { name: 'By hand' });
    const own = workspace.api;
    const endpoint = await addEndpoint(own, { url: receiver.url });
    await own.post('/v1/events', { type: 'custom.order_paid', data: { total: 1 } });
    await waitForAttempts(own, endpoint.id, 1);
    const [delivery] = await own.all<{ id: string }>('/v1/deliveries');
    await own.post(`/v1/endpoints/${endpoint.id}/disable`);
    await own.post(`/v1/deliveries/${delivery?.id}/resend`);
    await waitForAttempts(own, endpoint.id, 2);
    expect((await own.send('POST', `/v1/deliveries/${delivery?.id}/cancel`)).status).toBe(409);
    const metaApp = await registerMetaApp(gateway, own);
    for (const fixture of ['meta/text.json', 'meta/image.json']) await metaApp.post(readFixture(fixture));
    const [image, text] = await own.all<{ id: string }>('/v1/quarantine');
    await own.delete(`/v1/quarantine/${image?.id}`);
    expect((await own.send('POST', `/v1/quarantine/${text?.id}/release`)).status).toBe(409);
    await addChannel(own, metaApp);
    await own.post(`/v1/quarantine/${text?.id}/release`);
    expect((await logOf(own)).slice(3)).toMatchObject([
      {
        action: 'delivery.resent',
        resource_id: delivery?.id,
        before: { state: 'delivered', attempts_made: 1 },
        after: { state: 'pending', attempts_made: 1 },
      },
      { action: 'meta_app.created' },
      { action: 'quarantine_item.deleted', resource_id: image?.id, before: { reason: 'unknown_channel' }, after: null },
      { action: 'channel.created' },
      { action: 'quarantine_item.released', resource_id: text?.id, before: { field: 'messages' }, after: null },
    ]);
    expect(JSON.stringify(await logOf(own))).not.toContain('wamid.');
  });

  test('has the engine’s own disabling, once', async () => {
    const { api: own } = await createWorkspace(gateway, { name: 'Gone' });
    const endpoint = await addEndpoint(own, { url: `${receiver.url}/gone` });
    for (const total of [1, 2, 3]) await own.post('/v1/events', { type: 'custom.order_paid', data: { total } });
    await waitForAttempts(own, endpoint.id, 1);
    const disabled = () => logOf(own, '?action=endpoint.disabled');
    while ((await disabled()).length === 0) await own.get(`/v1/endpoints/${endpoint.id}`);
    expect(await disabled()).toMatchObject([
      {
        actor: { kind: 'system', id: null },
        resource_id: endpoint.id,
        before: { enabled: true },
        after: { enabled: false, disabled_reason: 'gone' },
        request_id: null,
      },
    ]);
  });

  test('keeps the operator’s own apart, and names the root key where it acts for a workspace', async () => {
    const workspace = await createWorkspace(gateway, { name: 'Theirs' });
    const metaApp = await registerMetaApp(gateway, operator);
    await registerMetaApp(gateway, api(gateway, gateway.rootKey, workspace.id));
    const own = await logOf(workspace.api, '?action=meta_app.created');
    expect(own).toMatchObject([{ actor: { kind: 'root', id: null } }]);
    expect(own.map(({ resource_id }) => resource_id)).not.toContain(metaApp.id);
    const operators = await logOf(operator);
    expect(operators.map(({ action, resource_id }) => [action, resource_id]).slice(-2)).toEqual([
      ['workspace.created', workspace.id],
      ['meta_app.created', metaApp.id],
    ]);
    expect(await logOf(api(gateway, gateway.rootKey, workspace.id))).toEqual(await logOf(workspace.api));
  });
});

/** Everything that stands in the table, of whomever it is. */
async function readTable(gateway: TestGateway): Promise<readonly Json[]> {
  const store: OpenedStore = await openStore(gateway.env.POSTHORN_DATABASE_URL ?? '');
  try {
    return await store.db.selectFrom('audit_log').selectAll().execute();
  } finally {
    await store.close();
  }
}
