import type { SaveContactsFn } from '../../domain/contact-save.ts';
import type { RunId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { Person } from './person.ts';
import type { Redactor } from './redact.ts';

/** What a report counts, as the API shows it. */
export const COUNT_NAMES = [
  'contacts',
  'contacts_redacted',
  'events',
  'events_redacted',
  'deliveries_canceled',
  'attempts',
  'quarantine_items',
  'received_requests',
  'messages',
  'messages_redacted',
  'message_sends',
  'conversations',
  'conversation_notes',
  'media_files',
  'idempotency_keys',
  'audit_entries',
  'run_inputs',
  'run_problems',
] as const;

export type ErasureCounts = { readonly [TName in (typeof COUNT_NAMES)[number]]: number };

/** What the erasure needs of the rest. `gateway/` passes the real ones. */
export interface ErasureContext {
  readonly store: Store;
  readonly saveContacts: SaveContactsFn;
  /** Decrypts an answer that is kept for an Idempotency-Key. @throws PosthornError when no key at hand opens it. */
  readonly openSealed: (sealed: string) => string;
  /** Deletes a media file, by Meta's id of it, where its bytes are kept. @throws PosthornError `store_unavailable`. */
  readonly removeMediaFile: (file: { readonly workspaceId: WorkspaceId; readonly id: string }) => Promise<void>;
  /** How long after its erasure a node may still take somebody for the contact that they were. */
  readonly othersRememberMs: number;
  /** The longest that a delivery is leased to a node. */
  readonly leaseMsMax: number;
  readonly nowMs: () => number;
  /** Awaited after each piece of work: gives way to the commits of events. */
  readonly pause: () => Promise<void>;
}

/** What a step works with. */
export interface StepContext extends ErasureContext {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  /** What came in from here on is new: it is of somebody who wrote after they were erased. */
  readonly startedAtMs: number;
  readonly person: Person;
  readonly redactor: Redactor;
  readonly counts: ErasureCounts;
  readonly isStopping: () => boolean;
}

/** What came of one piece of a step. */
export interface Piece {
  readonly counts?: Partial<ErasureCounts>;
  /** Where the next piece begins: an id, nothing of a person. Null: the step is done. */
  readonly next: string | null;
  /** What is known of the person by now. */
  readonly learned?: Person;
  /** Not to be gone on with before, epoch ms. */
  readonly waitUntilMs?: number;
}

/**
 * One place that a person is erased from. A piece of it may be carried out a second time after a crash, and comes to the
 * same.
 */
export interface ErasureStep {
  /** Stands in the progress of runs. */
  readonly name: string;
  /** Carries out one bounded piece. @param after `next` of the piece before. Null: the first one. */
  readonly erase: (ctx: StepContext, after: string | null) => Promise<Piece>;
}

/** Rows that one piece looks at: what of them changes is one short transaction. */
export const PIECE_ROWS = 100;

/** Where the walk goes on after a piece. @param keys Of the rows that the piece looked at, in order. */
export function nextAfter(keys: readonly string[], limit: number = PIECE_ROWS): string | null {
  return keys.length < limit ? null : (keys.at(-1) ?? null);
}
