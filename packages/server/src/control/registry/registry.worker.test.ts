import { describe, expect, test } from 'vitest';
import { startRegistryWorker } from './registry.worker.ts';

describe('registry worker', () => {
  test('goes on after a failure, tells of it, and stops when it is asked to', async () => {
    const clock = manualClock();
    const errors: unknown[] = [];
    let rounds = 0;
    const refresh = async (): Promise<void> => {
      rounds += 1;
      if (rounds === 1) throw new Error('the store is away');
    };
    const worker = startRegistryWorker({ refresh, wait: clock.wait, onError: (error) => errors.push(error) });
    await clock.tick();
    await clock.tick();
    expect(rounds).toBe(2);
    expect(errors).toEqual([new Error('the store is away')]);
    await worker.stop();
    expect(rounds).toBe(2);
  });

  test('stopping waits for the round that runs', async () => {
    const clock = manualClock();
    const { promise, resolve } = Promise.withResolvers<void>();
    const worker = startRegistryWorker({ refresh: () => promise, wait: clock.wait, onError: () => {} });
    clock.pass();
    let isStopped = false;
    const stopping = worker.stop().then(() => {
      isStopped = true;
    });
    await Promise.resolve();
    expect(isStopped).toBe(false);
    resolve();
    await stopping;
  });
});

/** Time that passes when the test says so. */
function manualClock() {
  let waiting = Promise.withResolvers<void>();
  let asked = Promise.withResolvers<void>();
  const wait = (_waitMs: number, signal: AbortSignal): Promise<void> => {
    waiting = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => waiting.resolve());
    asked.resolve();
    return waiting.promise;
  };
  const pass = (): void => waiting.resolve();
  /** Lets one wait pass and waits until the loop asks for the next. */
  const tick = async (): Promise<void> => {
    asked = Promise.withResolvers<void>();
    pass();
    await asked.promise;
  };
  return { wait, pass, tick };
}
