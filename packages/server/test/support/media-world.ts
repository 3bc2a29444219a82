import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { PosthornError } from '../../src/domain/errors.ts';
import { idOf, type WorkspaceId } from '../../src/domain/ids.ts';
import type { Channel } from '../../src/domain/workspace.ts';
import { createMedia, type MediaContext } from '../../src/gateway/media.ts';
import { callGraph } from '../../src/meta/graph-api/graph-client.ts';
import type { MediaFile } from '../../src/meta/media/media-file.ts';
import { findMedia } from '../../src/meta/media/media-files.store.ts';
import { mediaCapability } from '../../src/meta/media/media-link.ts';
import { type HeardMedia, toMediaRow } from '../../src/meta/media/media-row.ts';
import type { OpenedStore } from '../../src/platform/db/open-store.ts';
import type { MediaFilesTable } from '../../src/platform/db/tables.ts';
import { createEgressGuard } from '../../src/platform/egress/egress.ts';
import { createHttpClient } from '../../src/platform/egress/http-client.ts';
import { createLogger } from '../../src/platform/observability/logger.ts';
import { createMetrics } from '../../src/platform/observability/metrics.ts';
import { type FileAtMeta, startMetaMedia } from './meta-media.ts';
import { STORES, type TestDatabases } from './open-store.ts';
import { startApi } from './start-api.ts';
import { WORKSPACE_A, WORKSPACE_B } from './two-workspaces.ts';

/** Channels of workspace A and of workspace B. */
export const CHANNEL_A = idOf('chn', '0190a000-0000-7000-8000-00000000000a');
export const CHANNEL_B = idOf('chn', '0190a000-0000-7000-8000-00000000000b');
const TOKEN = 'token-of-the-channel';
const LINK_KEY = Buffer.alloc(32, 1);
const BYTES_MAX = 6_000_000;

export type MediaWorld = Awaited<ReturnType<typeof openMediaWorld>>;

/**
 * The media files as the gateway puts them together, with a stand-in of Meta and an API on free ports, two workspaces with a
 * channel each, and a folder as the media store. Until the test ends.
 */
