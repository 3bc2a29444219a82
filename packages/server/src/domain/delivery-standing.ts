import type { DeliveryState } from './delivery.ts';

export const STANDING_WORDS = ['delivered', 'pending', 'retrying', 'canceled', 'held', 'exhausted'] as const;
/** How far a delivery is, from the best on: its state, and of what is pending whether it waits for its first attempt, a later one, or its endpoint. */
export type StandingWord = (typeof STANDING_WORDS)[number];

/** What a standing is read from. */
export interface StandingSource {
  readonly state: DeliveryState;
  readonly attemptsMade: number;
  /** Waits without a time, because its endpoint is disabled. */
  readonly held: boolean;
}

/** The one word for how far a delivery is. */
export function standingOf({ state, held, attemptsMade }: StandingSource): StandingWord {
  if (state !== 'pending') return state;
  if (held) return 'held';
  return attemptsMade > 0 ? 'retrying' : 'pending';
}

/** The standings that deliveries of one state can have. */
export function standingsOfState(state: DeliveryState): readonly StandingWord[] {
  return state === 'pending' ? ['pending', 'retrying', 'held'] : [state];
}
