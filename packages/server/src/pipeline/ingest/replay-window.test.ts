import { describe, expect, test } from 'vitest';
import { judgeReplayWindow, REPLAY_AHEAD_MS } from './replay-window.ts';

const NOW_MS = 1_781_000_400_000;
const HOUR_MS = 3_600_000;
const WINDOW = { backMs: 169 * HOUR_MS, aheadMs: REPLAY_AHEAD_MS };

const at = (occurredAtMs: number, more: { timeIsMeta?: boolean; exemptFromReplayWindow?: boolean } = {}) =>
  judgeReplayWindow({ occurredAtMs, timeIsMeta: true, exemptFromReplayWindow: false, ...more }, NOW_MS, WINDOW);

describe('judgeReplayWindow', () => {
  test('an item is inside up to both ends and outside one millisecond further', () => {
    expect(at(NOW_MS)).toBe('inside');
    expect(at(NOW_MS - 169 * HOUR_MS)).toBe('inside');
    expect(at(NOW_MS - 169 * HOUR_MS - 1)).toBe('stale');
    expect(at(NOW_MS + 5 * 60_000)).toBe('inside');
    expect(at(NOW_MS + 5 * 60_000 + 1)).toBe('future');
  });

  test('an item without a time of Meta is inside, and so is history', () => {
    expect(at(0, { timeIsMeta: false })).toBe('inside');
    expect(at(0, { exemptFromReplayWindow: true })).toBe('inside');
  });
});
