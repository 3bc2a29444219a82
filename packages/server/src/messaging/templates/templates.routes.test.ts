import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { META_REFUSAL, type MetaTemplate, startMetaTemplates } from '../../../test/support/meta-templates.ts';
import { STORES } from '../../../test/support/open-store.ts';
import { startApi } from '../../../test/support/start-api.ts';
import { WORKSPACE_A, WORKSPACE_B } from '../../../test/support/two-workspaces.ts';
import type { NewEvent } from '../../domain/event.ts';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import { splitMetaBody } from '../../domain/meta/split.ts';
import { createCommitStore } from '../../pipeline/commit/create-commit-store.ts';
import { GroupCommit } from '../../pipeline/commit/group-commit.ts';
import { takePositionLockSql } from '../../pipeline/event-log/position-horizon.store.ts';
import { AUDIT_LOG_TABLE, toAuditRow } from '../../platform/db/audit-row.ts';
import type { OpenedStore } from '../../platform/db/open-store.ts';
import { createSync } from './sync-templates.ts';
import { planTemplates } from './template-projection.ts';
import { templateRoutes } from './templates.routes.ts';
import { findNamedTemplates } from './templates.store.ts';
import type { TemplatesContext } from './templates-context.ts';

const WABA = '204817563920415';
const MINUTE_MS = 60_000;
const BODY = { type: 'BODY', text: 'Hi {{1}}, your bike is ready.', example: { body_text: [['Mira']] } };
const DRAFT = { name: 'repair_ready', language: 'en_US', category: 'UTILITY', components: [BODY] };
const NOWHERE = '0190a000-0000-7000-8000-00000000ffff';

