import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { api } from './support/api.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';
import { addEndpoint, createWorkspace, type TestWorkspace } from './support/world.ts';

interface ContactView {
  readonly id: string;
  readonly serial: number;
  readonly [field: string]: unknown;
}

interface Problem {
  readonly code: string;
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
}

interface BulkAnswer {
  readonly counts: Readonly<Record<string, number>>;
  readonly results: readonly {
    readonly result: string;
    readonly id: string | null;
    readonly serial: number | null;
    readonly error: { readonly code: string } | null;
  }[];
}

interface HistoryEntry {
  readonly type: string;
  readonly data: unknown;
  readonly deliveries: readonly { readonly state: string; readonly held: boolean; readonly outcomes: string[] }[];
}

describe.each(STORES)('contacts on $name', (stores) => {
  let gateway: TestGateway;
  let receiver: Receiver;

  beforeAll(async () => {
    [gateway, receiver] = await Promise.all([startTestGateway(stores), startReceiver()]);
  });

  /** A workspace whose events arrive under a path of its own. */
  async function tenant() {
    const workspace = await createWorkspace(gateway, { name: 'Kanal Cykel' });
    const path = `/${workspace.id}`;
    await addEndpoint(workspace.api, { url: receiver.url + path });
    const events = async (count: number) => {
      await receiver.waitFor(() => receiver.at(path).length >= count);
      const bodies = receiver.at(path).map(({ bytes }) => JSON.parse(bytes.toString('utf8')));
      return bodies.map(({ type, data, timestamp }) => ({ type, data, timestamp }));
    };
    return { workspace, api: workspace.api, events };
  }

  /** With a header that the plain client has no place for. */
  async function change(workspace: TestWorkspace, method: string, path: string, ifMatch: string, body?: unknown) {
    const response = await fetch(new URL(path, gateway.url), {
      method,
      headers: {
        authorization: `Bearer ${workspace.key}`,
        'if-match': ifMatch,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, etag: response.headers.get('etag') ?? '' };
  }

  test('a contact is created, changed and deleted, and each tells it in one event', async () => {
    const { api: caller, events } = await tenant();
    const made = await caller.post<ContactView>('/v1/contacts', {
      first_name: 'Mira',
      last_name: 'Lindqvist',
      phone: '+49 151 7002-3456',
      country: 'de',
      tags: ['vip', 'vip'],
      custom_attributes: { size: 'M' },
    });
    expect(made).toMatchObject({
      phone: '+4915170023456',
      country: { id: 'DE', serial: 276, name: 'Germany' },
      type: 'lead',
      tags: ['vip'],
      enabled: true,
      opted_out: false,
    });
    const changed = await caller.patch<ContactView>(`/v1/contacts/${made.id}`, { type: 'customer', company: 'Kanal' });
    expect(await caller.get(`/v1/contacts/${made.id}`)).toEqual(changed);
    await caller.delete(`/v1/contacts/${made.id}`);
    const seen = await events(3);
    expect(seen.map(({ type }) => type).toSorted()).toEqual(['contact.created', 'contact.deleted', 'contact.updated']);
    const dataOf = (type: string) => seen.find((event) => event.type === type)?.data;
    expect(dataOf('contact.created')).toEqual(made);
    expect(dataOf('contact.updated')).toEqual({
      ...changed,
      changes: { type: ['lead', 'customer'], company: [null, 'Kanal'] },
    });
    expect(dataOf('contact.deleted')).toEqual(changed);
    expect((await caller.send('GET', `/v1/contacts/${made.id}`)).status).toBe(404);
  });

  test('a change that changes nothing tells nothing', async () => {
    const { api: caller } = await tenant();
    const made = await caller.post<ContactView>('/v1/contacts', { first_name: 'Mira', tags: ['a'] });
    const same = await caller.patch<ContactView>(`/v1/contacts/${made.id}`, { first_name: 'Mira', tags: ['a'] });
    expect(same).toEqual(made);
    expect(await caller.all('/v1/events?after=0')).toHaveLength(1);
  });

  test('a number is one person however it is spelt, and stays as it was given', async () => {
    const { api: caller } = await tenant();
    const made = await caller.post<ContactView>('/v1/contacts', { first_name: 'Rui', phone: '+5511961234567' });
    const twin = await caller.send('POST', '/v1/contacts', { first_name: 'Rui', phone: '+55 11 6123-4567' });
    expect([twin.status, (twin.body as Problem).code]).toEqual([409, 'conflict']);
    expect((twin.body as Problem).errors[0]?.pointer).toBe('/phone');
    for (const phone of ['551161234567', '%2B5511961234567']) {
      const { data } = await caller.get<{ data: ContactView[] }>(`/v1/contacts?phone=${phone}`);
      expect(data.map((contact) => [contact.id, contact.phone])).toEqual([[made.id, '+5511961234567']]);
    }
    const upserted = await caller.post<BulkAnswer>('/v1/contacts/bulk', {
      operations: [{ op: 'upsert', contact: { phone: '+551161234567', city: 'Santos' } }],
    });
    expect(upserted.results[0]).toMatchObject({ result: 'updated', id: made.id });
    expect(await caller.get(`/v1/contacts/${made.id}`)).toMatchObject({ phone: '+5511961234567', city: 'Santos' });
  });

  test('If-Match lets a change through on the present version only', async () => {
    const { workspace, api: caller } = await tenant();
    const made = await caller.post<ContactView>('/v1/contacts', { first_name: 'Mira' });
    const path = `/v1/contacts/${made.id}`;
    const { etag } = await change(workspace, 'PATCH', path, '*', { city: 'Malmö' });
    expect((await change(workspace, 'PATCH', path, '"r1"', { city: 'Lund' })).status).toBe(412);
    expect((await change(workspace, 'DELETE', path, '"r1"')).status).toBe(412);
    expect((await change(workspace, 'PATCH', path, etag, { city: 'Lund' })).status).toBe(200);
    expect(await caller.get(path)).toMatchObject({ city: 'Lund' });
  });

  test('what is wrong is named field by field, and nothing is written', async () => {
    const { api: caller } = await tenant();
    const stranger = await createWorkspace(gateway, { name: 'Stranger' });
    const theirs = await stranger.api.post<ContactView>('/v1/statuses', { name: 'Open' });
    const wrong: readonly (readonly [string, unknown])[] = [
      ['/phone', { first_name: 'A', phone: '0151 70023456' }],
      ['/email', { first_name: 'A', email: 'nobody' }],
      ['/country', { first_name: 'A', country: 'XX' }],
      ['/status_id', { first_name: 'A', status_id: theirs.id }],
      ['/nickname', { first_name: 'A', nickname: 'B' }],
      ['/type', { first_name: 'A', type: 'friend' }],
      ['', { city: 'Malmö' }],
    ];
    for (const [pointer, body] of wrong) {
      const answer = await caller.send('POST', '/v1/contacts', body);
      const problem = answer.body as Problem;
      expect([pointer, answer.status, problem.errors.map((error) => error.pointer)]).toEqual([pointer, 400, [pointer]]);
    }
    expect(await caller.all('/v1/contacts')).toEqual([]);
    expect(await caller.all('/v1/events?after=0')).toEqual([]);
  });

  test('a serial is kept when it is free, counted on from, and never given twice', async () => {
    const { api: caller } = await tenant();
    const old = await caller.post<ContactView>('/v1/contacts', { first_name: 'Old', serial: 812 });
    const next = await caller.post<ContactView>('/v1/contacts', { first_name: 'New' });
    const taken = await caller.post<ContactView>('/v1/contacts', { first_name: 'Late', serial: 812 });
    expect([old.serial, next.serial > 812, taken.serial > 812]).toEqual([812, true, true]);
    expect(new Set([old.serial, next.serial, taken.serial]).size).toBe(3);
  });

  test('a thousand operations come back in their order, each with what became of it', async () => {
    const { api: caller } = await tenant();
    const create = (index: number) => ({
      op: 'create',
      contact: { first_name: `Person ${index}`, phone: `+49151700${String(10_000 + index)}` },
    });
    const made = await caller.post<BulkAnswer>('/v1/contacts/bulk', {
      operations: Array.from({ length: 996 }, (_, index) => create(index)),
    });
    expect(made.counts).toMatchObject({ created: 996, failed: 0 });
    const [first, second] = made.results;
    const mixed = await caller.post<BulkAnswer>('/v1/contacts/bulk', {
      operations: [
        { op: 'update', id: first?.id, contact: { city: 'Malmö' } },
        { op: 'update', id: first?.id, contact: { city: 'Lund' } },
        { op: 'update', id: first?.id, contact: { city: 'Lund' } },
        create(1),
        { op: 'create', contact: { phone: 'not a number' } },
        { op: 'delete', id: second?.id },
        create(1),
        { op: 'update', id: 'cnt_01900000-0000-7000-8000-000000000000', contact: {} },
      ],
    });
    expect(mixed.results.map(({ result, error }) => error?.code ?? result)).toEqual([
      'updated',
      'updated',
      'unchanged',
      'conflict',
      'invalid_request',
      'deleted',
      'created',
      'not_found',
    ]);
    expect(await caller.get(`/v1/contacts/${first?.id}`)).toMatchObject({ city: 'Lund' });
    const tooMany = { operations: Array.from({ length: 1_001 }, (_, index) => create(2_000 + index)) };
    expect((await caller.send('POST', '/v1/contacts/bulk', tooMany)).status).toBe(400);
  });

  test('changes of one contact at the same moment all happen, a second apart for those who tell them by seconds', async () => {
    const { api: caller } = await tenant();
    const made = await caller.post<ContactView>('/v1/contacts', { first_name: 'Mira' });
    const cities = Array.from({ length: 20 }, (_, index) => `City ${index}`);
    await Promise.all(cities.map((city) => caller.patch(`/v1/contacts/${made.id}`, { city })));
    const events = await caller.all<{ type: string; occurred_at: string }>('/v1/events?after=0&type=contact.updated');
    const seconds = events.map(({ occurred_at }) => Math.floor(Date.parse(occurred_at) / 1_000));
    expect(events).toHaveLength(20);
    expect(new Set(seconds).size).toBe(20);
    expect(seconds.toSorted((one, other) => one - other)).toEqual(seconds);
  });

  test('creating the same person many times at once makes one', async () => {
    const { api: caller } = await tenant();
    const body = { first_name: 'Mira', phone: '+4915170023456' };
    const answers = await Promise.all(Array.from({ length: 12 }, () => caller.send('POST', '/v1/contacts', body)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 11 }, () => 409)]);
    expect(await caller.all('/v1/contacts')).toHaveLength(1);
  });

  test('another workspace sees none of it, and can have the same person', async () => {
    const [a, b] = [await tenant(), await tenant()];
    const made = await a.api.post<ContactView>('/v1/contacts', { first_name: 'Mira', phone: '+4915170023456' });
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? { city: 'Lund' } : undefined;
      expect((await b.api.send(method, `/v1/contacts/${made.id}`, body)).status).toBe(404);
    }
    const bulk = await b.api.post<BulkAnswer>('/v1/contacts/bulk', { operations: [{ op: 'delete', id: made.id }] });
    expect(bulk.results[0]?.error?.code).toBe('not_found');
    expect(await b.api.all('/v1/contacts?phone=4915170023456')).toEqual([]);
    expect((await b.api.send('POST', '/v1/contacts', { phone: '+4915170023456' })).status).toBe(201);
    expect(await a.api.get(`/v1/contacts/${made.id}`)).toEqual(made);
  });

  test('tags and groups are put in and taken out of many at once, whatever else each has', async () => {
    const { api: caller } = await tenant();
    const group = await caller.post<{ id: string }>('/v1/contact-groups', { name: 'Spring' });
    const [one, two] = [
      await caller.post<ContactView>('/v1/contacts', { first_name: 'Mira', tags: ['vip', 'old'] }),
      await caller.post<ContactView>('/v1/contacts', { first_name: 'Tove', tags: ['quiet'] }),
    ];
    const edits = { add_tags: ['2026'], remove_tags: ['old'], add_group_ids: [group.id] };
    const operations = [one, two].map(({ id }) => ({ op: 'edit_lists', id, ...edits }));
    const unknown = {
      op: 'edit_lists',
      id: one.id,
      add_group_ids: [group.id.replace(/[0-9a-f]{12}$/, '000000000000')],
    };
    const answer = await caller.post<BulkAnswer>('/v1/contacts/bulk', { operations: [...operations, unknown] });
    expect(answer.counts).toMatchObject({ updated: 2, failed: 1 });
    expect(answer.results[2]?.error?.code).toBe('invalid_request');
    expect(await caller.get(`/v1/contacts/${one.id}`)).toMatchObject({
      tags: ['vip', '2026'],
      groups: [{ id: group.id }],
    });
    expect(await caller.get(`/v1/contacts/${two.id}`)).toMatchObject({
      tags: ['quiet', '2026'],
      groups: [{ id: group.id }],
    });
    expect(await caller.get('/v1/contacts/counts')).toMatchObject({ total: 2, by_group: { [group.id]: 2 } });
  });

  test('the history of a contact is its events, each with how far every endpoint has it', async () => {
    const { api: caller, events } = await tenant();
    const made = await caller.post<ContactView>('/v1/contacts', { first_name: 'Mira', email: 'mira@kanal.example' });
    await caller.patch(`/v1/contacts/${made.id}`, { phone: '+4915170023456' });
    await caller.post('/v1/contacts', { first_name: 'Tove', phone: '+4915170023457' });
    await events(3);
    const read = (query: string) =>
      caller.get<{ data: HistoryEntry[]; next_cursor: string | null }>(`/v1/contacts/${made.id}/events${query}`);
    const first = await read('?limit=1');
    const second = await read(`?limit=1&cursor=${first.next_cursor}`);
    const entries = [...first.data, ...second.data];
    expect(entries.map(({ type }) => type)).toEqual(['contact.updated', 'contact.created']);
    expect(second.next_cursor).toBeNull();
    expect(entries[0]).toMatchObject({ data: { changes: { phone: [null, '+4915170023456'] } } });
    for (const { deliveries } of entries) expect(deliveries).toMatchObject([{ held: false }]);
    const other = await tenant();
    expect((await other.api.send('GET', `/v1/contacts/${made.id}/events`)).status).toBe(404);
  });

  test('a key that may only read changes nothing', async () => {
    const { api: caller } = await tenant();
    const { key } = await caller.post<{ key: string }>('/v1/api-keys', { scopes: ['read'] });
    const reader = api(gateway, key);
    expect((await reader.send('POST', '/v1/contacts', { first_name: 'Mira' })).status).toBe(403);
    expect((await reader.send('POST', '/v1/contacts/bulk', { operations: [] })).status).toBe(403);
    expect((await reader.send('GET', '/v1/contacts')).status).toBe(200);
  });
});
