import type { Store } from '../../platform/db/store.ts';
import { trimQuarantine } from './quarantine.store.ts';

export interface QuarantineWorkerContext {
  readonly store: Store;
  /** Items thrown away because their registration was over its bound, for the metric. Not called with 0. */
  readonly onTrimmed: (itemCount: number) => void;
  readonly onError: (error: unknown) => void;
}

export interface QuarantineWorker {
  /** Call after items were put in: trims soon, and once for many calls. */
  readonly wake: () => void;
  /** Settles when no trim runs any more. */
  readonly stop: () => Promise<void>;
}

/** How long after an insert the bounds are looked at. Together with the ingest's own limits it keeps the overshoot small. */
const TRIM_DELAY_MS = 5_000;
/** Without a wake-up: another node may have put items in. */
const TRIM_INTERVAL_MS = 300_000;

/** Keeps every registration's quarantine within its bounds (CONTRACTS 8, "Unknown phone_number_id"). */
export function startQuarantineWorker(ctx: QuarantineWorkerContext): QuarantineWorker {
  let isStopped = false;
  let isSoon = false;
  let running: Promise<void> = Promise.resolve();
  let timer = setTimeout(run, TRIM_INTERVAL_MS).unref();

  function run(): void {
    isSoon = false;
    running = trimOnce(ctx).then(() => {
      if (!isStopped && !isSoon) schedule(TRIM_INTERVAL_MS);
    });
  }

  function schedule(delayMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(run, delayMs).unref();
  }

  return {
    wake: () => {
      if (isStopped || isSoon) return;
      isSoon = true;
      void running.then(() => {
        if (!isStopped) schedule(TRIM_DELAY_MS);
      });
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

async function trimOnce(ctx: QuarantineWorkerContext): Promise<void> {
  try {
    const itemCount = await trimQuarantine(ctx.store);
    if (itemCount > 0) ctx.onTrimmed(itemCount);
  } catch (error) {
    ctx.onError(error);
  }
}
