import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { startApi } from '../../../test/support/start-api.ts';
import { WORKSPACE_A } from '../../../test/support/two-workspaces.ts';
import { idOf, type MetaAppId, type QuarantineItemId } from '../../domain/ids.ts';
import type { QuarantineItem } from '../../domain/quarantine.ts';
import { writeAudit } from '../../gateway/write-audit.ts';
import type { Store } from '../../platform/db/store.ts';
import { quarantineRoutes, type ReleaseOutcome } from './quarantine.routes.ts';

const OWN_APP = idOf('app', '0190a000-0000-7000-8000-000000000003');
const OPERATOR_APP = idOf('app', '0190a000-0000-7000-8000-000000000005');

describe.each(STORES)('the routes of the quarantine on $name', ({ open }) => {
  test('show the operator its own items and a workspace its own, never the other', async () => {
    const { store, call } = await start(await open());
    const [own, operators] = [await insertItem(store, OWN_APP), await insertItem(store, OPERATOR_APP)];
    expect((await call('GET', '/v1/quarantine', { as: 'a-read' })).body).toMatchObject({
      data: [{ id: own, payload_bytes: 9 }],
    });
    expect((await call('GET', '/v1/quarantine', { as: 'b-write' })).body).toMatchObject({ data: [] });
    const list = await call('GET', '/v1/quarantine', { as: 'root' });
    expect(list.body).toMatchObject({ data: [{ id: operators }], has_more: false });
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/release'],
      ['DELETE', ''],
    ] as const) {
      expect((await call(method, `/v1/quarantine/${operators}${path}`)).status).toBe(404);
      expect((await call(method, `/v1/quarantine/${own}${path}`, { as: 'root' })).status).toBe(404);
    }
  });

  test('release an item: its events are made, and it is gone', async () => {
    const eventId = idOf('evt', uuidv7());
    const { store, call, released } = await start(await open(), { kind: 'released', eventIds: [eventId] });
    const id = await insertItem(store, OWN_APP);
    expect(await call('POST', `/v1/quarantine/${id}/release`)).toEqual({
      status: 200,
      etag: '',
      headers: expect.any(Headers),
      body: { id, event_ids: [eventId] },
    });
    expect(released.map((item) => item.payload)).toEqual([{ a: [1] }]);
    expect((await call('GET', `/v1/quarantine/${id}`)).status).toBe(404);
  });

  test('keep an item whose channel is still unknown, and say what to do', async () => {
    const { store, call } = await start(await open(), { kind: 'unknown_channel' });
    const id = await insertItem(store, OWN_APP);
    expect(await call('POST', `/v1/quarantine/${id}/release`)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    expect(await call('GET', `/v1/quarantine/${id}`)).toMatchObject({ status: 200, body: { id, payload: { a: [1] } } });
  });

  test('show that an item told of a person who was erased, and release nothing of it', async () => {
    const { store, call, released } = await start(await open());
    const id = await insertItem(store, OWN_APP);
    await store.db.updateTable('quarantine').set({ reason: 'erased', payload: 'null' }).execute();
    expect(await call('POST', `/v1/quarantine/${id}/release`)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    expect(released).toEqual([]);
    expect(await call('GET', '/v1/quarantine?reason=erased')).toMatchObject({ body: { data: [{ id }] } });
    expect(await call('GET', `/v1/quarantine/${id}`)).toMatchObject({ status: 200, body: { id, payload: null } });
  });

  test('throw an item away', async () => {
    const { store, call } = await start(await open());
    const id = await insertItem(store, OWN_APP);
    expect((await call('DELETE', `/v1/quarantine/${id}`, { as: 'a-read' })).status).toBe(403);
    expect(await call('DELETE', `/v1/quarantine/${id}`)).toEqual({
      status: 204,
      etag: '',
      headers: expect.any(Headers),
      body: null,
    });
    expect((await call('DELETE', `/v1/quarantine/${id}`)).status).toBe(404);
  });
});

async function start(store: Store, outcome: ReleaseOutcome = { kind: 'released', eventIds: [] }) {
  const workspace = { id: WORKSPACE_A, serial: 1, account_id: 'MA_1', name: 'w', created_at_ms: 0, revision: 0 };
  await store.db.insertInto('workspaces').values(workspace).execute();
  const app = {
    app_id: '1',
    app_secrets: 's',
    verify_token: 't',
    created_at_ms: 0,
    updated_at_ms: 0,
    deleted_at_ms: null,
    revision: 0,
  };
  await store.db
    .insertInto('meta_apps')
    .values({ ...app, id: OWN_APP, workspace_id: WORKSPACE_A })
    .execute();
  await store.db
    .insertInto('meta_apps')
    .values({ ...app, id: OPERATOR_APP, workspace_id: null })
    .execute();
  const released: QuarantineItem[] = [];
  const release = async (item: QuarantineItem) => {
    released.push(item);
    return outcome;
  };
  const { call } = await startApi((api) => quarantineRoutes(api, { store, release, audit: writeAudit }));
  return { store, call, released };
}

async function insertItem(store: Store, metaAppId: MetaAppId): Promise<QuarantineItemId> {
  const id = idOf('qrn', uuidv7());
  const row = {
    meta_app_id: metaAppId,
    id,
    reason: 'unknown_channel' as const,
    field: 'messages',
    phone_number_id: '1',
    waba_id: '2',
  };
  await store.db
    .insertInto('quarantine')
    .values({ ...row, occurred_at_ms: null, created_at_ms: 0, dedupe_key: id, payload_bytes: 9, payload: '{"a":[1]}' })
    .execute();
  return id;
}
