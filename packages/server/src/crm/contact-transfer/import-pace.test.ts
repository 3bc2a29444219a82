import { expect, test } from 'vitest';
import { createImportPace } from './import-pace.ts';

/** A pace on a clock that only waiting moves. */
function open(lastEventMs: number) {
  const clock = { nowMs: 10_000, waitedMs: [] as number[] };
  const pace = createImportPace({
    lastEventMs: () => lastEventMs,
    monotonicMs: () => clock.nowMs,
    wait: async (ms) => {
      clock.waitedMs.push(ms);
      clock.nowMs += ms;
    },
  });
  return { pace, clock };
}

test('an import that is alone takes large pieces and waits for nothing', async () => {
  const { pace, clock } = open(8_999);
  expect(pace.chunkRows()).toBe(200);
  await pace.after(200);
  await pace.after(200);
  expect(clock.waitedMs).toEqual([0, 0]);
});

test('while events come in it takes small pieces, at about 1,000 rows a second', async () => {
  const { pace, clock } = open(Number.POSITIVE_INFINITY);
  expect(pace.chunkRows()).toBe(20);
  for (let rows = 0; rows < 3_000; rows += 20) await pace.after(20);
  expect(clock.nowMs).toBeGreaterThanOrEqual(12_700);
  expect(clock.nowMs).toBeLessThanOrEqual(13_000);
});
