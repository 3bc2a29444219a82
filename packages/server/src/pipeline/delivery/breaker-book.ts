import type { Endpoint } from '../../domain/endpoint.ts';
import { type Breaker, HEALTHY_BREAKER } from '../../domain/endpoint-breaker.ts';
import type { EndpointId } from '../../domain/ids.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import { KeyedLocks } from '../../platform/keyed-locks.ts';
import { disablesEndpoint, type FailureRun, type Outcome, opensBreaker, probeWaitMs, tellsAgainst } from './breaker.ts';
import {
  addFailures,
  BREAKERS_PAGE,
  closeBreaker,
  findBreaker,
  type KeptBreaker,
  listChangedBreakers,
  openBreaker,
  purgeRecovered,
  recordFailedProbe,
  takeProbe,
} from './breakers.store.ts';

/** What an endpoint's breaker has to tell the world. */
export type BreakerReport = 'endpoint.failing' | 'endpoint.recovered';

export interface BreakerBookContext {
  readonly store: Store;
  /** Null: it is gone. */
  readonly endpoint: (id: EndpointId) => Endpoint | null;
  /** Publishes the event in the transaction of the change. */
  readonly report: (trx: Trx, endpoint: Endpoint, type: BreakerReport, reason: string) => Promise<void>;
  /** Something was published in a transaction of ours. */
  readonly onReported: () => void;
  /** Disables an endpoint that has done nothing but fail. Asking twice disables once. */
  readonly disableFailing: (endpoint: Endpoint, run: FailureRun) => Promise<void>;
  /** How long it may do nothing but fail. 0: for ever. */
  readonly disableAfterMs: number;
  /** Deliveries may go to it again, or one may. */
  readonly onChange: (id: EndpointId) => void;
  readonly onError: (error: unknown) => void;
  readonly nowMs: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** What this node knows of an endpoint that failed lately. */
interface Trouble {
  /** As the store had it last, or as this node is about to write it. */
  breaker: Breaker;
  /** Of the row that it was read from. 0: none. */
  revision: number;
  /** Failures that the store has not been told of. */
  untold: FailureRun | null;
  /** This node may send one delivery to find out. */
  probe: 'none' | 'asking' | 'ready' | 'sent';
}

/**
 * Breakers are opened one after the other: each is a transaction with an event for everybody who wants to know. When a host
 * with many endpoints goes down, those of all of them in a row would keep every other commit waiting.
 */
const ONE_BY_ONE: readonly string[] = ['opening'];
/** How much longer than its time-out a probe may take until somebody else makes one: its record has to be written. */
const PROBE_MARGIN_MS = 10_000;
/** Changes are asked for that were made this long before the last look: clocks of nodes differ, and commits take time. */
const OVERLAP_MS = 30_000;
/** A row of an endpoint that recovered is kept this long, so that every node hears of it. */
const RECOVERED_KEPT_MS = 10 * 60_000;

/**
 * The breakers of all endpoints, as this node knows them. Lookups are a map access, and the map holds endpoints that fail
 * alone. The store has the truth, which nodes read every second; what this node sees itself counts at once.
 */
export class BreakerBook {
  readonly #context: BreakerBookContext;
  readonly #troubles = new Map<EndpointId, Trouble>();
  /** Writes about one endpoint come one after the other. */
  readonly #locks = new KeyedLocks();
  /** Writes on their way, by endpoint: what was read meanwhile may be older than what this node knows. */
  readonly #writing = new Map<EndpointId, number>();
  readonly #running = new Set<Promise<void>>();
  #lookedAtMs = 0;

  constructor(context: BreakerBookContext) {
    this.#context = context;
  }

  /** Null: nothing is against it. */
  breaker(id: EndpointId): Breaker | null {
    return this.#troubles.get(id)?.breaker ?? null;
  }

