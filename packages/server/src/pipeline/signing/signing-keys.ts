import type { KeyObject } from 'node:crypto';
import type { SigningSecrets } from '../../domain/endpoint.ts';
import { HmacKey } from '../../platform/secrets/hmac-key.ts';
import { deriveAsymmetricKey } from './asymmetric-key.ts';
import { bodyKeyBytes, standardKeyBytes } from './key-bytes.ts';

/** Keys made of one secret. */
export interface SigningKeys {
  /** For the Standard Webhooks signature `v1`. */
  readonly standard: HmacKey;
  /** For the formats with a single signature over the body. */
  readonly body: HmacKey;
  /** For `v1a`. Made on first use, because few endpoints ask for it. */
  readonly asymmetric: () => KeyObject;
}

/**
 * Keys by the secrets they are made of. A secrets object is replaced and never changed in place, and its
 * keys go when it goes.
 */
const CURRENT = new WeakMap<SigningSecrets, SigningKeys>();
const PREVIOUS = new WeakMap<SigningSecrets, SigningKeys>();

/** Keys of the current secret. */
export function currentKeys(secrets: SigningSecrets): SigningKeys {
  return rememberKeys(CURRENT, secrets, secrets.current);
}

/** Keys of the secret before, while its overlap runs at `nowMs`. Null when there is none or the overlap is over. */
export function previousKeys(secrets: SigningSecrets, nowMs: number): SigningKeys | null {
  if (secrets.previous === null || secrets.previousUntilMs === null || nowMs >= secrets.previousUntilMs) return null;
  return rememberKeys(PREVIOUS, secrets, secrets.previous);
}

function rememberKeys(
  known: WeakMap<SigningSecrets, SigningKeys>,
  secrets: SigningSecrets,
  secret: string,
): SigningKeys {
  const before = known.get(secrets);
  if (before !== undefined) return before;
  const keys = makeKeys(secret);
  known.set(secrets, keys);
  return keys;
}

function makeKeys(secret: string): SigningKeys {
  let asymmetric: KeyObject | null = null;
  return {
    standard: new HmacKey(standardKeyBytes(secret)),
    body: new HmacKey(bodyKeyBytes(secret)),
    asymmetric: () => {
      asymmetric ??= deriveAsymmetricKey(secret);
      return asymmetric;
    },
  };
}
