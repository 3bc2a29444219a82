import type { MetaAppId, QuarantineItemId } from './ids.ts';

/** `erased`: it told of a person who was erased. Only what makes it the same item again is left of it. */
export const QUARANTINE_REASONS = ['stale', 'future', 'unknown_channel', 'unreadable', 'erased'] as const;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

/** A piece of a signed Meta body that made no event (CONTRACTS 8, "Replay window", "Unknown phone_number_id"). */
export interface QuarantineItem {
  readonly id: QuarantineItemId;
  readonly metaAppId: MetaAppId;
  readonly reason: QuarantineReason;
  /** Meta's field name; empty when the body could not be read. */
  readonly field: string;
  readonly phoneNumberId: string | null;
  readonly wabaId: string | null;
  readonly occurredAtMs: number | null;
  readonly createdAtMs: number;
  /** Meta's body, cut down to the one item; the text as received when it could not be read. */
  readonly payload: unknown;
  /** Makes the same item the same item when Meta sends it again. */
  readonly dedupeKey: string;
}
