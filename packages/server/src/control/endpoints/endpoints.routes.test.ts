import { createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Answer, startApi } from '../../../test/support/start-api.ts';
import { WORKSPACE_A as A, WORKSPACE_B as B, openTwoWorkspaces } from '../../../test/support/two-workspaces.ts';
import type { Breaker } from '../../domain/endpoint-breaker.ts';
import { type EndpointId, idOf, type WorkspaceId } from '../../domain/ids.ts';
import { writeAudit } from '../../gateway/write-audit.ts';
import { checkEventTypes } from '../../pipeline/matching/check-event-types.ts';
import { asymmetricPublicKey } from '../../pipeline/signing/asymmetric-key.ts';
import { checkChosenSecret, newSigningSecret } from '../../pipeline/signing/signing-secrets.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import { checkCustomHeaders, createEgressGuard } from '../../platform/egress/egress.ts';
import { SecretBox } from '../../platform/secrets/secret-box.ts';
import { type EndpointRoutesContext, endpointRoutes } from './endpoints.routes.ts';

const CHANNEL_OF_A = idOf('chn', uuid(1));
const CHANNEL_OF_B = idOf('chn', uuid(2));
const START_MS = Date.parse('2026-11-20T10:00:00Z');
const UNKNOWN = `ep_${uuid(99)}`;

