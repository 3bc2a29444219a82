import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { startApi } from '../../../test/support/start-api.ts';
import { WORKSPACE_A as A, WORKSPACE_B as B, openTwoWorkspaces } from '../../../test/support/two-workspaces.ts';
import type { ChannelConnection } from '../../domain/channel-connection.ts';
import type { GraphResult } from '../../domain/graph.ts';
import { idOf } from '../../domain/ids.ts';
import { writeAudit } from '../../gateway/write-audit.ts';
import { SecretBox } from '../../platform/secrets/secret-box.ts';
import { channelRoutes } from './channels.routes.ts';
import type { ChannelRecord } from './channels.store.ts';

const APP_OF_OPERATOR = idOf('app', uuid(1));
const APP_OF_A = idOf('app', uuid(2));
const APP_OF_B = idOf('app', uuid(3));
const APP_OF_A_2 = idOf('app', uuid(4));
const BODY = {
  meta_app_id: APP_OF_A,
  waba_id: '102290129340398',
  phone_number_id: '106540352242922',
  display_phone_number: '15550783881',
};
const OF_B = { authorization: 'Bearer b-admin' };
const OPERATOR = { authorization: 'Bearer root' };
const OPERATOR_FOR_A = { ...OPERATOR, 'posthorn-workspace': A };
const OPERATOR_FOR_B = { ...OPERATOR, 'posthorn-workspace': B };

const CONNECTED: ChannelConnection = {
  state: 'connected',
  checkedAtMs: 1_000_000,
  steps: [{ step: 'number', ok: true, message: 'The token may use the number.', error: null }],
  throughputPerSecond: 1_000,
};
const CONNECTED_VIEW = {
  state: 'connected',
  checked_at: '1970-01-01T00:16:40.000Z',
  steps: [{ step: 'number', ok: true, message: 'The token may use the number.' }],
  throughput_per_second: 1_000,
};
const REFUSED = {
  kind: 'refused',
  error: {
    code: 100,
    title: 'Unsupported get request',
    details: null,
    subcode: 33,
    traceId: null,
    httpStatus: 400,
    retryable: false,
    advice: 'Check the id.',
  },
} as const;
const FAILED: ChannelConnection = {
  state: 'failed',
  checkedAtMs: 1_000_000,
  steps: [
    {
      step: 'number',
      ok: false,
      message: 'Meta refused.',
      error: {
        code: 190,
        title: 'Access token has expired',
        details: null,
        subcode: 463,
        traceId: 'T',
        httpStatus: 401,
        retryable: false,
        advice: 'Make a new one.',
      },
    },
  ],
  throughputPerSecond: null,
};

