import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { ApiServer } from '../../platform/http/api.ts';
import { isOver, type MediaFile } from './media-file.ts';
import { type MediaReference, readMediaCapability } from './media-link.ts';
import { isKnown, readRange, toDisposition } from './media-response.ts';
import { type MediaStorage, mediaKeyOf } from './media-storage.ts';
import { announce } from './media-type.ts';

/** What links need. `gateway/` passes the real ones. */
export interface MediaRoutesContext {
  readonly linkKey: Buffer;
  readonly storage: Pick<MediaStorage, 'open'>;
  /** Null: there is none. */
  readonly find: (link: MediaReference) => Promise<MediaFile | null>;
  /** Fetches a file that is due and settles when that has ended, or when the signal is aborted. */
  readonly fetchNow: (file: MediaFile, signal: AbortSignal) => Promise<void>;
  /** Told of a file that should be stored and is not. */
  readonly noteLost: (file: MediaFile) => Promise<void>;
  readonly nowMs: () => number;
  /** How long a caller waits for a file that is being fetched. */
  readonly waitMs: number;
}

/** Callers that wait for files at once: each holds a connection. */
const WAITING_MAX = 200;
/** How often it is looked whether another node has fetched a file. */
const LOOK_EVERY_MS = 500;
const RETRY_AFTER_SECONDS_MIN = 1;
const RETRY_AFTER_SECONDS_MAX = 300;

/** `GET /media/{capability}`: the links in webhooks, good for whoever has them. */
export function mediaRoutes(api: ApiServer, ctx: MediaRoutesContext): void {
  const open = new OpenFiles();
  // Neither a slow reader nor one that waits must hold up the end of the gateway.
  api.addHook('preClose', async () => open.end());
  api.route({
    method: 'GET',
    url: '/media/:capability',
    config: { access: { who: 'anyone' } },
    schema: {
      tags: ['Media'],
      summary: 'Fetch a media file by its link',
      description:
        'Takes `Range` and `If-None-Match`. A file that is still to be fetched from Meta is waited for, up to 20 seconds; then the answer is 503 with `Retry-After`. ' +
        '410: the file was deleted, its link was revoked, or it is older than the retention. Pictures, sound and films may be shown in place, everything else is to be saved.',
      params: z.strictObject({ capability: z.string().max(256) }),
      produces: ['application/octet-stream'],
    },
    handler: async (request, reply) => {
      const link = readMediaCapability(ctx.linkKey, request.params.capability);
      if (link === null) throw notFound();
      return send(ctx, { request, reply, open }, await findStored(ctx, link, open));
    },
  });
}

