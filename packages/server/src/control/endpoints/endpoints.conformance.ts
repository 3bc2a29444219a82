import { describe, expect, test } from 'vitest';
import { alone, listenToChanges, refuse } from '../../../test/support/changes.ts';
import { type EndpointId, idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import {
  deleteEndpoint,
  type EndpointFields,
  type EndpointRecord,
  findChannelIds,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
  pauseEndpoint,
  switchEndpoint,
  updateEndpoint,
} from './endpoints.store.ts';

const A = idOf('ws', uuid(1));
const B = idOf('ws', uuid(2));
const CHANNEL = idOf('chn', uuid(1));
const FIELDS: EndpointFields = {
  url: 'https://receiver.example/in',
  description: 'ü',
  eventTypes: ['message.*', 'contact.created'],
  channelIds: [CHANNEL],
  filter: { 'data.status': 'failed', $not: { 'data.error.code': { $in: [131026, null] } } },
  format: 'vobiz',
  formatOptions: { payload: 'value', asymmetric: true },
  retry: { delays_seconds: [1, 2], timeout_seconds: 9 },
  ratePerSecond: 50,
  maxInFlight: 8,
  ordering: 'conversation',
  secretsSealed: 'secrets',
  headersSealed: 'headers',
  verifyTokenSealed: null,
};

/** The promises of the store of endpoints. Run on every database, see `test/conformance/`. */
export function endpointStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`endpoint store on ${name}`, () => {
    const open = async (): Promise<Store> => {
      const store = await openStore();
      await addWorkspace(store, A, 1);
      await addWorkspace(store, B, 2);
      return store;
    };

    test('reads back what was stored, for its workspace alone', async () => {
      const store = await open();
      const endpoint = await addEndpoint(store, A, 1);
      expect(endpoint).toMatchObject({
        ...FIELDS,
        enabled: true,
        disabledReason: null,
        createdAtMs: 1,
        updatedAtMs: 1,
      });
      expect(await findEndpoint(store, A, endpoint.id)).toEqual(endpoint);
      expect(await findEndpoint(store, B, endpoint.id)).toBeNull();
      expect((await listEndpoints(store, B, { limit: 10 })).items).toEqual([]);
      expect(await update(store, B, endpoint)).toBeNull();
      const at = { workspaceId: B, id: endpoint.id, nowMs: 9 };
      expect(await switchEndpoint(store, { ...at, disabledReason: 'manual' }, refuse)).toBeNull();
      expect(await deleteEndpoint(store, at, refuse)).toBe(false);
      expect(await findEndpoint(store, A, endpoint.id)).toEqual(endpoint);
    });

    test('bounds the endpoints of a workspace, also when they come at the same time; deleted ones do not count', async () => {
      const store = await open();
      const results = await Promise.allSettled([1, 2, 3, 4].map((number) => addEndpoint(store, A, number, 3)));
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(3);
      expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'limit_reached' });
      await addEndpoint(store, B, 5, 3);
      const [one] = (await listEndpoints(store, A, { limit: 1 })).items;
      if (one !== undefined) await deleteEndpoint(store, { workspaceId: A, id: one.id, nowMs: 9 }, alone);
      await addEndpoint(store, A, 6, 3);
    });

    test('lists newest first, page by page', async () => {
      const store = await open();
      const endpoints: EndpointRecord[] = [];
      for (const number of [1, 2, 3]) endpoints.push(await addEndpoint(store, A, number));
      const first = await listEndpoints(store, A, { limit: 2 });
      expect(first.items).toEqual([endpoints[2], endpoints[1]]);
      const rest = await listEndpoints(store, A, { limit: 2, cursor: first.nextCursor ?? '' });
      expect(rest).toEqual({ items: [endpoints[0]], nextCursor: null });
    });

    test('changes an endpoint, counts its revision up and overwrites nothing unseen', async () => {
      const store = await open();
      const endpoint = await addEndpoint(store, A, 1);
      const changed = await update(store, A, endpoint);
      expect(changed).toEqual({
        ...endpoint,
        channelIds: null,
        retry: null,
        updatedAtMs: 9,
        revision: changed?.revision,
      });
      expect(changed?.revision).toBeGreaterThan(endpoint.revision);
      expect(await update(store, A, endpoint)).toBeNull();
    });

    test('disables and enables together with what is committed with it, and once only', async () => {
      const store = await open();
      const { id } = await addEndpoint(store, A, 1);
      const at = { workspaceId: A, id, nowMs: 9 };
      const disabled = await switchEndpoint(store, { ...at, disabledReason: 'gone' }, (trx) => note(trx, 'held'));
      expect(disabled).toMatchObject({ enabled: false, disabledReason: 'gone' });
      const again = await switchEndpoint(store, { ...at, disabledReason: 'manual' }, refuse);
      expect(again).toEqual(disabled);
      const enabled = await switchEndpoint(store, { ...at, disabledReason: null }, (trx) => note(trx, 'released'));
      expect(enabled).toMatchObject({ enabled: true, disabledReason: null });
      expect(await notes(store)).toEqual(['held', 'released']);
    });

    test('pauses and resumes with what goes along, once; what is not there is not paused', async () => {
      const store = await open();
      const endpoint = await addEndpoint(store, A, 1);
      const at = { workspaceId: A, id: endpoint.id, nowMs: 9 };
      expect(await pauseEndpoint(store, { ...at, workspaceId: B, isPaused: true }, refuse)).toBeNull();
      expect(await pauseEndpoint(store, { ...at, isPaused: false }, refuse)).toEqual(endpoint);
      const paused = await pauseEndpoint(store, { ...at, isPaused: true }, (trx) => note(trx, 'paused'));
      expect(paused).toMatchObject({ pausedAtMs: 9, enabled: true });
      expect(await pauseEndpoint(store, { ...at, nowMs: 10, isPaused: true }, refuse)).toEqual(paused);
      const resumed = await pauseEndpoint(store, { ...at, isPaused: false }, (trx) => note(trx, 'resumed'));
      expect(resumed).toMatchObject({ pausedAtMs: null });
      expect(await notes(store)).toEqual(['paused', 'resumed']);
    });

    test('takes nothing half-way: when the deliveries cannot be held the endpoint stays enabled', async () => {
      const store = await open();
      const endpoint = await addEndpoint(store, A, 1);
      const at = { workspaceId: A, id: endpoint.id, nowMs: 9 };
      await expect(switchEndpoint(store, { ...at, disabledReason: 'manual' }, refuse)).rejects.toThrow('refused');
      await expect(deleteEndpoint(store, at, refuse)).rejects.toThrow('refused');
      expect(await findEndpoint(store, A, endpoint.id)).toEqual(endpoint);
    });

    test('a deleted endpoint is gone, with its secrets, and leaves a row that tells the nodes', async () => {
      const store = await open();
      const { id, revision } = await addEndpoint(store, A, 1);
      const at = { workspaceId: A, id, nowMs: 9 };
      expect(await deleteEndpoint(store, at, (trx) => note(trx, 'canceled'))).toBe(true);
      expect(await notes(store)).toEqual(['canceled']);
      expect(await deleteEndpoint(store, at, refuse)).toBe(false);
      expect(await findEndpoint(store, A, id)).toBeNull();
      const row = await store.db.selectFrom('endpoints').selectAll().executeTakeFirstOrThrow();
      expect(row).toMatchObject({ deleted_at_ms: 9, secrets: '', headers: '', verify_token: null });
      expect(row.revision).toBeGreaterThan(revision);
    });

    test('tells both sides of a change in its transaction, and nothing when nothing changed', async () => {
      const store = await open();
      const { told, tell } = listenToChanges<EndpointRecord>();
      const at = { workspaceId: A, id: endpointId(1), nowMs: 9 };
      const made = await insertEndpoint(store, { ...at, endpointsMax: 1, createdBy: null, fields: FIELDS }, tell);
      const changed = await update(store, A, made, tell);
      expect(await update(store, A, made, tell)).toBeNull();
      const disabled = await switchEndpoint(store, { ...at, disabledReason: 'gone' }, tell);
      await switchEndpoint(store, { ...at, disabledReason: 'manual' }, tell);
      await deleteEndpoint(store, at, tell);
      expect(await deleteEndpoint(store, at, tell)).toBe(false);
      expect(told).toEqual([
        { before: null, after: made },
        { before: made, after: changed },
        { before: changed, after: disabled },
        { before: disabled, after: null },
      ]);
    });

    test('makes no change that cannot be told of', async () => {
      const store = await open();
      const endpoint = await addEndpoint(store, A, 1);
      await expect(update(store, A, endpoint, refuse)).rejects.toThrow('refused');
      expect((await listEndpoints(store, A, { limit: 10 })).items).toEqual([endpoint]);
    });

    test('knows the channels of a workspace and not those of another or deleted ones', async () => {
      const store = await open();
      const deleted = idOf('chn', uuid(2));
      const ofB = idOf('chn', uuid(3));
      await addMetaApp(store);
      await addChannel(store, { workspaceId: A, id: CHANNEL, number: '1', deletedAtMs: null });
      await addChannel(store, { workspaceId: A, id: deleted, number: '2', deletedAtMs: 5 });
      await addChannel(store, { workspaceId: B, id: ofB, number: '3', deletedAtMs: null });
      expect(await findChannelIds(store, A, [ofB, deleted, CHANNEL])).toEqual(new Set([CHANNEL]));
      expect(await findChannelIds(store, A, [])).toEqual(new Set());
    });
  });
}

