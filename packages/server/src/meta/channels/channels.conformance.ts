import { describe, expect, test } from 'vitest';
import { alone, listenToChanges, refuse } from '../../../test/support/changes.ts';
import type { ChannelConnection } from '../../domain/channel-connection.ts';
import { type ChannelId, idOf, type MetaAppId, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import {
  type ChannelRecord,
  deleteChannel,
  findChannel,
  findFirstChannel,
  insertChannel,
  listChannels,
  markTokenExpired,
  type Placer,
  saveConnection,
  updateChannel,
} from './channels.store.ts';

const A = idOf('ws', uuid(1));
const B = idOf('ws', uuid(2));
const APP_OF_OPERATOR = idOf('app', uuid(1));
const APP_OF_A = idOf('app', uuid(2));
const APP_OF_B = idOf('app', uuid(3));

/** The promises of the store of channels. Run on every database, see `test/conformance/`. */
export function channelStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`channel store on ${name}`, () => {
    const open = async (): Promise<Store> => {
      const store = await openStore();
      for (const [id, serial] of [
        [A, 1],
        [B, 2],
      ] as const) {
        await addWorkspace(store, id, serial);
      }
      await addMetaApp(store, APP_OF_OPERATOR, null);
      await addMetaApp(store, APP_OF_A, A);
      await addMetaApp(store, APP_OF_B, B);
      return store;
    };

    test('puts a channel on the workspace’s own Meta app, and on the operator’s only for the operator', async () => {
      const store = await open();
      await addChannel(store, { placer: key(A), metaAppId: APP_OF_A, number: 1 });
      await addChannel(store, { placer: operatorFor(A), metaAppId: APP_OF_A, number: 2 });
      await addChannel(store, { placer: operatorFor(A), metaAppId: APP_OF_OPERATOR, number: 3 });
      const refused: readonly [Placer, MetaAppId][] = [
        [key(A), APP_OF_OPERATOR],
        [key(A), APP_OF_B],
        [operatorFor(A), APP_OF_B],
        [key(A), idOf('app', uuid(99))],
      ];
      const messages = new Set<unknown>();
      for (const [placer, metaAppId] of refused) {
        const error: unknown = await addChannel(store, { placer, metaAppId, number: 4 }).catch((thrown) => thrown);
        expect(error).toMatchObject({ code: 'not_found' });
        messages.add((error as Error).message);
      }
      expect(messages.size).toBe(1);
    });

    test('refuses a Meta app that was deleted', async () => {
      const store = await open();
      await store.db.updateTable('meta_apps').set({ deleted_at_ms: 5 }).where('id', '=', APP_OF_A).execute();
      const adding = addChannel(store, { placer: key(A), metaAppId: APP_OF_A, number: 1 });
      await expect(adding).rejects.toMatchObject({ code: 'not_found' });
    });

    test('keeps a number unique inside a Meta app and not beyond it, until its channel is deleted', async () => {
      const store = await open();
      const first = await addChannel(store, { placer: operatorFor(A), metaAppId: APP_OF_OPERATOR, number: 1 });
      const again = () =>
        addChannel(store, { placer: operatorFor(B), metaAppId: APP_OF_OPERATOR, number: 1, idNumber: 2 });
      const error: unknown = await again().catch((thrown) => thrown);
      expect(error).toMatchObject({ code: 'conflict' });
      expect(String(error)).not.toContain(A);
      await addChannel(store, { placer: key(B), metaAppId: APP_OF_B, number: 1, idNumber: 3 });
      await deleteChannel(store, A, { id: first.id, nowMs: 9, withChange: alone });
      expect((await again()).workspaceId).toBe(B);
    });

    test('lets one of two win that put the same number there at the same time', async () => {
      const store = await open();
      const results = await Promise.allSettled([
        addChannel(store, { placer: operatorFor(A), metaAppId: APP_OF_OPERATOR, number: 1, idNumber: 1 }),
        addChannel(store, { placer: operatorFor(B), metaAppId: APP_OF_OPERATOR, number: 1, idNumber: 2 }),
      ]);
      expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    });

    test('shows, changes and deletes a channel for its workspace alone', async () => {
      const store = await open();
      const channel = await addChannel(store, { placer: key(A), metaAppId: APP_OF_A, number: 1 });
      expect(await findChannel(store, A, channel.id)).toEqual(channel);
      expect(await findChannel(store, B, channel.id)).toBeNull();
      expect((await listChannels(store, B, { limit: 10 })).items).toEqual([]);
      expect(await change(store, key(B), channel, { displayPhoneNumber: '9' })).toBeNull();
      expect(await deleteChannel(store, B, { id: channel.id, nowMs: 9, withChange: alone })).toBe(false);
      expect(await findChannel(store, A, channel.id)).toEqual(channel);
    });

    test('a workspace cannot move its channel on the operator’s Meta app to another number, WABA or app', async () => {
      const store = await open();
      const channel = await addChannel(store, { placer: operatorFor(A), metaAppId: APP_OF_OPERATOR, number: 1 });
      for (const changes of [{ phoneNumberId: '77' }, { wabaId: '77' }, { metaAppId: APP_OF_A }]) {
        await expect(change(store, key(A), channel, changes)).rejects.toMatchObject({ code: 'forbidden' });
      }
      expect(await findChannel(store, A, channel.id)).toEqual(channel);
      const renamed = await change(store, key(A), channel, { displayPhoneNumber: '9', wabaId: channel.wabaId });
      expect(renamed).toMatchObject({ displayPhoneNumber: '9' });
    });

    test('a channel moves between Meta apps that the caller may use, and to no others', async () => {
      const store = await open();
      const channel = await addChannel(store, { placer: key(A), metaAppId: APP_OF_A, number: 1 });
      for (const metaAppId of [APP_OF_OPERATOR, APP_OF_B]) {
        await expect(change(store, key(A), channel, { metaAppId })).rejects.toMatchObject({ code: 'not_found' });
      }
      const moved = await change(store, operatorFor(A), channel, { metaAppId: APP_OF_OPERATOR });
      expect(moved).toMatchObject({ id: channel.id, metaAppId: APP_OF_OPERATOR });
    });

    test('overwrites nothing unseen, and refuses a number that another channel has', async () => {
      const store = await open();
      const channel = await addChannel(store, { placer: key(A), metaAppId: APP_OF_A, number: 1 });
      const other = await addChannel(store, { placer: key(A), metaAppId: APP_OF_A, number: 2 });
      const taken = change(store, key(A), other, { phoneNumberId: channel.phoneNumberId });
      await expect(taken).rejects.toMatchObject({ code: 'conflict' });
      const changed = await change(store, key(A), channel, { accessTokenSealed: 'sealed' });
      expect(changed).toEqual({ ...channel, accessTokenSealed: 'sealed', updatedAtMs: 9, revision: changed?.revision });
      expect(changed?.revision).toBeGreaterThan(channel.revision);
      expect(await change(store, key(A), channel, { accessTokenSealed: null })).toBeNull();
    });

    test('tells both sides of a change in its transaction, and makes none that cannot be told of', async () => {
      const store = await open();
      const { told, tell } = listenToChanges<ChannelRecord>();
      const added = { placer: key(A), metaAppId: APP_OF_A, number: 1 };
      await expect(addChannel(store, added, refuse)).rejects.toThrow('refused');
      const { id, revision, ...made } = await addChannel(store, added);
      const update = { id, placer: key(A), expectedRevision: revision, nowMs: 9, changes: { wabaId: '66' } };
      await expect(updateChannel(store, update, refuse)).rejects.toThrow('refused');
      const changed = await updateChannel(store, update, tell);
      expect(await updateChannel(store, update, tell)).toBeNull();
      await expect(deleteChannel(store, A, { id, nowMs: 9, withChange: refuse })).rejects.toThrow('refused');
      await deleteChannel(store, A, { id, nowMs: 9, withChange: tell });
      await deleteChannel(store, A, { id, nowMs: 9, withChange: tell });
      expect(told).toEqual([
        { before: { id, revision, ...made }, after: changed },
        { before: changed, after: null },
      ]);
    });

    test('keeps what connecting came to until something that it stands on changes', async () => {
      const store = await open();
      const { told, tell } = listenToChanges<ChannelRecord>();
      const channel = await addChannel(store, { placer: key(A), metaAppId: APP_OF_A, number: 1 });
      expect(channel.connection).toBeNull();
      const saved = await saveConnection(store, { channel, connection: CONNECTION, tokenWorks: true }, tell);
      expect(saved).toEqual({ ...channel, connection: CONNECTION, revision: saved?.revision });
      expect(saved?.revision).toBeGreaterThan(channel.revision);
      expect(told).toEqual([{ before: channel, after: saved }]);
      if (saved === null) return;
      const renamed = await change(store, key(A), saved, { displayPhoneNumber: '9' });
      expect(renamed?.connection).toEqual(CONNECTION);
      const moved = renamed && (await change(store, key(A), renamed, { wabaId: '66' }));
      expect(moved?.connection).toBeNull();
      const late = await saveConnection(store, { channel, connection: CONNECTION, tokenWorks: true }, tell);
      expect(late).toBeNull();
      expect((await findChannel(store, A, channel.id))?.connection).toBeNull();
      expect(told).toHaveLength(1);
    });

    test('notes once that a token is refused, and only while it is the channel’s', async () => {
      const store = await open();
      const { told, tell } = listenToChanges<ChannelRecord>();
      const channel = await addChannel(store, { placer: key(A), metaAppId: APP_OF_A, number: 1 });
      const refused = { workspaceId: A, id: channel.id, accessTokenSealed: 'token', nowMs: 7 };
      expect(await markTokenExpired(store, { ...refused, accessTokenSealed: 'older' }, tell)).toBe(false);
      expect(await markTokenExpired(store, { ...refused, workspaceId: B }, tell)).toBe(false);
      const marks = [markTokenExpired(store, refused, tell), markTokenExpired(store, refused, tell)];
      expect((await Promise.all(marks)).toSorted()).toEqual([false, true]);
      const expired = await findChannel(store, A, channel.id);
      expect(expired).toEqual({ ...channel, tokenExpiredAtMs: 7, revision: expired?.revision });
      expect(told).toEqual([{ before: channel, after: expired }]);
      const failed = expired && (await saveConnection(store, { ...FOUND, channel: expired, tokenWorks: false }, alone));
      expect(failed?.tokenExpiredAtMs).toBe(7);
      const works = failed && (await saveConnection(store, { ...FOUND, channel: failed, tokenWorks: true }, alone));
      expect(works?.tokenExpiredAtMs).toBeNull();
      expect(await markTokenExpired(store, refused, alone)).toBe(true);
      const again = await findChannel(store, A, channel.id);
      const renewed = again && (await change(store, key(A), again, { accessTokenSealed: 'newer' }));
      expect(renewed).toMatchObject({ accessTokenSealed: 'newer', tokenExpiredAtMs: null, connection: null });
    });

    test('gives an id once, whoever chooses it again', async () => {
      const store = await open();
      const channel = await addChannel(store, { placer: key(A), metaAppId: APP_OF_A, number: 1 });
      const again = (placer: Placer, metaAppId: MetaAppId) =>
        addChannel(store, { placer, metaAppId, number: 2, idNumber: 1 });
      const taken = { code: 'conflict', fields: [{ pointer: '/id' }] };
      await expect(again(key(B), APP_OF_B)).rejects.toMatchObject(taken);
      await deleteChannel(store, A, { id: channel.id, nowMs: 9, withChange: alone });
      await expect(again(key(A), APP_OF_A)).rejects.toMatchObject(taken);
      await expect(again(key(B), APP_OF_B)).rejects.toMatchObject(taken);
    });

    test('finds the oldest channel that can send, else the oldest, of that workspace alone', async () => {
      const store = await open();
      expect(await findFirstChannel(store, A)).toBeNull();
      const [first, second] = [
        await addChannel(store, { placer: key(A), metaAppId: APP_OF_A, number: 1 }),
        await addChannel(store, { placer: key(A), metaAppId: APP_OF_A, number: 2 }),
      ];
      expect((await findFirstChannel(store, A))?.id).toBe(first.id);
      const refused = { workspaceId: A, accessTokenSealed: 'token', nowMs: 7 };
      await markTokenExpired(store, { ...refused, id: first.id }, alone);
      expect((await findFirstChannel(store, A))?.id).toBe(second.id);
      await change(store, key(A), second, { accessTokenSealed: null });
      expect((await findFirstChannel(store, A))?.id).toBe(first.id);
      expect(await findFirstChannel(store, B)).toBeNull();
    });

    test('lists newest first, page by page, and forgets the token of a deleted channel', async () => {
      const store = await open();
      const channels: ChannelRecord[] = [];
      for (const number of [1, 2, 3]) {
        channels.push(await addChannel(store, { placer: key(A), metaAppId: APP_OF_A, number }));
      }
      const first = await listChannels(store, A, { limit: 2 });
      expect(first.items).toEqual([channels[2], channels[1]]);
      expect(await listChannels(store, A, { limit: 2, cursor: first.nextCursor ?? '' })).toEqual({
        items: [channels[0]],
        nextCursor: null,
      });
      expect(await deleteChannel(store, A, { id: idOf('chn', uuid(1)), nowMs: 9, withChange: alone })).toBe(true);
      expect(await deleteChannel(store, A, { id: idOf('chn', uuid(1)), nowMs: 9, withChange: alone })).toBe(false);
      const row = await store.db.selectFrom('channels').selectAll().where('deleted_at_ms', 'is not', null).execute();
      expect(row).toMatchObject([{ phone_number_id: '1', access_token: null }]);
    });
  });
}