/** What is going out or waited for, and ends with the gateway. */
class OpenFiles {
  readonly #streams = new Set<Readable>();
  readonly #ending = new AbortController();
  waitingCount = 0;

  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  add(stream: Readable): void {
    this.#streams.add(stream);
    stream.once('close', () => this.#streams.delete(stream));
  }

  end(): void {
    this.#ending.abort();
    for (const stream of this.#streams) stream.destroy();
  }
}

/** @throws PosthornError `not_found`, `media_gone`, or `media_not_ready` when it is not here in time. */
async function findStored(ctx: MediaRoutesContext, link: MediaReference, open: OpenFiles): Promise<MediaFile> {
  const first = await findLiving(ctx, link);
  if (first.state === 'stored') return first;
  if (open.waitingCount >= WAITING_MAX) throw notReady(ctx, first);
  open.waitingCount += 1;
  try {
    return await waitFor(ctx, { link, first, signal: AbortSignal.any([open.ending, AbortSignal.timeout(ctx.waitMs)]) });
  } finally {
    open.waitingCount -= 1;
  }
}

interface Waiting {
  readonly link: MediaReference;
  readonly first: MediaFile;
  readonly signal: AbortSignal;
}

/** A try that came to nothing is told at once: the next one is later than anybody waits. */
async function waitFor(ctx: MediaRoutesContext, { link, first, signal }: Waiting): Promise<MediaFile> {
  let file = first;
  while (file.state !== 'stored') {
    const isDue = file.dueAtMs !== null && file.dueAtMs <= ctx.nowMs();
    if (signal.aborted || (!isDue && file.leaseToken === null)) throw notReady(ctx, file);
    await ctx.fetchNow(file, signal);
    const tried = file;
    file = await findLiving(ctx, link);
    if (file.state !== 'stored' && file.tries === tried.tries)
      await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
  return file;
}

async function findLiving(ctx: MediaRoutesContext, link: MediaReference): Promise<MediaFile> {
  const file = await ctx.find(link);
  if (file === null) throw notFound();
  if (isOver(file)) throw gone();
  return file;
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly open: OpenFiles;
}

/** What a browser makes of a file that somebody sent is kept away from everything else (DESIGN 7). */
const HEADERS = {
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  // For as long as a link that is revoked may still be seen by somebody who saw it before.
  'cache-control': 'private, max-age=3600, immutable',
  'accept-ranges': 'bytes',
} as const;

async function send(ctx: MediaRoutesContext, { request, reply, open }: Exchange, file: MediaFile) {
  const { sha256, sizeBytes } = file;
  assert(sha256 !== null && sizeBytes !== null);
  const etag = `"${sha256}"`;
  const { contentType, isShown } = announce(file.mimeType);
  if (isKnown(request.headers['if-none-match'], etag))
    return reply
      .code(304)
      .headers({ ...HEADERS, etag })
      .send();
  const read = readRange(wantedRange(request, etag), sizeBytes);
  if (read.kind === 'unsatisfiable') {
    return reply
      .code(416)
      .headers({ ...HEADERS, etag, 'content-range': `bytes */${sizeBytes}` })
      .send();
  }
  const range = read.kind === 'part' ? read.range : null;
  const length = range === null ? sizeBytes : range.end - range.start + 1;
  const stream = request.method === 'HEAD' ? Readable.from([]) : await openStored(ctx, file, range);
  open.add(stream);
  if (range !== null) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${sizeBytes}`);
  return reply
    .headers({
      ...HEADERS,
      etag,
      'content-type': contentType,
      'content-length': String(length),
      'content-disposition': toDisposition(isShown, file.filename ?? file.id),
    })
    .send(stream);
}

/** A part is for GET alone, and only of the file that the caller has the beginning of (RFC 9110, 13.1.5 and 14.2). */
function wantedRange({ method, headers }: FastifyRequest, etag: string): string | undefined {
  const { range, 'if-range': ifRange } = headers;
  return method === 'GET' && (ifRange === undefined || ifRange === etag) ? range : undefined;
}

/** @throws PosthornError `media_not_ready` when the media store has lost it: it is fetched again if that can be. */
async function openStored(ctx: MediaRoutesContext, file: MediaFile, range: Parameters<MediaStorage['open']>[1]) {
  const stream = await ctx.storage.open(file.storageKey ?? mediaKeyOf(file), range);
  if (stream !== null) return stream;
  await ctx.noteLost(file);
  throw notReady(ctx, file);
}

function notFound(): PosthornError {
  return new PosthornError('not_found', 'There is no such media file.');
}

function gone(): PosthornError {
  return new PosthornError('media_gone', 'The media file is not there any more, or could not be had from Meta.');
}

function notReady(ctx: MediaRoutesContext, file: MediaFile): PosthornError {
  const seconds = Math.ceil(((file.dueAtMs ?? 0) - ctx.nowMs()) / 1_000);
  return new PosthornError('media_not_ready', 'The media file has not been fetched from Meta yet. Try again later.', {
    retryAfterSeconds: Math.min(Math.max(seconds, RETRY_AFTER_SECONDS_MIN), RETRY_AFTER_SECONDS_MAX),
  });
}
