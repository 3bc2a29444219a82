import type { Insertable } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import { decodeCursor } from '../../platform/http/api.ts';
import { type TemplateRecord, toTemplateWrite } from './template-row.ts';
import {
  findChannelOfWaba,
  findNamedTemplates,
  findTemplate,
  findUsableTemplates,
  findWabaOfChannel,
  hasSynced,
  type ListTemplates,
  listTemplates,
  listTemplatesAfter,
  markSynced,
  pageOfTemplates,
  readTemplate,
} from './templates.store.ts';

const A = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const B = idOf('ws', '0190a000-0000-7000-8000-000000000002');
const WABA = '204817563920415';
const OF_A = { workspaceId: A, wabaId: WABA };
const BODY = { type: 'BODY', text: 'Your bike is ready.' };
const ASKING = { type: 'BODY', text: 'Hi {{1}}, your bike is ready.' };

/** The promises of the templates' store. */
export function templatesStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`templates store on ${name}`, () => {
    test('a template is read as it was written, with every field', async () => {
      const store = await open(openStore);
      const template = newTemplate({
        category: 'UTILITY',
        quality: 'GREEN',
        parameterFormat: 'named',
        components: [{ type: 'BODY', text: 'Zürich 🚲 {{first_name}}\0' }],
        reason: 'INVALID_FORMAT: no',
        toldAtMs: { status: 5, components: 7 },
        syncedAtMs: 9,
      });
      await insert(store, template);
      expect(await readTemplate(store, A, template.id)).toEqual(template);
    });

    test('another workspace sees nothing of it', async () => {
      const store = await open(openStore);
      const template = newTemplate({ syncedAtMs: 1 });
      await insert(store, template);
      const ofB = { workspaceId: B, wabaId: WABA };
      expect(await readTemplate(store, B, template.id)).toBeNull();
      expect(await findTemplate(store, ofB, { name: 'repair_ready', language: 'en_US' })).toBeNull();
      expect(await findUsableTemplates(store, ofB, { limit: 5 })).toEqual([]);
      expect(await hasSynced(store, ofB)).toBe(false);
      const named = { templateIds: [template.templateId], names: [template.name] };
      expect(await findNamedTemplates(store, ofB, named)).toEqual([]);
      expect(await listTemplatesAfter(store, ofB, { afterId: null, limit: 5 })).toEqual([]);
      expect(await list(store, { workspaceId: B })).toEqual([]);
      expect((await pageOfTemplates(store, { workspaceId: B, offset: 0, limit: 5 })).total).toBe(0);
      await markSynced(store, ofB, { templateIds: [template.templateId], atMs: 99 });
      expect(await readTemplate(store, A, template.id)).toEqual(template);
    });

    test('is found by name and language in both spellings, and not when it is deleted or of another account', async () => {
      const store = await open(openStore);
      const template = newTemplate({});
      await insert(store, template);
      await insert(store, newTemplate({ name: 'gone', deletedAtMs: 5 }));
      await insert(store, newTemplate({ wabaId: '2', name: 'elsewhere' }));
      const find = (wanted: string, language: string) => findTemplate(store, OF_A, { name: wanted, language });
      expect(await find('repair_ready', 'en_US')).toEqual(template);
      expect(await find('repair_ready', 'en-US')).toEqual(template);
      expect(await find('repair_ready', 'sv')).toBeNull();
      expect(await find('gone', 'en_US')).toBeNull();
      expect(await find('elsewhere', 'en_US')).toBeNull();
    });

    test('names templates that can be sent: without parameters first, then the newest, unknown words last', async () => {
      const store = await open(openStore);
      const older = newTemplate({ name: 'older', components: [BODY] });
      const asking = newTemplate({ name: 'asking', components: [ASKING] });
      const newer = newTemplate({ name: 'newer', components: [BODY] });
      const unknown = newTemplate({ name: 'unknown', components: [] });
      const paused = newTemplate({ name: 'paused', status: 'PAUSED', components: [BODY] });
      for (const template of [older, asking, newer, unknown, paused]) await insert(store, template);
      const names = async (limit: number) => (await findUsableTemplates(store, OF_A, { limit })).map((one) => one.name);
      expect(await names(10)).toEqual(['newer', 'older', 'asking', 'unknown']);
      expect(await names(1)).toEqual(['newer']);
    });

    test('an account counts as synced when one of its templates was, and a sync leaves the revision as it is', async () => {
      const store = await open(openStore);
      const template = newTemplate({ revision: 3 });
      await insert(store, template);
      expect(await hasSynced(store, OF_A)).toBe(false);
      await markSynced(store, OF_A, { templateIds: [template.templateId], atMs: 77 });
      expect(await hasSynced(store, OF_A)).toBe(true);
      expect(await readTemplate(store, A, template.id)).toEqual({ ...template, syncedAtMs: 77 });
    });

    test('finds what is named: deleted templates by their id and not by their name', async () => {
      const store = await open(openStore);
      const living = newTemplate({ templateId: '1', name: 'living' });
      const gone = newTemplate({ templateId: '2', name: 'gone', deletedAtMs: 5 });
      for (const template of [living, gone]) await insert(store, template);
      const find = async (templateIds: string[], names: string[]) =>
        (await findNamedTemplates(store, OF_A, { templateIds, names })).map((one) => one.name);
      expect(await find(['1'], ['living'])).toEqual(['living']);
      expect(await find(['2'], [])).toEqual(['gone']);
      expect(await find([], ['gone'])).toEqual([]);
      expect(await find([], [])).toEqual([]);
    });

    test('lists newest first page by page, and by every filter', async () => {
      const store = await open(openStore);
      await insert(store, newTemplate({ name: 'one', category: 'UTILITY' }));
      await insert(store, newTemplate({ name: 'two', status: 'PENDING' }));
      await insert(store, newTemplate({ name: 'three', language: 'sv', wabaId: '2' }));
      await insert(store, newTemplate({ name: 'gone', deletedAtMs: 5 }));
      expect(await list(store, {})).toEqual(['three', 'two', 'one']);
      const first = await listTemplates(store, { workspaceId: A, beforeId: null, limit: 2 });
      expect(first.items.map((one) => one.name)).toEqual(['three', 'two']);
      const beforeId = decodeCursor(first.nextCursor ?? '') as ListTemplates['beforeId'];
      expect(await list(store, { beforeId, limit: 2 })).toEqual(['one']);
      expect(await list(store, { wabaId: WABA })).toEqual(['two', 'one']);
      expect(await list(store, { status: 'PENDING' })).toEqual(['two']);
      expect(await list(store, { category: 'UTILITY' })).toEqual(['one']);
      expect(await list(store, { language: 'en-US' })).toEqual(['two', 'one']);
      expect(await list(store, { name: 'three' })).toEqual(['three']);
      const page = await pageOfTemplates(store, { workspaceId: A, wabaId: WABA, offset: 1, limit: 5 });
      expect([page.items.map((one) => one.name), page.total]).toEqual([['one'], 2]);
    });

    test('walks an account in the order of ids', async () => {
      const store = await open(openStore);
      const [first, second] = [newTemplate({ name: 'first' }), newTemplate({ name: 'second' })];
      for (const template of [first, second, newTemplate({ name: 'gone', deletedAtMs: 5 })]) {
        await insert(store, template);
      }
      const after = (afterId: TemplateRecord['id'] | null) => listTemplatesAfter(store, OF_A, { afterId, limit: 1 });
      expect(await after(null)).toEqual([first]);
      expect(await after(first.id)).toEqual([second]);
      expect(await after(second.id)).toEqual([]);
    });

    test('knows the account of a channel, and which channel can ask Meta: one whose token has not expired first', async () => {
      const store = await open(openStore);
      expect(await findChannelOfWaba(store, OF_A)).toBeNull();
      const silent = await insertChannel(store, { access_token: null });
      expect(await findChannelOfWaba(store, OF_A)).toBeNull();
      const expired = await insertChannel(store, { access_token: 'sealed', token_expired_at_ms: 5 });
      expect(await findChannelOfWaba(store, OF_A)).toBe(expired);
      const good = await insertChannel(store, { access_token: 'sealed' });
      await insertChannel(store, { access_token: 'sealed', deleted_at_ms: 5 });
      expect(await findChannelOfWaba(store, OF_A)).toBe(good);
      expect(await findWabaOfChannel(store, A, silent)).toBe(WABA);
      expect(await findWabaOfChannel(store, B, silent)).toBeNull();
      expect(await findChannelOfWaba(store, { ...OF_A, workspaceId: B })).toBeNull();
    });

    test('a name and language is there once in an account, and free again when its template is deleted', async () => {
      const store = await open(openStore);
      await insert(store, newTemplate({ name: 'once', deletedAtMs: 5 }));
      await insert(store, newTemplate({ name: 'once' }));
      await expect(insert(store, newTemplate({ name: 'once' }))).rejects.toThrow();
    });
  });
}

