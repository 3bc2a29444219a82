import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { FastifyReply } from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Scope } from '../../domain/permissions.ts';
import { createLogger } from '../observability/logger.ts';
import { type ApiServer, listQuery } from './api.ts';
import type { FoundApiKey } from './authenticator.ts';
import { checkIfMatch, etagOf } from './etag.ts';
import { healthRoutes } from './health.routes.ts';
import { allowSlowBody, createHttpServer } from './http-server.ts';
import { type ApiServerOptions, createApiServer } from './server.ts';
import { hashToken, makeRootKeyCheck } from './token-hash.ts';

const ROOT_KEY = 'root-key-of-at-least-32-characters';
/** Short enough for a test; long enough for a request that is there at once. */
const BODY_TIMEOUT_MS = 100;
const A = idOf('ws', '019a0000-0000-7000-8000-00000000000a');
const B = idOf('ws', '019a0000-0000-7000-8000-00000000000b');
const NOW_MS = Date.parse('2026-11-20T12:00:00Z');

describe('who may call a route', () => {
  test('nobody without a key, and the answer says which scheme is wanted', async () => {
    const { call } = await start();
    for (const authorization of [undefined, 'Bearer ', 'Bearer wrong', 'Basic cm9vdDo=', 'Bearer old-key', ROOT_KEY]) {
      const answer = await call('GET', '/read', { ...(authorization === undefined ? {} : { authorization }) });
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="posthorn"');
    }
  });

  test.each([
    ['read', 200, 403, 403],
    ['write', 200, 200, 403],
    ['admin', 200, 200, 200],
  ] as const)('a key with scope %s may do what its scope includes', async (scope, read, write, admin) => {
    const { call } = await start();
    const headers = bearer(`${scope}-key`);
    expect((await call('GET', '/read', headers)).status).toBe(read);
    expect((await call('POST', '/write', headers)).status).toBe(write);
    expect((await call('POST', '/admin', headers)).status).toBe(admin);
    expect((await call('GET', '/operator', headers)).status).toBe(403);
  });

  test('a key acts for its own workspace, and naming another one is refused', async () => {
    const { call } = await start();
    expect((await call('GET', '/read', bearer('read-key'))).body).toEqual({ workspace: A });
    expect((await call('GET', '/read', { ...bearer('read-key'), 'posthorn-workspace': A })).status).toBe(200);
    const crossed = await call('GET', '/read', { ...bearer('read-key'), 'posthorn-workspace': B });
    expect(crossed).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  test('the root key acts for the workspace it names, which must exist', async () => {
    const { call } = await start();
    const root = bearer(ROOT_KEY);
    expect((await call('GET', '/read', root)).body.code).toBe('workspace_required');
    expect((await call('GET', '/read', { ...root, 'posthorn-workspace': B })).body).toEqual({ workspace: B });
    const unknown = idOf('ws', randomUUID());
    expect((await call('GET', '/read', { ...root, 'posthorn-workspace': unknown })).status).toBe(404);
    expect((await call('GET', '/read', { ...root, 'posthorn-workspace': 'ws_1' })).body).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: 'Posthorn-Workspace' }],
    });
  });

  test('the root key without a workspace acts for the operator only where a route allows it', async () => {
    const { call } = await start();
    expect((await call('GET', '/operator', bearer(ROOT_KEY))).body).toEqual({ workspace: null });
    expect((await call('GET', '/either', bearer(ROOT_KEY))).body).toEqual({ workspace: null });
    expect((await call('GET', '/either', bearer('read-key'))).body).toEqual({ workspace: A });
  });

  test('a route in Vobiz’s way also takes a key beside the account of its workspace, and only there', async () => {
    const { call } = await start();
    const pair = (id: string, token: string) => ({ 'x-auth-id': id, 'x-auth-token': token });
    expect(await call('GET', '/vobiz', pair('MA_A', 'read-key'))).toMatchObject({
      status: 200,
      body: { workspace: A },
    });
    expect((await call('GET', '/vobiz', bearer('read-key'))).status).toBe(200);
    expect((await call('GET', '/vobiz', { ...bearer(ROOT_KEY), 'posthorn-workspace': B })).status).toBe(200);
    const refused = [
      pair('MA_B', 'read-key'),
      pair('', 'read-key'),
      pair('MA_A', 'wrong'),
      pair('MA_A', 'old-key'),
      pair('MA_A', ROOT_KEY),
      { 'x-auth-token': 'read-key' },
      { 'x-auth-id': 'MA_A' },
    ];
    for (const headers of refused) {
      expect(await call('GET', '/vobiz', headers)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    }
    expect((await call('GET', '/read', pair('MA_A', 'read-key'))).status).toBe(401);
  });

  test('a route that does not say who may call it stops the start', async () => {
    const { api } = await create();
    expect(() => api.get('/open', async () => 'secret')).toThrow(/does not say who may call it/);
  });
});

