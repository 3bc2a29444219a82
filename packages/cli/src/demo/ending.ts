/** What may end the demonstration from outside: SIGINT, SIGTERM, or that it takes too long. */
export interface Ending {
  readonly signal: AbortSignal;
  /** Resolves when `signal` is aborted: `timeout`, or the name of the signal of the system. */
  readonly reason: Promise<string>;
  /** Stops listening. */
  readonly release: () => void;
}

/**
 * Listens for an ending. A second signal ends the process at once, as it does without us.
 *
 * @param timeoutMs Null: it may take for ever.
 */
export function listenForEnding(timeoutMs: number | null): Ending {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<string>();
  const end = (reason: string) => {
    controller.abort();
    resolve(reason);
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  const timer = timeoutMs === null ? undefined : setTimeout(() => end('timeout'), timeoutMs);
  return {
    signal: controller.signal,
    reason: promise,
    release: () => {
      clearTimeout(timer);
      process.off('SIGINT', end).off('SIGTERM', end);
    },
  };
}
