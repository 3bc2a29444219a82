import type { NewEvent } from '../../domain/event.ts';
import type { CallGraph, GraphCall, GraphResult } from '../../domain/graph.ts';
import { idOf, type MessageId } from '../../domain/ids.ts';
import type { EnqueueSend, SendOutcome } from '../../domain/message-send.ts';
import type { Store } from '../../platform/db/store.ts';
import { type EnqueueSendContext, enqueueSend } from './enqueue-send.ts';
import { createStopAwaiting, lookForOutcomes } from './outcomes.ts';
import { SendEnds } from './send-ends.ts';
import { SendingWorker } from './sending.worker.ts';
import { CHANNEL, insertMessage, sendTo, uuid } from './test-support.ts';
import { Waiters } from './waiters.ts';

/** A call of the Graph API as Meta sees it. */
export interface SeenCall extends GraphCall {
  readonly id: MessageId;
  readonly to: string;
  readonly atMs: number;
}

/** A clock that goes as the real one does, and can be put forward. */
export class TestClock {
  #aheadMs = 0;

  readonly nowMs = (): number => Date.now() + this.#aheadMs;
  readonly monotonicMs = (): number => performance.now() + this.#aheadMs;

  forward(ms: number): void {
    this.#aheadMs += ms;
  }
}

export interface TestEngineOptions {
  readonly store: Store;
  readonly onTestEnd: (cleanUp: () => Promise<void>) => void;
  readonly graph?: (call: SeenCall, number: number) => GraphResult | Promise<GraphResult>;
  readonly perSecond?: number;
  readonly clock?: TestClock;
  readonly node?: string;
  /** Before it is started, as after a crash. */
  readonly recover?: boolean;
}

/** The whole sending engine on a real database, with a function in Meta's place. Stops with the test. */
export async function startEngine(options: TestEngineOptions) {
  const { store, onTestEnd, graph = taken, perSecond = 80, clock = new TestClock(), node = 'node' } = options;
  const [calls, events, errors]: [SeenCall[], NewEvent[], unknown[]] = [[], [], []];
  const finished: [MessageId, SendOutcome['kind']][] = [];
  const onError = (error: unknown) => void errors.push(error);
  const stopAwaiting = createStopAwaiting(store, onError);
  const waiters = new Waiters({ stopAwaiting, onError });
  const ends = new SendEnds({
    store,
    waiters,
    publishIn: async (_trx, published) => void events.push(...published),
    wakeDeliveries: () => {},
    contactOf: async () => ({ serial: 12, name: 'Mira', username: null }),
    channelView: () => ({ id: CHANNEL, phoneNumberId: '1', displayPhoneNumber: '2', wabaId: '3' }),
    newEventId: () => idOf('evt', uuid()),
    nowMs: clock.nowMs,
    onFinished: ({ id }, { kind }) => void finished.push([id, kind]),
    onError,
  });
  const callGraph: CallGraph = async (call) => {
    const seen = toSeen(call, performance.now());
    calls.push(seen);
    return graph(seen, calls.length);
  };
  const worker = new SendingWorker({
    ...{ store, ends, callGraph, onError },
    limitOf: () => perSecond,
    leaseToken: node,
    nowMs: clock.nowMs,
    monotonicMs: clock.monotonicMs,
    stallMs: () => 0,
    lookForOutcomes: () => lookForOutcomes(store, waiters),
  });
  const context: EnqueueSendContext = {
    ...{ worker, waiters, stopAwaiting, leaseToken: node, nowMs: clock.nowMs },
    storeSend: (send, alongside) => storeSend(store, send, alongside, clock.nowMs()),
  };
  if (options.recover === true) await worker.recover();
  worker.start();
  const stop = async (graceMs = 2_000) => {
    await worker.stop(graceMs);
    ends.abandon();
    await waiters.close();
  };
  onTestEnd(() => stop(0));
  const send = (to: string, over: Partial<EnqueueSend> = {}) => {
    const enqueued = sendTo(to, over);
    return { id: enqueued.message.id, outcome: enqueueSend(context, enqueued) };
  };
  return { store, clock, worker, waiters, calls, events, errors, finished, context, send, stop };
}

/** Meta takes it. */
export function taken({ id }: { readonly id: string }): GraphResult {
  return { kind: 'ok', body: { messaging_product: 'whatsapp', messages: [{ id: `wamid.${id}` }] } };
}

function toSeen(call: GraphCall, atMs: number): SeenCall {
  const body = call.body as { readonly to: string; readonly biz_opaque_callback_data: string };
  return { ...call, atMs, to: body.to, id: body.biz_opaque_callback_data.split(' ')[0] as MessageId };
}

async function storeSend(
  store: Store,
  send: EnqueueSend,
  alongside: Parameters<EnqueueSendContext['storeSend']>[1],
  nowMs: number,
): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    await insertMessage({ db: trx }, send, nowMs);
    for (const { row } of alongside) {
      await trx
        .insertInto('message_sends')
        .values(row as never)
        .execute();
    }
  });
}
