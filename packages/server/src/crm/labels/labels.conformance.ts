import { describe, expect, test } from 'vitest';
import { PosthornError } from '../../domain/errors.ts';
import { type ContactId, idOf, type SourceId, type StatusId, type WorkspaceId } from '../../domain/ids.ts';
import { LABEL_KINDS, type Label, type LabelId, type LabelKind } from '../../domain/label.ts';
import type { Store } from '../../platform/db/store.ts';
import { listContactsWith } from './label-contacts.store.ts';
import { LABEL_TRAITS } from './label-kinds.ts';
import {
  deleteLabel,
  findLabel,
  insertLabel,
  type LabelChange,
  type LabelFields,
  listLabels,
  updateLabel,
  type WithLabelChanges,
} from './labels.store.ts';

const A = idOf('ws', uuid(1));
const B = idOf('ws', uuid(2));

interface Added {
  readonly workspaceId?: WorkspaceId;
  readonly kind?: LabelKind;
  readonly fields?: Partial<LabelFields>;
  readonly serial?: number | null;
  readonly labelsMax?: number;
  readonly nowMs?: number;
}

/** The promises of the store of labels. Run on every database, see `test/conformance/`. */
export function labelStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`label store on ${name}`, () => {
    const open = async (): Promise<Store> => {
      const store = await openStore();
      await addWorkspace(store, A, 1);
      await addWorkspace(store, B, 2);
      return store;
    };

    test.each(LABEL_KINDS)('reads back a %s as it was stored, for its workspace alone', async (kind) => {
      const store = await open();
      const label = await add(store, 1, { kind, fields: { name: 'Größe' } });
      expect(label).toMatchObject({ workspaceId: A, kind, serial: 1, name: 'Größe', color: null, isDefault: false });
      expect(await findLabel(store, { workspaceId: A, kind }, label.id)).toEqual(label);
      expect(await findLabel(store, { workspaceId: B, kind }, label.id)).toBeNull();
      expect((await listLabels(store, { workspaceId: B, kind }, { limit: 10 })).items).toEqual([]);
      expect(await change(store, { ...label, workspaceId: B }, { name: 'Theirs' })).toBeNull();
      expect(await remove(store, { ...label, workspaceId: B })).toBe(false);
      expect(await findLabel(store, { workspaceId: A, kind }, label.id)).toEqual(label);
    });

    test('the kinds do not see each other: neither names nor serials nor bounds nor ids', async () => {
      const store = await open();
      const status = await add(store, 1, { kind: 'status' });
      const source = await add(store, 1, { kind: 'source', labelsMax: 1 });
      expect([status.serial, source.serial]).toEqual([1, 1]);
      expect(await findLabel(store, { workspaceId: A, kind: 'source' }, status.id)).toBeNull();
      expect((await listLabels(store, { workspaceId: A, kind: 'source' }, { limit: 10 })).items).toEqual([source]);
    });

    test('a name is there once, however it is written and also when several come at the same time', async () => {
      const store = await open();
      const names = ['Überfällig', 'überfällig', 'U\u0308BERFA\u0308LLIG'];
      const results = await Promise.allSettled(
        names.map((text, index) => add(store, index, { fields: { name: text } })),
      );
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
      for (const result of results) {
        if (result.status === 'rejected')
          expect(result.reason).toMatchObject({ code: 'conflict', fields: [{ pointer: '/name' }] });
      }
      await add(store, 9, { workspaceId: B, fields: { name: 'Überfällig' } });
      const other = await add(store, 8, { fields: { name: 'Paid' } });
      await expect(change(store, other, { name: 'ÜBERFÄLLIG' })).rejects.toMatchObject({ code: 'conflict' });
      expect(await change(store, other, { name: 'PAID' })).toMatchObject({ name: 'PAID' });
    });

    test('bounds the labels of a kind, also when they come at the same time; deleted ones do not count', async () => {
      const store = await open();
      const results = await Promise.allSettled([1, 2, 3, 4].map((number) => add(store, number, { labelsMax: 3 })));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'limit_reached' });
      const [one] = (await listLabels(store, { workspaceId: A, kind: 'status' }, { limit: 1 })).items;
      if (one !== undefined) await remove(store, one);
      await add(store, 5, { labelsMax: 3 });
      await add(store, 6, { workspaceId: B, labelsMax: 1 });
    });

    test('serials count up; one that is brought along is kept when it is free, and a deleted one is not free', async () => {
      const store = await open();
      expect((await add(store, 1)).serial).toBe(1);
      const brought = await add(store, 2, { serial: 40 });
      expect(brought.serial).toBe(40);
      expect((await add(store, 3, { serial: 7 })).serial).toBe(7);
      expect((await add(store, 4)).serial).toBe(41);
      const conflict = { code: 'conflict', fields: [{ pointer: '/serial' }] };
      await expect(add(store, 5, { serial: 40 })).rejects.toMatchObject(conflict);
      await remove(store, brought);
      await expect(add(store, 6, { serial: 40 })).rejects.toMatchObject(conflict);
      expect((await add(store, 7, { workspaceId: B, serial: 40 })).serial).toBe(40);
    });

    test('lists newest first, page by page, and finds the one with a name', async () => {
      const store = await open();
      const labels: Label[] = [];
      for (const number of [1, 2, 3]) labels.push(await add(store, number));
      const of = { workspaceId: A, kind: 'status' } as const;
      const first = await listLabels(store, of, { limit: 2 });
      expect(first.items).toEqual([labels[2], labels[1]]);
      const rest = await listLabels(store, of, { limit: 2, cursor: first.nextCursor ?? '' });
      expect(rest).toEqual({ items: [labels[0]], nextCursor: null });
      expect((await listLabels(store, of, { limit: 2, name: ' LABEL 2' })).items).toEqual([labels[1]]);
      expect((await listLabels(store, of, { limit: 2, name: 'Label' })).items).toEqual([]);
    });

    test('only one status is the default: whoever becomes it takes it from the other, in one revision', async () => {
      const store = await open();
      const seen: LabelChange[] = [];
      const note: WithLabelChanges = async (_trx, changes) => {
        seen.push(...changes);
      };
      const first = await add(store, 1, { fields: { isDefault: true } });
      const second = await add(store, 2, { fields: { isDefault: true }, nowMs: 5_000 }, note);
      const lost = await find(store, first);
      expect(lost).toEqual({ ...first, isDefault: false, updatedAtMs: 5_000, revision: second.revision });
      expect(seen).toEqual([
        { before: first, after: lost, eventAtMs: 5_000 },
        { before: null, after: second, eventAtMs: 5_000 },
      ]);
      const again = await change(store, first, { isDefault: true }, { nowMs: 9_000, withChanges: note });
      expect(again?.isDefault).toBe(true);
      expect((await find(store, second))?.isDefault).toBe(false);
      expect(seen.slice(2).map(({ after }) => after?.id)).toEqual([second.id, first.id]);
      await change(store, first, { isDefault: false });
      expect(await defaults(store)).toEqual([]);
      await Promise.all([first, second].map((label) => change(store, label, { isDefault: true })));
      expect(await defaults(store)).toHaveLength(1);
      await add(store, 3, { workspaceId: B, fields: { isDefault: true } });
      expect(await defaults(store)).toHaveLength(1);
    });

    test('a change counts the revision up, and what is the same as before changes nothing and tells nobody', async () => {
      const store = await open();
      const label = await add(store, 1, { fields: { color: '#0EA5E9' } });
      const changed = await change(store, label, { name: 'Ordered' }, { nowMs: 5_000 });
      expect(changed).toEqual({ ...label, name: 'Ordered', updatedAtMs: 5_000, revision: changed?.revision });
      expect(changed?.revision).toBeGreaterThan(label.revision);
      expect(await change(store, label, { name: 'Ordered' }, { withChanges: refuse })).toEqual(changed);
      expect(await change(store, label, {}, { withChanges: refuse })).toEqual(changed);
    });

    test('a change may be refused for the version it was made on, and then nothing was changed', async () => {
      const store = await open();
      const label = await add(store, 1);
      const assertMayChange = (present: Label) => {
        expect(present).toEqual(label);
        throw new PosthornError('precondition_failed', 'Another version.');
      };
      await expect(change(store, label, { name: 'Other' }, { assertMayChange })).rejects.toMatchObject({
        code: 'precondition_failed',
      });
      expect(await find(store, label)).toEqual(label);
    });

    test('events of one label lie at least a whole second apart, however fast it changes', async () => {
      const store = await open();
      const times: number[] = [];
      const note: WithLabelChanges = async (_trx, [one]) => {
        times.push(one?.eventAtMs ?? 0);
      };
      const label = await add(store, 1, { nowMs: 1_700 }, note);
      for (const [index, nowMs] of [1_701, 1_702, 9_500, 9_501].entries()) {
        await change(store, label, { name: `Name ${index}` }, { nowMs, withChanges: note });
      }
      await remove(store, label, note);
      expect(times).toEqual([1_700, 2_000, 3_000, 9_500, 10_000, 11_000]);
    });

    test('takes nothing half-way: when the event cannot be written nothing was changed', async () => {
      const store = await open();
      const first = await add(store, 1, { fields: { isDefault: true } });
      await expect(add(store, 2, { fields: { isDefault: true } }, refuse)).rejects.toThrow('refused');
      await expect(change(store, first, { name: 'Other' }, { withChanges: refuse })).rejects.toThrow('refused');
      await expect(remove(store, first, refuse)).rejects.toThrow('refused');
      expect((await listLabels(store, { workspaceId: A, kind: 'status' }, { limit: 9 })).items).toEqual([first]);
      expect((await add(store, 3)).serial).toBe(2);
    });

    test('a deleted label is gone, its name is free, and its row tells the nodes', async () => {
      const store = await open();
      const label = await add(store, 1, { fields: { name: 'Gone', isDefault: true } });
      expect(await remove(store, label)).toBe(true);
      expect(await find(store, label)).toBeNull();
      expect(await change(store, label, { name: 'Back' })).toBeNull();
      expect(await remove(store, label)).toBe(false);
      await add(store, 2, { fields: { name: 'gone' } });
      const row = await store.db
        .selectFrom('labels')
        .select(['deleted_at_ms', 'revision'])
        .where('id', '=', label.id)
        .executeTakeFirstOrThrow();
      expect(row.deleted_at_ms).toBe(99_000);
      expect(row.revision).toBeGreaterThan(label.revision);
    });

    test.each(LABEL_KINDS)('finds the contacts of a %s page by page, and nobody else', async (kind) => {
      const store = await open();
      const label = await add(store, 1, { kind });
      const other = await add(store, 2, { kind });
      for (const number of [1, 2, 3, 4]) await addContact(store, A, { number, label: number === 2 ? other : label });
      await addContact(store, A, { number: 5, label, deletedAtMs: 1 });
      await addContact(store, A, { number: 6, label: null });
      await addContact(store, B, { number: 7, label });
      expect(await contactsWith(store, label, 2)).toEqual([1, 3, 4].map(contactId));
      expect(await contactsWith(store, label, 3)).toEqual([1, 3, 4].map(contactId));
      expect(await contactsWith(store, { ...label, workspaceId: B }, 3)).toEqual([contactId(7)]);
      expect(await contactsWith(store, { ...label, id: labelId(kind, 9) }, 3)).toEqual([]);
    });
  });
}

