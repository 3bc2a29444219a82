import { createHash } from 'node:crypto';
import { createReadStream, openAsBlob } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Actor } from '../../domain/audit.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { CallGraph, GraphError, GraphResult } from '../../domain/graph.ts';
import type { ChannelId, WorkspaceId } from '../../domain/ids.ts';
import { idTextOf } from '../../domain/meta/meta-body.ts';
import type { Channel } from '../../domain/workspace.ts';
import type { Store } from '../../platform/db/store.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import type { MediaFile } from './media-file.ts';
import { insertUploadedMedia } from './media-files.store.ts';
import { isMediaId } from './media-row.ts';
import { type MediaStorage, mediaKeyOf } from './media-storage.ts';
import { findSendProblem, settleType } from './media-type.ts';
import { HEAD_BYTES } from './save-stream.ts';

export interface UploadMediaContext {
  readonly store: Store;
  readonly callGraph: CallGraph;
  /** Null: the workspace has no such channel. */
  readonly channel: (workspaceId: WorkspaceId, id: ChannelId) => Channel | null;
  readonly storage: Pick<MediaStorage, 'put'>;
  readonly bytesMax: number;
  readonly nowMs: () => number;
  /** The entry in the audit log about it. */
  readonly audit: (actor: Actor, workspaceId: WorkspaceId) => WithChange<MediaFile>;
}

export interface UploadMedia {
  readonly workspaceId: WorkspaceId;
  readonly channelId: ChannelId;
  /** On this machine. What stands at `path` may be moved away, and is the caller's to remove if it is not. */
  readonly file: {
    readonly path: string;
    readonly mimeType: string;
    /** Null: it has none. */
    readonly filename: string | null;
    /** In bytes. */
    readonly size: number;
  };
  readonly actor: Actor;
}

/** Puts a file where messages can name it. */
export type UploadMediaFn = (upload: UploadMedia) => Promise<MediaFile>;

/** Shorter than a silent connection is kept, on which somebody waits for the answer. 100 MB at 8 Mbit/s. */
const UPLOAD_TIMEOUT_MS = 100_000;
/** Meta wants some name. */
const NAMELESS = 'file';

/**
 * Uploads a file to Meta for sending and keeps it here too. It is refused here when Meta would refuse it.
 *
 * @throws PosthornError `not_found` (channel), `channel_not_connected`, `media_not_usable`, `meta_unavailable`,
 *   `store_unavailable`.
 */
export async function uploadMedia(ctx: UploadMediaContext, upload: UploadMedia): Promise<MediaFile> {
  const { workspaceId, channelId, actor } = upload;
  const { path, mimeType, filename, size: sizeBytes } = upload.file;
  const channel = ctx.channel(workspaceId, channelId);
  if (channel === null) throw channelNotFound();
  const head = await readHead(path);
  const problem = sizeBytes > ctx.bytesMax ? tooLarge(ctx.bytesMax) : findSendProblem({ mimeType, sizeBytes, head });
  if (problem !== null) throw notUsable(problem);
  const id = await uploadToMeta(ctx, upload, channel);
  const sha256 = await digestOf(path);
  const storageKey = mediaKeyOf({ workspaceId, id });
  await ctx.storage.put(storageKey, { path, sizeBytes, sha256 });
  const stored = { storageKey, mimeType: settleType(mimeType, head), sha256, sizeBytes, nowMs: ctx.nowMs() };
  const uploaded = { workspaceId, id, channelId, filename, ...stored };
  return insertUploadedMedia(ctx.store, uploaded, ctx.audit(actor, workspaceId));
}

async function uploadToMeta(ctx: UploadMediaContext, upload: UploadMedia, channel: Channel): Promise<string> {
  const { workspaceId, channelId, file } = upload;
  const body = new FormData();
  body.append('messaging_product', 'whatsapp');
  body.append('type', file.mimeType);
  // Backed by the file: it is read as it is sent.
  body.append('file', await openAsBlob(file.path, { type: file.mimeType }), file.filename ?? NAMELESS);
  const call = { workspaceId, channelId, method: 'POST', body, timeoutMs: UPLOAD_TIMEOUT_MS } as const;
  return readId(await ctx.callGraph({ ...call, path: `${channel.phoneNumberId}/media` }));
}

function readId(result: GraphResult): string {
  if (result.kind === 'refused') throw refused(result.error);
  if (result.kind !== 'ok') throw new PosthornError('meta_unavailable', result.reason);
  const id = idTextOf(result.body.id);
  if (id !== null && isMediaId(id)) return id;
  throw new PosthornError('meta_unavailable', 'Meta took the file and did not say under which id.');
}

function refused(metaError: GraphError): PosthornError {
  const { title, advice, retryable } = metaError;
  return new PosthornError(
    retryable ? 'meta_unavailable' : 'media_not_usable',
    `Meta refused the file: ${title}. ${advice}`,
    {
      metaError,
    },
  );
}

async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function digestOf(path: string): Promise<string> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(path), digest);
  return digest.digest('hex');
}

function channelNotFound(): PosthornError {
  return new PosthornError('not_found', 'There is no channel with this id.', {
    fields: [{ pointer: '/channel_id', message: 'Name a channel of this workspace.' }],
  });
}

function tooLarge(bytesMax: number): string {
  return `The file is larger than ${bytesMax} bytes.`;
}

function notUsable(message: string): PosthornError {
  return new PosthornError('media_not_usable', message, { fields: [{ pointer: '/file', message }] });
}