export async function openMediaWorld(
  stores: TestDatabases | undefined = STORES[0],
  over: Partial<MediaContext['config']> = {},
) {
  if (stores === undefined) throw new Error('There are no databases.');
  const store = await stores.open();
  const meta = await startMetaMedia();
  const dataDir = await mkdtemp(join(tmpdir(), 'posthorn-media-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  await addWorkspaces(store);
  const egress = createEgressGuard({
    ...{ allow: ['127.0.0.0/8'], allowHttp: true, proxyUrl: null, ownOrigins: () => [], ownListeners: () => [] },
  });
  const http = createHttpClient({
    connector: egress.connector,
    origin: meta.origin,
    connectionsMax: 8,
    answerBytesMax: 65_536,
  });
  onTestFinished(() => http.close());
  const metrics = createMetrics();
  const media = createMedia({
    config: {
      ...{ dataDir, mediaUrl: `file:${dataDir}/media`, mediaRetentionMs: 90 * 86_400_000, mediaBytesMax: BYTES_MAX },
      metaGraphUrl: meta.origin,
      ...over,
    },
    store,
    box: { open: (sealed) => sealed },
    registry: { channel: (id) => CHANNELS.find((channel) => channel.id === id) ?? null, workspace },
    egress,
    linkKey: LINK_KEY,
    metrics,
    logger: createLogger('silent'),
    baseUrl: () => 'https://hooks.example.com',
    callGraph: (call) =>
      callGraph(
        {
          http,
          basePath: '/v25.0',
          userAgent: 'Posthorn/0',
          findToken: async (workspaceId, channelId) => {
            const found = await readToken(store, channelId);
            return found === null ? null : { workspaceId, channelId, text: found, sealed: found, expiredAtMs: null };
          },
          onTokenRefused: async () => {},
        },
        call,
      ),
  });
  const { origin, call } = await startApi(media.routes);
  onTestFinished(() => media.worker.stop());
  const find = (id: string, workspaceId = WORKSPACE_A) => findMedia(store, { workspaceId, id });
  const world = {
    store,
    meta,
    media,
    metrics,
    origin,
    call,
    find,
    /** As the group commit would write it for a message. */
    hear: (id: string, heard: Partial<HeardMedia> = {}, row: Partial<MediaFilesTable> = {}) =>
      hear(store, id, heard, row),
    /** Puts a file to Meta and lets a message tell of it. */
    receive: async (id: string, file: FileAtMeta, heard: Partial<HeardMedia> = {}) => {
      meta.files.set(id, file);
      await hear(store, id, heard, {});
    },
    linkTo: (id: string, workspaceSerial = 1) =>
      `${origin}/media/${mediaCapability(LINK_KEY, { workspaceSerial, mediaId: id })}`,
    /** Waits until a file is as it should be. */
    until: async (id: string, isSo: (file: MediaFile) => boolean) => {
      for (;;) {
        const file = await find(id);
        if (file !== null && isSo(file)) return file;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    /** Files in the media store, those on their way in included. */
    filesKept: async () => {
      const entries = await readdir(join(dataDir, 'media'), { recursive: true, withFileTypes: true }).catch(() => []);
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    },
    results: async () => {
      const { values } = await metrics.mediaFetched.get();
      return Object.fromEntries(values.map(({ labels, value }) => [labels.result, value]));
    },
  };
  return world;
}

const CHANNELS: readonly Channel[] = [[WORKSPACE_A, CHANNEL_A] as const, [WORKSPACE_B, CHANNEL_B] as const].map(
  ([workspaceId, id], index) => ({
    ...{ id, workspaceId, metaAppId: idOf('app', '0190a000-0000-7000-8000-00000000000c') },
    ...{ wabaId: '1', phoneNumberId: `31894027556120${index}`, displayPhoneNumber: '1', throughputPerSecond: 80 },
  }),
);

function workspace(id: WorkspaceId) {
  const serial = id === WORKSPACE_A ? 1 : 2;
  return { id, serial } as ReturnType<MediaContext['registry']['workspace']>;
}

async function addWorkspaces(store: OpenedStore): Promise<void> {
  const row = { name: 'W', created_at_ms: 1, revision: 0 };
  await store.db
    .insertInto('workspaces')
    .values([
      { ...row, id: WORKSPACE_A, serial: 1, account_id: 'MA_1' },
      { ...row, id: WORKSPACE_B, serial: 2, account_id: 'MA_2' },
    ])
    .execute();
  const times = { created_at_ms: 1, updated_at_ms: 1, revision: 1 };
  const [channel] = CHANNELS;
  if (channel === undefined) throw new PosthornError('internal', 'No channel.');
  await store.db
    .insertInto('meta_apps')
    .values({ ...times, id: channel.metaAppId, app_id: '1', app_secrets: '', verify_token: '' })
    .execute();
  const rows = CHANNELS.map(({ id, workspaceId, metaAppId, phoneNumberId }) => ({
    ...times,
    ...{ id, workspace_id: workspaceId, meta_app_id: metaAppId, waba_id: '1', phone_number_id: phoneNumberId },
    ...{ display_phone_number: '1', access_token: TOKEN },
  }));
  await store.db.insertInto('channels').values(rows).execute();
}

async function readToken(store: OpenedStore, channelId: Channel['id']): Promise<string | null> {
  const row = await store.db
    .selectFrom('channels')
    .select('access_token')
    .where('id', '=', channelId)
    .executeTakeFirst();
  return row?.access_token ?? null;
}

async function hear(
  store: OpenedStore,
  mediaId: string,
  heard: Partial<HeardMedia>,
  over: Partial<MediaFilesTable>,
): Promise<void> {
  const about = { mimeType: null, sha256: null, filename: null, conversationId: null, direction: 'inbound' } as const;
  const row = toMediaRow({
    ...{ workspaceId: WORKSPACE_A, channelId: CHANNEL_A, mediaId, nowMs: Date.now(), ...about },
    ...heard,
  });
  // `as` here: the row of the group commit has the columns of the table.
  await store.db
    .insertInto('media_files')
    .values({ ...(row as unknown as MediaFilesTable), ...over })
    .execute();
}