describe('problems', () => {
  test('have the form of RFC 9457 and a request id that the header repeats', async () => {
    const { call } = await start();
    const { status, headers, body } = await call('GET', '/gone', bearer('read-key'));
    expect(status).toBe(404);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(body).toEqual({
      type: '/docs/errors#not_found',
      title: 'Not found',
      status: 404,
      detail: 'It is gone.',
      instance: `urn:posthorn:request:${headers.get('x-request-id')}`,
      code: 'not_found',
      errors: [],
      request_id: headers.get('x-request-id'),
    });
  });

  test('point at every wrong field of a body and name unknown ones', async () => {
    const { call } = await start();
    const body = { name: 5, nested: { 'a/b': 1 }, extra: 1, retry: { delays_seconds: ['x'] } };
    const answer = await call('POST', '/things', bearer('write-key'), body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/extra',
      '/name',
      '/nested/a~1b',
      '/retry/delays_seconds/0',
    ]);
  });

  test('point at query parameters by ?name', async () => {
    const { call } = await start();
    const answer = await call('GET', '/list?limit=101&colour=red', bearer('read-key'));
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual(['?colour', '?limit']);
  });

  test('say nothing about an error that nobody foresaw', async () => {
    const { call } = await start();
    const answer = await call('GET', '/bug', bearer('read-key'));
    expect(answer).toMatchObject({
      status: 500,
      body: { code: 'internal', detail: 'Something went wrong on this side.' },
    });
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
  });

  test('tell an unknown path from a method that the path does not know', async () => {
    const { call } = await start();
    expect((await call('GET', '/nowhere')).body.code).toBe('not_found');
    const answer = await call('DELETE', '/things');
    expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
    expect(answer.headers.get('allow')).toBe('POST');
  });

  test.each([
    ['no JSON', '{"name":', 'application/json', 'invalid_json'],
    ['two values', '{} {}', 'application/json', 'invalid_json'],
    ['a poisoned prototype', '{"__proto__":{"admin":true}}', 'application/json', 'invalid_json'],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'application/json', 'invalid_json'],
    ['101 levels', `${'['.repeat(101)}${']'.repeat(101)}`, 'application/json', 'invalid_json'],
    ['another type', 'name=x', 'application/x-www-form-urlencoded', 'unsupported_media_type'],
    ['plain text', '{"name":"x"}', 'text/plain', 'unsupported_media_type'],
    ['more than 1 MB', JSON.stringify({ name: 'x'.repeat(1_048_576) }), 'application/json', 'body_too_large'],
    ['nothing', '', 'application/json', 'invalid_request'],
  ])('a body with %s is refused', async (_name, body, type, code) => {
    const { base } = await start();
    const response = await fetch(`${base}/things`, {
      method: 'POST',
      headers: { ...bearer('write-key'), 'content-type': type },
      body,
    });
    expect(((await response.json()) as { code: string }).code).toBe(code);
  });

  test('answer what is no HTTP, and a URL that is none', async () => {
    const { base } = await start();
    expect(await sendRaw(base, 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*"code":"invalid_request"/s);
    const overlong = `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`;
    expect(await sendRaw(base, overlong)).toMatch(/^HTTP\/1\.1 431 .*application\/problem\+json/s);
    const response = await fetch(`${base}/thing/%zz`);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('every answer', () => {
  test('carries the security headers and no name of a server', async () => {
    const { call } = await start();
    for (const path of ['/healthz', '/read', '/nowhere', '/openapi.json', '/docs/api']) {
      const { headers } = await call('GET', path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.has('server') || headers.has('x-powered-by')).toBe(false);
    }
  });
});

describe('the log', () => {
  test('has one line for an answer, with the route and not the path, and the error behind a 500 with its request id', async () => {
    const lines: Record<string, unknown>[] = [];
    const logger = createLogger('info', { write: (line) => void lines.push(JSON.parse(line)) });
    const { call, api } = await start({ logger });
    await call('GET', '/list?cursor=4915112345678', bearer('read-key'));
    const { body } = await call('GET', '/bug', bearer('read-key'));
    await api.close();
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: 'api request', route: '/list', status: 200, workspace_id: A }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: 'unforeseen error in a request', level: 'error', request_id: body.request_id }),
    );
    expect(JSON.stringify(lines)).not.toMatch(/4915112345678|read-key/);
  });
});

