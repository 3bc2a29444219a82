import { MAX_IN_FLIGHT_DEFAULT } from '../../domain/endpoint.ts';
import type { EndpointId } from '../../domain/ids.ts';
import {
  CLAIM_LIMIT_MAX,
  type Claim,
  type ClaimInput,
  claimDueDeliveries,
  endCanceledLeases,
  nextDueAtMs,
  sweepHeldDeliveries,
} from './delivery-queue.store.ts';
import { DeliverySender, type DeliverySenderContext, type Finish } from './delivery-sender.ts';
import { type DueEndpoint, listDueEndpoints, type WalkPlace } from './due-endpoints.store.ts';
import type { Gate } from './gate.ts';
import { CLAIMED_WAITING_MAX, type LaneKey, Lanes } from './lanes.ts';
import { isLeaseTooShort, type LeasedDelivery, leaseEnd } from './leased-delivery.ts';
import type { EndpointShare } from './pick-due.store.ts';

export interface DeliveryWorkerContext extends DeliverySenderContext {
  /** Names this run of this process in leases. */
  readonly leaseToken: string;
  readonly gate: Gate;
  readonly readHorizon: ClaimInput['readHorizon'];
  readonly setTimer: (run: () => void, delayMs: number) => Timer;
}

interface Timer {
  readonly cancel: () => void;
}

/** Longest pause between two looks at the queue: what other nodes left due is found this soon. */
export const POLL_MS_MAX = 250;
/** Pause before it is looked again who is the first of a line: whoever commits is done by then. */
const SETTLE_MS_MIN = 5;
/** Walks along the endpoints in a row that lead to nothing. With more endpoints than they reach the next look goes on. */
const FRUITLESS_WALKS_MAX = 8;
/** Endpoints of which it is remembered that more is in the queue. What is forgotten is found by a poll. */
const LEFT_BEHIND_MAX = 10_000;
/** After an error of the database. */
const ERROR_PAUSE_MS = 1_000;
/** Longest time until lanes that were put aside are looked at: the clock that their time is told by may be set anew. */
const ASIDE_MS_MAX = 1_000;
/** How often held deliveries are compared with their endpoints, which covers a disable and an enable that crossed, and leases of what was canceled are looked for. */
const HELD_SWEEP_MS = 30_000;

/**
 * Decides what is sent next: deliveries that were born leased come by `accept`, all others are claimed from
 * the queue; both take their turn in lanes. `DeliverySender` sends them.
 */
export class DeliveryWorker {
  readonly #context: DeliveryWorkerContext;
  readonly #lanes: Lanes;
  readonly #sender: DeliverySender;
  /** What is being sent, given back or recorded. */
  #openCount = 0;
  #settledWaiters: (() => void)[] = [];
  #stopping = false;
  #claiming: Promise<void> | null = null;
  #claimAgain = false;
  #timer: Timer | null = null;
  /** Looks again at the lanes that were put aside. */
  #asideTimer: Timer | null = null;
  #asideTimerMs = Number.POSITIVE_INFINITY;
  #lastSweepMs = Number.NEGATIVE_INFINITY;
  /** Endpoints of which due deliveries were left in the queue because their share of the memory was full, as of the last look. */
  #leftBehind = new Set<EndpointId>();
  /** Due deliveries were left in the queue because the memory of this node was full. */
  #wasFull = false;
  #walkAfter: WalkPlace | null = null;
  #settleMs = SETTLE_MS_MIN;
  #claimCount = 0;
  /** The grace is over: what is still open is found by the next claim. */
  #abandoned = false;

