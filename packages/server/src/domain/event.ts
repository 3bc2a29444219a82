import type { ContactRef } from './contact.ts';
import type { ChannelId, EventId, WorkspaceId } from './ids.ts';
import type { SentMessage } from './message.ts';

/**
 * Where an event was born. It decides how `payload` is read:
 * `meta`: Meta's own body, cut down to one change with one item (`MetaBody`);
 * `custom`, `crm`, `operational`: the event's `data` as it is shown;
 * `erased`: it told of a person who was erased, and nothing is left of it but that (`ErasedPayload`).
 */
export const EVENT_ORIGINS = ['meta', 'custom', 'crm', 'operational', 'erased'] as const;
export type EventOrigin = (typeof EVENT_ORIGINS)[number];

/** What is left of an event when the person it told of was erased. */
export interface ErasedPayload {
  /** RFC 3339. */
  readonly erased_at: string;
}

/** Something that happened. Never changes once committed, but for the erasure of a person; every payload format is worked out from it. */
export interface Event {
  readonly id: EventId;
  readonly workspaceId: WorkspaceId;
  /** Native name, dotted noun.verb: `message.received`. See `event-catalogue.ts`. */
  readonly type: string;
  readonly origin: EventOrigin;
  /** The channel it came through. Null for events of the workspace itself. */
  readonly channelId: ChannelId | null;
  /** When it happened, epoch ms: Meta's own time for events from Meta, else the commit. */
  readonly occurredAtMs: number;
  /** When it was committed here, epoch ms. */
  readonly createdAtMs: number;
  /** The other person's phone as digits, without `+`. Null when Meta does not tell it. */
  readonly phone: string | null;
  /** Meta's business-scoped user id, `CC.digits`. Null when there is none. */
  readonly bsuid: string | null;
  /** The contact it is about, as it was known at the commit. Null: of nobody the workspace knows. */
  readonly contact: ContactRef | null;
  /** For a status of Meta's: the message it is about, as it was known at the commit. Null: not known, or no such event. */
  readonly sentMessage: SentMessage | null;
  /** How many Posthorns it has passed before this one: `Posthorn-Hops` as it came in. */
  readonly hops: number;
  /** The event that this one repeats under an id of its own, because of a replay. Absent: none. */
  readonly replayOf?: EventId;
  readonly payload: unknown;
}

/** An event that is about to be appended, with what makes it the same event when it comes again. */
export interface NewEvent extends Event {
  /** Unique in the workspace for at least 14 days (CONTRACTS 8, "Dedupe"). Null: never a duplicate. */
  readonly dedupeKey: string | null;
  /** An event of the same commit, with a dedupe key, that caused this one: this one is new only if that one is. Null: nothing. */
  readonly causeId: EventId | null;
  /** JSON text of a payload, where it came as text. It stands for `payload` only while that is the same object. */
  readonly payloadText?: { readonly payload: unknown; readonly text: string };
}
