import { expect, onTestFinished, test } from 'vitest';
import { watchLoopStalls } from './loop-stalls.ts';

test('a stall is remembered beyond the five seconds that it happened in', async () => {
  let aheadMs = 0;
  const stalls = watchLoopStalls(() => performance.now() + aheadMs);
  onTestFinished(stalls.stop);
  await turnsOfTheLoop();
  const endMs = performance.now() + 80;
  while (performance.now() < endMs);
  await turnsOfTheLoop();
  expect(stalls.longestMs()).toBeGreaterThanOrEqual(70);
  aheadMs += 5_000;
  expect([stalls.longestMs(), stalls.longestMs()].every((ms) => ms >= 70)).toBe(true);
});

/** Long enough for the timer that watches. */
async function turnsOfTheLoop(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve, 6));
}