  constructor(context: DeliveryWorkerContext) {
    this.#context = context;
    this.#lanes = new Lanes({
      maxInFlight: (id) => context.endpoint(id)?.maxInFlight ?? MAX_IN_FLIGHT_DEFAULT,
      gate: context.gate,
      nowMs: context.nowMs,
    });
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
    this.#timer?.cancel();
    this.#timer = null;
    this.#claiming = this.#claim().finally(() => {
      this.#claiming = null;
    });
  }

  /** Promises to send a delivery that is about to be committed. False: leave it due for whoever claims it. */
  reserve(endpoint: LaneKey, bytes: number): boolean {
    return !this.#stopping && this.#lanes.reserve(endpoint, bytes);
  }

  /** A delivery that was not promised is committed: it is due, and claimed when its endpoint has room again. */
  leaveBehind(endpointId: EndpointId): void {
    this.#keepLeftBehind([endpointId]);
    if (this.#lanes.room < 1) this.#wasFull = true;
    else if (this.#lanes.wantsClaim(endpointId)) this.wake();
  }

  /**
   * True when deliveries of an endpoint wait in the queue because this node has not got to them yet: not for a breaker, a pause
   * or a rate, which let no more of them through whoever is asked.
   */
  isBehind(endpointId: EndpointId): boolean {
    return this.#leftBehind.has(endpointId) && this.#context.gate.waitingMax(endpointId) === Number.POSITIVE_INFINITY;
  }

  /** The promised delivery was not committed. */
  unreserve(endpointId: EndpointId, bytes: number): void {
    this.#lanes.unreserve(endpointId, bytes);
  }

  /** The promised delivery is committed under this worker's lease. */
  accept(delivery: LeasedDelivery): void {
    this.#lanes.unreserve(delivery.endpointId, delivery.payloadBytes);
    this.#lanes.add(delivery);
    this.#pump();
  }

  /** The gate of an endpoint changed: what it lets through now goes at once, also what is not in memory yet. */
  reopen(endpointId: EndpointId): void {
    this.askAgain(endpointId);
    this.wake();
  }

  /** The gate of an endpoint may let through more of what is in memory. */
  askAgain(endpointId: EndpointId): void {
    this.#lanes.reopen(endpointId);
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
    this.#timer?.cancel();
    this.#asideTimer?.cancel();
    await this.#claiming;
    this.#giveBackWaiting();
    await this.#settledWithin(graceMs);
    this.#abandoned = true;
  }

  async #settledWithin(graceMs: number): Promise<void> {
    let timer: Timer | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = this.#context.setTimer(resolve, graceMs);
    });
    await Promise.race([this.#settled(), grace]);
    timer?.cancel();
  }

  #settled(): Promise<void> {
    if (this.#openCount === 0) return Promise.resolve();
    return new Promise((resolve) => this.#settledWaiters.push(resolve));
  }

  #giveBackWaiting(): void {
    const nowMs = this.#context.nowMs();
    for (const delivery of this.#lanes.drain()) void this.#giveBack(delivery, nowMs);
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
    this.#timer = this.#context.setTimer(() => this.wake(), pauseMs);
  }

  /** Claims until nothing is due that can be sent, or memory is full. @returns how long to pause, in milliseconds. */
  async #claimDue(): Promise<number> {
    let fruitlessWalks = 0;
    while (!this.#stopping) {
      // What is left behind from here on, this look may not see.
      const leftBehind = this.#leftBehind;
      this.#leftBehind = new Set();
      const dueAtMs = await nextDueAtMs(this.#context.store);
      const waitMs = dueAtMs === null ? POLL_MS_MAX : dueAtMs - this.#context.nowMs();
      if (waitMs > 0) return Math.min(POLL_MS_MAX, Math.max(1, waitMs));
      this.#wasFull = this.#lanes.claimRoom < 1 || this.#lanes.bytesRoom < 1;
      if (this.#wasFull) {
        this.#keepLeftBehind(leftBehind);
        return POLL_MS_MAX;
      }
      const { deliveries, restedCount, unsettledCount } = await this.#claimBatch(leftBehind);
      if (deliveries.length + restedCount > 0) {
        fruitlessWalks = 0;
        this.#settleMs = SETTLE_MS_MIN;
        continue;
      }
      if (unsettledCount > 0) return this.#settlePause();
      if (this.#walkAfter === null || ++fruitlessWalks >= FRUITLESS_WALKS_MAX) return POLL_MS_MAX;
    }
    return POLL_MS_MAX;
  }

  /** Longer each time: somebody may write to the log for long. */
  #settlePause(): number {
    const pauseMs = this.#settleMs;
    this.#settleMs = Math.min(POLL_MS_MAX, 2 * pauseMs);
    return pauseMs;
  }

  /**
   * What waited too long for its turn goes back before its lease ends: nobody may take it for the delivery of a dead node.
   * So does what waits for an endpoint whose gate is closed.
   */
  #giveBackStale(): void {
    const nowMs = this.#context.nowMs();
    const { gate } = this.#context;
    const stale = this.#lanes.take(
      ({ endpointId, leaseUntilMs }) =>
        gate.waitingMax(endpointId) < 1 || isLeaseTooShort(leaseUntilMs, this.#timeoutSecondsOf(endpointId), nowMs),
    );
    for (const delivery of stale) void this.#giveBack(delivery, nowMs);
  }

  /** @param leftBehind Before this look. */
  async #claimBatch(leftBehind: ReadonlySet<EndpointId>): Promise<Claim> {
    const { store, newAttemptId, readHorizon } = this.#context;
    const nowMs = this.#context.nowMs();
    const due = await listDueEndpoints(store, { nowMs, after: this.#walkAfter });
    const sawAll = this.#walkAfter === null && due.next === null;
    this.#walkAfter = due.next;
    if (!sawAll) this.#keepLeftBehind(leftBehind);
    const limit = Math.max(1, Math.min(CLAIM_LIMIT_MAX, this.#lanes.claimRoom));
    const shares = this.#sharesOf(due.endpoints, limit);
    // Every claim has a token of its own: what is recorded under a lease that ran out must not pass for the next one's.
    const leaseToken = `${this.#context.leaseToken}.${++this.#claimCount}`;
    const claim = await claimDueDeliveries(store, {
      nowMs,
      limit,
      shares,
      bytesMax: this.#lanes.bytesRoom,
      leaseToken,
      leaseUntilMs: (endpointId) => leaseEnd(nowMs, this.#timeoutSecondsOf(endpointId)),
      newAttemptId,
      readHorizon,
    });
    this.#noteLeftBehind(due.endpoints, shares, claim);
    for (const delivery of claim.deliveries) this.#lanes.add(delivery);
    this.#pump();
    return claim;
  }

  /** What may be claimed is divided by those that can take something. */
  #sharesOf(due: readonly DueEndpoint[], limit: number): readonly EndpointShare[] {
    const open = due.flatMap(({ workspaceId, endpointId }) => {
      const room = this.#lanes.claimRoomOf(endpointId);
      return room < 1 ? [] : [{ workspaceId, endpointId, room }];
    });
    const evenly = Math.max(1, Math.floor(limit / open.length));
    // Where there are more than can be served, another one is the first each time.
    const start = open.length > limit ? (this.#claimCount * limit) % open.length : 0;
    return [...open.slice(start), ...open.slice(0, start)]
      .slice(0, limit)
      .map(({ room, ...endpoint }) => ({ ...endpoint, limit: Math.min(room, evenly) }));
  }

  /** Whoever got all of its share, or none because there was no room for it, may have more. */
  #noteLeftBehind(due: readonly DueEndpoint[], shares: readonly EndpointShare[], { deliveries }: Claim): void {
    const claimed = Map.groupBy(deliveries, (delivery) => delivery.endpointId);
    const limits = new Map(shares.map(({ endpointId, limit }) => [endpointId, limit]));
    const ids = due.map(({ endpointId }) => endpointId);
    this.#keepLeftBehind(ids.filter((id) => (claimed.get(id)?.length ?? 0) >= (limits.get(id) ?? 0)));
  }

  #keepLeftBehind(endpointIds: Iterable<EndpointId>): void {
    for (const id of endpointIds) {
      if (this.#leftBehind.size >= LEFT_BEHIND_MAX) return;
      this.#leftBehind.add(id);
    }
  }

  async #sweepHeld(): Promise<void> {
    const nowMs = this.#context.nowMs();
    if (nowMs - this.#lastSweepMs < HELD_SWEEP_MS) return;
    this.#lastSweepMs = nowMs;
    const { store, newAttemptId } = this.#context;
    await sweepHeldDeliveries(store, nowMs);
    await endCanceledLeases(store, {
      ...{ nowMs, newAttemptId },
      leaseUntilMs: (endpointId) => leaseEnd(nowMs, this.#timeoutSecondsOf(endpointId)),
    });
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
      void this.#send(delivery);
    }
    this.#wakeAsideLater();
  }

  #wakeAsideLater(): void {
    const { asideUntilMs } = this.#lanes;
    if (asideUntilMs >= this.#asideTimerMs || asideUntilMs === Number.POSITIVE_INFINITY) return;
    this.#asideTimer?.cancel();
    this.#asideTimerMs = asideUntilMs;
    this.#asideTimer = this.#context.setTimer(
      () => {
        this.#asideTimerMs = Number.POSITIVE_INFINITY;
        this.#lanes.wakeAside();
        this.#pump();
      },
      Math.min(ASIDE_MS_MAX, Math.max(1, asideUntilMs - this.#context.nowMs())),
    );
  }

  /** The receiver is free again; what came of the attempt is still on its way to the log. */
  #exchangeEnded(delivery: LeasedDelivery): void {
    this.#lanes.done(delivery);
    this.#pump();
    const hasMore = this.#leftBehind.has(delivery.endpointId) && this.#lanes.wantsClaim(delivery.endpointId);
    if (hasMore || (this.#wasFull && this.#lanes.claimRoom > CLAIMED_WAITING_MAX / 4)) this.wake();
  }

  /** Never rejects. */
  async #send(delivery: LeasedDelivery): Promise<void> {
    this.#openCount++;
    try {
      let finish: Finish;
      try {
        finish = await this.#sender.send(delivery);
      } finally {
        this.#exchangeEnded(delivery);
      }
      await finish();
      // It may have been the first of its line: the next one is due.
      if (delivery.orderKey !== null) this.wake();
    } catch (error) {
      this.#context.onError(error);
    } finally {
      this.#closed();
    }
  }

  /** Never rejects. */
  async #giveBack(delivery: LeasedDelivery, dueAtMs: number): Promise<void> {
    this.#openCount++;
    try {
      await this.#sender.giveBack(delivery, dueAtMs);
    } catch (error) {
      this.#context.onError(error);
    } finally {
      this.#closed();
    }
  }

  #closed(): void {
    this.#openCount--;
    if (this.#openCount > 0) return;
    for (const wake of this.#settledWaiters.splice(0)) wake();
  }
}
