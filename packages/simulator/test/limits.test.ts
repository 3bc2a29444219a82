import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { FailSendsInput, Simulator, SimulatorOptions } from '../src/index.ts';
import { SendLimits } from '../src/limits.ts';
import {
  callGraph,
  createMovableClock,
  createStillClock,
  createTestSimulator,
  itemsOf,
  NUMBER,
  type Receiver,
  startReceiver,
} from './receiver.ts';

const PAIR = { intervalMs: 6_000, burst: 45 };
const TEXT = { messaging_product: 'whatsapp', to: '4915170023456', type: 'text', text: { body: 'Hi' } };

let clock: ReturnType<typeof createMovableClock>;
let receiver: Receiver;

beforeEach(async () => {
  clock = createMovableClock();
  receiver = await startReceiver();
});

afterEach(() => receiver[Symbol.asyncDispose]());

async function start(options: Partial<SimulatorOptions>): Promise<Simulator> {
  const simulator = createTestSimulator({ callbackUrl: receiver.url, clock, ...options });
  await simulator.start();
  onTestFinished(() => simulator.close());
  return simulator;
}

const send = (simulator: Simulator, change = {}) =>
  callGraph(simulator, `POST /${NUMBER}/messages`, { ...TEXT, ...change });

async function codesOf(simulator: Simulator, count: number, change = {}): Promise<(number | null)[]> {
  const codes: (number | null)[] = [];
  while (codes.length < count) codes.push((await send(simulator, change)).body.error?.code ?? null);
  return codes;
}

describe('the limit of a number', () => {
  test('is kept in every sliding second', async () => {
    const simulator = await start({ limits: { perNumberPerSecond: 2 } });
    expect(await codesOf(simulator, 3)).toEqual([null, null, 130_429]);
    clock.move(999);
    expect(await codesOf(simulator, 1)).toEqual([130_429]);
    clock.move(1);
    expect(await codesOf(simulator, 3)).toEqual([null, null, 130_429]);
    expect([simulator.overLimit, simulator.acceptedSends]).toEqual([3, 4]);
  });

  test('is only counted when nothing shall be refused', async () => {
    const simulator = await start({ limits: { perNumberPerSecond: 2, refuse: false } });
    expect(await codesOf(simulator, 5)).toEqual([null, null, null, null, null]);
    expect([simulator.overLimit, simulator.acceptedSends]).toEqual([3, 5]);
  });

  test('is each number’s own, and does not count what is wrong anyhow', async () => {
    const other = { phoneNumberId: '318940275561204', displayPhoneNumber: '15557204419' };
    const simulator = await start({ businesses: [{}, other], limits: { perNumberPerSecond: 1 } });
    expect(await codesOf(simulator, 1, { text: {} })).toEqual([131_008]);
    expect(await codesOf(simulator, 1)).toEqual([null]);
    const answer = await callGraph(simulator, `POST /${other.phoneNumberId}/messages`, TEXT);
    expect(answer.status).toBe(200);
    expect(simulator.overLimit).toBe(0);
  });
});

describe('the limit of a pair', () => {
  test('lets a burst through, which is paid back by waiting', () => {
    const limits = new SendLimits({ perNumberPerSecond: null, pair: PAIR, refuse: true });
    const take = (atMs: number, to = 'mira') => limits.take(NUMBER, to, atMs);
    for (let count = 0; count < 45; count += 1) expect(take(count)).toBeNull();
    expect(take(5_000)).toBe(131_056);
    expect(take(5_000, 'oskar')).toBeNull();
    expect(take(45 * 6_000 - 1)).toBe(131_056);
    expect(take(45 * 6_000)).toBeNull();
  });

  test('is one message in six seconds outside a burst', () => {
    const limits = new SendLimits({ perNumberPerSecond: null, pair: PAIR, refuse: true });
    for (let count = 0; count < 100; count += 1) expect(limits.take(NUMBER, 'mira', count * 6_000)).toBeNull();
  });

  test('comes as 131056 over the wire', async () => {
    const simulator = await start({ limits: { pair: { intervalMs: 6_000, burst: 2 } } });
    expect(await codesOf(simulator, 3)).toEqual([null, null, 131_056]);
    clock.move(12_000);
    expect(await codesOf(simulator, 1)).toEqual([null]);
  });
});

describe('answers that are lost', () => {
  const statusesOf = (opaque: string) =>
    itemsOf(receiver)
      .filter(({ biz_opaque_callback_data }) => biz_opaque_callback_data === opaque)
      .map(({ status }) => status);
  const sendWith = (simulator: Simulator, order: FailSendsInput) => {
    simulator.failNextSends(order);
    return send(simulator, { biz_opaque_callback_data: 'ord-1' });
  };

  test('after the send was accepted: the statuses come with what the sender gave along', async () => {
    const simulator = await start({});
    await expect(sendWith(simulator, { count: 1, via: 'lost' })).rejects.toThrow();
    await simulator.settled();
    expect(statusesOf('ord-1')).toEqual(['sent', 'delivered', 'read']);
    expect(simulator.acceptedSends).toBe(1);
    expect(simulator.requests[0]).toMatchObject({ status: null, answer: { messages: [{ id: expect.any(String) }] } });
    expect((await send(simulator)).status).toBe(200);
  });

  test('and the message may fail all the same', async () => {
    const simulator = await start({});
    await expect(sendWith(simulator, { count: 1, via: 'lost', code: 131_026 })).rejects.toThrow();
    await simulator.settled();
    expect(statusesOf('ord-1')).toEqual(['failed']);
  });

  test('before anything was accepted: nothing follows', async () => {
    const simulator = await start({});
    await expect(sendWith(simulator, { count: 1, via: 'lost_before' })).rejects.toThrow();
    await simulator.settled();
    expect([statusesOf('ord-1'), simulator.acceptedSends]).toEqual([[], 0]);
  });

  test('or a page of 503 instead: nothing follows', async () => {
    const simulator = await start({});
    const answer = await sendWith(simulator, { count: 1, via: 'html' });
    expect(answer.status).toBe(503);
    expect(answer.text).toMatch(/^<!DOCTYPE html>/);
    expect(simulator.acceptedSends).toBe(0);
  });

  test('or late: accepted at once, answered after the wait', async () => {
    const still = createStillClock();
    const simulator = await start({ clock: still });
    const answer = await sendWith(simulator, { count: 1, via: 'slow', delayMs: 20_000 });
    expect(answer.status).toBe(200);
    expect(still.waitsMs).toContain(20_000);
    expect(simulator.acceptedSends).toBe(1);
  });

  test('need a code or a way', async () => {
    const simulator = await start({});
    expect(() => simulator.failNextSends({ count: 1 })).toThrow('code');
    expect(() => simulator.failNextSends({ count: 1, via: 'both' })).toThrow('code');
  });

  test('errors of Meta’s servers have their HTTP status', async () => {
    const simulator = await start({});
    simulator.failNextSends({ count: 1, code: 131_000 });
    simulator.failNextSends({ count: 1, code: 133_004 });
    expect([(await send(simulator)).status, (await send(simulator)).status]).toEqual([500, 503]);
  });

  test('every answer waits as long as asked', async () => {
    const still = createStillClock();
    const simulator = await start({ clock: still, delayAnswersMs: 77 });
    await callGraph(simulator, `GET /${NUMBER}`);
    expect(still.waitsMs).toEqual([77]);
  });
});
