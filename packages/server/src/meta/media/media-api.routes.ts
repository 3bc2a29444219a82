import { rm } from 'node:fs/promises';
import multipart from '@fastify/multipart';
import * as z from 'zod';
import { type ErrorCode, PosthornError } from '../../domain/errors.ts';
import type { CallGraph } from '../../domain/graph.ts';
import { type ChannelId, parseId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { auditChange, type WriteAudit } from '../../platform/http/audit.ts';
import { allowSlowBody } from '../../platform/http/http-server.ts';
import { Uploads } from '../../platform/http/uploads.ts';
import { forgetMedia } from './forget-media.ts';
import type { MediaFile } from './media-file.ts';
import { findMedia, revokeMedia } from './media-files.store.ts';
import { toMimeType } from './media-row.ts';
import type { MediaStorage } from './media-storage.ts';
import { mediaView, toAuditedMedia, toMediaView } from './media-view.ts';
import { type ReceivedUpload, receiveUpload, UPLOAD_LIMITS } from './receive-upload.ts';
import type { TempFiles } from './temp-files.ts';
import type { UploadMediaFn } from './upload-media.ts';

/** What these routes need. `gateway/` passes the real ones. */
export interface MediaApiContext {
  readonly store: Store;
  readonly storage: Pick<MediaStorage, 'remove'>;
  readonly temp: Pick<TempFiles, 'newPath'>;
  readonly callGraph: CallGraph;
  readonly uploadMedia: UploadMediaFn;
  readonly bytesMax: number;
  /** The link of a file. */
  readonly linkOf: (file: MediaFile) => string;
  readonly nowMs: () => number;
  readonly audit: WriteAudit;
}

const TAGS = ['Media'];
const READ = { who: 'workspace', permission: 'messages.read' } as const;
const WRITE = { who: 'workspace', permission: 'messages.write' } as const;

const mediaPath = z.strictObject({ id: z.string().max(128) });

const uploadForm = z.unknown().meta({
  type: 'object',
  required: ['file', 'channel_id'],
  properties: {
    file: { type: 'string', format: 'binary', description: 'The file, with its type and name.' },
    channel_id: { type: 'string', description: 'The channel that is to send it.' },
    type: { type: 'string', description: 'MIME type, if the part of the file does not say it rightly.' },
  },
});

/** `POST /v1/media`, `GET` and `DELETE /v1/media/{id}`, `POST /v1/media/{id}/revoke`. */
export function mediaApiRoutes(api: ApiServer, ctx: MediaApiContext): void {
  const uploads = new Uploads();
  api.addHook('preClose', async () => uploads.interrupt());
  // In a scope of its own: only here are forms taken.
  api.register(async (scope: ApiServer) => {
    await scope.register(multipart, { limits: UPLOAD_LIMITS, throwFileSizeLimit: false });
    addUploadRoute(scope, { ...ctx, uploads });
  });
  addReadRoute(api, ctx);
  addDeleteRoute(api, ctx);
  addRevokeRoute(api, ctx);
}

function addUploadRoute(api: ApiServer, ctx: MediaApiContext & { readonly uploads: Uploads }): void {
  api.route({
    method: 'POST',
    url: '/v1/media',
    config: { access: WRITE, idempotent: true },
    schema: {
      tags: TAGS,
      summary: 'Upload a media file for sending',
      description:
        'The file goes to Meta at once and is kept here too; a message names the `id`, which Meta keeps for 30 days. ' +
        'Largest: pictures (JPEG, PNG) 5 MB, sound and films 16 MB, documents 100 MB, stickers (WebP) 100 KB, animated ones 500 KB. ' +
        'For `Idempotency-Key` files are not compared: a request with the same key is answered as the first one was.',
      consumes: ['multipart/form-data'],
      body: uploadForm,
      response: { 201: mediaView },
    },
    handler: async (request, reply) => {
      allowSlowBody(request.raw);
      const path = await ctx.temp.newPath();
      try {
        const receiving = { path, bytesMax: ctx.bytesMax };
        const received = await ctx.uploads.take((interrupted) => receiveUpload(request, { ...receiving, interrupted }));
        const file = await ctx.uploadMedia({
          workspaceId: workspaceOf(request),
          channelId: readChannelId(received),
          file: {
            path,
            mimeType: readType(received),
            filename: received.filename,
            size: received.file.sizeBytes,
          },
          actor: actorOf(request),
        });
        return reply.code(201).header('location', `/v1/media/${file.id}`).send(toView(ctx, file));
      } finally {
        await rm(path, { force: true });
      }
    },
  });
}

function readChannelId({ fields }: ReceivedUpload): ChannelId {
  const unknown = [...fields.keys()].find((name) => name !== 'channel_id' && name !== 'type');
  if (unknown !== undefined) throw invalidForm(unknown, 'There is no such field.');
  const id = parseId('chn', fields.get('channel_id') ?? '');
  if (id === null) throw invalidForm('channel_id', 'Must be the id of a channel, such as chn_018f….');
  return id;
}

function readType({ fields, declaredType }: ReceivedUpload): string {
  const type = toMimeType(fields.get('type') ?? declaredType);
  if (type === null) throw invalidForm('type', 'Must be a MIME type such as image/jpeg.');
  return type;
}

function invalidForm(field: string, message: string): PosthornError {
  return new PosthornError('invalid_request', 'The form is not valid.', {
    fields: [{ pointer: `/${field.slice(0, 100)}`, message }],
  });
}

function addReadRoute(api: ApiServer, ctx: MediaApiContext): void {
  api.route({
    method: 'GET',
    url: '/v1/media/:id',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'Read what is known of a media file',
      description: "By Meta's id of it, as webhooks and uploads tell it. The file itself is at `url`.",
      params: mediaPath,
      response: { 200: mediaView },
    },
    handler: async (request) => {
      const file = await findMedia(ctx.store, { workspaceId: workspaceOf(request), id: request.params.id });
      if (file === null) throw notFound();
      return toView(ctx, file);
    },
  });
}

