import { readFileSync, statfsSync } from 'node:fs';

const FOLDER = '/dev/shm';
/** Two runs of all tests at a time, with a database server each, stay far below. */
const FREE_BYTES_MIN = 4 * 1_024 ** 3;

/**
 * A folder whose files are in memory, for what tests write and throw away: they make a thousand databases, and syncing each
 * to a disk is most of what they would wait for. Null: this machine has none that is large enough and lets programs run,
 * so files go where they usually do.
 */
export function findMemoryFolder(): string | null {
  try {
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .find(([, place, kind]) => place === FOLDER && kind === 'tmpfs');
    const options = mount?.[3]?.split(',') ?? ['ro'];
    if (options.includes('ro') || options.includes('noexec')) return null;
    const { bavail, bsize } = statfsSync(FOLDER);
    return bavail * bsize >= FREE_BYTES_MIN ? FOLDER : null;
  } catch {
    return null;
  }
}
