import { rm } from 'node:fs/promises';
import { PosthornError } from '../../domain/errors.ts';
import type { CallGraph, GraphError } from '../../domain/graph.ts';
import type { ChannelId, WorkspaceId } from '../../domain/ids.ts';
import { idTextOf, type JsonObject, stringOf } from '../../domain/meta/meta-body.ts';
import type { Channel } from '../../domain/workspace.ts';
import { type DownloadContext, type DownloadFailure, downloadMedia } from './media-download.ts';
import type { LeasedMedia } from './media-file.ts';
import type { StoredMedia } from './media-files.store.ts';
import { readSha256, toMimeType } from './media-row.ts';
import { type MediaStorage, mediaKeyOf } from './media-storage.ts';
import { settleType } from './media-type.ts';
import type { SavedFile } from './save-stream.ts';
import type { TempFiles } from './temp-files.ts';

/** What a fetch needs. `gateway/` passes the real ones. */
export interface MediaFetchContext {
  readonly callGraph: CallGraph;
  /** Null: the workspace has no such channel. */
  readonly channel: (workspaceId: WorkspaceId, id: ChannelId) => Channel | null;
  /** The channel's access token, in clear text. Null: it has none. */
  readonly accessToken: (workspaceId: WorkspaceId, id: ChannelId) => Promise<string | null>;
  /** Where files of a channel may be fetched from. */
  readonly download: (workspaceId: WorkspaceId, channelId: ChannelId) => Promise<DownloadContext>;
  readonly storage: MediaStorage;
  readonly temp: TempFiles;
  /** Larger files are not fetched. */
  readonly bytesMax: number;
  readonly nowMs: () => number;
}

/** Why a fetch came to nothing, for the metric. */
export type FetchFailure =
  | DownloadFailure
  | 'no_token'
  | 'refused'
  | 'unreachable'
  | 'mismatch'
  | 'too_large'
  | 'store_failed';

export type Fetched =
  | { readonly kind: 'stored'; readonly stored: StoredMedia }
  | {
      readonly kind: 'failed';
      readonly failure: FetchFailure;
      /** A sentence. */
      readonly reason: string;
      /** Another try would come to the same. */
      readonly isFinal: boolean;
    };

/** Everything that stands in the way of a fetch, as a value. */
class FetchError extends Error {
  override readonly name = 'FetchError';
  readonly failure: FetchFailure;
  readonly isFinal: boolean;

  constructor(
    failure: FetchFailure,
    reason: string,
    options: { readonly isFinal?: boolean; readonly cause?: unknown } = {},
  ) {
    super(reason, { cause: options.cause });
    this.failure = failure;
    this.isFinal = options.isFinal ?? false;
  }
}

/**
 * One try: asks the Graph API where the file is (the URL lives five minutes), downloads it, and keeps it when it is what
 * Meta said that it is, byte for byte.
 *
 * @throws the signal's reason when it is aborted, and what nobody foresaw.
 */
export async function fetchMedia(ctx: MediaFetchContext, file: LeasedMedia, signal: AbortSignal): Promise<Fetched> {
  try {
    const info = await askGraph(ctx, file, signal);
    const accessToken = await ctx.accessToken(file.workspaceId, file.channelId);
    if (accessToken === null) throw noToken();
    const path = await ctx.temp.newPath();
    try {
      const saved = await download(ctx, { file, info, accessToken, path, signal });
      checkDigest(saved, [info.sha256, file.sha256]);
      return { kind: 'stored', stored: await keep(ctx, file, { saved, info }) };
    } finally {
      await rm(path, { force: true });
    }
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    return { kind: 'failed', failure: error.failure, reason: error.message, isFinal: error.isFinal };
  }
}

/** What the Graph API says of a file (CONTRACTS 2.4). Null: it does not say, or not in a form that can be read. */
interface MediaInfo {
  readonly url: string;
  readonly mimeType: string | null;
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
}

