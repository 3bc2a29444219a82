import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/**
 * A key for HMAC-SHA256 (RFC 2104, FIPS 198-1). Two one-shot hashes over the padded key: for messages of a few KB that takes
 * half as long as an `Hmac` of node:crypto, which is made and thrown away for each, and leaves nothing to collect.
 */
export class HmacKey {
  readonly #inner = Buffer.alloc(BLOCK_BYTES, INNER_PAD);
  readonly #outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, OUTER_PAD);

  /** @param key Of any length; as text it stands for its UTF-8 bytes. */
  constructor(key: string | Buffer) {
    const given = typeof key === 'string' ? Buffer.from(key, 'utf8') : key;
    const bytes = given.length > BLOCK_BYTES ? hash('sha256', given, 'buffer') : given;
    for (const [index, byte] of bytes.entries()) {
      this.#inner[index] = byte ^ INNER_PAD;
      this.#outer[index] = byte ^ OUTER_PAD;
    }
  }

  /**
   * Lower-case hex or padded base64. Text stands for its UTF-8 bytes.
   *
   * @param head What is signed before the message: put together before, the two would be copied once more.
   */
  digest(message: string | Buffer, encoding: 'hex' | 'base64', head = ''): string {
    const inner = hash('sha256', this.#padded(head, message), 'binary');
    this.#outer.write(inner, BLOCK_BYTES, 'latin1');
    return hash('sha256', this.#outer, encoding);
  }

  #padded(head: string, message: string | Buffer): Buffer {
    const bodyIndex = BLOCK_BYTES + Buffer.byteLength(head);
    const padded = Buffer.allocUnsafe(bodyIndex + Buffer.byteLength(message));
    this.#inner.copy(padded);
    if (head !== '') padded.write(head, BLOCK_BYTES, 'utf8');
    if (typeof message === 'string') padded.write(message, bodyIndex, 'utf8');
    else message.copy(padded, bodyIndex);
    return padded;
  }
}
