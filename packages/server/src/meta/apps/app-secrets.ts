import assert from 'node:assert/strict';

/** App secrets that are valid at once (CONTRACTS 8, "Meta signature"). Each costs one HMAC for a body that none of them signed. */
const APP_SECRETS_MAX = 4;

/** One app secret of a registration as it is kept, encrypted. Clear text: never logged, never in an answer. */
export interface KeptAppSecret {
  readonly secret: string;
  /** From this time on it verifies nothing, epoch ms. Null: until it is rotated out. */
  readonly untilMs: number | null;
}

interface Rotation {
  readonly secret: string;
  readonly nowMs: number;
  /** How long the secrets so far stay valid. Null: until newer ones push them out. */
  readonly keepPreviousSeconds: number | null;
}

/**
 * Puts a new app secret in front of those so far, newest first. Of five the oldest goes. A secret that
 * is there already moves to the front, so that repeating a rotation pushes nothing out.
 *
 * Keeping can only be shortened here, never prolonged: a secret that was to end in an hour still does.
 */
export function rotateAppSecrets(kept: readonly KeptAppSecret[], rotation: Rotation): readonly KeptAppSecret[] {
  const { secret, nowMs, keepPreviousSeconds } = rotation;
  assert(keepPreviousSeconds === null || keepPreviousSeconds >= 0);
  const endMs = keepPreviousSeconds === null ? Infinity : nowMs + keepPreviousSeconds * 1000;
  const previous = selectValidAppSecrets(kept, nowMs)
    .filter((one) => one.secret !== secret)
    .map((one) => ({ secret: one.secret, untilMs: earliestOf(one.untilMs, endMs) }));
  return selectValidAppSecrets([{ secret, untilMs: null }, ...previous], nowMs).slice(0, APP_SECRETS_MAX);
}

/** The secrets that verify a body at this time, newest first. */
export function selectValidAppSecrets(kept: readonly KeptAppSecret[], nowMs: number): readonly KeptAppSecret[] {
  return kept.filter((one) => one.untilMs === null || one.untilMs > nowMs);
}

/** Text form, which is encrypted before it is stored. */
export function writeAppSecrets(kept: readonly KeptAppSecret[]): string {
  return JSON.stringify(kept);
}

/** Reads what `writeAppSecrets` wrote. `control/registry` gets this function from `gateway.ts`. */
export function readAppSecrets(text: string): readonly KeptAppSecret[] {
  const kept: unknown = JSON.parse(text);
  assert(Array.isArray(kept) && kept.length >= 1 && kept.length <= APP_SECRETS_MAX);
  return kept as readonly KeptAppSecret[];
}

function earliestOf(untilMs: number | null, endMs: number): number | null {
  const earliestMs = Math.min(untilMs ?? Infinity, endMs);
  return earliestMs === Infinity ? null : earliestMs;
}
