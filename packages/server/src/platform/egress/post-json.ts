import { type buildConnector, Client } from 'undici';

const TIMEOUT_MS = 10_000;

/**
 * A guarded POST of something short, whose answer does not matter but for its status. Redirects are not followed.
 *
 * @returns Null when no answer came within 10 s, for whatever reason.
 */
export async function postJson(connector: buildConnector.connector, url: URL, body: unknown): Promise<number | null> {
  const client = new Client(url.origin, { connect: connector });
  try {
    const answer = await client.request({
      path: url.pathname + url.search,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return answer.statusCode;
  } catch {
    // Refused, unreachable, too slow: to the caller it is all the same, there is no answer.
    return null;
  } finally {
    await client.destroy();
  }
}
