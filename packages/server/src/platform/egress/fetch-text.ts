import { type buildConnector, Client } from 'undici';

/** A short answer as text. */
export interface TextAnswer {
  readonly status: number;
  readonly body: string;
}

/** Bytes of an answer that is read; the rest is not. */
const BODY_BYTES_MAX = 4 * 1_024;
const TIMEOUT_MS = 10_000;

/**
 * A guarded GET of something short. Redirects are not followed.
 *
 * @returns Null when no complete answer came within 10 s, for whatever reason.
 */
export async function fetchText(
  connector: buildConnector.connector,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<TextAnswer | null> {
  const client = new Client(url.origin, { connect: connector });
  try {
    const answer = await client.request({
      path: url.pathname + url.search,
      method: 'GET',
      headers: { ...headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) return null;
      chunks.push(chunk);
    }
    return { status: answer.statusCode, body: Buffer.concat(chunks).toString('utf8') };
  } catch {
    // Refused, unreachable, too slow: to the caller it is all the same, there is no answer.
    return null;
  } finally {
    await client.destroy();
  }
}
