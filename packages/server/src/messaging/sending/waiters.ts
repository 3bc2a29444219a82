import type { MessageId } from '../../domain/ids.ts';
import type { SendOutcome } from '../../domain/message-send.ts';
import type { SendRef } from './sending.store.ts';

export interface WaitersContext {
  /**
   * The wait for a message is over, and from now on nobody is told but by an event.
   *
   * @returns what became of it when that was decided before, else null.
   */
  readonly stopAwaiting: (ref: SendRef) => Promise<SendOutcome | null>;
  readonly onError: (error: unknown) => void;
}

/** Calls that wait at once: more than any number of numbers can send for while they wait. Above it a call does not wait. */
const WAITERS_MAX = 20_000;

interface Waiter {
  readonly ref: SendRef;
  readonly resolve: (outcome: SendOutcome) => void;
  readonly timer: NodeJS.Timeout;
}

const PENDING: SendOutcome = { kind: 'pending' };

/** Calls of this node that wait for what becomes of a message. Each gets its outcome, or after its time that there is none yet. */
export class Waiters {
  readonly #context: WaitersContext;
  readonly #waiters = new Map<MessageId, Waiter>();
  readonly #expiring = new Set<Promise<void>>();
  #isClosed = false;

  constructor(context: WaitersContext) {
    this.#context = context;
  }

  /** Whether one more may wait. */
  get hasRoom(): boolean {
    return !this.#isClosed && this.#waiters.size < WAITERS_MAX;
  }

  /** Waits, at most the time. Never rejects. */
  wait(ref: SendRef, waitMs: number): Promise<SendOutcome> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#expire(ref.id), waitMs);
      this.#waiters.set(ref.id, { ref, resolve, timer });
    });
  }

  /** True while somebody here waits for it, or is just about to stop waiting. */
  has(id: MessageId): boolean {
    return this.#waiters.has(id);
  }

  /** Messages that are waited for. */
  refs(limit: number): readonly SendRef[] {
    return [...this.#waiters.values()].slice(0, limit).map((waiter) => waiter.ref);
  }

  /** Tells whoever waits for it. Nothing when nobody does. */
  settle(id: MessageId, outcome: SendOutcome): void {
    const waiter = this.#waiters.get(id);
    if (waiter === undefined) return;
    this.#waiters.delete(id);
    clearTimeout(waiter.timer);
    waiter.resolve(outcome);
  }

  /** Ends every wait; nobody waits from now on. Settles when all are told. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const [id, { timer }] of this.#waiters) {
      clearTimeout(timer);
      this.#expire(id);
    }
    while (this.#expiring.size > 0) await Promise.all(this.#expiring);
  }

  #expire(id: MessageId): void {
    const waiter = this.#waiters.get(id);
    if (waiter === undefined) return;
    const expiring = this.#outcomeOf(waiter.ref)
      .then((outcome) => this.settle(id, outcome))
      .finally(() => this.#expiring.delete(expiring));
    this.#expiring.add(expiring);
  }

  async #outcomeOf(ref: SendRef): Promise<SendOutcome> {
    try {
      return (await this.#context.stopAwaiting(ref)) ?? PENDING;
    } catch (error) {
      this.#context.onError(error);
      return PENDING;
    }
  }
}
