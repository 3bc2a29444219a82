import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { startApi } from '../../../test/support/start-api.ts';
import { WORKSPACE_A as A, openTwoWorkspaces } from '../../../test/support/two-workspaces.ts';
import type { GraphResult } from '../../domain/graph.ts';
import { NO_TRAFFIC } from '../../domain/meta-app-traffic.ts';
import { writeAudit } from '../../gateway/write-audit.ts';
import { SecretBox } from '../../platform/secrets/secret-box.ts';
import { readAppSecrets } from './app-secrets.ts';
import { type MetaAppRoutesContext, metaAppRoutes } from './meta-apps.routes.ts';

const START_MS = Date.parse('2026-11-20T10:00:00Z');
const BODY = { app_id: '1234567890', app_secret: 'first-app-secret', verify_token: 'a-verify-token' };
/** What Meta has before: a field that we would not ask for stays. */
const SUBSCRIBED: GraphResult = {
  kind: 'ok',
  body: {
    data: [{ object: 'whatsapp_business_account', callback_url: 'https://old.example', fields: [{ name: 'flows' }] }],
  },
};
const OF_OPERATOR = { authorization: 'Bearer root' };
const OPERATOR_FOR_A = { ...OF_OPERATOR, 'posthorn-workspace': A };
const OF_B = { authorization: 'Bearer b-admin' };

describe('Meta apps over HTTP', () => {
  test('a registration shows its callback path and no secret, neither in answers nor in the database', async () => {
    const { call, store } = await start();
    const created = await call('POST', '/v1/meta-apps', BODY);
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      id: expect.stringMatching(/^app_/),
      workspace_id: A,
      app_id: '1234567890',
      app_secret_count: 1,
      simulated: false,
      callback_path: '/webhooks/meta/1234567890',
      callback_url: 'https://hooks.example.com/webhooks/meta/1234567890',
      last_challenge_at: '2026-11-20T10:00:00.000Z',
      last_signed_post_at: null,
      last_refused_post_at: null,
      doctor: null,
      created_at: '2026-11-20T10:00:00.000Z',
      updated_at: '2026-11-20T10:00:00.000Z',
    });
    expect((await call('GET', `/v1/meta-apps/${created.body.id}`)).body).toEqual(created.body);
    expect((await call('GET', '/v1/meta-apps')).body.data).toEqual([created.body]);
    const rows = JSON.stringify(await store.db.selectFrom('meta_apps').selectAll().execute());
    for (const clear of [BODY.app_secret, BODY.verify_token]) expect(rows).not.toContain(clear);
  });

  test('up to four app secrets are valid at once, newest first, until their time is over', async () => {
    const { call, secretsOf, clock } = await start();
    const { id } = (await call('POST', '/v1/meta-apps', BODY)).body;
    const path = `/v1/meta-apps/${id}`;
    for (const app_secret of ['secret-2', 'secret-3', 'secret-4', 'secret-5']) {
      await call('POST', `${path}/rotate-secret`, { app_secret });
    }
    expect(await secretsOf(id)).toEqual(['secret-5', 'secret-4', 'secret-3', 'secret-2']);
    const rotated = await call('POST', `${path}/rotate-secret`, { app_secret: 'secret-6', keep_previous_seconds: 60 });
    expect(rotated.body.app_secret_count).toBe(4);
    clock.nowMs += 60_000;
    expect((await call('GET', path)).body.app_secret_count).toBe(1);
    await call('PATCH', path, { app_secret: 'secret-7' });
    expect(await secretsOf(id)).toEqual(['secret-7']);
  });

  test('the operator’s registrations and those of workspaces are separate, on every route', async () => {
    const { call } = await start();
    const ofA = (await call('POST', '/v1/meta-apps', BODY)).body.id;
    const ofOperator = (await call('POST', '/v1/meta-apps', BODY, OF_OPERATOR)).body.id;
    const reads: readonly [Readonly<Record<string, string>>, readonly string[]][] = [
      [{}, [ofA]],
      [OPERATOR_FOR_A, [ofA]],
      [OF_OPERATOR, [ofOperator]],
      [OF_B, []],
    ];
    for (const [headers, ids] of reads) {
      const list = await call('GET', '/v1/meta-apps', undefined, headers);
      expect(list.body.data.map((app: { id: string }) => app.id)).toEqual(ids);
    }
    for (const [headers, id] of [
      [OF_B, ofA],
      [OF_OPERATOR, ofA],
      [OF_B, ofOperator],
      [OPERATOR_FOR_A, ofOperator],
    ] as const) {
      for (const [method, suffix, body] of [
        ['GET', '', undefined],
        ['PATCH', '', { verify_token: 'x' }],
        ['DELETE', '', undefined],
        ['POST', '/rotate-secret', { app_secret: 'secret-of-another' }],
      ] as const) {
        expect((await call(method, `/v1/meta-apps/${id}${suffix}`, body, headers)).status).toBe(404);
      }
    }
    expect((await call('GET', `/v1/meta-apps/${ofA}`)).body.app_secret_count).toBe(1);
  });

  test('only an admin key registers or changes apps; a stale version is refused; a deleted one is gone', async () => {
    const { call } = await start();
    const writing = { authorization: 'Bearer a-write' };
    expect((await call('POST', '/v1/meta-apps', BODY, writing)).status).toBe(403);
    const created = await call('POST', '/v1/meta-apps', BODY);
    const path = `/v1/meta-apps/${created.body.id}`;
    expect((await call('GET', path, undefined, writing)).status).toBe(200);
    expect((await call('DELETE', path, undefined, writing)).status).toBe(403);
    expect((await call('PATCH', path, { verify_token: 'x' }, { 'if-match': created.etag })).status).toBe(200);
    expect((await call('PATCH', path, { verify_token: 'y' }, { 'if-match': created.etag })).status).toBe(412);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
  });

  test('a verify token that nobody gave is made, shown once, and made anew on request', async () => {
    const { call } = await start();
    const { verify_token: _given, ...without } = BODY;
    const created = await call('POST', '/v1/meta-apps', without);
    expect([created.status, created.body.verify_token]).toEqual([201, 'vt_made-by-the-gateway']);
    const path = `/v1/meta-apps/${created.body.id}`;
    expect((await call('GET', path)).body).not.toHaveProperty('verify_token');
    expect((await call('POST', '/v1/meta-apps', BODY)).body).not.toHaveProperty('verify_token');
    const again = await call('POST', `${path}/rotate-verify-token`);
    expect([again.status, again.body.verify_token]).toEqual([200, 'vt_made-by-the-gateway']);
    expect(again.etag).not.toBe(created.etag);
  });

  test('subscribing sets callback, verify token and fields at Meta with the app’s own token', async () => {
    const { call, asked, answer } = await start();
    const { id } = (await call('POST', '/v1/meta-apps', BODY)).body;
    expect((await call('POST', `/v1/meta-apps/${id}/subscribe`)).status).toBe(200);
    expect(asked).toEqual([
      ['1234567890|first-app-secret', 'GET', '1234567890/subscriptions', undefined],
      [
        '1234567890|first-app-secret',
        'POST',
        '1234567890/subscriptions',
        {
          object: 'whatsapp_business_account',
          callback_url: 'https://hooks.example.com/webhooks/meta/1234567890',
          verify_token: 'a-verify-token',
          fields: expect.stringMatching(/^flows,messages,/),
        },
      ],
    ]);
    answer.next = { kind: 'unreachable', reason: 'Meta could not be reached.' };
    expect((await call('POST', `/v1/meta-apps/${id}/subscribe`)).body.code).toBe('meta_unavailable');
  });

  test('the simulator’s app is not changed by anybody, and may be deleted', async () => {
    const { call, store } = await start();
    const { id } = (await call('POST', '/v1/meta-apps', BODY)).body;
    await store.db.updateTable('meta_apps').set({ is_simulated: 1 }).where('id', '=', id).execute();
    const path = `/v1/meta-apps/${id}`;
    expect((await call('GET', path)).body.simulated).toBe(true);
    const changes = [
      call('PATCH', path, { app_secret: 'another-secret' }),
      call('POST', `${path}/rotate-secret`, { app_secret: 'another-secret' }),
      call('POST', `${path}/rotate-verify-token`),
      call('POST', `${path}/subscribe`),
    ];
    for (const refused of await Promise.all(changes)) expect(refused.body.code).toBe('forbidden');
    expect((await call('DELETE', path)).status).toBe(204);
  });

  test('a wrong field is named and no value is shown', async () => {
    const { call } = await start();
    const refused = await call('POST', '/v1/meta-apps', { ...BODY, app_secret: 'with a space', colour: 1 });
    expect(refused.status).toBe(400);
    const pointers = refused.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers.toSorted()).toEqual(['/app_secret', '/colour']);
    expect(JSON.stringify(refused.body)).not.toContain('with a space');
  });
});

