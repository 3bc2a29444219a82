import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanUpLater } from '../../support/clean-up.ts';
import { type Answer, withStatus } from './answers.ts';

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Exactly the bytes of the body. */
  readonly bytes: Buffer;
  /** When its last byte was there, epoch ms. */
  readonly receivedAtMs: number;
}

/** Decides the answer of a request. `index` counts the requests of the receiver from 0. */
export type AnswerPlan = (request: ReceivedRequest, index: number) => Answer;

export interface ReceiverOptions {
  /** A list answers in turn, and 200 after its end. Absent: 200 to everything. */
  readonly answers?: readonly Answer[] | AnswerPlan;
}

/** A real HTTP receiver on this machine. */
export interface Receiver {
  readonly url: string;
  /** In the order in which they were complete. Grows. */
  readonly requests: readonly ReceivedRequest[];
  /** Requests whose path, without the query, is that one. */
  readonly at: (path: string) => ReceivedRequest[];
  /** Answers from now on in another way. */
  readonly answerWith: (answers: readonly Answer[] | AnswerPlan) => void;
  /**
   * Settles as soon as that many requests are there, or the predicate holds. It is asked again with every request, so
   * nothing is polled. Rejects after the time, and says what there was.
   */
  readonly waitFor: (wanted: number | Predicate, timeoutMs?: number) => Promise<readonly ReceivedRequest[]>;
  readonly close: () => Promise<void>;
}

type Predicate = (requests: readonly ReceivedRequest[]) => boolean;

const WAIT_MS_DEFAULT = 10_000;

/** Starts a receiver on a free port. It is stopped after the test, or after the file when a hook asked. */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const cleanUps = cleanUpLater();
  const receiver = new RecordingReceiver(options.answers ?? []);
  cleanUps.push(() => receiver.close());
  await receiver.listen();
  return receiver;
}

interface Waiter {
  readonly isMet: Predicate;
  readonly resolve: () => void;
}

class RecordingReceiver implements Receiver {
  readonly requests: ReceivedRequest[] = [];
  readonly #server: Server;
  readonly #waiters = new Set<Waiter>();
  #plan: AnswerPlan = () => withStatus(200);
  #url = '';

  constructor(answers: readonly Answer[] | AnswerPlan) {
    this.answerWith(answers);
    this.#server = createServer((request, response) => {
      // A sender that hangs up in the middle of a request is part of the tests: there is nothing to answer.
      this.#take(request, response).catch(() => response.destroy());
    });
  }

  get url(): string {
    return this.#url;
  }

  readonly at = (path: string) => this.requests.filter((request) => request.path.split('?', 1)[0] === path);

  readonly answerWith = (answers: readonly Answer[] | AnswerPlan) => {
    const from = this.requests.length;
    this.#plan =
      typeof answers === 'function' ? answers : (_request, index) => answers[index - from] ?? withStatus(200);
  };

  readonly waitFor = async (wanted: number | Predicate, timeoutMs = WAIT_MS_DEFAULT) => {
    const isMet: Predicate = typeof wanted === 'number' ? (requests) => requests.length >= wanted : wanted;
    if (isMet(this.requests)) return this.requests;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter = { isMet, resolve };
    const timer = setTimeout(() => reject(new Error(this.#whatThereWas(timeoutMs))), timeoutMs);
    this.#waiters.add(waiter);
    await promise.finally(() => {
      clearTimeout(timer);
      this.#waiters.delete(waiter);
    });
    return this.requests;
  };

  readonly close = async () => {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  };

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    // A server that listens on TCP has an address with a port.
    const { port } = this.#server.address() as AddressInfo;
    this.#url = `http://127.0.0.1:${port}`;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received: ReceivedRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      bytes: Buffer.concat(chunks),
      receivedAtMs: Date.now(),
    };
    const answer = this.#plan(received, this.requests.length);
    this.requests.push(received);
    for (const waiter of this.#waiters) if (waiter.isMet(this.requests)) waiter.resolve();
    await answer(response);
  }

  #whatThereWas(timeoutMs: number): string {
    const counts = new Map<string, number>();
    for (const { path } of this.requests) counts.set(path, (counts.get(path) ?? 0) + 1);
    const paths = [...counts].map(([path, count]) => `${path}: ${count}`).join(', ');
    return `Not there after ${timeoutMs} ms. ${this.requests.length} requests came (${paths}).`;
  }
}
