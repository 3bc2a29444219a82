import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long this process did nothing else lately, because it was busy or was not given a processor. */
export interface LoopStalls {
  /** The longest of the last five to ten seconds, ms. */
  readonly longestMs: () => number;
  readonly stop: () => void;
}

const RESOLUTION_MS = 5;
const PERIOD_MS = 5_000;

/** Watches the event loop. Costs a timer. */
export function watchLoopStalls(monotonicMs: () => number): LoopStalls {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let before = 0;
  let periodStartMs = monotonicMs();
  return {
    longestMs: () => {
      const longest = histogram.max / 1e6;
      if (monotonicMs() - periodStartMs >= PERIOD_MS) {
        before = longest;
        periodStartMs = monotonicMs();
        histogram.reset();
      }
      return Math.max(before, longest);
    },
    stop: () => {
      histogram.disable();
    },
  };
}
