import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { alone } from '../../../test/support/changes.ts';
import { STORES } from '../../../test/support/open-store.ts';
import { writeAudit } from '../../gateway/write-audit.ts';
import type { Store } from '../../platform/db/store.ts';
import { createApiServer } from '../../platform/http/server.ts';
import { makeRootKeyCheck } from '../../platform/http/token-hash.ts';
import { SecretBox } from '../../platform/secrets/secret-box.ts';
import { apiKeyRoutes } from '../api-keys/api-keys.routes.ts';
import { createApiKeyIn } from '../api-keys/create-api-key.ts';
import { KeyLookup } from '../api-keys/key-lookup.ts';
import { auditLogRoutes } from '../audit-log/audit-log.routes.ts';
import { createIdempotencyKeeper } from '../idempotency/idempotency.store.ts';
import { ensureFirstWorkspace, type WorkspaceContext } from './create-workspace.ts';
import { workspaceRoutes } from './workspaces.routes.ts';
import { findWorkspace } from './workspaces.store.ts';

const ROOT_KEY = 'root-key-of-at-least-32-characters';
const SETTINGS_BY_DEFAULT = {
  auto_create_contacts: true,
  opt_out_words: ['STOP'],
  opt_in_words: ['START'],
  default_country: null,
};

describe.each(STORES)('workspaces and API keys over HTTP on $name', ({ open }) => {
  test('the root key makes a workspace whose key works', async () => {
    const { call } = await start();
    const made = await call('POST', '/v1/workspaces', ROOT_KEY, { name: 'Acme' });
    expect(made).toMatchObject({ status: 201, body: { serial: 1, name: 'Acme' } });
    expect(made.body.account_id).toMatch(/^MA_[A-Z2-7]{10}$/);
    expect(made.body.api_key).toMatch(/^phk_[A-Za-z0-9_-]{43}$/);
    const { api_key, ...shown } = made.body;
    expect(await call('GET', `/v1/workspaces/${shown.id}`, api_key)).toMatchObject({ status: 200, body: shown });
    expect((await call('GET', '/v1/workspaces', ROOT_KEY)).body).toEqual({
      data: [shown],
      next_cursor: null,
      has_more: false,
    });
  });

  test('a new workspace has a subdomain and settings, given or by default', async () => {
    const { call } = await start();
    const plain = await call('POST', '/v1/workspaces', ROOT_KEY, { name: 'Plain' });
    expect(plain.body).toMatchObject({ subdomain: 'w1', settings: SETTINGS_BY_DEFAULT });
    const settings = { opt_out_words: ['Stopp'], default_country: 'SE' };
    const chosen = await call('POST', '/v1/workspaces', ROOT_KEY, {
      name: 'Chosen',
      subdomain: 'kanal-cykel',
      settings,
    });
    expect(chosen.body).toMatchObject({
      subdomain: 'kanal-cykel',
      settings: { ...SETTINGS_BY_DEFAULT, ...settings },
    });
    const again = await call('POST', '/v1/workspaces', ROOT_KEY, { name: 'Late', subdomain: 'kanal-cykel' });
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict', errors: [{ pointer: '/subdomain' }] } });
  });

  test('its admin and the operator change a workspace, nobody else does', async () => {
    const { call, makeWorkspace } = await start();
    const [a, b] = [await makeWorkspace(), await makeWorkspace()];
    const path = `/v1/workspaces/${a.id}`;
    const writer = (await call('POST', '/v1/api-keys', a.key, { scope: 'write' })).body.key;
    expect((await call('PATCH', path, writer, { name: 'x' })).status).toBe(403);
    expect((await call('PATCH', path, b.key, { name: 'x' })).status).toBe(404);
    expect((await call('PATCH', path, ROOT_KEY, { name: 'x' }, { 'posthorn-workspace': b.id })).status).toBe(404);
    const own = await call('PATCH', path, a.key, { settings: { default_country: 'BR' } });
    expect(own).toMatchObject({ status: 200, body: { name: 'Acme', settings: { default_country: 'BR' } } });
    const byRoot = await call('PATCH', path, ROOT_KEY, {
      subdomain: 'acme',
      settings: { auto_create_contacts: false },
    });
    expect(byRoot.body).toMatchObject({
      subdomain: 'acme',
      settings: { ...SETTINGS_BY_DEFAULT, default_country: 'BR', auto_create_contacts: false },
    });
    expect((await call('GET', path, a.key)).body).toEqual(byRoot.body);
    expect((await call('PATCH', `/v1/workspaces/${b.id}`, b.key, { subdomain: 'acme' })).status).toBe(409);
  });

  test('a change is made on the version that was read, and one of nothing makes no new version', async () => {
    const { call, makeWorkspace } = await start();
    const { id, key } = await makeWorkspace();
    const path = `/v1/workspaces/${id}`;
    const read = await call('GET', path, key);
    const etag = read.headers.get('etag') ?? '';
    const { name, subdomain, settings } = read.body;
    const same = await call('PATCH', path, key, { name, subdomain, settings }, { 'if-match': etag });
    expect([same.status, same.headers.get('etag')]).toEqual([200, etag]);
    const changed = await call('PATCH', path, key, { name: 'New' }, { 'if-match': etag });
    expect(changed.headers.get('etag')).not.toBe(etag);
    expect((await call('PATCH', path, key, { name: 'Newer' }, { 'if-match': etag })).status).toBe(412);
  });

  test('every change is in the log of the workspace, its making in that of the operator', async () => {
    const { call, makeWorkspace } = await start();
    const { id, key } = await makeWorkspace();
    const path = `/v1/workspaces/${id}`;
    const before = (await call('GET', path, key)).body;
    const after = (await call('PATCH', path, ROOT_KEY, { name: 'Renamed' })).body;
    await call('PATCH', path, key, { name: 'Renamed' });
    const own = (await call('GET', `/v1/audit-log?resource=${id}`, key)).body.data;
    expect(own).toMatchObject([{ action: 'workspace.updated', actor: { kind: 'root', id: null }, before, after }]);
    const operators = (await call('GET', '/v1/audit-log', ROOT_KEY)).body.data;
    expect(operators).toMatchObject([{ action: 'workspace.created', resource_id: id, before: null, after: before }]);
  });

  test.each([
    [{ subdomain: 'ab' }, 400, '/subdomain'],
    [{ subdomain: '-abc' }, 400, '/subdomain'],
    [{ subdomain: 'Acme' }, 400, '/subdomain'],
    [{ subdomain: 'a'.repeat(64) }, 400, '/subdomain'],
    [{ subdomain: 'messaging' }, 422, '/subdomain'],
    [{ subdomain: 'w99' }, 422, '/subdomain'],
    [{ settings: { default_country: 'XX' } }, 400, '/settings/default_country'],
    [{ settings: { default_country: 'de' } }, 400, '/settings/default_country'],
    [{ settings: { opt_out_words: [] } }, 400, '/settings/opt_out_words'],
    [{ settings: { opt_out_words: [' '] } }, 400, '/settings/opt_out_words/0'],
    [{ settings: { opt_in_words: ['x'.repeat(41)] } }, 400, '/settings/opt_in_words/0'],
    [{ settings: { opt_out_words: ['Start'] } }, 422, '/settings/opt_out_words/0'],
    [{ settings: { colour: 'red' } }, 400, '/settings/colour'],
    [{ account_id: 'MA_OTHER' }, 400, '/account_id'],
  ])('a workspace does not become %j', async (body, status, pointer) => {
    const { call, makeWorkspace } = await start();
    const { id, key } = await makeWorkspace();
    const answer = await call('PATCH', `/v1/workspaces/${id}`, key, body);
    expect(answer).toMatchObject({ status, body: { errors: [{ pointer }] } });
  });

  test('a customer who moves here keeps the account id, and nobody else gets it', async () => {
    const { call } = await start();
    const wish = { name: 'Moved', account_id: 'MA_7Q2KX9PL' };
    expect((await call('POST', '/v1/workspaces', ROOT_KEY, wish)).body.account_id).toBe('MA_7Q2KX9PL');
    expect((await call('POST', '/v1/workspaces', ROOT_KEY, wish)).body.code).toBe('conflict');
  });

  test('a workspace sees neither the others nor their keys', async () => {
    const { call, makeWorkspace } = await start();
    const [a, b] = [await makeWorkspace(), await makeWorkspace()];
    expect((await call('GET', `/v1/workspaces/${b.id}`, a.key)).status).toBe(404);
    expect((await call('GET', '/v1/workspaces', a.key)).status).toBe(403);
    expect((await call('POST', '/v1/workspaces', a.key, { name: 'x' })).status).toBe(403);
    const { body: keysOfB } = await call('GET', '/v1/api-keys', b.key);
    expect(keysOfB.data).toHaveLength(1);
    expect((await call('DELETE', `/v1/api-keys/${keysOfB.data[0].id}`, a.key)).status).toBe(404);
    expect((await call('GET', '/v1/api-keys', b.key)).status).toBe(200);
  });

  test('a key is shown once, works with its scope, and is worth nothing once deleted', async () => {
    const { call, makeWorkspace } = await start();
    const { id, key } = await makeWorkspace();
    const made = await call('POST', '/v1/api-keys', key, { name: 'Reader', scopes: ['read'] });
    expect(made).toMatchObject({ status: 201, body: { name: 'Reader', scopes: ['read'], expires_at: null } });
    expect(made.body.key.endsWith(made.body.hint)).toBe(true);
    expect((await call('GET', `/v1/workspaces/${id}`, made.body.key)).status).toBe(200);
    expect((await call('GET', '/v1/api-keys', made.body.key)).status).toBe(403);
    const list = await call('GET', '/v1/api-keys', key);
    expect(JSON.stringify(list.body)).not.toContain(made.body.key);
    expect((await call('DELETE', `/v1/api-keys/${made.body.id}`, key)).status).toBe(204);
    expect((await call('GET', `/v1/workspaces/${id}`, made.body.key)).status).toBe(401);
  });

  test('a key ends when it expires', async () => {
    const { call, clock, makeWorkspace } = await start();
    const { id, key } = await makeWorkspace();
    const made = await call('POST', '/v1/api-keys', key, { scope: 'write', expires_in: '15m' });
    expect(made.body).toMatchObject({ scopes: ['write'], expires_at: new Date(clock.nowMs + 900_000).toISOString() });
    expect((await call('GET', `/v1/workspaces/${id}`, made.body.key)).status).toBe(200);
    clock.nowMs += 900_000;
    expect((await call('GET', `/v1/workspaces/${id}`, made.body.key)).status).toBe(401);
  });

  test.each([
    [{}, '/scopes'],
    [{ scopes: [] }, '/scopes'],
    [{ scopes: ['root'] }, '/scopes/0'],
    [{ scopes: ['read'], scope: 'read' }, '/scopes'],
    [{ scope: 'read', expires_in: 'soon' }, '/expires_in'],
    [{ scope: 'read', expires_in: '0s' }, '/expires_in'],
    [{ scope: 'read', expires_at: '2020-01-01T00:00:00Z' }, '/expires_at'],
    [{ scope: 'read', expires_in: '1d', expires_at: '2090-01-01T00:00:00Z' }, '/expires_at'],
    [{ scope: 'read', expiry: '1d' }, '/expiry'],
  ])('an API key of %j is refused at %s', async (body, pointer) => {
    const { call, makeWorkspace } = await start();
    const { key } = await makeWorkspace();
    const answer = await call('POST', '/v1/api-keys', key, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ pointer }] } });
  });

  test('the same Idempotency-Key makes one thing and gives the same answer, secret and all', async () => {
    const { call, makeWorkspace } = await start();
    const { key } = await makeWorkspace();
    const once = { 'idempotency-key': 'retry-1' };
    const [first, ...others] = await Promise.all(
      Array.from({ length: 5 }, () => call('POST', '/v1/api-keys', key, { scope: 'read' }, once)),
    );
    const again = await call('POST', '/v1/api-keys', key, { scope: 'read' }, once);
    const answers = [first, ...others, again].filter((answer) => answer?.status === 201);
    expect(new Set(answers.map((answer) => JSON.stringify(answer?.body))).size).toBe(1);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await call('GET', '/v1/api-keys', key)).body.data).toHaveLength(2);
    const other = await call('POST', '/v1/api-keys', key, { scope: 'write' }, once);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } });
    const wrong = await call('POST', '/v1/api-keys', key, { scope: 'read' }, { 'idempotency-key': 'x'.repeat(256) });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ pointer: 'Idempotency-Key' }] } });
  });

  test('a failure on this side is not remembered, a refusal is', async () => {
    const { call, faults } = await start();
    const once = { 'idempotency-key': 'retry-1' };
    faults.createAdminKey = new Error('the disk is full');
    expect((await call('POST', '/v1/workspaces', ROOT_KEY, { name: 'A', account_id: 'MA_A' }, once)).status).toBe(500);
    faults.createAdminKey = null;
    expect((await call('POST', '/v1/workspaces', ROOT_KEY, { name: 'A', account_id: 'MA_A' }, once)).status).toBe(201);
    const twice = { 'idempotency-key': 'retry-2' };
    const refused = await call('POST', '/v1/workspaces', ROOT_KEY, { name: 'B', account_id: 'MA_A' }, twice);
    const again = await call('POST', '/v1/workspaces', ROOT_KEY, { name: 'B', account_id: 'MA_A' }, twice);
    expect(refused.status).toBe(409);
    expect(again.body).toEqual(refused.body);
    expect(again.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  test('the first start makes a workspace and a key, the second makes nothing', async () => {
    const { ctx, call } = await start();
    const first = await ensureFirstWorkspace(ctx);
    expect(first?.workspace).toMatchObject({ serial: 1, name: 'Default' });
    expect((await call('GET', '/v1/api-keys', first?.apiKey ?? '')).body.data).toMatchObject([{ scopes: ['admin'] }]);
    expect(await ensureFirstWorkspace(ctx)).toBeNull();
  });

  interface Answer {
    readonly status: number;
    readonly headers: Headers;
    // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of a body.
    readonly body: any;
  }

  async function start() {
    const store: Store = await open();
    const clock = { nowMs: Date.parse('2026-11-20T12:00:00Z') };
    const nowMs = () => clock.nowMs;
    const source = { nowMs, newId: randomUUID, randomBytes };
    const faults: { createAdminKey: Error | null } = { createAdminKey: null };
    const keys = new KeyLookup({ store, nowMs, onError: () => {} });
    const ctx: WorkspaceContext = {
      ...source,
      store,
      audit: writeAudit,
      createAdminKey: async (trx, workspaceId) => {
        if (faults.createAdminKey !== null) throw faults.createAdminKey;
        const wish = {
          workspaceId,
          name: 'First key',
          scopes: ['admin'],
          expiresAtMs: null,
          withChange: alone,
        } as const;
        return (await createApiKeyIn(trx, source, wish)).token;
      },
      addOwner: async () => {},
      refreshRegistry: async () => {},
    };
    const api = await createApiServer({
      authenticator: {
        rootKeyMatches: makeRootKeyCheck(ROOT_KEY),
        findKey: (hash) => keys.find(hash),
        workspaceExists: async (id) => (await findWorkspace(store, id)) !== null,
        accountIdOf: () => null,
        noteUse: (key) => keys.noteUse(key),
      },
      idempotency: createIdempotencyKeeper({ store, box: new SecretBox([Buffer.alloc(32, 1)]) }),
      nowMs,
      newId: randomUUID,
      openApi: { version: '0.0.0', publicUrl: null },
    });
    workspaceRoutes(api, ctx);
    auditLogRoutes(api, { store, namesOf: async () => () => null });
    apiKeyRoutes(api, { ...source, store, audit: writeAudit, forgetKey: (id) => keys.forget(id) });
    const base = await api.listen({ port: 0, host: '127.0.0.1' });
    onTestFinished(async () => {
      await api.close();
      await keys.settle();
    });
    const call = async (method: string, path: string, key: string, body?: object, headers = {}): Promise<Answer> => {
      const response = await fetch(`${base}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
    };
    const makeWorkspace = async () => {
      const { body } = await call('POST', '/v1/workspaces', ROOT_KEY, { name: 'Acme' });
      return { id: body.id as string, key: body.api_key as string };
    };
    return { call, clock, ctx, faults, makeWorkspace };
  }
});