describe('endpoints over HTTP', () => {
  test('creation shows the signing secret once, and the defaults', async () => {
    const { call } = await start();
    const created = await call('POST', '/v1/endpoints', { url: 'https://receiver.example' });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      id: expect.stringMatching(/^ep_/),
      url: 'https://receiver.example/',
      event_types: ['*'],
      channel_ids: null,
      format: 'standard',
      format_options: {},
      retry: 'standard',
      retry_policy: {
        delays_seconds: [5, 30, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400],
        timeout_seconds: 15,
      },
      enabled: true,
      disabled_reason: null,
      created_at: '2026-11-20T10:00:00.000Z',
    });
    const { signing_secret } = created.body;
    expect(signing_secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const read = await call('GET', `/v1/endpoints/${created.body.id}`);
    const list = await call('GET', '/v1/endpoints');
    expect(read.status).toBe(200);
    expect(list.body.data).toEqual([read.body]);
    for (const answer of [read, list]) expect(JSON.stringify(answer.body)).not.toContain(signing_secret);
    expect(read.body).not.toHaveProperty('signing_public_key');
  });

  test('nothing that is secret is stored in clear text', async () => {
    const { call, store } = await start();
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    await call('POST', '/v1/endpoints', {
      url: await echoReceiver(),
      format: 'meta',
      secret,
      headers: { Authorization: 'Bearer very-secret' },
      verify_token: 'token-of-mine',
    });
    const rows = await store.db.selectFrom('endpoints').selectAll().execute();
    expect(rows).toHaveLength(1);
    for (const clear of [secret, 'very-secret', 'token-of-mine']) expect(JSON.stringify(rows)).not.toContain(clear);
  });

  test('a secret of the caller’s own choice is taken by the rules of the format', async () => {
    const { call } = await start();
    const url = 'https://receiver.example/';
    const own = await call('POST', '/v1/endpoints', { url, format: 'xobito', secret: 'sixteen-bytes-ok' });
    expect(own.body.signing_secret).toBe('sixteen-bytes-ok');
    const short = await call('POST', '/v1/endpoints', { url, format: 'xobito', secret: 'short' });
    const plain = await call('POST', '/v1/endpoints', { url, secret: 'sixteen-bytes-ok' });
    for (const refused of [short, plain]) {
      expect(refused.status).toBe(422);
      expect(pointersOf(refused)).toEqual(['/secret']);
      expect(JSON.stringify(refused.body)).not.toContain('sixteen-bytes-ok');
    }
  });

  test('header values are shown masked and kept when another header is changed', async () => {
    const { call, guarded } = await start();
    const url = await echoReceiver();
    const headers = { Authorization: 'Bearer very-secret', 'X-One': '1' };
    const created = await call('POST', '/v1/endpoints', { url, format: 'meta', headers });
    expect(Object.keys(created.body.headers)).toEqual(['Authorization', 'X-One']);
    expect(JSON.stringify(created.body.headers)).not.toMatch(/secret|1/);
    const path = `/v1/endpoints/${created.body.id}`;
    await call('PATCH', path, { headers: { 'x-one': '2' }, verify_token: 'token' });
    expect(guarded.at(-1)).toMatchObject({ Authorization: 'Bearer very-secret', 'x-one': '2' });
    expect((await call('PATCH', path, { headers: created.body.headers })).status).toBe(422);
    expect((await call('PATCH', path, { headers: { Host: 'evil' } })).status).toBe(400);
    const cleared = await call('PATCH', path, { headers: null });
    expect(cleared.body.headers).toEqual({});
  });

  test('what is wrong in a body is named by its pointer', async () => {
    const { call } = await start();
    const url = 'https://receiver.example/';
    const cases: readonly [object, number, string, string][] = [
      [{}, 400, 'invalid_request', '/url'],
      [{ url, colour: 'red' }, 400, 'invalid_request', '/colour'],
      [{ url, format: 'pigeon' }, 400, 'invalid_request', '/format'],
      [{ url, format_options: { colour: 1 } }, 400, 'invalid_request', '/format_options/colour'],
      [{ url, format_options: { original: true } }, 422, 'unprocessable', '/format_options/original'],
      [{ url, verify_token: 'token' }, 422, 'unprocessable', '/verify_token'],
      [{ url, event_types: ['message.*', 'no.such'] }, 422, 'event_type_unknown', '/event_types/1'],
      [{ url, format: 'vobiz', event_types: ['contact.created'] }, 422, 'event_type_not_in_format', '/event_types/0'],
      [{ url, event_types: [] }, 400, 'invalid_request', '/event_types'],
      [{ url, retry: { delays_seconds: [-1], timeout_seconds: 5 } }, 400, 'invalid_request', '/retry/delays_seconds/0'],
      [{ url, retry: { delays_seconds: [1], timeout_seconds: 61 } }, 400, 'invalid_request', '/retry/timeout_seconds'],
      [{ url, headers: { 'webhook-id': 'x' } }, 400, 'invalid_request', '/headers/webhook-id'],
      [{ url, channel_ids: [CHANNEL_OF_A, CHANNEL_OF_B, 'x'] }, 422, 'unprocessable', '/channel_ids/1'],
      [{ url: 'https://10.0.0.1/' }, 422, 'endpoint_url_rejected', '/url'],
      [{ url: 'ftp://receiver.example/' }, 422, 'endpoint_url_rejected', '/url'],
    ];
    for (const [body, status, code, pointer] of cases) {
      const answer = await call('POST', '/v1/endpoints', body);
      expect([answer.status, answer.body.code, pointersOf(answer)[0]], JSON.stringify(body)).toEqual([
        status,
        code,
        pointer,
      ]);
    }
    expect((await call('GET', '/v1/endpoints')).body.data).toEqual([]);
  });

  test('the old secret is known by its last characters until the overlap ends, by time or by a call', async () => {
    const { call } = await start();
    const created = await call('POST', '/v1/endpoints', { url: 'https://receiver.example' });
    const path = `/v1/endpoints/${created.body.id}`;
    const hintOf = (secret: string) => `****${secret.slice(-4)}`;
    const first = { hint: hintOf(created.body.signing_secret), since: '2026-11-20T10:00:00.000Z' };
    expect(created.body.secrets).toEqual({ current: first, previous: null });
    const rotated = await call('POST', `${path}/rotate-secret`, { overlap_seconds: 3600 });
    const during = await call('GET', path);
    expect(during.body.secrets).toMatchObject({
      current: { hint: hintOf(rotated.body.signing_secret) },
      previous: { hint: first.hint, until: '2026-11-20T11:00:00.000Z' },
    });
    const dropped = await call('POST', `${path}/drop-old-secret`);
    expect(dropped.body).toMatchObject({ previous_secret_expires_at: null, secrets: { previous: null } });
    expect(dropped.etag).not.toBe(during.etag);
    const again = await call('POST', `${path}/drop-old-secret`);
    expect([again.status, again.etag]).toEqual([200, dropped.etag]);
    expect(again.body.secrets.current).toEqual(during.body.secrets.current);
  });

  test('the time of each attempt is told, of an endpoint and of each preset', async () => {
    const { call } = await start();
    const created = await call('POST', '/v1/endpoints', { url: 'https://receiver.example', format: 'xobito' });
    const schedule = [
      { attempt_number: 1, wait_ms: 0, after_ms: 0 },
      { attempt_number: 2, wait_ms: 1_000, after_ms: 1_000 },
      { attempt_number: 3, wait_ms: 2_000, after_ms: 3_000 },
    ];
    expect(created.body.retry_schedule).toEqual(schedule);
    const presets = await call('GET', '/v1/retry-presets');
    expect(presets.body.data).toHaveLength(4);
    expect(presets.body.data).toContainEqual({
      ...{ name: 'xobito', formats: ['xobito'], delays_seconds: [1, 2], timeout_seconds: 30, schedule },
    });
  });

  test('who made an endpoint is told', async () => {
    const { call } = await start();
    const created = await call('POST', '/v1/endpoints', { url: 'https://receiver.example' });
    expect(created.body).toMatchObject({
      created_by: { kind: 'key', id: 'key_0190a000-0000-7000-8000-000000000009' },
      is_test_receiver: false,
    });
  });

  test('retry is shown as given and as what it comes to, and null goes back to the preset of the format', async () => {
    const { call } = await start();
    const own = { delays_seconds: [1, 604_800], timeout_seconds: 60 };
    const created = await call('POST', '/v1/endpoints', { url: 'https://r.example', format: 'vobiz', retry: own });
    expect(created.body).toMatchObject({ retry: own, retry_policy: own });
    const path = `/v1/endpoints/${created.body.id}`;
    const preset = await call('PATCH', path, { retry: 'xobito-legacy' });
    expect(preset.body.retry_policy).toEqual({ delays_seconds: [2, 4], timeout_seconds: 30 });
    const ofFormat = await call('PATCH', path, { retry: null });
    expect(ofFormat.body.retry).toBe('vobiz');
    expect((await call('PATCH', path, { format: 'xobito', event_types: ['*'] })).body.retry).toBe('xobito');
  });

  test('a receiver of format meta with a verify token must answer the challenge, on creation and when the URL changes', async () => {
    const { call } = await start();
    const good = await echoReceiver('token');
    const bad = await echoReceiver('another token');
    const body = { format: 'meta', verify_token: 'token' };
    const refused = await call('POST', '/v1/endpoints', { ...body, url: bad });
    expect([refused.status, refused.body.code]).toEqual([422, 'endpoint_challenge_failed']);
    const created = await call('POST', '/v1/endpoints', { ...body, url: good });
    expect(created.body).toMatchObject({ has_verify_token: true });
    const path = `/v1/endpoints/${created.body.id}`;
    expect((await call('PATCH', path, { url: bad })).body.code).toBe('endpoint_challenge_failed');
    expect((await call('PATCH', path, { verify_token: 'wrong' })).body.code).toBe('endpoint_challenge_failed');
    expect((await call('GET', path)).body.url).toBe(`${good}/`);
    expect((await call('PATCH', path, { url: bad, verify_token: null })).body).toMatchObject({
      url: `${bad}/`,
      has_verify_token: false,
    });
  });

  test('a change keeps what it does not name, and is refused on a version that is not the present one', async () => {
    const { call } = await start();
    const created = await call('POST', '/v1/endpoints', {
      url: 'https://receiver.example/in',
      event_types: ['message.received'],
      channel_ids: [CHANNEL_OF_A],
      description: 'CRM',
    });
    const path = `/v1/endpoints/${created.body.id}`;
    const changed = await call('PATCH', path, { description: 'Helpdesk' }, { 'if-match': created.etag });
    const { signing_secret: _secret, ...before } = created.body;
    expect(changed.body).toEqual({ ...before, description: 'Helpdesk' });
    const stale = await call('PATCH', path, { description: 'Other' }, { 'if-match': created.etag });
    expect([stale.status, stale.body.code]).toEqual([412, 'precondition_failed']);
    expect((await call('PATCH', path, { description: 'Third' }, { 'if-match': changed.etag })).status).toBe(200);
  });

  test('a format that the signing secret or the event types do not fit is refused', async () => {
    const { call } = await start();
    const body = { url: 'https://r.example', format: 'xobito', secret: 'sixteen-bytes-ok' };
    const created = await call('POST', '/v1/endpoints', body);
    const path = `/v1/endpoints/${created.body.id}`;
    const refused = await call('PATCH', path, { format: 'standard' });
    expect([refused.status, pointersOf(refused)]).toEqual([422, ['/format']]);
    await call('PATCH', path, { event_types: ['contact.created'] });
    expect((await call('PATCH', path, { format: 'vobiz' })).body.code).toBe('event_type_not_in_format');
  });

  test('rotation shows the new secret once and tells when the old one ends', async () => {
    const { call, clock } = await start();
    const created = await call('POST', '/v1/endpoints', { url: 'https://r.example' });
    const path = `/v1/endpoints/${created.body.id}`;
    const rotated = await call('POST', `${path}/rotate-secret`);
    expect(rotated.status).toBe(200);
    expect(rotated.body).toEqual({
      signing_secret: expect.stringMatching(/^whsec_/),
      previous_secret_expires_at: '2026-11-21T10:00:00.000Z',
    });
    expect(rotated.body.signing_secret).not.toBe(created.body.signing_secret);
    expect((await call('GET', path)).body.previous_secret_expires_at).toBe('2026-11-21T10:00:00.000Z');
    clock.nowMs += 86_400_000;
    expect((await call('GET', path)).body.previous_secret_expires_at).toBeNull();
    const own = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
    const atOnce = await call('POST', `${path}/rotate-secret`, { overlap_seconds: 0, secret: own });
    expect(atOnce.body).toEqual({ signing_secret: own, previous_secret_expires_at: null });
    const again = await call('POST', `${path}/rotate-secret`, { secret: own });
    expect([again.status, pointersOf(again)]).toEqual([422, ['/secret']]);
    expect((await call('POST', `${path}/rotate-secret`, { overlap_seconds: 604_801 })).status).toBe(400);
  });

  test('disabling holds the pending deliveries, enabling releases them, deleting cancels them', async () => {
    const { call, moves, refreshes } = await start();
    const created = await call('POST', '/v1/endpoints', { url: 'https://r.example' });
    const path = `/v1/endpoints/${created.body.id}`;
    const disabled = await call('POST', `${path}/disable`);
    expect([disabled.status, disabled.body.enabled, disabled.body.disabled_reason]).toEqual([200, false, 'manual']);
    const enabled = await call('POST', `${path}/enable`);
    expect([enabled.status, enabled.body.enabled, enabled.body.disabled_reason]).toEqual([200, true, null]);
    const refreshesBefore = refreshes();
    const deleted = await call('DELETE', path);
    expect([deleted.status, deleted.body]).toEqual([204, null]);
    expect(refreshes()).toBe(refreshesBefore + 1);
    expect(moves).toEqual([
      `held ${A} ${created.body.id}`,
      `released ${A} ${created.body.id}`,
      `canceled ${A} ${created.body.id}`,
    ]);
    expect((await call('GET', path)).status).toBe(404);
    expect((await call('DELETE', path)).status).toBe(404);
  });

  test('an endpoint is paused and resumed; asking twice changes nothing, and nothing is held for it', async () => {
    const { call, clock, moves, store } = await start();
    const created = await call('POST', '/v1/endpoints', { url: 'https://r.example' });
    expect(created.body.paused_at).toBeNull();
    const path = `/v1/endpoints/${created.body.id}`;
    const paused = await call('POST', `${path}/pause`);
    expect([paused.status, paused.body.paused_at]).toEqual([200, '2026-11-20T10:00:00.000Z']);
    clock.nowMs += 60_000;
    expect((await call('POST', `${path}/pause`)).body).toEqual(paused.body);
    const resumed = await call('POST', `${path}/resume`);
    expect([resumed.status, resumed.body.paused_at, resumed.body.enabled]).toEqual([200, null, true]);
    expect((await call('POST', `${path}/resume`)).body).toEqual(resumed.body);
    expect(moves).toEqual([]);
    const entries = await store.db.selectFrom('audit_log').select('action').orderBy('id').execute();
    expect(entries.map(({ action }) => action)).toEqual(['endpoint.created', 'endpoint.paused', 'endpoint.resumed']);
  });

  test('how an endpoint has answered lately is shown, and is in no audit entry', async () => {
    const { call, failing, store } = await start();
    const created = await call('POST', '/v1/endpoints', { url: 'https://r.example' });
    const path = `/v1/endpoints/${created.body.id}`;
    expect(created.body.breaker).toEqual({
      state: 'closed',
      failing_since: null,
      opened_at: null,
      next_probe_at: null,
      consecutive_failures: 0,
    });
    failing.add(created.body.id);
    const shown = {
      state: 'open',
      failing_since: '2026-11-20T09:00:00.000Z',
      opened_at: '2026-11-20T09:01:00.000Z',
      next_probe_at: '2026-11-20T10:01:00.000Z',
      consecutive_failures: 12,
    };
    expect((await call('GET', path)).body.breaker).toEqual(shown);
    expect((await call('GET', '/v1/endpoints')).body.data[0].breaker).toEqual(shown);
    expect((await call('PATCH', path, { description: 'New' })).body.breaker).toEqual(shown);
    expect(JSON.stringify(await store.db.selectFrom('audit_log').selectAll().execute())).not.toContain('breaker');
  });

  test('the public key is shown where v1a signatures are asked for, and belongs to the secret in use', async () => {
    const { call } = await start();
    const body = { url: 'https://r.example', format_options: { asymmetric: true } };
    const created = await call('POST', '/v1/endpoints', body);
    expect(created.body.signing_public_key).toMatch(/^whpk_/);
    const path = `/v1/endpoints/${created.body.id}`;
    expect((await call('GET', path)).body.signing_public_key).toBe(created.body.signing_public_key);
    await call('POST', `${path}/rotate-secret`);
    expect((await call('GET', path)).body.signing_public_key).not.toBe(created.body.signing_public_key);
  });

  test('another workspace’s endpoint is as unknown as one that never was, on every route', async () => {
    const { call, moves } = await start();
    const { id } = (await call('POST', '/v1/endpoints', { url: 'https://r.example' })).body;
    const calls: readonly [string, string, object | undefined][] = [
      ['GET', '', undefined],
      ['PATCH', '', { description: 'mine' }],
      ['DELETE', '', undefined],
      ['POST', '/rotate-secret', {}],
      ['POST', '/enable', undefined],
      ['POST', '/disable', undefined],
      ['POST', '/pause', undefined],
      ['POST', '/resume', undefined],
    ];
    for (const [method, suffix, body] of calls) {
      const others = await call(method, `/v1/endpoints/${id}${suffix}`, body, { authorization: 'Bearer b-admin' });
      const nobodys = await call(method, `/v1/endpoints/${UNKNOWN}${suffix}`, body, {
        authorization: 'Bearer b-admin',
      });
      const { instance: _a, request_id: _b, ...told } = others.body;
      const { instance: _c, request_id: _d, ...toldOfNone } = nobodys.body;
      expect([others.status, told], `${method} ${suffix}`).toEqual([404, toldOfNone]);
    }
    expect((await call('GET', '/v1/endpoints', undefined, { authorization: 'Bearer b-admin' })).body.data).toEqual([]);
    expect(moves).toEqual([]);
  });

  test('a key that may only read changes nothing', async () => {
    const { call } = await start();
    const reading = { authorization: 'Bearer a-read' };
    const { id } = (await call('POST', '/v1/endpoints', { url: 'https://r.example' })).body;
    expect((await call('GET', `/v1/endpoints/${id}`, undefined, reading)).status).toBe(200);
    expect((await call('POST', '/v1/endpoints', { url: 'https://r.example' }, reading)).status).toBe(403);
    expect((await call('POST', `/v1/endpoints/${id}/rotate-secret`, {}, reading)).status).toBe(403);
  });

  test('a workspace that has as many endpoints as allowed gets no more', async () => {
    const { call } = await start({ endpointsMax: 2 });
    for (const name of ['one', 'two']) {
      expect((await call('POST', '/v1/endpoints', { url: `https://${name}.example` })).status).toBe(201);
    }
    const third = await call('POST', '/v1/endpoints', { url: 'https://three.example' });
    expect([third.status, third.body.code]).toEqual([422, 'limit_reached']);
  });
});

