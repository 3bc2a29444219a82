import { describe, expect, test } from 'vitest';
import { BackPressure, HOLD_MS } from './back-pressure.ts';

describe('whoever publishes faster than this process sends', () => {
  test('waits while the event loop has hardly any time to spare', async () => {
    const { pressure, pass, held, answeredAfter } = start();
    pass({ busyMs: 45, idleMs: 5 });
    expect(await answeredAfter(pressure.hold())).toBe(HOLD_MS);
    expect(held()).toBe(1);
  });

  test('is answered at once while it has', async () => {
    const { pressure, pass, held, answeredAfter } = start();
    pass({ busyMs: 25, idleMs: 25 });
    expect([await answeredAfter(pressure.hold()), held()]).toEqual([0, 0]);
  });

  test('is answered at once when it was idle before a burst that has only begun', async () => {
    const { pressure, pass, answeredAfter } = start();
    pass({ busyMs: 40, idleMs: 10_000 });
    expect(await answeredAfter(pressure.hold())).toBe(0);
  });

  test('waits no more as soon as the load is over', async () => {
    const { pressure, pass, answeredAfter } = start();
    pass({ busyMs: 50, idleMs: 0 });
    expect(await answeredAfter(pressure.hold())).toBe(HOLD_MS);
    pass({ busyMs: 10, idleMs: 40 });
    expect(await answeredAfter(pressure.hold())).toBe(0);
  });

  test('is judged by the last look for as long as there is too little to judge by', async () => {
    const { pressure, pass, answeredAfter } = start();
    pass({ busyMs: 50, idleMs: 0 });
    expect(await answeredAfter(pressure.hold())).toBe(HOLD_MS);
    pass({ busyMs: 0, idleMs: 20 });
    expect(await answeredAfter(pressure.hold())).toBe(HOLD_MS);
  });
});

/** A process whose time passes as it is told to. */
function start() {
  let [nowMs, busyMs, heldCount] = [1_000, 400, 0];
  let lastDelayMs = 0;
  const pressure = new BackPressure({
    busyMs: () => busyMs,
    monotonicMs: () => nowMs,
    setTimer: (run, delayMs) => {
      lastDelayMs = delayMs;
      run();
    },
    onHeld: () => {
      heldCount += 1;
    },
  });
  return {
    pressure,
    pass: (time: { readonly busyMs: number; readonly idleMs: number }) => {
      nowMs += time.busyMs + time.idleMs;
      busyMs += time.busyMs;
    },
    held: () => heldCount,
    answeredAfter: async (hold: Promise<void>) => {
      await hold;
      const delayMs = lastDelayMs;
      lastDelayMs = 0;
      return delayMs;
    },
  };
}
