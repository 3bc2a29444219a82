import type { Registry } from '../control/registry/registry.ts';
import type { Actor } from '../domain/audit.ts';
import type { CallGraph } from '../domain/graph.ts';
import type { ChannelId, WorkspaceId } from '../domain/ids.ts';
import { findChannel } from '../meta/channels/channels.store.ts';
import { mediaRoutes } from '../meta/media/media.routes.ts';
import { mediaApiRoutes } from '../meta/media/media-api.routes.ts';
import type { DownloadContext } from '../meta/media/media-download.ts';
import { fetchMedia, type MediaFetchContext } from '../meta/media/media-fetch.ts';
import { MediaFetchWorker } from '../meta/media/media-fetch.worker.ts';
import { ID_LIFE_MS, type MediaFile } from '../meta/media/media-file.ts';
import { findMediaByLink, type MediaName, noteLostMedia } from '../meta/media/media-files.store.ts';
import { createMediaPurge } from '../meta/media/media-purge.ts';
import { startMediaPurge } from '../meta/media/media-purge.worker.ts';
import { type MediaStorage, mediaKeyOf } from '../meta/media/media-storage.ts';
import { toAuditedMedia } from '../meta/media/media-view.ts';
import { openMediaPlace } from '../meta/media/open-storage.ts';
import { type UploadMediaFn, uploadMedia } from '../meta/media/upload-media.ts';
import type { Config } from '../platform/config/config.ts';
import type { OpenedStore } from '../platform/db/open-store.ts';
import type { EgressGuard } from '../platform/egress/egress.ts';
import type { ApiServer } from '../platform/http/api.ts';
import { auditAs } from '../platform/http/audit.ts';
import type { Logger } from '../platform/observability/logger.ts';
import type { Metrics } from '../platform/observability/metrics.ts';
import type { SecretBox } from '../platform/secrets/secret-box.ts';
import { mediaLink } from './media-link.ts';
import { SYSTEM_SOURCE } from './system-source.ts';
import { writeAudit } from './write-audit.ts';

const { newId } = SYSTEM_SOURCE;

export interface MediaContext {
  readonly config: Pick<Config, 'dataDir' | 'mediaUrl' | 'mediaRetentionMs' | 'mediaBytesMax' | 'metaGraphUrl'>;
  readonly store: OpenedStore;
  readonly box: Pick<SecretBox, 'open'>;
  readonly registry: Pick<Registry, 'channel' | 'workspace'>;
  readonly egress: Pick<EgressGuard, 'connector'>;
  readonly linkKey: Buffer;
  readonly metrics: Pick<Metrics, 'mediaFetched' | 'mediaBytes'>;
  readonly logger: Logger;
  /** What links begin with, read at call time. */
  readonly baseUrl: () => string;
  readonly callGraph: CallGraph;
  /** Where files of a simulated channel are. Null: the channel is a real one. Absent: all are. */
  readonly simulatedMedia?: (
    workspaceId: WorkspaceId,
    channelId: ChannelId,
  ) => Promise<Pick<DownloadContext, 'connector' | 'graphUrl'> | null>;
}

/** Media files: fetched from Meta, kept, served and uploaded. */
export interface Media {
  readonly routes: (server: ApiServer) => void;
  readonly worker: {
    readonly start: () => void;
    /** Call when rows of media files were committed. */
    readonly wake: () => void;
    /** Settles when nothing is fetched or deleted any more, and the media store is closed. */
    readonly stop: () => Promise<void>;
  };
  readonly uploadMedia: UploadMediaFn;
  /** A path at which there is nothing yet, for a file on its way in. Whoever asks removes what is put there. */
  readonly newTempPath: () => Promise<string>;
  /** Deletes a person's file from the media store. @throws PosthornError `store_unavailable`. */
  readonly removeFile: (name: MediaName) => Promise<void>;
}

/** How long a caller of a link waits for a file that is being fetched. */
const LINK_WAIT_MS = 20_000;
/** Of one download: 100 MB at 7 Mbit/s. */
const DOWNLOAD_TIMEOUT_MS = 120_000;

