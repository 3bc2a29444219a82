import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { ensureBuilt } from '../../../scripts/ensure-built.ts';

/** The command as few files, for production: docs/decisions/0029. */

const CLI_DIR = join(import.meta.dirname, '..');
const PACKAGES_DIR = join(CLI_DIR, '..');
const DIST_DIR = join(CLI_DIR, 'dist');
/** They have binaries or files of their own, which they find beside themselves. */
const EXTERNAL = ['better-sqlite3', '@node-rs/argon2', 'pino'];

/** Modules that run in a thread of their own are loaded by URL. */
const threads = globSync('server/src/**/*.thread.ts', { cwd: PACKAGES_DIR }).map((file) => join(PACKAGES_DIR, file));

await ensureBuilt({
  packageDir: CLI_DIR,
  sources: [
    'bin/*',
    'src/**/*.ts',
    '../{server,simulator,sdk}/src/**/*.ts',
    '../*/package.json',
    'scripts/build.ts',
    '../../package-lock.json',
  ],
  build: async (outDir) => {
    const bundle = await rolldown({
      cwd: CLI_DIR,
      platform: 'node',
      input: Object.fromEntries(
        [join(CLI_DIR, 'src/main.ts'), ...threads].map((file) => [basename(file, '.ts'), file]),
      ),
      external: EXTERNAL,
      plugins: [{ name: 'own-urls', transform: (code, id) => ({ code: keepUrls(code, id) }) }],
    });
    await bundle.write({
      dir: outDir,
      format: 'esm',
      entryFileNames: '[name].mjs',
      chunkFileNames: '[name]-[hash].mjs',
    });
    writeFileSync(join(outDir, 'posthorn.cjs'), readCommand());
  },
});

/** What our modules find by their own place is still there: threads among what was built, everything else where it was. */
function keepUrls(code: string, file: string): string {
  if (file.includes('node_modules')) return code;
  return code.replaceAll(
    /new URL\('([^']+\.thread)\.ts', import\.meta\.url\)|import\.meta\.url/g,
    (_found, thread: string | undefined) => {
      if (thread === undefined) return `new URL('${relative(DIST_DIR, file)}', import.meta.url).href`;
      if (threads.includes(join(dirname(file), `${thread}.ts`)))
        return `new URL('./${basename(thread)}.mjs', import.meta.url)`;
      throw new Error(`${file} starts ${thread}.ts, which is not there.`);
    },
  );
}

/** The same command, with what was built in place of the sources. */
function readCommand(): string {
  const command = readFileSync(join(CLI_DIR, 'bin/posthorn.js'), 'utf8');
  const built = command.replace("import('../src/main.ts')", "import('./main.mjs')");
  if (built === command) throw new Error('bin/posthorn.js does not import ../src/main.ts any more.');
  return built;
}
