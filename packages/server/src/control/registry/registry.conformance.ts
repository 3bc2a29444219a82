import { describe, expect, test } from 'vitest';
import { type ChannelId, type EndpointId, idOf, type MetaAppId, type WorkspaceId } from '../../domain/ids.ts';
import { DEFAULT_WORKSPACE_SETTINGS } from '../../domain/workspace.ts';
import { nextRevision } from '../../platform/db/revision.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import { writeWorkspaceSettings } from '../../platform/db/workspace-settings.ts';
import { createRegistry, type Registry, type RegistryOptions } from './registry.ts';

const A = idOf('ws', uuid(1));
const B = idOf('ws', uuid(2));
const APP_A = idOf('app', uuid(1));
const APP_B = idOf('app', uuid(2));
const RETRY = { delaysSeconds: [5], timeoutSeconds: 15, waitsAfterThrottle: true };

const box = { open: (sealed: string): string => sealed.slice('sealed:'.length) };
const options: RegistryOptions = {
  readRetry: () => RETRY,
  readAppSecrets: (clear) => [{ secret: clear, untilMs: null }],
  nowMs: () => 1,
};

/** The promises of the registry. Run on every database, see `test/conformance/`. */
export function registryConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`registry on ${name}`, () => {
    test('loads everything that is there, and nothing that was deleted', async () => {
      const store = await openStore();
      await fill(store);
      await commit(store, (trx, revision) => deleteChannel(trx, revision, chn(2)));
      const registry = await createRegistry(store, box, options);
      expect(registry.workspace(A)).toMatchObject({ id: A, serial: 1, accountId: 'MA_1', name: 'W' });
      expect(
        registry
          .metaAppsByAppId('1000')
          .map((app) => app.id)
          .toSorted(),
      ).toEqual([APP_A, APP_B]);
      expect(registry.metaAppsByAppId('2000')).toEqual([]);
      expect(registry.metaApp(APP_A)).toMatchObject({
        workspaceId: A,
        appSecrets: ['app-secret'],
        verifyToken: 'token',
      });
      expect(registry.channel(chn(1))).toMatchObject({ workspaceId: A, phoneNumberId: '11' });
      expect(registry.channel(chn(2))).toBeNull();
      expect(registry.endpoint(ep(1))).toMatchObject({
        workspaceId: A,
        eventTypes: ['*'],
        channelIds: null,
        retry: RETRY,
        secrets: { current: 'whsec_1', previous: null, previousUntilMs: null },
        headers: { 'X-One': '1' },
        enabled: true,
      });
    });

    test('looks channels up inside one registration only', async () => {
      const store = await openStore();
      await fill(store);
      const registry = await createRegistry(store, box, options);
      expect(registry.channelByPhoneNumberId(APP_A, '11')?.id).toBe(chn(1));
      expect(registry.channelByPhoneNumberId(APP_B, '11')?.id).toBe(chn(3));
      expect(registry.channelByPhoneNumberId(APP_B, '12')).toBeNull();
      expect(
        registry
          .channelsByWaba(APP_A, '55')
          .map((channel) => channel.id)
          .toSorted(),
      ).toEqual([chn(1), chn(2)]);
      expect(registry.channelsByWaba(APP_B, '55').map((channel) => channel.id)).toEqual([chn(3)]);
      expect(registry.channelsByWaba(APP_B, '56')).toEqual([]);
    });

    test('a refresh sees what was added, changed and deleted, and leaves the rest as the same objects', async () => {
      const store = await openStore();
      await fill(store);
      const registry = await createRegistry(store, box, options);
      const [kept, changed] = [registry.endpoint(ep(1)), registry.endpoint(ep(2))];
      await commit(store, (trx, revision) => addEndpoint(trx, revision, { workspaceId: B, id: ep(3) }));
      await commit(store, async (trx, revision) => {
        await trx.updateTable('endpoints').set({ enabled: 0, revision }).where('id', '=', ep(2)).execute();
      });
      await commit(store, (trx, revision) => deleteChannel(trx, revision, chn(1)));
      await registry.refresh();
      expect(registry.endpointsOf(B).map((endpoint) => endpoint.id)).toEqual([ep(3)]);
      expect(registry.endpoint(ep(1))).toBe(kept);
      expect(registry.endpoint(ep(2))).not.toBe(changed);
      expect(changed?.enabled).toBe(true);
      expect(
        registry
          .endpointsOf(A)
          .map((endpoint) => endpoint.enabled)
          .toSorted(),
      ).toEqual([false, true]);
      expect(registry.channel(chn(1))).toBeNull();
      expect(registry.channelByPhoneNumberId(APP_A, '11')).toBeNull();
      expect(registry.channelsByWaba(APP_A, '55').map((channel) => channel.id)).toEqual([chn(2)]);
    });

    test('a channel may send what Meta told of its number, and 80 messages a second when it told nothing', async () => {
      const store = await openStore();
      await fill(store);
      const registry = await createRegistry(store, box, options);
      expect(registry.channel(chn(1))?.throughputPerSecond).toBe(80);
      for (const [throughput, expected] of [
        [1_000, 1_000],
        [null, 80],
      ] as const) {
        await commit(store, (trx, revision) => setThroughput(trx, revision, throughput));
        await registry.refresh();
        expect(registry.channel(chn(1))?.throughputPerSecond).toBe(expected);
      }
    });

    test('a refresh sees a workspace that was changed', async () => {
      const store = await openStore();
      await fill(store);
      const registry = await createRegistry(store, box, options);
      await commit(store, async (trx, revision) => {
        const settings = writeWorkspaceSettings({ defaultCountry: 'DE' });
        const changed = { name: 'Renamed', subdomain: 'renamed', settings, revision };
        await trx.updateTable('workspaces').set(changed).where('id', '=', A).execute();
      });
      await registry.refresh();
      expect(registry.workspace(A)).toMatchObject({
        serial: 1,
        name: 'Renamed',
        subdomain: 'renamed',
        settings: { ...DEFAULT_WORKSPACE_SETTINGS, defaultCountry: 'DE' },
      });
      expect(registry.workspace(B)).toMatchObject({ name: 'W', settings: DEFAULT_WORKSPACE_SETTINGS });
    });

    test('two channels that exchange their numbers in one refresh are both found', async () => {
      const store = await openStore();
      await fill(store);
      const registry = await createRegistry(store, box, options);
      for (const [id, number] of [
        [chn(2), '13'],
        [chn(1), '12'],
        [chn(2), '11'],
      ] as const) {
        await commit(store, async (trx, revision) => {
          await trx.updateTable('channels').set({ phone_number_id: number, revision }).where('id', '=', id).execute();
        });
      }
      await registry.refresh();
      expect(registry.channelByPhoneNumberId(APP_A, '12')?.id).toBe(chn(1));
      expect(registry.channelByPhoneNumberId(APP_A, '11')?.id).toBe(chn(2));
      expect(registry.channelByPhoneNumberId(APP_A, '13')).toBeNull();
    });

    test('a registration and its endpoint that are deleted are gone from every lookup', async () => {
      const store = await openStore();
      await fill(store);
      const registry = await createRegistry(store, box, options);
      await commit(store, async (trx, revision) => {
        await trx.updateTable('meta_apps').set({ deleted_at_ms: 9, revision }).where('id', '=', APP_A).execute();
        await trx.updateTable('endpoints').set({ deleted_at_ms: 9, revision }).where('id', '=', ep(1)).execute();
      });
      await registry.refresh();
      expect(registry.metaApp(APP_A)).toBeNull();
      expect(registry.metaAppsByAppId('1000').map((app) => app.id)).toEqual([APP_B]);
      expect(registry.endpoint(ep(1))).toBeNull();
      expect(registry.endpointsOf(A).map((endpoint) => endpoint.id)).toEqual([ep(2)]);
    });

    test('every change that is committed before a refresh is asked for is seen after it, however many ask', async () => {
      const store = await openStore();
      await fill(store);
      const registry = await createRegistry(store, box, options);
      const add = async (number: number): Promise<void> => {
        const id = ep(100 + number);
        await commit(store, (trx, revision) => addEndpoint(trx, revision, { workspaceId: B, id }));
        await registry.refresh();
        expect(registry.endpoint(id)?.id).toBe(id);
      };
      await Promise.all(Array.from({ length: 25 }, (_, number) => add(number)));
      expect(registry.endpointsOf(B)).toHaveLength(25);
    });

    test('loads more rows than one page holds, also when one change touched them all', async () => {
      const store = await openStore();
      await fill(store);
      const registry = await createRegistry(store, box, options);
      const count = 4100;
      await commit(store, async (trx, revision) => {
        const ids = Array.from({ length: count }, (_, number) => ep(1000 + number));
        for (const some of chunk(ids, 500)) await addEndpoints(trx, revision, { workspaceId: B, ids: some });
      });
      await registry.refresh();
      expect(registry.endpointsOf(B)).toHaveLength(count);
      expect((await createRegistry(store, box, options)).endpointsOf(B)).toHaveLength(count);
    });

    test('what is still open when a refresh reads is not skipped by the next', async () => {
      const store = await openStore();
      await fill(store);
      const registry = await createRegistry(store, box, options);
      const changing = commit(store, async (trx, revision) => {
        await addEndpoint(trx, revision, { workspaceId: B, id: ep(3) });
        if (store.can.sharedBetweenNodes) await registry.refresh();
        expect(registry.endpoint(ep(3))).toBeNull();
      });
      await changing;
      const revision = await commit(store, (trx, at) => addEndpoint(trx, at, { workspaceId: B, id: ep(4) }));
      await registry.refresh();
      expect(
        registry
          .endpointsOf(B)
          .map((endpoint) => endpoint.id)
          .toSorted(),
      ).toEqual([ep(3), ep(4)]);
      expect(registry.loadedRevision).toBe(revision);
    });

    test('an app secret whose time is over is left out at once, without a reload', async () => {
      const store = await openStore();
      let nowMs = 1000;
      const secrets = [
        { secret: 'new', untilMs: null },
        { secret: 'old', untilMs: 2000 },
      ];
      await fill(store);
      const registry = await createRegistry(store, box, {
        ...options,
        readAppSecrets: () => secrets,
        nowMs: () => nowMs,
      });
      const app = registry.metaApp(APP_A);
      expect(app?.appSecrets).toEqual(['new', 'old']);
      nowMs = 1999;
      expect(app?.appSecrets).toEqual(['new', 'old']);
      nowMs = 2000;
      expect(app?.appSecrets).toEqual(['new']);
    });

    test('secrets are decrypted when they are first asked for, and once', async () => {
      const store = await openStore();
      await fill(store);
      const opened: string[] = [];
      const registry: Registry = await createRegistry(
        store,
        {
          open: (sealed) => {
            opened.push(sealed);
            return box.open(sealed);
          },
        },
        options,
      );
      expect(opened).toEqual([]);
      const endpoint = registry.endpoint(ep(1));
      expect(endpoint?.secrets.current).toBe('whsec_1');
      expect(endpoint?.secrets).toBe(endpoint?.secrets);
      expect(opened).toHaveLength(1);
    });
  });
}

