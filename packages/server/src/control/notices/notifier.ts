import type { Notice } from './disabled-notice.ts';

/** One way to people. It rejects when the notice did not get there. */
export interface NoticeWay {
  /** For the log: `mail`, `webhook`. */
  readonly name: string;
  readonly send: (notice: Notice) => Promise<void>;
}

export interface NotifierContext {
  readonly ways: readonly NoticeWay[];
  /** Resolves after the time, or at once when the signal is aborted; never rejects. */
  readonly wait: (waitMs: number, signal: AbortSignal) => Promise<void>;
  /** A notice did not get there after all tries, or was dropped because too many were on their way. */
  readonly onGivenUp: (way: string, error: unknown) => void;
}

/** Waits after the first and the second try. After the third nobody is told. */
const RETRY_WAITS_MS = [5_000, 60_000] as const;
/** Notices on their way at once. More than that in so short a time tell nothing that these do not. */
const ON_THEIR_WAY_MAX = 100;

/**
 * Tells people, beside everything else: nobody waits for it, and nothing fails when it fails. A notice is tried three
 * times and lives in memory; what has to be known for certain is an event.
 */
export class Notifier {
  readonly #context: NotifierContext;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(context: NotifierContext) {
    this.#context = context;
  }

  /** Never throws. */
  notify(notice: Notice): void {
    for (const way of this.#context.ways) {
      if (this.#running.size >= ON_THEIR_WAY_MAX) {
        this.#context.onGivenUp(way.name, new Error('Too many notices are on their way.'));
        continue;
      }
      const running = this.#send(way, notice);
      this.#running.add(running);
      void running.finally(() => this.#running.delete(running));
    }
  }

  /** Tries nothing again. Settles when what is being tried has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running);
  }

  async #send(way: NoticeWay, notice: Notice): Promise<void> {
    const { signal } = this.#stopping;
    for (const waitMs of [...RETRY_WAITS_MS, null]) {
      try {
        await way.send(notice);
        return;
      } catch (error) {
        if (waitMs !== null && !signal.aborted) await this.#context.wait(waitMs, signal);
        if (waitMs === null || signal.aborted) {
          this.#context.onGivenUp(way.name, error);
          return;
        }
      }
    }
  }
}