function addEndpoint(
  store: Store,
  workspaceId: WorkspaceId,
  number: number,
  endpointsMax = 200,
): Promise<EndpointRecord> {
  const fields = FIELDS;
  const createdBy = { kind: 'key', id: 'key_of_somebody' } as const;
  const made = { workspaceId, id: endpointId(number), nowMs: 1, endpointsMax, createdBy, fields };
  return insertEndpoint(store, made, alone);
}

function update(
  store: Store,
  workspaceId: WorkspaceId,
  endpoint: EndpointRecord,
  withChange: WithChange<EndpointRecord> = alone,
): Promise<EndpointRecord | null> {
  const { id, revision: expectedRevision } = endpoint;
  const fields = { ...FIELDS, channelIds: null, retry: null };
  return updateEndpoint(store, { workspaceId, id, nowMs: 9, expectedRevision, fields }, withChange);
}

/** Stands for the rows of another room that change in the same transaction. */
async function note(trx: Trx, key: string): Promise<void> {
  await trx
    .insertInto('idempotency_keys')
    .values({ scope: 'note', key, request_hash: '', status_code: null, response: null, created_at_ms: 1 })
    .execute();
}

async function notes(store: Store): Promise<readonly string[]> {
  const rows = await store.db.selectFrom('idempotency_keys').select('key').orderBy('key').execute();
  return rows.map((row) => row.key);
}

