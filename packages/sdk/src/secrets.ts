/** The signing secret of the endpoint, or all that may be in use while it is being rotated. */
export type SecretInput =
  | { readonly secret: string; readonly secrets?: never }
  | { readonly secrets: readonly string[]; readonly secret?: never };

/** More than one rotation at a time has no use; the bound keeps a wrong list from costing time. */
const SECRETS_MAX = 8;

/**
 * The secrets to try, at least one.
 *
 * @throws TypeError when there is none, one is empty or there are more than 8. This is a mistake in the
 *   receiver's configuration and no fault of the request, so it is not a `WebhookVerificationError`:
 *   answering 401 would hide it.
 */
export function listSecrets(input: SecretInput): readonly string[] {
  const secrets: readonly unknown[] = input.secrets ?? [input.secret];
  if (secrets.length < 1 || secrets.length > SECRETS_MAX) {
    throw new TypeError(`Give 1 to ${SECRETS_MAX} signing secrets, not ${secrets.length}.`);
  }
  return secrets.map((secret) => {
    if (typeof secret === 'string' && secret !== '') return secret;
    throw new TypeError('The signing secret is not set: it must be a string that is not empty.');
  });
}

const STANDARD_PREFIX = 'whsec_';

/**
 * Key of the Standard Webhooks signature: the base64-decoded bytes behind `whsec_`, else the UTF-8 bytes
 * of the whole secret (CONTRACTS 8, "Signing keys").
 */
export function standardKeyOf(secret: string): Uint8Array {
  if (secret.startsWith(STANDARD_PREFIX)) {
    const encoded = secret.slice(STANDARD_PREFIX.length);
    const bytes = Buffer.from(encoded, 'base64');
    if (bytes.length > 0 && bytes.toString('base64') === encoded) return bytes;
  }
  return Buffer.from(secret, 'utf8');
}
