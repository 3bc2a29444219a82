/** Begins every signing secret that Posthorn makes (Standard Webhooks). */
export const SECRET_PREFIX = 'whsec_';

/**
 * Key of the single-signature formats: the UTF-8 bytes of the secret exactly as shown, prefix included
 * (CONTRACTS 8, "Signing keys").
 */
export function bodyKeyBytes(secret: string): Buffer {
  return Buffer.from(secret, 'utf8');
}

/**
 * Key of the Standard Webhooks signature: the bytes behind `whsec_`, or the UTF-8 bytes of a secret
 * without that prefix (CONTRACTS 8, "Signing keys"). What stands behind the prefix and is no base64 is
 * taken as it is, the whole secret: decoding it loosely could leave a short key or none at all.
 */
export function standardKeyBytes(secret: string): Buffer {
  return decodeSecret(secret) ?? Buffer.from(secret, 'utf8');
}

/** The bytes behind `whsec_`. Null without the prefix, and when what follows is not padded base64 of at least one byte. */
export function decodeSecret(secret: string): Buffer | null {
  if (!secret.startsWith(SECRET_PREFIX)) return null;
  const encoded = secret.slice(SECRET_PREFIX.length);
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.length > 0 && bytes.toString('base64') === encoded ? bytes : null;
}
