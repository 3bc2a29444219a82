import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { type ApiAnswer, api } from './support/api.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { readFixture } from './support/meta.ts';
import { createWorkspace, type TestWorkspace } from './support/world.ts';

type Json = Record<string, unknown>;

interface Tenant extends TestWorkspace {
  /** `/api/v1/{subdomain}` of the workspace. */
  readonly base: string;
}

/** Shapes differ in nothing that the database sees, so one database is enough. `vendors/xobito.test.ts` runs on both. */
const SQLITE = STORES.filter((stores) => stores.name === 'SQLite');

describe.each(SQLITE)('Xobito’s API, on $name', (stores) => {
  let gateway: TestGateway;
  let tenant: Tenant;

  beforeAll(async () => {
    gateway = await startTestGateway(stores, { POSTHORN_PUBLIC_URL: 'https://hooks.example.com' });
  });

  beforeEach(async () => {
    tenant = await newTenant(gateway);
  });

  async function labelsOf({ api: caller, base }: Tenant) {
    const source = await caller.post<{ data: Json }>(`${base}/sources`, { name: 'Bike fair' });
    const status = await caller.post<{ data: Json }>(`${base}/statuses`, { name: 'In workshop', color: '#0ea5e9' });
    return { source_id: source.data.id, status_id: status.data.id };
  }

  const MIRA = { firstname: 'Mira', phone: '+4915170023456', type: 'lead' };

  describe('records', () => {
    test('a contact has the printed attributes in their order, and the unprinted before the times', async () => {
      const given = await labelsOf(tenant);
      const answer = await tenant.api.send('POST', `${tenant.base}/contacts`, {
        ...MIRA,
        ...given,
        lastname: 'Lindqvist',
        company: 'Kanal Cykel',
        email: 'mira@kanalcykel.example',
        country_id: 276,
        groups: 'Riders',
        city: 'Malmö',
      });
      const printed = readFixture<{ data: { attributes: Json } }>('xobito/contact-created.json').data.attributes;
      const { data, ...rest } = answer.body as { data: Json };
      expect([answer.status, rest]).toEqual([201, { status: 'success', message: 'Contact created successfully' }]);
      expect(Object.keys(answer.body as Json)).toEqual(['status', 'message', 'data']);
      expect(Object.keys(data).filter((name) => Object.hasOwn(printed, name))).toEqual(Object.keys(printed));
      expect(Object.keys(data).filter((name) => !Object.hasOwn(printed, name))).toEqual([
        'description',
        'zip',
        'city',
        'state',
        'address',
        'website',
        'assigned_id',
      ]);
      expect(data).toMatchObject({
        ...MIRA,
        ...given,
        tenant_id: tenant.serial,
        country_id: 276,
        group_id: [1],
        is_enabled: 1,
        is_opted_out: 0,
        city: 'Malmö',
        description: null,
        assigned_id: null,
      });
      for (const time of [data.created_at, data.updated_at]) {
        expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      }
      expect((await tenant.api.get<{ data: Json }>(`${tenant.base}/contacts/${data.id}`)).data).toEqual(data);
    });

    test.each(['status', 'source'])('a %s has the printed attributes in their order', async (noun) => {
      await labelsOf(tenant);
      const list = await tenant.api.get<{ data: { data: Json[] } }>(
        `${tenant.base}/${noun === 'status' ? 'statuses' : 'sources'}`,
      );
      const printed = readFixture<{ data: { attributes: Json } }>(`xobito/${noun}-created.json`).data.attributes;
      expect(Object.keys(list.data.data[0] ?? {})).toEqual(Object.keys(printed));
    });

    test('a group has those of a source, and is read, changed and deleted by its integer', async () => {
      const created = await tenant.api.post<{ data: Json }>(`${tenant.base}/groups`, { name: 'Riders' });
      expect(Object.keys(created.data)).toEqual(['id', 'tenant_id', 'name', 'created_at', 'updated_at']);
      const path = `${tenant.base}/groups/${created.data.id}`;
      expect((await tenant.api.send('PUT', path, { name: 'Club' })).body).toMatchObject({
        status: 'success',
        message: 'Group updated successfully',
        data: { name: 'Club' },
      });
      expect((await tenant.api.get<{ data: Json }>(path)).data.name).toBe('Club');
      const deleted = await tenant.api.send('DELETE', path);
      expect([deleted.status, deleted.body]).toEqual([
        200,
        { status: 'success', message: 'Group deleted successfully', data: null },
      ]);
      expect(await saidOf(tenant.api.send('GET', path))).toEqual([
        404,
        { status: 'error', message: 'Group not found' },
      ]);
    });

    test('a change leaves what it does not name, empties what is null, and replaces the groups', async () => {
      const given = await labelsOf(tenant);
      const full = {
        ...MIRA,
        ...given,
        lastname: 'L',
        city: 'Malmö',
        zip: '21122',
        groups: 'Riders, Club',
        is_enabled: 0,
      };
      const { data: created } = await tenant.api.post<{ data: Json }>(`${tenant.base}/contacts`, full);
      expect(created).toMatchObject({ group_id: [1, 2], is_enabled: 0 });
      const { body } = await tenant.api.send('PUT', `${tenant.base}/contacts/${created.id}`, {
        ...MIRA,
        lastname: 'Lindqvist',
        zip: null,
        groups: ' club ,, New ,club',
        is_enabled: 'true',
        unknown: 'passed over',
      });
      expect((body as { data: Json }).data).toMatchObject({
        ...given,
        lastname: 'Lindqvist',
        city: 'Malmö',
        zip: null,
        group_id: [2, 3],
        is_enabled: 1,
      });
    });

    test('a form is as good as JSON, its texts trimmed and its empty ones none', async () => {
      const given = await labelsOf(tenant);
      const form = new URLSearchParams({ ...MIRA, firstname: ' Mira ', lastname: '', is_opted_out: '1' });
      for (const [name, serial] of Object.entries(given)) form.set(name, String(serial));
      const response = await fetch(new URL(`${tenant.base}/contacts`, gateway.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${tenant.key}` },
        body: form,
      });
      expect(response.status).toBe(201);
      expect(await response.json()).toMatchObject({
        data: { firstname: 'Mira', lastname: null, is_opted_out: 1, ...given },
      });
    });

    test('is the same data that our own API shows, changed by the same key in the audit log', async () => {
      const given = await labelsOf(tenant);
      const { data } = await tenant.api.post<{ data: Json }>(`${tenant.base}/contacts`, { ...MIRA, ...given });
      const [contact] = await tenant.api.all<Json>('/v1/contacts');
      expect(contact).toMatchObject({ serial: data.id, first_name: 'Mira', status: { serial: given.status_id } });
      const actions = (await tenant.api.all<{ action: string }>('/v1/audit-log')).map(({ action }) => action);
      expect(actions).toEqual(expect.arrayContaining(['source.created', 'status.created', 'contact.created']));
    });
  });

  describe('the paginator', () => {
    beforeEach(async () => {
      for (let number = 1; number <= 17; number++) {
        await tenant.api.post(`${tenant.base}/sources`, { name: `Source ${number}` });
      }
    });

    const pageOf = async (query: string) =>
      (await tenant.api.get<{ data: Json & { data: Json[] } }>(`${tenant.base}/sources${query}`)).data;

    test('is Laravel’s, key by key, with links to the public address', async () => {
      const { data, ...rest } = await pageOf('');
      const path = `https://hooks.example.com${tenant.base}/sources`;
      expect(data).toHaveLength(15);
      expect(Object.keys(await pageOf(''))).toEqual([
        'current_page',
        'data',
        'first_page_url',
        'from',
        'last_page',
        'last_page_url',
        'links',
        'next_page_url',
        'path',
        'per_page',
        'prev_page_url',
        'to',
        'total',
      ]);
      expect(rest).toEqual({
        current_page: 1,
        first_page_url: `${path}?page=1`,
        from: 1,
        last_page: 2,
        last_page_url: `${path}?page=2`,
        links: [
          { url: null, label: '&laquo; Previous', active: false },
          { url: `${path}?page=1`, label: '1', active: true },
          { url: `${path}?page=2`, label: '2', active: false },
          { url: `${path}?page=2`, label: 'Next &raquo;', active: false },
        ],
        next_page_url: `${path}?page=2`,
        path,
        per_page: 15,
        prev_page_url: null,
        to: 15,
        total: 17,
      });
    });

    test('shows other pages, at most 100 rows of them, and nothing after the last', async () => {
      expect(await pageOf('?page=2')).toMatchObject({ from: 16, to: 17, next_page_url: null, current_page: 2 });
      expect(await pageOf('?per_page=5&page=2')).toMatchObject({ from: 6, to: 10, per_page: 5, last_page: 4 });
      expect(await pageOf('?per_page=500')).toMatchObject({ per_page: 100, to: 17 });
      expect(await pageOf('?page=x&per_page=-1')).toMatchObject({ current_page: 1, per_page: 15 });
      expect(await pageOf('?page=9')).toMatchObject({ data: [], from: null, to: null, total: 17, last_page: 2 });
    });
  });

  describe('errors', () => {
    const call = async (method: string, path: string, headers: Record<string, string> = {}, body?: string) => {
      const response = await fetch(new URL(path, gateway.url), {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
      });
      return [response.status, await response.json(), response.headers] as const;
    };

    test('401 tells a missing token from a wrong one', async () => {
      const path = `${tenant.base}/contacts`;
      const [status, body] = await call('GET', path);
      expect([status, body]).toEqual([401, { status: 'error', message: 'API token is required' }]);
      const [, wrong] = await call('GET', path, { authorization: 'Bearer nonsense' });
      expect(JSON.stringify(wrong)).toBe(JSON.stringify(readFixture('xobito/api/error-401.json')));
    });

    test('400 for another subdomain than that of the key, which says nothing of whose it is', async () => {
      const other = await newTenant(gateway);
      for (const base of [other.base, '/api/v1/nobodys']) {
        const answer = await tenant.api.send('GET', `${base}/contacts`);
        expect([answer.status, answer.text]).toEqual([
          400,
          JSON.stringify(readFixture('xobito/api/error-400-subdomain.json')),
        ]);
      }
    });

    test('400 for the root key without a workspace, and for what is no JSON', async () => {
      const [status, body] = await call('GET', `${tenant.base}/contacts`, {
        authorization: `Bearer ${gateway.rootKey}`,
      });
      expect([status, body]).toMatchObject([400, { status: 'error', errors: expect.any(String) }]);
      const headers = { authorization: `Bearer ${tenant.key}`, 'content-type': 'application/json' };
      const [wrong, said] = await call('POST', `${tenant.base}/contacts`, headers, '{');
      expect([wrong, said]).toMatchObject([400, { status: 'error', errors: 'The body is not valid JSON.' }]);
    });

    test('the root key acts for the workspace that it names', async () => {
      const operator = api(gateway, gateway.rootKey, tenant.id);
      expect((await operator.send('GET', `${tenant.base}/contacts`)).status).toBe(200);
    });

    test('403 when the key may only read', async () => {
      const { key } = await tenant.api.post<{ key: string }>('/v1/api-keys', { scope: 'read' });
      const reader = api(gateway, key);
      expect((await reader.send('GET', `${tenant.base}/sources`)).status).toBe(200);
      for (const [method, path] of [
        ['POST', 'contacts'],
        ['PUT', 'contacts/1'],
        ['DELETE', 'sources/1'],
      ] as const) {
        expect(await saidOf(reader.send(method, `${tenant.base}/${path}`))).toMatchObject([
          403,
          { status: 'error', message: expect.stringContaining('scope write') },
        ]);
      }
    });

    test.each([
      ['contacts', 'Contact'],
      ['statuses', 'Status'],
      ['sources', 'Source'],
      ['groups', 'Group'],
    ])('404 for a record of %s that is not there, and for one of another workspace', async (collection, thing) => {
      const other = await newTenant(gateway);
      const made = await newRecord(other, collection);
      const right = { ...MIRA, lastname: 'L', name: 'Another name' };
      const notFound = [404, { status: 'error', message: `${thing} not found` }];
      for (const id of [made.id, 4_711, 0, 'x', '9'.repeat(400)]) {
        const path = `${tenant.base}/${collection}/${id}`;
        expect(await saidOf(tenant.api.send('GET', path))).toEqual(notFound);
        expect(await saidOf(tenant.api.send('PUT', path, right))).toEqual(notFound);
        expect(await saidOf(tenant.api.send('DELETE', path))).toEqual(notFound);
      }
      expect((await other.api.send('GET', `${other.base}/${collection}/${made.id}`)).status).toBe(200);
    });

    async function newRecord(owner: Tenant, collection: string): Promise<Json> {
      const body = collection === 'contacts' ? { ...MIRA, ...(await labelsOf(owner)) } : { name: 'Only theirs' };
      return (await owner.api.post<{ data: Json }>(`${owner.base}/${collection}`, body)).data;
    }

    test('404 for what is not there; 405 for another method', async () => {
      const notThere = [404, { status: 'error', message: 'Route not found' }];
      for (const path of ['nonsense', 'messages', 'messages/nonsense', 'template-bots']) {
        expect(await saidOf(tenant.api.send('POST', `${tenant.base}/${path}`, {}))).toEqual(notThere);
      }
      expect(await saidOf(tenant.api.send('PATCH', `${tenant.base}/contacts/1`, {}))).toMatchObject([
        405,
        { status: 'error' },
      ]);
    });

    test('422 names every missing field in Laravel’s words', async () => {
      const [status, body] = await saidOf(tenant.api.send('POST', `${tenant.base}/contacts`, {}));
      expect([status, body]).toEqual([
        422,
        {
          status: 'error',
          message: 'Validation failed',
          errors: {
            firstname: ['The firstname field is required.'],
            phone: ['The phone field is required.'],
            type: ['The type field is required.'],
            source_id: ['The source id field is required.'],
            status_id: ['The status id field is required.'],
          },
        },
      ]);
      const sample = await tenant.api.send('POST', `${tenant.base}/contacts`, {
        ...MIRA,
        ...(await labelsOf(tenant)),
        phone: ' ',
      });
      expect(sample.text).toBe(JSON.stringify(readFixture('xobito/api/error-422.json')));
    });

    test('422 for what is wrong in a contact', async () => {
      const given = await labelsOf(tenant);
      const path = `${tenant.base}/contacts`;
      const cases: readonly (readonly [Json, string, string])[] = [
        [{ phone: `+${'4'.repeat(20)}` }, 'phone', 'The phone field must not be greater than 20 characters.'],
        [{ phone: 'nonsense' }, 'phone', 'Must be a phone number with + and its country code.'],
        [{ email: `${'a'.repeat(190)}@b.de` }, 'email', 'The email field must not be greater than 191 characters.'],
        [{ email: 'nonsense' }, 'email', 'Must be an e-mail address.'],
        [{ firstname: 'a'.repeat(256) }, 'firstname', 'The firstname field must not be greater than 255 characters.'],
        [{ firstname: 7 }, 'firstname', 'The firstname field must be a string.'],
        [{ type: 'friend' }, 'type', 'The selected type is invalid.'],
        [{ source_id: 4_711 }, 'source_id', 'The selected source id is invalid.'],
        [{ status_id: given.source_id, source_id: 4_711 }, 'source_id', 'The selected source id is invalid.'],
        [{ status_id: 'one' }, 'status_id', 'The status id field must be an integer.'],
        [{ country_id: 999 }, 'country_id', 'The selected country id is invalid.'],
        [{ is_enabled: 'maybe' }, 'is_enabled', 'The is enabled field must be true or false.'],
        [
          { groups: Array.from({ length: 51 }, (_, index) => `g${index}`).join() },
          'groups',
          'The groups field must not have more than 50 items.',
        ],
      ];
      for (const [wrong, field, words] of cases) {
        const answer = await saidOf(
          tenant.api.send('POST', path, { ...MIRA, ...given, groups: 'Never made', ...wrong }),
        );
        expect([wrong, answer]).toEqual([
          wrong,
          [422, { status: 'error', message: 'Validation failed', errors: { [field]: [words] } }],
        ]);
      }
      const update = await saidOf(tenant.api.send('PUT', `${path}/1`, MIRA));
      expect(update).toMatchObject([422, { errors: { lastname: ['The lastname field is required.'] } }]);
      expect((await tenant.api.get<{ data: { total: number } }>(`${tenant.base}/groups`)).data.total).toBe(0);
    });

    test('422 for a phone in any spelling and an email in any case that another contact has; one’s own is fine', async () => {
      const given = await labelsOf(tenant);
      const path = `${tenant.base}/contacts`;
      const brazilian = { ...MIRA, ...given, lastname: 'L', phone: '+5511987654321', email: 'mira@kanalcykel.example' };
      const { data } = await tenant.api.post<{ data: Json }>(path, brazilian);
      const again = { ...brazilian, phone: '+551187654321', email: 'MIRA@kanalcykel.example' };
      expect(await saidOf(tenant.api.send('POST', path, again))).toMatchObject([
        422,
        { errors: { phone: ['The phone has already been taken.'], email: ['The email has already been taken.'] } },
      ]);
      expect((await tenant.api.send('PUT', `${path}/${data.id}`, brazilian)).status).toBe(200);
      const other = await newTenant(gateway);
      const elsewhere = { ...brazilian, ...(await labelsOf(other)) };
      expect((await other.api.send('POST', `${other.base}/contacts`, elsewhere)).status).toBe(201);
    });

    test('422 for what is wrong in a status or a source', async () => {
      await labelsOf(tenant);
      const cases: readonly (readonly [string, Json, string, string])[] = [
        ['statuses', { name: 'ab' }, 'name', 'The name field must be at least 3 characters.'],
        ['statuses', { name: 'IN WORKSHOP' }, 'name', 'The name has already been taken.'],
        [
          'statuses',
          { name: 'abc', color: '#0EA5E9F' },
          'color',
          'The color field must not be greater than 7 characters.',
        ],
        ['statuses', { name: 'abc', color: 'green' }, 'color', 'The color field format is invalid.'],
        ['sources', {}, 'name', 'The name field is required.'],
        ['sources', { name: 'a'.repeat(256) }, 'name', 'The name field must not be greater than 255 characters.'],
        ['sources', { name: 'bike fair' }, 'name', 'The name has already been taken.'],
      ];
      for (const [collection, wrong, field, words] of cases) {
        const [status, body] = await saidOf(tenant.api.send('POST', `${tenant.base}/${collection}`, wrong));
        expect([wrong, status, (body as { errors: Json }).errors[field]]).toEqual([
          wrong,
          422,
          expect.arrayContaining([words]),
        ]);
      }
    });

    test('422 for deleting a status that a contact has', async () => {
      const given = await labelsOf(tenant);
      await tenant.api.post(`${tenant.base}/contacts`, { ...MIRA, ...given });
      expect(await saidOf(tenant.api.send('DELETE', `${tenant.base}/statuses/${given.status_id}`))).toEqual([
        422,
        { status: 'error', message: 'Status is in use' },
      ]);
    });
  });
});

describe.each(SQLITE)('the rate limit of Xobito’s API, on $name', (stores) => {
  test('is as set, per token, told in Laravel’s headers, and beside that of our own API', async () => {
    const gateway = await startTestGateway(stores, {
      POSTHORN_XOBITO_RATE_LIMIT_MAX: '2',
      POSTHORN_XOBITO_RATE_LIMIT_DECAY: '45s',
    });
    const [tenant, other] = [await newTenant(gateway), await newTenant(gateway)];
    const path = `${tenant.base}/sources`;
    const left = async () => {
      const { status, headers } = await tenant.api.send('GET', path);
      return [status, headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')];
    };
    expect([await left(), await left()]).toEqual([
      [200, '2', '1'],
      [200, '2', '0'],
    ]);
    const refused = await tenant.api.send('GET', path);
    const retryAfter = Number(refused.headers.get('retry-after'));
    const sample = { ...readFixture<Json>('xobito/api/error-429.json'), retry_after: retryAfter };
    expect([refused.status, refused.text]).toEqual([429, JSON.stringify(sample)]);
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(45);
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(refused.headers.get('x-ratelimit-reset')) * 1000).toBeGreaterThan(Date.now());
    expect((await tenant.api.send('GET', '/v1/sources')).status).toBe(200);
    expect((await other.api.send('GET', `${other.base}/sources`)).status).toBe(200);
  });
});

async function newTenant(gateway: TestGateway): Promise<Tenant> {
  const workspace = await createWorkspace(gateway, { name: 'Kanal Cykel' });
  const { subdomain } = await workspace.api.get<{ subdomain: string }>(`/v1/workspaces/${workspace.id}`);
  return { ...workspace, base: `/api/v1/${subdomain}` };
}

async function saidOf(call: Promise<ApiAnswer>): Promise<readonly [number, unknown]> {
  const { status, body } = await call;
  return [status, body];
}
