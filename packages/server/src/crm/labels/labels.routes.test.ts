import { randomUUID } from 'node:crypto';
import type { Insertable, Updateable } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Call, startApi } from '../../../test/support/start-api.ts';
import { openTwoWorkspaces, WORKSPACE_A } from '../../../test/support/two-workspaces.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import { type Contact, NEW_CONTACT } from '../../domain/contact.ts';
import type { ContactOutcome, ContactPatch, ContactWish, SaveContacts } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { NewEvent } from '../../domain/event.ts';
import { type ContactGroupId, type ContactId, idOf, type SourceId, type StatusId } from '../../domain/ids.ts';
import type { LabelKind } from '../../domain/label.ts';
import type { Store } from '../../platform/db/store.ts';
import type { ContactsTable } from '../../platform/db/tables.ts';
import { toContact, toContactRow } from '../contacts/contact-row.ts';
import { LABEL_TRAITS } from './label-kinds.ts';
import { labelRoutes } from './labels.routes.ts';

const PATHS = Object.values(LABEL_TRAITS).map(({ path, kind, idPrefix }) => ({ path, kind, idPrefix }));
const NOWHERE = '0190a000-0000-7000-8000-00000000ffff';

describe.each(PATHS)('$path', ({ path, kind, idPrefix }) => {
  test('creates, reads, lists, changes and deletes, with an event and an entry in the audit log for each', async () => {
    const { call, events, audited } = await start();
    const made = await call('POST', path, { body: { name: '  In workshop ' } });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ serial: 1, name: 'In workshop' });
    expect(made.body.id).toMatch(new RegExp(`^${idPrefix}_`));
    const one = `${path}/${made.body.id}`;
    expect(await call('GET', one)).toEqual({
      status: 200,
      etag: made.etag,
      headers: expect.any(Headers),
      body: made.body,
    });
    expect((await call('GET', path)).body).toEqual({ data: [made.body], next_cursor: null, has_more: false });
    expect((await call('GET', `${path}?name=IN%20WORKSHOP`)).body.data).toEqual([made.body]);
    expect((await call('GET', `${path}?name=workshop`)).body.data).toEqual([]);

    const changed = await call('PATCH', one, { body: { name: 'On the stand' }, headers: { 'if-match': made.etag } });
    expect(changed.body).toEqual({ ...made.body, name: 'On the stand', updated_at: changed.body.updated_at });
    expect(changed.etag).not.toBe(made.etag);
    expect((await call('DELETE', one)).status).toBe(204);
    expect((await call('GET', one)).status).toBe(404);

    const changes = { name: ['In workshop', 'On the stand'] };
    expect(events.map(({ type, payload }) => ({ type, payload }))).toEqual([
      { type: `${kind}.created`, payload: made.body },
      { type: `${kind}.updated`, payload: { ...changed.body, changes } },
      { type: `${kind}.deleted`, payload: changed.body },
    ]);
    const [created, updated, deleted] = events.map((event) => event.occurredAtMs);
    expect([secondOf(updated) - secondOf(created), secondOf(deleted) - secondOf(updated)]).toEqual([1, 1]);
    const actor = { kind: 'key', id: expect.stringMatching(/^key_/), requestId: expect.any(String) };
    const entry = { workspaceId: WORKSPACE_A, actor, resourceType: kind, resourceId: made.body.id };
    expect(audited).toEqual([
      { ...entry, action: `${kind}.created`, before: null, after: made.body },
      { ...entry, action: `${kind}.updated`, before: made.body, after: changed.body },
      { ...entry, action: `${kind}.deleted`, before: changed.body, after: null },
    ]);
  });

  test('a change that changes nothing reports nothing and keeps the version', async () => {
    const { call, events, audited } = await start();
    const made = await call('POST', path, { body: { name: 'Same' } });
    for (const body of [{}, { name: 'Same' }]) {
      expect(await call('PATCH', `${path}/${made.body.id}`, { body })).toMatchObject({
        etag: made.etag,
        body: made.body,
      });
    }
    expect([events.length, audited.length]).toEqual([1, 1]);
  });

  test('refuses a change that was made on another version', async () => {
    const { call, events } = await start();
    const made = await call('POST', path, { body: { name: 'First' } });
    const stale = { body: { name: 'Second' }, headers: { 'if-match': '"r0"' } };
    expect(await call('PATCH', `${path}/${made.body.id}`, stale)).toMatchObject({
      status: 412,
      body: { code: 'precondition_failed' },
    });
    expect(events).toHaveLength(1);
  });

  test('a name is there once, however it is written', async () => {
    const { call, events } = await start();
    await call('POST', path, { body: { name: 'Trade fair' } });
    const other = await call('POST', path, { body: { name: 'Other' } });
    const taken = { status: 409, body: { code: 'conflict', errors: [{ pointer: '/name' }] } };
    expect(await call('POST', path, { body: { name: ' trade FAIR' } })).toMatchObject(taken);
    expect(await call('PATCH', `${path}/${other.body.id}`, { body: { name: 'TRADE FAIR' } })).toMatchObject(taken);
    expect((await call('POST', path, { body: { name: 'Trade fair' }, as: 'b-write' })).status).toBe(201);
    expect(events).toHaveLength(3);
  });

  test('keeps a serial that is brought along when it is free', async () => {
    const { call } = await start();
    expect((await call('POST', path, { body: { name: 'Moved', serial: 31 } })).body.serial).toBe(31);
    expect((await call('POST', path, { body: { name: 'Next' } })).body.serial).toBe(32);
    expect(await call('POST', path, { body: { name: 'Twice', serial: 31 } })).toMatchObject({
      status: 409,
      body: { code: 'conflict', errors: [{ pointer: '/serial' }] },
    });
  });

  test.each([
    [{}, '/name'],
    [{ name: '   ' }, '/name'],
    [{ name: 'x'.repeat(256) }, '/name'],
    [{ name: 'a\0b' }, '/name'],
    [{ name: 'half \ud83d' }, '/name'],
    [{ name: 'Paid', serial: 0 }, '/serial'],
    [{ name: 'Paid', serial: 1.5 }, '/serial'],
  ])('refuses %j and points at %s', async (body, pointer) => {
    const { call, events } = await start();
    expect(await call('POST', path, { body })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer }] },
    });
    expect(events).toEqual([]);
  });

  test('what belongs to another workspace is not there, and a key for reading changes nothing', async () => {
    const { call, events } = await start();
    const made = await call('POST', path, { body: { name: 'Ours' } });
    const one = `${path}/${made.body.id}`;
    const theirs = await call('POST', path, { body: { name: 'Theirs' }, as: 'b-write' });
    for (const [method, query, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { name: 'Stolen' }],
      ['DELETE', '', undefined],
      ['DELETE', '?reassign_to=none', undefined],
      ['DELETE', `?reassign_to=${theirs.body.id}`, undefined],
    ] as const) {
      expect((await call(method, one + query, { body, as: 'b-write' })).body.code).toBe('not_found');
      if (method !== 'GET') expect((await call(method, one, { body, as: 'a-read' })).status).toBe(403);
    }
    expect((await call('DELETE', `${one}?reassign_to=${theirs.body.id}`)).body.code).toBe('unprocessable');
    expect((await call('GET', path, { as: 'b-write' })).body.data).toEqual([theirs.body]);
    expect((await call('GET', one)).body).toEqual(made.body);
    expect(events).toHaveLength(2);
  });

  test('an id of another kind, of nobody or of nothing is not found', async () => {
    const { call } = await start();
    const other = await call('POST', kind === 'source' ? '/v1/statuses' : '/v1/sources', { body: { name: 'Other' } });
    for (const id of [other.body.id, `${idPrefix}_${NOWHERE}`, 'nothing']) {
      for (const method of ['GET', 'DELETE'] as const) expect((await call(method, `${path}/${id}`)).status).toBe(404);
      expect((await call('PATCH', `${path}/${id}`, { body: { name: 'X' } })).status).toBe(404);
    }
  });

  test('one that a contact uses is not deleted', async () => {
    const { call, contacts, events } = await start();
    const made = await call('POST', path, { body: { name: 'Used' } });
    await contacts.add(labelsOf(kind, [made.body.id]));
    const refused = await call('DELETE', `${path}/${made.body.id}`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(refused.body.detail).toContain('?reassign_to=');
    expect((await call('GET', `${path}/${made.body.id}`)).body).toEqual(made.body);
    expect(events).toHaveLength(1);
  });

  test('its contacts get another one first, and then it is deleted', async () => {
    const { call, contacts } = await start();
    const [old, fresh] = [await make(call, path, 'Old'), await make(call, path, 'Fresh')];
    const users = await contacts.addMany(450, labelsOf(kind, [old]));
    const bystander = await contacts.add(labelsOf(kind, [fresh]));
    expect((await call('DELETE', `${path}/${old}?reassign_to=${fresh}`)).status).toBe(204);
    expect((await call('GET', `${path}/${old}`)).status).toBe(404);
    for (const id of [...users, bystander]) expect(await contacts.labels(kind, id)).toEqual([fresh]);
    expect(contacts.batches).toEqual([200, 200, 50]);
  });

  test('its contacts lose it when they are to get none', async () => {
    const { call, contacts } = await start();
    const old = await make(call, path, 'Old');
    const id = await contacts.add(labelsOf(kind, [old]));
    expect((await call('DELETE', `${path}/${old}?reassign_to=none`)).status).toBe(204);
    expect(await contacts.labels(kind, id)).toEqual([]);
  });

  test('stays when its contacts cannot be moved', async () => {
    const { call, contacts } = await start();
    const [old, fresh] = [await make(call, path, 'Old'), await make(call, path, 'Fresh')];
    await contacts.add(labelsOf(kind, [old]));
    contacts.failWith(new PosthornError('conflict', 'Others kept changing it.'));
    expect((await call('DELETE', `${path}/${old}?reassign_to=${fresh}`)).status).toBe(409);
    expect((await call('GET', `${path}/${old}`)).status).toBe(200);
    contacts.failWith(new PosthornError('not_found', 'It was deleted.'));
    expect((await call('DELETE', `${path}/${old}?reassign_to=${fresh}`)).status).toBe(204);
  });

  test('cannot be reassigned to itself, to nobody’s or to another kind', async () => {
    const { call } = await start();
    const made = await make(call, path, 'Old');
    const pointed = { errors: [{ pointer: '?reassign_to' }] };
    for (const to of [made, `${idPrefix}_${NOWHERE}`]) {
      expect(await call('DELETE', `${path}/${made}?reassign_to=${to}`)).toMatchObject({ status: 422, body: pointed });
    }
    for (const to of [`cnt_${NOWHERE}`, '', 'null']) {
      expect(await call('DELETE', `${path}/${made}?reassign_to=${to}`)).toMatchObject({ status: 400, body: pointed });
    }
    expect((await call('GET', `${path}/${made}`)).status).toBe(200);
  });
});

