import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../../support/open-store.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { addEndpoint, createWorkspace, type TestWorkspace } from '../support/world.ts';

const SECRET = 'a-secret-of-our-own-choice';
const PHONE = '+4915170023456';

interface Answer {
  readonly status: number;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of a body.
  readonly body: any;
}

type Headers = Readonly<Record<string, string>>;

describe.each(STORES)('Vobiz’s API, on $name', (stores) => {
  let gateway: TestGateway;
  let own: TestWorkspace;
  let other: TestWorkspace;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
    own = await createWorkspace(gateway, { name: 'Own' });
    other = await createWorkspace(gateway, { name: 'Other' });
  });

  async function call(method: string, path: string, body?: unknown, headers: Headers = pairOf(own)): Promise<Answer> {
    const isForm = body instanceof FormData;
    const response = await fetch(new URL(`/api/v1/messaging${path}`, gateway.url), {
      method,
      headers: { ...headers, ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      body: text === '' ? null : JSON.parse(text),
    };
  }

  function importCsv(csv: string | Uint8Array<ArrayBuffer>, field = 'file'): Promise<Answer> {
    const form = new FormData();
    form.append(field, new Blob([csv]), 'contacts.csv');
    return call('POST', '/contacts/import', form);
  }

  async function newContact(fields: object = {}): Promise<string> {
    return (await call('POST', '/contacts', { phone_number: freshPhone(), ...fields })).body.id;
  }

  test('lets in an account with a key of its own, or a key alone, and the operator for a named workspace', async () => {
    const ways = [
      pairOf(own),
      { authorization: `Bearer ${own.key}` },
      { authorization: `Bearer ${gateway.rootKey}`, 'posthorn-workspace': own.id },
    ];
    for (const headers of ways) expect((await call('GET', '/webhooks', undefined, headers)).status).toBe(200);
  });

  test('answers 401 to a wrong key, to the account of another workspace, and to nobody', async () => {
    const strangers = [
      {},
      { ...pairOf(own), 'x-auth-token': 'wrong' },
      { ...pairOf(own), 'x-auth-id': other.accountId },
      { ...pairOf(own), 'x-auth-id': 'MA_NOBODY' },
      { 'x-auth-id': own.accountId },
      { 'x-auth-id': own.accountId, 'x-auth-token': gateway.rootKey },
    ];
    for (const headers of strangers) {
      const answer = await call('GET', '/contacts', undefined, headers);
      expect(answer).toEqual({
        status: 401,
        type: 'application/json; charset=utf-8',
        body: { error: { code: 'unauthenticated', message: expect.stringContaining('X-Auth-ID') } },
      });
    }
  });

  test('answers 403 to a key that may only read', async () => {
    const { key } = await own.api.post<{ key: string }>('/v1/api-keys', { name: 'reader', scopes: ['read'] });
    const headers = { ...pairOf(own), 'x-auth-token': key };
    expect((await call('GET', '/contacts', undefined, headers)).status).toBe(200);
    const refused = await call('POST', '/webhooks', { url: 'http://127.0.0.1:9/', secret: SECRET }, headers);
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  });

  test.each([
    ['a body without a secret', 'POST', '/webhooks', { url: 'http://127.0.0.1:9/' }, '/secret'],
    ['a body without a URL', 'POST', '/webhooks', { secret: SECRET }, '/url'],
    ['a secret of 15 bytes', 'POST', '/webhooks', { url: 'http://127.0.0.1:9/', secret: '123456789012345' }, '/secret'],
    ['a secret of 257 bytes', 'POST', '/webhooks', { url: 'http://127.0.0.1:9/', secret: 'x'.repeat(257) }, '/secret'],
    ['a URL of a private network', 'POST', '/webhooks', { url: 'http://10.0.0.1/', secret: SECRET }, '/url'],
    ['a contact without a number', 'POST', '/contacts', { name: 'Mira' }, '/phone_number'],
    ['a contact with an empty number', 'POST', '/contacts', { phone_number: ' ' }, '/phone_number'],
    ['a number that nobody has', 'POST', '/contacts', { phone_number: '+49' }, '/phone_number'],
    ['a name of 256 letters', 'POST', '/contacts', { phone_number: PHONE, name: 'x'.repeat(256) }, '/name'],
    ['a tag that is no text', 'POST', '/contacts', { phone_number: PHONE, tags: [1] }, '/tags/0'],
    ['page 0', 'GET', '/contacts?page=0', undefined, '?page'],
    ['101 rows a page', 'GET', '/contacts?limit=101', undefined, '?limit'],
  ])('answers 400 to %s, and says which field', async (_name, method, path, body, pointer) => {
    const answer = await call(method, path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.fields).toEqual([{ pointer, message: expect.any(String) }]);
  });

  test('passes over fields and filters that it does not know', async () => {
    const phone = freshPhone();
    const created = await call('POST', '/contacts', { phone_number: phone, name: 'Mira', favourite: 'blue' });
    expect(created.status).toBe(201);
    const listed = await call('GET', `/contacts?phone_number=${encodeURIComponent(phone)}&colour=blue`);
    expect(listed.body.items).toEqual([created.body]);
  });

  test.each(['/calls/whatsapp', '/numbers', '/campaigns'])(
    'answers 404 to %s, which is not offered yet, in its own words',
    async (path) => {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const answer = await call(method, path, method === 'POST' ? {} : undefined);
        expect(answer).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
      }
    },
  );

  test('answers 404 to what belongs to another workspace, as to what nobody has', async () => {
    const mine = await newContact({ name: 'Mine' });
    const hook = (await call('POST', '/webhooks', { url: 'http://127.0.0.1:9/mine', secret: SECRET })).body.id;
    const asOther = (method: string, path: string, body?: unknown) => call(method, path, body, pairOf(other));
    const nobody = randomUUID();
    for (const [id, nobodysId] of [
      [mine, nobody],
      ['1', '1'],
    ]) {
      expect((await asOther('GET', `/contacts/${id}`)).status).toBe(404);
      expect((await asOther('PUT', `/contacts/${id}`, { name: 'Theirs' })).status).toBe(404);
      const refused = await asOther('DELETE', `/contacts/${id}`);
      expect(refused).toEqual(await asOther('DELETE', `/contacts/${nobodysId}`));
    }
    expect(await asOther('DELETE', `/webhooks/${hook}`)).toEqual(await asOther('DELETE', `/webhooks/${nobody}`));
    expect((await asOther('GET', '/contacts')).body).toMatchObject({ items: [], total: 0 });
    expect((await asOther('GET', '/webhooks')).body).toEqual({ items: [] });
    expect((await call('GET', `/contacts/${mine}`)).body.name).toBe('Mine');
    expect((await call('DELETE', `/webhooks/${hook}`)).status).toBe(204);
  });

  test('shows and deletes only endpoints of its own format', async () => {
    const endpoint = await addEndpoint(own.api, { url: 'http://127.0.0.1:9/standard', format: 'standard' });
    const uuid = endpoint.id.slice('ep_'.length);
    expect((await call('GET', '/webhooks')).body.items).toEqual([]);
    expect((await call('DELETE', `/webhooks/${uuid}`)).status).toBe(404);
    expect((await own.api.send('GET', `/v1/endpoints/${endpoint.id}`)).status).toBe(200);
  });

  test('makes an endpoint of format vobiz for all types, under the name of the key that asked', async () => {
    const { body } = await call('POST', '/webhooks', { url: 'http://127.0.0.1:9/new', secret: SECRET });
    expect(await own.api.get(`/v1/endpoints/ep_${body.id}`)).toMatchObject({ format: 'vobiz', event_types: ['*'] });
    const [entry] = await own.api.all<{ action: string; resource_id: string }>('/v1/audit-log');
    expect(entry).toMatchObject({ action: 'endpoint.created', resource_id: `ep_${body.id}` });
    expect(JSON.stringify([body, entry])).not.toContain(SECRET);
    expect((await call('DELETE', `/webhooks/${body.id}`)).status).toBe(204);
  });

  test('answers 409 to a number that another contact has, in any of its spellings', async () => {
    await newContact({ phone_number: '+5511987654321' });
    const answer = await call('POST', '/contacts', { phone_number: '+551187654321' });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
    expect(answer.body.error.fields[0].pointer).toBe('/phone_number');
  });

  test('keeps first and last name apart while the whole name stays the same', async () => {
    const phone = freshPhone();
    const contact = await own.api.post<{ id: string }>('/v1/contacts', {
      first_name: 'Mira',
      last_name: 'Lindqvist',
      company: 'Kanal Cykel',
      phone,
    });
    const path = `/contacts/${contact.id.slice('cnt_'.length)}`;
    const names = () => own.api.get<object>(`/v1/contacts/${contact.id}`);
    expect((await call('PUT', path, { name: 'Mira Lindqvist', tags: ['vip'] })).body.tags).toEqual(['vip']);
    expect(await names()).toMatchObject({ first_name: 'Mira', last_name: 'Lindqvist', company: 'Kanal Cykel' });
    expect((await importCsv(`phone_number,name\n${phone},Mira Lindqvist\n`)).body).toMatchObject({ updated: 1 });
    expect(await names()).toMatchObject({ first_name: 'Mira', last_name: 'Lindqvist', tags: ['vip'] });
    expect((await call('PUT', path, { name: 'Mira L.' })).body.name).toBe('Mira L.');
    expect(await names()).toMatchObject({ first_name: 'Mira L.', last_name: null, company: 'Kanal Cykel' });
  });

  test('counts its pages, and filters by number, tag and text', async () => {
    const lister = await createWorkspace(gateway, { name: 'Lister' });
    const as = (method: string, path: string, body?: unknown) => call(method, path, body, pairOf(lister));
    for (const index of [1, 2, 3]) {
      const tags = index === 2 ? ['vip'] : [];
      await as('POST', '/contacts', { phone_number: `+491517002345${index}`, name: `Person ${index}`, tags });
    }
    const namesOf = ({ body }: Answer) => body.items.map(({ name }: { name: string }) => name);
    const first = await as('GET', '/contacts?limit=2');
    expect(first.body).toMatchObject({ total: 3, page: 1, limit: 2, has_more: true });
    const second = await as('GET', '/contacts?limit=2&page=2');
    expect(second.body).toMatchObject({ total: 3, page: 2, limit: 2, has_more: false });
    expect([...namesOf(first), ...namesOf(second)]).toEqual(['Person 1', 'Person 2', 'Person 3']);
    expect(namesOf(await as('GET', '/contacts?tag=vip'))).toEqual(['Person 2']);
    expect(namesOf(await as('GET', '/contacts?search=PERSON%203'))).toEqual(['Person 3']);
    expect(namesOf(await as('GET', '/contacts?phone_number=%2B4915170023451'))).toEqual(['Person 1']);
    expect(namesOf(await as('GET', '/contacts?search=%00&tag=%00'))).toEqual([]);
  });

  test('imports with a byte order mark, other columns, other order and line ends, and twice without a change', async () => {
    const [one, two] = [freshPhone(), freshPhone()];
    const csv = `\ufeffName,city, PHONE_NUMBER ,tags\r\nUna,Rome,${one},a|b\r\n\r\n,Oslo,${two}\r\n`;
    expect(await importCsv(csv)).toMatchObject({ status: 200, body: { total: 2, created: 2, failed: 0, errors: [] } });
    expect((await importCsv(csv)).body).toMatchObject({ total: 2, created: 0, updated: 2 });
    const { body } = await call('GET', `/contacts?phone_number=${one.slice(1)}`);
    expect(body.items[0]).toMatchObject({ name: 'Una', tags: ['a', 'b'] });
    expect(body.items[0].created_at).toBe(body.items[0].updated_at);
  });

  test('imports a number that stands in two rows as one contact', async () => {
    const phone = freshPhone();
    const { body } = await importCsv(`phone_number,name,tags\n${phone},First,a\n${phone},Second,b\n`);
    expect(body).toMatchObject({ total: 2, created: 1, updated: 1, failed: 0 });
    const list = await call('GET', `/contacts?phone_number=${phone.slice(1)}`);
    expect(list.body.items).toMatchObject([{ name: 'Second', tags: ['a', 'b'] }]);
  });

  test.each([
    ['no column phone_number', 'number,name\n+4915170023456,Mira\n', 400, 'unprocessable'],
    ['an unclosed quote', 'phone_number,name\n+4915170023456,"Mira\n', 400, 'unprocessable'],
    ['10,001 rows', `phone_number\n${'+4915170023456\n'.repeat(10_001)}`, 400, 'unprocessable'],
    ['more than 10 MB', `phone_number,name\n${`+49,${'x'.repeat(10_000)}\n`.repeat(1_100)}`, 413, 'body_too_large'],
  ])('refuses a file with %s, and writes nothing', async (_name, csv, status, code) => {
    const before = (await call('GET', '/contacts')).body.total;
    expect(await importCsv(csv)).toMatchObject({ status, body: { error: { code } } });
    expect((await call('GET', '/contacts')).body.total).toBe(before);
  });

  test('refuses an import without a file, and one that is no form', async () => {
    const wrongField = await importCsv('phone_number\n', 'upload');
    expect(wrongField).toMatchObject({ status: 400, body: { error: { fields: [{ pointer: '/file' }] } } });
    const form = new FormData();
    form.append('note', 'no file');
    expect((await call('POST', '/contacts/import', form)).status).toBe(400);
    expect((await call('POST', '/contacts/import', {})).status).toBe(415);
  });

  test('imports 10,000 rows in one call', async () => {
    const bulk = await createWorkspace(gateway, { name: 'Bulk' });
    const rows = Array.from(
      { length: 10_000 },
      (_, index) => `+49151${String(70_000_000 + index)},Person ${index},new`,
    );
    const form = new FormData();
    form.append('file', new Blob([`phone_number,name,tags\n${rows.join('\n')}\n`]), 'contacts.csv');
    const { body } = await call('POST', '/contacts/import', form, pairOf(bulk));
    expect(body).toEqual({ total: 10_000, created: 10_000, updated: 0, failed: 0, errors: [] });
  }, 60_000);
});

function pairOf({ accountId, key }: TestWorkspace): Headers {
  return { 'x-auth-id': accountId, 'x-auth-token': key };
}

let phonesGiven = 0;

/** A mobile number of Germany that no other test uses. */
function freshPhone(): string {
  phonesGiven += 1;
  return `+49151${String(20_000_000 + phonesGiven)}`;
}
