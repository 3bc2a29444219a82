import type { AttemptEntry, ReleaseEntry } from '../../domain/delivery.ts';
import type { NewEvent } from '../../domain/event.ts';
import type { DeliveryId, EndpointId, EventId } from '../../domain/ids.ts';
import type { QuarantineItem } from '../../domain/quarantine.ts';
import type { RecordWrite } from '../../platform/db/record-write.ts';
import type { Trx } from '../../platform/db/store.ts';

/** A delivery that is born together with its event. */
export interface NewDelivery {
  readonly id: DeliveryId;
  readonly endpointId: EndpointId;
  /** When it is due; while leased, when the lease runs out. Null: held, its endpoint is disabled. */
  readonly dueAtMs: number | null;
  /** Born leased: this node sends it at once, so the queue is never read for it. Null: any node claims it. */
  readonly leaseToken: string | null;
  /** The line it stands in, see `order-key.ts`; its place there is the position of its event. Null: in none. */
  readonly orderKey: string | null;
}

/** An event with the deliveries it causes: one transaction, or nothing. */
export interface NewEventEntry {
  readonly event: NewEvent;
  /** `event.payload` as JSON text. */
  readonly payloadJson: string;
  readonly deliveries: readonly NewDelivery[];
}

export interface CommitBatch {
  readonly events: readonly NewEventEntry[];
  /** No two for the same row, but for tables whose rows are merged. */
  readonly records: readonly RecordWrite[];
  readonly attempts: readonly AttemptEntry[];
  readonly releases: readonly ReleaseEntry[];
  readonly quarantine: readonly QuarantineItem[];
}

/** Events that a commit appended, with their positions in the log. */
export type FreshEvents = ReadonlyMap<EventId, number>;

/** Writes one batch in one durable transaction. */
export interface CommitStore {
  /**
   * @throws RecordConflictError when a record does not have the revision that its change was made on.
   * @returns the events that are new with their positions; the others were there before, and so were their deliveries.
   */
  readonly commit: (batch: CommitBatch) => Promise<FreshEvents>;
  /**
   * Appends events with their deliveries in a transaction that somebody else has begun, for changes that are more than
   * one row. The deliveries must not be leased: nobody here knows when the transaction ends.
   */
  readonly appendIn: (trx: Trx, entries: readonly NewEventEntry[]) => Promise<void>;
  /** How many batches may be on their way at once: 1 where there is one writer. */
  readonly concurrency: number;
}