/** The real server on a real database, with the rules of the other rooms; only deliveries are noted, not moved. */
describe('the filter of an endpoint', () => {
  const url = 'https://receiver.example';
  const filter = { type: 'message.received', $or: [{ 'data.text': { $startsWith: 'STOP' } }, { 'data.media': null }] };

  test('is kept as it was given, stands in the audit log, and null takes it away', async () => {
    const { call, store } = await start();
    expect((await call('POST', '/v1/endpoints', { url })).body).toMatchObject({ filter: null });
    const { id, ...created } = (await call('POST', '/v1/endpoints', { url, filter })).body;
    expect(created.filter).toEqual(filter);
    const path = `/v1/endpoints/${id}`;
    expect((await call('PATCH', path, { description: 'x' })).body.filter).toEqual(filter);
    const changed = await call('PATCH', path, { filter: { 'data.status': 'failed' } });
    expect(changed.body.filter).toEqual({ 'data.status': 'failed' });
    expect((await call('PATCH', path, { filter: { 'data.status': 'failed' } })).etag).toBe(changed.etag);
    expect((await call('PATCH', path, { filter: null })).body.filter).toBeNull();
    const entries = await store.db.selectFrom('audit_log').select('after').execute();
    expect(JSON.stringify(entries)).toContain('STOP');
  });

  test.each<[unknown, string, RegExp]>([
    [{}, '/filter', /at least one condition/],
    ['data.status', '/filter', /object of fields/],
    [{ $and: [{ 'data.status': { $regex: 'x' } }] }, '/filter/$and/0/data.status/$regex', /not offered/],
    [{ 'data.a/b~c': [] }, '/filter/data.a~1b~0c', /\$in/],
    [{ text: 'x' }, '/filter/text', /Did you mean data\.text/],
  ])('%j is refused at %s with words', async (wrong, pointer, words) => {
    const { call } = await start();
    const { id } = (await call('POST', '/v1/endpoints', { url })).body;
    const problem = { code: 'invalid_request', errors: [{ pointer, detail: expect.stringMatching(words) }] };
    expect(await call('POST', '/v1/endpoints', { url, filter: wrong })).toMatchObject({ status: 400, body: problem });
    expect(await call('PATCH', `/v1/endpoints/${id}`, { filter: wrong })).toMatchObject({ status: 400, body: problem });
  });

  test('of any depth and size is refused and harms nobody', async () => {
    const { call } = await start();
    const nested = (depth: number): unknown => (depth === 0 ? { type: 'x' } : { $not: nested(depth - 1) });
    expect(await call('POST', '/v1/endpoints', { url, filter: nested(40) })).toMatchObject({ status: 400 });
    expect(await call('POST', '/v1/endpoints', { url, filter: nested(2_000) })).toMatchObject({ status: 400 });
    const wide = { $or: Array.from({ length: 50_000 }, () => ({})) };
    expect((await call('POST', '/v1/endpoints', { url, filter: wide })).body.errors.length).toBeLessThanOrEqual(20);
    expect((await call('POST', '/v1/endpoints', { url })).status).toBe(201);
  });
});

