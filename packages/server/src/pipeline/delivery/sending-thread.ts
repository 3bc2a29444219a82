import { Worker } from 'node:worker_threads';
import type { OwnListener } from '../../platform/egress/egress.ts';
import { Slots } from '../../platform/slots.ts';
import { type ExchangeRequest, type ExchangeResult, withoutAnswer } from './exchange.ts';
import type { HttpTransport } from './http-transport.ts';

/** What the thread needs to know for its egress guard. */
export interface SendingThreadSettings {
  /** See `EgressSettings`. */
  readonly allow: readonly string[];
  readonly allowHttp: boolean;
  readonly proxyUrl: string | null;
  readonly ownOrigins: readonly string[];
}

export interface SendingThreadContext {
  readonly settings: SendingThreadSettings;
  /** Read at call time: a port is known when the server listens. */
  readonly ownListeners: () => readonly OwnListener[];
  /** The thread ended, and nobody asked for it. */
  readonly onError: (error: unknown) => void;
}

/** To the thread: requests that were asked for in the same turn of the event loop. */
export interface SendingOrder {
  readonly requests: readonly ThreadRequest[];
  /** Only when they changed. */
  readonly ownListeners: readonly OwnListener[] | null;
}

/** A list, so that names do not cross with every request. */
export type ThreadRequest = readonly [
  id: number,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number,
  /** By `monotonicMs`, which is the same in every thread. */
  askedAtMs: number,
];

/** From the thread. */
export type ThreadResult = readonly [id: number, result: ExchangeResult];

/** Requests on their way, up to 512 of them. With half of it what is under way to three endpoints grew old: 9,700 deliveries a second instead of 12,000 (measured). */
const YOUNG_GENERATION_MB = 12;
/** V8 lets a heap with a smaller bound grow by less before it looks what of it lives. */
const OLD_GENERATION_MB = 512;

const ENDED = {
  errorClass: 'aborted',
  errorMessage: 'The part of the gateway that sends was started anew while the request was under way.',
  maybeReceived: true,
} as const;

/** Milliseconds of a clock that all threads of the process share; `performance.now()` begins anew in each. */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1_000_000;
}

interface Waiter {
  readonly resolve: (result: ExchangeResult) => void;
  readonly startedAtMs: number;
}

/**
 * The HTTP transport in a thread of its own, so that talking to receivers and taking in from Meta use two cores
 * (measured: a tenth more deliveries a second, for less CPU each). Everything that is decided about a request is decided
 * before; here it is only made. The thread is started by the first request.
 *
 * A request counts from when it was asked for. So one that lay here while the process stood still past its time-out is not sent.
 */
export function createSendingThread(context: SendingThreadContext): HttpTransport {
  const waiters = new Slots<Waiter>();
  let worker: Worker | null = null;
  let requests: ThreadRequest[] = [];
  let told: readonly OwnListener[] | null = null;
  let isClosed = false;

  function start(): Worker {
    const started = new Worker(new URL('./sending.thread.ts', import.meta.url), {
      workerData: context.settings,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB, maxOldGenerationSizeMb: OLD_GENERATION_MB },
    });
    // The server keeps the process alive, and nothing else should.
    started.unref();
    started.on('message', (results: readonly ThreadResult[]) => {
      for (const [id, result] of results) settle(id, result);
    });
    started.on('error', (error) => context.onError(error));
    started.on('exit', () => {
      if (worker !== started) return;
      worker = null;
      told = null;
      requests = [];
      if (!isClosed) context.onError(new Error('The thread that sends has ended.'));
      failAll();
    });
    return started;
  }

  function settle(id: number, result: ExchangeResult): void {
    waiters.take(id)?.resolve(result);
  }

  /** Nobody knows any more how far those under way got. */
  function failAll(): void {
    for (const { resolve, startedAtMs } of waiters.takeAll()) {
      resolve(withoutAnswer(ENDED, Math.round(monotonicMs() - startedAtMs)));
    }
  }

  function flush(): void {
    if (requests.length === 0) return;
    worker ??= start();
    const listeners = context.ownListeners();
    const order: SendingOrder = { requests, ownListeners: listeners === told ? null : listeners };
    told = listeners;
    requests = [];
    worker.postMessage(order);
  }

  return {
    exchange: (request: ExchangeRequest) =>
      new Promise((resolve) => {
        const nowMs = monotonicMs();
        const startedAtMs = request.askedAtMs === undefined ? nowMs : request.askedAtMs + nowMs - performance.now();
        if (isClosed) return resolve(withoutAnswer({ ...ENDED, maybeReceived: false }));
        const id = waiters.add({ resolve, startedAtMs });
        // In the same turn more of them are asked for: they cross together.
        if (requests.length === 0) setImmediate(flush);
        requests.push([id, request.url.href, request.headers, request.body, request.timeoutMs, startedAtMs]);
      }),
    close: async () => {
      isClosed = true;
      requests = [];
      await worker?.terminate();
      failAll();
    },
  };
}
