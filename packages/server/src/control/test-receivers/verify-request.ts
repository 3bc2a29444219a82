import { createHmac } from 'node:crypto';
import type { Format } from '../../domain/endpoint.ts';
import { equalsInConstantTime } from '../../platform/secrets/hashes.ts';

/** Signatures that a receiver may go by, named by their header. */
export const SIGNATURE_HEADERS = [
  'webhook-signature',
  'x-hub-signature-256',
  'x-webhook-signature',
  'x-vobiz-signature',
] as const;
export type SignatureHeader = (typeof SIGNATURE_HEADERS)[number];

/** The signature that a receiver written for the format checks. */
const SIGNATURE_OF_FORMAT: Readonly<Record<Format, SignatureHeader>> = {
  standard: 'webhook-signature',
  cloudevents: 'webhook-signature',
  meta: 'x-hub-signature-256',
  xobito: 'x-webhook-signature',
  vobiz: 'x-webhook-signature',
  'vobiz-legacy': 'x-vobiz-signature',
};

/** Older or newer requests are replays to a receiver (Standard Webhooks). */
const TIMESTAMP_TOLERANCE_MS = 5 * 60_000;

/** Key bytes of a secret, by the rules of `pipeline/signing`. */
export interface KeyBytes {
  readonly standard: (secret: string) => Buffer;
  readonly body: (secret: string) => Buffer;
}

interface SignedRequest {
  readonly format: Format;
  /** Names in lower case. */
  readonly header: (name: string) => string | undefined;
  readonly body: Buffer;
  /** Secrets that are in use. */
  readonly secrets: readonly string[];
  readonly nowMs: number;
}

/** What a receiver makes of the signatures of a request. */
export interface Verification {
  /** The signature that receivers of the format go by is there and right. */
  readonly isVerified: boolean;
  /** Every signature that is right. */
  readonly by: readonly SignatureHeader[];
}

/**
 * Checks a request as its receiver would: with the endpoint's secret, over the bytes that came in. Signatures are worked out
 * here anew and not by the code that made them, so that a mistake in one of the two shows.
 */
export function verifyRequest(keys: KeyBytes, request: SignedRequest): Verification {
  const by = SIGNATURE_HEADERS.filter((name) => {
    const value = request.header(name);
    if (value === undefined) return false;
    return request.secrets.some((secret) =>
      name === 'webhook-signature'
        ? isStandard(keys.standard(secret), value, request)
        : isOfBody(keys.body(secret), value, request.body),
    );
  });
  return { isVerified: by.includes(SIGNATURE_OF_FORMAT[request.format]), by };
}

function isStandard(key: Buffer, signatures: string, { header, body, nowMs }: SignedRequest): boolean {
  const [id, timestamp] = [header('webhook-id'), header('webhook-timestamp')];
  if (id === undefined || timestamp === undefined) return false;
  if (!(Math.abs(Number(timestamp) * 1_000 - nowMs) <= TIMESTAMP_TOLERANCE_MS)) return false;
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return signatures.split(' ').some((signature) => equalsInConstantTime(signature, `v1,${expected}`));
}

function isOfBody(key: Buffer, signature: string, body: Buffer): boolean {
  const expected = createHmac('sha256', key).update(body).digest('hex');
  return equalsInConstantTime(signature.replace(/^sha256=/, ''), expected);
}