const FAILING_BREAKER: Breaker = {
  state: 'open',
  consecutiveFailures: 12,
  failingSinceMs: START_MS - 60 * 60_000,
  openedAtMs: START_MS - 59 * 60_000,
  nextProbeAtMs: START_MS + 60_000,
  failedProbes: 3,
};

async function start(settings: { readonly endpointsMax?: number } = {}) {
  const store = await openFilledStore();
  const clock = { nowMs: START_MS };
  const moves: string[] = [];
  const guarded: Readonly<Record<string, string>>[] = [];
  const failing = new Set<string>();
  let refreshCount = 0;
  const move = (verb: string) => async (_trx: Trx, workspaceId: WorkspaceId, endpointId: EndpointId) => {
    moves.push(`${verb} ${workspaceId} ${endpointId}`);
  };
  const guard = createEgressGuard({
    allow: ['127.0.0.0/8'],
    allowHttp: true,
    proxyUrl: null,
    ownOrigins: () => [],
    ownListeners: () => [],
    resolve: async () => ['93.184.215.14'],
  });
  const ctx: EndpointRoutesContext = {
    store,
    box: new SecretBox([createHmac('sha256', 'test').digest()]),
    newId: () => uuid(1000 + moves.length + refreshCount),
    nowMs: () => clock.nowMs,
    audit: writeAudit,
    randomBytes,
    endpointsMax: settings.endpointsMax ?? 200,
    checkUrl: guard.checkUrl,
    checkCustomHeaders,
    checkEventTypes,
    checkChosenSecret,
    newSigningSecret: () => newSigningSecret(randomBytes(32)),
    publicKeyOf: asymmetricPublicKey,
    fetchText: async (url, headers) => {
      guarded.push(headers);
      const response = await fetch(url, { headers, redirect: 'manual' });
      return { status: response.status, body: await response.text() };
    },
    holdDeliveries: move('held'),
    endOrder: move('out of line'),
    releaseDeliveries: move('released'),
    cancelDeliveries: move('canceled'),
    probeAtOnce: async () => {},
    breakersOf: async (_workspaceId, ids) =>
      new Map(ids.filter((id) => failing.has(id)).map((id) => [id, FAILING_BREAKER])),
    refreshRegistry: async () => {
      refreshCount += 1;
    },
    wakeDelivery: () => {},
  };
  const api = await startApi((server) => endpointRoutes(server, ctx));
  const call = (method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>) =>
    api.call(method, path, { body, headers });
  return { call, store, clock, moves, guarded, failing, refreshes: () => refreshCount };
}

