import { request as httpRequest } from 'node:http';
import { beforeAll, describe, expect, test } from 'vitest';
import { FORMATS } from '../../src/domain/endpoint.ts';
import { STORES } from '../support/open-store.ts';
import { type Api, api } from './support/api.ts';
import { waitForAttempts } from './support/attempts.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { readFixture } from './support/meta.ts';
import { addChannel, createWorkspace, registerMetaApp, type TestMetaApp, type TestWorkspace } from './support/world.ts';

interface ShownReceiver {
  readonly id: string;
  readonly url: string;
  readonly format: string;
  readonly enabled: boolean;
  readonly answer: string;
  readonly request_count: number;
  readonly signing_secret: string;
}

interface ShownRequest {
  readonly id: string;
  readonly method: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
  readonly body_encoding: string;
  readonly body_bytes: number;
  readonly verified: boolean;
  readonly verified_by: readonly string[];
  readonly answered: string;
}

const TEXT = readFixture<Record<string, unknown>>('meta/text.json');
const KEPT_BODY_BYTES_MAX = 256 * 1_024;

describe.each(STORES)('test receivers on $name', (stores) => {
  let gateway: TestGateway;
  let workspace: TestWorkspace;
  let metaApp: TestMetaApp;

  beforeAll(async () => {
    // Nothing on this machine is opened: the way to our own listener is the one exception, and only for test receivers.
    gateway = await startTestGateway(stores, { POSTHORN_EGRESS_ALLOW: undefined });
    workspace = await createWorkspace(gateway, { name: 'Watching' });
    metaApp = await registerMetaApp(gateway, workspace.api);
    await addChannel(workspace.api, metaApp);
  });

  const create = async (caller: Api, body: object = {}): Promise<ShownReceiver> => {
    const { data } = await caller.post<{ data: ShownReceiver[] }>('/v1/test-receivers', body);
    return data[0] as ShownReceiver;
  };
  const requestsOf = (caller: Api, id: string) => caller.all<ShownRequest>(`/v1/test-receivers/${id}/requests`);

  test('one call makes one of each format, and a message reaches them all by signed requests that verify', async () => {
    const { data } = await workspace.api.post<{ data: ShownReceiver[] }>('/v1/test-receivers', { formats: FORMATS });
    expect(data.map(({ format }) => format)).toEqual(FORMATS);
    expect((await metaApp.post(TEXT)).status).toBe(200);
    for (const receiver of data) {
      const [attempt] = await waitForAttempts(workspace.api, receiver.id, 1);
      expect(attempt).toMatchObject({ outcome: 'succeeded', status_code: 200 });
      const [request, ...others] = await requestsOf(workspace.api, receiver.id);
      expect(others).toEqual([]);
      expect(request).toMatchObject({ method: 'POST', verified: true, answered: '200', body_encoding: 'utf8' });
      expect(request?.verified_by).toContain('webhook-signature');
      const isOwn = receiver.format === 'standard' || receiver.format === 'cloudevents';
      expect(request?.verified_by).toHaveLength(isOwn ? 1 : 2);
      expect(JSON.parse(request?.body ?? '')).toBeTypeOf('object');
      expect(Buffer.byteLength(request?.body ?? '')).toBe(request?.body_bytes);
      expect(await workspace.api.get(`/v1/endpoints/${receiver.id}`)).toMatchObject({ is_test_receiver: true });
    }
    const events = await workspace.api.all<{ type: string }>('/v1/events?after=0');
    expect(events.map(({ type }) => type)).toEqual(['message.received']);
    for (const { id } of data)
      expect((await workspace.api.send('DELETE', `/v1/test-receivers/${id}`)).status).toBe(204);
  });

  test('what it answers can be set: a failure is retried, and a 410 disables the endpoint', async () => {
    const receiver = await create(workspace.api, { format: 'xobito' });
    const path = `/v1/test-receivers/${receiver.id}`;
    const send = () => workspace.api.post(`/v1/endpoints/${receiver.id}/test`, { event_type: 'message.received' });
    for (const answer of ['500', '410', '200']) {
      expect(await workspace.api.send('PATCH', path, { answer })).toMatchObject({ status: 200, body: { answer } });
      expect(await send()).toMatchObject({ status_code: Number(answer) });
    }
    await workspace.api.send('PATCH', path, { answer: '410' });
    await workspace.api.post('/v1/events', { type: 'custom.thing', data: {}, idempotency_key: 'a' });
    // Xobito's format cannot express it: a message is needed.
    expect((await metaApp.post(readFixture('meta/image.json'))).status).toBe(200);
    await waitForAttempts(workspace.api, receiver.id, 4);
    await expect
      .poll(() => workspace.api.get(`/v1/endpoints/${receiver.id}`))
      .toMatchObject({ enabled: false, disabled_reason: 'gone' });
    expect(await workspace.api.get(path)).toMatchObject({ enabled: false, answer: '410' });
    await workspace.api.send('DELETE', path);
  });

  test('behind a public address it is shown there, and requests still go over our own listener', async () => {
    const shown = await startTestGateway(stores, {
      POSTHORN_EGRESS_ALLOW: undefined,
      POSTHORN_EGRESS_ALLOW_HTTP: undefined,
      POSTHORN_PUBLIC_URL: 'https://posthorn.example',
    });
    const { api: caller } = await createWorkspace(shown, { name: 'Public' });
    const receiver = await create(caller);
    expect(receiver.url).toMatch(/^https:\/\/posthorn\.example\/test-receivers\/[\w-]{43}$/);
    const attempt = await caller.post(`/v1/endpoints/${receiver.id}/test`, { event_type: 'message.received' });
    expect(attempt).toMatchObject({ outcome: 'succeeded', status_code: 200 });
    expect(await requestsOf(caller, receiver.id)).toMatchObject([{ verified: true }]);
  });

  test('`slow` is a time-out to the endpoint', async () => {
    const receiver = await create(workspace.api);
    await workspace.api.send('PATCH', `/v1/test-receivers/${receiver.id}`, { answer: 'slow' });
    const retry = { delays_seconds: [], timeout_seconds: 0.2 };
    expect((await workspace.api.send('PATCH', `/v1/endpoints/${receiver.id}`, { retry })).status).toBe(200);
    const attempt = await workspace.api.post(`/v1/endpoints/${receiver.id}/test`, { event_type: 'message.received' });
    expect(attempt).toMatchObject({ outcome: 'failed', error_class: 'timeout' });
    expect(await requestsOf(workspace.api, receiver.id)).toMatchObject([{ answered: 'slow', verified: true }]);
    await workspace.api.send('DELETE', `/v1/test-receivers/${receiver.id}`);
  });

  test('an ordinary endpoint on our own origin is still refused, however it is written', async () => {
    const receiver = await create(workspace.api);
    const { port } = new URL(gateway.url);
    const path = new URL(receiver.url).pathname;
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433']) {
      const url = `http://${host}:${port}${path}`;
      const answer = await workspace.api.send('POST', '/v1/endpoints', { url });
      expect([url, answer.status, answer.body]).toMatchObject([url, 422, { code: 'endpoint_url_rejected' }]);
    }
    const forged = { url: 'https://receiver.example/', is_test_receiver: true };
    expect((await workspace.api.send('POST', '/v1/endpoints', forged)).status).toBe(400);
    await workspace.api.send('DELETE', `/v1/test-receivers/${receiver.id}`);
  });

  test('a test receiver cannot be pointed elsewhere', async () => {
    const receiver = await create(workspace.api);
    const path = `/v1/endpoints/${receiver.id}`;
    for (const url of ['https://elsewhere.example/', `${gateway.url}/v1/endpoints`, receiver.url.replace(/.$/, '!')]) {
      const answer = await workspace.api.send('PATCH', path, { url });
      expect([answer.status, answer.body]).toMatchObject([422, { errors: [{ pointer: '/url' }] }]);
    }
    expect((await workspace.api.send('PATCH', path, { is_test_receiver: false })).status).toBe(400);
    expect((await workspace.api.send('PATCH', path, { url: receiver.url, description: 'renamed' })).status).toBe(200);
    expect(await workspace.api.get(`/v1/test-receivers/${receiver.id}`)).toMatchObject({ description: 'renamed' });
    await workspace.api.send('DELETE', `/v1/test-receivers/${receiver.id}`);
  });

  test('whoever knows the address may post anything; what is not signed is kept as not verified', async () => {
    const receiver = await create(workspace.api);
    const post = (url: string, body: Buffer, headers: Record<string, string> = {}) =>
      fetch(url, { method: 'POST', body: new Uint8Array(body), headers });
    const bytes = Buffer.from([0, 255, 1]);
    expect((await post(receiver.url, bytes, { authorization: 'Bearer hidden', 'x-shown': 'shown' })).status).toBe(200);
    const large = Buffer.from('ä'.repeat(KEPT_BODY_BYTES_MAX));
    expect((await post(receiver.url, large)).status).toBe(200);
    const [second, first] = await requestsOf(workspace.api, receiver.id);
    expect(first).toMatchObject({ body: bytes.toString('base64'), body_encoding: 'base64', verified: false });
    expect(first?.headers).toContainEqual({ name: 'x-shown', value: 'shown' });
    expect(JSON.stringify(first)).not.toContain('hidden');
    expect([second?.body_bytes, Buffer.byteLength(second?.body ?? '')]).toEqual([large.length, KEPT_BODY_BYTES_MAX]);
    expect((await post(receiver.url, Buffer.alloc(5 * 1_024 * 1_024))).status).toBe(413);
    await workspace.api.send('DELETE', `/v1/test-receivers/${receiver.id}`);
    expect((await post(receiver.url, bytes)).status).toBe(404);
  });

  test('an unknown address is 404 before its body is read, and other methods are 405', async () => {
    const url = new URL(`/test-receivers/${'A'.repeat(43)}`, gateway.url);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      // The body is announced and never sent.
      const asked = httpRequest(url, { method: 'POST', headers: { 'content-length': '1000' } }, (response) => {
        resolve(response.statusCode);
        asked.destroy();
      });
      asked.on('error', reject).flushHeaders();
    });
    expect(status).toBe(404);
    expect((await fetch(new URL('/test-receivers/short', gateway.url), { method: 'POST' })).status).toBe(404);
    expect((await fetch(url)).status).toBe(405);
  });

  test('more than fifty requests in a second are told to come later', async () => {
    const receiver = await create(workspace.api);
    const answers = await Promise.all(
      Array.from({ length: 120 }, () => fetch(receiver.url, { method: 'POST', body: '{}' })),
    );
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].toSorted()).toEqual([200, 429]);
    expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1');
    await workspace.api.send('DELETE', `/v1/test-receivers/${receiver.id}`);
  });

  test('a workspace has twelve at most, and a call that would make more makes none', async () => {
    const { api: caller } = await createWorkspace(gateway, { name: 'Many' });
    await caller.post('/v1/test-receivers', { formats: FORMATS });
    await caller.post('/v1/test-receivers', { formats: FORMATS.slice(0, 5) });
    const tooMany = await caller.send('POST', '/v1/test-receivers', { formats: ['standard', 'meta'] });
    expect([tooMany.status, tooMany.body]).toMatchObject([422, { code: 'limit_reached' }]);
    expect(await caller.all('/v1/test-receivers')).toHaveLength(11);
    expect(await caller.all('/v1/endpoints')).toHaveLength(11);
  });

  test('deleting the endpoint deletes the receiver, and the audit log has every change', async () => {
    const { id: workspaceId, api: caller } = await createWorkspace(gateway, { name: 'Audited' });
    const receiver = await create(caller);
    await caller.send('PATCH', `/v1/test-receivers/${receiver.id}`, { answer: '500' });
    await caller.send('PATCH', `/v1/test-receivers/${receiver.id}`, { answer: '500' });
    expect((await caller.send('DELETE', `/v1/endpoints/${receiver.id}`)).status).toBe(204);
    expect((await caller.send('GET', `/v1/test-receivers/${receiver.id}`)).status).toBe(404);
    const log = await api(gateway, gateway.rootKey, workspaceId).all<{ action: string }>('/v1/audit-log');
    const actions = log.map(({ action }) => action).filter((action) => /endpoint|receiver/.test(action));
    expect(actions).toEqual(['endpoint.deleted', 'test_receiver.updated', 'endpoint.created']);
  });

  test('a person who is erased is gone from what receivers keep', async () => {
    const { api: caller } = await createWorkspace(gateway, { name: 'Erasing' });
    const receiver = await create(caller);
    const { id } = await caller.post<{ id: string }>('/v1/contacts', { phone: '+4915170023456' });
    await caller.post('/v1/contacts', { phone: '+4915170099999' });
    await expect.poll(async () => (await requestsOf(caller, receiver.id)).length).toBe(2);
    await fetch(receiver.url, { method: 'POST', body: Buffer.from([0, ...Buffer.from('+49 151 70023456')]) });
    const run = await caller.post<{ id: string }>(`/v1/contacts/${id}/erase`, {});
    await expect
      .poll(() => caller.get(`/v1/runs/${run.id}`), { timeout: 20_000 })
      .toMatchObject({
        state: 'completed',
        result: { received_requests: 2 },
      });
    const left = await requestsOf(caller, receiver.id);
    expect(left.filter(({ body }) => body.includes('4915170023456'))).toEqual([]);
    expect(left.some(({ body }) => body.includes('4915170099999'))).toBe(true);
  });
});