async function start() {
  const store = await openTwoWorkspaces();
  const box = new SecretBox([createHmac('sha256', 'test').digest()]);
  const clock = { nowMs: START_MS };
  const answer: { next: GraphResult } = { next: { kind: 'ok', body: { success: true } } };
  let idCount = 0;
  const newId = () => uuid(++idCount);
  const asked: unknown[] = [];
  const ctx: MetaAppRoutesContext = {
    ...{ store, box, newId, nowMs: () => clock.nowMs, audit: writeAudit, refreshRegistry: async () => {} },
    traffic: async (ids) => new Map(ids.slice(0, 1).map((id) => [id, { ...NO_TRAFFIC, lastChallengeAtMs: START_MS }])),
    publicUrl: 'https://hooks.example.com/',
    newVerifyToken: () => 'vt_made-by-the-gateway',
    ask: async (appToken, call) => {
      asked.push([appToken, call.method, call.path, call.body]);
      return call.method === 'GET' ? SUBSCRIBED : answer.next;
    },
  };
  const api = await startApi((server) => metaAppRoutes(server, ctx));
  const call = (method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>) =>
    api.call(method, path, { as: 'a-admin', body, headers });
  const secretsOf = async (id: string): Promise<readonly string[]> => {
    const rows = await store.db.selectFrom('meta_apps').selectAll().execute();
    const sealed = rows.find((row) => row.id === id)?.app_secrets ?? '';
    return readAppSecrets(box.open(sealed)).map((one) => one.secret);
  };
  return { call, store, clock, secretsOf, asked, answer };
}

function uuid(number: number): string {
  return `01890000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
