/** Frames that one client is sent in any one second. */
export const FRAMES_PER_SECOND_MAX = 100;

const WINDOW_MS = 1_000;

/**
 * Lets through so many in any second, wherever it begins: the times of the last ones are remembered, so that no burst at
 * the edge of two seconds is twice as large.
 */
export class FrameRate {
  readonly #times: Float64Array;
  /** The oldest of the times: the one that the next frame takes the place of. */
  #oldest = 0;

  constructor(perSecondMax: number = FRAMES_PER_SECOND_MAX) {
    this.#times = new Float64Array(perSecondMax).fill(Number.NEGATIVE_INFINITY);
  }

  /** Milliseconds until there is room. 0: there is. */
  waitMs(nowMs: number): number {
    return Math.max(0, (this.#times[this.#oldest] ?? 0) + WINDOW_MS - nowMs);
  }

  /** Counts a frame. Ask before whether there is room. */
  take(nowMs: number): void {
    this.#times[this.#oldest] = nowMs;
    this.#oldest = (this.#oldest + 1) % this.#times.length;
  }
}
