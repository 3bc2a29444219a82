import type { IncomingMessage } from 'node:http';

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
  #bytesHeld = 0;

  get bytesHeld(): number {
    return this.#bytesHeld;
  }

  /** Settles once, with the exact bytes or the reason why there are none. The bytes count as held until `release`. */
  read(request: IncomingMessage): Promise<BodyRead> {
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > BODY_BYTES_MAX) return Promise.resolve({ kind: 'too_large' });
    if (this.#bytesHeld + declared > UNVERIFIED_BYTES_MAX) return Promise.resolve({ kind: 'busy' });
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const fail = (kind: 'too_large' | 'busy' | 'aborted') => {
        request.off('data', take);
        this.#bytesHeld -= bytes;
        bytes = 0;
        resolve({ kind });
      };
      const take = (chunk: Buffer) => {
        bytes += chunk.length;
        this.#bytesHeld += chunk.length;
        if (bytes > BODY_BYTES_MAX) fail('too_large');
        else if (this.#bytesHeld > UNVERIFIED_BYTES_MAX) fail('busy');
        else chunks.push(chunk);
      };
      request.on('data', take);
      request.once('end', () => {
        const [first] = chunks;
        resolve({ kind: 'body', bytes: chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks) });
      });
      request.once('error', () => fail('aborted'));
      request.once('close', () => {
        if (!request.complete) fail('aborted');
      });
    });
  }

  /** The body is verified or dropped. */
  release(bytes: Buffer): void {
    this.#bytesHeld -= bytes.length;
  }
}
