import { type buildConnector, type Dispatcher, errors, Pool } from 'undici';
import { classifyConnectError } from './egress-error.ts';
import { type MultipartBody, toMultipart } from './multipart.ts';

/** One request to the origin of the client. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A text goes as it is, with the content type among the headers; a form brings its own. */
  readonly body: string | FormData | null;
  /** Over the whole exchange: connect, request and answer. */
  readonly timeoutMs: number;
}

/** What came of a request. Never thrown: a failure of the other side is a fact, not an exception. */
export type HttpResult =
  /** A complete answer, whatever its status. */
  | {
      readonly kind: 'answered';
      readonly statusCode: number;
      readonly body: string;
      /** What the other side says the time is: the header `Date`, epoch ms. Null: it says nothing that is a time. */
      readonly dateMs: number | null;
    }
  /** Nothing of the request was written. `reason` is a sentence. */
  | { readonly kind: 'unsent'; readonly reason: string }
  /** It was on a connection, and no complete answer came back: it may have been carried out. */
  | { readonly kind: 'unanswered'; readonly reason: string };

/** A client of one origin. */
export interface HttpClient {
  readonly send: (request: HttpRequest) => Promise<HttpResult>;
  /** Ends what is in flight as well. */
  readonly close: () => Promise<void>;
}

interface HttpClientContext {
  /** Opens checked connections only: the egress guard's. */
  readonly connector: buildConnector.connector;
  readonly origin: string;
  /** Requests in flight at once; more wait, and their time runs. */
  readonly connectionsMax: number;
  /** Read of an answer before the connection is dropped. */
  readonly answerBytesMax: number;
}

/** The other side may close an idle connection just when we send: below the 5 s that most servers wait. */
const KEEP_ALIVE_MS = 4_000;

/**
 * HTTP to one host that the operator chose, by connections that are kept. Redirects are never followed, so what is in the
 * headers reaches no other host. Says apart whether a request that failed may have been carried out.
 */
export function createHttpClient(context: HttpClientContext): HttpClient {
  const pool = new Pool(context.origin, {
    connect: context.connector,
    connections: context.connectionsMax,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // The deadline over the whole exchange rules; undici's own two would end parts of it sooner.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    send: (request) => {
      const { promise, resolve } = Promise.withResolvers<HttpResult>();
      const exchange = new Exchange({ timeoutMs: request.timeoutMs, answerBytesMax: context.answerBytesMax, resolve });
      pool.dispatch(toDispatch(request), exchange);
      return promise;
    },
    close: () => pool.destroy(),
  };
}

function toDispatch({ method, path, headers, body }: HttpRequest): Dispatcher.DispatchOptions {
  if (body === null || typeof body === 'string') return { method, path, headers: { ...headers }, body };
  return { method, path, ...toFormDispatch(headers, toMultipart(body)) };
}

function toFormDispatch(headers: HttpRequest['headers'], form: MultipartBody) {
  return {
    headers: { ...headers, 'content-type': form.contentType, 'content-length': String(form.lengthBytes) },
    // undici writes anything that can be iterated; its type names only some of that.
    body: form.chunks as unknown as NonNullable<Dispatcher.DispatchOptions['body']>,
  };
}

interface ExchangeContext {
  readonly timeoutMs: number;
  readonly answerBytesMax: number;
  readonly resolve: (result: HttpResult) => void;
}

/** One request on its way: undici's handler. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #context: ExchangeContext;
  readonly #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | null = null;
  #settled = false;
  #statusCode: number | null = null;
  #dateMs: number | null = null;
  #chunks: Buffer[] = [];
  #bytesRead = 0;

  constructor(context: ExchangeContext) {
    this.#context = context;
    this.#timer = setTimeout(() => this.#expire(), context.timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // The deadline passed while the connection was being made: nothing is sent any more.
    if (this.#settled) controller.abort(new errors.RequestAbortedError());
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Readonly<Record<string, unknown>>,
  ): void {
    // 1xx are not the answer.
    if (statusCode < 200) return;
    this.#statusCode = statusCode;
    this.#dateMs = readDate(headers.date);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytesRead += chunk.length;
    const { answerBytesMax } = this.#context;
    if (this.#bytesRead <= answerBytesMax) return;
    this.#settle({ kind: 'unanswered', reason: `The answer is longer than ${answerBytesMax / 1_024} KB.` });
    controller.abort(new errors.RequestAbortedError());
  }

  onResponseEnd(): void {
    const body = Buffer.concat(this.#chunks).toString('utf8');
    this.#settle({ kind: 'answered', statusCode: this.#statusCode ?? 0, body, dateMs: this.#dateMs });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.#controller === null) {
      this.#settle({ kind: 'unsent', reason: classifyConnectError(error).message });
    } else {
      this.#settle({ kind: 'unanswered', reason: describeBreak(error, this.#statusCode) });
    }
  }

  #expire(): void {
    const within = `within ${this.#context.timeoutMs / 1_000} s`;
    if (this.#controller === null) this.#settle({ kind: 'unsent', reason: `No connection was made ${within}.` });
    else if (this.#statusCode === null) this.#settle({ kind: 'unanswered', reason: `No answer came ${within}.` });
    else this.#settle({ kind: 'unanswered', reason: `The answer was not complete ${within}.` });
    this.#controller?.abort(new errors.RequestAbortedError());
  }

  #settle(result: HttpResult): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#chunks = [];
    this.#context.resolve(result);
  }
}

function readDate(header: unknown): number | null {
  const dateMs = typeof header === 'string' ? Date.parse(header) : Number.NaN;
  return Number.isNaN(dateMs) ? null : dateMs;
}

function describeBreak(error: Error, statusCode: number | null): string {
  const where = statusCode === null ? 'before it answered' : 'in the middle of its answer';
  if (error instanceof errors.SocketError || (error as NodeJS.ErrnoException).code === 'ECONNRESET') {
    return `The host closed the connection ${where}.`;
  }
  if (error instanceof errors.HTTPParserError || error.name === 'HTTPParserError')
    return 'The host answered with something that is not HTTP.';
  return `The exchange broke off ${where}.`;
}
