import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { STATUS_BY_CODE } from '../../domain/errors.ts';
import { html } from './html.ts';
import { createApiServer } from './server.ts';

describe('the OpenAPI document', () => {
  test('describes routes with their bodies, answers, access and problems', async () => {
    const { fetchJson } = await start();
    const document = await fetchJson('/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ title: 'Posthorn', version: '1.2.3' });
    const operation = document.paths['/v1/things/{id}'].post;
    expect(operation).toMatchObject({
      operationId: 'post_v1_things_id',
      security: [{ ApiKey: [] }, { Session: [] }],
      'x-access':
        'An API key with scope write, or the root key with Posthorn-Workspace. A member with the role owner, admin, developer. A portal link.',
      requestBody: { content: { 'application/json': { schema: { required: ['name'], additionalProperties: false } } } },
      responses: { 201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } },
    });
    expect(Object.keys(operation.responses)).toEqual(
      expect.arrayContaining(['201', '400', '401', '403', '404', '409', '429', 'default']),
    );
    const names = operation.parameters.map((parameter: { name: string }) => parameter.name);
    expect(names.sort()).toEqual(['Idempotency-Key', 'Posthorn-Workspace', 'id']);
  });

  test('keeps only the schemas that something refers to, and has the webhooks', async () => {
    const { fetchJson } = await start();
    const document = await fetchJson('/openapi.json');
    expect(Object.keys(document.components.schemas).sort()).toEqual(['Problem', 'Thing']);
    expect(Object.keys(document.webhooks)).toEqual(['thing.made']);
  });
});

describe('the page of the API', () => {
  test('has every operation, schema, error code and webhook, each with an anchor', async () => {
    const { fetchText } = await start();
    const page = await fetchText('/docs/api');
    for (const anchor of ['post-v1-things-id', 'schema-Thing', 'schema-Problem', 'webhook-thing.made', 'errors']) {
      expect(page).toContain(`id="${anchor}"`);
      expect(page).toContain(`href="#${anchor}"`);
    }
    for (const code of Object.keys(STATUS_BY_CODE)) expect(page).toContain(`<code>${code}</code>`);
  });

  test('escapes what descriptions contain', async () => {
    const { fetchText } = await start();
    const page = await fetchText('/docs/api');
    expect(page).toContain('Less &lt;b&gt; &amp; more');
    expect(page).not.toContain('<b>');
    expect(html`<p title="${'"><script>'}">${["'"]}</p>`.markup).toBe('<p title="&quot;&gt;&lt;script&gt;">&#39;</p>');
  });

  test.each(['/docs/api', '/docs/errors'])(
    '%s loads nothing, runs nothing, and its policy allows its own style alone',
    async (path) => {
      const { base } = await start();
      const response = await fetch(base + path);
      const page = await response.text();
      const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
      const digest = createHash('sha256').update(style).digest('base64');
      expect(response.headers.get('content-security-policy')).toContain(
        `default-src 'none'; style-src 'sha256-${digest}'`,
      );
      expect(page).not.toMatch(/<script|<link|<img|<iframe| style=| on[a-z]+=|url\(|@import/);
    },
  );

  test('the type of a problem leads to the words on its code', async () => {
    const { base, fetchText } = await start();
    const problem = (await (await fetch(`${base}/nowhere`)).json()) as { type: string };
    const [path = '', code = ''] = problem.type.split('#');
    expect(await fetchText(path)).toContain(`id="${code}"`);
  });
});

async function start() {
  const api = await createApiServer({
    authenticator: {
      rootKeyMatches: () => false,
      findKey: async () => null,
      workspaceExists: () => false,
      accountIdOf: () => null,
      noteUse: () => {},
    },
    idempotency: { hold: async () => ({ kind: 'held' }), remember: async () => {}, release: async () => {} },
    nowMs: () => 0,
    newId: randomUUID,
    openApi: {
      version: '1.2.3',
      publicUrl: null,
      webhooks: () => ({
        'thing.made': {
          post: {
            summary: 'A thing was made',
            requestBody: {
              content: { 'application/json': { schema: { type: 'object', properties: { id: { type: 'string' } } } } },
            },
          },
        },
      }),
    },
  });
  const thing = z.object({ id: z.string(), size: z.number().int().nullable() }).meta({ id: 'Thing' });
  api.route({
    method: 'POST',
    url: '/v1/things/:id',
    config: { access: { who: 'workspace', permission: 'endpoints.write' }, idempotent: true },
    schema: {
      tags: ['Things'],
      summary: 'Make a thing',
      description: 'Less <b> & more',
      params: z.strictObject({ id: z.string() }),
      body: z.strictObject({
        name: z.string().max(10).describe('What it is called.'),
        retry: z.enum(['a', 'b']).default('a'),
      }),
      response: { 201: thing },
    },
    handler: async (_request, reply) => reply.code(201).send({ id: 'x', size: null }),
  });
  const base = await api.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => api.close());
  const fetchText = async (path: string) => (await fetch(base + path)).text();
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of the document.
  const fetchJson = async (path: string): Promise<any> => JSON.parse(await fetchText(path));
  return { base, fetchText, fetchJson };
}
