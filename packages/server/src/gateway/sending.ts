import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Registry } from '../control/registry/registry.ts';
import type { CallGraph } from '../domain/graph.ts';
import { idOf, type MessageId } from '../domain/ids.ts';
import type { EnqueueSendFn } from '../domain/message-send.ts';
import { enqueueSend, type StoreSend } from '../messaging/sending/enqueue-send.ts';
import type { FailedContact } from '../messaging/sending/failed-event.ts';
import { createStopAwaiting, lookForOutcomes } from '../messaging/sending/outcomes.ts';
import { SendEnds, type SendEndsContext } from '../messaging/sending/send-ends.ts';
import { countSends } from '../messaging/sending/sending.store.ts';
import { SendingWorker } from '../messaging/sending/sending.worker.ts';
import { Waiters } from '../messaging/sending/waiters.ts';
import type { OpenedStore } from '../platform/db/open-store.ts';
import type { Logger } from '../platform/observability/logger.ts';
import { watchLoopStalls } from '../platform/observability/loop-stalls.ts';
import type { Engine } from './engine.ts';
import { SYSTEM_SOURCE } from './system-source.ts';

const { newId } = SYSTEM_SOURCE;

export interface SendingContext {
  readonly store: OpenedStore;
  readonly registry: Pick<Registry, 'channel'>;
  readonly engine: Pick<Engine, 'publishIn' | 'wake'>;
  readonly callGraph: CallGraph;
  /** Messages that a number may send in any second. */
  readonly limitOf: (phoneNumberId: string) => number;
  /** Stores a message with what it is to its conversation and the rows given, in one group commit. */
  readonly storeSend: StoreSend;
  /** Who an event about a message names. Null: the contact is gone. */
  readonly contactOf: (...args: Parameters<SendEndsContext['contactOf']>) => Promise<FailedContact | null>;
  readonly onFinished: SendEndsContext['onFinished'];
  readonly logger: Logger;
}

/** Everything that sends messages. */
export interface Sending {
  readonly enqueueSend: EnqueueSendFn;
  /** Meta told of a message that was sent from here. Call it after the commit of that, for every status. */
  readonly onStatus: (id: MessageId, wamid: string) => void;
  /** Before anything is accepted: messages that a gateway was sending when it died here are looked for. */
  readonly recover: () => Promise<void>;
  readonly start: () => void;
  /** Finishes or puts back what is in hand, and tells calls that still wait. Before the engine stops. */
  readonly stop: (graceMs: number) => Promise<void>;
  /** Messages that Meta has not taken yet, of all nodes together. */
  readonly queued: () => Promise<number>;
  /** Messages that are on their way to Meta from here. */
  readonly inFlight: () => number;
}

/** Puts the sending of messages together. */
export function createSending(context: SendingContext): Sending {
  const { store, registry, engine, storeSend, logger } = context;
  const leaseToken = newId();
  const onError = (error: unknown) => logger.error({ err: error }, 'sending failed');
  const stopAwaiting = createStopAwaiting(store, onError);
  const waiters = new Waiters({ stopAwaiting, onError });
  const ends = new SendEnds({
    store,
    waiters,
    publishIn: engine.publishIn,
    wakeDeliveries: () => engine.wake(),
    contactOf: context.contactOf,
    channelView: (id) => registry.channel(id),
    newEventId: () => idOf('evt', newId()),
    nowMs: store.nowMs,
    onFinished: context.onFinished,
    onError,
  });
  const monotonicMs = () => performance.now();
  const stalls = watchLoopStalls(monotonicMs);
  const worker = new SendingWorker({
    store,
    ends,
    callGraph: context.callGraph,
    limitOf: context.limitOf,
    leaseToken,
    nowMs: store.nowMs,
    monotonicMs,
    stallMs: stalls.longestMs,
    lookForOutcomes: () => lookForOutcomes(store, waiters),
    onError,
  });
  const enqueue = { storeSend, worker, waiters, stopAwaiting, leaseToken, nowMs: store.nowMs };
  return {
    enqueueSend: (send) => enqueueSend(enqueue, send),
    onStatus: (id, wamid) => worker.onStatus(id, wamid),
    recover: () => worker.recover(),
    start: () => worker.start(),
    stop: async (graceMs) => {
      await worker.stop(graceMs);
      stalls.stop();
      // What is over but not written when the grace ends is looked for by the next start.
      const graceIsOver = pause(graceMs, undefined, { ref: false });
      await Promise.race([ends.drained(), graceIsOver]);
      ends.abandon();
      await Promise.race([waiters.close(), graceIsOver]);
    },
    queued: () => countSends(store),
    inFlight: () => worker.inFlight,
  };
}
