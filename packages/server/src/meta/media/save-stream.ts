import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { FileToKeep } from './media-storage.ts';

/** First bytes of a file, by which its kind is told. */
export const HEAD_BYTES = 64;

/** A file as it came in. */
export interface SavedFile extends FileToKeep {
  /** Its first bytes, at most `HEAD_BYTES`. */
  readonly head: Buffer;
}

/**
 * Writes what comes into a new file, counting and digesting it on the way: it is never in memory as a whole, and what is
 * longer than allowed is cut off.
 *
 * @returns Null: there was more than `bytesMax`. No file is left then, nor when the source breaks off and this rejects.
 */
export async function saveStream(
  source: AsyncIterable<Buffer>,
  { path, bytesMax }: { readonly path: string; readonly bytesMax: number },
): Promise<SavedFile | null> {
  const handle = await open(path, 'wx', 0o600);
  const digest = createHash('sha256');
  let head = Buffer.alloc(0);
  let sizeBytes = 0;
  let isWhole = false;
  try {
    for await (const chunk of source) {
      sizeBytes += chunk.length;
      if (sizeBytes > bytesMax) return null;
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
      digest.update(chunk);
      await handle.writeFile(chunk);
    }
    isWhole = true;
    return { path, sizeBytes, sha256: digest.digest('hex'), head };
  } finally {
    await handle.close();
    if (!isWhole) await rm(path, { force: true });
  }
}
