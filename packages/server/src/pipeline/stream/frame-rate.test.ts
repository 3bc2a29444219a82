import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameRate } from './frame-rate.ts';

test('lets through no more than so many in any second, wherever it begins', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 400 }), (pauses) => {
      const rate = new FrameRate(10);
      const sent: number[] = [];
      let nowMs = 0;
      for (const pause of pauses) {
        nowMs += pause;
        if (rate.waitMs(nowMs) > 0) continue;
        rate.take(nowMs);
        sent.push(nowMs);
      }
      for (const [index, time] of sent.entries()) {
        expect(sent.slice(index).filter((other) => other < time + 1_000).length).toBeLessThanOrEqual(10);
      }
    }),
  );
});

test('says when there is room again', () => {
  const rate = new FrameRate(2);
  rate.take(0);
  rate.take(400);
  expect([rate.waitMs(400), rate.waitMs(999), rate.waitMs(1_000)]).toEqual([600, 1, 0]);
});