describe('channels over HTTP', () => {
  test('a channel is shown without its token, which is stored encrypted and can be forgotten', async () => {
    const { call, store } = await start();
    const created = await call('POST', '/v1/channels', { ...BODY, access_token: 'EAAG-very-secret' });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      id: expect.stringMatching(/^chn_/),
      ...BODY,
      has_access_token: true,
      access_token_expired_at: null,
      connection: CONNECTED_VIEW,
      simulated: false,
      doctor: null,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    const path = `/v1/channels/${created.body.id}`;
    expect((await call('GET', path)).body).toEqual(created.body);
    expect((await call('GET', '/v1/channels')).body.data).toEqual([created.body]);
    const rows = JSON.stringify(await store.db.selectFrom('channels').selectAll().execute());
    expect(rows).not.toContain('EAAG-very-secret');
    expect((await call('PATCH', path, { display_phone_number: '+1 555 078 3881' })).body.has_access_token).toBe(true);
    expect((await call('PATCH', path, { access_token: null })).body.has_access_token).toBe(false);
  });

  test('a workspace puts channels on its own Meta app; the operator’s is for the operator; others’ are unknown', async () => {
    const { call } = await start();
    expect((await call('POST', '/v1/channels', BODY)).status).toBe(201);
    const onOperators = { ...BODY, meta_app_id: APP_OF_OPERATOR };
    const refused = [
      await call('POST', '/v1/channels', onOperators),
      await call('POST', '/v1/channels', { ...BODY, meta_app_id: APP_OF_B }),
      await call('POST', '/v1/channels', { ...BODY, meta_app_id: APP_OF_B }, OPERATOR_FOR_A),
      await call('POST', '/v1/channels', { ...BODY, meta_app_id: `app_${uuid(99)}` }),
      await call('POST', '/v1/channels', { ...BODY, meta_app_id: 'nonsense' }),
    ];
    const told = refused.map(({ status, body: { instance: _instance, request_id: _id, ...rest } }) => ({
      status,
      rest,
    }));
    expect(told[0]?.status).toBe(404);
    for (const one of told) expect(one).toEqual(told[0]);
    expect((await call('POST', '/v1/channels', onOperators, OPERATOR_FOR_A)).status).toBe(201);
    expect((await call('POST', '/v1/channels', onOperators, OPERATOR)).status).toBe(400);
  });

  test('a squatted number is refused without a word about whose it is', async () => {
    const { call } = await start();
    const onOperators = { ...BODY, meta_app_id: APP_OF_OPERATOR };
    const first = await call('POST', '/v1/channels', onOperators, OPERATOR_FOR_A);
    const second = await call('POST', '/v1/channels', onOperators, OPERATOR_FOR_B);
    expect([second.status, second.body.code]).toEqual([409, 'conflict']);
    for (const told of [A, first.body.id]) expect(JSON.stringify(second.body)).not.toContain(told);
    const onItsOwn = await call('POST', '/v1/channels', { ...BODY, meta_app_id: APP_OF_B }, OF_B);
    expect(onItsOwn.status).toBe(201);
  });

  test('a workspace cannot turn its channel on the operator’s Meta app into another number’s', async () => {
    const { call } = await start();
    const onOperators = { ...BODY, meta_app_id: APP_OF_OPERATOR };
    const path = `/v1/channels/${(await call('POST', '/v1/channels', onOperators, OPERATOR_FOR_A)).body.id}`;
    for (const changes of [{ phone_number_id: '1' }, { waba_id: '1' }, { meta_app_id: APP_OF_A }]) {
      expect((await call('PATCH', path, changes)).status).toBe(403);
    }
    expect((await call('PATCH', path, { display_phone_number: '15550000000' })).status).toBe(200);
    expect((await call('PATCH', path, { waba_id: '1' }, OPERATOR_FOR_A)).body.waba_id).toBe('1');
  });

  test('a token connects the channel, at its creation and whenever what it stands on changes', async () => {
    const { call, connected } = await start();
    const without = await call('POST', '/v1/channels', BODY);
    expect(without.body).toMatchObject({ has_access_token: false, connection: null, access_token_expired_at: null });
    const path = `/v1/channels/${without.body.id}`;
    const given = await call('PATCH', path, { access_token: 'one' }, { 'if-match': without.etag });
    expect(given.body.connection).toEqual(CONNECTED_VIEW);
    expect((await call('GET', path)).etag).toBe(given.etag);
    await call('PATCH', path, { access_token: 'one' });
    await call('PATCH', path, { display_phone_number: '15550000000' });
    expect(connected).toHaveLength(1);
    for (const changes of [{ access_token: 'two' }, { waba_id: '1' }, { phone_number_id: '2' }]) {
      expect((await call('PATCH', path, changes)).body.connection).toEqual(CONNECTED_VIEW);
    }
    expect(connected.map(({ wabaId, phoneNumberId }) => [wabaId, phoneNumberId])).toEqual([
      [BODY.waba_id, BODY.phone_number_id],
      [BODY.waba_id, BODY.phone_number_id],
      ['1', BODY.phone_number_id],
      ['1', '2'],
    ]);
    const forgotten = await call('PATCH', path, { access_token: null });
    expect(forgotten.body).toMatchObject({ has_access_token: false, connection: null });
    expect(connected).toHaveLength(4);
  });

  test('a channel that cannot be connected is there all the same, says why, and is connected by hand later', async () => {
    const outcomes = [FAILED, CONNECTED];
    const { call, store } = await start(() => outcomes.shift() ?? FAILED);
    const created = await call('POST', '/v1/channels', { ...BODY, access_token: 'wrong' });
    expect(created.status).toBe(201);
    expect(created.body.connection).toEqual({
      state: 'failed',
      checked_at: '1970-01-01T00:16:40.000Z',
      steps: [
        {
          step: 'number',
          ok: false,
          message: 'Meta refused.',
          meta_error: {
            code: 190,
            title: 'Access token has expired',
            details: null,
            subcode: 463,
            trace_id: 'T',
            retryable: false,
            advice: 'Make a new one.',
          },
        },
      ],
    });
    const path = `/v1/channels/${created.body.id}`;
    const again = await call('POST', `${path}/connect`);
    expect([again.status, again.body.connection]).toEqual([200, CONNECTED_VIEW]);
    expect((await call('GET', path)).body).toEqual(again.body);
    const actions = await store.db.selectFrom('audit_log').select('action').orderBy('id').execute();
    expect(actions.map(({ action }) => action)).toEqual(['channel.created', 'channel.connected']);
  });

  test('a channel without a token cannot be connected', async () => {
    const { call } = await start();
    const { id } = (await call('POST', '/v1/channels', BODY)).body;
    const answer = await call('POST', `/v1/channels/${id}/connect`);
    expect([answer.status, answer.body.code]).toEqual([422, 'channel_not_connected']);
  });

  test('another workspace’s channel is unknown on every route', async () => {
    const { call } = await start();
    const { id } = (await call('POST', '/v1/channels', BODY)).body;
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { display_phone_number: '15550000000' }],
      ['POST', '/connect', undefined],
      ['DELETE', '', undefined],
    ] as const) {
      for (const headers of [OF_B, OPERATOR_FOR_B]) {
        expect((await call(method, `/v1/channels/${id}${path}`, body, headers)).status).toBe(404);
      }
    }
    expect((await call('GET', '/v1/channels', undefined, OF_B)).body.data).toEqual([]);
    expect((await call('GET', `/v1/channels/${id}`)).body).toMatchObject(BODY);
  });

  test('the numbers of an account are shown with the token at hand, which is kept nowhere', async () => {
    const { call, store, asked, meta } = await start();
    const added = (await call('POST', '/v1/channels', BODY)).body;
    meta[BODY.waba_id] = { kind: 'ok', body: { name: 'Kanal Cykel' } };
    const entry = { id: BODY.phone_number_id, display_phone_number: '+1 555-078-3881', verified_name: 'Kanal' };
    const other = { id: '77', display_phone_number: '+1 555-078-3882', quality_rating: 'GREEN' };
    meta[`${BODY.waba_id}/phone_numbers`] = { kind: 'ok', body: { data: [entry, other, { id: 5 }] } };
    const wish = { waba_id: BODY.waba_id, access_token: 'EAAG-just-looking' };
    const found = await call('POST', '/v1/channels/discover', wish);
    expect(found.body).toEqual({
      waba_id: BODY.waba_id,
      name: 'Kanal Cykel',
      numbers: [
        {
          phone_number_id: BODY.phone_number_id,
          display_phone_number: '+1 555-078-3881',
          verified_name: 'Kanal',
          quality_rating: null,
          channel_id: added.id,
        },
        {
          phone_number_id: '77',
          display_phone_number: '+1 555-078-3882',
          verified_name: null,
          quality_rating: 'GREEN',
          channel_id: null,
        },
      ],
      more: false,
    });
    expect(asked).toEqual([`EAAG-just-looking ${BODY.waba_id}`, `EAAG-just-looking ${BODY.waba_id}/phone_numbers`]);
    expect((await call('POST', '/v1/channels/discover', wish, OF_B)).body.numbers[0].channel_id).toBeNull();
    const rows = JSON.stringify([
      await store.db.selectFrom('channels').selectAll().execute(),
      await store.db.selectFrom('audit_log').selectAll().execute(),
    ]);
    expect(rows).not.toContain('EAAG-just-looking');
  });

  test('what Meta says against an account or a token stands at the field that it is about', async () => {
    const { call, meta } = await start();
    const wish = { waba_id: BODY.waba_id, access_token: 'EAAG-just-looking' };
    const unknown = await call('POST', '/v1/channels/discover', wish);
    expect(unknown).toMatchObject({ status: 422, body: { code: 'meta_refused', errors: [{ pointer: '/waba_id' }] } });
    meta[`${BODY.waba_id}/phone_numbers`] = { kind: 'refused', error: { ...REFUSED.error, code: 190 } };
    const expired = await call('POST', '/v1/channels/discover', wish);
    expect(expired.body).toMatchObject({ code: 'meta_refused', errors: [{ pointer: '/access_token' }] });
    expect(JSON.stringify(expired.body)).not.toContain('EAAG');
  });

  test('nobody puts a number on the simulator’s app, or changes the one that is there', async () => {
    const { call, store } = await start();
    const { id } = (await call('POST', '/v1/channels', BODY)).body;
    await store.db.updateTable('meta_apps').set({ is_simulated: 1 }).where('id', '=', BODY.meta_app_id).execute();
    const path = `/v1/channels/${id}`;
    expect((await call('GET', path)).body.simulated).toBe(true);
    for (const headers of [undefined, OPERATOR_FOR_A]) {
      const another = { ...BODY, phone_number_id: '77' };
      expect((await call('POST', '/v1/channels', another, headers)).status).toBe(404);
      for (const changes of [{ access_token: 'EAAG-real' }, { phone_number_id: '77' }, { meta_app_id: APP_OF_A_2 }]) {
        expect((await call('PATCH', path, changes, headers)).status).toBe(403);
      }
    }
    const real = (await call('POST', '/v1/channels', { ...BODY, meta_app_id: APP_OF_A_2 })).body.id;
    expect((await call('PATCH', `/v1/channels/${real}`, { meta_app_id: BODY.meta_app_id })).status).toBe(404);
    expect((await call('DELETE', path)).status).toBe(204);
  });

  test('a stale version is refused, and a deleted channel is gone and frees its number', async () => {
    const { call } = await start();
    const created = await call('POST', '/v1/channels', BODY);
    const path = `/v1/channels/${created.body.id}`;
    const changes = { display_phone_number: '15550000000' };
    expect((await call('PATCH', path, changes, { 'if-match': created.etag })).status).toBe(200);
    expect((await call('PATCH', path, changes, { 'if-match': created.etag })).status).toBe(412);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
    expect((await call('POST', '/v1/channels', BODY)).status).toBe(201);
  });
});

