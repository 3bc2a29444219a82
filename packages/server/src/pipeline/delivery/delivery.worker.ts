import type { Attempt, AttemptTrigger } from '../../domain/delivery.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { DeliveryId, EndpointId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import {
  type AttemptInput,
  type AttemptRun,
  type AttemptRunnerContext,
  attemptNotSent,
  runAttempt,
} from './attempt-runner.ts';
import { type Decision, decide } from './decide.ts';
import {
  CLAIM_LIMIT_MAX,
  claimDueDeliveries,
  isStillLeased,
  nextDueAtMs,
  sweepHeldDeliveries,
} from './delivery-queue.store.ts';
import { Lanes } from './lanes.ts';
import { diedTooOften, isLeaseTooShort, type LeasedDelivery, leaseEnd } from './leased-delivery.ts';
import { SecretChoice, type WhichSecret } from './secret-choice.ts';

/** What becomes of a delivery after an attempt, as the group commit takes it. */
interface AttemptRecord {
  readonly attempt: Attempt & { readonly deliveryId: DeliveryId };
  readonly after:
    | { readonly kind: 'finished' }
    | {
        readonly kind: 'waits';
        readonly dueAtMs: number | null;
        readonly leaseToken: string | null;
        readonly scheduleStep: number;
        readonly maybeReceived: boolean;
        readonly trigger: AttemptTrigger;
        readonly restingState: LeasedDelivery['restingState'];
      };
  readonly leaseToken: string;
}

export interface DeliveryWorkerContext extends AttemptRunnerContext {
  readonly store: Store;
  /** Null when it was deleted. */
  readonly endpoint: (id: EndpointId) => Endpoint | null;
  /** Settles when it is durable. */
  readonly record: (entry: AttemptRecord) => Promise<void>;
  /** Gives a leased delivery back unsent. */
  readonly release: (entry: {
    readonly workspaceId: WorkspaceId;
    readonly deliveryId: DeliveryId;
    readonly leaseToken: string;
    readonly dueAtMs: number | null;
  }) => Promise<void>;
  /** A receiver answered 410: it wants no more. */
  readonly disableGoneEndpoint: (endpoint: Endpoint) => Promise<void>;
  /** A delivery used up its schedule. */
  readonly reportExhausted: (delivery: LeasedDelivery, attempt: Attempt) => Promise<void>;
  readonly observe: (attempt: Attempt, decision: Decision) => void;
  readonly onError: (error: unknown) => void;
  /** Uniform in [0, 1). */
  readonly random: () => number;
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
 * Sends deliveries: those that were born leased come by `accept`, all others are claimed from the queue.
 * One attempt: render → sign → send → decide → record; nothing is decided twice and nothing is forgotten,
 * because the record and the delivery's next state are one commit.
 */
export class DeliveryWorker {
  readonly #context: DeliveryWorkerContext;
  readonly #lanes = new Lanes();
  readonly #secretChoice = new SecretChoice();
  readonly #running = new Set<Promise<void>>();
  #stopping = false;
  #claiming: Promise<void> | null = null;
  #claimAgain = false;
  #timer: NodeJS.Timeout | null = null;
  #lastSweepMs = Number.NEGATIVE_INFINITY;
  /** The last claim left due deliveries in the queue because memory was full. */
  #moreIsDue = false;
  #claimCount = 0;
  /** Endpoints that are being disabled: many answers of 410 at once are one change. */
  readonly #disabling = new Map<EndpointId, Promise<void>>();
  /** The grace is over: what is still open is found by the next claim. */
  #abandoned = false;

