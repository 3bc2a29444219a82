import type { WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { type Level, readCounts, sumCounts, type Totals } from './counts.store.ts';
import { ALL, addCounts, MINUTE_MS, noCounts, type OpenCounts, QUARTER_MS, type Subject } from './delivery-counts.ts';
import { addStoredHistogram, percentileOf } from './latency-histogram.ts';
import type { LogTail, LogTailReader } from './log-tail.ts';
import { readSamples, readWaitingNow, type WaitingNow } from './waiting.store.ts';

/** A time in which a node ran, epoch ms. */
export interface RunningTime {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface SeriesContext {
  readonly store: Store;
  readonly tails: Pick<LogTailReader, 'read'>;
  /** When any node ran between two times. */
  readonly runningTimes: (sinceMs: number, untilMs: number) => Promise<readonly RunningTime[]>;
  readonly nowMs: () => number;
}

export interface SeriesQuery {
  readonly workspaceId: WorkspaceId;
  readonly subject: Subject;
  /** Whether what waits is known of the subject: it is not of channels. */
  readonly hasWaiting: boolean;
  readonly sinceMs: number;
  readonly untilMs: number;
  /** One of `STEPS_MS`. Null: the finest that makes at most `BUCKETS_MAX`. */
  readonly stepMs: number | null;
}

/** Buckets of one answer: a chart has about as many points. */
export const BUCKETS_MAX = 400;

/** Lengths of a bucket. */
export const STEPS_MS = [1, 5, 15, 30, 60, 120, 180, 360, 1_440].map((minutes) => minutes * MINUTE_MS);

/** Why a bucket has no data. `not_running`: no node ran in it; `not_counted`: what happened is not counted yet. */
export type Gap = 'not_running' | 'not_counted';

export interface Percentiles {
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

export interface SeriesBucket extends Totals, Percentiles {
  readonly atMs: number;
  /** Null: there is data, though it may be that nothing happened. */
  readonly gap: Gap | null;
  /** The most that waited, null in a gap and where it is not known. */
  readonly waiting: number | null;
  /** How long the oldest had waited, at most. Null: nothing waited. */
  readonly oldestWaitingMs: number | null;
}

export interface Series {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly stepMs: number;
  readonly buckets: readonly SeriesBucket[];
  readonly totals: Totals & Percentiles;
  /** Of the same length of time right before. */
  readonly totalsBefore: Totals;
  readonly waitingNow: { readonly waiting: number; readonly oldestMs: number | null } | null;
}

/** The finest step that makes at most `BUCKETS_MAX` of a range. */
export function stepOf(rangeMs: number): number {
  return STEPS_MS.find((stepMs) => rangeMs <= stepMs * BUCKETS_MAX) ?? STEPS_MS[STEPS_MS.length - 1] ?? MINUTE_MS;
}

/** What became of deliveries over a range, in steps. Percentiles are counted over deliveries, of a bucket as of the range. */
export async function readSeries(ctx: SeriesContext, query: SeriesQuery): Promise<Series> {
  const nowMs = ctx.nowMs();
  const stepMs = query.stepMs ?? stepOf(query.untilMs - query.sinceMs);
  const sinceMs = query.sinceMs - (query.sinceMs % stepMs);
  const runningEndMs = nowMs - (nowMs % stepMs) + stepMs;
  const untilMs = Math.max(Math.min(ceilTo(query.untilMs, stepMs), runningEndMs), sinceMs + stepMs);
  const { workspaceId, subject } = query;
  const level: Level = stepMs % QUARTER_MS === 0 ? 'delivery_quarters' : 'delivery_minutes';
  const range = { workspaceId, subjects: [subject], level, sinceMs, untilMs };
  const before = { ...range, sinceMs: sinceMs - (untilMs - sinceMs), untilMs: sinceMs };
  const [rows, sums, tail, running, samples, waiting] = await Promise.all([
    readCounts(ctx.store, range),
    sumCounts(ctx.store, before),
    ctx.tails.read(workspaceId, nowMs),
    ctx.runningTimes(sinceMs, untilMs),
    query.hasWaiting ? readSamples(ctx.store, { workspaceId, subject, sinceMs, untilMs, stepMs }) : new Map(),
    query.hasWaiting ? readWaitingNow(ctx.store, workspaceId, nowMs) : null,
  ]);
  const counts = Array.from({ length: (untilMs - sinceMs) / stepMs }, noCounts);
  const bucketAt = (atMs: number) => counts[Math.floor((atMs - sinceMs) / stepMs)];
  for (const row of rows) addRow(bucketAt(row.atMs), row);
  for (const [minuteMs, bySubject] of tail.minutes) {
    const counted = bySubject.get(subject);
    const bucket = minuteMs < sinceMs ? undefined : bucketAt(minuteMs);
    if (counted !== undefined && bucket !== undefined) addCounts(bucket, counted);
  }
  const now = waiting === null ? null : waitingOf(waiting, subject, nowMs);
  const total = noCounts();
  for (const bucket of counts) addCounts(total, bucket);
  return {
    sinceMs,
    untilMs,
    stepMs,
    buckets: counts.map((bucket, index) => {
      const atMs = sinceMs + index * stepMs;
      const gap = isEmpty(bucket) ? gapOf({ atMs, stepMs }, running, tail) : null;
      const isNow = atMs <= nowMs && nowMs < atMs + stepMs;
      return {
        ...toBucket(atMs, bucket, gap),
        ...(gap === null && query.hasWaiting ? mostWaiting(samples.get(atMs), isNow ? now : null) : NOT_KNOWN),
      };
    }),
    totals: { ...totalsOf(total), ...percentilesOf(total) },
    totalsBefore: sums.get(subject) ?? { succeeded: 0, failed: 0, exhausted: 0 },
    waitingNow: now,
  };
}

function ceilTo(timeMs: number, stepMs: number): number {
  return Math.ceil(timeMs / stepMs) * stepMs;
}

interface CountedRow extends Totals {
  readonly latency: string;
}

/** Adds a stored row to counts. */
export function addRow(into: OpenCounts | undefined, row: CountedRow): void {
  if (into === undefined) return;
  into.succeeded += row.succeeded;
  into.failed += row.failed;
  into.exhausted += row.exhausted;
  addStoredHistogram(into.latency, row.latency);
}

function isEmpty(counts: Totals): boolean {
  return counts.succeeded + counts.failed + counts.exhausted === 0;
}

interface Span {
  readonly atMs: number;
  readonly stepMs: number;
}

/** Why nothing is there, or null when nothing happened. */
export function gapOf(
  { atMs, stepMs }: Span,
  running: readonly RunningTime[],
  tail: Pick<LogTail, 'uncounted'>,
): Gap | null {
  const endMs = atMs + stepMs;
  const { uncounted } = tail;
  if (uncounted !== null && uncounted.fromMs < endMs && uncounted.toMs >= endMs) return 'not_counted';
  return running.some(({ fromMs, toMs }) => fromMs < endMs && toMs >= atMs) ? null : 'not_running';
}

function totalsOf({ succeeded, failed, exhausted }: Totals): Totals {
  return { succeeded, failed, exhausted };
}

/** p50, p95 and p99 of what was counted. */
export function percentilesOf({ latency }: Pick<OpenCounts, 'latency'>): Percentiles {
  return {
    p50Ms: percentileOf(latency, 0.5),
    p95Ms: percentileOf(latency, 0.95),
    p99Ms: percentileOf(latency, 0.99),
  };
}

function toBucket(atMs: number, counts: OpenCounts, gap: Gap | null): Omit<SeriesBucket, keyof typeof NOT_KNOWN> {
  return { atMs, gap, ...totalsOf(counts), ...percentilesOf(counts) };
}

const NOT_KNOWN = { waiting: null, oldestWaitingMs: null };

interface WaitedFor {
  readonly waiting: number;
  readonly oldestMs: number | null;
}

function mostWaiting(sample: WaitedFor | undefined, now: WaitedFor | null) {
  const waiting = Math.max(sample?.waiting ?? 0, now?.waiting ?? 0);
  const oldestMs = Math.max(sample?.oldestMs ?? 0, now?.oldestMs ?? 0);
  return { waiting, oldestWaitingMs: waiting === 0 ? null : oldestMs };
}

/** What waits now for a subject. */
export function waitingOf(
  waiting: ReadonlyMap<string, WaitingNow>,
  subject: Subject,
  nowMs: number,
): { readonly waiting: number; readonly oldestMs: number | null } {
  const parts = subject === ALL ? [...waiting.values()] : [waiting.get(subject)].filter((part) => part !== undefined);
  let count = 0;
  let oldestAtMs = nowMs;
  for (const part of parts) {
    count += part.waiting;
    oldestAtMs = Math.min(oldestAtMs, part.oldestAtMs);
  }
  return { waiting: count, oldestMs: count === 0 ? null : nowMs - oldestAtMs };
}
