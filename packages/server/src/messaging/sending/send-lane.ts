import { NumberLimit } from './number-limit.ts';
import { PairLimits } from './pair-limits.ts';
import type { LeasedSend } from './send-record.ts';

/** The first pause after Meta said that it is too much for a number; each in a row is twice as long. */
const PAUSE_MS = 1_000;
const PAUSE_MS_MAX = 60_000;
/** Messages that may be sent within this time are claimed now, so that none of its places stays empty while the database is asked. */
const LOOK_AHEAD_MS = 100;

/**
 * What this node knows of one number while it sends for it. Its limits are here and nowhere else, because nobody else sends
 * for it. All times are monotonic milliseconds.
 */
export class SendLane {
  readonly phoneNumberId: string;
  readonly limit: NumberLimit;
  readonly pairs = new PairLimits();
  /** This node may send until then. */
  heldUntilMs: number;
  /** Places that were promised to messages that are being committed. */
  promised = 0;
  inFlight = 0;
  usedAtMs: number;
  /** Looks again when a place becomes free. */
  timer: NodeJS.Timeout | null = null;
  readonly #ready: LeasedSend[] = [];
  #hasBacklog = false;
  #mark = 0;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;
  #pauseMs = 0;

  constructor(phoneNumberId: string, { perSecond, nowMs }: { readonly perSecond: number; readonly nowMs: number }) {
    this.phoneNumberId = phoneNumberId;
    this.limit = new NumberLimit(perSecond);
    this.heldUntilMs = nowMs;
    this.usedAtMs = nowMs;
  }

  /** True while this node may send for the number and Meta does not want it to pause. */
  isOpen(nowMs: number): boolean {
    return nowMs < this.heldUntilMs && nowMs >= this.#pausedUntilMs;
  }

  /** There may be due messages in the queue, and new ones have to stand behind them. */
  get hasBacklog(): boolean {
    return this.#hasBacklog;
  }

  /** Changes when something is put into the queue. */
  get mark(): number {
    return this.#mark;
  }

  noteBacklog(): void {
    this.#hasBacklog = true;
    this.#mark++;
  }

  /** A claim that began at the mark found less than it wanted. */
  clearBacklog(mark: number): void {
    if (mark === this.#mark) this.#hasBacklog = false;
  }

  /** Takes a place for a message that is about to be committed. False: it has to stand in the queue. */
  promise(pair: string | null, nowMs: number): boolean {
    this.usedAtMs = nowMs;
    const mayPass = this.isOpen(nowMs) && !this.#hasBacklog && this.#ready.length === 0;
    const mayPairPass = pair === null || (this.pairs.waitMs(pair, nowMs) === 0 && !this.pairs.hasPromised(pair, nowMs));
    if (!mayPass || !mayPairPass || !this.limit.take(nowMs)) return false;
    if (pair !== null) this.pairs.take(pair, nowMs);
    this.promised++;
    return true;
  }

  /** Takes what was claimed. */
  add(send: LeasedSend): void {
    this.#ready.push(send);
  }

  /** What was claimed and comes next. */
  get next(): LeasedSend | undefined {
    return this.#ready[0];
  }

  shift(): void {
    this.#ready.shift();
  }

  /** Everything that was claimed and not sent. */
  drain(): readonly LeasedSend[] {
    return this.#ready.splice(0);
  }

  /** How many messages to claim now. */
  room(nowMs: number): number {
    if (!this.#hasBacklog || !this.isOpen(nowMs)) return 0;
    return Math.max(0, this.limit.freePlacesWithin(nowMs, LOOK_AHEAD_MS) - this.#ready.length);
  }

  /** Meta says that it is too much for the number. @returns how long it pauses from now on. */
  throttle(nowMs: number): number {
    // Those that were on their way with the first one do not make it longer.
    if (nowMs >= this.#pausedUntilMs) {
      this.#pauseMs = Math.min(PAUSE_MS_MAX, Math.max(PAUSE_MS, this.#pauseMs * 2));
      this.#pausedUntilMs = nowMs + this.#pauseMs;
    }
    return this.#pausedUntilMs - nowMs;
  }

  /** When it may send again after a pause. */
  get pausedUntilMs(): number {
    return this.#pausedUntilMs;
  }

  /** Meta took a message. */
  accepted(nowMs: number): void {
    if (nowMs >= this.#pausedUntilMs) this.#pauseMs = 0;
  }

  /** True when nothing would be lost with it. */
  isIdle(nowMs: number, idleMs: number): boolean {
    const isEmpty = this.#ready.length === 0 && this.promised === 0 && this.inFlight === 0;
    return isEmpty && !this.#hasBacklog && nowMs - this.usedAtMs >= idleMs && nowMs >= this.#pausedUntilMs;
  }
}
