/** Time as the simulator sees it. Tests pass their own, so that nothing has to sleep. */
export interface Clock {
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
  /** Runs `run` once, `delayMs` from now. The answer cancels it. */
  readonly schedule: (delayMs: number, run: () => void) => () => void;
}

/** The machine's clock and timers. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/**
 * The waits of one simulator. It keeps hold of what is scheduled, so that closing the simulator
 * leaves no timer behind and releases everybody who waits.
 */
export class Waits {
  readonly #clock: Clock;
  readonly #cancels = new Set<() => void>();
  #stopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Resolves after `delayMs`, or at once when the simulator is closed; `stopped` tells which. */
  wait(delayMs: number): Promise<void> {
    if (this.#stopped || delayMs <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = () => {
        this.#cancels.delete(stop);
        resolve();
      };
      const cancelTimer = this.#clock.schedule(delayMs, finish);
      const stop = () => {
        cancelTimer();
        finish();
      };
      this.#cancels.add(stop);
    });
  }

  /** Ends all waits, now and for good. */
  stop(): void {
    this.#stopped = true;
    for (const cancel of [...this.#cancels]) cancel();
  }
}
