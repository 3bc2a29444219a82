const MB = 1_024 * 1_024;

/** What kind of message a file is for. */
export type MediaKind = 'audio' | 'document' | 'image' | 'sticker' | 'video';

/** Types that Meta takes for sending, with the kind whose size limit they have (CONTRACTS 2.4). */
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

const BYTES_MAX_BY_KIND: Readonly<Record<MediaKind, number>> = {
  audio: 16 * MB,
  document: 100 * MB,
  image: 5 * MB,
  sticker: 100 * 1_024,
  video: 16 * MB,
};
const ANIMATED_STICKER_BYTES_MAX = 500 * 1_024;

/** What a file says of itself. */
export interface TypedFile {
  readonly mimeType: string;
  readonly sizeBytes: number;
  /** Its first bytes. */
  readonly head: Buffer;
}

/** Why Meta would not take a file for sending, a sentence. Null: it would. */
export function findSendProblem({ mimeType, sizeBytes, head }: TypedFile): string | null {
  const type = bareType(mimeType);
  const kind = KIND_BY_TYPE[type];
  if (kind === undefined) {
    return `WhatsApp takes no ${type}. It takes ${Object.keys(KIND_BY_TYPE).join(', ')}.`;
  }
  if (sizeBytes === 0) return 'The file is empty.';
  const isAnimated = kind === 'sticker' && isAnimatedWebp(head);
  const bytesMax = isAnimated ? ANIMATED_STICKER_BYTES_MAX : BYTES_MAX_BY_KIND[kind];
  if (sizeBytes <= bytesMax) return null;
  const what = isAnimated ? 'animated sticker' : kind;
  return `The file has ${sizeBytes} bytes. WhatsApp takes at most ${bytesMax} of a file of the kind ${what}.`;
}

/** `audio/ogg` of `audio/ogg; codecs=opus`. */
export function bareType(mimeType: string): string {
  return (mimeType.split(';')[0] ?? '').trim().toLowerCase();
}

/** What says nothing of a file: whoever opens it must decide. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/**
 * The type of a file as far as it can be told. What is said to be a picture, sound or film and does not begin like one is of
 * no known type: it will be saved by a browser and not shown.
 *
 * @param declared As Meta or the uploader says. Null: nothing.
 */
export function settleType(declared: string | null, head: Buffer): string {
  if (declared === null) return UNKNOWN_TYPE;
  const begins = BEGINS_LIKE[bareType(declared)];
  return begins === undefined || begins(head) ? declared : UNKNOWN_TYPE;
}

/** Types that a browser may show in place. All others are saved as files. No SVG: it is a document that may hold scripts. */
const BEGINS_LIKE: Readonly<Record<string, (head: Buffer) => boolean>> = {
  'image/jpeg': (head) => hasAt(head, 0, 'ffd8ff'),
  'image/png': (head) => hasAt(head, 0, '89504e470d0a1a0a'),
  'image/gif': (head) => /^GIF8[79]a/.test(head.toString('latin1')),
  'image/webp': isWebp,
  'audio/aac': (head) => isMpegFrame(head) || head.toString('latin1', 0, 4) === 'ADIF' || isIsoMedia(head),
  'audio/amr': (head) => head.toString('latin1', 0, 5) === '#!AMR',
  'audio/mp4': isIsoMedia,
  'audio/mpeg': (head) => head.toString('latin1', 0, 3) === 'ID3' || isMpegFrame(head),
  'audio/ogg': isOgg,
  'audio/opus': isOgg,
  'video/3gpp': isIsoMedia,
  'video/mp4': isIsoMedia,
};

/** Types that a link says, beside those that are shown in place. A file of another type is announced as `UNKNOWN_TYPE`. */
const ANNOUNCED = new Set([...Object.keys(KIND_BY_TYPE), ...Object.keys(BEGINS_LIKE)]);

/** What a link says of a file: its `Content-Type`, and whether a browser may show it in place. */
export function announce(mimeType: string | null): { readonly contentType: string; readonly isShown: boolean } {
  const type = bareType(mimeType ?? UNKNOWN_TYPE);
  return { contentType: ANNOUNCED.has(type) ? type : UNKNOWN_TYPE, isShown: Object.hasOwn(BEGINS_LIKE, type) };
}

function hasAt(head: Buffer, offset: number, hex: string): boolean {
  return head.toString('hex', offset, offset + hex.length / 2) === hex;
}

function isWebp(head: Buffer): boolean {
  return head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP';
}

/** A WebP file says so in the flags of its VP8X chunk. */
function isAnimatedWebp(head: Buffer): boolean {
  return isWebp(head) && head.toString('latin1', 12, 16) === 'VP8X' && ((head[20] ?? 0) & 0x02) !== 0;
}

function isOgg(head: Buffer): boolean {
  return head.toString('latin1', 0, 4) === 'OggS';
}

/** The first box of an MP4 or 3GP file. */
function isIsoMedia(head: Buffer): boolean {
  return head.toString('latin1', 4, 8) === 'ftyp';
}

/** Eleven bits that are set begin a frame of MPEG audio, also in ADTS. */
function isMpegFrame(head: Buffer): boolean {
  return head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0;
}
