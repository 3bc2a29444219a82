import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { NodeSignals, Signal } from './node-signals.ts';
import type { ClockSample } from './shared-clock.ts';

const CHANNEL = 'posthorn';
/**
 * A node tells at most so often. PostgreSQL commits transactions that notify one after the other, so this is never done
 * in a transaction that does anything else, and what is told in between is told together.
 */
const TELL_INTERVAL_MS = 200;
/** What is told on the way to a commit is heard after it. */
const TELL_DELAY_MS = 25;
/** How often the server's clock is asked, which also tells whether the connection is alive. */
const BEAT_MS = 10_000;
/** A server that does not answer so long is gone, whatever TCP says. */
const ANSWER_TIMEOUT_MS = 5_000;
const RECONNECT_MS = 1_000;

export interface PostgresSignalsOptions {
  readonly url: string;
  readonly onClockSample: (sample: ClockSample) => void;
}

/** Signals by NOTIFY, on one connection of their own that is made again when it is lost. */
export class PostgresSignals implements NodeSignals {
  readonly #options: PostgresSignalsOptions;
  readonly #looks = new Map<Signal, (() => void)[]>();
  readonly #untold = new Set<Signal>();
  readonly #stopping = new AbortController();
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #lastToldMs = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | null = null;

  constructor(options: PostgresSignalsOptions) {
    this.#options = options;
  }

  readonly onTold = (signal: Signal, look: () => void): void => {
    this.#looks.set(signal, [...(this.#looks.get(signal) ?? []), look]);
  };

  readonly tell = (signal: Signal): void => {
    if (this.#running === null) return;
    this.#untold.add(signal);
    if (this.#timer !== null) return;
    const waitMs = Math.max(TELL_DELAY_MS, this.#lastToldMs + TELL_INTERVAL_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#tellNow();
    }, waitMs).unref();
  };

  readonly start = (): void => {
    this.#running ??= this.#run();
  };

  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#client?.end().catch(() => {});
    await this.#running;
  }

  async #tellNow(): Promise<void> {
    const signals = [...this.#untold];
    this.#untold.clear();
    this.#lastToldMs = performance.now();
    try {
      await this.#client?.query('SELECT pg_notify($1, told) FROM unnest($2::text[]) AS told', [CHANNEL, signals]);
    } catch (error) {
      // Only a hint: those it was for find the same at their next poll.
      this.#hangUp(error);
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#listen().catch((error: unknown) => this.#hangUp(error));
      await pause(RECONNECT_MS, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  /** Settles when the connection is lost. */
  async #listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.url,
      connectionTimeoutMillis: ANSWER_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'posthorn signals',
    });
    const lost = new Promise<void>((resolve) => client.once('end', resolve));
    // An error is followed by `end`.
    client.on('error', () => {});
    client.on('notification', ({ processId, payload }) => {
      if (processId !== ownProcessOf(client)) this.#look(payload as Signal | undefined);
    });
    await client.connect();
    this.#client = client;
    if (this.#stopping.signal.aborted) await client.end();
    // A hint need not outlive a crash of the server, and waiting for its disk would hold up whoever else tells.
    await client.query(`SET synchronous_commit = off; LISTEN ${CHANNEL}`);
    for (const signal of this.#looks.keys()) this.#look(signal);
    const beat = setInterval(() => void this.#beat(client), BEAT_MS).unref();
    await lost;
    clearInterval(beat);
    this.#client = null;
  }

  async #beat(client: pg.Client): Promise<void> {
    try {
      this.#options.onClockSample(await sampleClock(client));
    } catch (error) {
      this.#hangUp(error);
    }
  }

  #look(signal: Signal | undefined): void {
    if (signal === undefined) return;
    for (const look of this.#looks.get(signal) ?? []) look();
  }

  /** Whatever went wrong with the connection: another one is made. */
  #hangUp(_error: unknown): void {
    const client = this.#client;
    this.#client = null;
    void client?.end().catch(() => {});
  }
}

/** Asks the server for its time. */
export async function sampleClock(connection: pg.Client | pg.Pool): Promise<ClockSample> {
  const startedMs = performance.now();
  const { rows } = await connection.query<{ readonly ms: string }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::text AS ms',
  );
  return { theirMs: Number(rows[0]?.ms), ourMs: Date.now(), tookMs: performance.now() - startedMs };
}

/** pg knows the id of the server's process from the handshake, and its types do not say so. */
function ownProcessOf(client: pg.Client): number | null {
  return (client as pg.Client & { readonly processID?: number | null }).processID ?? null;
}
