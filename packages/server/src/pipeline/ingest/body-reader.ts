import type { IncomingMessage } from 'node:http';
import { rawHeader } from './raw-header.ts';

/** Meta sends up to 3 MB (CONTRACTS 1.2); above this a body is refused (CONTRACTS 8, "Body limit"). */
export const BODY_BYTES_MAX = 4 * 1_024 * 1_024;
/** Bodies of senders nobody has verified yet, all connections together (CONTRACTS 8, "Body limit"). */
export const UNVERIFIED_BYTES_MAX = 64 * 1_024 * 1_024;

export type BodyRead =
  | { readonly kind: 'body'; readonly bytes: Buffer }
  | { readonly kind: 'too_large' }
  /** Too many unverified bytes are in memory already. */
  | { readonly kind: 'busy' }
  /** The sender went away. */
  | { readonly kind: 'aborted' };

/** Reads raw bodies within bounds: of one body, and of all that are being read at the same time. */
export class BodyReader {
  readonly #heldBytesMax: number;
  #bytesHeld = 0;

  /** @param heldBytesMax Of all bodies together. */
  constructor(heldBytesMax = UNVERIFIED_BYTES_MAX) {
    this.#heldBytesMax = heldBytesMax;
  }

  get bytesHeld(): number {
    return this.#bytesHeld;
  }

  /** Settles once, with the exact bytes or the reason why there are none. The bytes count as held until `release`. */
  read(request: IncomingMessage): Promise<BodyRead> {
    const declared = Number(rawHeader(request, 'content-length') ?? 0);
    if (declared > BODY_BYTES_MAX) return Promise.resolve({ kind: 'too_large' });
    if (this.#bytesHeld + declared > this.#heldBytesMax) return Promise.resolve({ kind: 'busy' });
    return new Promise((resolve) => {
      const body = new GrowingBody();
      let isSettled = false;
      const settle = (read: BodyRead) => {
        if (isSettled) return;
        isSettled = true;
        if (read.kind !== 'body') this.#bytesHeld -= body.length;
        resolve(read);
      };
      const take = (chunk: Buffer) => {
        if (isSettled) return;
        if (body.length + chunk.length > BODY_BYTES_MAX) return settle({ kind: 'too_large' });
        if (this.#bytesHeld + chunk.length > this.#heldBytesMax) return settle({ kind: 'busy' });
        this.#bytesHeld += chunk.length;
        body.append(chunk);
      };
      request.on('data', take);
      request.on('end', () => settle({ kind: 'body', bytes: body.bytes }));
      const abort = () => settle({ kind: 'aborted' });
      // Listened to as long as the request lives: an error that nobody hears ends the process.
      request.on('error', abort);
      request.on('close', abort);
    });
  }

  /** The body is verified or dropped. */
  release(bytes: Buffer): void {
    this.#bytesHeld -= bytes.length;
  }
}

const NO_BYTES = Buffer.alloc(0);

/**
 * One buffer that doubles. A list of chunks would cost a hundred times the bytes when somebody sends one byte
 * at a time; the usual body is one chunk and is not copied.
 */
class GrowingBody {
  #buffer: Buffer = NO_BYTES;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): Buffer {
    return this.#length === this.#buffer.length ? this.#buffer : this.#buffer.subarray(0, this.#length);
  }

  append(chunk: Buffer): void {
    const length = this.#length + chunk.length;
    if (this.#length === 0) {
      this.#buffer = chunk;
    } else {
      if (length > this.#buffer.length) this.#grow(length);
      chunk.copy(this.#buffer, this.#length);
    }
    this.#length = length;
  }

  #grow(length: number): void {
    const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#buffer.length));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
