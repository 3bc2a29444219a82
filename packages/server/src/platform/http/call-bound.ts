import { PosthornError } from '../../domain/errors.ts';
import { newRecentlyUsed } from '../recently-used.ts';

/** Subjects that are counted at once. The one seen longest ago is forgotten first. */
const SUBJECTS_MAX = 10_000;

interface Bound {
  readonly callsMax: number;
  readonly windowMs: number;
}

interface Count {
  readonly sinceMs: number;
  calls: number;
}

/** Bounds how often something costly may be asked for in a window of time, each subject for itself, in this process. */
export class CallBound {
  readonly #bound: Bound;
  readonly #counts = newRecentlyUsed<string, Count>(SUBJECTS_MAX);

  constructor(bound: Bound) {
    this.#bound = bound;
  }

  /** @throws PosthornError `rate_limited` when there were too many in this window. */
  count(subject: string, nowMs: number): void {
    const { callsMax, windowMs } = this.#bound;
    const known = this.#counts.get(subject);
    const current = known !== undefined && nowMs - known.sinceMs < windowMs ? known : { sinceMs: nowMs, calls: 0 };
    if (current !== known) this.#counts.set(subject, current);
    current.calls += 1;
    if (current.calls <= callsMax) return;
    const leftMs = current.sinceMs + windowMs - nowMs;
    throw new PosthornError('rate_limited', `More than ${callsMax} in ${windowMs / 1_000} s.`, {
      retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1_000)),
    });
  }
}
