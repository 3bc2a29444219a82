import type { Insertable } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { type Contact, NEW_CONTACT } from '../../domain/contact.ts';
import { type ContactGroupId, idOf, type StatusId, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { ContactsTable } from '../../platform/db/tables.ts';
import { decodeCursor } from '../../platform/http/api.ts';
import { toContactRow, toTombstoneRow } from './contact-row.ts';
import {
  type ContactSort,
  decodePlace,
  findContact,
  findContactBySerial,
  findContacts,
  findTakenSerials,
  type ListContacts,
  listContacts,
  listContactsAfter,
  pageOfContacts,
} from './contacts.store.ts';

const A = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const B = idOf('ws', '0190a000-0000-7000-8000-000000000002');
const STATUS = idOf('sta', uuidv7());
const GROUP = idOf('grp', uuidv7());

/** The promises of the contacts' store. */
export function contactsStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`contacts store on ${name}`, () => {
    test('a contact is read as it was written, with every field', async () => {
      const store = await open(openStore);
      const contact = newContact({
        firstName: 'Mira',
        lastName: 'Lindqvist',
        phone: '+4915170023456',
        bsuid: 'DE.20571',
        country: 'DE',
        statusId: STATUS,
        groupIds: [GROUP],
        optedOut: true,
        customAttributes: { size: 'M', visits: 3, member: true, note: null },
        tags: ['vip', 'Zürich'],
      });
      await insert(store, contact);
      expect(await findContact(store, A, contact.id)).toEqual(contact);
      expect(await findContactBySerial(store, A, contact.serial)).toEqual(contact);
    });

    test('another workspace sees nothing of it', async () => {
      const store = await open(openStore);
      const contact = newContact({ phone: '+4915170023456', bsuid: 'DE.1', email: 'mira@kanalcykel.example' });
      await insert(store, contact);
      expect(await findContact(store, B, contact.id)).toBeNull();
      expect(await findContactBySerial(store, B, contact.serial)).toBeNull();
      const named = { workspaceId: B, ids: [contact.id], phoneKeys: ['4915170023456'], bsuids: ['DE.1'] };
      expect(await findContacts(store, named)).toEqual([]);
      expect(await list(store, { workspaceId: B })).toEqual([]);
      expect((await pageOfContacts(store, { workspaceId: B, offset: 0, limit: 10 })).total).toBe(0);
    });

    test('a person is found by id, by number in either spelling and by BSUID, each contact once', async () => {
      const store = await open(openStore);
      const brazil = newContact({ phone: '+5511961234567', bsuid: 'BR.7' });
      const other = newContact({ phone: '+4915170099887' });
      await insert(store, brazil, other);
      const found = await findContacts(store, {
        workspaceId: A,
        ids: [other.id, other.id, idOf('cnt', uuidv7())],
        phoneKeys: ['551161234567'],
        bsuids: ['BR.7'],
      });
      expect(found.map((contact) => contact.id).toSorted()).toEqual([brazil.id, other.id].toSorted());
    });

    test('two contacts of a workspace cannot be one person, in another workspace they can', async () => {
      const store = await open(openStore);
      await insert(store, newContact({ phone: '+5511961234567' }), newContact({ bsuid: 'DE.1' }));
      await expect(insert(store, newContact({ phone: '+551161234567' }))).rejects.toThrow();
      await expect(insert(store, newContact({ bsuid: 'DE.1' }))).rejects.toThrow();
      await insert(store, newContact({ workspaceId: B, phone: '+5511961234567', bsuid: 'DE.1' }));
    });

    test('a tombstone is found by nothing, keeps its serial and sets number and BSUID free', async () => {
      const store = await open(openStore);
      const gone = newContact({ firstName: 'Mira', phone: '+4915170023456', bsuid: 'DE.1' });
      await insert(store, gone);
      await bury(store, gone);
      expect(await findContact(store, A, gone.id)).toBeNull();
      expect(await list(store, {})).toEqual([]);
      expect(await findTakenSerials(store, A, [gone.serial, 999])).toEqual(new Set([gone.serial]));
      await insert(store, newContact({ phone: '+4915170023456', bsuid: 'DE.1' }));
      const row = await store.db.selectFrom('contacts').selectAll().where('id', '=', gone.id).executeTakeFirstOrThrow();
      expect(JSON.stringify(row)).not.toMatch(/Mira|4915170023456|DE\.1/);
    });

    test.each<[ContactSort, string[]]>([
      ['-created_at', ['Änne', 'bo', 'Cleo']],
      ['created_at', ['Cleo', 'bo', 'Änne']],
      ['-updated_at', ['bo', 'Änne', 'Cleo']],
      ['updated_at', ['Cleo', 'Änne', 'bo']],
      ['name', ['bo', 'Cleo', 'Änne']],
      ['-name', ['Änne', 'Cleo', 'bo']],
    ])('sorted by %s, page by page, no contact is left out or shown twice', async (sort, expected) => {
      const store = await open(openStore);
      await insert(
        store,
        newContact({ firstName: 'Cleo', updatedAtMs: 1_000 }),
        newContact({ firstName: 'bo', updatedAtMs: 3_000 }),
        newContact({ firstName: 'Änne', updatedAtMs: 2_000 }),
      );
      expect(await listPages(store, { sort, limit: 1 })).toEqual(expected);
      expect(await listPages(store, { sort, limit: 2 })).toEqual(expected);
    });

    test('every filter leaves what does not match out', async () => {
      const store = await open(openStore);
      const mira = newContact({
        firstName: 'Mira',
        lastName: 'Lindqvist',
        email: 'Mira@Kanalcykel.example',
        phone: '+4915170023456',
        type: 'customer',
        statusId: STATUS,
        groupIds: [GROUP],
        tags: ['100%_vip'],
        optedOut: true,
        company: 'Käse & Söhne',
      });
      await insert(store, mira, newContact({ firstName: 'Bo', enabled: false, tags: ['100x vip'] }));
      const matching: Partial<ListContacts>[] = [
        { phoneKey: '4915170023456' },
        { email: 'mira@kanalcykel.EXAMPLE' },
        { name: 'mira l' },
        { text: 'käse & s' },
        { text: '70023456' },
        { type: 'customer' },
        { statusId: STATUS },
        { groupId: GROUP },
        { tag: '100%_vip' },
        { optedOut: true },
        { enabled: true },
      ];
      for (const filter of matching) expect([filter, await list(store, filter)]).toEqual([filter, ['Mira']]);
      expect(await list(store, { statusId: idOf('sta', uuidv7()) as StatusId })).toEqual([]);
      expect(await list(store, { groupId: idOf('grp', uuidv7()) as ContactGroupId })).toEqual([]);
      expect(await list(store, { text: '%' })).toEqual(['Mira']);
    });

    test('pages by number count all that match, oldest first', async () => {
      const store = await open(openStore);
      await insert(store, ...['One', 'Two', 'Three'].map((firstName) => newContact({ firstName })));
      const page = await pageOfContacts(store, { workspaceId: A, offset: 2, limit: 2 });
      expect([page.items.map((contact) => contact.firstName), page.total]).toEqual([['Three'], 3]);
    });

    test('the walk goes on after the last one it saw', async () => {
      const store = await open(openStore);
      await insert(store, ...['One', 'Two', 'Three'].map((firstName) => newContact({ firstName })));
      const first = await listContactsAfter(store, { workspaceId: A, afterId: null, limit: 2 });
      const rest = await listContactsAfter(store, { workspaceId: A, afterId: first.at(-1)?.id ?? null, limit: 2 });
      expect([...first, ...rest].map((contact) => contact.firstName)).toEqual(['One', 'Two', 'Three']);
    });

    test('a cursor of another order is none', () => {
      expect(decodePlace('nonsense', 'name')).toBeNull();
      expect(decodePlace(`mira\n${idOf('cnt', uuidv7())}`, 'updated_at')).toBeNull();
    });
  });
}

