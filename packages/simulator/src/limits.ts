/** How fast Meta lets a number send (CONTRACTS 2.3). */
export interface LimitSettings {
  /** Sends of a number in any second; null: as many as come. */
  readonly perNumberPerSecond: number | null;
  /** One message to one person in `intervalMs`, or a burst that is paid back by waiting; null: no such limit. */
  readonly pair: { readonly intervalMs: number; readonly burst: number } | null;
  /** Whether what comes above is refused. If not it is only counted. */
  readonly refuse: boolean;
}

const SECOND_MS = 1_000;

/** Pairs of a number and a person that are remembered. */
const PAIRS_MAX = 100_000;

interface PairState {
  readonly startedAtMs: number;
  readonly count: number;
  /** When what was borrowed is paid back. */
  readonly freeAtMs: number;
}

/**
 * Counts sends against the limits. Inbound messages count too at Meta; here they do not, for a
 * sender cannot know of them in time.
 */
export class SendLimits {
  readonly #settings: LimitSettings;
  /** Of each number the times of its latest sends, as many as fit into a second. */
  readonly #timesByNumber = new Map<string, { readonly times: Float64Array; next: number }>();
  readonly #pairs = new Map<string, PairState>();
  #overLimitCount = 0;

  constructor(settings: LimitSettings) {
    this.#settings = settings;
  }

  /** Sends that came when their number had sent as many as it may in the second before, refused ones included. */
  get overLimitCount(): number {
    return this.#overLimitCount;
  }

  /** Counts one send. @returns the code that it is refused with, or null. */
  take(phoneNumberId: string, to: string, nowMs: number): 130429 | 131056 | null {
    const ring = this.#ringOf(phoneNumberId);
    if (ring !== null && nowMs - (ring.times[ring.next] ?? 0) < SECOND_MS) {
      this.#overLimitCount += 1;
      if (this.#settings.refuse) return 130_429;
    }
    if (!this.#takePair(`${phoneNumberId}/${to}`, nowMs) && this.#settings.refuse) return 131_056;
    if (ring !== null) {
      ring.times[ring.next] = nowMs;
      ring.next = (ring.next + 1) % ring.times.length;
    }
    return null;
  }

  #ringOf(phoneNumberId: string) {
    const { perNumberPerSecond } = this.#settings;
    if (perNumberPerSecond === null) return null;
    const known = this.#timesByNumber.get(phoneNumberId);
    if (known !== undefined) return known;
    const ring = { times: new Float64Array(perNumberPerSecond).fill(Number.NEGATIVE_INFINITY), next: 0 };
    this.#timesByNumber.set(phoneNumberId, ring);
    return ring;
  }

  /** After a burst nothing goes to that person until as much time has passed as its messages would have taken. */
  #takePair(key: string, nowMs: number): boolean {
    const { pair } = this.#settings;
    if (pair === null) return true;
    const state = this.#pairs.get(key);
    if (state === undefined || state.freeAtMs <= nowMs) {
      this.#remember(key, { startedAtMs: nowMs, count: 1, freeAtMs: nowMs + pair.intervalMs });
      return true;
    }
    if (state.count >= pair.burst || nowMs - state.startedAtMs >= pair.intervalMs) return false;
    const { startedAtMs, count, freeAtMs } = state;
    this.#remember(key, { startedAtMs, count: count + 1, freeAtMs: freeAtMs + pair.intervalMs });
    return true;
  }

  #remember(key: string, state: PairState): void {
    this.#pairs.delete(key);
    this.#pairs.set(key, state);
    const oldest = this.#pairs.keys().next();
    if (this.#pairs.size > PAIRS_MAX && !oldest.done) this.#pairs.delete(oldest.value);
  }
}
