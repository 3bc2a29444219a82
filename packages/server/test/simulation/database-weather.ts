import type { Chance } from './chance.ts';
import type { DatabaseWeather } from './database-link.ts';
import { DAY_MS, HOUR_MS } from './day-plan.ts';
import type { VirtualTime } from './virtual-time.ts';

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Of 1: statements that fail on a good day, and commits of which the answer is lost. */
const FAILURES = 0.001;
const LOST_ANSWERS = 0.003;
/** Of 1: statements and answers that take their time. */
const DELAYS = 0.3;

/** A database that is away now and then, and slow, and loses connections. */
export class SimulatedWeather implements DatabaseWeather {
  /** When nobody reaches it. The judge asks it what could not be done in time. */
  readonly away: readonly Span[];
  readonly #slow: readonly Span[];
  readonly #time: VirtualTime;
  readonly #chance: Chance;
  #isCalm = false;

  constructor(time: VirtualTime, chance: Chance) {
    this.#time = time;
    this.#chance = chance;
    this.away = planSpans(chance, time.nowMs, { count: 4, lengthMs: [1_000, HOUR_MS / 4] });
    this.#slow = planSpans(chance, time.nowMs, { count: 6, lengthMs: [60_000, HOUR_MS] });
  }

  /** The day is over: nothing goes wrong any more. */
  calm(): void {
    this.#isCalm = true;
  }

  readonly isAway = (): boolean => !this.#isCalm && isIn(this.away, this.#time.nowMs);

  readonly delayMs = (): number => {
    if (this.#isCalm || !this.#chance.happens(DELAYS)) return 0;
    return isIn(this.#slow, this.#time.nowMs) ? this.#chance.magnitude(5, 4_000) : this.#chance.magnitude(1, 50);
  };

  readonly fails = (): boolean => !this.#isCalm && this.#chance.happens(FAILURES);

  readonly losesAnswer = (): boolean => !this.#isCalm && this.#chance.happens(LOST_ANSWERS);
}

/** For the hand that sets up a world and judges it. */
export const ALWAYS_FINE: DatabaseWeather = {
  isAway: () => false,
  delayMs: () => 0,
  fails: () => false,
  losesAnswer: () => false,
};

function planSpans(
  chance: Chance,
  startMs: number,
  { count, lengthMs }: { readonly count: number; readonly lengthMs: readonly [number, number] },
): readonly Span[] {
  return Array.from({ length: chance.integer(0, count) }, () => {
    const fromMs = startMs + chance.integer(0, DAY_MS);
    return { fromMs, toMs: fromMs + chance.magnitude(...lengthMs) };
  });
}

function isIn(spans: readonly Span[], nowMs: number): boolean {
  return spans.some(({ fromMs, toMs }) => nowMs >= fromMs && nowMs < toMs);
}
