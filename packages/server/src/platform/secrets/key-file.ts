import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { PosthornError } from '../../domain/errors.ts';
import { ENCRYPTION_KEY_BYTES, parseEncryptionKey } from './encryption-key.ts';

const KEY_FILE_NAME = 'encryption.key';
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const OTHERS = 0o077;

/**
 * Reads the encryption key of an installation on SQLite, and makes it on the first start (DESIGN 7,
 * "Secrets at rest"). Several processes that start at once get the same key.
 *
 * @param dataDir Made with mode 0700 when it is not there.
 * @throws PosthornError `config_invalid` when other users may enter the folder or read the file, or when
 *   the file holds no key.
 */
export function loadOrCreateKeyFile(dataDir: string): Buffer {
  createFolder(dataDir);
  refuseOpenToOthers(dataDir, FOLDER_MODE);
  const path = join(dataDir, KEY_FILE_NAME);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) createKeyFile(dataDir, path);
  return readKeyFile(path);
}

/** The same without making one. Null: there is none yet. @throws PosthornError as `loadOrCreateKeyFile` does. */
export function loadKeyFile(dataDir: string): Buffer | null {
  const path = join(dataDir, KEY_FILE_NAME);
  return statSync(path, { throwIfNoEntry: false }) === undefined ? null : readKeyFile(path);
}

function readKeyFile(path: string): Buffer {
  refuseOpenToOthers(path, FILE_MODE);
  const key = parseEncryptionKey(readFileSync(path, 'utf8').trim());
  if (key !== null) return key;
  throw new PosthornError(
    'config_invalid',
    `${path} does not hold a key of ${ENCRYPTION_KEY_BYTES} bytes. Restore it from a backup: without it the stored secrets cannot be read.`,
  );
}

function createFolder(dataDir: string): void {
  const first = mkdirSync(dataDir, { recursive: true, mode: FOLDER_MODE });
  // The umask can only take rights away, but may have taken ours.
  if (first !== undefined) chmodSync(dataDir, FOLDER_MODE);
}

function refuseOpenToOthers(path: string, mode: number): void {
  // Windows has no such modes and reports the same one for every file.
  if (process.platform === 'win32') return;
  const actual = statSync(path).mode & 0o777;
  if ((actual & OTHERS) === 0) return;
  throw new PosthornError(
    'config_invalid',
    `${path} has mode ${toOctal(actual)}, so other users of this machine can get at the encryption key. ` +
      `Run: chmod ${toOctal(mode)} ${path}`,
  );
}

/**
 * Written whole beside its place and then linked there: a link fails when the name is taken, so the
 * first of several processes wins, and nobody ever reads half a key.
 */
function createKeyFile(dataDir: string, path: string): void {
  const draft = `${path}.${randomBytes(8).toString('hex')}.new`;
  writeDurably(draft, `${randomBytes(ENCRYPTION_KEY_BYTES).toString('base64')}\n`);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  syncFolder(dataDir);
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'wx', FILE_MODE);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the new name survive a power cut: losing the key would lose every secret sealed with it. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function toOctal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
