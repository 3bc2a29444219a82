import assert from 'node:assert/strict';
import { type ErrorChannel, usualChannelOf } from './errors.ts';

/** Sends that shall fail: what an operator of the simulator orders before they come. */
export interface FailSendsInput {
  /** How many of the next sends. */
  readonly count: number;
  /** One of CONTRACTS 2.2, as 131047. */
  readonly code: number;
  /** Default: how the code usually comes, for 131026 by a `failed` status and for most in the answer. */
  readonly via?: ErrorChannel | undefined;
}

export interface PlannedFailure {
  readonly code: number;
  readonly via: ErrorChannel;
}

const PLANNED_MAX = 100_000;

/** The failures to come, first ordered first used. */
export class PlannedFailures {
  readonly #orders: { count: number; failure: PlannedFailure }[] = [];

  add(input: FailSendsInput): void {
    assert(Number.isSafeInteger(input.count) && input.count >= 1 && input.count <= PLANNED_MAX);
    assert(Number.isSafeInteger(input.code) && input.code >= 0);
    const failure = { code: input.code, via: input.via ?? usualChannelOf(input.code) };
    this.#orders.push({ count: input.count, failure });
    assert(this.#orders.length <= PLANNED_MAX);
  }

  /** What the next send shall fail with; null when it shall succeed. */
  take(): PlannedFailure | null {
    const [order] = this.#orders;
    if (order === undefined) return null;
    order.count -= 1;
    if (order.count === 0) this.#orders.shift();
    return order.failure;
  }
}
