import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { standardKeyBytes } from './key-bytes.ts';

/** DER of a PKCS #8 ed25519 private key up to its 32-byte seed (RFC 8410, section 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;
/** Keeps this use of a secret apart from every other one. Changing it changes every public key. */
const HKDF_INFO = 'posthorn signing v1a ed25519';
const PUBLIC_KEY_PREFIX = 'whpk_';

/**
 * The ed25519 private key that belongs to a signing secret: HKDF-SHA256 (RFC 5869) of its key bytes gives
 * the seed. The pair needs no place of its own in the store and changes when the secret is rotated.
 */
export function deriveAsymmetricKey(secret: string): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', standardKeyBytes(secret), '', HKDF_INFO, SEED_BYTES));
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
}

/**
 * The public key that verifies the `v1a` signatures of a secret: `whpk_` and the base64 of its 32 bytes
 * (Standard Webhooks). Nothing of the secret can be learnt from it.
 */
export function asymmetricPublicKey(secret: string): string {
  const { x } = createPublicKey(deriveAsymmetricKey(secret)).export({ format: 'jwk' });
  assert(typeof x === 'string');
  return `${PUBLIC_KEY_PREFIX}${Buffer.from(x, 'base64url').toString('base64')}`;
}
