import type { EnqueueSend, SendOutcome } from '../../domain/message-send.ts';
import type { RecordWrite } from '../../platform/db/record-write.ts';
import { toLeasedSend, toSendWrite } from './send-record.ts';
import type { SendRef } from './sending.store.ts';
import type { SendingWorker } from './sending.worker.ts';
import type { Waiters } from './waiters.ts';

/** Stores a message with everything that it is to others and the rows given, in one group commit. @throws PosthornError when it was not. */
export type StoreSend = (send: EnqueueSend, alongside: readonly RecordWrite[]) => Promise<void>;

export interface EnqueueSendContext {
  readonly storeSend: StoreSend;
  readonly worker: Pick<SendingWorker, 'prepare' | 'reserve' | 'unreserve' | 'accept' | 'wake'>;
  readonly waiters: Waiters;
  /** A refusal becomes an event from now on. */
  readonly stopAwaiting: (ref: SendRef) => Promise<unknown>;
  readonly leaseToken: string;
  readonly nowMs: () => number;
}

/**
 * Hands a message in: it is durable before anything else happens. When its number may send now it is sent right after the
 * commit without being read back, else it stands in the queue.
 *
 * @throws PosthornError when it could not be stored: then it is not sent either.
 */
export async function enqueueSend(context: EnqueueSendContext, send: EnqueueSend): Promise<SendOutcome> {
  const { storeSend, worker, waiters } = context;
  await worker.prepare(send.phoneNumberId);
  const nowMs = context.nowMs();
  const leased = toLeasedSend(send, nowMs);
  const place = worker.reserve(leased);
  // Before the commit: another node may be quicker with it than the answer to the commit.
  const awaited = send.waitMs > 0 && waiters.hasRoom;
  const outcome = awaited ? waiters.wait(leased, send.waitMs) : Promise.resolve<SendOutcome>({ kind: 'pending' });
  const leaseToken = place === null ? null : context.leaseToken;
  try {
    await storeSend(send, [toSendWrite(leased, { nowMs, leaseToken, awaited })]);
  } catch (error) {
    if (place !== null) worker.unreserve(place);
    waiters.settle(leased.id, { kind: 'pending' });
    throw error;
  }
  // The commit took longer than the wait: the row does not know yet that nobody waits.
  if (awaited && !waiters.has(leased.id)) await context.stopAwaiting(leased);
  if (place === null) worker.wake(send.phoneNumberId);
  else worker.accept(place, leased);
  return outcome;
}
