import { PosthornError } from '../../domain/errors.ts';
import type { Store } from '../../platform/db/store.ts';
import type { ChangeConversation } from './conversation-writer.ts';
import { findMissedReopenings } from './conversations.store.ts';

/** What the loop needs. `gateway/` passes the real ones. */
export interface ReopenWorkerContext {
  readonly store: Store;
  /** @throws PosthornError `not_found`, `precondition_failed`, `conflict`. */
  readonly change: (save: ChangeConversation) => Promise<unknown>;
  readonly nowMs: () => number;
  /** Resolves after the time, or at once when the signal is aborted; never rejects. */
  readonly wait: (waitMs: number, signal: AbortSignal) => Promise<void>;
  /** Told of each failure. The loop goes on. */
  readonly onError: (error: unknown) => void;
}

/** A loop that runs until it is stopped. */
export interface ReopenWorker {
  /** Resolves when a round that was running has ended. */
  readonly stop: () => Promise<void>;
}

/** How often it is looked. A conversation may stand closed for so long although the person has written. */
const ROUND_MS = 3_000;
/** How long ago a conversation may have been closed: longer than any node remembers one as open, and than a database is away. */
const LOOK_BACK_MS = 300_000;
/** Conversations that one round opens. */
const ROUND_CONVERSATIONS_MAX = 100;

/**
 * Opens conversations again that a message should have opened: it was on its way to the commit when the conversation was
 * closed, or the node that took it still remembered as open what was closed on another one.
 */
export function startReopenWorker(ctx: ReopenWorkerContext): ReopenWorker {
  const stopping = new AbortController();
  const running = runRounds(ctx, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function runRounds(ctx: ReopenWorkerContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await ctx.wait(ROUND_MS, signal);
    if (signal.aborted) return;
    await reopenMissed(ctx).catch(ctx.onError);
  }
}

/** One round. @returns how many conversations it opened. */
export async function reopenMissed(ctx: Pick<ReopenWorkerContext, 'store' | 'change' | 'nowMs'>): Promise<number> {
  const closedFromMs = ctx.nowMs() - LOOK_BACK_MS;
  const missed = await findMissedReopenings(ctx.store, { closedFromMs, limit: ROUND_CONVERSATIONS_MAX });
  let count = 0;
  for (const { workspaceId, id, revision } of missed) {
    const reopening: ChangeConversation = {
      workspaceId,
      id,
      change: { state: 'open' },
      // Somebody who closes it again meanwhile has seen the message.
      expectedRevision: revision,
      actor: null,
    };
    if (await isReopened(ctx, reopening)) count += 1;
  }
  return count;
}

/** Another node may have been quicker, or the person may have been erased. */
const OVERTAKEN = new Set(['not_found', 'precondition_failed', 'conflict']);

async function isReopened({ change }: Pick<ReopenWorkerContext, 'change'>, save: ChangeConversation): Promise<boolean> {
  try {
    await change(save);
    return true;
  } catch (error) {
    if (error instanceof PosthornError && OVERTAKEN.has(error.code)) return false;
    throw error;
  }
}
