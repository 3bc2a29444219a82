import type { WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { type CountsBySubject, MINUTE_MS, sumOf } from './delivery-counts.ts';
import { addLog, countAttempts, type LogSpan, UNSETTLED_MS } from './log-counts.store.ts';

/** What was counted of a minute that may still be joined by attempts. */
interface KeptMinute {
  readonly counts: CountsBySubject;
  /** How far it was counted, exclusive. */
  readonly toMs: number;
  readonly attempts: number;
}

interface Minute {
  readonly workspaceId: WorkspaceId;
  /** Its start. */
  readonly minuteMs: number;
  /** Up to when to count, exclusive: now at the latest. */
  readonly toMs: number;
  /** Nothing can join it any more. */
  readonly isFinal: boolean;
}

/** Fewer are counted again in no time. */
const ATTEMPTS_MIN = 1_000;
/** Counts of a subject and a minute, 4 KB each at most, that are kept of all workspaces. */
const KEPT_COUNTS_MAX = 1_000;

/**
 * Counts minutes of the log, each three to four times: as far as it has come, and for good. Of those with many attempts it keeps
 * what it counted, so that the next time only what is new is read; and at the end nothing, where no attempt has come late.
 */
export class MinuteCounter {
  readonly #store: Store;
  /** By workspace and minute, the oldest first. */
  readonly #kept = new Map<string, KeptMinute>();
  #keptCounts = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  async count(minute: Minute): Promise<CountsBySubject> {
    const kept = this.#take(minute);
    return minute.isFinal ? this.#countForGood(minute, kept) : this.#countOn(minute, kept);
  }

  /** Attempts are added and never changed: as many as before are the same. */
  async #countForGood({ workspaceId, minuteMs }: Minute, kept: KeptMinute | null): Promise<CountsBySubject> {
    const all: LogSpan = { workspaceId, fromMs: minuteMs, toMs: minuteMs + MINUTE_MS };
    if (kept?.toMs === all.toMs && kept.attempts === (await countAttempts(this.#store, all))) return kept.counts;
    const counts: CountsBySubject = new Map();
    await addLog(this.#store, counts, all);
    return counts;
  }

  /** What is younger than a second is not kept: something that is being committed may still come before it. */
  async #countOn(minute: Minute, kept: KeptMinute | null): Promise<CountsBySubject> {
    const { workspaceId, minuteMs } = minute;
    const endMs = Math.min(minuteMs + MINUTE_MS, minute.toMs);
    const { counts, toMs, attempts } = kept ?? { counts: new Map(), toMs: minuteMs, attempts: 0 };
    const settledMs = Math.max(toMs, Math.min(endMs, minute.toMs - UNSETTLED_MS));
    const settled = await addLog(this.#store, counts, { workspaceId, fromMs: toMs, toMs: settledMs });
    this.#keep(minute, { counts, toMs: settledMs, attempts: attempts + settled });
    if (settledMs >= endMs) return counts;
    const young: CountsBySubject = new Map();
    await addLog(this.#store, young, { workspaceId, fromMs: settledMs, toMs: endMs });
    return sumOf(counts, young);
  }

  #take({ workspaceId, minuteMs }: Minute): KeptMinute | null {
    return this.#drop(`${workspaceId} ${minuteMs}`);
  }

  #keep({ workspaceId, minuteMs }: Minute, kept: KeptMinute): void {
    if (kept.attempts < ATTEMPTS_MIN || kept.counts.size > KEPT_COUNTS_MAX) return;
    this.#kept.set(`${workspaceId} ${minuteMs}`, kept);
    this.#keptCounts += kept.counts.size;
    for (const key of this.#kept.keys()) {
      if (this.#keptCounts <= KEPT_COUNTS_MAX) return;
      this.#drop(key);
    }
  }

  #drop(key: string): KeptMinute | null {
    const kept = this.#kept.get(key);
    if (kept === undefined) return null;
    this.#kept.delete(key);
    this.#keptCounts -= kept.counts.size;
    return kept;
  }
}
