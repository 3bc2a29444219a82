import { setTimeout as pause } from 'node:timers/promises';
import type { LoadOrder, LoadReport } from './generator.process.ts';
import type { ReceiverReport } from './receiver.process.ts';
import type { SupportProcess } from './support-process.ts';

/** What load is sent through. */
export interface Stage {
  readonly receiver: SupportProcess;
  readonly generator: SupportProcess;
  readonly receiverOrigin: string;
  /** One for each node. */
  readonly gatewayUrls: readonly string[];
  /** Of the generator to all of them together. */
  readonly connections: number;
  readonly payloadBytes: number;
}

/** A stretch of load. */
export interface Window {
  readonly seconds: number;
  /** Makes wamids of different windows different. */
  readonly run: string;
  /** Null: a closed loop. */
  readonly ratePerSecond?: number | null;
}

/** What a window gave. */
export interface Measured {
  /** Distinct deliveries a second that the receiver saw inside the window. */
  readonly perSecond: number;
  readonly distinct: number;
  /** From the time when an event should have been sent to the last byte of its delivery. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly ingestP50Ms: number;
  readonly ingestP99Ms: number;
  /** See `LoadReport`. */
  readonly lateP99Ms: number;
  readonly answered: number;
  readonly refused: number;
}

/** Of the bare loop to the receiver. */
const BARE_CONNECTIONS = 100;
export const WARM_UP_SECONDS = 10;

/** One window of load against the gateway or the bare receiver. */
export async function measure(stage: Stage, kind: LoadOrder['kind'], window: Window): Promise<Measured> {
  await stage.receiver.ask({ kind: 'window' });
  const order: LoadOrder = {
    kind,
    origins: kind === 'bare' ? [stage.receiverOrigin] : stage.gatewayUrls,
    connections: kind === 'bare' ? BARE_CONNECTIONS : stage.connections,
    payloadBytes: stage.payloadBytes,
    ratePerSecond: window.ratePerSecond ?? null,
    seconds: window.seconds,
    run: window.run,
  };
  const startedMs = performance.now();
  const load = await stage.generator.ask<LoadReport>(order);
  const elapsedSeconds = (performance.now() - startedMs) / 1_000;
  const seen = await stage.receiver.ask<ReceiverReport>({ kind: 'report' });
  return {
    perSecond: seen.distinct / elapsedSeconds,
    distinct: seen.distinct,
    p50Ms: seen.p50Ms,
    p99Ms: seen.p99Ms,
    ingestP50Ms: load.p50Ms,
    ingestP99Ms: load.p99Ms,
    lateP99Ms: load.lateP99Ms,
    answered: load.answered,
    refused: load.refused,
  };
}

/** Without a request for so long there is nothing under way any more. */
const QUIET_MS = 500;
const POLL_MS = 50;
const SETTLE_MS_MAX = 120_000;

/** Waits until the receiver gets nothing more: what a window left behind must not weigh on the next. */
export async function settle({ receiver }: Stage): Promise<void> {
  const endMs = performance.now() + SETTLE_MS_MAX;
  let [seen, sinceMs] = [-1, performance.now()];
  while (performance.now() < endMs && performance.now() - sinceMs < QUIET_MS) {
    await pause(POLL_MS);
    const { requests } = await receiver.ask<ReceiverReport>({ kind: 'report' });
    if (requests !== seen) sinceMs = performance.now();
    seen = requests;
  }
}
