import type { Pace } from './import-run.ts';

/** Rows of one transaction when nobody else wants anything: it takes some 20 ms. */
const CHUNK_ROWS = 200;
/** While events come in: short enough that one of them hardly waits for it. */
const CHUNK_ROWS_BUSY = 20;
/** While events come in an import takes about a third of what the machine can do. */
const ROWS_PER_SECOND_BUSY = 1_050;
/** For how long after an event it counts as busy. */
const BUSY_MS = 1_000;

interface PaceContext {
  /** When the last event came in that was not the import's own. Monotonic ms. */
  readonly lastEventMs: () => number;
  readonly monotonicMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** Imports at full speed while nothing else happens, and at a bounded rate, in small pieces, while events come in. */
export function createImportPace({ lastEventMs, monotonicMs, wait }: PaceContext): Pace {
  const isBusy = () => monotonicMs() - lastEventMs() < BUSY_MS;
  let nextMs = 0;
  return {
    chunkRows: () => (isBusy() ? CHUNK_ROWS_BUSY : CHUNK_ROWS),
    after: async (rowCount) => {
      const nowMs = monotonicMs();
      nextMs = Math.max(nowMs, nextMs + (rowCount * 1_000) / ROWS_PER_SECOND_BUSY);
      // Also when nothing else happens: what has come in meanwhile goes first.
      await wait(isBusy() ? nextMs - nowMs : 0);
    },
  };
}
