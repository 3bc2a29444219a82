import type { Store } from '../platform/db/store.ts';
import { partitionsToMake, partitionWidthMs } from './partition-plan.ts';
import { listPartitions, makePartition, PARTITIONED_TABLES, type PartitionedTable } from './partitions.store.ts';

export interface PartitionsContext {
  readonly store: Store;
  /** POSTHORN_RETENTION in milliseconds. */
  readonly retentionMs: number;
  readonly nowMs: () => number;
  /** Settles after the time, or at once when the signal is aborted; never rejects. */
  readonly wait: (waitMs: number, signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export interface PartitionsWorker {
  /** Settles when no statement runs any more. */
  readonly stop: () => Promise<void>;
}

const ROUND_MS = 3_600_000;
/** After a round that left something to do: somebody was reading for long, or another node was at it. */
const ROUND_AGAIN_MS = 30_000;

/**
 * Makes the partitions of the days that come, for as long as it runs. Every node does so and none has to: whoever comes
 * first makes them, and what no partition was made for in time has its place in the default one.
 */
export function startPartitions(ctx: PartitionsContext): PartitionsWorker {
  const stopping = new AbortController();
  const running = ctx.store.can.partitions ? run(ctx, stopping.signal) : Promise.resolve();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function run(ctx: PartitionsContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const isComplete = await makePartitions(ctx).catch((error: unknown) => {
      ctx.onError(error);
      return false;
    });
    await ctx.wait(isComplete ? ROUND_MS : ROUND_AGAIN_MS, signal);
  }
}

/** Makes what is missing. @returns false when something was in the way and it is worth trying again soon. */
export async function makePartitions({
  store,
  retentionMs,
  nowMs,
}: Pick<PartitionsContext, 'store' | 'retentionMs' | 'nowMs'>): Promise<boolean> {
  const plan = { nowMs: nowMs(), widthMs: partitionWidthMs(retentionMs) };
  let isComplete = true;
  for (const table of PARTITIONED_TABLES) isComplete = (await makeMissing(store, table, plan)) && isComplete;
  return isComplete;
}

async function makeMissing(
  store: Store,
  table: PartitionedTable,
  plan: { readonly nowMs: number; readonly widthMs: number },
): Promise<boolean> {
  for (const range of partitionsToMake(await listPartitions(store, table), plan)) {
    // Rows of that time are in the default partition already, by whatever clock: the time has its place.
    if ((await makePartition(store, table, range)) === 'busy') return false;
  }
  return true;
}
