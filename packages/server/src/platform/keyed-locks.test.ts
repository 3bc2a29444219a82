import { describe, expect, test } from 'vitest';
import { KeyedLocks } from './keyed-locks.ts';

describe('keyed locks', () => {
  test('work on a shared key runs one after the other, in the order it came', async () => {
    const locks = new KeyedLocks();
    const log: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = locks.run(['a', 'b'], async () => {
      await gate.promise;
      log.push('first');
    });
    const second = locks.run(['b', 'c'], async () => void log.push('second'));
    const third = locks.run(['c'], async () => void log.push('third'));
    await locks.run(['d'], async () => void log.push('other'));
    gate.resolve();
    await Promise.all([first, second, third]);
    expect(log).toEqual(['other', 'first', 'second', 'third']);
  });

  test('work that fails lets the next one go on', async () => {
    const locks = new KeyedLocks();
    const failed = locks.run(['a'], () => Promise.reject(new Error('no')));
    const next = locks.run(['a'], async () => 'done');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('done');
  });
});
