import { describe, expect, test } from 'vitest';
import { alone, listenToChanges, refuse } from '../../../test/support/changes.ts';
import { idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { MediaFilesTable } from '../../platform/db/tables.ts';
import type { LeasedMedia, MediaFile } from './media-file.ts';
import {
  claimDueMedia,
  claimMedia,
  clearMediaKey,
  deleteForgottenMedia,
  endMediaLeasesOfTheDead,
  failMedia,
  findMedia,
  findMediaByLink,
  finishMedia,
  insertUploadedMedia,
  listForgottenMedia,
  listOldMedia,
  markMediaGone,
  noteLostMedia,
  releaseMedia,
  revokeMedia,
} from './media-files.store.ts';
import { toMediaRow } from './media-row.ts';

const A = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const B = idOf('ws', '0190a000-0000-7000-8000-000000000002');
const CHANNEL = idOf('chn', '0190a000-0000-7000-8000-000000000003');
const CLAIM = { nowMs: 100, leaseToken: 'one', leaseUntilMs: 1_100 };
const STORED = { storageKey: 'k', mimeType: 'image/png', sha256: 'ff', sizeBytes: 3, nowMs: 200 };

/** The promises of the store of media files. Run on every database, see `test/conformance/`. */
export function mediaFilesConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`media files on ${name}`, () => {
    describeFetching(openStore);
    describeChanges(openStore);
    describeAge(openStore);
  });
}