async function addWorkspace(store: Store, id: WorkspaceId, serial: number): Promise<void> {
  await store.db
    .insertInto('workspaces')
    .values({ id, serial, account_id: `MA_${serial}`, name: 'W', created_at_ms: 1, revision: 0 })
    .execute();
}

async function addMetaApp(store: Store): Promise<void> {
  await store.db
    .insertInto('meta_apps')
    .values({
      id: idOf('app', uuid(1)),
      workspace_id: null,
      app_id: '1000',
      app_secrets: 'sealed',
      verify_token: 'sealed',
      created_at_ms: 1,
      updated_at_ms: 1,
      deleted_at_ms: null,
      revision: 0,
    })
    .execute();
}

interface AddedChannel {
  readonly workspaceId: WorkspaceId;
  readonly id: typeof CHANNEL;
  readonly number: string;
  readonly deletedAtMs: number | null;
}

async function addChannel(store: Store, channel: AddedChannel): Promise<void> {
  await store.db
    .insertInto('channels')
    .values({
      workspace_id: channel.workspaceId,
      id: channel.id,
      meta_app_id: idOf('app', uuid(1)),
      waba_id: '55',
      phone_number_id: channel.number,
      display_phone_number: '1555',
      access_token: null,
      created_at_ms: 1,
      updated_at_ms: 1,
      deleted_at_ms: channel.deletedAtMs,
      revision: 0,
    })
    .execute();
}

function endpointId(number: number): EndpointId {
  return idOf('ep', uuid(number));
}

function uuid(number: number): string {
  return `01890000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
