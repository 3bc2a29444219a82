import type { EndpointId } from '../../domain/ids.ts';
import { CLAIM_LIMIT_MAX, claimDueDeliveries, nextDueAtMs, sweepHeldDeliveries } from './delivery-queue.store.ts';
import { DeliverySender, type DeliverySenderContext, type Finish } from './delivery-sender.ts';
import { Lanes } from './lanes.ts';
import { isLeaseTooShort, type LeasedDelivery, leaseEnd } from './leased-delivery.ts';

export interface DeliveryWorkerContext extends DeliverySenderContext {
  /** Names this run of this process in leases. */
  readonly leaseToken: string;
}

/** Longest pause between two looks at the queue: what other nodes left due is found this soon. */
const POLL_MS_MAX = 250;
/** After an error of the database. */
const ERROR_PAUSE_MS = 1_000;
/** How often held deliveries are compared with their endpoints: covers a disable and an enable that crossed. */
const HELD_SWEEP_MS = 30_000;

/**
 * Decides what is sent next: deliveries that were born leased come by `accept`, all others are claimed from
 * the queue; both take their turn in lanes. `DeliverySender` sends them.
 */
export class DeliveryWorker {
  readonly #context: DeliveryWorkerContext;
  readonly #lanes = new Lanes();
  readonly #sender: DeliverySender;
  readonly #running = new Set<Promise<void>>();
  #stopping = false;
  #claiming: Promise<void> | null = null;
  #claimAgain = false;
  #timer: NodeJS.Timeout | null = null;
  #lastSweepMs = Number.NEGATIVE_INFINITY;
  /** The last claim left due deliveries in the queue because memory was full. */
  #moreIsDue = false;
  #claimCount = 0;
  /** The grace is over: what is still open is found by the next claim. */
  #abandoned = false;

