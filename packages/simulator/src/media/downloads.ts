import assert from 'node:assert/strict';
import type { FileManner, GraphAnswer } from '../graph/call.ts';
import type { StoredMedia } from './store.ts';

/** Downloads that shall go wrong: what an operator of the simulator orders before they come. */
export interface FailDownloadsInput {
  /** How many of the next downloads. */
  readonly count: number;
  /**
   * `not_found`: 404, as when the URL has expired. `error`: 503 with a page. `wrong_bytes`: as many bytes, but
   * others. `cut`: the connection ends half-way. `slow`: a wait of `delayMs` half-way. `endless`: no length, no end.
   */
  readonly via: 'not_found' | 'error' | 'wrong_bytes' | 'cut' | 'slow' | 'endless';
  /** For `slow`. Default 30,000. */
  readonly delayMs?: number | undefined;
}

const PLANNED_MAX = 100_000;
const SLOW_MS = 30_000;

/** The downloads that shall go wrong, first ordered first used. */
export class PlannedDownloads {
  readonly #orders: { count: number; readonly input: FailDownloadsInput }[] = [];

  add(input: FailDownloadsInput): void {
    assert(Number.isSafeInteger(input.count) && input.count >= 1 && input.count <= PLANNED_MAX);
    this.#orders.push({ count: input.count, input });
    assert(this.#orders.length <= PLANNED_MAX);
  }

  /** The answer that hands a file over, or fails to. */
  answer(media: StoredMedia): GraphAnswer {
    const [order] = this.#orders;
    if (order === undefined) return toFile(media, { kind: 'whole' });
    order.count -= 1;
    if (order.count === 0) this.#orders.shift();
    return toWrong(media, order.input);
  }
}

/** What Meta says of a media URL that is over, of a forged one and of one for something that is not there any more. */
export const DOWNLOAD_NOT_FOUND: GraphAnswer = { status: 404, body: null, wire: { kind: 'page', html: '' } };

function toWrong(media: StoredMedia, { via, delayMs }: FailDownloadsInput): GraphAnswer {
  switch (via) {
    case 'not_found':
      return DOWNLOAD_NOT_FOUND;
    case 'error':
      return { status: 503, body: null, wire: { kind: 'page', html: '<h1>Service Unavailable</h1>' } };
    case 'wrong_bytes':
      return toFile({ ...media, bytes: Buffer.from(media.bytes.map((byte) => byte ^ 0xff)) }, { kind: 'whole' });
    case 'slow':
      return toFile(media, { kind: 'slow', delayMs: delayMs ?? SLOW_MS });
    default:
      return toFile(media, { kind: via });
  }
}

function toFile(media: StoredMedia, manner: FileManner): GraphAnswer {
  const { mimeType, bytes } = media;
  const body = { mime_type: mimeType, byte_count: bytes.length };
  return { status: 200, body, wire: { kind: 'file', mimeType, bytes, manner } };
}
