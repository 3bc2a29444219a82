import type { ExchangeResult } from '../../src/pipeline/delivery/exchange.ts';
import type { Chance } from './chance.ts';

/** What is wrong with a receiver for a while. */
export type Trouble = 'refuses' | 'hangs' | 'vanished' | 'fails' | 'throttles' | 'unauthorized' | 'slow' | 'gone';

/** A while in which something is wrong. */
export interface Spell {
  readonly trouble: Trouble;
  readonly fromMs: number;
  readonly toMs: number;
}

/** How one request goes. Times are from its start. */
export interface Course {
  /** When the receiver has the whole of it. Null: it never gets there. */
  readonly seenAfterMs: number | null;
  /** When an end comes to the sender, if its time-out was not before. Null: never. */
  readonly endsAfterMs: number | null;
  /** What is answered. Null: the connection breaks. */
  readonly status: number | null;
  readonly retryAfter: string | null;
}

export interface ReceiverTraits {
  /** Of 1: requests that are lost on the way, and answers. */
  readonly lossRatio: number;
  /** Usual time to an answer. */
  readonly latencyMs: number;
  readonly timeoutMs: number;
  readonly spells: readonly Spell[];
}

/** Somebody's server: how it answers at a time. */
export class SimulatedReceiver {
  readonly #traits: ReceiverTraits;
  readonly #chance: Chance;
  /** From then on nothing is wrong with it any more, but for what is for ever. */
  #healedAtMs = Number.POSITIVE_INFINITY;

  constructor(traits: ReceiverTraits, chance: Chance) {
    this.#traits = traits;
    this.#chance = chance;
  }

  heal(nowMs: number): void {
    this.#healedAtMs = nowMs;
  }

  courseAt(nowMs: number): Course {
    const trouble = this.#troubleAt(nowMs);
    const chance = this.#chance;
    const wayMs = chance.magnitude(1, 200);
    const workMs = chance.magnitude(1, 2 * this.#traits.latencyMs);
    const answer = (status: number, over: Partial<Course> = {}): Course => ({
      seenAfterMs: wayMs,
      endsAfterMs: 2 * wayMs + workMs,
      status,
      retryAfter: null,
      ...over,
    });
    switch (trouble) {
      case 'refuses':
        return answer(0, { seenAfterMs: null, endsAfterMs: wayMs, status: null });
      case 'vanished':
        return answer(0, { seenAfterMs: null, endsAfterMs: null, status: null });
      case 'hangs':
        return answer(0, { endsAfterMs: null, status: null });
      case 'fails':
        return answer(chance.pick([500, 502, 503, 404]));
      case 'throttles':
        return answer(429, { retryAfter: chance.happens(0.7) ? String(chance.magnitude(1, 600)) : null });
      case 'unauthorized':
        // Late, so that there is time for something to happen between this answer and the other secret.
        return answer(401, { endsAfterMs: chance.integer(50, this.#traits.timeoutMs - 50) });
      case 'slow':
        return answer(200, { endsAfterMs: chance.integer(100, 1.2 * this.#traits.timeoutMs) });
      case 'gone':
        return answer(410);
      case null:
        return this.#usually(answer, { wayMs, workMs });
    }
  }

  #usually(
    answer: (status: number, over?: Partial<Course>) => Course,
    { wayMs, workMs }: { readonly wayMs: number; readonly workMs: number },
  ): Course {
    const { lossRatio } = this.#traits;
    if (!this.#chance.happens(lossRatio)) return answer(200);
    switch (this.#chance.integer(1, 5)) {
      case 1:
        return answer(0, { seenAfterMs: null, endsAfterMs: wayMs, status: null });
      case 2:
        return answer(0, { endsAfterMs: wayMs + workMs, status: null });
      case 3:
        // It did its work, and its answer was lost.
        return answer(200, { endsAfterMs: null });
      case 4:
        return answer(500);
      default:
        return answer(0, { endsAfterMs: null, status: null });
    }
  }

  #troubleAt(nowMs: number): Trouble | null {
    for (const { trouble, fromMs, toMs } of this.#traits.spells) {
      if (nowMs < fromMs || nowMs >= toMs) continue;
      if (toMs !== Number.POSITIVE_INFINITY && nowMs >= this.#healedAtMs) continue;
      return trouble;
    }
    return null;
  }
}

/** A result of `exchange`, in the words of the transport. */
export function resultOf(
  course: Course,
  { durationMs, isTimeout }: { durationMs: number; isTimeout: boolean },
): ExchangeResult {
  const status = isTimeout ? null : course.status;
  const isSuccess = status !== null && status >= 200 && status <= 299;
  const isReached = course.seenAfterMs !== null;
  return {
    outcome: isSuccess ? 'succeeded' : 'failed',
    durationMs: Math.round(durationMs),
    statusCode: status,
    headers: course.retryAfter === null || isTimeout ? {} : { 'retry-after': course.retryAfter },
    body: null,
    errorClass: isSuccess
      ? null
      : isTimeout
        ? 'timeout'
        : status !== null
          ? 'status'
          : isReached
            ? 'aborted'
            : 'connect',
    errorMessage: isSuccess ? null : 'The simulated receiver did not answer with a 2xx.',
    maybeReceived: status === null && isReached,
    isOurFailure: false,
  };
}