function add(store: Store, number: number, added: Added = {}, withChanges: WithLabelChanges = ignore): Promise<Label> {
  const { workspaceId = A, kind = 'status', serial = null, labelsMax = 100, nowMs = 1 } = added;
  const fields = { name: `Label ${number}`, color: null, isDefault: false, ...added.fields };
  const id = labelId(kind, workspaceId === A ? number : 1_000 + number);
  return insertLabel(store, { workspaceId, kind, id, nowMs, labelsMax, serial, fields }, withChanges);
}

interface ChangeWith {
  readonly nowMs?: number;
  readonly assertMayChange?: (present: Label) => void;
  readonly withChanges?: WithLabelChanges;
}

function change(
  store: Store,
  { workspaceId, kind, id }: Label,
  fields: Partial<LabelFields>,
  { nowMs = 50_000, assertMayChange = () => {}, withChanges = ignore }: ChangeWith = {},
): Promise<Label | null> {
  return updateLabel(store, { workspaceId, kind, id, nowMs, fields }, { assertMayChange, withChanges });
}

function remove(store: Store, { workspaceId, kind, id }: Label, withChanges: WithLabelChanges = ignore) {
  const nowMs = withChanges === ignore ? 99_000 : 1;
  return deleteLabel(store, { workspaceId, kind, id, nowMs }, withChanges);
}

