import { equalsInConstantTime, sha256Hex } from '../secrets/hashes.ts';

/**
 * The form in which API keys are stored and looked up: SHA-256, hex. No salt and no stretching, because the
 * keys are 256 random bits: there is nothing to guess.
 */
export function hashToken(token: string): string {
  return sha256Hex(token);
}

/**
 * Makes the check of the root key, which tells nothing by its duration.
 *
 * @param rootKey Null when there is none: then nothing matches.
 */
export function makeRootKeyCheck(rootKey: string | null): (token: string) => boolean {
  return (token) => rootKey !== null && equalsInConstantTime(token, rootKey);
}