  constructor(context: DeliveryWorkerContext) {
    this.#context = context;
    this.#sender = new DeliverySender(context, {
      isStopping: () => this.#stopping,
      isAbandoned: () => this.#abandoned,
      onRetrySoon: (inMs) => {
        if (inMs < POLL_MS_MAX) this.wake();
      },
    });
  }

  get inFlight(): number {
    return this.#lanes.inFlight;
  }

  start(): void {
    this.wake();
  }

  /** Looks at the queue now: something became due. */
  wake(): void {
    if (this.#stopping) return;
    if (this.#claiming !== null) {
      this.#claimAgain = true;
      return;
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#claiming = this.#claim().finally(() => {
      this.#claiming = null;
    });
  }

  /** Promises to send a delivery that is about to be committed. False: leave it due for whoever claims it. */
  reserve(endpointId: EndpointId): boolean {
    if (!this.#stopping && this.#lanes.reserve(endpointId)) return true;
    this.#moreIsDue = true;
    return false;
  }

  /** The promised delivery was not committed. */
  unreserve(endpointId: EndpointId): void {
    this.#lanes.unreserve(endpointId);
  }

  /** The promised delivery is committed under this worker's lease. */
  accept(delivery: LeasedDelivery): void {
    this.#lanes.unreserve(delivery.endpointId);
    this.#lanes.add(delivery);
    this.#pump();
  }

  /**
   * Takes nothing new, gives back what waits, and lets what is in flight come to its end.
   *
   * @param graceMs How long to wait for that. What is still open then is found by the next claim, when its
   *   lease ends, as an attempt with unknown outcome.
   */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#claiming;
    this.#giveBackWaiting();
    await settledWithin(this.#settled(), graceMs);
    this.#abandoned = true;
  }

  async #settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  #giveBackWaiting(): void {
    const nowMs = this.#context.nowMs();
    for (const delivery of this.#lanes.drain()) this.#track(this.#sender.giveBack(delivery, nowMs));
  }

  async #claim(): Promise<void> {
    let pauseMs = POLL_MS_MAX;
    try {
      this.#giveBackStale();
      await this.#sweepHeld();
      do {
        this.#claimAgain = false;
        pauseMs = await this.#claimDue();
      } while (this.#claimAgain && !this.#stopping);
    } catch (error) {
      this.#context.onError(error);
      pauseMs = ERROR_PAUSE_MS;
    }
    if (this.#stopping) return;
    this.#timer = setTimeout(() => this.wake(), pauseMs);
  }

  /** Claims until nothing is due or memory is full. @returns how long to pause, in milliseconds. */
  async #claimDue(): Promise<number> {
    while (!this.#stopping) {
      const dueAtMs = await nextDueAtMs(this.#context.store);
      const waitMs = dueAtMs === null ? POLL_MS_MAX : dueAtMs - this.#context.nowMs();
      this.#moreIsDue = waitMs <= 0;
      if (waitMs > 0) return Math.min(POLL_MS_MAX, Math.max(1, waitMs));
      const limit = Math.min(CLAIM_LIMIT_MAX, this.#lanes.room);
      if (limit < 1 || (await this.#claimBatch(limit)) === 0) return POLL_MS_MAX;
    }
    return POLL_MS_MAX;
  }

  /** What waited too long for its turn goes back before its lease ends: nobody may take it for the delivery of a dead node. */
  #giveBackStale(): void {
    const nowMs = this.#context.nowMs();
    const stale = this.#lanes.take((delivery) =>
      isLeaseTooShort(delivery.leaseUntilMs, this.#timeoutSecondsOf(delivery.endpointId), nowMs),
    );
    for (const delivery of stale) this.#track(this.#sender.giveBack(delivery, nowMs));
  }

  async #claimBatch(limit: number): Promise<number> {
    const { store, newAttemptId } = this.#context;
    const nowMs = this.#context.nowMs();
    // Every claim has a token of its own: what is recorded under a lease that ran out must not pass for the next one's.
    const leaseToken = `${this.#context.leaseToken}.${++this.#claimCount}`;
    const claimed = await claimDueDeliveries(store, {
      nowMs,
      limit,
      leaseToken,
      leaseUntilMs: (endpointId) => leaseEnd(nowMs, this.#timeoutSecondsOf(endpointId)),
      without: this.#lanes.full,
      newAttemptId,
    });
    for (const delivery of claimed) this.#lanes.add(delivery);
    this.#pump();
    return claimed.length;
  }

  async #sweepHeld(): Promise<void> {
    const nowMs = this.#context.nowMs();
    if (nowMs - this.#lastSweepMs < HELD_SWEEP_MS) return;
    this.#lastSweepMs = nowMs;
    await sweepHeldDeliveries(this.#context.store, nowMs);
  }

  #timeoutSecondsOf(endpointId: EndpointId): number {
    return this.#context.endpoint(endpointId)?.retry.timeoutSeconds ?? 0;
  }

  #pump(): void {
    if (this.#stopping) {
      this.#giveBackWaiting();
      return;
    }
    for (let delivery = this.#lanes.next(); delivery !== undefined; delivery = this.#lanes.next()) {
      const sent = delivery;
      this.#track(this.#send(sent).catch((error: unknown) => this.#context.onError(error)));
    }
  }

  /** The receiver is free again; what came of the attempt is still on its way to the log. */
  #exchangeEnded(endpointId: EndpointId): void {
    this.#lanes.done(endpointId);
    this.#pump();
    if (this.#moreIsDue && this.#lanes.hasRoomFor(endpointId)) this.wake();
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #send(delivery: LeasedDelivery): Promise<void> {
    let finish: Finish;
    try {
      finish = await this.#sender.send(delivery);
    } finally {
      this.#exchangeEnded(delivery.endpointId);
    }
    await finish();
  }
}

async function settledWithin(work: Promise<unknown>, graceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, graceMs);
  });
  await Promise.race([work, grace]);
  clearTimeout(timer);
}
