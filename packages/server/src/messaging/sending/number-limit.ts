/** A place that was used is free again after this. Meta counts in seconds (CONTRACTS 2.3). */
const WINDOW_MS = 1_000;
/** How long answer times count as lately: this long they are collected, and as long again they are used. */
const PERIOD_MS = 10_000;
/** Answers of one period from which on the shortest of them tells of the way to Meta, and not of a stall here that hit them all. */
const ANSWERS_MIN = 100;
/**
 * What of the shortest answer time is not taken off, beside the stalls of this process. One call is held up on its way there
 * and the next on its way back, so the quickest of both ways together are quicker than the quickest call.
 */
const JITTER_MS = 40;

interface Period {
  readonly startMs: number;
  answers: number;
  shortestMs: number;
}

/**
 * How many messages a number may send: so many in any second, exactly, as Meta sees it. A send has a place from before it
 * is dispatched until a second after the latest moment at which Meta can have taken it. While it is on its way that is not
 * known, so it keeps its place. When its answer is there it was taken before that by as much as every answer takes at
 * least; from that comes the full rate although answers take their time. Stalls on this side only make places free later.
 *
 * All times are monotonic milliseconds.
 */
export class NumberLimit {
  #perSecond: number;
  /** Sends whose answer is not there yet. */
  #open = 0;
  /** When Meta took the others at the latest, in order. */
  #taken: number[] = [];
  #before: Period | null = null;
  #period: Period | null = null;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Messages in any second. One that grows or shrinks counts from the next place on. */
  setPerSecond(perSecond: number): void {
    this.#perSecond = perSecond;
  }

  /** Takes a place for one send. False: there is none. */
  take(nowMs: number): boolean {
    if (this.freePlaces(nowMs) < 1) return false;
    this.#open++;
    return true;
  }

  /** The send for which a place was taken never reached Meta. */
  giveBack(): void {
    this.#open--;
  }

  /**
   * The send is over: Meta answered, or nobody waits for the answer any more.
   *
   * @param stallMs The longest that this process did nothing else lately: where it is busy, answer times tell of that.
   */
  answered(dispatchedAtMs: number, nowMs: number, stallMs: number): void {
    this.#open--;
    const sinceTakenMs = Math.max(0, this.#shortestMs(nowMs) - JITTER_MS - stallMs);
    insertInOrder(this.#taken, Math.max(dispatchedAtMs, nowMs - sinceTakenMs));
    this.#note(nowMs - dispatchedAtMs, nowMs);
  }

  /** Places that are free now. */
  freePlaces(nowMs: number): number {
    this.#forget(nowMs);
    return Math.max(0, this.#perSecond - this.#open - this.#taken.length);
  }

  /** Places that are free now or become free within the time, as far as that is known. */
  freePlacesWithin(nowMs: number, aheadMs: number): number {
    const used = this.#taken.filter((takenAtMs) => takenAtMs + WINDOW_MS > nowMs + aheadMs).length;
    return Math.max(0, this.#perSecond - this.#open - used);
  }

  /** When a place becomes free. Null: not before an answer comes. */
  freeAtMs(nowMs: number): number | null {
    if (this.freePlaces(nowMs) > 0) return nowMs;
    const excess = this.#open + this.#taken.length - this.#perSecond;
    const takenAtMs = this.#taken[excess];
    return takenAtMs === undefined ? null : takenAtMs + WINDOW_MS;
  }

  #forget(nowMs: number): void {
    const first = this.#taken.findIndex((takenAtMs) => takenAtMs + WINDOW_MS > nowMs);
    this.#taken = first === -1 ? [] : this.#taken.slice(first);
  }

  /** Zero until enough is known. */
  #shortestMs(nowMs: number): number {
    const { shortestMs, answers, startMs } = this.#before ?? { shortestMs: 0, answers: 0, startMs: 0 };
    if (answers < ANSWERS_MIN || nowMs - startMs > 2 * PERIOD_MS) return 0;
    return Math.min(shortestMs, this.#period?.shortestMs ?? shortestMs);
  }

  #note(answerMs: number, nowMs: number): void {
    if (this.#period === null || nowMs - this.#period.startMs >= PERIOD_MS) {
      this.#before = this.#period;
      this.#period = { startMs: nowMs, answers: 0, shortestMs: answerMs };
    }
    this.#period.answers++;
    this.#period.shortestMs = Math.min(this.#period.shortestMs, answerMs);
  }
}

/** Times come nearly in order, so the place is at or near the end. */
function insertInOrder(times: number[], timeMs: number): void {
  let index = times.length;
  while (index > 0 && (times[index - 1] ?? 0) > timeMs) index--;
  times.splice(index, 0, timeMs);
}