async function openFilledStore(): Promise<Store> {
  const store = await openTwoWorkspaces();
  const times = { created_at_ms: 1, updated_at_ms: 1, deleted_at_ms: null, revision: 0 };
  const metaAppId = idOf('app', uuid(1));
  await store.db
    .insertInto('meta_apps')
    .values({ id: metaAppId, workspace_id: null, app_id: '1', app_secrets: '', verify_token: '', ...times })
    .execute();
  for (const [workspaceId, id, number] of [
    [A, CHANNEL_OF_A, '1'],
    [B, CHANNEL_OF_B, '2'],
  ] as const) {
    const numbers = { waba_id: '5', phone_number_id: number, display_phone_number: '1555', access_token: null };
    await store.db
      .insertInto('channels')
      .values({ workspace_id: workspaceId, id, meta_app_id: metaAppId, ...numbers, ...times })
      .execute();
  }
  return store;
}

/** A receiver that answers Meta's challenge. @returns Its origin. */
async function echoReceiver(verifyToken: string | null = null): Promise<string> {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://receiver');
    const isRight = verifyToken === null || searchParams.get('hub.verify_token') === verifyToken;
    response.writeHead(isRight ? 200 : 403).end(searchParams.get('hub.challenge') ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function pointersOf(answer: Answer): readonly string[] {
  return (answer.body.errors as readonly { pointer: string }[]).map((error) => error.pointer);
}

function uuid(number: number): string {
  return `01890000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
