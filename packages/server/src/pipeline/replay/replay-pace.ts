/** How a run gives way to the events that come in. */
export interface Pace {
  /** Events that are looked at in one piece just now. */
  readonly pieceEvents: () => number;
  /** Awaited after each piece. */
  readonly after: (deliveryCount: number) => Promise<void>;
}

/** Of one piece when nobody else wants anything: it is read and worked out in a few milliseconds. */
const PIECE_EVENTS = 200;
/** While events come in: one of them hardly waits for it. */
const PIECE_EVENTS_BUSY = 50;
/** Receivers that have just come back are not knocked over. */
const PER_SECOND_MAX = 1_000;
/** While events come in: a small part of what a node sends, so that they are as quick as without. */
const PER_SECOND_BUSY_MAX = 200;
/** For how long after an event it counts as busy. */
const BUSY_MS = 1_000;
/** Also after a piece without deliveries: what has come in meanwhile goes first. */
const PAUSE_MS_MIN = 5;

interface PaceContext {
  /** When the last event came in. Monotonic ms. */
  readonly lastEventMs: () => number;
  readonly monotonicMs: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** Sends at a bounded rate, and at a low one in small pieces while events come in. */
export function createReplayPace({ lastEventMs, monotonicMs, pause }: PaceContext): Pace {
  const isBusy = () => monotonicMs() - lastEventMs() < BUSY_MS;
  let nextMs = 0;
  return {
    pieceEvents: () => (isBusy() ? PIECE_EVENTS_BUSY : PIECE_EVENTS),
    after: async (deliveryCount) => {
      const nowMs = monotonicMs();
      const perSecond = isBusy() ? PER_SECOND_BUSY_MAX : PER_SECOND_MAX;
      nextMs = Math.max(nowMs, nextMs) + (deliveryCount * 1_000) / perSecond;
      await pause(Math.max(PAUSE_MS_MIN, nextMs - nowMs));
    },
  };
}
