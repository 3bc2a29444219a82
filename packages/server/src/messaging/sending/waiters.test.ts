import { expect, test } from 'vitest';
import type { SendOutcome } from '../../domain/message-send.ts';
import { sendTo } from './test-support.ts';
import { Waiters } from './waiters.ts';

const ACCEPTED: SendOutcome = { kind: 'accepted', wamid: 'wamid.1', response: {} };
const REF = sendTo('491').message;

test('a call is told what became of its message', async () => {
  const waiters = newWaiters();
  const outcome = waiters.wait(REF, 10_000);
  expect(waiters.has(REF.id)).toBe(true);
  waiters.settle(REF.id, ACCEPTED);
  expect(await outcome).toEqual(ACCEPTED);
  expect(waiters.has(REF.id)).toBe(false);
});

test('a call whose time is over is told what was decided just before, else that nothing is', async () => {
  expect(await newWaiters(async () => ACCEPTED).wait(REF, 1)).toEqual(ACCEPTED);
  expect(await newWaiters().wait(REF, 1)).toEqual({ kind: 'pending' });
});

test('a call counts as waiting until the queue knows that it does not', async () => {
  const stopped = Promise.withResolvers<null>();
  const waiters = newWaiters(() => stopped.promise);
  const outcome = waiters.wait(REF, 10_000);
  const closed = waiters.close();
  expect(waiters.has(REF.id)).toBe(true);
  stopped.resolve(null);
  await closed;
  expect([waiters.has(REF.id), await outcome]).toEqual([false, { kind: 'pending' }]);
});

test('a call is told that nothing is decided when the database cannot be asked', async () => {
  const errors: unknown[] = [];
  const waiters = new Waiters({
    stopAwaiting: () => Promise.reject(new Error('away')),
    onError: (error) => errors.push(error),
  });
  expect(await waiters.wait(REF, 1)).toEqual({ kind: 'pending' });
  expect(errors).toHaveLength(1);
});

test('nobody waits any more when it is closed', async () => {
  const waiters = newWaiters();
  expect(waiters.hasRoom).toBe(true);
  await waiters.close();
  expect(waiters.hasRoom).toBe(false);
});

function newWaiters(stopAwaiting: () => Promise<SendOutcome | null> = async () => null): Waiters {
  return new Waiters({ stopAwaiting, onError: () => {} });
}
