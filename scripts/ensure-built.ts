import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const STAMP_NAME = '.sources';
/** Beside everything else that npm keeps, so on the same disk and in no list of files. */
const CACHE_DIR = join(import.meta.dirname, '../node_modules/.cache');

export interface Build {
  /** The package; what is built appears in its `dist`. */
  readonly packageDir: string;
  /** What a build depends on: glob patterns from the package's folder. */
  readonly sources: readonly string[];
  /** Writes everything into a folder, which may not be there yet. */
  readonly build: (outDir: string) => Promise<void>;
}

/** Builds when something of the sources was changed since the last build, so that nobody ever runs or looks at an old one. */
export async function ensureBuilt({ packageDir, sources, build }: Build): Promise<void> {
  const distDir = join(packageDir, 'dist');
  const digest = digestOf(packageDir, globSync(sources, { cwd: packageDir }).sort());
  if (readStamp(distDir) === digest) return;
  mkdirSync(CACHE_DIR, { recursive: true });
  const outDir = join(CACHE_DIR, `posthorn-${basename(packageDir)}-${process.pid}`);
  await build(outDir);
  writeFileSync(join(outDir, STAMP_NAME), digest);
  putInPlace(outDir, distDir);
}

/** A build appears as a whole: another one that runs meanwhile, or a gateway, never finds half of it. */
function putInPlace(outDir: string, distDir: string): void {
  const oldDir = `${outDir}-old`;
  try {
    renameSync(distDir, oldDir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  renameSync(outDir, distDir);
  rmSync(oldDir, { recursive: true, force: true });
}

function digestOf(packageDir: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(packageDir, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function readStamp(distDir: string): string | null {
  try {
    return readFileSync(join(distDir, STAMP_NAME), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
