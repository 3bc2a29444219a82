import type { Attempt, AttemptEntry, AttemptTrigger, ReleaseEntry } from '../../domain/delivery.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { EndpointId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { extendedLeaseEnd, toRecord } from './attempt-record.ts';
import {
  type AttemptInput,
  type AttemptRun,
  type AttemptRunnerContext,
  attemptNotSent,
  runAttempt,
} from './attempt-runner.ts';
import { type Decision, decide } from './decide.ts';
import { isStillLeased } from './delivery-queue.store.ts';
import type { ExchangeResult } from './exchange.ts';
import { diedTooOften, isLeaseTooShort, type LeasedDelivery } from './leased-delivery.ts';
import { SecretChoice, type WhichSecret } from './secret-choice.ts';

export interface DeliverySenderContext extends AttemptRunnerContext {
  readonly store: Store;
  /** Null when it was deleted, or another node made it a moment ago. */
  readonly endpoint: (id: EndpointId) => Endpoint | null;
  /** The same after asking the store what changed. */
  readonly findEndpoint: (id: EndpointId) => Promise<Endpoint | null>;
  /** Settles when it is durable. */
  readonly record: (entry: AttemptEntry) => Promise<void>;
  /** Gives a leased delivery back unsent. */
  readonly release: (entry: ReleaseEntry) => Promise<void>;
  /** A receiver answered 410: it wants no more. */
  readonly disableGoneEndpoint: (endpoint: Endpoint) => Promise<void>;
  /** A delivery used up its schedule. Telling twice is telling once. */
  readonly reportExhausted: (delivery: LeasedDelivery, attempt: Attempt) => Promise<void>;
  readonly observe: (attempt: Attempt, decision: Decision) => void;
  /** What came of a request is known. It is told before the receiver counts as free again. */
  readonly noteOutcome: (delivery: LeasedDelivery, endpoint: Endpoint, result: ExchangeResult) => void;
  readonly onError: (error: unknown) => void;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** `performance.now()` */
  readonly monotonicMs: () => number;
}

/** What the sender asks of the loop that it works for. */
interface SenderLife {
  /** Nothing new is to be sent. */
  readonly isStopping: () => boolean;
  /** The grace is over: what is still open is found by the next claim. */
  readonly isAbandoned: () => boolean;
  /** A retry is due within this many milliseconds. */
  readonly onRetrySoon: (inMs: number) => void;
}

interface Try {
  readonly which: WhichSecret;
  readonly trigger: AttemptTrigger;
  /**
   * From before the lease was looked at: a process that stands still between that and the first byte must not send when
   * it goes on, for by then another one may have.
   */
  readonly askedAtMs: number;
}

/** What is left to do when the receiver has nothing more to do with a delivery: the record of it. */
export type Finish = () => Promise<void>;

/**
 * Sends one leased delivery: render → sign → send → decide → record. Nothing is decided twice and nothing
 * is forgotten, because the record and the delivery's next state are one commit.
 */
export class DeliverySender {
  readonly #context: DeliverySenderContext;
  readonly #life: SenderLife;
  readonly #secretChoice = new SecretChoice();
  /** Endpoints that are being disabled: many answers of 410 at once are one change. */
  readonly #disabling = new Map<EndpointId, Promise<void>>();

  constructor(context: DeliverySenderContext, life: SenderLife) {
    this.#context = context;
    this.#life = life;
  }

  /** Makes the request, if the delivery may be sent now. Settles when the receiver is free again. */
  send(delivery: LeasedDelivery): Promise<Finish> {
    // Asked for by hand just when it was erased: the erasure cancels it in a moment.
    if (delivery.event.origin === 'erased') return this.#hold(delivery);
    const known = this.#context.endpoint(delivery.endpointId);
    if (known !== null) return this.#sendTo(delivery, known);
    return this.#context
      .findEndpoint(delivery.endpointId)
      .then((endpoint) => (endpoint === null ? this.#hold(delivery) : this.#sendTo(delivery, endpoint)));
  }

  #sendTo(delivery: LeasedDelivery, endpoint: Endpoint): Promise<Finish> {
    if (!endpoint.enabled && delivery.trigger !== 'resend') return this.#hold(delivery);
    const askedAtMs = this.#context.monotonicMs();
    const nowMs = this.#context.nowMs();
    if (isLeaseTooShort(delivery.leaseUntilMs, endpoint.retry.timeoutSeconds, nowMs)) {
      return Promise.resolve(() => this.giveBack(delivery, nowMs));
    }
    const which = this.#secretChoice.choose(endpoint, nowMs);
    return this.#attempt(delivery, endpoint, { which, trigger: delivery.trigger, askedAtMs });
  }

  #hold(delivery: LeasedDelivery): Promise<Finish> {
    return Promise.resolve(() => this.giveBack(delivery, null));
  }

