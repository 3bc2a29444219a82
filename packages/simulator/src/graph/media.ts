import type { Business } from '../bodies/update.ts';
import type { PlannedDownloads } from '../media/downloads.ts';
import { DOWNLOAD_NOT_FOUND } from '../media/downloads.ts';
import { findFileProblem, toBareType } from '../media/kinds.ts';
import type { MediaStore, StoredMedia } from '../media/store.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { buildGraphError } from './errors.ts';
import { opens } from './tokens.ts';

export interface MediaContext {
  readonly media: MediaStore;
  readonly downloads: PlannedDownloads;
  readonly traceId: () => string;
  /** Puts the simulator's own host before a path. */
  readonly toUrl: (path: string) => string;
}

/** `POST /{phone_number_id}/media`: takes a file and answers with the id to send it by (CONTRACTS 2.4). */
export function answerUpload(ctx: MediaContext, business: Business, call: GraphCall): GraphAnswer {
  const fields = typeof call.body === 'object' && call.body !== null ? call.body : {};
  if (Reflect.get(fields, 'messaging_product') !== 'whatsapp') {
    return buildGraphError(100, ctx.traceId(), 'The parameter messaging_product is required.');
  }
  if (call.upload === null) return buildGraphError(100, ctx.traceId(), 'The parameter file is required.');
  const type = Reflect.get(fields, 'type');
  const mimeType = typeof type === 'string' && type.includes('/') ? type : call.upload.mimeType;
  const { bytes } = call.upload;
  const problem = findFileProblem({ mimeType, bytes });
  if (problem !== null) return buildGraphError(problem.code, ctx.traceId(), problem.details);
  const { id } = ctx.media.add({ business, mimeType: toBareType(mimeType), bytes, origin: 'upload' });
  return { status: 200, body: { id } };
}

/** `GET` and `DELETE /{media_id}`. Null when the call is about something else. */
export function answerMediaCall(ctx: MediaContext, call: GraphCall): GraphAnswer | null {
  const media = ctx.media.find(call.segments[0] ?? '');
  if (media === null || call.segments.length > 1 || !isVisible(media, call)) return null;
  if (call.method === 'GET') return { status: 200, body: describe(ctx, media) };
  if (call.method !== 'DELETE') return null;
  ctx.media.remove(media.id);
  return { status: 200, body: { success: true } };
}

/** `GET` of the URL that a media id was answered with. Whatever is wrong with it, the answer is 404. */
export function answerDownload(ctx: MediaContext, call: GraphCall): GraphAnswer {
  const media = ctx.media.open(call.segments[1] ?? '', call.query);
  if (media === null || call.method !== 'GET' || !isVisible(media, call)) return DOWNLOAD_NOT_FOUND;
  return ctx.downloads.answer(media);
}

/** Whoever names a number gets the media of that number only. */
function isVisible({ business }: StoredMedia, { query, grant }: GraphCall): boolean {
  const asked = query.get('phone_number_id');
  return opens(grant, business.phoneNumberId) && (asked === null || asked === business.phoneNumberId);
}

function describe(ctx: MediaContext, { id, mimeType, sha256, bytes }: StoredMedia): unknown {
  return {
    messaging_product: 'whatsapp',
    url: ctx.toUrl(ctx.media.pathOf(id)),
    mime_type: mimeType,
    sha256: sha256.toString('hex'),
    file_size: String(bytes.length),
    id,
  };
}