async function open(openStore: () => Promise<Store>): Promise<Store> {
  const store = await openStore();
  const row = { name: 'W', created_at_ms: 1, revision: 0 };
  await store.db
    .insertInto('workspaces')
    .values([
      { ...row, id: A, serial: 1, account_id: 'MA_1' },
      { ...row, id: B, serial: 2, account_id: 'MA_2' },
    ])
    .execute();
  return store;
}

let serialCount = 0;

function newContact(over: Partial<Contact> = {}): Contact {
  serialCount += 1;
  const times = { createdAtMs: 1_000, updatedAtMs: 1_000, eventAtMs: 0 };
  const identity = { id: idOf('cnt', uuidv7()), workspaceId: A as WorkspaceId, serial: serialCount, revision: 1 };
  return { ...NEW_CONTACT, ...identity, ...times, ...over };
}

async function insert(store: Store, ...contacts: readonly Contact[]): Promise<void> {
  const rows = contacts.map((contact) => toContactRow(contact) as unknown as Insertable<ContactsTable>);
  await store.db.insertInto('contacts').values(rows).execute();
}

async function bury(store: Store, contact: Contact): Promise<void> {
  const row = toTombstoneRow(contact, { deletedAtMs: 5_000, erasedAtMs: null }) as unknown as Insertable<ContactsTable>;
  await store.db.updateTable('contacts').set(row).where('id', '=', contact.id).execute();
}

async function list(store: Store, over: Partial<ListContacts>): Promise<string[]> {
  const query: ListContacts = { workspaceId: A, sort: '-created_at', limit: 50, after: null, ...over };
  return (await listContacts(store, query)).items.map((contact) => contact.firstName);
}

async function listPages(store: Store, over: Pick<ListContacts, 'sort' | 'limit'>): Promise<string[]> {
  const names: string[] = [];
  for (let after: ListContacts['after'] = null; ; ) {
    const page = await listContacts(store, { workspaceId: A, after, ...over });
    names.push(...page.items.map((contact) => contact.firstName));
    if (page.nextCursor === null) return names;
    after = decodePlace(decodeCursor(page.nextCursor), over.sort);
  }
}