async function open(openStore: () => Promise<Store>): Promise<Store> {
  const store = await openStore();
  const workspace = (id: WorkspaceId, serial: number) => ({
    id,
    serial,
    account_id: `MA_${serial}`,
    name: 'W',
    created_at_ms: 1,
    revision: 0,
  });
  await store.db
    .insertInto('workspaces')
    .values([workspace(A, 1), workspace(B, 2)])
    .execute();
  return store;
}

let lastTemplateId = 1_733_902_281_004_477;

function newTemplate(fields: Partial<TemplateRecord>): TemplateRecord {
  lastTemplateId += 1;
  return {
    id: idOf('tpl', uuidv7()),
    workspaceId: A,
    revision: 1,
    wabaId: WABA,
    templateId: String(lastTemplateId),
    name: 'repair_ready',
    language: 'en_US',
    category: null,
    status: 'APPROVED',
    quality: null,
    parameterFormat: null,
    components: [],
    reason: null,
    createdAtMs: 1,
    updatedAtMs: 2,
    toldAtMs: {},
    syncedAtMs: null,
    deletedAtMs: null,
    ...fields,
  };
}

async function insert(store: Store, template: TemplateRecord): Promise<void> {
  const { row } = toTemplateWrite(template, null);
  await store.db
    .insertInto('templates')
    .values(row as unknown as Insertable<Database['templates']>)
    .execute();
}

