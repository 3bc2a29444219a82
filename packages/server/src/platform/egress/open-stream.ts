import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { type buildConnector, Client } from 'undici';

/** An answer whose body is read as it comes. */
export interface StreamedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

interface StreamRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Ends it, wherever it is. */
  readonly signal: AbortSignal;
}

/**
 * A guarded GET of something large. Redirects are not followed. How much is read and how long that takes is the caller's
 * to bound.
 *
 * @param use Reads the body, as far as it wants it. The connection is closed when it settles.
 * @throws EgressError when no connection is made; what undici throws when one breaks off; the signal's reason.
 */
export async function withStream<TResult>(
  connector: buildConnector.connector,
  { url, headers, signal }: StreamRequest,
  use: (answer: StreamedAnswer) => Promise<TResult>,
): Promise<TResult> {
  const client = new Client(url.origin, { connect: connector, headersTimeout: 0, bodyTimeout: 0 });
  try {
    const {
      statusCode,
      headers: answered,
      body,
    } = await client.request({
      path: url.pathname + url.search,
      method: 'GET',
      headers: { ...headers },
      signal,
    });
    return await use({ status: statusCode, headers: answered, body });
  } finally {
    await client.destroy();
  }
}