describe('statuses', () => {
  test('have a color, upper case, and one default that moves with its events', async () => {
    const { call, events } = await start();
    const first = await call('POST', '/v1/statuses', { body: { name: 'New', color: '#0ea5e9', default: true } });
    expect(first.body).toMatchObject({ color: '#0EA5E9', default: true });
    const second = await call('POST', '/v1/statuses', { body: { name: 'Open' } });
    expect(second.body).toMatchObject({ color: '#64748B', default: false });
    const taken = await call('PATCH', `/v1/statuses/${second.body.id}`, { body: { default: true, color: '#0284c7' } });
    expect(taken.body).toMatchObject({ color: '#0284C7', default: true });
    const left = await call('GET', `/v1/statuses/${first.body.id}`);
    expect([left.body.default, left.etag === first.etag]).toEqual([false, false]);
    expect(events.slice(2).map(({ type, payload }) => [type, payload])).toEqual([
      ['status.updated', { ...left.body, changes: { default: [true, false] } }],
      ['status.updated', { ...taken.body, changes: { color: ['#64748B', '#0284C7'], default: [false, true] } }],
    ]);
    await call('PATCH', `/v1/statuses/${second.body.id}`, { body: { default: false } });
    const { data } = (await call('GET', '/v1/statuses')).body;
    expect(data.map((status: { default: boolean }) => status.default)).toEqual([false, false]);
  });

  test.each([['red'], ['#FFF'], ['#0EA5E9FF'], [null]])('refuse %j as a color', async (color) => {
    const { call } = await start();
    expect(await call('POST', '/v1/statuses', { body: { name: 'New', color } })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/color' }] },
    });
  });

  test('are the only ones with a color and a default', async () => {
    const { call } = await start();
    for (const path of ['/v1/sources', '/v1/contact-groups'])
      for (const more of [{ color: '#0EA5E9' }, { default: true }])
        expect((await call('POST', path, { body: { name: 'X', ...more } })).status).toBe(400);
  });
});

