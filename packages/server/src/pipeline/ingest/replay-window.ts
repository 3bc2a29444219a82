import type { SplitItem } from '../../domain/meta/split.ts';

/** How far ahead of our clock Meta's may be (CONTRACTS 8, "Replay window"). */
export const REPLAY_AHEAD_MS = 5 * 60 * 1000;

export interface ReplayWindow {
  /** How old an item may be: `POSTHORN_META_REPLAY_WINDOW`. */
  readonly backMs: number;
  readonly aheadMs: number;
}

/** What the window looks at. */
export type TimedItem = Pick<SplitItem, 'occurredAtMs' | 'timeIsMeta' | 'exemptFromReplayWindow'>;

/**
 * Judges an item by Meta's own time, both ends included. An item without one cannot be judged and is inside:
 * the signature holds for it, and the dedupe key absorbs a repetition. History is old by nature and exempt.
 */
export function judgeReplayWindow(item: TimedItem, nowMs: number, window: ReplayWindow): 'inside' | 'stale' | 'future' {
  if (!item.timeIsMeta || item.exemptFromReplayWindow) return 'inside';
  if (item.occurredAtMs < nowMs - window.backMs) return 'stale';
  return item.occurredAtMs > nowMs + window.aheadMs ? 'future' : 'inside';
}
