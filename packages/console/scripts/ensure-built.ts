import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const CONSOLE_DIR = join(import.meta.dirname, '..');
const DIST_DIR = join(CONSOLE_DIR, 'dist');
const STAMP_NAME = '.sources';
/** Beside everything else that npm keeps, so on the same disk and in no list of files. */
const CACHE_DIR = join(CONSOLE_DIR, '../../node_modules/.cache');
/** What a build depends on. */
const SOURCES = [
  'src/**/*.{ts,tsx,css}',
  'public/*',
  'index.html',
  'vite.config.ts',
  'package.json',
  '../../package-lock.json',
];

/** Builds the console when something of it was changed since the last build, so that nobody ever looks at an old one. */
async function ensureBuilt(): Promise<void> {
  const digest = digestOf(globSync(SOURCES, { cwd: CONSOLE_DIR }).sort());
  if (readStamp() === digest) return;
  mkdirSync(CACHE_DIR, { recursive: true });
  // Whoever starts this may be a test runner, whose own mode would make it a build for development.
  process.env.NODE_ENV = 'production';
  const outDir = join(CACHE_DIR, `posthorn-console-${process.pid}`);
  await build({
    configFile: join(CONSOLE_DIR, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
  writeFileSync(join(outDir, STAMP_NAME), digest);
  putInPlace(outDir);
}

/** A build appears as a whole: another one that runs meanwhile, or a gateway, never finds half of it. */
function putInPlace(outDir: string): void {
  const oldDir = `${outDir}-old`;
  try {
    renameSync(DIST_DIR, oldDir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  renameSync(outDir, DIST_DIR);
  rmSync(oldDir, { recursive: true, force: true });
}

function digestOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(CONSOLE_DIR, file)))
      .update('\0');
  return hash.digest('hex');
}

function readStamp(): string | null {
  try {
    return readFileSync(join(DIST_DIR, STAMP_NAME), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

await ensureBuilt();