  constructor(context: DeliveryWorkerContext) {
    this.#context = context;
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
    for (const delivery of this.#lanes.drain()) this.#track(this.#giveBack(delivery, nowMs));
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
    for (const delivery of stale) this.#track(this.#giveBack(delivery, nowMs));
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
    let finish: () => Promise<void>;
    try {
      finish = await this.#sendOnce(delivery);
    } finally {
      this.#exchangeEnded(delivery.endpointId);
    }
    await finish();
  }

  /** @returns what is left to do when the receiver has nothing more to do with it. */
  async #sendOnce(delivery: LeasedDelivery): Promise<() => Promise<void>> {
    const nowMs = this.#context.nowMs();
    const endpoint = this.#context.endpoint(delivery.endpointId);
    if (endpoint === null) return () => this.#giveBack(delivery, null);
    if (!endpoint.enabled && delivery.trigger !== 'resend') return () => this.#giveBack(delivery, null);
    if (isLeaseTooShort(delivery.leaseUntilMs, endpoint.retry.timeoutSeconds, nowMs))
      return () => this.#giveBack(delivery, nowMs);
    return this.#attempt(delivery, endpoint, {
      which: this.#secretChoice.choose(endpoint, nowMs),
      trigger: delivery.trigger,
    });
  }

  async #attempt(
    delivery: LeasedDelivery,
    endpoint: Endpoint,
    { which, trigger }: { readonly which: WhichSecret; readonly trigger: AttemptTrigger },
  ): Promise<() => Promise<void>> {
    const run = await this.#run(delivery, {
      endpoint,
      event: delivery.event,
      deliveryId: delivery.id,
      number: delivery.attemptsMade + 1,
      trigger,
      maybeReceived: delivery.maybeReceived,
      which,
    });
    if (this.#abandoned) return async () => {};
    const nowMs = this.#context.nowMs();
    if (run.result.outcome === 'succeeded') this.#secretChoice.noteAccepted(endpoint, which);
    const decision = decide({
      delivery,
      endpoint: this.#context.endpoint(endpoint.id) ?? endpoint,
      result: run.result,
      mayTryOtherSecret: trigger !== 'rotation' && this.#secretChoice.hasOther(endpoint, nowMs),
      nowMs,
      random: this.#context.random(),
    });
    const carryOut = () => this.#carryOut(delivery, endpoint, run, decision);
    if (decision.kind !== 'other_secret') return carryOut;
    await carryOut();
    return this.#tryOtherSecret(delivery, endpoint, run, which);
  }

  /** An error of ours is an attempt that failed: it is logged and counted, so that it comes to an end too. */
  async #run(delivery: LeasedDelivery, input: AttemptInput): Promise<AttemptRun> {
    if (diedTooOften(delivery, input.endpoint.retry.delaysSeconds.length)) {
      return attemptNotSent(this.#context, input, 'The gateway stopped during each of the last attempts.');
    }
    try {
      return await runAttempt(this.#context, input);
    } catch (error) {
      this.#context.onError(error);
      return attemptNotSent(this.#context, input, 'The gateway could not make the request.');
    }
  }

  async #tryOtherSecret(
    delivery: LeasedDelivery,
    endpoint: Endpoint,
    run: AttemptRun,
    refused: WhichSecret,
  ): Promise<() => Promise<void>> {
    const again: LeasedDelivery = {
      ...delivery,
      attemptsMade: run.attempt.number,
      leaseUntilMs: extendedLeaseEnd(run.attempt, endpoint),
    };
    // It may have been canceled while the first request was on its way, or taken over while the record was.
    if (!(await isStillLeased(this.#context.store, again))) return async () => {};
    const nowMs = this.#context.nowMs();
    if (this.#stopping || isLeaseTooShort(again.leaseUntilMs, endpoint.retry.timeoutSeconds, nowMs)) {
      return () => this.#giveBack(again, nowMs);
    }
    return this.#attempt(again, endpoint, {
      which: refused === 'current' ? 'previous' : 'current',
      trigger: 'rotation',
    });
  }

  async #carryOut(delivery: LeasedDelivery, endpoint: Endpoint, run: AttemptRun, decision: Decision): Promise<void> {
    const record = toRecord(delivery, endpoint, run, decision);
    this.#context.observe(record.attempt, decision);
    if (decision.kind === 'exhausted') await this.#context.reportExhausted(delivery, record.attempt);
    await this.#context.record(record);
    if ('endpointGone' in decision && decision.endpointGone) await this.#disableGone(endpoint);
    if (decision.kind === 'retry' && decision.atMs - this.#context.nowMs() < POLL_MS_MAX) this.wake();
  }

  #disableGone(endpoint: Endpoint): Promise<void> {
    let disabling = this.#disabling.get(endpoint.id);
    if (disabling === undefined) {
      disabling = this.#context.disableGoneEndpoint(endpoint).finally(() => this.#disabling.delete(endpoint.id));
      this.#disabling.set(endpoint.id, disabling);
    }
    return disabling;
  }

  #giveBack(delivery: LeasedDelivery, dueAtMs: number | null): Promise<void> {
    return this.#context.release({
      workspaceId: delivery.event.workspaceId,
      deliveryId: delivery.id,
      leaseToken: delivery.leaseToken,
      dueAtMs,
    });
  }
}

function toRecord(
  delivery: LeasedDelivery,
  endpoint: Endpoint,
  { attempt, result }: AttemptRun,
  decision: Decision,
): AttemptRecord {
  const finished = (deliveryState: Attempt['deliveryState']): AttemptRecord => ({
    attempt: { ...attempt, deliveryId: delivery.id, deliveryState },
    after: { kind: 'finished' },
    leaseToken: delivery.leaseToken,
  });
  const waits = (dueAtMs: number | null, leaseToken: string | null, scheduleStep: number): AttemptRecord => ({
    attempt: {
      ...attempt,
      deliveryId: delivery.id,
      deliveryState: 'pending',
      nextAttemptAtMs: leaseToken === null ? dueAtMs : attempt.startedAtMs,
    },
    after: {
      kind: 'waits',
      dueAtMs,
      leaseToken,
      scheduleStep,
      maybeReceived: delivery.maybeReceived || result.maybeReceived,
      trigger: leaseToken === null ? 'schedule' : delivery.trigger,
      restingState: delivery.restingState,
    },
    leaseToken: delivery.leaseToken,
  });
  switch (decision.kind) {
    case 'delivered':
      return finished('delivered');
    case 'exhausted':
      return finished('exhausted');
    case 'rests':
      return finished(decision.state);
    case 'other_secret':
      return waits(extendedLeaseEnd(attempt, endpoint), delivery.leaseToken, delivery.scheduleStep);
    case 'held':
      return waits(null, null, delivery.scheduleStep);
    case 'retry':
      return waits(decision.atMs, null, decision.scheduleStep);
  }
}

/** The lease for one more request of the same sender, counted from the end of the one before. */
function extendedLeaseEnd({ startedAtMs, durationMs }: Attempt, endpoint: Endpoint): number {
  return leaseEnd(startedAtMs + (durationMs ?? 0), endpoint.retry.timeoutSeconds);
}

async function settledWithin(work: Promise<unknown>, graceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, graceMs);
  });
  await Promise.race([work, grace]);
  clearTimeout(timer);
}
