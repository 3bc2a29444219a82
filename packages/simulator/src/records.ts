import type { ExpectedEvent } from './bodies/items.ts';
import type { SentRecord } from './webhooks/lane.ts';
import type { Sending } from './webhooks/outbox.ts';

/** A webhook as it was sent, kept for looking at. */
export interface SentWebhook extends SentRecord {
  readonly finishedAtMs: number;
  /** Null when it was not sent. */
  readonly url: string | null;
  readonly signature: string | null;
  /** The exact body; null when it was not sent or is longer than 64 KB. */
  readonly body: string | null;
}

export interface PlayOptions {
  /** How many times as fast as written: 2 halves the waits, Infinity leaves them out. Default 1. */
  readonly speed?: number;
  /** The number it plays on. Default: the first. */
  readonly phoneNumberId?: string;
  /** Seed of the faults of this play. Default: the simulator's. */
  readonly seed?: number;
}

/** What a play has sent, and what the receiver must end with. */
export interface PlayRecord {
  readonly scenario: string;
  readonly seed: number;
  readonly sent: readonly SentRecord[];
  readonly expectedEvents: readonly ExpectedEvent[];
  /** Ids of what the steps named with `as`. */
  readonly ids: Readonly<Record<string, string>>;
}

const KEPT_BODY_BYTES_MAX = 64 * 1024;

/** A sending and its fate as one entry of `simulator.sent`. A null sending was not sent at all. */
export function toSentWebhook(sending: Sending | null, record: SentRecord, finishedAtMs: number): SentWebhook {
  const kept = sending !== null && sending.bytes.length <= KEPT_BODY_BYTES_MAX;
  return {
    ...record,
    finishedAtMs,
    url: sending?.url.href ?? null,
    signature: sending?.signature ?? null,
    body: kept ? sending.bytes.toString('utf8') : null,
  };
}