async function askGraph(ctx: MediaFetchContext, file: LeasedMedia, signal: AbortSignal): Promise<MediaInfo> {
  const { workspaceId, channelId, id } = file;
  const channel = ctx.channel(workspaceId, channelId);
  if (channel === null) throw new FetchError('no_token', 'The channel is not there any more.');
  const query = { phone_number_id: channel.phoneNumberId };
  const call = ctx.callGraph({ workspaceId, channelId, method: 'GET', path: id, query }).catch((error: unknown) => {
    if (!(error instanceof PosthornError)) throw error;
    throw new FetchError('no_token', error.message, { cause: error });
  });
  const result = await orAborted(call, signal);
  if (result.kind === 'refused') throw new FetchError('refused', inWords(result.error));
  if (result.kind !== 'ok') throw new FetchError('unreachable', result.reason);
  return readInfo(result.body);
}

function inWords({ code, title, advice }: GraphError): string {
  return `Meta refused it: ${title} (code ${code}). ${advice}`;
}

function readInfo(body: JsonObject): MediaInfo {
  const url = stringOf(body.url);
  if (url === null) throw new FetchError('bad_answer', 'Meta did not say where the file is.');
  const size = idTextOf(body.file_size);
  return {
    url,
    mimeType: toMimeType(stringOf(body.mime_type)),
    sha256: readSha256(stringOf(body.sha256)),
    sizeBytes: size !== null && /^\d{1,15}$/.test(size) ? Number(size) : null,
  };
}

interface Wanted {
  readonly file: LeasedMedia;
  readonly info: MediaInfo;
  readonly accessToken: string;
  readonly path: string;
  readonly signal: AbortSignal;
}

async function download(ctx: MediaFetchContext, { file, info, accessToken, path, signal }: Wanted): Promise<SavedFile> {
  const { url, sizeBytes } = info;
  if (sizeBytes !== null && sizeBytes > ctx.bytesMax) throw tooLarge(ctx, `It has ${sizeBytes} bytes`);
  const bytesMax = sizeBytes ?? ctx.bytesMax;
  const from = await ctx.download(file.workspaceId, file.channelId);
  const downloaded = await downloadMedia(from, { url, accessToken, path, bytesMax, signal });
  if (downloaded.kind === 'failed') {
    if (downloaded.failure === 'too_long' && sizeBytes === null) throw tooLarge(ctx, 'It is longer');
    throw new FetchError(downloaded.failure, downloaded.reason);
  }
  if (sizeBytes === null || downloaded.file.sizeBytes === sizeBytes) return downloaded.file;
  throw new FetchError('mismatch', 'The file is shorter than Meta said.');
}

function tooLarge({ bytesMax }: MediaFetchContext, said: string): FetchError {
  return new FetchError('too_large', `${said}; POSTHORN_MEDIA_BYTES_MAX is ${bytesMax}.`, { isFinal: true });
}

/** What the webhook and the Graph API said must both be true. A digest that cannot be read says nothing. */
function checkDigest(saved: SavedFile, told: readonly (string | null)[]): void {
  if (told.every((sha256) => sha256 === null || sha256 === saved.sha256)) return;
  throw new FetchError('mismatch', 'The file is not the one that Meta announced: its digest is another one.');
}

async function keep(
  { storage, nowMs }: MediaFetchContext,
  file: LeasedMedia,
  { saved, info }: { readonly saved: SavedFile; readonly info: MediaInfo },
): Promise<StoredMedia> {
  const storageKey = mediaKeyOf(file);
  await storage.put(storageKey, saved).catch((cause: unknown) => {
    throw new FetchError('store_failed', 'The media store did not take the file.', { cause });
  });
  const { sha256, sizeBytes, head } = saved;
  return { storageKey, mimeType: settleType(info.mimeType ?? file.mimeType, head), sha256, sizeBytes, nowMs: nowMs() };
}

function noToken(): FetchError {
  return new FetchError('no_token', 'The channel has no access token. Give it one with PATCH /v1/channels/{id}.');
}

/** A call to Meta cannot be taken back, but nobody has to wait for it. */
function orAborted<TValue>(promise: Promise<TValue>, signal: AbortSignal): Promise<TValue> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
