import type { WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { addLogGroups, type CountsBySubject, MINUTE_MS, minuteOf } from './delivery-counts.ts';
import { countLog, findNextAttemptMs } from './log-counts.store.ts';
import { findMark } from './roll-up.store.ts';

/** What the delivery log holds that is not counted yet. */
export interface LogTail {
  /** By the minute. */
  readonly minutes: ReadonlyMap<number, CountsBySubject>;
  /** The count is behind: between these times there are attempts that nobody counted yet. Null: there are none. */
  readonly uncounted: { readonly fromMs: number; readonly toMs: number } | null;
}

/** How much of the log a reader counts by itself: what is missing when a node does its rounds is 20 s. */
const TAIL_MS_MAX = 10 * MINUTE_MS;

/** Counts the end of a workspace's log that no round has counted yet. */
export async function readLogTail(store: Store, workspaceId: WorkspaceId, nowMs: number): Promise<LogTail> {
  const mark = await findMark(store, workspaceId);
  const nextMs = await findNextAttemptMs(store, workspaceId, mark?.countedToMs ?? 0);
  const minutes = new Map<number, CountsBySubject>();
  if (nextMs === null || nextMs >= nowMs) return { minutes, uncounted: null };
  const tailMs = minuteOf(nowMs - TAIL_MS_MAX);
  const isBehind = nextMs < tailMs;
  for (let fromMs = isBehind ? tailMs : nextMs; fromMs < nowMs; ) {
    const minuteMs = minuteOf(fromMs);
    const toMs = Math.min(minuteMs + MINUTE_MS, nowMs);
    const counts: CountsBySubject = new Map();
    addLogGroups(counts, await countLog(store, { workspaceId, fromMs, toMs }));
    if (counts.size > 0) minutes.set(minuteMs, counts);
    fromMs = toMs;
  }
  return { minutes, uncounted: isBehind ? { fromMs: nextMs, toMs: tailMs } : null };
}
