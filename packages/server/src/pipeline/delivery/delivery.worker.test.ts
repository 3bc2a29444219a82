import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { type Endpoint, MAX_IN_FLIGHT_DEFAULT } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import { idOf } from '../../domain/ids.ts';
import { DeliveryWorker, type DeliveryWorkerContext, POLL_MS_MAX } from './delivery.worker.ts';
import type { ExchangeRequest, ExchangeResult } from './exchange.ts';
import { ALWAYS_OPEN, type Gate } from './gate.ts';
import type { LeasedDelivery } from './leased-delivery.ts';
import { answered, makeDelivery, makeEndpoint, NOW_MS, uuid, WORKSPACE_ID } from './test-support.ts';

type Recorded = Parameters<DeliveryWorkerContext['record']>[0];
type Released = Parameters<DeliveryWorkerContext['release']>[0];

describe('an attempt', () => {
  test('that succeeded finishes the delivery', async () => {
    const { worker, sendNew, recorded } = await start();
    await sendNew();
    expect(recorded).toMatchObject([
      { attempt: { number: 1, outcome: 'succeeded', deliveryState: 'delivered' }, after: { kind: 'finished' } },
    ]);
    expect(worker.inFlight).toBe(0);
  });

  test('that failed leaves the delivery waiting, and remembers that it may have been received', async () => {
    const result = answered(0, { statusCode: null, errorClass: 'aborted', maybeReceived: true });
    const { sendNew, recorded } = await start({ exchange: async () => result });
    await sendNew();
    expect(recorded[0]?.after).toEqual({
      kind: 'waits',
      dueAtMs: NOW_MS + 5_000,
      leaseToken: null,
      scheduleStep: 1,
      maybeReceived: true,
      trigger: 'schedule',
      restingState: null,
    });
    expect(recorded[0]?.attempt).toMatchObject({ deliveryState: 'pending', nextAttemptAtMs: NOW_MS + 5_000 });
  });

  test('keeps in mind an earlier one that may have been received, although this one certainly was not', async () => {
    const { sendNew, recorded } = await start({ exchange: async () => answered(500) });
    await sendNew({ maybeReceived: true });
    expect(recorded[0]?.after).toMatchObject({ maybeReceived: true });
  });

  test('whose body cannot be expressed in the format is logged as unsent and goes its way', async () => {
    const render = () => {
      throw new PosthornError('event_type_not_in_format', 'The format cannot express this event.');
    };
    const { sendNew, recorded, sent } = await start({ render });
    await sendNew();
    expect(sent).toEqual([]);
    expect(recorded[0]).toMatchObject({
      attempt: {
        outcome: 'failed',
        errorClass: 'aborted',
        errorMessage: expect.stringMatching(/^Nothing was sent\. The format/),
      },
      after: { kind: 'waits', scheduleStep: 1, maybeReceived: false },
    });
  });

  test('in which the gateway itself errs is reported, logged and counted, so that it comes to an end', async () => {
    const { sendNew, recorded, errors } = await start({
      render: () => {
        throw new TypeError('broken');
      },
    });
    await sendNew();
    await sendNew({ scheduleStep: 10 });
    expect(errors).toHaveLength(2);
    expect(recorded.map(({ after, attempt }) => [after.kind, attempt.deliveryState])).toEqual([
      ['waits', 'pending'],
      ['finished', 'exhausted'],
    ]);
  });

  test('is not made any more of a delivery under which the gateway died beyond its schedule', async () => {
    const { sendNew, recorded, sent } = await start();
    await sendNew({ scheduleStep: 11, attemptsMade: 16, maybeReceived: true });
    expect(sent).toEqual([]);
    expect(recorded[0]).toMatchObject({
      attempt: { deliveryState: 'exhausted', number: 17 },
      after: { kind: 'finished' },
    });
  });
});