describe('an outer server', () => {
  test('serves paths of its own beside the API', async () => {
    const { base, call } = await start({
      serverFactory: (handler) =>
        createHttpServer((request, response) => {
          if (request.url?.startsWith('/webhooks/')) response.end('mine');
          else handler(request, response);
        }),
    });
    expect(await (await fetch(`${base}/webhooks/meta/1`)).text()).toBe('mine');
    expect((await call('GET', '/healthz')).status).toBe(200);
  });

  test('ends a body that takes too long, and lets one take its time where large files come in', async () => {
    const { base } = await start({
      serverFactory: () =>
        createHttpServer((request, response) => {
          if (request.url === '/files') allowSlowBody(request);
          request.resume().once('end', () => response.end('whole'));
        }, BODY_TIMEOUT_MS),
    });
    const file = connect(Number(new URL(base).port), '127.0.0.1');
    file.write('POST /files HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\n\r\n1');
    const text = await sendRaw(base, 'POST /other HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n1');
    expect(text).toMatch(/^HTTP\/1\.1 408 .*\r\n\r\n\{.*"status":408/s);
    file.write('2');
    const [answer] = await once(file, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 .*whole/s);
    file.destroy();
  });
});

describe('rate limits', () => {
  test('count each key for itself and say what is left', async () => {
    const { call } = await start({
      rateLimits: { callsPerMinute: 2, failedAuthenticationsPerMinute: 60, signInsPerMinute: 60 },
    });
    const first = await call('GET', '/read', bearer('read-key'));
    expect(first.headers.get('ratelimit-policy')).toBe('"default";q=2;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"default";r=1;t=(59|60)$/);
    await call('GET', '/read', bearer('read-key'));
    const third = await call('GET', '/read', bearer('read-key'));
    expect(third).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call('GET', '/read', bearer('write-key'))).status).toBe(200);
  });

  test('stop the failures of an address and leave its valid keys alone', async () => {
    const { call } = await start({
      rateLimits: { callsPerMinute: 100, failedAuthenticationsPerMinute: 2, signInsPerMinute: 60 },
    });
    const statuses: number[] = [];
    for (let count = 0; count < 3; count++) statuses.push((await call('GET', '/read', bearer('wrong'))).status);
    expect(statuses).toEqual([401, 401, 429]);
    expect((await call('GET', '/read', bearer('read-key'))).status).toBe(200);
  });

  test('stop an address that signs in without end, before any work is done for it', async () => {
    const { call } = await start({
      rateLimits: { callsPerMinute: 100, failedAuthenticationsPerMinute: 60, signInsPerMinute: 2 },
    });
    const statuses: number[] = [];
    for (let count = 0; count < 3; count++) statuses.push((await call('POST', '/enter')).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await call('GET', '/read', bearer('read-key'))).status).toBe(200);
  });
});

describe('If-Match', () => {
  test.each([
    [undefined, 200],
    ['*', 200],
    ['"r7"', 200],
    ['W/"r7"', 200],
    ['"r6", "r7"', 200],
    ['"r6"', 412],
    ['r7', 412],
  ])('%s on revision 7 is %i', async (ifMatch, status) => {
    const { call } = await start();
    const headers = { ...bearer('write-key'), ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) };
    expect((await call('PATCH', '/versioned', headers)).status).toBe(status);
  });
});