function find(store: Store, label: Label): Promise<Label | null> {
  return findLabel(store, label, label.id);
}

async function defaults(store: Store): Promise<readonly Label[]> {
  const page = await listLabels(store, { workspaceId: A, kind: 'status' }, { limit: 100 });
  return page.items.filter((label) => label.isDefault);
}

async function contactsWith(store: Store, label: Label, limit: number): Promise<readonly ContactId[]> {
  const found: ContactId[] = [];
  let afterId: ContactId | null = null;
  do {
    const page: Awaited<ReturnType<typeof listContactsWith>> = await listContactsWith(store, label, { afterId, limit });
    expect(page.ids.length).toBeLessThanOrEqual(limit);
    found.push(...page.ids);
    afterId = page.nextAfterId;
  } while (afterId !== null);
  return found;
}

interface AddedContact {
  readonly number: number;
  readonly label: Label | null;
  readonly deletedAtMs?: number;
}

async function addContact(store: Store, workspaceId: WorkspaceId, contact: AddedContact): Promise<void> {
  const { number, label, deletedAtMs = null } = contact;
  await store.db
    .insertInto('contacts')
    .values({
      ...NOBODY,
      workspace_id: workspaceId,
      id: contactId(number),
      serial: number,
      status_id: label?.kind === 'status' ? (label.id as StatusId) : null,
      source_id: label?.kind === 'source' ? (label.id as SourceId) : null,
      group_ids: JSON.stringify(label?.kind === 'contact_group' ? [idOf('grp', uuid(77)), label.id] : []),
      deleted_at_ms: deletedAtMs,
    })
    .execute();
}

