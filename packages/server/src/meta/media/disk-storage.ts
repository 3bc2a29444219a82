import assert from 'node:assert/strict';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ByteRange, FileToKeep, MediaStorage } from './media-storage.ts';
import type { TempFiles } from './temp-files.ts';

interface DiskStorageContext {
  /** Made on the first file, open to nobody else. */
  readonly folder: string;
  /** In the same file system, if a file is to be moved and not copied. */
  readonly temp: TempFiles;
}

const KEY = /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/;

/** Media files in a folder of this machine, or of a file system that all nodes share. */
export function createDiskStorage({ folder, temp }: DiskStorageContext): MediaStorage {
  const pathOf = (key: string) => {
    assert(KEY.test(key));
    return join(folder, key);
  };
  return {
    put: (key, file) => putFile(pathOf(key), file, temp),
    open: (key, range) => openFile(pathOf(key), range),
    remove: (key) => rm(pathOf(key), { force: true }),
    close: () => {},
  };
}

async function putFile(path: string, file: FileToKeep, temp: TempFiles): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await sync(file.path);
  try {
    await rename(file.path, path);
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error;
    await copyAcross(path, file, temp);
  }
  // The name itself is durable only with the folder that it stands in.
  await sync(folder);
}

/** From another file system: copied beside its place first, so that nobody sees a part of it. */
async function copyAcross(path: string, file: FileToKeep, temp: TempFiles): Promise<void> {
  const copy = await temp.newPath();
  try {
    await copyFile(file.path, copy);
    await sync(copy);
    await rename(copy, path);
  } finally {
    await rm(copy, { force: true });
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function openFile(path: string, range: ByteRange | null) {
  try {
    const handle = await open(path, 'r');
    return handle.createReadStream(range ?? {});
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
