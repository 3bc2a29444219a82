import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { WorkspaceId } from '../../domain/ids.ts';

/** A file on this machine that is to be kept. */
export interface FileToKeep {
  readonly path: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** Bytes of a file, both included, as in `Range`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where media files are kept, by key. Keys are made by `mediaKeyOf`. Every method rejects when the place does not do it, with
 * an error that holds no credentials.
 */
export interface MediaStorage {
  /**
   * Keeps a file under a key, in the place of one that was there. When it resolves the file is there as a whole and stays,
   * whatever happens to this process; before, nobody sees a part of it. The file at `path` may be gone afterwards.
   */
  readonly put: (key: string, file: FileToKeep) => Promise<void>;
  /** The bytes of a file. Null: there is none. An error on the way is the stream's. */
  readonly open: (key: string, range: ByteRange | null) => Promise<Readable | null>;
  /** Resolves as well when there was none. */
  readonly remove: (key: string) => Promise<void>;
  /** Closes idle connections. */
  readonly close: () => void;
}

/**
 * The key of a media file: worked out from whose it is, so that a file can be removed whatever became of the process that
 * put it there, and whatever the row says.
 */
export function mediaKeyOf(file: { readonly workspaceId: WorkspaceId; readonly id: string }): string {
  const name = createHash('sha256').update(file.id).digest('hex').slice(0, 40);
  return `${file.workspaceId}/${name.slice(0, 2)}/${name}`;
}
