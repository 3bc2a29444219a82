import { timingSafeEqual } from 'node:crypto';
import { HmacKey } from '../../platform/secrets/hmac-key.ts';

const PREFIX = 'sha256=';
const SIGNATURE_LENGTH = PREFIX.length + 64;

/**
 * Verifies Meta's signature: HMAC-SHA256 of the raw bytes as received, in lower-case hex (CONTRACTS 1.2, 8).
 * Parsing and writing the body again would lose the escapes that Meta signs.
 *
 * Every secret is tried whatever the ones before it gave, so that the time tells nothing of which is valid.
 * An empty secret signs nothing: anybody could use it.
 *
 * @param header `X-Hub-Signature-256`; missing or malformed is false.
 */
export function verifyMetaSignature(rawBody: Buffer, header: string | undefined, secrets: readonly string[]): boolean {
  if (header?.length !== SIGNATURE_LENGTH || !header.startsWith(PREFIX)) return false;
  const given = Buffer.from(header.slice(PREFIX.length), 'latin1');
  let isValid = false;
  for (const key of keysOf(secrets)) {
    const expected = Buffer.from(key.digest(rawBody, 'hex'), 'latin1');
    isValid = timingSafeEqual(given, expected) || isValid;
  }
  return isValid;
}

/** Keys by the secrets that they are made of: a list of secrets is replaced and never changed, and its keys go when it goes. */
const KEYS = new WeakMap<readonly string[], readonly HmacKey[]>();

function keysOf(secrets: readonly string[]): readonly HmacKey[] {
  let keys = KEYS.get(secrets);
  if (keys === undefined) {
    keys = secrets.filter((secret) => secret !== '').map((secret) => new HmacKey(secret));
    KEYS.set(secrets, keys);
  }
  return keys;
}
