import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { PosthornError } from '../../domain/errors.ts';
import { ENCRYPTION_KEY_BYTES, keyFingerprint } from './encryption-key.ts';
import { deriveKey } from './hashes.ts';

const CIPHER = 'aes-256-gcm';
const VERSION = 'v1';
/** NIST SP 800-38D, 8.2.2: random nonces of 96 bits. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** One that seals, one from before the rotation. */
const KEYS_MAX = 2;

/**
 * Encrypts secrets for the database (DESIGN 7, "Secrets at rest") with AES-256-GCM.
 *
 * A sealed text is `v1.<key id>.<nonce>.<ciphertext and tag>`, the last two in base64url. It names its key
 * so that two keys can be in use while they are rotated: the first seals, each of them opens.
 */
export class SecretBox {
  /** Fingerprints of the keys, the one that seals first. */
  readonly fingerprints: readonly string[];
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #sealingId: string;

  /** @param keys One or two different keys of 32 bytes, the one that seals first. */
  constructor(keys: readonly Uint8Array[]) {
    assert(keys.length <= KEYS_MAX);
    assert(keys.every((key) => key.length === ENCRYPTION_KEY_BYTES));
    this.fingerprints = keys.map(keyFingerprint);
    const [sealingId] = this.fingerprints;
    assert(sealingId !== undefined);
    this.#sealingId = sealingId;
    // AES gets a key of its own, so that other uses of the configured key cannot weaken it.
    this.#keys = new Map(keys.map((key) => [keyFingerprint(key), deriveKey(key, 'secret-box')]));
    assert(this.#keys.size === keys.length);
  }

  /** Encrypts a text with the first key. Two calls never give the same result. */
  seal(clear: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#keyOf(this.#sealingId), nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(headerOf(this.#sealingId));
    const sealed = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return [VERSION, this.#sealingId, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
  }

  /** True when the first key sealed it: it needs no other. */
  isSealedWithFirst(sealed: string): boolean {
    return sealed.startsWith(`${VERSION}.${this.#sealingId}.`);
  }

  /**
   * Decrypts what `seal` made with any of the keys.
   *
   * @throws PosthornError `config_invalid` when it was sealed with a key that is not configured, and
   *   `internal` when the text was changed or cut, or was never sealed.
   */
  open(sealed: string): string {
    const [version, keyId, nonceText, bodyText, ...rest] = sealed.split('.');
    if (
      version !== VERSION ||
      keyId === undefined ||
      nonceText === undefined ||
      bodyText === undefined ||
      rest.length > 0
    ) {
      throw new PosthornError('internal', 'A stored secret does not have the form of a sealed one.');
    }
    const key = this.#keyOf(keyId);
    const nonce = Buffer.from(nonceText, 'base64url');
    const body = Buffer.from(bodyText, 'base64url');
    if (nonce.length !== NONCE_BYTES || body.length < TAG_BYTES) throw damaged();
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(headerOf(keyId));
    decipher.setAuthTag(body.subarray(-TAG_BYTES));
    const start = decipher.update(body.subarray(0, -TAG_BYTES));
    try {
      return Buffer.concat([start, decipher.final()]).toString('utf8');
    } catch {
      // `final` has one way to fail: the tag is not the right one.
      throw damaged();
    }
  }

  #keyOf(keyId: string): Buffer {
    const key = this.#keys.get(keyId);
    if (key !== undefined) return key;
    throw new PosthornError(
      'config_invalid',
      'A stored secret was encrypted with a key that POSTHORN_ENCRYPTION_KEY does not hold ' +
        `(configured: ${this.fingerprints.join(', ')}). Add that key as the second one.`,
    );
  }
}

/** Signed along with the ciphertext: a sealed text cannot be passed off as another key's or version's. */
function headerOf(keyId: string): Buffer {
  return Buffer.from(`${VERSION}.${keyId}`, 'utf8');
}

function damaged(): PosthornError {
  return new PosthornError('internal', 'A stored secret was changed after it was encrypted, or cut.');
}