async function start(connection: () => ChannelConnection = () => CONNECTED) {
  const store = await openFilledStore();
  const connected: ChannelRecord[] = [];
  const asked: string[] = [];
  const meta: Record<string, GraphResult> = {};
  let idCount = 0;
  const ctx = {
    store,
    box: new SecretBox([createHmac('sha256', 'test').digest()]),
    newId: () => uuid(++idCount),
    nowMs: () => 1_000_000,
    audit: writeAudit,
    connect: async (channel: ChannelRecord) => {
      connected.push(channel);
      return { connection: connection(), tokenWorks: true };
    },
    refreshRegistry: async () => {},
    ask: async (token: string, call: { readonly path: string }) => {
      asked.push(`${token} ${call.path}`);
      return meta[call.path] ?? REFUSED;
    },
  };
  const api = await startApi((server) => channelRoutes(server, ctx));
  const call = (method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>) =>
    api.call(method, path, { body, headers });
  return { call, store, connected, asked, meta };
}

async function openFilledStore() {
  const store = await openTwoWorkspaces();
  const times = { created_at_ms: 1, updated_at_ms: 1, deleted_at_ms: null, revision: 0 };
  for (const [id, workspaceId] of [
    [APP_OF_OPERATOR, null],
    [APP_OF_A, A],
    [APP_OF_B, B],
    [APP_OF_A_2, A],
  ] as const) {
    await store.db
      .insertInto('meta_apps')
      .values({ id, workspace_id: workspaceId, app_id: '1', app_secrets: '', verify_token: '', ...times })
      .execute();
  }
  return store;
}

function uuid(number: number): string {
  return `01890000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
