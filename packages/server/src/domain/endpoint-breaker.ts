export const BREAKER_STATES = ['closed', 'open', 'half_open'] as const;
/** `closed`: deliveries go out. `open`: they wait. `half_open`: one is on its way to find out. */
export type BreakerState = (typeof BREAKER_STATES)[number];

/** How an endpoint has answered lately. */
export interface Breaker {
  readonly state: BreakerState;
  /** Failures since the last success, of all nodes, as far as they have told. */
  readonly consecutiveFailures: number;
  /** When the first of them began, epoch ms. Null: the last attempt succeeded, or there was none. */
  readonly failingSinceMs: number | null;
  /** Epoch ms. Null: it is closed. */
  readonly openedAtMs: number | null;
  /** When the next delivery may go out, epoch ms; while one is on its way, when the next one may if nobody hears of that. Null: it is closed. */
  readonly nextProbeAtMs: number | null;
  /** Probes that failed since it opened. */
  readonly failedProbes: number;
}

/** Of an endpoint that does not fail. */
export const HEALTHY_BREAKER: Breaker = {
  state: 'closed',
  consecutiveFailures: 0,
  failingSinceMs: null,
  openedAtMs: null,
  nextProbeAtMs: null,
  failedProbes: 0,
};
