import { afterEach, expect, test, vi } from 'vitest';
import { SharedClock } from './shared-clock.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('a clock that is about right is left alone, so that time does not jitter', () => {
  const clock = clockAt(1_000_000);
  clock.onSample({ theirMs: 1_000_200, ourMs: 1_000_000, tookMs: 2 });
  expect(clock.nowMs()).toBe(1_000_000);
});

test('a clock that is wrong is corrected by the middle of question and answer', () => {
  const clock = clockAt(1_000_000);
  clock.onSample({ theirMs: 1_005_000, ourMs: 1_000_000, tookMs: 100 });
  expect(clock.nowMs()).toBe(1_005_050);
  clock.onSample({ theirMs: 995_000, ourMs: 1_000_000, tookMs: 0 });
  expect(clock.nowMs()).toBe(995_000);
});

test('a slow answer proves nothing about a clock that agrees with it as far as can be told', () => {
  const clock = clockAt(1_000_000);
  clock.onSample({ theirMs: 1_005_000, ourMs: 1_000_000, tookMs: 0 });
  clock.onSample({ theirMs: 1_003_000, ourMs: 1_000_000, tookMs: 3_000 });
  expect(clock.nowMs()).toBe(1_005_000);
});

test('a slow answer does not undo what a quick one proved', () => {
  const clock = clockAt(1_000_000);
  clock.onSample({ theirMs: 1_002_500, ourMs: 1_000_000, tookMs: 0 });
  clock.onSample({ theirMs: 997_600, ourMs: 1_000_000, tookMs: 4_900 });
  expect(clock.nowMs()).toBe(1_002_500);
});

test('a clock that was set right is followed back', () => {
  const clock = clockAt(1_000_000);
  clock.onSample({ theirMs: 1_005_000, ourMs: 1_000_000, tookMs: 0 });
  clock.onSample({ theirMs: 1_000_001, ourMs: 1_000_000, tookMs: 0 });
  expect(clock.nowMs()).toBe(1_000_000);
});

function clockAt(ms: number): SharedClock {
  vi.useFakeTimers({ now: ms });
  return new SharedClock();
}
