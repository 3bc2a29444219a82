import type { Store } from '../platform/db/store.ts';
import { type PurgedCounts, type RetentionRound, runRetentionRound } from './retention-round.ts';

export interface RetentionContext {
  readonly store: Store;
  /** POSTHORN_RETENTION in milliseconds. */
  readonly retentionMs: number;
  /** POSTHORN_AUDIT_RETENTION in milliseconds. */
  readonly auditRetentionMs: number;
  readonly nowMs: () => number;
  readonly purgeIdempotencyKeys: RetentionRound['purgeIdempotencyKeys'];
  readonly purgeReceivedRequests: RetentionRound['purgeReceivedRequests'];
  /** What a round removed, for the log. Called only when it removed something. */
  readonly onPurged: (purged: Readonly<PurgedCounts>) => void;
  readonly onError: (error: unknown) => void;
}

export interface RetentionWorker {
  /** Settles when no statement runs any more: within one small statement. */
  readonly stop: () => Promise<void>;
}

/** Pause after each statement: the writer is free for nearly all of the time, and still 20,000 rows a second can go. */
const PAUSE_MS = 25;
const ROUND_INTERVAL_MS = 60_000;
/** After a round that left something. */
const ROUND_AGAIN_MS = 1_000;
/** Batches of 1,000 rows for each kind of row of each owner in a round. */
const STEPS_MAX = 200;

/** Removes what is older than its retention (DESIGN 7, "Kept how long"), a little at a time, for as long as it runs. */
export function startRetention(ctx: RetentionContext): RetentionWorker {
  const stopping = new AbortController();
  const walks: Walks = { keyWalk: new Map(), statusWalk: new Map() };
  const running = (async () => {
    while (await wait(ROUND_AGAIN_MS, stopping.signal)) {
      const isComplete = await runOnce(ctx, walks, stopping.signal);
      if (isComplete) await wait(ROUND_INTERVAL_MS, stopping.signal);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

type Walks = Pick<RetentionRound, 'keyWalk' | 'statusWalk'>;

async function runOnce(ctx: RetentionContext, walks: Walks, signal: AbortSignal): Promise<boolean> {
  try {
    const { purged, isComplete } = await runRetentionRound({
      store: ctx.store,
      retentionMs: ctx.retentionMs,
      auditRetentionMs: ctx.auditRetentionMs,
      nowMs: ctx.nowMs(),
      purgeIdempotencyKeys: ctx.purgeIdempotencyKeys,
      purgeReceivedRequests: ctx.purgeReceivedRequests,
      stepsMax: STEPS_MAX,
      pause: () => wait(PAUSE_MS, signal),
      ...walks,
    });
    if (Object.values(purged).some((count) => count > 0)) ctx.onPurged(purged);
    return isComplete;
  } catch (error) {
    // A round that failed is tried again after the long wait: most likely the database is away.
    ctx.onError(error);
    return true;
  }
}

/** Settles after the delay with true, or at once with false when it is over. Keeps no process alive. */
function wait(delayMs: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const onAbort = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve(true);
    }, delayMs).unref();
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