  /** @param dueAtMs Null: held. */
  giveBack(delivery: LeasedDelivery, dueAtMs: number | null): Promise<void> {
    return this.#context.release({
      workspaceId: delivery.event.workspaceId,
      deliveryId: delivery.id,
      leaseToken: delivery.leaseToken,
      dueAtMs,
    });
  }

  async #attempt(delivery: LeasedDelivery, endpoint: Endpoint, { which, trigger, askedAtMs }: Try): Promise<Finish> {
    const input: AttemptInput = {
      endpoint,
      event: delivery.event,
      deliveryId: delivery.id,
      number: delivery.attemptsMade + 1,
      trigger,
      maybeReceived: delivery.maybeReceived,
      runId: delivery.runId,
      which,
      askedAtMs,
    };
    let run: AttemptRun;
    try {
      run = diedTooOften(delivery, endpoint.retry.delaysSeconds.length)
        ? attemptNotSent(this.#context, input, 'The gateway stopped during each of the last attempts.')
        : await runAttempt(this.#context, input);
    } catch (error) {
      // An error of ours is an attempt that failed: it is logged and counted, so that it comes to an end too.
      this.#context.onError(error);
      run = attemptNotSent(this.#context, input, 'The gateway could not make the request.');
    }
    if (this.#life.isAbandoned()) return async () => {};
    const decision = this.#decide(delivery, endpoint, run, input);
    if (decision.kind !== 'other_secret') {
      this.#context.noteOutcome(delivery, endpoint, run.result);
      return () => this.#carryOut(delivery, endpoint, run, decision);
    }
    await this.#carryOut(delivery, endpoint, run, decision);
    return this.#tryOtherSecret(delivery, endpoint, run, which);
  }

  #decide(delivery: LeasedDelivery, endpoint: Endpoint, { result }: AttemptRun, input: AttemptInput): Decision {
    const nowMs = this.#context.nowMs();
    if (result.outcome === 'succeeded') this.#secretChoice.noteAccepted(endpoint, input.which);
    return decide({
      delivery,
      endpoint: this.#context.endpoint(endpoint.id) ?? endpoint,
      result,
      mayTryOtherSecret: input.trigger !== 'rotation' && this.#secretChoice.hasOther(endpoint, nowMs),
      nowMs,
      random: this.#context.random(),
    });
  }

  async #tryOtherSecret(
    delivery: LeasedDelivery,
    endpoint: Endpoint,
    run: AttemptRun,
    refused: WhichSecret,
  ): Promise<Finish> {
    const again: LeasedDelivery = {
      ...delivery,
      attemptsMade: run.attempt.number,
      leaseUntilMs: extendedLeaseEnd(run.attempt, endpoint),
    };
    // It may have been canceled while the first request was on its way, or taken over while the record was.
    if (!(await isStillLeased(this.#context.store, again))) return async () => {};
    const [askedAtMs, nowMs] = [this.#context.monotonicMs(), this.#context.nowMs()];
    if (this.#life.isStopping() || isLeaseTooShort(again.leaseUntilMs, endpoint.retry.timeoutSeconds, nowMs)) {
      return () => this.giveBack(again, nowMs);
    }
    return this.#attempt(again, endpoint, {
      which: refused === 'current' ? 'previous' : 'current',
      trigger: 'rotation',
      askedAtMs,
    });
  }

  async #carryOut(delivery: LeasedDelivery, endpoint: Endpoint, run: AttemptRun, decision: Decision): Promise<void> {
    const record = toRecord(delivery, endpoint, run, decision);
    this.#context.observe(record.attempt, decision);
    // Before the record, or a crash in between would leave nobody to tell; and again when the store was away.
    const isTold = decision.kind !== 'exhausted' || (await this.#reportExhausted(delivery, record.attempt));
    await this.#context.record(record);
    if (!isTold) await this.#reportExhausted(delivery, record.attempt);
    if ('endpointGone' in decision && decision.endpointGone) await this.#disableGone(endpoint);
    if (decision.kind === 'retry') this.#life.onRetrySoon(decision.atMs - this.#context.nowMs());
  }

  async #reportExhausted(delivery: LeasedDelivery, attempt: Attempt): Promise<boolean> {
    try {
      await this.#context.reportExhausted(delivery, attempt);
      return true;
    } catch (error) {
      this.#context.onError(error);
      return false;
    }
  }

  #disableGone(endpoint: Endpoint): Promise<void> {
    let disabling = this.#disabling.get(endpoint.id);
    if (disabling === undefined) {
      disabling = this.#context.disableGoneEndpoint(endpoint).finally(() => this.#disabling.delete(endpoint.id));
      this.#disabling.set(endpoint.id, disabling);
    }
    return disabling;
  }
}
