/** How long whoever published is kept waiting: a fraction of what Meta and every API client allows for an answer. */
export const HOLD_MS = 100;
/** Of its time the event loop must have been at work. Measured: 0.75 to 1 at saturation, below 0.1 at rest. */
const BUSY_SHARE = 0.75;
/** The share is that of at least so long: of one turn of the loop it says nothing. */
const LOOK_MS = 50;

export interface BackPressureContext {
  /** How long the event loop has been at work since it began, ms. */
  readonly busyMs: () => number;
  readonly monotonicMs: () => number;
  readonly setTimer: (run: () => void, delayMs: number) => unknown;
  readonly onHeld: () => void;
}

/**
 * Lets whoever publishes more than this process sends wait a little for the answer, after the commit. Who sends the next event
 * only when this one is answered comes down to what can be sent, and what is taken in goes out while it is young; who does not
 * wait is answered later and no more. Nothing is refused and no delivery is held up.
 *
 * It holds nobody up while the event loop has time to spare: then it is the receiver that deliveries wait for.
 */
export class BackPressure {
  readonly #context: BackPressureContext;
  #lookedAtMs: number;
  #busyAtMs: number;
  #isBusy = false;

  constructor(context: BackPressureContext) {
    this.#context = context;
    this.#lookedAtMs = context.monotonicMs();
    this.#busyAtMs = context.busyMs();
  }

  /** To be awaited before an answer for an event of which deliveries are left behind. */
  async hold(): Promise<void> {
    this.#look();
    if (!this.#isBusy) return;
    this.#context.onHeld();
    await new Promise<void>((resolve) => this.#context.setTimer(resolve, HOLD_MS));
  }

  #look(): void {
    const nowMs = this.#context.monotonicMs();
    const elapsedMs = nowMs - this.#lookedAtMs;
    if (elapsedMs < LOOK_MS) return;
    const busyMs = this.#context.busyMs();
    this.#isBusy = (busyMs - this.#busyAtMs) / elapsedMs >= BUSY_SHARE;
    this.#lookedAtMs = nowMs;
    this.#busyAtMs = busyMs;
  }
}
