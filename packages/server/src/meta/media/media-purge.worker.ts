import type { MediaPurged } from './media-purge.ts';

export interface MediaPurgeWorkerContext {
  /** One round. @param pause As a round needs it. */
  readonly createRound: (pause: () => Promise<boolean>) => () => Promise<MediaPurged>;
  /** What a round did, for the log. Called only when it did something. */
  readonly onPurged: (purged: MediaPurged) => void;
  readonly onError: (error: unknown) => void;
}

/** Pause after each file: the writer is free for nearly all of the time. */
const PAUSE_MS = 10;
/** Soon after the start, as it also cleans up after a process that died. */
const FIRST_ROUND_MS = 1_000;
const ROUND_INTERVAL_MS = 600_000;

/** Deletes media files that are older than their retention, for as long as it runs. */
export function startMediaPurge(ctx: MediaPurgeWorkerContext): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  const round = ctx.createRound(() => wait(PAUSE_MS, stopping.signal));
  const running = (async () => {
    for (let waitMs = FIRST_ROUND_MS; await wait(waitMs, stopping.signal); waitMs = ROUND_INTERVAL_MS) {
      try {
        const purged = await round();
        if (purged.files + purged.rows + purged.orphans > 0) ctx.onPurged(purged);
      } catch (error) {
        // Most likely the database or the media store is away: the next round goes on where this one was.
        ctx.onError(error);
      }
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
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