const CONNECTION: ChannelConnection = {
  state: 'failed',
  checkedAtMs: 5,
  steps: [{ step: 'number', ok: false, message: 'It is “gone”.', error: null }],
  throughputPerSecond: 1_000,
};
const FOUND = { connection: CONNECTION };

interface AddedChannel {
  readonly placer: Placer;
  readonly metaAppId: MetaAppId;
  readonly number: number;
  readonly idNumber?: number;
}

function addChannel(store: Store, added: AddedChannel, withChange = alone): Promise<ChannelRecord> {
  const channel = {
    id: idOf('chn', uuid(added.idNumber ?? added.number)),
    placer: added.placer,
    metaAppId: added.metaAppId,
    wabaId: '55',
    phoneNumberId: String(added.number),
    displayPhoneNumber: '15550000001',
    accessTokenSealed: 'token',
    nowMs: 1,
  };
  return insertChannel(store, channel, withChange);
}

function change(
  store: Store,
  placer: Placer,
  input: { readonly id: ChannelId; readonly revision: number },
  changes: Parameters<typeof updateChannel>[1]['changes'],
): Promise<ChannelRecord | null> {
  return updateChannel(store, { id: input.id, placer, expectedRevision: input.revision, nowMs: 9, changes }, alone);
}

function key(workspaceId: WorkspaceId): Placer {
  return { workspaceId, isOperator: false };
}

function operatorFor(workspaceId: WorkspaceId): Placer {
  return { workspaceId, isOperator: true };
}

async function addWorkspace(store: Store, id: WorkspaceId, serial: number): Promise<void> {
  await store.db
    .insertInto('workspaces')
    .values({ id, serial, account_id: `MA_${serial}`, name: 'W', created_at_ms: 1, revision: 0 })
    .execute();
}

async function addMetaApp(store: Store, id: MetaAppId, workspaceId: WorkspaceId | null): Promise<void> {
  await store.db
    .insertInto('meta_apps')
    .values({
      id,
      workspace_id: workspaceId,
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

function uuid(number: number): string {
  return `01890000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