describe('health', () => {
  test('ready is only who passes every check, and the answer names what fails', async () => {
    const { call } = await start();
    expect(await call('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await call('GET', '/readyz')).toMatchObject({
      status: 503,
      body: { status: 'not_ready', checks: { store: 'ok', disk: 'failed' } },
    });
  });
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of a body.
  readonly body: any;
}

const KEYS: Readonly<Record<string, FoundApiKey>> = Object.fromEntries([
  keyEntry('read-key', 'read', null),
  keyEntry('write-key', 'write', NOW_MS + 1),
  keyEntry('admin-key', 'admin', null),
  keyEntry('old-key', 'admin', NOW_MS),
]);

function keyEntry(token: string, scope: Scope, expiresAtMs: number | null) {
  return [hashToken(token), { keyId: idOf('key', `of-scope-${scope}`), workspaceId: A, scope, expiresAtMs }] as const;
}

function bearer(token: string) {
  return { authorization: `Bearer ${token}` };
}

async function create(options: Partial<ApiServerOptions> = {}) {
  const api = await createApiServer({
    authenticator: {
      rootKeyMatches: makeRootKeyCheck(ROOT_KEY),
      findKey: async (hash) => KEYS[hash] ?? null,
      workspaceExists: (id: WorkspaceId) => id === A || id === B,
      accountIdOf: (id) => (id === A ? 'MA_A' : 'MA_B'),
      noteUse: () => {},
    },
    idempotency: { hold: async () => ({ kind: 'held' }), remember: async () => {}, release: async () => {} },
    nowMs: () => NOW_MS,
    newId: randomUUID,
    openApi: { version: '1.2.3', publicUrl: null },
    ...options,
  });
  return { api };
}

async function start(options: Partial<ApiServerOptions> = {}) {
  const { api } = await create(options);
  addRoutes(api);
  healthRoutes(api, { checks: { store: async () => {}, disk: () => Promise.reject(new Error('full')) } });
  const base = await api.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => api.close());
  const call = async (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: object,
  ): Promise<Answer> => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  return { api, base, call };
}

function addRoutes(api: ApiServer): void {
  const permissions = { read: 'endpoints.read', write: 'endpoints.write', admin: 'workspace.write' } as const;
  const scoped = (scope: Scope) => ({ access: { who: 'workspace', permission: permissions[scope] } as const });
  const shown = async (request: { readonly workspaceId: WorkspaceId | null }) => ({ workspace: request.workspaceId });
  api.get('/read', { config: scoped('read') }, shown);
  api.post('/write', { config: scoped('write') }, shown);
  api.post('/admin', { config: scoped('admin') }, shown);
  api.get('/operator', { config: { access: { who: 'operator' } } }, shown);
  api.get(
    '/vobiz',
    { config: { access: { who: 'workspace', permission: 'endpoints.read', credentials: 'vobiz' } } },
    shown,
  );
  api.get('/either', { config: { access: { who: 'workspace-or-operator', permission: 'endpoints.read' } } }, shown);
  api.post('/enter', { config: { access: { who: 'anyone', sameOrigin: true } } }, shown);
  api.get('/thing/:id', { config: scoped('read') }, shown);
  api.get('/list', { config: scoped('read'), schema: { querystring: listQuery } }, async () => ({}));
  api.get('/gone', { config: scoped('read') }, async () => {
    throw new PosthornError('not_found', 'It is gone.');
  });
  api.get('/bug', { config: scoped('read') }, async () => {
    throw new Error('password hunter2 is wrong');
  });
  const retry = z.union([z.literal('standard'), z.strictObject({ delays_seconds: z.array(z.number()) })]).optional();
  const body = z.strictObject({ name: z.string(), nested: z.strictObject({}).optional(), retry });
  api.post('/things', { config: scoped('write'), schema: { body } }, async () => ({}));
  api.patch('/versioned', { config: scoped('write') }, async (request, reply: FastifyReply) => {
    checkIfMatch(request, etagOf(7));
    return reply.header('etag', etagOf(7)).send({});
  });
}

async function sendRaw(base: string, text: string): Promise<string> {
  const socket = connect(Number(new URL(base).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(text);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('utf8');
}
