import type { Store } from '../../platform/db/store.ts';
import type { Fetched, FetchFailure } from './media-fetch.ts';
import { type LeasedMedia, nextTryAtMs } from './media-file.ts';
import {
  type ClaimMedia,
  claimDueMedia,
  claimMedia,
  endMediaLeasesOfTheDead,
  failMedia,
  findMedia,
  finishMedia,
  type MediaName,
  releaseMedia,
} from './media-files.store.ts';

export interface MediaFetchWorkerContext {
  readonly store: Store;
  /** One try. Rejects with the signal's reason when it is aborted. */
  readonly fetch: (file: LeasedMedia, signal: AbortSignal) => Promise<Fetched>;
  /** Removes what the media store has of a file. */
  readonly removeStored: (file: MediaName) => Promise<void>;
  /** Names one claim. */
  readonly newLeaseToken: () => string;
  readonly nowMs: () => number;
  /** A try has ended, for the metric and the log. */
  readonly onFetched: (
    file: LeasedMedia,
    result: { readonly failure: FetchFailure | null; readonly bytes: number },
  ) => void;
  readonly onError: (error: unknown, file: MediaName | null) => void;
}

/** Files that a node fetches at once: each is a download into a file, and none may take the line for itself. */
const FETCHES_MAX = 4;
/** Longer than a try can take: asking, downloading and keeping have their own bounds. What a crash costs. */
export const FETCH_LEASE_MS = 300_000;
/** Without a wake-up: what other nodes left due, and what is tried again, is found this soon. */
const POLL_MS = 2_000;

/** Fetches media files from Meta for as long as it runs: at once after their message, and again when that came to nothing. */
export class MediaFetchWorker {
  readonly #ctx: MediaFetchWorkerContext;
  readonly #stopping = new AbortController();
  readonly #inHand = new Map<string, Promise<void>>();
  readonly #held = new Set<Promise<void>>();
  #freeCount = FETCHES_MAX;
  #freed = Promise.withResolvers<void>();
  #working: Promise<void> | null = null;
  #wakeUp: () => void = () => {};
  #isAwake = false;

  constructor(ctx: MediaFetchWorkerContext) {
    this.#ctx = ctx;
  }

  start(): void {
    this.#working ??= this.#work();
  }

  /** Call when files were committed: they are fetched at once. */
  wake(): void {
    this.#isAwake = true;
    this.#wakeUp();
  }

  /** Settles when nothing is fetched any more. What was in the middle is due at once, here or on another node. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wakeUp();
    await this.#working;
    await Promise.all(this.#held);
  }

  /**
   * Fetches one file now if it is due, for somebody who waits for it. Those who ask while it is being fetched share that.
   *
   * @returns when the try has ended, whatever came of it; when the file is not this node's to fetch; or when the signal is
   *   aborted, and the try goes on.
   */
  async fetchNow(name: MediaName, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#stopping.signal.aborted) {
      const inHand = this.#inHand.get(keyOf(name));
      if (inHand !== undefined) return untilAborted(inHand, signal);
      if (this.#freeCount === 0) {
        await untilAborted(this.#freed.promise, signal);
        continue;
      }
      this.#freeCount -= 1;
      return untilAborted(this.#hold(name, this.#claimAndCarryOut(name)), signal);
    }
  }

  async #work(): Promise<void> {
    const { store, nowMs, onError } = this.#ctx;
    const { signal } = this.#stopping;
    let isFirst = true;
    while (!signal.aborted) {
      this.#isAwake = false;
      try {
        if (isFirst && !store.can.sharedBetweenNodes) await endMediaLeasesOfTheDead(store, nowMs());
        isFirst = false;
        if (await this.#takeDue()) continue;
      } catch (error) {
        onError(error, null);
      }
      await this.#pause();
    }
  }

  /** @returns true when there may be more that a free hand could take. */
  async #takeDue(): Promise<boolean> {
    const wantedCount = this.#freeCount;
    if (wantedCount === 0) return false;
    this.#freeCount = 0;
    let claimed: readonly LeasedMedia[] = [];
    try {
      claimed = await claimDueMedia(this.#ctx.store, this.#newClaim(), wantedCount);
    } finally {
      this.#free(wantedCount - claimed.length);
    }
    for (const file of claimed) void this.#hold(file, this.#carryOut(file));
    return claimed.length === wantedCount && this.#freeCount > 0;
  }

  /** Keeps a hand for what it does until that has ended. */
  #hold(name: MediaName, doing: Promise<void>): Promise<void> {
    const key = keyOf(name);
    const held: Promise<void> = doing
      .catch((error: unknown) => this.#ctx.onError(error, name))
      .finally(() => {
        this.#held.delete(held);
        if (this.#inHand.get(key) === held) this.#inHand.delete(key);
        this.#free(1);
        this.wake();
      });
    this.#held.add(held);
    this.#inHand.set(key, held);
    return held;
  }

  #free(count: number): void {
    if (count === 0) return;
    this.#freeCount += count;
    this.#freed.resolve();
    this.#freed = Promise.withResolvers();
  }

  async #claimAndCarryOut(name: MediaName): Promise<void> {
    const file = await claimMedia(this.#ctx.store, name, this.#newClaim());
    if (file !== null) await this.#carryOut(file);
  }

  #newClaim(): ClaimMedia {
    const nowMs = this.#ctx.nowMs();
    return { nowMs, leaseToken: this.#ctx.newLeaseToken(), leaseUntilMs: nowMs + FETCH_LEASE_MS };
  }

  async #carryOut(file: LeasedMedia): Promise<void> {
    const { store, nowMs, onError, onFetched } = this.#ctx;
    const { signal } = this.#stopping;
    let fetched: Fetched;
    try {
      fetched = await this.#ctx.fetch(file, signal);
    } catch (error) {
      if (signal.aborted) return releaseMedia(store, file, nowMs());
      onError(error, file);
      fetched = { kind: 'failed', failure: 'store_failed', reason: UNFORESEEN, isFinal: false };
    }
    const bytes = fetched.kind === 'stored' ? fetched.stored.sizeBytes : 0;
    onFetched(file, { failure: fetched.kind === 'stored' ? null : fetched.failure, bytes });
    if (fetched.kind === 'stored') return this.#finish(file, fetched);
    const dueAtMs = fetched.isFinal ? null : nextTryAtMs(file, nowMs());
    const isGone = !fetched.isFinal && dueAtMs === null;
    await failMedia(store, file, { state: isGone ? 'gone' : 'failed', error: fetched.reason, dueAtMs });
  }

  /** Whoever did not want the file any more may have looked for it before it was there. */
  async #finish(file: LeasedMedia, { stored }: Extract<Fetched, { kind: 'stored' }>): Promise<void> {
    const { store, removeStored } = this.#ctx;
    if (await finishMedia(store, file, stored)) return;
    const now = await findMedia(store, file);
    if (now === null || now.state === 'gone') await removeStored(file);
  }

  #pause(): Promise<void> {
    if (this.#isAwake || this.#stopping.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS).unref();
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const UNFORESEEN = 'Something went wrong on this side. The log of the gateway tells what.';

function keyOf({ workspaceId, id }: MediaName): string {
  return `${workspaceId} ${id}`;
}

function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      signal.removeEventListener('abort', end);
      resolve();
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    promise.then(end, end);
  });
}
