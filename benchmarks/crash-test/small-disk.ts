import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A folder that holds the database, on a disk that can be filled if this machine lets us mount one. */
export interface SmallDisk {
  readonly path: string;
  /** Null: it cannot be filled. */
  readonly fill: (() => Promise<void>) | null;
  readonly free: () => void;
  readonly remove: () => Promise<void>;
}

/** Holds the data of fifty rounds, and is filled in a second. */
const DISK_BYTES = 768 * 1_024 * 1_024;
const BLOCK = Buffer.alloc(1_024 * 1_024);

const run = promisify(execFile);

/** A tmpfs of its own: what is written there fails as on a full disk (ENOSPC), and nothing else of this machine is in danger. */
export async function openSmallDisk(): Promise<SmallDisk> {
  const path = mkdtempSync(join(tmpdir(), 'posthorn-crash-test-'));
  const isMounted = await mount(path);
  const ballast = join(path, 'ballast');
  const data = join(path, 'data');
  // PostgreSQL runs as another user and has to get to its part of it.
  for (const folder of [path, data]) {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755);
  }
  return {
    path: data,
    fill: isMounted ? () => fill(ballast) : null,
    free: () => rmSync(ballast, { force: true }),
    remove: async () => {
      if (isMounted) await run('umount', ['--lazy', path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Only root may. */
async function mount(path: string): Promise<boolean> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES},mode=0755`, 'posthorn-crash-test', path]);
    return true;
  } catch {
    return false;
  }
}

/** To the last byte, and without holding up the receivers, which live in this process. */
async function fill(ballast: string): Promise<void> {
  const file = await open(ballast, 'w');
  try {
    for (let bytes = BLOCK.length; bytes >= 1; ) {
      try {
        await file.write(BLOCK, 0, bytes);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        bytes = Math.floor(bytes / 2);
      }
    }
  } finally {
    await file.close();
  }
}
