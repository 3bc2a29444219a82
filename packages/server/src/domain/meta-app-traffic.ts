/** What Meta sent to the callback of an app, as this gateway saw it. Epoch ms. Null: never, or longer ago than it is kept. */
export interface MetaAppTraffic {
  /** A challenge that was answered. */
  readonly lastChallengeAtMs: number | null;
  /** A webhook that one of the app's secrets verified. */
  readonly lastSignedPostAtMs: number | null;
  /** A webhook that none of them verified. */
  readonly lastRefusedPostAtMs: number | null;
}

/** Of an app that Meta never called. */
export const NO_TRAFFIC: MetaAppTraffic = {
  lastChallengeAtMs: null,
  lastSignedPostAtMs: null,
  lastRefusedPostAtMs: null,
};
