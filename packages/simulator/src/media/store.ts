import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Business } from '../bodies/update.ts';
import { SimulatorError } from '../errors.ts';
import { FILE_BYTES_MAX } from './kinds.ts';

/** A media URL lives five minutes (CONTRACTS 2.4). */
const URL_SECONDS = 300;
const DAY_MS = 86_400_000;

/** How long ids live: of what a business uploaded, and of what came in a webhook (CONTRACTS 2.4). */
const LIFE_MS = { upload: 30 * DAY_MS, message: 7 * DAY_MS } as const;

export interface NewMedia {
  readonly business: Business;
  readonly mimeType: string;
  readonly bytes: Buffer;
  /** Who brought it: the business for sending, or a person in a message. */
  readonly origin: keyof typeof LIFE_MS;
}

/** A file behind a media id. */
export interface StoredMedia extends NewMedia {
  readonly id: string;
  readonly sha256: Buffer;
  readonly expiresAtMs: number;
}

interface MediaStoreContext {
  readonly newId: () => string;
  readonly nowMs: () => number;
  /** Signs the URLs. */
  readonly urlKey: string;
  readonly countMax: number;
  readonly bytesMax: number;
}

/** Files in memory by media id. When there are too many the oldest are forgotten, as if their time were over. */
export class MediaStore {
  readonly #ctx: MediaStoreContext;
  readonly #byId = new Map<string, StoredMedia>();
  #byteCount = 0;

  constructor(ctx: MediaStoreContext) {
    this.#ctx = ctx;
  }

  /** @throws SimulatorError `media_too_large` above 100 MB. */
  add(media: NewMedia): StoredMedia {
    const byteCount = media.bytes.length;
    if (byteCount > FILE_BYTES_MAX) {
      throw new SimulatorError('media_too_large', `WhatsApp passes on no file above ${FILE_BYTES_MAX} bytes.`);
    }
    const stored = {
      ...media,
      id: this.#ctx.newId(),
      sha256: createHash('sha256').update(media.bytes).digest(),
      expiresAtMs: this.#ctx.nowMs() + LIFE_MS[media.origin],
    };
    this.#makeRoom(byteCount);
    this.#byId.set(stored.id, stored);
    this.#byteCount += byteCount;
    return stored;
  }

  /** Null when it is unknown, deleted, forgotten or too old. */
  find(id: string): StoredMedia | null {
    const media = this.#byId.get(id);
    return media === undefined || media.expiresAtMs <= this.#ctx.nowMs() ? null : media;
  }

  remove(id: string): void {
    const media = this.#byId.get(id);
    if (media === undefined) return;
    this.#byId.delete(id);
    this.#byteCount -= media.bytes.length;
  }

  /** Path and query at which a file is there for the next five minutes. */
  pathOf(id: string): string {
    const ext = String(Math.floor(this.#ctx.nowMs() / 1_000) + URL_SECONDS);
    return `/media-download/${id}?ext=${ext}&hash=${this.#sign(id, ext)}`;
  }

  /** The file behind a path of `pathOf`. Null when the path is forged or its time is over. */
  open(id: string, query: URLSearchParams): StoredMedia | null {
    const ext = query.get('ext') ?? '';
    const given = Buffer.from(query.get('hash') ?? '');
    const right = Buffer.from(this.#sign(id, ext));
    if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
    return Number(ext) * 1_000 <= this.#ctx.nowMs() ? null : this.find(id);
  }

  #sign(id: string, ext: string): string {
    return createHmac('sha256', this.#ctx.urlKey).update(`${id} ${ext}`).digest('base64url').slice(0, 22);
  }

  #makeRoom(byteCount: number): void {
    for (const [id] of this.#byId) {
      const hasRoom = this.#byId.size < this.#ctx.countMax && this.#byteCount + byteCount <= this.#ctx.bytesMax;
      if (hasRoom) return;
      this.remove(id);
    }
  }
}