describe.each(STORES)('/v1/templates on $name', ({ open }) => {
  test('creates at Meta, reads, lists, edits and deletes there, with an entry in the audit log for each', async () => {
    const { call, meta, channelId, audited } = await start(open);
    const made = await call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT } });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      id: expect.stringMatching(/^tpl_/),
      template_id: '1733902281004477',
      waba_id: WABA,
      ...DRAFT,
      status: 'PENDING',
      quality: null,
      parameter_format: 'positional',
      parameters: [{ component: 'body', position: 1, type: 'text', example: 'Mira' }],
      reason: null,
      synced_at: null,
    });
    const one = `/v1/templates/${made.body.id}`;
    expect(made.headers.get('location')).toBe(one);
    expect(meta.calls[0]).toMatchObject({
      method: 'POST',
      path: `${WABA}/message_templates`,
      channelId,
      body: { ...DRAFT, parameter_format: 'positional' },
      timeoutMs: expect.any(Number),
    });
    expect(await call('GET', one)).toMatchObject({ status: 200, etag: made.etag, body: made.body });
    expect((await call('GET', '/v1/templates')).body).toEqual({
      data: [made.body],
      next_cursor: null,
      has_more: false,
    });

    const components = [{ type: 'BODY', text: 'It is ready.' }];
    const edit = { body: { components }, headers: { 'if-match': made.etag } };
    const edited = await call('PATCH', one, edit);
    expect(edited).toMatchObject({ status: 200, body: { components, parameters: [], status: 'PENDING' } });
    expect(edited.etag).not.toBe(made.etag);
    expect(await call('PATCH', one, edit)).toMatchObject({ status: 412 });

    expect(await call('DELETE', one, { headers: { 'if-match': made.etag } })).toMatchObject({ status: 412 });
    expect((await call('DELETE', one)).status).toBe(204);
    expect(meta.templates.size).toBe(0);
    expect(meta.calls.at(-1)).toMatchObject({
      method: 'DELETE',
      query: { name: 'repair_ready', hsm_id: '1733902281004477' },
    });
    expect((await call('GET', one)).status).toBe(404);
    expect((await call('DELETE', one)).status).toBe(404);
    expect(await audited()).toEqual([
      ['template.created', made.body.id, null, made.body],
      ['template.updated', made.body.id, made.body, edited.body],
      ['template.deleted', made.body.id, edited.body, null],
    ]);
  });

  test('what Meta would refuse is refused before it is asked, in words', async () => {
    const { call, meta, channelId } = await start(open);
    const post = (over: object) =>
      call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT, ...over } });
    const wrong: [object, string][] = [
      [{ components: [{ type: 'BODY', text: 'Hi {{1}}' }] }, '/components/0/example/body_text'],
      [{ components: [{ type: 'HEAD', text: 'Hi' }] }, '/components/0/type'],
      [{ components: [{ type: 'HEADER', format: 'SONG' }] }, '/components/0/format'],
      [{ components: [BODY, { type: 'BUTTONS', buttons: [{ type: 'LINK' }] }] }, '/components/1/buttons/0/type'],
      [{ components: [{ type: 'BODY', text: 'x'.repeat(1_025) }] }, '/components/0/text'],
      [{ name: 'Repair Ready' }, '/name'],
      [{ category: 'NEWS' }, '/category'],
      [{ colour: 'red' }, '/colour'],
    ];
    for (const [over, pointer] of wrong) {
      const refused = await post(over);
      expect([refused.status, refused.body.code]).toEqual([400, 'invalid_request']);
      expect(refused.body.errors).toContainEqual({ pointer, detail: expect.any(String) });
    }
    expect(await post({ channel_id: `chn_${NOWHERE}` })).toMatchObject({ status: 404 });
    expect(meta.calls).toEqual([]);
  });

  test('a refusal by Meta is an error with its words, and nothing is kept', async () => {
    const { call, meta, channelId, audited } = await start(open);
    meta.answerNext({ status: 400, body: META_REFUSAL });
    const refused = await call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT } });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'meta_refused', meta_error: { code: 100, subcode: 2_388_024, trace_id: 'AexampleTrace01' } },
    });
    meta.answerNext('lost');
    const lost = await call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT } });
    expect(lost).toMatchObject({ status: 502, body: { code: 'meta_unavailable' } });
    meta.answerNext({ status: 200, body: {} });
    const odd = await call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT } });
    expect(odd).toMatchObject({ status: 502, body: { code: 'meta_unavailable' } });
    expect((await call('GET', '/v1/templates')).body.data).toEqual([]);
    expect(await audited()).toEqual([]);
  });

  test('a webhook that is quicker than the answer to the creation is not undone by it', async () => {
    const { call, meta, channelId, told } = await start(open);
    meta.onDone = async ({ method }) => {
      if (method === 'POST') await told({ event: 'APPROVED', message_template_id: 1_733_902_281_004_477 }, MINUTE_MS);
    };
    const made = await call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT } });
    expect(made).toMatchObject({ status: 201, body: { status: 'APPROVED', components: [BODY], category: 'UTILITY' } });
    expect((await call('GET', '/v1/templates')).body.data).toHaveLength(1);
  });

  test('a webhook that bears a time before the creation, by clocks that are apart, counts all the same', async () => {
    const { call, channelId, told } = await start(open);
    const made = await call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT } });
    await told({ event: 'APPROVED', message_template_id: Number(made.body.template_id) }, -MINUTE_MS);
    expect((await call('GET', `/v1/templates/${made.body.id}`)).body).toMatchObject({ status: 'APPROVED' });
  });

  test('an edit that Meta took is kept also when Meta does not say what came of it', async () => {
    const { call, meta, channelId } = await start(open);
    const made = await call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT } });
    meta.onDone = async ({ method }) => {
      if (method === 'POST') meta.answerNext('lost');
    };
    const components = [{ type: 'BODY', text: 'It is ready.' }];
    const edited = await call('PATCH', `/v1/templates/${made.body.id}`, {
      body: { category: 'MARKETING', components },
    });
    expect(edited).toMatchObject({ status: 200, body: { category: 'MARKETING', components, status: 'PENDING' } });
  });

  test('an edit says what is to change, in words that Meta takes', async () => {
    const { call, meta, channelId } = await start(open);
    const made = await call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT } });
    const one = `/v1/templates/${made.body.id}`;
    for (const body of [{}, { name: 'x' }, { components: [{ type: 'BODY', text: '{{1}}' }] }]) {
      expect(await call('PATCH', one, { body })).toMatchObject({ status: 400 });
    }
    expect(meta.calls).toHaveLength(1);
  });

  test('deletes here what is gone at Meta', async () => {
    const { call, meta, channelId } = await start(open);
    const made = await call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT } });
    meta.templates.clear();
    expect((await call('DELETE', `/v1/templates/${made.body.id}`)).status).toBe(204);
    expect((await call('GET', `/v1/templates/${made.body.id}`)).status).toBe(404);
  });

  test('without a token nothing is asked of Meta, and the answer says so', async () => {
    const { call, store, channelId } = await start(open);
    const made = await call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT } });
    await store.db.updateTable('channels').set({ access_token: null }).execute();
    const refused = { status: 422, body: { code: 'channel_not_connected' } };
    expect(await call('DELETE', `/v1/templates/${made.body.id}`)).toMatchObject(refused);
    expect(await call('PATCH', `/v1/templates/${made.body.id}`, { body: { category: 'MARKETING' } })).toMatchObject(
      refused,
    );
  });

  test('lists by every filter; a channel that is not there is not found', async () => {
    const { call, meta, channelId, otherChannelId } = await start(open);
    meta.templates.set('1', listed('1', { name: 'one' }));
    meta.templates.set('2', listed('2', { name: 'two', language: 'sv', status: 'PAUSED', category: 'MARKETING' }));
    await call('POST', '/v1/templates/sync', { body: { channel_id: channelId } });
    const names = async (query: string) => {
      const { body } = await call('GET', `/v1/templates?${query}`);
      return body.data.map((template: { name: string }) => template.name);
    };
    expect(await names(`channel_id=${channelId}`)).toEqual(['two', 'one']);
    expect(await names(`channel_id=${otherChannelId}`)).toEqual([]);
    expect(await names('status=PAUSED')).toEqual(['two']);
    expect(await names('category=UTILITY')).toEqual(['one']);
    expect(await names('language=en-US')).toEqual(['one']);
    expect(await names('name=two')).toEqual(['two']);
    const first = (await call('GET', '/v1/templates?limit=1')).body;
    expect(first).toMatchObject({ has_more: true, data: [{ name: 'two' }] });
    expect(await names(`limit=1&cursor=${first.next_cursor}`)).toEqual(['one']);
    expect(await call('GET', `/v1/templates?channel_id=chn_${NOWHERE}`)).toMatchObject({ status: 404 });
    expect(await call('GET', '/v1/templates?cursor=bad')).toMatchObject({ status: 400 });
  });

  test('keys of another workspace and keys that only read change nothing', async () => {
    const { call, meta, channelId } = await start(open);
    const made = await call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT } });
    const one = `/v1/templates/${made.body.id}`;
    const callCount = meta.calls.length;
    const calls: [string, string, object?][] = [
      ['GET', one],
      ['PATCH', one, { category: 'MARKETING' }],
      ['DELETE', one],
      ['POST', '/v1/templates', { channel_id: channelId, ...DRAFT }],
      ['POST', '/v1/templates/sync', { channel_id: channelId }],
    ];
    for (const [method, path, body] of calls) {
      expect((await call(method, path, { as: 'b-admin', body })).status).toBe(404);
      const expected = method === 'GET' ? 200 : 403;
      expect((await call(method, path, { as: 'a-read', body })).status).toBe(expected);
    }
    expect((await call('GET', '/v1/templates', { as: 'b-admin' })).body.data).toEqual([]);
    expect(meta.calls).toHaveLength(callCount);
  });
});

