import type { NodeId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import {
  addCounts,
  type CountsBySubject,
  countsOf,
  MINUTE_MS,
  minuteOf,
  QUARTER_MS,
  quarterOf,
} from './delivery-counts.ts';
import { findNextAttemptMs } from './log-counts.store.ts';
import { MinuteCounter } from './minute-counter.ts';
import {
  type CountedPiece,
  type Lease,
  listUncounted,
  type Mark,
  sumMinutes,
  type WorkspaceMark,
  writePieces,
} from './roll-up.store.ts';

/**
 * From the end of a minute until it is counted for good. An attempt gets its id when it ends and is committed within
 * milliseconds; this leaves room for a busy database and for clocks of nodes that differ.
 */
export const LATE_MS = 120_000;

/** How long a node counts alone after its last word. */
export const LEASE_MS = 60_000;

/** Rows of one transaction: some milliseconds in which no event commits on SQLite. */
const WRITE_ROWS_MAX = 500;

export interface RollUpContext {
  readonly store: Store;
  readonly nodeId: NodeId;
  readonly nowMs: () => number;
  /** Settles when the next piece may be counted: gives way to the commits of events. False: stop here. */
  readonly pause: () => Promise<boolean>;
}

/** Where the count of a workspace stands in this round. */
interface Place extends WorkspaceMark {
  readonly fromMs: number;
}

/** Counts what is new in the delivery log, piece by piece, for as long as this node has the lease. */
export class RollUp {
  readonly #ctx: RollUpContext;
  readonly #minutes: MinuteCounter;

  constructor(ctx: RollUpContext) {
    this.#ctx = ctx;
    this.#minutes = new MinuteCounter(ctx.store);
  }

  /**
   * Counts every workspace up to now. The minute that runs is counted as far as it has come, and each one once more when
   * nothing can join it any more.
   *
   * @returns false when it stopped before the end: told to, or the lease is another's.
   */
  async run(): Promise<boolean> {
    const { store, nowMs } = this.#ctx;
    const toMs = nowMs();
    const uncounted = await listUncounted(store, minuteOf(toMs - LATE_MS));
    let open: readonly Place[] = uncounted.map((each) => ({ ...each, fromMs: each.mark?.finalToMs ?? 0 }));
    while (open.length > 0) {
      const left: Place[] = [];
      let pieces: CountedPiece[] = [];
      for (const place of open) {
        const { piece, reachedMs } = await this.#countPiece(place, toMs);
        pieces.push(piece);
        if (reachedMs < toMs) left.push({ ...place, mark: piece.mark, fromMs: reachedMs });
        if (rowsOf(pieces) < WRITE_ROWS_MAX) continue;
        if (!(await this.#write(pieces))) return false;
        pieces = [];
      }
      if (!(await this.#write(pieces))) return false;
      open = left;
    }
    return true;
  }

  async #write(pieces: readonly CountedPiece[]): Promise<boolean> {
    const { store, nodeId, nowMs, pause } = this.#ctx;
    const lease: Lease = { nodeId, nowMs: nowMs(), untilMs: nowMs() + LEASE_MS };
    return (await writePieces(store, lease, pieces)) && (await pause());
  }

  /** The next quarter of an hour with attempts that have to be counted; without any, only how far that is. */
  async #countPiece({ workspaceId, mark, fromMs }: Place, toMs: number) {
    const { store } = this.#ctx;
    const finalBeforeMs = minuteOf(toMs - LATE_MS);
    const nextMs = await findNextAttemptMs(store, workspaceId, fromMs);
    if (nextMs === null || nextMs >= toMs) {
      const done: Mark = { workspaceId, countedToMs: toMs, finalToMs: Math.max(mark?.finalToMs ?? 0, finalBeforeMs) };
      const piece: CountedPiece = { mark: done, minutes: new Map(), quarterMs: 0, quarter: new Map() };
      return { piece, reachedMs: toMs };
    }
    const quarterMs = quarterOf(nextMs);
    const reachedMs = Math.min(quarterMs + QUARTER_MS, toMs);
    const minutes = new Map<number, CountsBySubject>();
    for (let minuteMs = minuteOf(nextMs); minuteMs < reachedMs; minuteMs += MINUTE_MS) {
      const isNew = minuteMs + MINUTE_MS > (mark?.countedToMs ?? 0);
      const isDue = minuteMs + MINUTE_MS <= finalBeforeMs;
      if (!isNew && !isDue) continue;
      const counts = await this.#minutes.count({ workspaceId, minuteMs, toMs, isFinal: isDue });
      if (counts.size > 0) minutes.set(minuteMs, counts);
    }
    const counted: Mark = {
      workspaceId,
      countedToMs: Math.max(mark?.countedToMs ?? 0, reachedMs),
      finalToMs: Math.max(mark?.finalToMs ?? 0, Math.min(reachedMs, finalBeforeMs)),
    };
    const quarter = await this.#sumQuarter(workspaceId, quarterMs, minutes);
    const piece: CountedPiece = { mark: counted, minutes, quarterMs, quarter };
    return { piece, reachedMs };
  }

  /** What was counted now and the minutes beside it that stay as they are. */
  async #sumQuarter(
    workspaceId: WorkspaceId,
    quarterMs: number,
    minutes: ReadonlyMap<number, CountsBySubject>,
  ): Promise<CountsBySubject> {
    const subjects = [...new Set([...minutes.values()].flatMap((counts) => [...counts.keys()]))];
    const without = new Set(minutes.keys());
    const sums = await sumMinutes(this.#ctx.store, { workspaceId, quarterMs, subjects, without });
    for (const counts of minutes.values()) for (const [subject, one] of counts) addCounts(countsOf(sums, subject), one);
    return sums;
  }
}

function rowsOf(pieces: readonly CountedPiece[]): number {
  let rows = 0;
  for (const { minutes, quarter } of pieces) {
    rows += quarter.size + 1;
    for (const counts of minutes.values()) rows += counts.size;
  }
  return rows;
}
