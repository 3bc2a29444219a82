import type { WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { type EndpointInfo, type LastAttempt, listEndpoints, readCounts, sumCounts } from './counts.store.ts';
import { addCounts, noCounts, type OpenCounts, QUARTER_MS, quarterOf, type Subject } from './delivery-counts.ts';
import { addRow, gapOf, percentilesOf, type SeriesContext, waitingOf } from './delivery-series.ts';
import { addStoredHistogram } from './latency-histogram.ts';
import { readWaitingNow, type WaitingNow } from './waiting.store.ts';

/**
 * How an endpoint is. `failing`: its breaker is open, so that deliveries wait; `exhausting`: the last attempt failed, and
 * deliveries were given up or nothing is tried again; `retrying`: something that failed is tried again; `disabled`: it gets
 * nothing; `paused`: its deliveries wait because somebody wants them to; `idle`: nothing was sent; else `healthy`.
 */
export const ENDPOINT_STATES = ['failing', 'exhausting', 'retrying', 'disabled', 'paused', 'healthy', 'idle'] as const;
export type EndpointState = (typeof ENDPOINT_STATES)[number];

/** Quarters of an hour in the strip of an endpoint: one day. */
export const STRIP_QUARTERS = 96;

export interface EndpointHealth {
  readonly endpoint: EndpointInfo;
  readonly state: EndpointState;
  readonly succeeded: number;
  readonly failed: number;
  readonly exhausted: number;
  /** Of the range, of the last day of it when it is longer. */
  readonly p95Ms: number | null;
  readonly waiting: number;
  readonly oldestWaitingMs: number | null;
  readonly strip: Strip;
}

/** Attempts of a day by the quarter of an hour, the oldest first. */
export interface Strip {
  readonly succeeded: readonly number[];
  readonly failed: readonly number[];
}

export interface EndpointsHealth {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly stripSinceMs: number;
  /** Quarters of the strip in which a node ran. */
  readonly stripCovered: readonly boolean[];
  /** Those with the most trouble first. */
  readonly endpoints: readonly EndpointHealth[];
}

export interface EndpointsQuery {
  readonly workspaceId: WorkspaceId;
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** How every endpoint of a workspace is, over a range, with the day up to its end as a strip. */
export async function readEndpointsHealth(ctx: SeriesContext, query: EndpointsQuery): Promise<EndpointsHealth> {
  const nowMs = ctx.nowMs();
  const { workspaceId, sinceMs } = query;
  const untilMs = Math.min(query.untilMs, nowMs);
  const stripUntilMs = quarterOf(untilMs - 1) + QUARTER_MS;
  const stripSinceMs = stripUntilMs - STRIP_QUARTERS * QUARTER_MS;
  const endpoints = await listEndpoints(ctx.store, workspaceId);
  const subjects: readonly Subject[] = endpoints.map(({ id }) => id);
  const [tail, running, waiting, quarters, totals] = await Promise.all([
    ctx.tails.read(workspaceId, nowMs),
    ctx.runningTimes(stripSinceMs, stripUntilMs),
    readWaitingNow(ctx.store, workspaceId, nowMs),
    readCounts(ctx.store, {
      ...{ workspaceId, subjects, level: 'delivery_quarters' },
      sinceMs: stripSinceMs,
      untilMs: stripUntilMs,
    }),
    readTotals(ctx.store, { workspaceId, sinceMs, untilMs }, subjects),
  ]);
  const strips = new Map(subjects.map((id) => [id, emptyStrip()]));
  const isLong = isLongRange({ sinceMs, untilMs });
  for (const row of quarters) {
    addToStrip(strips.get(row.subject), row.atMs - stripSinceMs, row);
    const total = totals.get(row.subject);
    if (isLong && total !== undefined && row.atMs >= sinceMs) addStoredHistogram(total.latency, row.latency);
  }
  for (const [minuteMs, bySubject] of tail.minutes) {
    for (const [subject, counts] of bySubject) {
      const total = totals.get(subject);
      if (total !== undefined && minuteMs >= sinceMs && minuteMs < untilMs) addCounts(total, counts);
      addToStrip(strips.get(subject), minuteMs - stripSinceMs, counts);
    }
  }
  const covered = Array.from({ length: STRIP_QUARTERS }, (_, index) => {
    const span = { atMs: stripSinceMs + index * QUARTER_MS, stepMs: QUARTER_MS };
    return gapOf(span, running, tail) === null || [...strips.values()].some((strip) => hasAny(strip, index));
  });
  const health = endpoints.map((endpoint) => {
    const counts = totals.get(endpoint.id) ?? noCounts();
    const waits = waiting.get(endpoint.id);
    const now = waitingOf(waiting, endpoint.id, nowMs);
    const strip = strips.get(endpoint.id) ?? emptyStrip();
    return {
      endpoint,
      state: stateOf(endpoint, counts, waits),
      succeeded: counts.succeeded,
      failed: counts.failed,
      exhausted: counts.exhausted,
      p95Ms: percentilesOf(counts).p95Ms,
      waiting: now.waiting,
      oldestWaitingMs: now.oldestMs,
      strip,
    };
  });
  return { sinceMs, untilMs, stripSinceMs, stripCovered: covered, endpoints: health.sort(byTrouble) };
}

/** Up to this length a range is counted by the minute. */
const MINUTES_RANGE_MS_MAX = 3 * 3_600_000;

function isLongRange({ sinceMs, untilMs }: Pick<EndpointsQuery, 'sinceMs' | 'untilMs'>): boolean {
  return untilMs - sinceMs > MINUTES_RANGE_MS_MAX;
}

/** Short ranges to the minute with their latency; longer ones by whole quarters of an hour, added up where they are. */
async function readTotals(
  store: Store,
  range: EndpointsQuery,
  subjects: readonly Subject[],
): Promise<ReadonlyMap<Subject, OpenCounts>> {
  const totals = new Map<Subject, OpenCounts>(subjects.map((id) => [id, noCounts()]));
  if (isLongRange(range)) {
    const sinceMs = quarterOf(range.sinceMs);
    const sums = await sumCounts(store, { ...range, subjects, level: 'delivery_quarters', sinceMs });
    for (const [subject, sum] of sums) totals.set(subject, { ...noCounts(), ...sum });
    return totals;
  }
  const rows = await readCounts(store, { ...range, subjects, level: 'delivery_minutes' });
  for (const row of rows) addRow(totals.get(row.subject), row);
  return totals;
}

interface OpenStrip extends Strip {
  readonly succeeded: number[];
  readonly failed: number[];
}

function emptyStrip(): OpenStrip {
  return {
    succeeded: Array.from({ length: STRIP_QUARTERS }, () => 0),
    failed: Array.from({ length: STRIP_QUARTERS }, () => 0),
  };
}

function addToStrip(
  strip: OpenStrip | undefined,
  offsetMs: number,
  counts: { readonly succeeded: number; readonly failed: number },
): void {
  const index = Math.floor(offsetMs / QUARTER_MS);
  if (strip === undefined || index < 0 || index >= STRIP_QUARTERS) return;
  strip.succeeded[index] = (strip.succeeded[index] ?? 0) + counts.succeeded;
  strip.failed[index] = (strip.failed[index] ?? 0) + counts.failed;
}

function hasAny(strip: Strip, index: number): boolean {
  return (strip.succeeded[index] ?? 0) + (strip.failed[index] ?? 0) > 0;
}

/** How an endpoint is, by what it was sent and what waits for it. */
export function stateOf(
  endpoint: Pick<EndpointInfo, 'enabled' | 'isPaused' | 'isBreakerOpen'> & { readonly lastAttempt: LastAttempt | null },
  counts: { readonly exhausted: number },
  waiting: Pick<WaitingNow, 'waiting' | 'retrying'> | undefined,
): EndpointState {
  if (!endpoint.enabled) return 'disabled';
  if (endpoint.isPaused) return 'paused';
  if (endpoint.isBreakerOpen) return 'failing';
  const { lastAttempt } = endpoint;
  if (lastAttempt === null) return 'idle';
  const lastFailed = lastAttempt.outcome !== 'succeeded';
  if (lastFailed && (counts.exhausted > 0 || waiting === undefined)) return 'exhausting';
  return lastFailed || (waiting !== undefined && waiting.retrying > 0) ? 'retrying' : 'healthy';
}

/** Worse states first, then the larger share of failed attempts, then what waits most. */
function byTrouble(a: EndpointHealth, b: EndpointHealth): number {
  return (
    ENDPOINT_STATES.indexOf(a.state) - ENDPOINT_STATES.indexOf(b.state) ||
    failedShareOf(b) - failedShareOf(a) ||
    b.waiting - a.waiting
  );
}

function failedShareOf({ succeeded, failed }: EndpointHealth): number {
  return succeeded + failed === 0 ? 0 : failed / (succeeded + failed);
}
