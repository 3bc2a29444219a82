import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where systems have it. `POSTHORN_CHROMIUM` names another. */
const KNOWN_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
] as const;

/** A download of 100 MB on a slow line. */
const INSTALL_MS_MAX = 9 * 60_000;

/** Without a sandbox of its own, which containers do not allow it, and quiet: it asks for nothing that a test did not. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

/**
 * Path of a Chromium. Where there is none it is installed, when this runs as root on a system with apt-get.
 *
 * @throws Error with a sentence that says what to install.
 */
export async function findOrInstallChromium(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const named = env.POSTHORN_CHROMIUM;
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Error(`POSTHORN_CHROMIUM names ${named}, which cannot be run.`);
  }
  const known = findKnown();
  if (known !== undefined) return known;
  const why = await install();
  const installed = findKnown();
  if (installed !== undefined) return installed;
  throw new Error(
    `The tests of the console need a Chromium, and there is none (${why}). Install one, on Debian "apt-get install chromium fonts-liberation", or name it in POSTHORN_CHROMIUM.`,
  );
}

function findKnown(): string | undefined {
  return KNOWN_PATHS.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return false;
    throw error;
  }
}

/** @returns why there is still none, if there is none. */
async function install(): Promise<string> {
  if (process.getuid?.() !== 0) return 'it is installed by itself only for root';
  if (!isExecutable('/usr/bin/apt-get')) return 'it is installed by itself only where there is apt-get';
  const options = { timeout: INSTALL_MS_MAX, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const packages = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'];
  const first = await run('apt-get', packages, options).catch((error: Error) => error);
  if (!(first instanceof Error)) return 'apt-get installed none';
  // Without a list of packages, or with an old one, there is nothing to install from.
  const second = await run('apt-get', ['update'], options)
    .then(() => run('apt-get', packages, options))
    .catch((error: Error) => error);
  return second instanceof Error ? `apt-get failed: ${second.message.trim().slice(0, 300)}` : 'apt-get installed none';
}