  /** Whether a delivery may go: freely, as the one that finds out, or not before a time (epoch ms). */
  standing(id: EndpointId): 'free' | 'probe' | number {
    const trouble = this.#troubles.get(id);
    if (trouble === undefined || trouble.breaker.state === 'closed' || trouble.breaker.nextProbeAtMs === null) {
      return 'free';
    }
    const { nextProbeAtMs } = trouble.breaker;
    if (trouble.probe === 'ready') return 'probe';
    if (trouble.probe === 'sent') return Math.max(nextProbeAtMs, this.#context.nowMs() + PROBE_MARGIN_MS);
    return nextProbeAtMs <= this.#context.nowMs() ? 'probe' : nextProbeAtMs;
  }

  /** Whether this node may send the probe of an endpoint. False: the store is being asked, and `onChange` tells. */
  mayProbe(id: EndpointId): boolean {
    const trouble = this.#troubles.get(id);
    if (trouble?.probe === 'none') {
      trouble.probe = 'asking';
      this.#write(id, () => this.#askForProbe(id, trouble));
    }
    return trouble === undefined || trouble.probe === 'ready';
  }

  /** The delivery that finds out goes now. */
  enterAsProbe(id: EndpointId): void {
    const trouble = this.#troubles.get(id);
    if (trouble !== undefined) trouble.probe = 'sent';
  }

  /** A delivery is over. When it was the probe and nothing came of it, another one may go. */
  leave(id: EndpointId): void {
    const trouble = this.#troubles.get(id);
    if (trouble?.probe !== 'sent') return;
    trouble.probe = 'ready';
    this.#context.onChange(id);
  }

  /**
   * An attempt ended.
   *
   * @param isOperational It carried an event about the engine itself. Its failure opens nothing, because an operational
   *   event never causes another one; it may be the probe that fails.
   */
  note(endpoint: Endpoint, outcome: Outcome, isOperational = false): void {
    const trouble = this.#troubles.get(endpoint.id);
    if (outcome.outcome === 'succeeded') {
      if (trouble !== undefined) this.#noteSuccess(endpoint, trouble);
      return;
    }
    if (!tellsAgainst(outcome) || this.#context.endpoint(endpoint.id)?.enabled !== true) return;
    if (isOperational && (trouble === undefined || trouble.breaker.state === 'closed')) return;
    this.#noteFailure(endpoint, trouble ?? this.#newTrouble(endpoint.id));
  }

  /** Tells the store of failures, and reads what other nodes wrote. */
  async look(): Promise<void> {
    const nowMs = this.#context.nowMs();
    await this.#tellFailures(nowMs);
    const changed = await listChangedBreakers(this.#context.store, this.#lookedAtMs - OVERLAP_MS);
    this.#lookedAtMs = nowMs;
    for (const kept of changed) {
      const trouble = this.#troubles.get(kept.endpointId);
      const isOld = trouble !== undefined && trouble.revision > kept.revision;
      if (!isOld && !this.#writing.has(kept.endpointId)) this.#learn(kept.endpointId, kept);
    }
    for (const id of this.#troubles.keys()) {
      if (this.#context.endpoint(id) === null) this.#troubles.delete(id);
    }
  }

  /** Removes rows of endpoints that recovered long ago. */
  async purge(): Promise<void> {
    await purgeRecovered(this.#context.store, this.#context.nowMs() - RECOVERED_KEPT_MS);
  }

  /** Settles when nothing is being written. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
    await this.#tellFailures(this.#context.nowMs());
  }

  #newTrouble(id: EndpointId): Trouble {
    const trouble: Trouble = { breaker: HEALTHY_BREAKER, revision: 0, untold: null, probe: 'none' };
    this.#troubles.set(id, trouble);
    return trouble;
  }

  #noteSuccess(endpoint: Endpoint, trouble: Trouble): void {
    const wasTold = trouble.breaker.consecutiveFailures > 0;
    this.#troubles.delete(endpoint.id);
    if (!wasTold) return;
    const { workspaceId, id: endpointId } = endpoint;
    this.#context.onChange(endpointId);
    this.#write(endpointId, async () => {
      const nowMs = this.#context.nowMs();
      await closeBreaker(this.#context.store, { workspaceId, endpointId, nowMs }, (trx) =>
        this.#context.report(trx, endpoint, 'endpoint.recovered', 'The last attempt succeeded.'),
      );
      this.#context.onReported();
    });
  }

  #noteFailure(endpoint: Endpoint, trouble: Trouble): void {
    const nowMs = this.#context.nowMs();
    const failures = (trouble.untold?.failures ?? 0) + 1;
    trouble.untold = { failures, sinceMs: trouble.untold?.sinceMs ?? nowMs };
    const run = runOf(trouble);
    if (trouble.breaker.state === 'closed') {
      if (opensBreaker(run, nowMs)) this.#open(endpoint, trouble, run);
    } else if (trouble.probe === 'sent') {
      this.#failProbe(endpoint, trouble);
    }
    if (disablesEndpoint(run, this.#context.disableAfterMs, nowMs)) {
      this.#write(endpoint.id, () => this.#disable(endpoint));
    }
  }

  async #disable(endpoint: Endpoint): Promise<void> {
    const known = this.#context.endpoint(endpoint.id);
    const trouble = this.#troubles.get(endpoint.id);
    if (known?.enabled !== true || trouble === undefined) return;
    await this.#context.disableFailing(known, runOf(trouble));
    this.#troubles.delete(endpoint.id);
  }

  #open(endpoint: Endpoint, trouble: Trouble, run: FailureRun): void {
    const { id: endpointId, workspaceId } = endpoint;
    const nowMs = this.#context.nowMs();
    const nextProbeAtMs = nowMs + probeWaitMs(0, this.#context.random());
    const untold = takeUntold(trouble, nowMs);
    // At once, so that what waits in memory does not go out while this is being written.
    trouble.breaker = { ...toBreaker(run), state: 'open', openedAtMs: nowMs, nextProbeAtMs };
    const write = async () => {
      const opening = { workspaceId, endpointId, nowMs, nextProbeAtMs, run: untold };
      const kept = await openBreaker(this.#context.store, opening, (trx) =>
        this.#context.report(trx, endpoint, 'endpoint.failing', reasonOf(run)),
      );
      this.#learn(endpointId, kept);
      this.#context.onReported();
    };
    this.#write(endpointId, write, ONE_BY_ONE);
  }

  #failProbe(endpoint: Endpoint, trouble: Trouble): void {
    const { id: endpointId, workspaceId } = endpoint;
    const nowMs = this.#context.nowMs();
    const failedProbes = trouble.breaker.failedProbes + 1;
    const nextProbeAtMs = nowMs + probeWaitMs(failedProbes, this.#context.random());
    const run = takeUntold(trouble, nowMs);
    trouble.probe = 'none';
    trouble.breaker = {
      ...trouble.breaker,
      ...{ state: 'open', failedProbes, nextProbeAtMs },
      consecutiveFailures: trouble.breaker.consecutiveFailures + run.failures,
    };
    this.#write(endpointId, async () => {
      const failed = { workspaceId, endpointId, nowMs, nextProbeAtMs, run };
      this.#learn(endpointId, await recordFailedProbe(this.#context.store, failed));
    });
  }

  async #askForProbe(id: EndpointId, trouble: Trouble): Promise<void> {
    const endpoint = this.#context.endpoint(id);
    if (endpoint === null) return;
    const nowMs = this.#context.nowMs();
    const untilMs = nowMs + endpoint.retry.timeoutSeconds * 1_000 + PROBE_MARGIN_MS;
    const at = { workspaceId: endpoint.workspaceId, endpointId: id, nowMs };
    let isTaken = false;
    try {
      const taken = await takeProbe(this.#context.store, at, untilMs);
      isTaken = taken !== null;
      // Somebody else took it or closed the breaker: what is in the store now tells.
      this.#learn(id, taken ?? (await findBreaker(this.#context.store, at)));
    } finally {
      trouble.probe = isTaken ? 'ready' : 'none';
      this.#context.onChange(id);
    }
  }

  async #tellFailures(nowMs: number): Promise<void> {
    const untold = [...this.#troubles].filter(([, trouble]) => trouble.untold !== null);
    for (let from = 0; from < untold.length; from += BREAKERS_PAGE) {
      const page = untold.slice(from, from + BREAKERS_PAGE).flatMap(([endpointId, trouble]) => {
        const endpoint = this.#context.endpoint(endpointId);
        if (endpoint === null) return [];
        const run = takeUntold(trouble, nowMs);
        trouble.breaker = { ...trouble.breaker, ...addedTo(trouble.breaker, run) };
        return [{ workspaceId: endpoint.workspaceId, endpointId, nowMs, run }];
      });
      await addFailures(this.#context.store, page);
    }
  }

  /** @param kept Null: nothing is kept of it, so nothing is against it. */
  #learn(id: EndpointId, kept: Omit<KeptBreaker, 'endpointId'> | null): void {
    const trouble = this.#troubles.get(id);
    if (kept === null || kept.breaker.consecutiveFailures === 0) {
      if (trouble === undefined || trouble.breaker.consecutiveFailures === 0) return;
      this.#troubles.delete(id);
      this.#context.onChange(id);
      return;
    }
    const known = trouble ?? this.#newTrouble(id);
    const wasOpen = known.breaker.state !== 'closed';
    known.breaker = kept.breaker;
    known.revision = kept.revision;
    if (kept.breaker.state === 'closed' && wasOpen) this.#context.onChange(id);
  }

  /** A write that fails leaves this node with what it knows; the next look reads everything again. */
  #write(id: EndpointId, work: () => Promise<void>, locks: readonly string[] = []): void {
    this.#writing.set(id, (this.#writing.get(id) ?? 0) + 1);
    const running = this.#locks
      .run([id, ...locks], work)
      .catch((error: unknown) => {
        this.#context.onError(error);
        this.#lookedAtMs = 0;
      })
      .finally(() => {
        const left = (this.#writing.get(id) ?? 1) - 1;
        if (left === 0) this.#writing.delete(id);
        else this.#writing.set(id, left);
      });
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }
}

function runOf({ breaker, untold }: Trouble): FailureRun {
  const untoldSinceMs = untold?.sinceMs ?? Number.POSITIVE_INFINITY;
  return {
    failures: breaker.consecutiveFailures + (untold?.failures ?? 0),
    sinceMs: Math.min(breaker.failingSinceMs ?? Number.POSITIVE_INFINITY, untoldSinceMs),
  };
}

function takeUntold(trouble: Trouble, nowMs: number): FailureRun {
  const untold = trouble.untold ?? { failures: 0, sinceMs: nowMs };
  trouble.untold = null;
  return untold;
}

function addedTo(breaker: Breaker, run: FailureRun) {
  return {
    consecutiveFailures: breaker.consecutiveFailures + run.failures,
    failingSinceMs: breaker.failingSinceMs ?? run.sinceMs,
  };
}

function toBreaker({ failures, sinceMs }: FailureRun): Breaker {
  return { ...HEALTHY_BREAKER, consecutiveFailures: failures, failingSinceMs: sinceMs };
}

function reasonOf({ failures }: FailureRun): string {
  return `The last ${failures} attempts failed.`;
}
