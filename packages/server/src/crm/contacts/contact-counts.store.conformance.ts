import type { Insertable } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { type Contact, NEW_CONTACT } from '../../domain/contact.ts';
import { type ContactGroupId, idOf, type SourceId, type StatusId, type WorkspaceId } from '../../domain/ids.ts';
import type { LabelId, LabelKind } from '../../domain/label.ts';
import type { Store } from '../../platform/db/store.ts';
import type { ContactsTable } from '../../platform/db/tables.ts';
import { countContacts } from './contact-counts.store.ts';
import { toContactRow, toTombstoneRow } from './contact-row.ts';

const A = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const B = idOf('ws', '0190a000-0000-7000-8000-000000000002');
const STATUS = idOf('sta', '0190a000-0000-7000-8000-000000000003');
const SOURCE = idOf('src', '0190a000-0000-7000-8000-000000000004');
const GROUP = idOf('grp', '0190a000-0000-7000-8000-000000000005');
const OTHER_GROUP = idOf('grp', '0190a000-0000-7000-8000-000000000006');

/** What counting contacts promises. */
export function contactCountsStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`counts of contacts on ${name}`, () => {
    test('are of all that live, of each status, source and group, and of one workspace', async () => {
      const store = await openStore();
      await insertWorkspaces(store);
      await insertLabel(store, STATUS, 'status');
      await insertLabel(store, SOURCE, 'source');
      await insertContact(store, { statusId: STATUS, groupIds: [GROUP, OTHER_GROUP] });
      await insertContact(store, { statusId: STATUS, sourceId: SOURCE, groupIds: [GROUP] });
      await insertContact(store, {});
      await insertContact(store, { statusId: STATUS, groupIds: [GROUP] }, 'deleted');
      await insertContact(store, { workspaceId: B, statusId: STATUS, groupIds: [GROUP] });
      expect(await countContacts(store, A)).toEqual({
        total: 3,
        byLabel: new Map<LabelId, number>([
          [STATUS, 2],
          [SOURCE, 1],
        ]),
        byGroup: new Map([
          [GROUP, 2],
          [OTHER_GROUP, 1],
        ]),
      });
    });

    test('of a workspace without contacts are none', async () => {
      const store = await openStore();
      expect(await countContacts(store, A)).toEqual({ total: 0, byLabel: new Map(), byGroup: new Map() });
    });
  });
}

async function insertWorkspaces(store: Store): Promise<void> {
  const common = { name: 'w', created_at_ms: 0, revision: 0 };
  await store.db
    .insertInto('workspaces')
    .values([
      { id: A, serial: 1, account_id: 'MA_1', subdomain: 'w1', ...common },
      { id: B, serial: 2, account_id: 'MA_2', subdomain: 'w2', ...common },
    ])
    .execute();
}

async function insertLabel(store: Store, id: StatusId | SourceId, kind: LabelKind): Promise<void> {
  const times = { created_at_ms: 0, updated_at_ms: 0, event_at_ms: 0, deleted_at_ms: null };
  await store.db
    .insertInto('labels')
    .values({
      ...{ workspace_id: A, id, kind, serial: 1, name: kind, name_key: kind, color: null, is_default: 0, revision: 1 },
      ...times,
    })
    .execute();
}

let lastSerial = 0;

interface Given {
  readonly workspaceId?: WorkspaceId;
  readonly statusId?: StatusId;
  readonly sourceId?: SourceId;
  readonly groupIds?: readonly ContactGroupId[];
}

async function insertContact(store: Store, given: Given, fate: 'lives' | 'deleted' = 'lives'): Promise<void> {
  lastSerial += 1;
  const times = { createdAtMs: 0, updatedAtMs: 0, eventAtMs: 0 };
  const identity = { id: idOf('cnt', uuidv7()), workspaceId: A, serial: lastSerial, revision: 1 };
  const contact: Contact = { ...NEW_CONTACT, ...identity, ...times, ...given };
  const row = fate === 'lives' ? toContactRow(contact) : toTombstoneRow(contact, { deletedAtMs: 1, erasedAtMs: null });
  await store.db
    .insertInto('contacts')
    .values(row as unknown as Insertable<ContactsTable>)
    .execute();
}