async function insertChannel(store: Store, fields: Partial<Insertable<Database['channels']>>) {
  const id = idOf('chn', uuidv7());
  await store.db
    .insertInto('channels')
    .values({
      workspace_id: A,
      id,
      meta_app_id: await metaAppId(store),
      waba_id: WABA,
      phone_number_id: id,
      display_phone_number: '15557204418',
      access_token: null,
      created_at_ms: 1,
      updated_at_ms: 1,
      deleted_at_ms: null,
      revision: 1,
      ...fields,
    })
    .execute();
  return id;
}

async function metaAppId(store: Store) {
  const there = await store.db.selectFrom('meta_apps').select('id').executeTakeFirst();
  if (there !== undefined) return there.id;
  const id = idOf('app', uuidv7());
  await store.db
    .insertInto('meta_apps')
    .values({
      workspace_id: A,
      id,
      app_id: '610023884417',
      app_secrets: 'sealed',
      verify_token: 'sealed',
      created_at_ms: 1,
      updated_at_ms: 1,
      deleted_at_ms: null,
      revision: 1,
    })
    .execute();
  return id;
}

async function list(store: Store, over: Partial<ListTemplates>): Promise<string[]> {
  const query = { workspaceId: A, beforeId: null, limit: 50, ...over };
  return (await listTemplates(store, query)).items.map((template) => template.name);
}
