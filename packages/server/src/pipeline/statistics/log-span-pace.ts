import { MINUTE_MS } from './delivery-counts.ts';

/** A span of the log that takes longer than this to count is halved the next time, and one of a fifth of it doubled. */
const WORK_MS_MAX = 25;
const SPAN_MS_MIN = 500;

/** How much of the log one statement counts. It follows the traffic, so that none keeps the database busy for long. */
export class LogSpanPace {
  readonly #monotonicMs: () => number;
  #lengthMs = MINUTE_MS;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  /** At most a minute. */
  get lengthMs(): number {
    return this.#lengthMs;
  }

  /** Counts one span, and learns from how long it takes. */
  async measure<TCounted>(count: () => Promise<TCounted>): Promise<TCounted> {
    const beganMs = this.#monotonicMs();
    const counted = await count();
    const workMs = this.#monotonicMs() - beganMs;
    if (workMs > WORK_MS_MAX) this.#lengthMs = Math.max(SPAN_MS_MIN, Math.floor(this.#lengthMs / 2));
    else if (workMs < WORK_MS_MAX / 5) this.#lengthMs = Math.min(MINUTE_MS, this.#lengthMs * 2);
    return counted;
  }
}
