import type { ChannelId, EndpointId } from '../../domain/ids.ts';
import { addHistogram, addLatency, type LatencyHistogram, newHistogram } from './latency-histogram.ts';

export const MINUTE_MS = 60_000;
export const QUARTER_MS = 15 * MINUTE_MS;

/** Whose deliveries are counted: an endpoint's, a channel's, or all of a workspace. */
export type Subject = EndpointId | ChannelId | typeof ALL;

/** The subject of everything in a workspace. */
export const ALL = '';

/** What became of deliveries in some time. */
export interface DeliveryCounts {
  /** Attempts that succeeded. */
  readonly succeeded: number;
  /** Attempts that failed, or whose end nobody saw. */
  readonly failed: number;
  /** Deliveries that were given up after their last attempt. */
  readonly exhausted: number;
  /** From received to delivered, of deliveries that nobody had sent again by hand. */
  readonly latency: LatencyHistogram;
}

/** Counts while they are added up. */
export interface OpenCounts extends DeliveryCounts {
  succeeded: number;
  failed: number;
  exhausted: number;
}

/** Nothing yet. */
export function noCounts(): OpenCounts {
  return { succeeded: 0, failed: 0, exhausted: 0, latency: newHistogram() };
}

/** Adds what another time or subject came to. */
export function addCounts(into: OpenCounts, other: DeliveryCounts): void {
  into.succeeded += other.succeeded;
  into.failed += other.failed;
  into.exhausted += other.exhausted;
  addHistogram(into.latency, other.latency);
}

/** Attempts of the delivery log that are alike in all that is counted. */
export interface LogGroup {
  readonly endpointId: EndpointId;
  /** Null: the event is of no channel, or gone. */
  readonly channelId: ChannelId | null;
  readonly succeeded: boolean;
  readonly exhausted: boolean;
  /** A latency that is in the same bucket as those of all of them. Null: theirs is not counted. */
  readonly latencyMs: number | null;
  readonly count: number;
}

/** Counts of one time, by whose they are. */
export type CountsBySubject = Map<Subject, OpenCounts>;

/** Adds groups of the log to the counts of the workspace, their endpoints and their channels. */
export function addLogGroups(into: CountsBySubject, groups: readonly LogGroup[]): void {
  for (const group of groups) {
    addGroup(countsOf(into, ALL), group);
    addGroup(countsOf(into, group.endpointId), group);
    if (group.channelId !== null) addGroup(countsOf(into, group.channelId), group);
  }
}

/** Both together, without changing either. */
export function sumOf(one: CountsBySubject, other: CountsBySubject): CountsBySubject {
  const sum: CountsBySubject = new Map();
  for (const counts of [one, other]) {
    for (const [subject, some] of counts) addCounts(countsOf(sum, subject), some);
  }
  return sum;
}

/** The counts of a subject, which begin with nothing. */
export function countsOf(counts: CountsBySubject, subject: Subject): OpenCounts {
  const known = counts.get(subject);
  if (known !== undefined) return known;
  const fresh = noCounts();
  counts.set(subject, fresh);
  return fresh;
}

function addGroup(counts: OpenCounts, group: LogGroup): void {
  if (group.succeeded) counts.succeeded += group.count;
  else counts.failed += group.count;
  if (group.exhausted) counts.exhausted += group.count;
  if (group.latencyMs !== null) addLatency(counts.latency, group.latencyMs, group.count);
}

/** The start of the minute that a time is in. */
export function minuteOf(timeMs: number): number {
  return timeMs - (timeMs % MINUTE_MS);
}

/** The start of the quarter of an hour that a time is in. */
export function quarterOf(timeMs: number): number {
  return timeMs - (timeMs % QUARTER_MS);
}