/** Two workspaces with a registration of the same app each; A has two channels and two endpoints, B one channel. */
async function fill(store: Store): Promise<void> {
  await commit(store, async (trx, revision) => {
    for (const [id, serial] of [
      [A, 1],
      [B, 2],
    ] as const) {
      await trx
        .insertInto('workspaces')
        .values({ id, serial, account_id: `MA_${serial}`, name: 'W', created_at_ms: 1, revision })
        .execute();
    }
    await addMetaApp(trx, revision, { id: APP_A, workspaceId: A });
    await addMetaApp(trx, revision, { id: APP_B, workspaceId: B });
    await addChannel(trx, revision, { workspaceId: A, id: chn(1), metaAppId: APP_A, number: '11' });
    await addChannel(trx, revision, { workspaceId: A, id: chn(2), metaAppId: APP_A, number: '12' });
    await addChannel(trx, revision, { workspaceId: B, id: chn(3), metaAppId: APP_B, number: '11' });
    await addEndpoints(trx, revision, { workspaceId: A, ids: [ep(1), ep(2)] });
  });
}

/** A change as every room makes it: the revision first, all in one transaction. */
async function commit(store: Store, write: (trx: Trx, revision: number) => Promise<void>): Promise<number> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    await write(trx, revision);
    return revision;
  });
}

