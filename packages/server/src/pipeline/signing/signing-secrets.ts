import assert from 'node:assert/strict';
import type { Format } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import { decodeSecret, SECRET_PREFIX } from './key-bytes.ts';

/** How many random bytes stand behind `whsec_` in a secret that Posthorn makes. */
const SECRET_RANDOM_BYTES = 32;

/** Bounds of a secret that the caller chose, in UTF-8 bytes as it is shown. */
const CHOSEN_SECRET_BYTES_MIN = 16;
const CHOSEN_SECRET_BYTES_MAX = 256;
/** Bounds of the bytes behind `whsec_` (Standard Webhooks). */
const STANDARD_KEY_BYTES_MIN = 24;
const STANDARD_KEY_BYTES_MAX = 64;

/** A signing secret made of 32 random bytes. */
export function newSigningSecret(randomBytes32: Buffer): string {
  assert(randomBytes32.length === SECRET_RANDOM_BYTES);
  return `${SECRET_PREFIX}${randomBytes32.toString('base64')}`;
}

/**
 * Checks a secret that the caller chose for an endpoint (CONTRACTS 8, "Signing keys"): 16 to 256 bytes,
 * and for the formats standard and cloudevents `whsec_` with the base64 of 24 to 64 bytes.
 *
 * @throws PosthornError `unprocessable` with the pointer `/secret`. The secret itself stands nowhere in it.
 */
export function checkChosenSecret(format: Format, secret: string): void {
  const bytes = Buffer.byteLength(secret, 'utf8');
  if (bytes < CHOSEN_SECRET_BYTES_MIN || bytes > CHOSEN_SECRET_BYTES_MAX) {
    refuse(`A signing secret has ${CHOSEN_SECRET_BYTES_MIN} to ${CHOSEN_SECRET_BYTES_MAX} bytes.`);
  }
  // UTF-8 writes every lone surrogate as the same three bytes: two secrets would be one key.
  if (!secret.isWellFormed()) refuse('A signing secret is valid Unicode text.');
  if (format !== 'standard' && format !== 'cloudevents') return;
  const keyBytes = decodeSecret(secret)?.length ?? 0;
  if (keyBytes < STANDARD_KEY_BYTES_MIN || keyBytes > STANDARD_KEY_BYTES_MAX) {
    refuse(
      `In the format ${format} a signing secret is ${SECRET_PREFIX} followed by the padded base64 of ` +
        `${STANDARD_KEY_BYTES_MIN} to ${STANDARD_KEY_BYTES_MAX} bytes.`,
    );
  }
}

function refuse(message: string): never {
  throw new PosthornError('unprocessable', message, { fields: [{ pointer: '/secret', message }] });
}