describe.each(STORES)('a sync on $name', ({ open }) => {
  test('walks all pages and makes the rows what Meta has, with one entry in the audit log', async () => {
    const { call, meta, channelId, audited, clock } = await start(open);
    meta.pageSize = 2;
    for (const id of ['1', '2', '3', '4', '5']) meta.templates.set(id, listed(id, {}));
    expect(await sync(call, channelId)).toEqual({ synced: 5, created: 5, updated: 0, deleted: 0 });
    const all = (await call('GET', '/v1/templates')).body.data;
    expect(all).toHaveLength(5);
    expect(all.at(-1)).toMatchObject({
      template_id: '1',
      name: 'template_1',
      status: 'APPROVED',
      quality: 'GREEN',
      parameter_format: 'named',
      synced_at: expect.any(String),
    });

    clock.nowMs += 10 * MINUTE_MS;
    meta.templates.set('2', listed('2', { status: 'REJECTED', rejected_reason: 'SCAM' }));
    meta.templates.delete('3');
    const [etag] = [(await call('GET', `/v1/templates/${all.at(-1).id}`)).etag];
    expect(await sync(call, channelId)).toEqual({ synced: 4, created: 0, updated: 1, deleted: 1 });
    const unchanged = await call('GET', `/v1/templates/${all.at(-1).id}`);
    expect(unchanged.etag).toBe(etag);
    expect(Date.parse(unchanged.body.synced_at)).toBe(clock.nowMs);
    const names = (await call('GET', '/v1/templates')).body.data.map((one: { name: string }) => one.name);
    expect(names).toEqual(['template_5', 'template_4', 'template_2', 'template_1']);
    const rejected = (await call('GET', '/v1/templates?status=REJECTED')).body.data;
    expect(rejected).toMatchObject([{ name: 'template_2', reason: 'SCAM' }]);
    expect(await audited()).toEqual([
      ['template.synced', channelId, null, { waba_id: WABA, synced: 5, created: 5, updated: 0, deleted: 0 }],
      ['template.synced', channelId, null, { waba_id: WABA, synced: 4, created: 0, updated: 1, deleted: 1 }],
    ]);
  });

  test('changes nothing when a page fails', async () => {
    const { call, meta, channelId, audited } = await start(open);
    meta.pageSize = 1;
    for (const id of ['1', '2']) meta.templates.set(id, listed(id, {}));
    meta.onDone = async (asked) => {
      if (asked.query?.after === undefined) meta.answerNext({ status: 400, body: META_REFUSAL });
    };
    const refused = await call('POST', '/v1/templates/sync', { body: { channel_id: channelId } });
    expect(refused).toMatchObject({ status: 422, body: { code: 'meta_refused' } });
    meta.answerNext({ status: 200, body: { nonsense: true } });
    const odd = await call('POST', '/v1/templates/sync', { body: { channel_id: channelId } });
    expect(odd).toMatchObject({ status: 502, body: { code: 'meta_unavailable' } });
    expect((await call('GET', '/v1/templates')).body.data).toEqual([]);
    expect(await audited()).toEqual([]);
  });

  test('asks Meta once for an account when several ask at the same moment', async () => {
    const { call, meta, channelId } = await start(open);
    meta.templates.set('1', listed('1', {}));
    const { promise: bothAsked, resolve } = Promise.withResolvers<void>();
    meta.onDone = () => bothAsked;
    const first = sync(call, channelId);
    const second = sync(call, channelId);
    // Answers of the server after both have come in: neither waits for the other to begin.
    for (let count = 0; count < 10; count++) await call('GET', '/v1/templates');
    resolve();
    const counts = { synced: 1, created: 1, updated: 0, deleted: 0 };
    expect(await Promise.all([first, second])).toEqual([counts, counts]);
    expect(meta.calls).toHaveLength(1);
  });

  test('stops after its last page and then deletes nothing, for more may be behind it', async () => {
    const { call, meta, channelId, clock } = await start(open);
    meta.pageSize = 1;
    for (let id = 1; id <= 102; id++) meta.templates.set(String(id), listed(String(id), {}));
    expect(await sync(call, channelId)).toMatchObject({ synced: 100, created: 100 });
    clock.nowMs += 10 * MINUTE_MS;
    meta.templates.delete('1');
    expect(await sync(call, channelId)).toMatchObject({ synced: 100, created: 1, deleted: 0 });
  });

  test('leaves what is younger than the list of Meta may be, and does not bring back what was just deleted', async () => {
    const { call, meta, channelId, clock } = await start(open);
    const made = await call('POST', '/v1/templates', { body: { channel_id: channelId, ...DRAFT } });
    const [atMeta] = meta.templates.values();
    meta.templates.clear();
    clock.nowMs += MINUTE_MS;
    expect(await sync(call, channelId)).toEqual({ synced: 0, created: 0, updated: 0, deleted: 0 });
    if (atMeta !== undefined) meta.templates.set(atMeta.id, atMeta);
    expect((await call('DELETE', `/v1/templates/${made.body.id}`)).status).toBe(204);
    if (atMeta !== undefined) meta.templates.set(atMeta.id, atMeta);
    clock.nowMs += MINUTE_MS;
    expect(await sync(call, channelId)).toEqual({ synced: 1, created: 0, updated: 0, deleted: 0 });
    clock.nowMs += 10 * MINUTE_MS;
    expect(await sync(call, channelId)).toEqual({ synced: 1, created: 1, updated: 0, deleted: 0 });
    expect((await call('GET', `/v1/templates/${made.body.id}`)).status).toBe(200);
  });

  test('fills in what a webhook did not tell, and keeps what a webhook told while Meta was asked', async () => {
    const { call, meta, channelId, told } = await start(open);
    await told({ event: 'PAUSED', message_template_id: 1, other_info: { description: 'Low quality.' } }, -MINUTE_MS);
    meta.templates.set('1', listed('1', { name: 'repair_ready', status: 'PAUSED' }));
    expect(await sync(call, channelId)).toMatchObject({ created: 0, updated: 1 });
    const [filled] = (await call('GET', '/v1/templates')).body.data;
    expect(filled).toMatchObject({ status: 'PAUSED', reason: 'Low quality.', components: [{ type: 'BODY' }] });
    meta.onDone = () => told({ event: 'APPROVED', message_template_id: 1 }, MINUTE_MS);
    await sync(call, channelId);
    expect((await call('GET', '/v1/templates')).body.data).toMatchObject([{ id: filled.id, status: 'APPROVED' }]);
  });

  test('another template of the same name takes the place of the one that is gone', async () => {
    const { call, meta, channelId, clock } = await start(open);
    meta.templates.set('1', listed('1', { name: 'one' }));
    await sync(call, channelId);
    const [before] = (await call('GET', '/v1/templates')).body.data;
    meta.templates.clear();
    meta.templates.set('2', listed('2', { name: 'one', status: 'PENDING' }));
    clock.nowMs += 10 * MINUTE_MS;
    expect(await sync(call, channelId)).toEqual({ synced: 1, created: 0, updated: 1, deleted: 0 });
    const after = (await call('GET', '/v1/templates')).body.data;
    expect(after).toMatchObject([{ id: before.id, template_id: '2', status: 'PENDING' }]);
  });
});

