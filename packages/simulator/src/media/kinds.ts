const MB = 1_024 * 1_024;

/** No media file is larger, whoever sends it (CONTRACTS 2.4). */
export const FILE_BYTES_MAX = 100 * MB;

export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';

/** Types that Meta takes, with the kind that decides how large a file may be (CONTRACTS 2.4). */
const KIND_BY_TYPE: Readonly<Record<string, MediaKind>> = {
  'audio/aac': 'audio',
  'audio/amr': 'audio',
  'audio/mp4': 'audio',
  'audio/mpeg': 'audio',
  'audio/ogg': 'audio',
  'audio/opus': 'audio',
  'application/msword': 'document',
  'application/pdf': 'document',
  'application/vnd.ms-excel': 'document',
  'application/vnd.ms-powerpoint': 'document',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'document',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'document',
  'text/plain': 'document',
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/webp': 'sticker',
  'video/3gpp': 'video',
  'video/mp4': 'video',
};

const BYTES_MAX: Readonly<Record<MediaKind, number>> = {
  audio: 16 * MB,
  document: FILE_BYTES_MAX,
  image: 5 * MB,
  sticker: 100 * 1_024,
  video: 16 * MB,
};

const ANIMATED_STICKER_BYTES_MAX = 500 * 1_024;

/** `audio/ogg` of `audio/ogg; codecs=opus`. */
export function toBareType(mimeType: string): string {
  return (mimeType.split(';')[0] ?? '').trim().toLowerCase();
}

/** Null for a type that Meta does not take. */
function kindOfType(mimeType: string): MediaKind | null {
  return KIND_BY_TYPE[toBareType(mimeType)] ?? null;
}

/** Why Meta does not take a file; null when it does. 100 is the type, 131053 the size. */
export function findFileProblem(file: {
  readonly mimeType: string;
  readonly bytes: Buffer;
}): { readonly code: 100 | 131053; readonly details: string } | null {
  const kind = kindOfType(file.mimeType);
  if (kind === null) {
    const types = Object.keys(KIND_BY_TYPE).join(', ');
    return { code: 100, details: `Param file must be a file with one of the following types: ${types}.` };
  }
  const bytesMax = kind === 'sticker' && isAnimated(file.bytes) ? ANIMATED_STICKER_BYTES_MAX : BYTES_MAX[kind];
  if (file.bytes.length > 0 && file.bytes.length <= bytesMax) return null;
  return { code: 131_053, details: `The file has ${file.bytes.length} bytes; for ${kind} it is 1 to ${bytesMax}.` };
}

/** Whether a file can be sent as a message of that type. As a document everything can. */
export function fitsMessage(mimeType: string, messageType: MediaKind): boolean {
  return messageType === 'document' || kindOfType(mimeType) === messageType;
}

/** A WebP file says so in the flags of its VP8X chunk. */
function isAnimated(bytes: Buffer): boolean {
  return bytes.toString('latin1', 12, 16) === 'VP8X' && ((bytes[20] ?? 0) & 0x02) !== 0;
}
