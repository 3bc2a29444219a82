import { Fifo } from './fifo.ts';
import type { LeasedDelivery } from './leased-delivery.ts';

/**
 * Bytes of an event that one turn is worth. An ordinary delivery takes one turn, one of 64 KB four: endpoints share
 * what they send and not only how often.
 */
const TURN_BYTES = 16 * 1_024;
/** Turns of the largest delivery: who sent it may send again within so many rounds. */
const TURNS_OF_ONE_MAX = 16;

/** Turns that a delivery takes. */
export function turnsOf(payloadBytes: number): number {
  return Math.min(TURNS_OF_ONE_MAX, 1 + Math.floor(payloadBytes / TURN_BYTES));
}

/** Somebody who takes turns. */
interface Turn {
  /** Turns that what was sent has taken in advance. */
  debt: number;
  /** It stands in the round. */
  isInRound: boolean;
}

/** What waits of one endpoint, of one kind: first attempts, or retries. */
export interface Line<TLane> extends Turn {
  readonly lane: TLane;
  readonly waiting: Fifo<LeasedDelivery>;
  readonly workspace: WorkspaceTurn<TLane>;
}

/** A workspace, with those of its endpoints that have something to send. */
export interface WorkspaceTurn<TLane> extends Turn {
  readonly lines: Fifo<Line<TLane>>;
}

/** A workspace that has sent nothing yet. */
export function newWorkspaceTurn<TLane>(): WorkspaceTurn<TLane> {
  return { lines: new Fifo(), debt: 0, isInRound: false };
}

/** An endpoint's line that has sent nothing yet. */
export function newLine<TLane>(lane: TLane, workspace: WorkspaceTurn<TLane>): Line<TLane> {
  return { lane, waiting: new Fifo(), workspace, debt: 0, isInRound: false };
}

/**
 * Deficit round-robin over workspaces, and inside each over its endpoints: a workspace with a thousand endpoints gets as
 * much as a workspace with one. Whoever sends takes turns in advance by the size of what is sent, and is passed over until
 * they are worked off, so the cost of a delivery is a few steps whatever waits.
 */
export class Turns<TLane> {
  readonly #round = new Fifo<WorkspaceTurn<TLane>>();

  get isEmpty(): boolean {
    return this.#round.length === 0;
  }

  /** Puts a line with something to send at the end of the round, unless it stands there. */
  join(line: Line<TLane>): void {
    if (line.isInRound) return;
    line.isInRound = true;
    line.workspace.lines.push(line);
    this.#joinRound(line.workspace);
  }

  /**
   * Takes the next line that can send out of the round. Lines that cannot are taken out too, and take no turn from their
   * workspace: whoever finds that they can again puts them back.
   */
  next(canSend: (line: Line<TLane>) => boolean): Line<TLane> | undefined {
    for (;;) {
      const workspace = this.#round.shift();
      if (workspace === undefined) return undefined;
      workspace.isInRound = false;
      const line = worksOff(workspace) ? undefined : nextLine(workspace, canSend);
      if (workspace.lines.length > 0) this.#joinRound(workspace);
      if (line !== undefined) return line;
    }
  }

  /** A line sent something of that size. */
  charge(line: Line<TLane>, payloadBytes: number): void {
    const inAdvance = turnsOf(payloadBytes) - 1;
    line.debt += inAdvance;
    line.workspace.debt += inAdvance;
  }

  #joinRound(workspace: WorkspaceTurn<TLane>): void {
    if (workspace.isInRound) return;
    workspace.isInRound = true;
    this.#round.push(workspace);
  }
}

/** Passes it over this time, if it has turns to work off. */
function worksOff(turn: Turn): boolean {
  if (turn.debt === 0) return false;
  turn.debt--;
  return true;
}

function nextLine<TLane>(
  workspace: WorkspaceTurn<TLane>,
  canSend: (line: Line<TLane>) => boolean,
): Line<TLane> | undefined {
  for (;;) {
    const line = workspace.lines.shift();
    if (line === undefined) return undefined;
    if (worksOff(line)) {
      workspace.lines.push(line);
      continue;
    }
    line.isInRound = false;
    if (canSend(line)) return line;
  }
}
