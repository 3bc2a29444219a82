import assert from 'node:assert/strict';
import { type ErrorChannel, usualChannelOf } from './errors.ts';

/**
 * How an answer is lost. `lost`: the message is accepted, but the connection ends without an answer. `lost_before`:
 * it ends before anything was accepted. `slow`: accepted, and answered late. `html`: 503 with a page, nothing accepted.
 */
export type AnswerFault = 'lost' | 'lost_before' | 'slow' | 'html';

/** Sends that shall fail: what an operator of the simulator orders before they come. */
export interface FailSendsInput {
  /** How many of the next sends. */
  readonly count: number;
  /**
   * One of CONTRACTS 2.2, as 131047. Left out only with an `AnswerFault`; with `lost` and `slow` it is that of the
   * `failed` status that follows.
   */
  readonly code?: number | undefined;
  /** Default: how the code usually comes, for 131026 by a `failed` status and for most in the answer. */
  readonly via?: ErrorChannel | AnswerFault | undefined;
  /** How late a `slow` answer is. Default 15,000. */
  readonly delayMs?: number | undefined;
}

export type PlannedFailure =
  | { readonly via: ErrorChannel; readonly code: number }
  | { readonly via: AnswerFault; readonly code: number | null; readonly delayMs: number };

const PLANNED_MAX = 100_000;
const SLOW_MS = 15_000;

/** The failures to come, first ordered first used. */
export class PlannedFailures {
  readonly #orders: { count: number; failure: PlannedFailure }[] = [];

  add(input: FailSendsInput): void {
    assert(Number.isSafeInteger(input.count) && input.count >= 1 && input.count <= PLANNED_MAX);
    assert(input.code === undefined || (Number.isSafeInteger(input.code) && input.code >= 0));
    this.#orders.push({ count: input.count, failure: toFailure(input) });
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

/** Whether an order says enough without a code. */
export function isAnswerFault(via: string | undefined): via is AnswerFault {
  return via === 'lost' || via === 'lost_before' || via === 'slow' || via === 'html';
}

function toFailure({ code, via, delayMs }: FailSendsInput): PlannedFailure {
  if (isAnswerFault(via)) return { via, code: code ?? null, delayMs: delayMs ?? SLOW_MS };
  assert(code !== undefined, 'Sends fail with a code, or by a fault of the answer.');
  return { via: via ?? usualChannelOf(code), code };
}
