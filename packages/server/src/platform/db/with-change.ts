import type { Trx } from './store.ts';

/** A record on both sides of a change. Null: it was not there yet, or is gone. */
export interface Change<TRecord> {
  readonly before: TRecord | null;
  readonly after: TRecord | null;
}

/**
 * What is committed with a change, or else the change is not made either: its entry in the audit log, rows of other
 * rooms. Called once, in the transaction, and only when something changes.
 */
export type WithChange<TRecord> = (trx: Trx, change: Change<TRecord>) => Promise<void>;
