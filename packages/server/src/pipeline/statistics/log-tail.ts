import type { WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { type CountsBySubject, MINUTE_MS, minuteOf, sumOf } from './delivery-counts.ts';
import { addLog, findNextAttemptMs, type LogSpan, UNSETTLED_MS } from './log-counts.store.ts';
import { findMark } from './roll-up.store.ts';

/** What the delivery log holds that is not counted yet. */
export interface LogTail {
  /** By the minute. */
  readonly minutes: ReadonlyMap<number, CountsBySubject>;
  /** The count is behind: between these times there are attempts that nobody counted yet. Null: there are none. */
  readonly uncounted: { readonly fromMs: number; readonly toMs: number } | null;
}

/** What was read of a tail. It is the same in every reading until the next round has counted. */
interface Settled extends LogTail {
  readonly minutes: Map<number, CountsBySubject>;
  /** How far the rounds had counted. */
  readonly markMs: number;
  /** From where on it is read. */
  readonly fromMs: number;
  /** Up to where it was read, exclusive. */
  readonly toMs: number;
  /** What was read last, if it was much. */
  readonly latest: { readonly atMs: number; readonly minutes: LogTail['minutes'] } | null;
}

/** How much of the log a reader counts by itself: what is missing when a node does its rounds is 20 s. */
const TAIL_MS_MAX = 10 * MINUTE_MS;
/** For how long a reading is shown as it is, where each costs the database some ten milliseconds. */
const LATEST_MS = 1_000;
/** Young attempts from which on it does. */
const LARGE_READING = 1_000;
/** Workspaces whose tail is kept: those that somebody looks at. */
const KEPT_MAX = 8;
/** Counts of a subject and a minute, 4 KB each at most, that are kept of a workspace. */
const KEPT_COUNTS_MAX = 1_000;

/**
 * Counts the end of a workspace's log that no round has counted yet. What was counted for one reader is kept for the next, and
 * readers that come together are one: a console asks several times for each look, and again every few seconds.
 */
export class LogTailReader {
  readonly #store: Store;
  /** Those read last come last. */
  readonly #settled = new Map<WorkspaceId, Settled>();
  readonly #reading = new Map<WorkspaceId, Promise<LogTail>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** The tail up to `nowMs`, or up to the moment for which somebody else asks just now. */
  read(workspaceId: WorkspaceId, nowMs: number): Promise<LogTail> {
    let reading = this.#reading.get(workspaceId);
    if (reading === undefined) {
      reading = this.#read(workspaceId, nowMs).finally(() => this.#reading.delete(workspaceId));
      this.#reading.set(workspaceId, reading);
    }
    return reading;
  }

  async #read(workspaceId: WorkspaceId, nowMs: number): Promise<LogTail> {
    const begun = await this.#begin(workspaceId, nowMs);
    if (begun === null) return { minutes: new Map(), uncounted: null };
    const { minutes, uncounted, latest } = begun;
    if (latest !== null && latest.atMs <= nowMs && nowMs < latest.atMs + LATEST_MS) {
      this.#keep(workspaceId, begun);
      return { minutes: latest.minutes, uncounted };
    }
    const settledToMs = Math.max(begun.toMs, nowMs - UNSETTLED_MS);
    await this.#count(minutes, { workspaceId, fromMs: begun.toMs, toMs: settledToMs });
    const young: Map<number, CountsBySubject> = new Map();
    const youngCount = await this.#count(young, { workspaceId, fromMs: settledToMs, toMs: nowMs });
    const read = { atMs: nowMs, minutes: addMinutes(minutes, young) };
    this.#keep(workspaceId, { ...begun, toMs: settledToMs, latest: youngCount < LARGE_READING ? null : read });
    return { minutes: read.minutes, uncounted };
  }

  /** What is kept, if it goes on from where the rounds are; else an empty tail. Null: the log ends where the rounds are. */
  async #begin(workspaceId: WorkspaceId, nowMs: number): Promise<Settled | null> {
    const markMs = (await findMark(this.#store, workspaceId))?.countedToMs ?? 0;
    const oldestMs = minuteOf(nowMs - TAIL_MS_MAX);
    const kept = this.#settled.get(workspaceId);
    this.#settled.delete(workspaceId);
    const goesOn = kept !== undefined && kept.toMs <= nowMs && kept.fromMs >= oldestMs - TAIL_MS_MAX;
    if (goesOn && kept.markMs === markMs) return kept;
    if (goesOn && kept.uncounted !== null && markMs < kept.fromMs) {
      return { ...kept, markMs, uncounted: { fromMs: markMs, toMs: kept.fromMs } };
    }
    const nextMs = await findNextAttemptMs(this.#store, workspaceId, markMs);
    if (nextMs === null || nextMs >= nowMs) return null;
    const isBehind = nextMs < oldestMs;
    const fromMs = isBehind ? oldestMs : nextMs;
    const uncounted = isBehind ? { fromMs: nextMs, toMs: oldestMs } : null;
    return { minutes: new Map(), uncounted, markMs, fromMs, toMs: fromMs, latest: null };
  }

  #keep(workspaceId: WorkspaceId, settled: Settled): void {
    let counts = 0;
    for (const bySubject of settled.minutes.values()) counts += bySubject.size;
    if (counts > KEPT_COUNTS_MAX) return;
    this.#settled.set(workspaceId, settled);
    const [oldest] = this.#settled.keys();
    if (this.#settled.size > KEPT_MAX && oldest !== undefined) this.#settled.delete(oldest);
  }

  /** @returns how many attempts there were. */
  async #count(minutes: Map<number, CountsBySubject>, span: LogSpan): Promise<number> {
    let attempts = 0;
    for (let fromMs = span.fromMs; fromMs < span.toMs; ) {
      const minuteMs = minuteOf(fromMs);
      const toMs = Math.min(minuteMs + MINUTE_MS, span.toMs);
      const counts = minutes.get(minuteMs) ?? new Map();
      attempts += await addLog(this.#store, counts, { workspaceId: span.workspaceId, fromMs, toMs });
      if (counts.size > 0) minutes.set(minuteMs, counts);
      fromMs = toMs;
    }
    return attempts;
  }
}

/** Both together, without changing either. */
function addMinutes(
  minutes: ReadonlyMap<number, CountsBySubject>,
  others: ReadonlyMap<number, CountsBySubject>,
): ReadonlyMap<number, CountsBySubject> {
  const sums = new Map(minutes);
  for (const [minuteMs, counts] of others) sums.set(minuteMs, sumOf(minutes.get(minuteMs) ?? new Map(), counts));
  return sums;
}
