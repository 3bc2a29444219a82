/** A number may send one message to one person in this time (CONTRACTS 2.3) … */
const EVERY_MS = 6_000;
/** … and this many at once, borrowed from what it may send later. */
const BURST = 45;
/** The first wait after Meta refused a message of a pair; each time in a row it is four times as long. */
const THROTTLE_MS = 1_000;
const THROTTLE_FACTOR = 4;
/** The longest such wait: an hour. A message waits a day at most. */
const THROTTLE_MS_MAX = 3_600_000;
/** Pairs that are remembered. A number with 80 messages a second to different people has 480 that are not full again. */
const PAIRS_MAX = 20_000;
/** How often those that are full again are looked for. */
const FORGET_EVERY_MS = 10_000;
/** What goes when none is full and there is no room: a tenth, so that the search is not made for every message. */
const EVICTED = PAIRS_MAX / 10;

interface Pair {
  /** When everything that was borrowed is paid back. */
  paidAtMs: number;
  /** Meta refused: nothing before this. */
  throttledUntilMs: number;
  throttles: number;
  /** Up to when times are promised to messages that wait in the queue. */
  promisedUntilMs: number;
}

/**
 * How often a number may write to the same person: bursts that are paid back later (GCRA), and pauses that Meta asks for.
 * Pairs that may send a whole burst again are forgotten. All times are monotonic milliseconds.
 */
export class PairLimits {
  readonly #pairs = new Map<string, Pair>();
  #forgotAtMs = 0;

  /** How long the next message of the pair has to wait. 0: not at all. */
  waitMs(recipient: string, nowMs: number): number {
    const pair = this.#pairs.get(recipient);
    return pair === undefined ? 0 : Math.max(0, sendableAtMs(pair) - nowMs);
  }

  /** True while others of the pair wait in the queue for the time that was promised to them. */
  hasPromised(recipient: string, nowMs: number): boolean {
    return (this.#pairs.get(recipient)?.promisedUntilMs ?? 0) > nowMs;
  }

  /** A message of the pair is sent. */
  take(recipient: string, nowMs: number): void {
    const pair = this.#pairOf(recipient, nowMs);
    pair.paidAtMs = Math.max(pair.paidAtMs, nowMs) + EVERY_MS;
  }

  /** Promises a message that has to wait a time of its own, so that those of a pair keep their order. @returns how long it waits. */
  promise(recipient: string, nowMs: number): number {
    const pair = this.#pairOf(recipient, nowMs);
    const atMs = Math.max(sendableAtMs(pair), pair.promisedUntilMs, nowMs);
    pair.promisedUntilMs = atMs + EVERY_MS;
    return atMs - nowMs;
  }

  /** Meta says that it is too much for this pair. @returns how long it is to wait. */
  throttle(recipient: string, nowMs: number): number {
    const pair = this.#pairOf(recipient, nowMs);
    // Those that were on their way with the first one do not make it worse.
    if (nowMs >= pair.throttledUntilMs) {
      const waitMs = Math.min(THROTTLE_MS_MAX, THROTTLE_MS * THROTTLE_FACTOR ** pair.throttles);
      pair.throttles++;
      pair.throttledUntilMs = nowMs + waitMs;
    }
    return pair.throttledUntilMs - nowMs;
  }

  /** Meta took a message of the pair. */
  accepted(recipient: string): void {
    const pair = this.#pairs.get(recipient);
    if (pair !== undefined) pair.throttles = 0;
  }

  #pairOf(recipient: string, nowMs: number): Pair {
    const known = this.#pairs.get(recipient);
    if (known !== undefined) return known;
    this.#forget(nowMs);
    const pair = { paidAtMs: nowMs, throttledUntilMs: nowMs, throttles: 0, promisedUntilMs: nowMs };
    this.#pairs.set(recipient, pair);
    return pair;
  }

  #forget(nowMs: number): void {
    if (this.#pairs.size < PAIRS_MAX && nowMs - this.#forgotAtMs < FORGET_EVERY_MS) return;
    this.#forgotAtMs = nowMs;
    for (const [recipient, pair] of this.#pairs) if (isFull(pair, nowMs)) this.#pairs.delete(recipient);
    if (this.#pairs.size < PAIRS_MAX) return;
    // The oldest are forgotten, and Meta says when that was too early.
    for (const recipient of [...this.#pairs.keys()].slice(0, EVICTED)) this.#pairs.delete(recipient);
  }
}

function sendableAtMs(pair: Pair): number {
  return Math.max(pair.paidAtMs - (BURST - 1) * EVERY_MS, pair.throttledUntilMs);
}

/** Nothing that it remembers changes anything any more. A throttle in a row counts for as long as the pause that it led to. */
function isFull({ paidAtMs, promisedUntilMs, throttledUntilMs, throttles }: Pair, nowMs: number): boolean {
  const lastPauseMs = throttles === 0 ? 0 : Math.min(THROTTLE_MS_MAX, THROTTLE_MS * THROTTLE_FACTOR ** throttles);
  return Math.max(paidAtMs, promisedUntilMs, throttledUntilMs + lastPauseMs) <= nowMs;
}
