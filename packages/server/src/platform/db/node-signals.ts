/** What may have become due for other nodes. */
export type Signal = 'config' | 'deliveries' | 'runs';

/**
 * Tells the other nodes on a database that there is something to do, so that they look now and not at their next poll.
 * A hint and nothing more: it may be late, lost or told twice, and whoever listens polls as well.
 */
export interface NodeSignals {
  /** To be called when the change is committed, or is about to be within a few milliseconds. Costs nothing. */
  readonly tell: (signal: Signal) => void;
  /** Calls when another node told, and when it may have told unheard. To be called before `start`. */
  readonly onTold: (signal: Signal, look: () => void) => void;
  /** Begins to listen. Without it nothing is heard and nothing is told: a command needs neither. */
  readonly start: () => void;
}

/** Where there are no other nodes. */
export const NO_SIGNALS: NodeSignals = { tell: () => {}, onTold: () => {}, start: () => {} };