describe('nothing is sent and the delivery is given back', () => {
  test.each<[string, Partial<Setting>, Partial<LeasedDelivery>, number | null]>([
    ['held, to an endpoint that is disabled', { endpoint: makeEndpoint({ enabled: false }) }, {}, null],
    ['held, to an endpoint that is gone', { endpoint: null }, {}, null],
    ['due at once, when its lease would end before the attempt', {}, { leaseUntilMs: NOW_MS + 14_999 }, NOW_MS],
  ])('%s', async (_what, setting, delivery, dueAtMs) => {
    const { sendNew, recorded, released, sent } = await start(setting);
    await sendNew(delivery);
    expect([sent, recorded]).toEqual([[], []]);
    expect(released).toMatchObject([{ leaseToken: 'me', dueAtMs }]);
  });

  test('but a resend by hand goes to a disabled endpoint too', async () => {
    const { sendNew, sent } = await start({ endpoint: makeEndpoint({ enabled: false }) });
    await sendNew({ trigger: 'resend' });
    expect(sent).toHaveLength(1);
  });
});

describe('an endpoint whose receiver answers 410', () => {
  test('is disabled once for many answers at the same time', async () => {
    const { worker, accept, settled, disabled } = await start({ exchange: async () => answered(410) });
    for (let count = 0; count < 20; count++) accept();
    await settled();
    expect(disabled).toHaveLength(1);
    expect(worker.inFlight).toBe(0);
  });
});

describe('a gate', () => {
  test('that opens later lets the delivery go by itself when its time has come', async () => {
    let asked = 0;
    let looks = 0;
    const gate: Gate = { ...ALWAYS_OPEN, enter: () => (++asked === 1 ? NOW_MS + 50 : 'open') };
    const delivered = Promise.withResolvers<void>();
    const { accept, sent } = await start({
      gate,
      // Time passes with each look at the clock.
      nowMs: () => NOW_MS + ++looks * 10,
      exchange: async () => {
        delivered.resolve();
        return answered(200);
      },
    });
    accept();
    expect(sent).toEqual([]);
    await delivered.promise;
    expect(asked).toBe(2);
  });

  test('that closes has what waits given back, due, and nothing more is promised', async () => {
    let isClosed = false;
    const gate: Gate = {
      ...ALWAYS_OPEN,
      enter: () => Number.POSITIVE_INFINITY,
      waitingMax: () => (isClosed ? 0 : 10),
    };
    const { worker, lane, accept, settled, released, sent } = await start({ gate });
    accept();
    isClosed = true;
    worker.wake();
    await settled();
    expect([sent.length, worker.reserve(lane, 13)]).toEqual([0, false]);
    expect(released).toMatchObject([{ dueAtMs: NOW_MS }]);
  });
});

describe('the queue', () => {
  test('is not looked at for each delivery that ends once nothing is left in it', async () => {
    const { worker, lane, sendNew, recorded, looks, statements } = await start();
    worker.leaveBehind(lane.id);
    await vi.waitFor(() => expect(looks()).toBe(1));
    const before = statements();
    for (let count = 0; count < 20; count++) await sendNew();
    await worker.stop(10_000);
    expect([recorded.length, statements() - before]).toEqual([20, 0]);
  });
});

describe('what is left behind', () => {
  test('is behind because of this node until a look finds nothing more of it', async () => {
    const { worker, lane, looks } = await start();
    worker.leaveBehind(lane.id);
    expect(worker.isBehind(lane.id)).toBe(true);
    await vi.waitFor(() => expect(looks()).toBe(1));
    expect(worker.isBehind(lane.id)).toBe(false);
  });

  test.each([
    ['a closed gate', 0],
    ['a rate', 20],
  ])('is not while %s is what it waits for', async (_what, waitingMax) => {
    const { worker, lane } = await start({ gate: { ...ALWAYS_OPEN, waitingMax: () => waitingMax } });
    worker.leaveBehind(lane.id);
    expect(worker.isBehind(lane.id)).toBe(false);
  });
});

