import type { Waits } from '../clock.ts';
import { SimulatorError } from '../errors.ts';
import type { Activity } from './activity.ts';
import type { SendingKind } from './faults.ts';
import type { HttpConnections, HttpOutcome } from './http-exchange.ts';

/** A webhook as it goes over the wire. */
export interface Sending {
  /** Counted up from `snd_1`. */
  readonly id: string;
  readonly kind: SendingKind;
  readonly url: URL;
  readonly bytes: Buffer;
  /** Value of `X-Hub-Signature-256`. */
  readonly signature: string;
  /** Wait before the first try. */
  readonly delayMs: number;
}

export interface SendingAttempt {
  readonly startedAtMs: number;
  /** Null when there was no answer. */
  readonly status: number | null;
  /** Why there was no answer, as `ECONNREFUSED` or `timeout`. */
  readonly reason: string | null;
}

/** What became of a sending. `not_sent`: Meta had nowhere to send it, or the simulator was closed. */
export interface SendingOutcome {
  readonly kind: 'accepted' | 'given_up' | 'not_sent';
  readonly attempts: readonly SendingAttempt[];
}

export interface OutboxOptions {
  /** How many are on the wire at once; 1 keeps their order. */
  readonly concurrencyMax: number;
  readonly timeoutMs: number;
  /** Waits before the second, third, … try. */
  readonly retryDelaysMs: readonly number[];
  /** How many may be under way, waiting ones included. */
  readonly pendingMax: number;
}

interface OutboxParts {
  readonly connections: HttpConnections;
  readonly waits: Waits;
  readonly activity: Activity;
  readonly nowMs: () => number;
}

interface Underway {
  readonly sending: Sending;
  readonly attempts: SendingAttempt[];
  readonly finish: (outcome: SendingOutcome) => void;
}

/**
 * Sends webhooks as Meta does: only 200 counts, everything else is tried again, less and less often
 * (CONTRACTS 1.2). While one waits for its next try the others go on. A forgery is tried once, for
 * the 401 is what it is after; so is a stale copy.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #parts: OutboxParts;
  readonly #queue: Underway[] = [];
  #pendingCount = 0;
  #onWireCount = 0;

  constructor(options: OutboxOptions, parts: OutboxParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** How many more may be taken before it is full. */
  get room(): number {
    return this.#options.pendingMax - this.#pendingCount;
  }

  /**
   * Asked before something new is put on its way, and not inside `send`: the repeats and copies of
   * what was let in must not be refused half-way.
   *
   * @throws SimulatorError `outbox_full` when too many are under way.
   */
  assertRoom(): void {
    if (this.room > 0) return;
    throw new SimulatorError('outbox_full', `${this.#pendingCount} webhooks are under way already.`);
  }

  /** Takes a sending. The promise never rejects. */
  send(sending: Sending): Promise<SendingOutcome> {
    this.#pendingCount += 1;
    this.#parts.activity.begin();
    return new Promise((resolve) => {
      const finish = (outcome: SendingOutcome) => {
        this.#pendingCount -= 1;
        resolve(outcome);
        this.#parts.activity.end();
      };
      this.#enqueueAfter(sending.delayMs, { sending, attempts: [], finish });
    });
  }

  #enqueueAfter(delayMs: number, underway: Underway): void {
    if (delayMs <= 0) this.#enqueue(underway);
    else this.#parts.waits.wait(delayMs).then(() => this.#enqueue(underway));
  }

  #enqueue(underway: Underway): void {
    this.#queue.push(underway);
    this.#pump();
  }

  #pump(): void {
    while (this.#onWireCount < this.#options.concurrencyMax) {
      const underway = this.#queue.shift();
      if (underway === undefined) return;
      if (this.#parts.waits.stopped) underway.finish(toStopped(underway.attempts));
      else this.#try(underway);
    }
  }

  async #try(underway: Underway): Promise<void> {
    this.#onWireCount += 1;
    const startedAtMs = this.#parts.nowMs();
    const outcome = await this.#post(underway.sending);
    this.#onWireCount -= 1;
    underway.attempts.push(toAttempt(startedAtMs, outcome));
    this.#decide(underway);
    this.#pump();
  }

  #post({ url, bytes, signature }: Sending): Promise<HttpOutcome> {
    return this.#parts.connections.exchange({
      method: 'POST',
      url,
      bytes,
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': signature,
        'user-agent': 'facebookexternalua',
        accept: '*/*',
      },
      timeoutMs: this.#options.timeoutMs,
    });
  }

  #decide({ sending, attempts, finish }: Underway): void {
    const accepted = attempts.at(-1)?.status === 200;
    const onlyOnce = sending.kind === 'wrong_signature' || sending.kind === 'stale';
    const delayMs = accepted || onlyOnce ? undefined : this.#options.retryDelaysMs[attempts.length - 1];
    if (delayMs === undefined || this.#parts.waits.stopped) {
      finish({ kind: accepted ? 'accepted' : 'given_up', attempts });
      return;
    }
    // A turn of its own even without a wait: the others that are ready go first.
    this.#parts.waits.wait(delayMs).then(() => this.#enqueue({ sending, attempts, finish }));
  }
}

function toStopped(attempts: readonly SendingAttempt[]): SendingOutcome {
  return { kind: attempts.length === 0 ? 'not_sent' : 'given_up', attempts };
}

function toAttempt(startedAtMs: number, outcome: HttpOutcome): SendingAttempt {
  if (outcome.kind === 'answered') return { startedAtMs, status: outcome.status, reason: null };
  return { startedAtMs, status: null, reason: outcome.reason };
}
