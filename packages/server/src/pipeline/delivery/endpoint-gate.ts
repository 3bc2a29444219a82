import type { Endpoint } from '../../domain/endpoint.ts';
import type { EndpointId } from '../../domain/ids.ts';
import type { Outcome } from './breaker.ts';
import type { BreakerBook } from './breaker-book.ts';
import type { Gate } from './gate.ts';
import type { LimitedEndpoint, RatePlaces } from './rate-places.ts';

export interface EndpointGateContext {
  /** Null: it is gone, or another node made it a moment ago. */
  readonly endpoint: (id: EndpointId) => Endpoint | null;
  readonly breakers: BreakerBook;
  readonly rates: RatePlaces;
  /** Epoch ms. */
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
  readonly setTimer: (run: () => void, delayMs: number) => { readonly cancel: () => void };
  readonly onError: (error: unknown) => void;
}

/** How soon a node sees what the others wrote about an endpoint. */
export const LOOK_EVERY_MS = 1_000;
/** How often what is no longer needed is removed. */
const TIDY_EVERY_MS = 60_000;
/** How soon a closed lane asks again by itself: what closed it may have changed unseen. */
const ASK_AGAIN_MS = 1_000;
/** Deliveries of a limited endpoint that wait in memory: for so long, so that their lease does not run out before their turn. */
const WAITING_SECONDS = 2;

/**
 * What stands between the lanes and an endpoint: whether somebody paused it, its breaker, its rate. In this order, because
 * a place under the rate is used up by asking for it.
 */
export class EndpointGate implements Gate {
  readonly #context: EndpointGateContext;
  #timer: { readonly cancel: () => void } | null = null;
  #looking: Promise<void> | null = null;
  #isStopped = false;
  #tidiedAtMs = 0;

  constructor(context: EndpointGateContext) {
    this.#context = context;
  }

  enter(id: EndpointId): 'open' | number {
    const endpoint = this.#context.endpoint(id);
    if (endpoint === null) return 'open';
    if (endpoint.isPaused) return this.#context.nowMs() + ASK_AGAIN_MS;
    const standing = this.#context.breakers.standing(id);
    if (typeof standing === 'number') return Math.min(standing, this.#context.nowMs() + ASK_AGAIN_MS);
    if (standing === 'probe' && !this.#context.breakers.mayProbe(id)) return this.#context.nowMs() + ASK_AGAIN_MS;
    if (isLimited(endpoint)) {
      const waitMs = this.#context.rates.take(endpoint, this.#context.monotonicMs());
      if (waitMs > 0) return this.#context.nowMs() + waitMs;
    }
    if (standing === 'probe') this.#context.breakers.enterAsProbe(id);
    return 'open';
  }

  leave(id: EndpointId): void {
    this.#context.breakers.leave(id);
  }

  waitingMax(id: EndpointId): number {
    const endpoint = this.#context.endpoint(id);
    if (endpoint === null) return Number.POSITIVE_INFINITY;
    if (endpoint.isPaused) return 0;
    const standing = this.#context.breakers.standing(id);
    if (standing !== 'free') return standing === 'probe' ? 1 : 0;
    return isLimited(endpoint) ? Math.ceil(endpoint.ratePerSecond * WAITING_SECONDS) : Number.POSITIVE_INFINITY;
  }

  /** An attempt ended, see `BreakerBook.note`. */
  note(endpoint: Endpoint, outcome: Outcome, isOperational: boolean): void {
    this.#context.breakers.note(endpoint, outcome, isOperational);
  }

  /** Looks every second from now on. */
  start(): void {
    this.#lookLater();
  }

  /** Reads what other nodes wrote, now. Never rejects. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  /** Settles when what this node knows is written. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    await this.#looking;
    await this.#context.breakers.settled().catch(this.#context.onError);
  }

  async #look(): Promise<void> {
    try {
      await this.#context.breakers.look();
      const nowMs = this.#context.monotonicMs();
      if (nowMs - this.#tidiedAtMs < TIDY_EVERY_MS) return;
      this.#tidiedAtMs = nowMs;
      this.#context.rates.forgetIdle(nowMs);
      await this.#context.breakers.purge();
    } catch (error) {
      this.#context.onError(error);
    }
  }

  #lookLater(): void {
    if (this.#isStopped) return;
    this.#timer = this.#context.setTimer(() => {
      void this.look().then(() => this.#lookLater());
    }, LOOK_EVERY_MS);
  }
}

function isLimited(endpoint: Endpoint): endpoint is Endpoint & LimitedEndpoint {
  return endpoint.ratePerSecond !== null;
}