async function addMetaApp(
  trx: Trx,
  revision: number,
  app: { readonly id: MetaAppId; readonly workspaceId: WorkspaceId },
): Promise<void> {
  await trx
    .insertInto('meta_apps')
    .values({
      id: app.id,
      workspace_id: app.workspaceId,
      app_id: '1000',
      app_secrets: 'sealed:app-secret',
      verify_token: 'sealed:token',
      created_at_ms: 1,
      updated_at_ms: 1,
      deleted_at_ms: null,
      revision,
    })
    .execute();
}

/** What connecting a channel came to, as it is stored. */
async function setThroughput(trx: Trx, revision: number, throughput: number | null): Promise<void> {
  const connection = JSON.stringify({ state: 'connected', checkedAtMs: 1, steps: [], throughputPerSecond: throughput });
  await trx.updateTable('channels').set({ connection, revision }).where('id', '=', chn(1)).execute();
}

interface AddedChannel {
  readonly workspaceId: WorkspaceId;
  readonly id: ChannelId;
  readonly metaAppId: MetaAppId;
  readonly number: string;
}

async function addChannel(trx: Trx, revision: number, channel: AddedChannel): Promise<void> {
  await trx
    .insertInto('channels')
    .values({
      workspace_id: channel.workspaceId,
      id: channel.id,
      meta_app_id: channel.metaAppId,
      waba_id: '55',
      phone_number_id: channel.number,
      display_phone_number: '1555',
      access_token: null,
      created_at_ms: 1,
      updated_at_ms: 1,
      deleted_at_ms: null,
      revision,
    })
    .execute();
}

