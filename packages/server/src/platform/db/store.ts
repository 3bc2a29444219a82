import type { Kysely, Transaction } from 'kysely';
import type { NodeSignals } from './node-signals.ts';
import type { Database } from './tables.ts';

/** What a database can do that its sibling cannot. Set once in `platform/db`, never asked by name elsewhere. */
interface StoreCapabilities {
  /** Rows locked by another transaction can be stepped over. SQLite has one writer and needs no row locks. */
  readonly skipLocked: boolean;
  /** A subquery of FROM may depend on the rows before it, and is looked up for each of them whatever a planner believes. */
  readonly lateral: boolean;
  /** Other processes may work on the same rows at the same time. */
  readonly sharedBetweenNodes: boolean;
  /** Events and attempts are partitioned by time, and what is old goes with its partition. */
  readonly partitions: boolean;
}

export type Db = Kysely<Database>;
export type Trx = Transaction<Database>;

/** What a query needs: a store, or a transaction in its place. */
export interface Queried {
  readonly db: Db | Trx;
}

/** A database in the words of its maker. */
export interface StoreDescription {
  readonly kind: 'sqlite' | 'postgres';
  readonly version: string;
  /** What it takes on its disk, without its log. */
  readonly sizeBytes: number;
}

/** The connections that a process keeps to its database. */
export interface StoreConnections {
  readonly busy: number;
  readonly idle: number;
  /** Statements that wait for a connection to become free. */
  readonly waiting: number;
}

/** An open database with its schema up to date. */
export interface Store {
  /** For everything but the few hot statements of `pipeline/`. A transaction excludes the group commit on SQLite: keep it short. */
  readonly db: Db;
  readonly can: StoreCapabilities;
  /**
   * Makes what was deleted or overwritten disappear from the database's log too, as far as a client can. False: others
   * are reading from it, try again.
   */
  readonly emptyLog: () => Promise<boolean>;
  /** What the database is, for people. */
  readonly describe: () => Promise<StoreDescription>;
  /**
   * The time that all nodes on this database agree on, epoch ms: for leases, due times and whatever else one node writes
   * and another compares. On PostgreSQL it follows the server's clock, on SQLite it is the machine's.
   */
  readonly nowMs: () => number;
  /** How nodes on this database wake each other. */
  readonly signals: NodeSignals;
  /** Null: it has a fixed number of them. */
  readonly connections: () => StoreConnections | null;
  /** Settles with the reason when the store is broken for good and only a new process can help. Most never settle. */
  readonly broken: Promise<Error>;
  readonly close: () => Promise<void>;
}
