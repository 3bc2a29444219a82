/** What another clock said, and when. */
export interface ClockSample {
  /** Epoch ms. */
  readonly theirMs: number;
  /** Our own clock when the answer was there, epoch ms. */
  readonly ourMs: number;
  /** How long question and answer took: theirs was read at some moment of it. */
  readonly tookMs: number;
}

/** Clocks that differ by less count as one: far below what leases allow for, and above what a busy machine makes of an exact one. */
const TOLERANCE_MS = 250;

/**
 * Follows a clock that several machines agree on, without asking it each time. Leases and due times that one node writes
 * and another compares are told by it, so that the machines' own clocks may be wrong by any amount.
 */
export class SharedClock {
  readonly #machineMs: () => number;
  #offsetMs = 0;

  /** @param machineMs The machine's own clock, epoch ms. */
  constructor(machineMs: () => number = Date.now) {
    this.#machineMs = machineMs;
  }

  /** Epoch ms. */
  readonly nowMs = (): number => this.#machineMs() + this.#offsetMs;

  /** Takes over what the sample proves: what it leaves open stays as it is. */
  readonly onSample = ({ theirMs, ourMs, tookMs }: ClockSample): void => {
    const offsetMs = Math.round(theirMs + tookMs / 2 - ourMs);
    const uncertaintyMs = TOLERANCE_MS + tookMs / 2;
    if (Math.abs(offsetMs - this.#offsetMs) <= uncertaintyMs) return;
    this.#offsetMs = Math.abs(offsetMs) <= uncertaintyMs ? 0 : offsetMs;
  };
}
