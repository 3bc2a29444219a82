import * as z from 'zod';
import { toIso } from '../../platform/http/query-params.ts';
import { isOver, MEDIA_STATES, type MediaFile } from './media-file.ts';

const time = z.iso.datetime();

/** A media file as the API shows it. */
export const mediaView = z
  .object({
    id: z.string().describe("Meta's id: what a message names."),
    url: z.string().nullable().describe('Link to the file, good for whoever has it. Null: it leads nowhere any more.'),
    channel_id: z.string(),
    conversation_id: z.string().nullable().describe('Null: it was uploaded, or is of no conversation.'),
    direction: z.enum(['inbound', 'outbound']),
    state: z
      .enum(MEDIA_STATES)
      .describe(
        '`waiting`: it is to be fetched from Meta; `stored`: it is here; `failed`: the last try came to nothing, and `next_try_at` says whether another follows; `gone`: it was deleted, is older than the retention, or Meta has it no more.',
      ),
    mime_type: z
      .string()
      .nullable()
      .describe(
        '`application/octet-stream` for what is said to be a picture, sound or film and does not begin like one.',
      ),
    sha256: z.string().nullable().describe('Hex. Until it is stored: as Meta told it.'),
    size_bytes: z.int().nullable(),
    filename: z.string().nullable(),
    error: z.string().nullable().describe('Why it is not here.'),
    next_try_at: time.nullable(),
    created_at: time,
    stored_at: time.nullable(),
    revoked_at: time.nullable().describe('When its link was made worthless.'),
  })
  .meta({ id: 'Media', title: 'Media file' });

/** @param url Its link. */
export function toMediaView(file: MediaFile, url: string): z.input<typeof mediaView> {
  const isTried = file.state === 'waiting' || file.state === 'failed';
  return {
    id: file.id,
    url: isOver(file) ? null : url,
    channel_id: file.channelId,
    conversation_id: file.conversationId,
    direction: file.direction,
    state: file.state,
    mime_type: file.mimeType,
    sha256: file.sha256,
    size_bytes: file.sizeBytes,
    filename: file.filename,
    error: file.error,
    next_try_at: isTried ? toIsoOrNull(file.dueAtMs) : null,
    created_at: toIso(file.createdAtMs),
    stored_at: toIsoOrNull(file.storedAtMs),
    revoked_at: toIsoOrNull(file.revokedAtMs),
  };
}

/** The same for the audit log: a link is a secret, and the log is kept longer than the file and its name. */
export function toAuditedMedia(file: MediaFile): unknown {
  const { url: _url, filename: _filename, ...view } = toMediaView(file, '');
  return view;
}

function toIsoOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : toIso(timeMs);
}
