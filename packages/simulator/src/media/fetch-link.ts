import { FILE_BYTES_MAX, findFileProblem, fitsMessage, type MediaKind, toBareType } from './kinds.ts';

const FETCH_TIMEOUT_MS = 30_000;

/**
 * Gets the file behind a link that a business sends, as Meta does: redirects are followed, 100 MB
 * and 30 seconds are the most.
 *
 * @returns whether it is a file that can be sent as a message of that type. Never rejects.
 */
export async function fetchLink(link: string, kind: MediaKind): Promise<boolean> {
  try {
    const response = await fetch(link, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    const bytes = response.ok ? await readBounded(response) : null;
    if (bytes === null) return false;
    const mimeType = toBareType(response.headers.get('content-type') ?? '');
    return fitsMessage(mimeType, kind) && findFileProblem({ mimeType, bytes }) === null;
  } catch (error) {
    // Whatever goes wrong on the way, Meta says the same: the file could not be had.
    if (error instanceof Error) return false;
    throw error;
  }
}

async function readBounded(response: Response): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of response.body ?? []) {
    byteCount += chunk.length;
    if (byteCount > FILE_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