const NOBODY = {
  revision: 1,
  first_name: '',
  last_name: null,
  company: null,
  type: 'lead',
  email: null,
  phone: null,
  phone_key: null,
  bsuid: null,
  username: null,
  country: null,
  address: null,
  city: null,
  state: null,
  zip: null,
  website: null,
  description: null,
  assignee_id: null,
  enabled: 1,
  opted_out: 0,
  custom_attributes: '{}',
  tags: '[]',
  name_key: '',
  search_text: '',
  created_at_ms: 1,
  updated_at_ms: 1,
  event_at_ms: 1,
  erased_at_ms: null,
} as const;

async function ignore(): Promise<void> {}

async function refuse(): Promise<void> {
  throw new Error('refused');
}

async function addWorkspace(store: Store, id: WorkspaceId, serial: number): Promise<void> {
  await store.db
    .insertInto('workspaces')
    .values({ id, serial, account_id: `MA_${serial}`, name: 'W', created_at_ms: 1, revision: 0 })
    .execute();
}

function contactId(number: number): ContactId {
  return idOf('cnt', uuid(number));
}

function labelId(kind: LabelKind, number: number): LabelId {
  return idOf(LABEL_TRAITS[kind].idPrefix, uuid(number));
}

function uuid(number: number): string {
  return `01890000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