test('a group is replaced by another one in its place, and nobody is in a group twice', async () => {
  const { call, contacts } = await start();
  const path = '/v1/contact-groups';
  const [old, fresh, third] = [
    await make(call, path, 'Old'),
    await make(call, path, 'Fresh'),
    await make(call, path, '3'),
  ];
  const one = await contacts.add(labelsOf('contact_group', [old, third]));
  const both = await contacts.add(labelsOf('contact_group', [third, fresh, old]));
  expect((await call('DELETE', `${path}/${old}?reassign_to=${fresh}`)).status).toBe(204);
  expect(await contacts.labels('contact_group', one)).toEqual([fresh, third]);
  expect(await contacts.labels('contact_group', both)).toEqual([third, fresh]);
});

async function start() {
  const store = await openTwoWorkspaces();
  const events: NewEvent[] = [];
  const audited: AuditEntry[] = [];
  const contacts = new StoredContacts(store);
  const { call } = await startApi((api) =>
    labelRoutes(api, {
      store,
      newId: randomUUID,
      nowMs: Date.now,
      publishIn: async (_trx, published) => {
        events.push(...published);
      },
      audit: async (_trx, entry) => {
        audited.push(entry);
      },
      saveContacts: (save) => contacts.save(save),
      refreshRegistry: async () => {},
      wakeDelivery: () => {},
    }),
  );
  return { call, events, audited, contacts };
}

