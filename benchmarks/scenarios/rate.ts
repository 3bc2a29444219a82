import { setTimeout as pause } from 'node:timers/promises';
import { describeEnvironment } from '../support/environment.ts';
import { type Measured, measure, WARM_UP_SECONDS } from '../support/measure.ts';
import { round } from '../support/quantiles.ts';
import type { ReceiverReport } from '../support/receiver.process.ts';
import { examine, type LoadOptions, type OpenStage, openStage } from '../support/stage.ts';

export interface RateOptions extends LoadOptions {
  /** Events a second. */
  readonly ratePerSecond: number;
}

export interface OverloadOptions extends LoadOptions {
  /** How much is sent, as a share of what is made at saturation: 1.2 is a fifth too much. */
  readonly share: number;
}

/** Before a window, so that what is left of the one before does not weigh on it. */
const PAUSE_MS = 500;
const POLL_MS = 100;
/** Of an overload: with few, the generator would wait for answers and send no more than is taken. */
const OVERLOAD_CONNECTIONS_MIN = 1_024;
/** What has not arrived so long after an overload is lost. */
const DRAIN_MS_MAX = 120_000;

/**
 * How long events take at a rate that is far from saturation, from the time when each should have been sent to the last
 * byte of its delivery: the best of several windows, since nothing but the machine's noise makes one worse.
 *
 * @returns whether no webhook was refused, and the line to print.
 */
export async function measureRate(options: RateOptions): Promise<{ ok: boolean; result: unknown }> {
  const { engine, seconds, ratePerSecond, log } = options;
  return withStage(options, async (stage) => {
    await measure(stage, 'gateway', { seconds: WARM_UP_SECONDS, run: 'warm', ratePerSecond });
    const windows: Measured[] = [];
    for (let number = 0; number < options.pairs; number++) {
      await pause(PAUSE_MS);
      const window = await measure(stage, 'gateway', { seconds, run: `r${number}`, ratePerSecond });
      windows.push(window);
      log(`window ${number + 1}: p50 ${window.p50Ms.toFixed(1)} ms, p99 ${window.p99Ms.toFixed(1)} ms`);
    }
    const best = windows.toSorted((a, b) => a.p99Ms - b.p99Ms)[0];
    if (best === undefined) throw new Error('No window was measured.');
    const refused = windows.reduce((sum, window) => sum + window.refused, 0);
    const result = {
      engine,
      rate_per_s: ratePerSecond,
      ...latenciesOf(best),
      windows: windows.map(latenciesOf),
      refused,
    };
    return { ok: refused === 0, result: { ...result, ...usageOf(stage) } };
  });
}

function latenciesOf(window: Measured) {
  return {
    deliver_p50_ms: round(window.p50Ms, 2),
    deliver_p99_ms: round(window.p99Ms, 2),
    ingest_p50_ms: round(window.ingestP50Ms, 2),
    ingest_p99_ms: round(window.ingestP99Ms, 2),
    // The generator's own share of all of these.
    generator_late_p99_ms: round(window.lateP99Ms, 2),
  };
}

/**
 * What becomes of more than can be delivered: how much is made at saturation is measured first, then more is sent for some
 * seconds in an open loop, and what was accepted has to arrive.
 *
 * @returns whether nothing was refused or lost, and the line to print.
 */
export async function measureOverload(options: OverloadOptions): Promise<{ ok: boolean; result: unknown }> {
  const { engine, seconds, share, fanout, log } = options;
  return withStage(options, async (stage) => {
    await measure(stage, 'gateway', { seconds: WARM_UP_SECONDS, run: 'warm' });
    const saturation = await measure(stage, 'gateway', { seconds, run: 'full' });
    await pause(PAUSE_MS);
    const ratePerSecond = Math.round((saturation.perSecond / fanout) * share);
    log(`${Math.round(saturation.perSecond)}/s at saturation; now ${ratePerSecond} events/s for ${seconds} s`);
    const startedMs = Date.now();
    const connections = Math.max(stage.connections, OVERLOAD_CONNECTIONS_MIN);
    const window = await measure({ ...stage, connections }, 'gateway', { seconds, run: 'over', ratePerSecond });
    const answeredMs = Date.now() - startedMs;
    const accepted = window.answered * fanout;
    const seen = await waitFor(stage, accepted);
    const lost = Math.max(0, accepted - seen.distinct);
    const afterEndMs = Math.max(0, seen.lastAtMs - startedMs - seconds * 1_000);
    const result = {
      engine,
      saturation_per_s: Math.round(saturation.perSecond),
      rate_per_s: ratePerSecond,
      accepted: window.answered,
      delivered: seen.distinct,
      refused: window.refused,
      lost,
      ingest_p99_ms: round(window.ingestP99Ms, 1),
      // After the last one should have been sent: until all had an answer, and until all had arrived.
      answered_s: round(Math.max(0, answeredMs - seconds * 1_000) / 1_000, 2),
      drain_s: round(afterEndMs / 1_000, 2),
      deliver_p99_ms: round(seen.p99Ms, 1),
    };
    return { ok: window.refused === 0 && lost === 0, result: { ...result, ...usageOf(stage) } };
  });
}

async function waitFor(stage: OpenStage, deliveries: number): Promise<ReceiverReport> {
  const endMs = Date.now() + DRAIN_MS_MAX;
  for (;;) {
    const seen = await stage.receiver.ask<ReceiverReport>({ kind: 'report' });
    if (seen.distinct >= deliveries || Date.now() > endMs) return seen;
    await pause(POLL_MS);
  }
}

function usageOf(stage: OpenStage) {
  return { rss_mb: Math.round(stage.usage().peakRssMb) };
}

type Outcome = { readonly ok: boolean; readonly result: object };

async function withStage(options: LoadOptions, run: (stage: OpenStage) => Promise<Outcome>): Promise<Outcome> {
  const stage = await openStage(options);
  try {
    const { ok, result } = await run(stage);
    return { ok, result: { ...result, environment: await examine(stage, describeEnvironment) } };
  } finally {
    await stage.close();
  }
}
