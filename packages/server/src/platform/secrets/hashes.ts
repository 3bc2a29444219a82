import { createHash, hkdfSync, timingSafeEqual } from 'node:crypto';

const DERIVED_KEY_BYTES = 32;
/** Below this length the last characters would give away too much of a secret. */
const HINT_LENGTH_MIN = 16;
const HINT_CHARACTERS = 4;

/** SHA-256 of the UTF-8 text, 64 hex digits. For secrets of our own making: a password needs a slow hash. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Compares two texts without telling by its duration where, or at what length, they differ. */
export function equalsInConstantTime(one: string, other: string): boolean {
  return timingSafeEqual(sha256(one), sha256(other));
}

/**
 * Makes a key for one purpose out of a key for many (HKDF-SHA256, RFC 5869): 32 bytes, the same every
 * time, from which neither the root key nor the key for another purpose can be worked out.
 *
 * @param rootKey At least 32 bytes of randomness; not a password.
 * @param purpose Says what the key is for. Two purposes never share a name.
 */
export function deriveKey(rootKey: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', rootKey, '', `posthorn ${purpose}`, DERIVED_KEY_BYTES));
}

/** What people may see of a secret: nothing of a short one, the last four characters of a long one. */
export function maskSecret(secret: string): string {
  return secret.length < HINT_LENGTH_MIN ? '****' : `****${secret.slice(-HINT_CHARACTERS)}`;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