/** Puts the media files together. */
export function createMedia(context: MediaContext): Media {
  const { config, store, logger, callGraph } = context;
  const place = openMediaPlace({
    mediaUrl: config.mediaUrl,
    dataDir: config.dataDir,
    onError: (error) => logger.error({ err: error }, 'the media store did not do what it was asked for'),
  });
  const { storage, temp } = place;
  const worker = createWorker(context, place);
  const upload: UploadMediaFn = (wanted) =>
    uploadMedia(
      {
        store,
        callGraph,
        channel: (workspaceId, id) => channelOf(context, workspaceId, id),
        storage,
        bytesMax: config.mediaBytesMax,
        nowMs: Date.now,
        audit: (actor: Actor, workspaceId: WorkspaceId) => auditAs(AUDITED_MEDIA, { actor, workspaceId }, 'uploaded'),
      },
      wanted,
    );
  let purge: ReturnType<typeof startPurge> | null = null;
  return {
    routes: (server) => {
      addLinkRoute(server, { context, storage, worker });
      const common = { store, storage, temp, callGraph, bytesMax: config.mediaBytesMax };
      const linkOf = ({ workspaceId, id }: MediaFile) => mediaLink(context, workspaceId, id);
      mediaApiRoutes(server, { ...common, uploadMedia: upload, linkOf, nowMs: Date.now, audit: writeAudit });
    },
    worker: {
      start: () => {
        worker.start();
        purge ??= startPurge(context, place);
      },
      wake: () => worker.wake(),
      stop: async () => {
        await Promise.all([worker.stop(), purge?.stop()]);
        storage.close();
      },
    },
    uploadMedia: upload,
    newTempPath: () => temp.newPath(),
    removeFile: (name) => storage.remove(mediaKeyOf(name)),
  };
}

const AUDITED_MEDIA = { write: writeAudit, resourceType: 'media', toView: toAuditedMedia };

type Place = ReturnType<typeof openMediaPlace>;

function createWorker(context: MediaContext, place: Place): MediaFetchWorker {
  const { store, metrics, logger } = context;
  const fetching = fetchContext(context, place);
  return new MediaFetchWorker({
    store,
    fetch: (file, signal) => fetchMedia(fetching, file, signal),
    removeStored: (name) => place.storage.remove(mediaKeyOf(name)),
    newLeaseToken: newId,
    nowMs: Date.now,
    onFetched: (file, { failure, bytes }) => {
      metrics.mediaFetched.inc({ result: failure ?? 'stored' });
      metrics.mediaBytes.inc(bytes);
      if (failure === null) return;
      const { workspaceId, channelId, tries } = file;
      logger.info({ workspace_id: workspaceId, channel_id: channelId, tries, failure }, 'a media file was not fetched');
    },
    onError: (error, name) =>
      logger.error({ err: error, workspace_id: name?.workspaceId ?? null }, 'media files could not be fetched'),
  });
}

function fetchContext(context: MediaContext, { storage, temp }: Place): MediaFetchContext {
  const { config, store, box, egress, callGraph } = context;
  const real = { connector: egress.connector, graphUrl: config.metaGraphUrl };
  return {
    callGraph,
    channel: (workspaceId, id) => channelOf(context, workspaceId, id),
    accessToken: async (workspaceId, id) => {
      const sealed = (await findChannel(store, workspaceId, id))?.accessTokenSealed ?? null;
      return sealed === null ? null : box.open(sealed);
    },
    download: async (workspaceId, channelId) => ({
      ...((await context.simulatedMedia?.(workspaceId, channelId)) ?? real),
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
    }),
    storage,
    temp,
    bytesMax: config.mediaBytesMax,
    nowMs: Date.now,
  };
}

function channelOf({ registry }: MediaContext, workspaceId: WorkspaceId, id: ChannelId) {
  const channel = registry.channel(id);
  return channel?.workspaceId === workspaceId ? channel : null;
}

interface LinkParts {
  readonly context: MediaContext;
  readonly storage: MediaStorage;
  readonly worker: MediaFetchWorker;
}

function addLinkRoute(server: ApiServer, { context, storage, worker }: LinkParts): void {
  const { store, linkKey, logger } = context;
  mediaRoutes(server, {
    linkKey,
    storage,
    find: (link) => findMediaByLink(store, link),
    fetchNow: (file, signal) => worker.fetchNow(file, signal),
    noteLost: async (file) => {
      logger.error({ workspace_id: file.workspaceId }, 'the media store has lost a file');
      const nowMs = Date.now();
      const again = { state: 'failed', error: LOST, dueAtMs: nowMs } as const;
      const isYoung = nowMs < file.createdAtMs + ID_LIFE_MS;
      await noteLostMedia(store, file, isYoung ? again : { state: 'gone', error: LOST, dueAtMs: null });
      worker.wake();
    },
    nowMs: Date.now,
    waitMs: LINK_WAIT_MS,
  });
}

const LOST = 'The media store does not have it any more.';

function startPurge({ config, store, logger }: MediaContext, { storage, temp }: Place) {
  const retentionMs = config.mediaRetentionMs;
  return startMediaPurge({
    createRound: (pause) => createMediaPurge({ store, storage, temp, retentionMs, nowMs: Date.now, pause }),
    onPurged: (purged) => logger.info({ purged }, 'removed media files that are older than their retention'),
    onError: (error) => logger.error({ err: error }, 'media files could not be removed'),
  });
}
