import { describe, expect, test } from 'vitest';
import { startApi } from '../../../test/support/start-api.ts';
import { idOf } from '../../domain/ids.ts';
import type { RateLimitBounds } from '../../platform/http/rate-limits.ts';
import { type VobizContext, vobizRoutes } from './vobiz.routes.ts';

const ENDPOINT = {
  id: idOf('ep', '0190a000-0000-7000-8000-0000000000e1'),
  url: 'https://receiver.example/',
  format: 'vobiz',
  enabled: true,
  createdAtMs: Date.parse('2026-11-20T10:00:00Z'),
  updatedAtMs: Date.parse('2026-11-20T11:00:00Z'),
} as const;

describe('Vobiz’s API over HTTP', () => {
  test('shows an endpoint as a subscription, with the UUID inside its id', async () => {
    const { call } = await start();
    const { body } = await call('GET', '/api/v1/messaging/webhooks');
    expect(body).toEqual({
      items: [
        {
          id: '0190a000-0000-7000-8000-0000000000e1',
          url: 'https://receiver.example/',
          status: 'active',
          created_at: '2026-11-20T10:00:00.000Z',
          updated_at: '2026-11-20T11:00:00.000Z',
        },
      ],
    });
  });

  test('answers 429 with the seconds to wait', async () => {
    const { call } = await start({ rateLimits: { callsPerMinute: 1, failedAuthenticationsPerMinute: 60 } });
    expect((await call('GET', '/api/v1/messaging/webhooks')).status).toBe(200);
    const limited = await call('GET', '/api/v1/messaging/webhooks');
    expect(limited).toMatchObject({ status: 429, body: { error: { code: 'rate_limited' } } });
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('says nothing about an error that nobody foresaw', async () => {
    const { call } = await start({ listEndpoints: () => Promise.reject(new Error('password hunter2 is wrong')) });
    const { status, body } = await call('GET', '/api/v1/messaging/webhooks');
    expect(status).toBe(500);
    expect(body).toEqual({ error: { code: 'internal', message: 'Something went wrong on this side.' } });
  });

  test('takes the paths below its own that Xobito’s API would take for a workspace', async () => {
    const { call } = await start();
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await call(method, '/api/v1/messaging/statuses');
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    }
    expect((await call('GET', '/api/v1/other/statuses')).body).toEqual({ of: 'other' });
  });

  test('describes its routes, their keys and their errors', async () => {
    const { call } = await start();
    const { body } = await call('GET', '/openapi.json');
    const operations = Object.entries<Record<string, Operation>>(body.paths).filter(([path]) =>
      path.startsWith('/api/v1/messaging/'),
    );
    expect(
      operations.map(([path, item]) => [path.slice('/api/v1/messaging'.length), Object.keys(item).sort()]),
    ).toEqual([
      ['/webhooks', ['get', 'post']],
      ['/webhooks/{id}', ['delete']],
      ['/contacts', ['get', 'post']],
      ['/contacts/{id}', ['delete', 'get', 'put']],
      ['/contacts/import', ['post']],
    ]);
    for (const operation of operations.flatMap(([, item]) => Object.values(item))) {
      expect(operation.tags).toEqual(['Vobiz API']);
      expect(operation.security).toEqual([{ VobizAccount: [], VobizKey: [] }, { ApiKey: [] }]);
      expect(Object.keys(operation.responses).filter((status) => status >= '400')).toEqual(['default']);
    }
    expect(body.components.securitySchemes).toMatchObject({
      VobizAccount: { in: 'header', name: 'X-Auth-ID' },
      VobizKey: { in: 'header', name: 'X-Auth-Token' },
    });
    const form = body.paths['/api/v1/messaging/contacts/import'].post.requestBody.content['multipart/form-data'];
    expect(form.schema.properties.file).toMatchObject({ type: 'string', format: 'binary' });
  });
});

interface Operation {
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Options extends Partial<VobizContext> {
  readonly rateLimits?: RateLimitBounds;
}

function start({ rateLimits, ...over }: Options = {}) {
  const nothing = async () => [];
  const context: VobizContext = {
    createEndpoint: async () => ENDPOINT,
    listEndpoints: async () => [ENDPOINT],
    findEndpoint: async () => ENDPOINT,
    removeEndpoint: async () => {},
    saveContacts: nothing,
    findContact: async () => null,
    findContactsByPhone: nothing,
    pageOfContacts: async () => ({ items: [], total: 0 }),
    readContactInput: () => () => ({}),
    accountIdOf: () => 'MA_1',
    assertStreamPlace: () => {},
    readStreamCursor: () => 0,
    openStream: () => {},
    ...over,
  };
  return startApi(
    (api) => {
      api.get('/api/v1/:subdomain/statuses', { config: { access: { who: 'anyone' } } }, async () => ({ of: 'other' }));
      vobizRoutes(api, context);
    },
    rateLimits === undefined ? {} : { rateLimits },
  );
}