async function deleteChannel(trx: Trx, revision: number, id: ChannelId): Promise<void> {
  await trx.updateTable('channels').set({ deleted_at_ms: 9, revision }).where('id', '=', id).execute();
}

function addEndpoint(
  trx: Trx,
  revision: number,
  endpoint: { readonly workspaceId: WorkspaceId; readonly id: EndpointId },
): Promise<void> {
  return addEndpoints(trx, revision, { workspaceId: endpoint.workspaceId, ids: [endpoint.id] });
}

async function addEndpoints(
  trx: Trx,
  revision: number,
  added: { readonly workspaceId: WorkspaceId; readonly ids: readonly EndpointId[] },
): Promise<void> {
  const rows = added.ids.map((id) => ({
    workspace_id: added.workspaceId,
    id,
    url: 'https://receiver.example/in',
    description: '',
    event_types: '["*"]',
    channel_ids: null,
    format: 'standard' as const,
    format_options: '{}',
    retry: '"standard"',
    secrets: 'sealed:{"current":"whsec_1","previous":null,"previousUntilMs":null}',
    headers: 'sealed:{"X-One":"1"}',
    verify_token: null,
    enabled: 1 as const,
    disabled_reason: null,
    created_at_ms: 1,
    updated_at_ms: 1,
    deleted_at_ms: null,
    revision,
  }));
  await trx.insertInto('endpoints').values(rows).execute();
}

function chunk<TItem>(items: readonly TItem[], size: number): readonly (readonly TItem[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function chn(number: number): ChannelId {
  return idOf('chn', uuid(number));
}

function ep(number: number): EndpointId {
  return idOf('ep', uuid(number));
}

function uuid(number: number): string {
  return `01890000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
