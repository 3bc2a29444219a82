import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Files that are on their way in. */
export interface TempFiles {
  /** A path at which there is nothing yet. The folder around it is there, open to nobody else. */
  readonly newPath: () => Promise<string>;
  /** Removes what a process left when it died: files that are older than any that is still being written. Returns how many. */
  readonly clean: (nowMs: number) => Promise<number>;
}

/** Longer than the slowest upload (15 minutes) and the slowest download: other nodes may share the folder. */
const ORPHAN_AGE_MS = 3_600_000;

/** Temporary files in a folder of their own. */
export function createTempFiles(folder: string): TempFiles {
  return {
    newPath: async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return join(folder, randomUUID());
    },
    clean: (nowMs) => cleanFolder(folder, nowMs),
  };
}

async function cleanFolder(folder: string, nowMs: number): Promise<number> {
  let count = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    // One that is gone by now was somebody's who finished with it.
    const info = await stat(path).catch(() => null);
    if (info === null || nowMs - info.mtimeMs < ORPHAN_AGE_MS) continue;
    await rm(path, { force: true });
    count += 1;
  }
  return count;
}
