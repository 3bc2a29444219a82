import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { listSecrets, type SecretInput, standardKeyOf } from './secrets.ts';

/** The body exactly as it was received. Text stands for its UTF-8 bytes. */
export type RawBody = string | Uint8Array;

/** Begins a public key, with which `v1a` signatures are checked. */
const PUBLIC_KEY_PREFIX = 'whpk_';
/** DER of an ed25519 public key up to its 32 bytes (RFC 8410). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const PUBLIC_KEY_BYTES = 32;

/** A check of one signature. Which part was wrong is not told. */
export interface SignatureCheck {
  /** What stands before the comma: `v1` or `v1a`. */
  readonly version: string;
  readonly matches: (signature: string) => boolean;
}

/**
 * Makes the checks of Standard Webhooks for one request: one for each secret, `v1` for a signing secret
 * and `v1a` for a public key (`whpk_…`).
 *
 * @param head `webhook-id`, a dot, `webhook-timestamp` and a dot.
 * @throws TypeError when the secrets cannot be used.
 */
export function makeStandardChecks(input: SecretInput, head: string, body: RawBody): readonly SignatureCheck[] {
  return listSecrets(input).map((secret) => {
    if (secret.startsWith(PUBLIC_KEY_PREFIX)) return makeAsymmetricCheck(secret, head, body);
    const expected = createHmac('sha256', standardKeyOf(secret)).update(head).update(body).digest('base64');
    return { version: 'v1', matches: (signature) => equalsInConstantTime(signature, expected) };
  });
}

/** Lower-case hex HMAC-SHA256 of the body; the key is the UTF-8 bytes of the secret as shown (CONTRACTS 8). */
export function signBody(secret: string, body: RawBody): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** Compares without telling by its duration where two texts differ. Their length is no secret. */
export function equalsInConstantTime(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one, 'utf8'), Buffer.from(other, 'utf8')];
  return left.length === right.length && timingSafeEqual(left, right);
}

function makeAsymmetricCheck(publicKey: string, head: string, body: RawBody): SignatureCheck {
  const bytes = Buffer.from(publicKey.slice(PUBLIC_KEY_PREFIX.length), 'base64');
  if (bytes.length !== PUBLIC_KEY_BYTES) {
    throw new TypeError(`The public key must be ${PUBLIC_KEY_PREFIX} and ${PUBLIC_KEY_BYTES} bytes in base64.`);
  }
  const key = createPublicKey({ key: Buffer.concat([SPKI_HEAD, bytes]), format: 'der', type: 'spki' });
  const content = Buffer.concat([Buffer.from(head, 'utf8'), Buffer.from(body)]);
  return { version: 'v1a', matches: (signature) => verify(null, content, key, Buffer.from(signature, 'base64')) };
}
