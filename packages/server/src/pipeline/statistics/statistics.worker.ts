import type { NodeId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { ALL, MINUTE_MS, minuteOf, type Subject } from './delivery-counts.ts';
import {
  findNextSubject,
  PURGE_ROWS_MAX,
  purgeSubject,
  type StatisticsTable,
  type SubjectRows,
} from './purge.store.ts';
import { noteDone, releaseLease, takeLease } from './roll-up.store.ts';
import { LEASE_MS, RollUp } from './roll-up.ts';
import { countQueueStep, type QueuePlace, type WaitingSample, writeSamples } from './waiting.store.ts';

export interface StatisticsWorkerContext {
  readonly store: Store;
  readonly nodeId: NodeId;
  /** How long counted minutes are kept: as long as the attempts. */
  readonly retentionMs: number;
  readonly nowMs: () => number;
  readonly onError: (error: unknown) => void;
}

/** How far behind the stored counts are at most; readers count the rest of the log themselves. */
const ROUND_MS = 20_000;
/** After each piece of work: the writer is free for most of the time. */
const PAUSE_MS = 10;
/** Old rows may stay this much longer. */
const PURGE_EVERY_MS = 3_600_000;

const TABLES: readonly StatisticsTable[] = [
  'delivery_minutes',
  'delivery_quarters',
  'waiting_minutes',
  'waiting_quarters',
];

/** Counts the delivery log and what waits, in the background, on one node at a time. */
export class StatisticsWorker {
  readonly #ctx: StatisticsWorkerContext;
  readonly #rollUp: RollUp;
  readonly #stopping = new AbortController();
  #working: Promise<void> | null = null;

  constructor(ctx: StatisticsWorkerContext) {
    this.#ctx = ctx;
    this.#rollUp = new RollUp({ ...ctx, pause: () => wait(PAUSE_MS, this.#stopping.signal) });
  }

  start(): void {
    this.#working ??= this.#work();
  }

  /** Settles when nothing is counted any more. Another node may go on at once. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { signal } = this.#stopping;
    do {
      try {
        await this.round();
      } catch (error) {
        this.#ctx.onError(error);
      }
    } while (await wait(ROUND_MS, signal));
    await releaseLease(this.#ctx.store, this.#ctx.nodeId).catch((error: unknown) => this.#ctx.onError(error));
  }

  /** One round: nothing when another node counts. */
  async round(): Promise<void> {
    const { store, nodeId, nowMs } = this.#ctx;
    const startedMs = nowMs();
    const held = await takeLease(store, { nodeId, nowMs: startedMs, untilMs: startedMs + LEASE_MS });
    if (held === null) return;
    const minuteMs = minuteOf(startedMs);
    if (held.sampledMs < minuteMs) {
      await this.#sampleWaiting(minuteMs);
      await noteDone(store, 'sampled_ms', minuteMs);
    }
    if (!(await this.#rollUp.run())) return;
    if (held.purgedMs + PURGE_EVERY_MS > startedMs) return;
    await this.#purge(startedMs - this.#ctx.retentionMs);
    await noteDone(store, 'purged_ms', startedMs);
  }

  async #sampleWaiting(minuteMs: number): Promise<void> {
    const samples = new Map<string, WaitingSample>();
    let place: QueuePlace | null = null;
    do {
      const step = await countQueueStep(this.#ctx.store, place);
      for (const group of step.groups) {
        for (const subject of [ALL, group.endpointId] as const) addSample(samples, { ...group, subject });
      }
      place = step.next;
    } while (place !== null && (await wait(PAUSE_MS, this.#stopping.signal)));
    if (place === null) await writeSamples(this.#ctx.store, minuteMs, [...samples.values()]);
  }

  async #purge(beforeMs: number): Promise<void> {
    for (const table of TABLES) {
      let rows: SubjectRows | null = await findNextSubject(this.#ctx.store, table, null);
      while (rows !== null) {
        const count = await purgeSubject(this.#ctx.store, rows, minuteOf(beforeMs) - MINUTE_MS);
        if (!(await wait(PAUSE_MS, this.#stopping.signal))) return;
        if (count < PURGE_ROWS_MAX) rows = await findNextSubject(this.#ctx.store, table, rows);
      }
    }
  }
}

interface SubjectSample extends WaitingSample {
  readonly workspaceId: WorkspaceId;
  readonly subject: Subject;
}

function addSample(samples: Map<string, WaitingSample>, sample: SubjectSample): void {
  const { workspaceId, subject } = sample;
  const key = `${workspaceId} ${subject}`;
  const known = samples.get(key);
  samples.set(key, {
    workspaceId,
    subject,
    waiting: sample.waiting + (known?.waiting ?? 0),
    oldestAtMs: Math.min(sample.oldestAtMs, known?.oldestAtMs ?? sample.oldestAtMs),
  });
}

/** Settles after the delay with true, or at once with false when it is over. Keeps no process alive. */
function wait(delayMs: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const onAbort = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve(true);
    }, delayMs).unref();
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
