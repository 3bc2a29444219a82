import http from 'node:http';
import https from 'node:https';

/** Most of an answer that is read. A receiver answers a webhook with next to nothing. */
const ANSWER_BYTES_MAX = 64 * 1024;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer | null;
  /** Over the whole exchange, from the connection to the last byte. */
  readonly timeoutMs: number;
}

/** What came of an HTTP exchange. A failure is a value, for a receiver that is down is nothing unexpected. */
export type HttpOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'failed'; readonly reason: string };

interface StaleConnection {
  readonly kind: 'stale_connection';
}

/** Keeps connections open between webhooks, as Meta does. */
export class HttpConnections {
  readonly #http: http.Agent;
  readonly #https: https.Agent;

  constructor(connectionCountMax: number) {
    this.#http = new http.Agent({ keepAlive: true, maxSockets: connectionCountMax });
    this.#https = new https.Agent({ keepAlive: true, maxSockets: connectionCountMax });
  }

  /**
   * Makes one exchange. Redirects are not followed. Never rejects.
   *
   * A kept connection may have been closed by the other side in the meantime; that says nothing
   * about the receiver, so such an exchange is made once more on a new connection.
   */
  async exchange(input: HttpRequest): Promise<HttpOutcome> {
    const first = await this.#exchangeOnce(input);
    return first.kind === 'stale_connection' ? toOutcome(await this.#exchangeOnce(input)) : first;
  }

  #exchangeOnce(input: HttpRequest): Promise<HttpOutcome | StaleConnection> {
    return new Promise((resolve) => {
      const secure = input.url.protocol === 'https:';
      const options = {
        method: input.method,
        headers: { ...input.headers, ...(input.bytes === null ? {} : { 'content-length': input.bytes.length }) },
        agent: secure ? this.#https : this.#http,
        signal: AbortSignal.timeout(input.timeoutMs),
      };
      const fail = (error: Error) => resolve({ kind: 'failed', reason: toReason(error) });
      const request = (secure ? https : http).request(input.url, options, (response) => {
        readAnswer(response).then(
          (body) => resolve({ kind: 'answered', status: response.statusCode ?? 0, body }),
          fail,
        );
      });
      request.on('error', (error) => {
        if (request.reusedSocket && toReason(error) === 'ECONNRESET') resolve({ kind: 'stale_connection' });
        else fail(error);
      });
      request.end(input.bytes);
    });
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

function toOutcome(outcome: HttpOutcome | StaleConnection): HttpOutcome {
  return outcome.kind === 'stale_connection' ? { kind: 'failed', reason: 'ECONNRESET' } : outcome;
}

async function readAnswer(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) continue;
    byteCount += chunk.length;
    if (byteCount > ANSWER_BYTES_MAX) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The error's code, which names no address and no secret. */
function toReason(error: Error): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'timeout';
  return 'code' in error && typeof error.code === 'string' ? error.code : 'error';
}
