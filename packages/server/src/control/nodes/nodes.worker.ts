import type { Store } from '../../platform/db/store.ts';
import { type GatewayNode, insertNode, purgeNodes, writeHeartbeat } from './nodes.store.ts';

export interface NodesWorkerContext {
  readonly store: Store;
  readonly node: Pick<GatewayNode, 'id' | 'hostName' | 'processId' | 'version' | 'nodeVersion'>;
  /** How long it is remembered when nodes ran: as long as there are statistics. */
  readonly retentionMs: number;
  readonly inFlight: () => number;
  readonly nowMs: () => number;
  readonly onError: (error: unknown) => void;
}

export interface NodesWorker {
  /** Enters this process. Settles when it is known. */
  readonly start: () => Promise<void>;
  /** Says that this process ends. Before the store is closed. */
  readonly stop: () => Promise<void>;
}

/** How often a node says that it lives. */
const BEAT_MS = 15_000;
/** A node that said nothing for three beats is not well, or gone. */
export const STALE_AFTER_MS = 3 * BEAT_MS;
/** Every how many beats old processes are forgotten: once an hour. */
const PURGE_BEATS = 240;

/** Tells the other nodes, and whoever looks at the statistics, that this process runs. */
export function createNodesWorker(ctx: NodesWorkerContext): NodesWorker {
  let timer: NodeJS.Timeout | null = null;
  let beats = 0;
  let running: Promise<void> = Promise.resolve();
  const beat = (isLast: boolean) =>
    writeHeartbeat(ctx.store, { id: ctx.node.id, nowMs: ctx.nowMs(), inFlight: ctx.inFlight(), isLast });
  const tick = async () => {
    try {
      await beat(false);
      if (beats % PURGE_BEATS === 0) await purgeNodes(ctx.store, ctx.nowMs() - ctx.retentionMs);
      beats += 1;
    } catch (error) {
      ctx.onError(error);
    }
  };
  return {
    start: async () => {
      const nowMs = ctx.nowMs();
      await insertNode(ctx.store, {
        ...ctx.node,
        role: 'gateway',
        startedAtMs: nowMs,
        lastSeenAtMs: nowMs,
        stoppedAtMs: null,
        inFlight: 0,
      });
      timer = setInterval(() => {
        running = running.then(tick);
      }, BEAT_MS).unref();
    },
    stop: async () => {
      if (timer === null) return;
      clearInterval(timer);
      await running;
      await beat(true).catch((error: unknown) => ctx.onError(error));
    },
  };
}