function addDeleteRoute(api: ApiServer, ctx: MediaApiContext): void {
  api.route({
    method: 'DELETE',
    url: '/v1/media/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Delete a media file',
      description:
        'Here, and at Meta. Its link answers 410 from then on. When Meta does not answer it is deleted here all the same, and the answer is 502: call again.',
      params: mediaPath,
      response: { 204: z.null().describe('It is deleted.') },
    },
    handler: async (request, reply) => {
      const name = { workspaceId: workspaceOf(request), id: request.params.id };
      const deleted = auditChange(auditedMedia(ctx), request, 'deleted');
      const file = await forgetMedia(ctx, { ...name, why: 'It was deleted.' }, deleted);
      if (file === null) throw notFound();
      await deleteAtMeta(ctx, file);
      return reply.code(204).send(null);
    },
  });
}

/** Meta's words for an id of nothing. */
const NOT_THERE_CODES: readonly number[] = [33, 100];

/** A channel that is gone or has no token any more cannot ask for it. */
async function deleteAtMeta({ callGraph }: MediaApiContext, { workspaceId, channelId, id }: MediaFile): Promise<void> {
  const result = await callGraph({ workspaceId, channelId, method: 'DELETE', path: id }).catch((error: unknown) => {
    if (error instanceof PosthornError && UNCONNECTED.includes(error.code)) return null;
    throw error;
  });
  if (result === null || result.kind === 'ok') return;
  const isRefused = result.kind === 'refused';
  if (isRefused && NOT_THERE_CODES.includes(result.error.code)) return;
  const reason = isRefused ? `${result.error.title}. ${result.error.advice}` : result.reason;
  throw new PosthornError('meta_unavailable', `It is deleted here, and not at Meta: ${reason}`, {
    ...(isRefused ? { metaError: result.error } : {}),
  });
}

const UNCONNECTED: readonly ErrorCode[] = ['not_found', 'channel_not_connected'];

function addRevokeRoute(api: ApiServer, ctx: MediaApiContext): void {
  api.route({
    method: 'POST',
    url: '/v1/media/:id/revoke',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Make the link of a media file worthless',
      description: 'The file stays, and can be sent. Its link answers 410 from then on, in every webhook that told it.',
      params: mediaPath,
      response: { 200: mediaView },
    },
    handler: async (request) => {
      const name = { workspaceId: workspaceOf(request), id: request.params.id };
      const revoked = auditChange(auditedMedia(ctx), request, 'revoked');
      const file = await revokeMedia(ctx.store, { ...name, nowMs: ctx.nowMs() }, revoked);
      if (file === null) throw notFound();
      return toView(ctx, file);
    },
  });
}

function toView({ linkOf }: MediaApiContext, file: MediaFile) {
  return toMediaView(file, linkOf(file));
}

function auditedMedia({ audit }: MediaApiContext) {
  return { write: audit, resourceType: 'media', toView: toAuditedMedia };
}

function notFound(): PosthornError {
  return new PosthornError('not_found', 'There is no media file with this id.');
}