type CallApi = (method: string, path: string, call?: Call) => Promise<{ readonly body: { readonly id: string } }>;

async function make(call: CallApi, path: string, name: string): Promise<string> {
  return (await call('POST', path, { body: { name } })).body.id;
}

function secondOf(timeMs: number | undefined): number {
  return Math.floor((timeMs ?? 0) / 1_000);
}

function labelsOf(kind: LabelKind, ids: readonly string[]): ContactPatch {
  if (kind === 'contact_group') return { groupIds: ids as readonly ContactGroupId[] };
  return kind === 'status' ? { statusId: ids[0] as StatusId } : { sourceId: ids[0] as SourceId };
}

/** Contacts as rows of the store, saved in the plainest way there is. */
class StoredContacts {
  readonly #store: Store;
  readonly #batches: number[] = [];
  #failure: PosthornError | null = null;
  #lastSerial = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** How many contacts each call of `save` was about. */
  get batches(): readonly number[] {
    return this.#batches;
  }

  failWith(failure: PosthornError): void {
    this.#failure = failure;
  }

  async addMany(count: number, fields: ContactPatch): Promise<readonly ContactId[]> {
    const ids: ContactId[] = [];
    for (let index = 0; index < count; index++) ids.push(await this.add(fields));
    return ids;
  }

  async add(fields: ContactPatch): Promise<ContactId> {
    this.#lastSerial += 1;
    const contact = {
      ...NEW_CONTACT,
      ...fields,
      id: idOf('cnt', randomUUID()),
      workspaceId: WORKSPACE_A,
      serial: this.#lastSerial,
      revision: 1,
      createdAtMs: 1,
      updatedAtMs: 1,
      eventAtMs: 1,
    } as Contact;
    await this.#store.db
      .insertInto('contacts')
      .values(toContactRow(contact) as unknown as Insertable<ContactsTable>)
      .execute();
    return contact.id;
  }

  async labels(kind: LabelKind, id: ContactId): Promise<readonly string[]> {
    const { statusId, sourceId, groupIds } = await this.#find(id);
    if (kind === 'contact_group') return groupIds;
    return [kind === 'status' ? statusId : sourceId].filter((label) => label !== null);
  }

  async save({ wishes }: SaveContacts): Promise<readonly ContactOutcome[]> {
    this.#batches.push(wishes.length);
    const outcomes: ContactOutcome[] = [];
    for (const wish of wishes) outcomes.push(await this.#saveOne(wish));
    return outcomes;
  }

  async #saveOne(wish: ContactWish): Promise<ContactOutcome> {
    if (this.#failure !== null) return { kind: 'failed', error: this.#failure };
    if (wish.kind !== 'update') throw new Error('Labels only change contacts.');
    const before = await this.#find(wish.id);
    const patch = typeof wish.patch === 'function' ? wish.patch(before) : wish.patch;
    const contact = { ...before, ...patch } as Contact;
    await this.#store.db
      .updateTable('contacts')
      .set(toContactRow(contact) as unknown as Updateable<ContactsTable>)
      .where('id', '=', wish.id)
      .execute();
    return { kind: 'updated', contact };
  }

  async #find(id: ContactId): Promise<Contact> {
    return toContact(
      await this.#store.db.selectFrom('contacts').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    );
  }
}