function describeFetching(openStore: () => Promise<Store>): void {
  test('are claimed when they are due, longest due first, and by nobody else until the lease ends', async () => {
    const store = await open(openStore);
    await insert(store, { media_id: 'later', due_at_ms: 101 });
    await insert(store, { media_id: 'second', due_at_ms: 100 });
    await insert(store, { media_id: 'first', due_at_ms: 50, state: 'failed', tries: 3 });
    const claimed = await claimDueMedia(store, CLAIM, 5);
    expect(claimed).toMatchObject([
      { id: 'first', tries: 4, leaseToken: 'one', dueAtMs: 1_100 },
      { id: 'second', tries: 1, leaseToken: 'one', dueAtMs: 1_100 },
    ]);
    expect(await claimDueMedia(store, CLAIM, 5)).toEqual([]);
    expect(await claimMedia(store, { workspaceId: A, id: 'first' }, CLAIM)).toBeNull();
    const next = { nowMs: 1_100, leaseToken: 'two', leaseUntilMs: 2_100 };
    const later = await claimDueMedia(store, next, 5);
    expect(later.map(({ id }) => id).toSorted()).toEqual(['first', 'later', 'second']);
  });

  test('are claimed once, however many claim at the same moment', async () => {
    const store = await open(openStore);
    for (let count = 0; count < 10; count++) await insert(store, { media_id: `m${count}` });
    const claims = Array.from({ length: 6 }, (_, index) =>
      claimDueMedia(store, { ...CLAIM, leaseToken: `t${index}` }, 4),
    );
    const single = claimMedia(store, { workspaceId: A, id: 'm0' }, CLAIM);
    const ids = [...(await Promise.all(claims)).flat(), await single].flatMap((file) =>
      file === null ? [] : [file.id],
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('are claimed in no other state', async () => {
    const store = await open(openStore);
    await insert(store, { media_id: 'stored', state: 'stored' });
    await insert(store, { media_id: 'gone', state: 'gone' });
    await insert(store, { media_id: 'given-up', state: 'failed', due_at_ms: null });
    expect(await claimDueMedia(store, CLAIM, 5)).toEqual([]);
    expect(await claimMedia(store, { workspaceId: A, id: 'stored' }, CLAIM)).toBeNull();
  });

  test('are stored or failed by whoever holds the lease, and by nobody else', async () => {
    const store = await open(openStore);
    await insert(store, { media_id: 'm' });
    const lost = await claimOne(store);
    const held = await claimOne(store, { nowMs: 1_100, leaseToken: 'two', leaseUntilMs: 2_100 });
    expect(await finishMedia(store, lost, STORED)).toBe(false);
    await failMedia(store, lost, { state: 'gone', error: 'Lost.', dueAtMs: null });
    await releaseMedia(store, lost, 0);
    expect(await find(store, 'm')).toMatchObject({ state: 'waiting', leaseToken: 'two', error: null });
    await failMedia(store, held, { state: 'failed', error: 'No.', dueAtMs: 1_500 });
    expect(await find(store, 'm')).toMatchObject({ state: 'failed', error: 'No.', dueAtMs: 1_500, leaseToken: null });
    const again = await claimOne(store, { nowMs: 1_500, leaseToken: 'three', leaseUntilMs: 2_500 });
    expect(await finishMedia(store, again, STORED)).toBe(true);
    expect(await find(store, 'm')).toMatchObject({
      ...{
        state: 'stored',
        storageKey: 'k',
        sizeBytes: 3,
        error: null,
        dueAtMs: null,
        leaseToken: null,
        storedAtMs: 200,
      },
    });
  });

  test('are due again at once when they are given back, and when the only gateway was killed', async () => {
    const store = await open(openStore);
    await insert(store, { media_id: 'm' });
    await releaseMedia(store, await claimOne(store), 120);
    expect(await find(store, 'm')).toMatchObject({ state: 'waiting', dueAtMs: 120, leaseToken: null });
    if (store.can.sharedBetweenNodes) return;
    await claimOne(store, { ...CLAIM, nowMs: 120 });
    await endMediaLeasesOfTheDead(store, 130);
    expect(await find(store, 'm')).toMatchObject({ dueAtMs: 130, leaseToken: null });
  });

  test('are fetched anew when the media store has lost them', async () => {
    const store = await open(openStore);
    await insert(store, { media_id: 'm', state: 'stored', storage_key: 'k', due_at_ms: null });
    await insert(store, { media_id: 'n', state: 'gone', due_at_ms: null });
    for (const id of ['m', 'n']) {
      await noteLostMedia(store, { workspaceId: A, id }, { state: 'failed', error: 'Lost.', dueAtMs: 100 });
    }
    expect((await claimDueMedia(store, CLAIM, 5)).map(({ id }) => id)).toEqual(['m']);
  });
}

function describeChanges(openStore: () => Promise<Store>): void {
  test('are found by their workspace alone, and by the serial of it in their links', async () => {
    const store = await open(openStore);
    await insert(store, { media_id: 'm' });
    expect(await findMedia(store, { workspaceId: B, id: 'm' })).toBeNull();
    expect(await findMediaByLink(store, { workspaceSerial: 1, mediaId: 'm' })).toMatchObject({
      id: 'm',
      workspaceId: A,
    });
    expect(await findMediaByLink(store, { workspaceSerial: 2, mediaId: 'm' })).toBeNull();
  });

  test('that were uploaded are stored with what is committed beside them, or not at all', async () => {
    const store = await open(openStore);
    const uploaded = { ...STORED, workspaceId: A, id: 'u', channelId: CHANNEL, filename: 'a.png' };
    await expect(insertUploadedMedia(store, uploaded, refuse)).rejects.toThrow('refused');
    expect(await findMedia(store, uploaded)).toBeNull();
    const { told, tell } = listenToChanges<MediaFile>();
    const file = await insertUploadedMedia(store, uploaded, tell);
    expect(file).toMatchObject({ direction: 'outbound', state: 'stored', filename: 'a.png', conversationId: null });
    expect(told).toEqual([{ before: null, after: file }]);
    expect(await findMedia(store, uploaded)).toEqual(file);
  });

  test('have their links revoked once', async () => {
    const store = await open(openStore);
    await insert(store, { media_id: 'm' });
    const { told, tell } = listenToChanges<MediaFile>();
    const revoke = (workspaceId: typeof A, nowMs: number) => revokeMedia(store, { workspaceId, id: 'm', nowMs }, tell);
    expect(await revoke(B, 1)).toBeNull();
    expect(await revoke(A, 5)).toMatchObject({ revokedAtMs: 5 });
    expect(await revoke(A, 9)).toMatchObject({ revokedAtMs: 5 });
    expect(told).toHaveLength(1);
  });

  test('that are gone end their fetch, and keep the key until the bytes are gone too', async () => {
    const store = await open(openStore);
    await insert(store, { media_id: 'm' });
    const leased = await claimOne(store);
    const gone = { storageKey: 'k', error: 'Deleted.' };
    expect(await markMediaGone(store, { workspaceId: B, id: 'm', ...gone }, alone)).toBeNull();
    const { told, tell } = listenToChanges<MediaFile>();
    expect(await markMediaGone(store, { ...leased, ...gone }, tell)).toMatchObject({ state: 'gone', storageKey: 'k' });
    expect(await finishMedia(store, leased, STORED)).toBe(false);
    await markMediaGone(store, { ...leased, ...gone }, tell);
    expect(told).toHaveLength(1);
    await clearMediaKey(store, leased);
    expect(await find(store, 'm')).toMatchObject({ state: 'gone', storageKey: null, dueAtMs: null, leaseToken: null });
  });
}

function describeAge(openStore: () => Promise<Store>): void {
  test('that are too old are listed oldest first until they are gone with their bytes', async () => {
    const store = await open(openStore);
    await insert(store, { media_id: 'b', state: 'stored', created_at_ms: 20 });
    await insert(store, { workspace_id: B, media_id: 'a', created_at_ms: 10 });
    await insert(store, { media_id: 'half', state: 'gone', storage_key: 'k', created_at_ms: 30 });
    await insert(store, { media_id: 'gone', state: 'gone', created_at_ms: 40 });
    await insert(store, { media_id: 'young', created_at_ms: 50 });
    const list = async (fromMs: number, limit = 9) =>
      (await listOldMedia(store, { fromMs, beforeMs: 50, limit })).map(({ id }) => id);
    expect(await list(0)).toEqual(['a', 'b', 'half']);
    expect(await list(0, 1)).toEqual(['a']);
    expect(await list(11)).toEqual(['b', 'half']);
  });

  test('that are long gone are forgotten, and no others', async () => {
    const store = await open(openStore);
    await insert(store, { media_id: 'gone', state: 'gone', created_at_ms: 10 });
    await insert(store, { media_id: 'here', state: 'stored', created_at_ms: 10 });
    await insert(store, { media_id: 'young', state: 'gone', created_at_ms: 50 });
    const list = await listForgottenMedia(store, { beforeMs: 50, limit: 9 });
    expect(list.map(({ id }) => id)).toEqual(['gone']);
    for (const id of ['gone', 'here']) await deleteForgottenMedia(store, { workspaceId: A, id });
    expect(await findMedia(store, { workspaceId: A, id: 'gone' })).toBeNull();
    expect(await find(store, 'here')).toMatchObject({ state: 'stored' });
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

async function insert(store: Store, over: Partial<MediaFilesTable> & { readonly media_id: string }): Promise<void> {
  const heard = { mimeType: null, sha256: null, filename: null, conversationId: null, direction: 'inbound' } as const;
  const row = toMediaRow({ ...heard, workspaceId: A, channelId: CHANNEL, mediaId: over.media_id, nowMs: 100 });
  // `as` here: the row of the group commit has the columns of the table.
  await store.db
    .insertInto('media_files')
    .values({ ...(row as unknown as MediaFilesTable), ...over })
    .execute();
}

async function claimOne(store: Store, claim = CLAIM): Promise<LeasedMedia> {
  const file = await claimMedia(store, { workspaceId: A, id: 'm' }, claim);
  if (file === null) throw new Error('It is not due.');
  return file;
}

function find(store: Store, id: string) {
  return findMedia(store, { workspaceId: A, id });
}
