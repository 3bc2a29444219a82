import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { GraphResult } from '../../domain/graph.ts';
import type { MessageId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { enqueueSend } from './enqueue-send.ts';
import { startEngine, type TestEngineOptions, taken } from './test-engine.ts';
import { CHANNEL, graphError, insertSend, NUMBER, queueRow, sendTo, storedMessage, WORKSPACE } from './test-support.ts';

const WAITS = { waitMs: 10_000 };
const LOST: GraphResult = { kind: 'unknown', reason: 'The connection broke.' };
const MINUTE_MS = 60_000;

describe('a message that its number may send', () => {
  test('is sent when it is stored, and the call is told what Meta answered', async () => {
    const { send, calls, store } = await start();
    const { id, outcome } = send('491', WAITS);
    const response = { messaging_product: 'whatsapp', messages: [{ id: `wamid.${id}` }] };
    expect(await outcome).toEqual({ kind: 'accepted', wamid: `wamid.${id}`, response });
    expect(calls).toMatchObject([
      { workspaceId: WORKSPACE, channelId: CHANNEL, method: 'POST', path: `${NUMBER}/messages`, to: '491', id },
    ]);
    expect(await storedMessage(store, id)).toMatchObject({ wamid: `wamid.${id}`, response: JSON.stringify(response) });
    expect(await queueRow(store, id)).toBeUndefined();
  });

  test('is sent without anybody waiting for it', async () => {
    const { send, finished } = await start();
    const { id, outcome } = send('491');
    expect(await outcome).toEqual({ kind: 'pending' });
    await eventually(() => expect(finished).toEqual([[id, 'accepted']]));
  });

  test('is not sent when it could not be stored', async () => {
    const { context, send, calls } = await start();
    const failing = { ...context, storeSend: () => Promise.reject(new PosthornError('store_unavailable', 'Full.')) };
    await expect(enqueueSend(failing, sendTo('491', WAITS))).rejects.toThrow('Full.');
    await send('492', WAITS).outcome;
    expect(calls.map((call) => call.to)).toEqual(['492']);
  });
});

describe('a refusal', () => {
  test('is told to the call that waits and is no event', async () => {
    const { send, events, store } = await start({ graph: () => refusal(131_026) });
    const { id, outcome } = send('491', WAITS);
    expect(await outcome).toEqual({ kind: 'refused', error: graphError(131_026) });
    expect(events).toEqual([]);
    expect(await storedMessage(store, id)).toMatchObject({ wamid: null, refusal: JSON.stringify(graphError(131_026)) });
  });

  test('of a message that nobody waits for is an event', async () => {
    const { send, events, finished } = await start({ graph: () => refusal(131_026) });
    const { id } = send('491');
    await eventually(() => expect(finished).toEqual([[id, 'refused']]));
    expect(events).toMatchObject([
      {
        type: 'message.failed',
        workspaceId: WORKSPACE,
        phone: '491',
        payload: { id, message_id: null, error: { code: 131_026 }, contact: { serial: 12, name: 'Mira' } },
      },
    ]);
  });

  test('that comes after the call has stopped waiting is an event', async () => {
    const answer = Promise.withResolvers<GraphResult>();
    const { send, events } = await start({ graph: () => answer.promise });
    expect(await send('491', { waitMs: 10 }).outcome).toEqual({ kind: 'pending' });
    answer.resolve(refusal(131_026));
    await eventually(() => expect(events).toHaveLength(1));
  });

  test.each(['channel_not_connected', 'not_found'] as const)('is final when the channel is %s', async (code) => {
    const { send, calls } = await start({ graph: () => Promise.reject(new PosthornError(code, 'No token.')) });
    expect(await send('491', WAITS).outcome).toMatchObject({
      kind: 'refused',
      error: { code: 0, details: 'No token.' },
    });
    expect(calls).toHaveLength(1);
  });
});

describe.each(STORES)('a message is tried again on $name', ({ open }) => {
  test.each<[string, GraphResult]>([
    ['that never reached Meta', { kind: 'unreachable', reason: 'No connection.' }],
    ['that Meta may take later', refusal(131_016, true)],
    ['of a pair that is too much for Meta', refusal(131_056, true)],
    ['of a number that is too much for Meta', refusal(130_429, true)],
  ])('%s', async (_what, first) => {
    const { send, calls, clock, store, errors } = await start({
      store: await open(),
      graph: (call, number) => (number === 1 ? first : taken(call)),
    });
    const { id, outcome } = send('491', WAITS);
    await eventually(async () => expect(await queueRow(store, id)).toMatchObject({ state: 'queued' }));
    expect(calls).toHaveLength(1);
    clock.forward(1_000);
    expect(await outcome).toMatchObject({ kind: 'accepted' });
    expect(calls.map((call) => call.id)).toEqual([id, id]);
    expect(errors).toEqual([]);
  });

  test('ten times, and then told of as failed', async () => {
    const { send, calls, clock, events, store } = await start({
      store: await open(),
      graph: () => refusal(131_016, true),
    });
    const { id } = send('491');
    for (let tries = 1; tries < 10; tries++) {
      await eventually(async () => expect(await queueRow(store, id)).toMatchObject({ state: 'queued', tries }));
      clock.forward(3_600_000);
    }
    await eventually(() => expect(events).toHaveLength(1));
    expect(calls).toHaveLength(10);
  });

  test('but not when it has waited for a day', async () => {
    const store = await open();
    const { id } = await insertSend(store, sendTo('491'), { nowMs: Date.now() - 24 * 3_600_000 });
    const { calls, events } = await start({ store });
    await eventually(() => expect(events).toMatchObject([{ payload: { id, error: { code: 130_429 } } }]));
    expect(calls).toEqual([]);
  });
});

describe.each(STORES)('limits on $name', ({ open }) => {
  test('what a number may not send yet waits in the queue and is sent in order when it may', async () => {
    const { send, calls, clock } = await start({ store: await open(), perSecond: 2 });
    for (let to = 1; to <= 5; to++) await send(`49${to}`).outcome;
    for (const count of [2, 4, 5]) {
      await eventually(() => expect(calls.length).toBeGreaterThanOrEqual(count));
      clock.forward(1_000);
    }
    expect(calls.map((call) => call.to)).toEqual(['491', '492', '493', '494', '495']);
  });

  test('a person who gets too much lets others of the number pass', async () => {
    const { send, calls, clock, store, errors } = await start({ store: await open() });
    const toOne = Array.from({ length: 47 }, () => send('491'));
    await send('492', WAITS).outcome;
    await eventually(() => expect(calls).toHaveLength(46));
    // The answers to the 46 are written after they came.
    const waiting = await eventually(async () => {
      const rows = await store.db
        .selectFrom('message_sends')
        .select(['due_at_ms', 'state'])
        .orderBy('due_at_ms')
        .execute();
      expect(rows).toMatchObject([{ state: 'queued' }, { state: 'queued' }]);
      return rows;
    });
    expect((waiting[1]?.due_at_ms ?? 0) - (waiting[0]?.due_at_ms ?? 0)).toBeGreaterThan(5_000);
    clock.forward(12_000);
    await eventually(() => expect(calls).toHaveLength(48));
    expect(new Set(calls.map((call) => call.id)).size).toBe(48);
    await Promise.all(toOne.map((sent) => sent.outcome));
    expect(errors).toEqual([]);
  });

  test('a number that Meta throttles pauses with everything that waits', async () => {
    const { send, calls, clock } = await start({
      store: await open(),
      graph: (call, number) => (number === 1 ? refusal(130_429, true) : taken(call)),
    });
    const first = send('491', WAITS).outcome;
    await eventually(() => expect(calls).toHaveLength(1));
    const second = send('492', WAITS).outcome;
    const other = send('493', { ...WAITS, phoneNumberId: '5' }).outcome;
    await other;
    expect(calls.map((call) => call.to)).toEqual(['491', '493']);
    clock.forward(1_000);
    expect([await first, await second]).toMatchObject([{ kind: 'accepted' }, { kind: 'accepted' }]);
  });
});

describe('a message whose answer was lost', () => {
  test('is not sent again, and is accepted when Meta tells of it', async () => {
    const { send, worker, calls, clock, store } = await start({ graph: () => LOST });
    const { id, outcome } = send('491', WAITS);
    await eventually(async () => expect(await queueRow(store, id)).toMatchObject({ state: 'unknown' }));
    clock.forward(5 * MINUTE_MS);
    worker.onStatus(id, 'wamid.told');
    expect(await outcome).toMatchObject({ kind: 'accepted', wamid: 'wamid.told' });
    expect(await storedMessage(store, id)).toMatchObject({ wamid: 'wamid.told', response: null });
    expect(calls).toHaveLength(1);
  });

  test('is found by what Meta told another node of it', async () => {
    const { send, clock, store } = await start({ graph: () => LOST });
    const { id, outcome } = send('491', WAITS);
    await eventually(async () => expect(await queueRow(store, id)).toMatchObject({ state: 'unknown' }));
    await tell(store, id);
    clock.forward(5_000);
    expect(await outcome).toMatchObject({ kind: 'accepted', wamid: 'wamid.told' });
  });

  test('is given up after ten minutes, with an event that says that it is not known', async () => {
    const { send, clock, events, store } = await start({ graph: () => LOST });
    const { id } = send('491');
    await eventually(async () => expect(await queueRow(store, id)).toMatchObject({ state: 'unknown' }));
    clock.forward(10 * MINUTE_MS);
    await eventually(() => expect(events).toHaveLength(1));
    expect(events[0]?.payload).toMatchObject({ id, error: { details: 'It is not known whether Meta took it.' } });
  });

  test('is not given up when Meta told of it at the last moment', async () => {
    const { send, clock, events, finished, store } = await start({ graph: () => LOST });
    const { id } = send('491');
    await eventually(async () => expect(await queueRow(store, id)).toMatchObject({ state: 'unknown' }));
    await tell(store, id);
    clock.forward(10 * MINUTE_MS);
    await eventually(() => expect(finished).toEqual([[id, 'accepted']]));
    expect(events).toEqual([]);
  });

  test('because its gateway died is not sent again either', async () => {
    const store = await openStore();
    const { id } = await insertSend(store, sendTo('491'), { nowMs: Date.now(), leaseToken: 'dead' });
    const { send, calls } = await start({ store, recover: true });
    await send('492', WAITS).outcome;
    expect(await queueRow(store, id)).toMatchObject({ state: 'unknown' });
    expect(calls.map((call) => call.to)).toEqual(['492']);
  });
});

describe('stopping', () => {
  test('lets what is on its way come to its end, and tells calls that wait for others', async () => {
    const answer = Promise.withResolvers<GraphResult>();
    const { send, calls, stop, store } = await start({ perSecond: 1, graph: () => answer.promise });
    const [first, second] = [send('491', WAITS), send('492', WAITS)];
    await eventually(async () =>
      expect([calls.length, await queueRow(store, second.id)]).toMatchObject([1, { state: 'queued' }]),
    );
    const stopped = stop();
    answer.resolve(taken(first));
    await stopped;
    expect([await first.outcome, await second.outcome]).toMatchObject([{ kind: 'accepted' }, { kind: 'pending' }]);
    expect(await queueRow(store, second.id)).toMatchObject({ state: 'queued', awaited: 0 });
  });

  test('keeps the second of a number for whoever sends for it next', async () => {
    const { send, stop, store } = await start();
    await send('491', WAITS).outcome;
    await stop();
    const lane = await store.db.selectFrom('send_lanes').selectAll().executeTakeFirstOrThrow();
    expect(lane).toMatchObject({ lease_token: '' });
    expect(lane.lease_until_ms).toBeGreaterThan(Date.now());
    const next = await start({ store, node: 'next' });
    expect(await next.send('492', WAITS).outcome).toMatchObject({ kind: 'accepted' });
    expect(next.clock.nowMs()).toBeGreaterThanOrEqual(lane.lease_until_ms);
  });

  test('waits no longer than its grace', async () => {
    const answer = Promise.withResolvers<GraphResult>();
    const { send, calls, stop, store } = await start({ graph: () => answer.promise });
    const { id, outcome } = send('491', WAITS);
    await eventually(() => expect(calls).toHaveLength(1));
    await stop(10);
    expect(await outcome).toEqual({ kind: 'pending' });
    expect(await queueRow(store, id)).toMatchObject({ state: 'sending' });
    answer.resolve(LOST);
  });
});

function refusal(code: number, retryable = false): GraphResult {
  return { kind: 'refused', error: graphError(code, { retryable }) };
}

async function openStore(): Promise<Store> {
  const sqlite = STORES.find((stores) => stores.name === 'SQLite');
  if (sqlite === undefined) throw new Error('There is a SQLite.');
  return sqlite.open();
}

async function start(options: Partial<TestEngineOptions> = {}) {
  return startEngine({ store: options.store ?? (await openStore()), onTestEnd: onTestFinished, ...options });
}

async function tell(store: Store, messageId: MessageId): Promise<void> {
  const times = { sent_at_ms: 1, delivered_at_ms: null, read_at_ms: null, played_at_ms: null, failed_at_ms: null };
  await store.db
    .insertInto('message_statuses')
    .values({
      ...times,
      ...{ workspace_id: WORKSPACE, wamid: 'wamid.told', message_id: messageId, first_heard_at_ms: 1 },
      ...{ error: null, pricing: null },
    })
    .execute();
}

/** Waits for something to hold. Long enough for a machine that is busy with other things. */
function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 10_000 });
}
