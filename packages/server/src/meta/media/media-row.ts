import type { ChannelId, ConversationId, WorkspaceId } from '../../domain/ids.ts';
import type { MessageDirection } from '../../domain/message.ts';
import type { RecordTable, RecordWrite } from '../../platform/db/record-write.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import type { MediaFilesTable } from '../../platform/db/tables.ts';

/**
 * The table `media_files`, for the group commit: a file that two messages name is one row. Whatever comes for a row that
 * was taken in hand already changes nothing of it, so a file that is stored, revoked or erased stays so.
 */
export const MEDIA_FILES_TABLE: RecordTable = {
  name: 'media_files',
  columns: {
    workspace_id: 'text',
    media_id: 'text',
    channel_id: 'text',
    conversation_id: 'text',
    direction: 'text',
    state: 'text',
    mime_type: 'text',
    sha256: 'text',
    size_bytes: 'bigint',
    filename: 'text',
    storage_key: 'text',
    due_at_ms: 'bigint',
    lease_token: 'text',
    tries: 'integer',
    error: 'text',
    created_at_ms: 'bigint',
    stored_at_ms: 'bigint',
    revoked_at_ms: 'bigint',
  } satisfies Record<keyof MediaFilesTable, 'text' | 'bigint' | 'integer'>,
  merge: {
    key: ['workspace_id', 'media_id'],
    rules: {
      channel_id: 'first',
      conversation_id: { newestBy: 'tries' },
      direction: 'first',
      state: 'first',
      mime_type: { newestBy: 'tries' },
      sha256: { newestBy: 'tries' },
      size_bytes: 'first',
      filename: { newestBy: 'tries' },
      storage_key: 'first',
      due_at_ms: { newestBy: 'tries' },
      lease_token: 'first',
      tries: 'first',
      error: 'first',
      created_at_ms: 'first',
      stored_at_ms: 'first',
      revoked_at_ms: 'first',
    },
  },
};

/** A media file that Meta told of. */
export interface HeardMedia {
  readonly workspaceId: WorkspaceId;
  readonly channelId: ChannelId;
  /** Null: of nobody that the workspace has a conversation with, as in a group. */
  readonly conversationId: ConversationId | null;
  /** `outbound` for what was written in the WhatsApp Business app. */
  readonly direction: MessageDirection;
  /** Meta's id. */
  readonly mediaId: string;
  readonly mimeType: string | null;
  /** As the webhook has it, in base64. */
  readonly sha256: string | null;
  readonly filename: string | null;
  /** From when on it may be fetched, epoch ms. */
  readonly nowMs: number;
}

/** Of a type with its parameters, `audio/ogg; codecs=opus`. */
const MIME_TYPE_CHARS_MAX = 255;
/** Longer names are those of nobody's files. */
const FILENAME_CHARS_MAX = 240;
/** What stands in links and in paths of the Graph API as it is. Meta's ids are digits. */
const MEDIA_ID = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * A file that is to be fetched from Meta, as the row that the group commit writes beside its message. Null: the id is none
 * that could be asked for.
 */
export function toMediaRow(heard: HeardMedia): RecordWrite['row'] | null {
  if (!isMediaId(heard.mediaId)) return null;
  const row: MediaFilesTable = {
    workspace_id: heard.workspaceId,
    media_id: heard.mediaId,
    channel_id: heard.channelId,
    conversation_id: heard.conversationId,
    direction: heard.direction,
    state: 'waiting',
    mime_type: toMimeType(heard.mimeType),
    sha256: readSha256(heard.sha256),
    size_bytes: null,
    filename: toFilename(heard.filename),
    storage_key: null,
    due_at_ms: heard.nowMs,
    lease_token: null,
    tries: 0,
    error: null,
    created_at_ms: heard.nowMs,
    stored_at_ms: null,
    revoked_at_ms: null,
  };
  return { ...row };
}

/** Whether it can be an id of a media file. */
export function isMediaId(text: string): boolean {
  return MEDIA_ID.test(text);
}

/** A file name as it is stored. Null: there is none. */
export function toFilename(name: string | null): string | null {
  const text = storableText(name)?.slice(0, FILENAME_CHARS_MAX) ?? '';
  return text === '' ? null : text;
}

/** A MIME type as it is stored, with its parameters. Null: it is none. */
export function toMimeType(type: string | null): string | null {
  const text = type?.trim().toLowerCase() ?? '';
  return text.length <= MIME_TYPE_CHARS_MAX && /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+\s*(;[\x20-\x7e]*)?$/.test(text)
    ? text
    : null;
}

const SHA256_BYTES = 32;

/**
 * A digest as Meta writes it: base64 in webhooks, hex in answers of the Graph API.
 *
 * @returns Lower-case hex; null when it is no digest, as in the shortened samples of Meta's pages.
 */
export function readSha256(text: string | null): string | null {
  if (text === null) return null;
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : null;
  return bytes?.length === SHA256_BYTES ? bytes.toString('hex') : null;
}