describe('stopping', () => {
  test('lets what is in flight end, gives back what waits, and sends nothing of it', async () => {
    const answer = Promise.withResolvers<ExchangeResult>();
    const { worker, accept, recorded, released, sent } = await start({ exchange: () => answer.promise });
    for (let count = 0; count < MAX_IN_FLIGHT_DEFAULT + 7; count++) accept();
    const stopped = worker.stop(10_000);
    answer.resolve(answered(200));
    await stopped;
    expect([sent.length, recorded.length, released.length]).toEqual([MAX_IN_FLIGHT_DEFAULT, MAX_IN_FLIGHT_DEFAULT, 7]);
    expect(released[0]).toMatchObject({ dueAtMs: NOW_MS });
  });

  test('promises no more places, and gives back what was promised before and is committed only now', async () => {
    const { worker, lane, accept, released, sent } = await start();
    expect(worker.reserve(lane, 13)).toBe(true);
    await worker.stop(10_000);
    expect(worker.reserve(lane, 13)).toBe(false);
    accept({}, { isReserved: true });
    expect([sent.length, released.length]).toEqual([0, 1]);
  });

  test('waits for what is in flight no longer than its grace, and drops what comes of it later', async () => {
    const answer = Promise.withResolvers<ExchangeResult>();
    const { worker, accept, settled, recorded } = await start({ exchange: () => answer.promise });
    accept();
    await worker.stop(10);
    answer.resolve(answered(200));
    await settled();
    expect(recorded).toEqual([]);
  });
});

interface Setting {
  readonly endpoint: Endpoint | null;
  readonly exchange: (request: ExchangeRequest) => Promise<ExchangeResult>;
  readonly render: DeliveryWorkerContext['render'];
  readonly gate: Gate;
  readonly nowMs: () => number;
}

/** A worker on a real queue, with a clock that stands still. What it decides is kept instead of committed. */
async function start(setting: Partial<Setting> = {}) {
  const store = await (STORES.find((stores) => stores.name === 'SQLite') ?? STORES[0])?.open();
  if (store === undefined) throw new Error('There is a SQLite.');
  const endpoint = setting.endpoint === undefined ? makeEndpoint() : setting.endpoint;
  const lane = { id: idOf('ep', uuid(2)), workspaceId: WORKSPACE_ID };
  const recorded: Recorded[] = [];
  const released: Released[] = [];
  const sent: ExchangeRequest[] = [];
  const errors: unknown[] = [];
  const disabled: Endpoint[] = [];
  let idCount = 0;
  let lookCount = 0;
  let statementCount = 0;
  const db = store.db.withPlugin({
    transformQuery: ({ node }) => {
      statementCount += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const nextUuid = () => {
    idCount += 1;
    return uuid(1_000 + idCount);
  };
  const worker = new DeliveryWorker({
    store: { ...store, db },
    endpoint: () => endpoint,
    findEndpoint: async () => endpoint,
    render: setting.render ?? (() => ({ body: '{}', eventName: 'message.received' })),
    sign: () => ({ 'webhook-id': 'evt_1' }),
    exchange: (request) => {
      sent.push(request);
      return setting.exchange?.(request) ?? Promise.resolve(answered(200));
    },
    newAttemptId: () => idOf('att', nextUuid()),
    nowMs: setting.nowMs ?? (() => NOW_MS),
    userAgent: 'Posthorn/0',
    record: async (entry) => void recorded.push(entry),
    release: async (entry) => void released.push(entry),
    disableGoneEndpoint: async (gone) => void disabled.push(gone),
    reportExhausted: async () => {},
    observe: () => {},
    onError: (error) => errors.push(error),
    random: () => 0,
    monotonicMs: () => performance.now(),
    leaseToken: 'me',
    noteOutcome: () => {},
    gate: setting.gate ?? ALWAYS_OPEN,
    readHorizon: async () => 0,
    setTimer: (run, delayMs) => {
      // After each look the worker waits for the next.
      if (delayMs === POLL_MS_MAX) lookCount += 1;
      const timer = setTimeout(run, delayMs);
      return { cancel: () => clearTimeout(timer) };
    },
  });
  onTestFinished(() => worker.stop(0));
  const accept = (over: Partial<LeasedDelivery> = {}, { isReserved = false } = {}) => {
    if (!isReserved) worker.reserve(lane, 13);
    worker.accept(makeDelivery({ id: idOf('dlv', nextUuid()), ...over }));
  };
  const settled = async () => {
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const sendNew = async (over: Partial<LeasedDelivery> = {}) => {
    accept(over);
    await settled();
  };
  return {
    worker,
    lane,
    accept,
    settled,
    sendNew,
    recorded,
    released,
    sent,
    errors,
    disabled,
    looks: () => lookCount,
    statements: () => statementCount,
  };
}
