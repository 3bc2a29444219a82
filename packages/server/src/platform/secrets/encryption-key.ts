import { createHash } from 'node:crypto';

/** AES-256. */
export const ENCRYPTION_KEY_BYTES = 32;
const FINGERPRINT_HEX_DIGITS = 16;
const HEX_FORM = /^[0-9a-f]{64}$/i;
const BASE64_FORM = /^[A-Za-z0-9+/_-]{43}=?$/;

/** Reads a key of 32 bytes in base64 (either alphabet) or as 64 hex digits. Null when it is neither. */
export function parseEncryptionKey(text: string): Buffer | null {
  if (HEX_FORM.test(text)) return Buffer.from(text, 'hex');
  if (!BASE64_FORM.test(text)) return null;
  return Buffer.from(text, 'base64');
}

/**
 * Names a key without giving it away: 16 hex digits, the same on every node. It stands in every sealed
 * secret and in the database.
 */
export function keyFingerprint(key: Uint8Array): string {
  // The prefix keeps this hash apart from any other hash of the same bytes.
  return createHash('sha256')
    .update('posthorn key fingerprint\0')
    .update(key)
    .digest('hex')
    .slice(0, FINGERPRINT_HEX_DIGITS);
}
