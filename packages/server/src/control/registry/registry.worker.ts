/** How often a node asks for changes that other nodes and commands made. One row of one table is read. */
export const REGISTRY_POLL_MS = 500;

/** What the loop needs. */
export interface RegistryWorkerContext {
  readonly refresh: () => Promise<void>;
  /** Resolves after the time, or at once when the signal is aborted; never rejects. */
  readonly wait: (waitMs: number, signal: AbortSignal) => Promise<void>;
  /** Told of each failure. The loop goes on: what is loaded stays in use while the store is away. */
  readonly onError: (error: unknown) => void;
}

/** A loop that runs until it is stopped. */
export interface RegistryWorker {
  /** Resolves when a round that was running has ended. */
  readonly stop: () => Promise<void>;
}

/** Keeps the registry up to date, one round after the other, with a pause of `REGISTRY_POLL_MS` between. */
export function startRegistryWorker(ctx: RegistryWorkerContext): RegistryWorker {
  const stopping = new AbortController();
  const running = runRounds(ctx, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function runRounds(ctx: RegistryWorkerContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await ctx.wait(REGISTRY_POLL_MS, signal);
    if (signal.aborted) return;
    await ctx.refresh().catch(ctx.onError);
  }
}