type Caller = Awaited<ReturnType<typeof startApi>>['call'];

async function sync(call: Caller, channelId: string) {
  const answer = await call('POST', '/v1/templates/sync', { body: { channel_id: channelId } });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** A template as Meta lists it. */
function listed(id: string, fields: Partial<MetaTemplate>): MetaTemplate {
  return {
    id,
    name: `template_${id}`,
    language: 'en_US',
    status: 'APPROVED',
    category: 'UTILITY',
    quality_score: { score: 'GREEN' },
    parameter_format: 'NAMED',
    rejected_reason: 'NONE',
    components: [{ type: 'BODY', text: 'It is ready.' }],
    ...fields,
  };
}

async function start(open: () => Promise<OpenedStore>) {
  const store = await open();
  const { channelId, otherChannelId } = await addChannels(store);
  const meta = await startMetaTemplates();
  const commit = new GroupCommit({
    store: await createCommitStore(store, takePositionLockSql),
    monotonicMs: () => performance.now(),
    setTimer: (run, delayMs) => {
      const timer = setTimeout(run, delayMs);
      return { cancel: () => clearTimeout(timer) };
    },
    onCommitted: () => {},
    onFailed: () => {},
  });
  const clock = { nowMs: 1_781_000_400_000 };
  const ctx: TemplatesContext = {
    store,
    write: async (records) => void (await commit.append([], { records })),
    callGraph: meta.callGraph,
    auditRow: (entry) => ({
      table: AUDIT_LOG_TABLE,
      row: { ...toAuditRow(entry, idOf('aud', uuidv7()), clock.nowMs) },
      causeId: null,
    }),
    newTemplateId: () => idOf('tpl', uuidv7()),
    nowMs: () => clock.nowMs,
    isStopping: () => false,
  };
  /** Meta tells of `repair_ready` in a webhook, so much after now by its own clock. */
  const told = async (value: object, afterMs: number) => {
    const event = statusEvent(value, clock.nowMs + afterMs);
    const find: Parameters<typeof planTemplates>[0]['findNamedTemplates'] = (of, named) =>
      findNamedTemplates(store, of, named);
    const records = await planTemplates({ findNamedTemplates: find, newTemplateId: ctx.newTemplateId }, [event]);
    await commit.append([{ event, payloadJson: JSON.stringify(event.payload), deliveries: [] }], { records });
  };
  const { call } = await startApi((api) => templateRoutes(api, { ...ctx, sync: createSync(ctx) }));
  return { call, meta, store, channelId, otherChannelId, clock, told, audited: () => readAudited(store) };
}

async function addChannels(store: OpenedStore) {
  const workspace = { name: 'W', created_at_ms: 1, revision: 0 };
  const [a, b] = [WORKSPACE_A, WORKSPACE_B].map((id, index) => ({
    ...workspace,
    id: id satisfies WorkspaceId,
    serial: index + 1,
    account_id: `MA_${index + 1}`,
  }));
  if (a === undefined || b === undefined) throw new Error('There are two workspaces.');
  await store.db.insertInto('workspaces').values([a, b]).execute();
  const metaAppId = idOf('app', uuidv7());
  const times = { created_at_ms: 1, updated_at_ms: 1, deleted_at_ms: null, revision: 1 };
  const secrets = { app_id: '610023884417', app_secrets: 'sealed', verify_token: 'sealed' };
  await store.db
    .insertInto('meta_apps')
    .values({ workspace_id: WORKSPACE_A, id: metaAppId, ...secrets, ...times })
    .execute();
  const [channelId, otherChannelId] = [idOf('chn', uuidv7()), idOf('chn', uuidv7())];
  const channel = { workspace_id: WORKSPACE_A, meta_app_id: metaAppId, display_phone_number: '15557204418', ...times };
  await store.db
    .insertInto('channels')
    .values([
      { ...channel, id: channelId, waba_id: WABA, phone_number_id: '1', access_token: 'sealed' },
      { ...channel, id: otherChannelId, waba_id: '2', phone_number_id: '2', access_token: 'sealed' },
    ])
    .execute();
  return { channelId, otherChannelId };
}

function statusEvent(value: object, atMs: number): NewEvent {
  const about = { message_template_name: 'repair_ready', message_template_language: 'en-US', reason: 'NONE' };
  const change = { field: 'message_template_status_update', value: { ...about, ...value } };
  const entry = [{ id: WABA, time: Math.floor(atMs / 1_000), changes: [change] }];
  const [item] = splitMetaBody({ object: 'whatsapp_business_account', entry }, atMs);
  if (item === undefined) throw new Error('The body has no item.');
  return {
    id: idOf('evt', randomUUID()),
    workspaceId: WORKSPACE_A,
    type: item.type,
    origin: 'meta',
    channelId: null,
    occurredAtMs: item.occurredAtMs,
    createdAtMs: atMs,
    phone: null,
    bsuid: null,
    contact: null,
    sentMessage: null,
    hops: 0,
    payload: item.body,
    dedupeKey: item.dedupeKey,
    causeId: null,
  };
}

async function readAudited(store: OpenedStore) {
  const rows = await store.db.selectFrom('audit_log').selectAll().orderBy('id').execute();
  return rows.map(({ action, resource_id: id, before, after }) => [
    action,
    id,
    before === null ? null : JSON.parse(before),
    after === null ? null : JSON.parse(after),
  ]);
}
