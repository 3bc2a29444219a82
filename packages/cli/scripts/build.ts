import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { ensureBuilt } from '../../../scripts/ensure-built.ts';

/** The command as few files, for production: docs/decisions/0029. */

const CLI_DIR = join(import.meta.dirname, '..');
const PACKAGES_DIR = join(CLI_DIR, '..');
const DIST_DIR = join(CLI_DIR, 'dist');
/** They have binaries or files of their own, which they find beside themselves. */
const EXTERNAL = ['better-sqlite3', '@node-rs/argon2', 'pino'];

/**
 * Node.js holds a text of more than 1 MB outside of V8's heap, and until V8 looks everything that it was made from as well. One
 * of 4 MB was 15 MB of a gateway's memory (docs/decisions/0031).
 */
const PART_BYTES_MAX = 900_000;

/**
 * Modules of which loading the whole costs memory for what nobody here uses.
 *
 * - undici: its index also makes `fetch`, WebSockets, caches and mocks. A name that is missing here fails the build.
 * - node:http: importing it reads all that it exports, and for its WebSocket Node.js loads an undici of its own: 14 MB.
 * - node:http2: nobody here speaks it, in either direction; this is what undici puts in its place where Node.js has none.
 */
const IN_PARTS: Readonly<Record<string, string>> = {
  undici: `export { default as Client } from 'undici/lib/dispatcher/client.js';
           export { default as Pool } from 'undici/lib/dispatcher/pool.js';
           export { default as buildConnector } from 'undici/lib/core/connect.js';
           export { default as errors } from 'undici/lib/core/errors.js';`,
  'node:http': `module.exports = process.getBuiltinModule('node:http');`,
  'node:http2': `module.exports = { constants: {} };`,
};

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
      plugins: [{ name: 'own-urls', transform: (code, id) => ({ code: keepUrls(code, id) }) }, inParts()],
    });
    await bundle.write({
      dir: outDir,
      format: 'esm',
      entryFileNames: '[name].mjs',
      chunkFileNames: 'part-[hash].mjs',
      codeSplitting: { groups: [{ name: 'part', maxSize: PART_BYTES_MAX, entriesAware: true }] },
      // Of one letter beyond ASCII, V8 keeps the whole text with two bytes a letter.
      charset: 'ascii',
      comments: false,
    });
    writeFileSync(join(outDir, 'posthorn.cjs'), readCommand());
  },
});

function inParts(): Plugin {
  const prefix = '\0part:';
  return {
    name: 'in-parts',
    resolveId: (id) => (Object.hasOwn(IN_PARTS, id) ? prefix + id : null),
    load: (id) => (id.startsWith(prefix) ? (IN_PARTS[id.slice(prefix.length)] ?? null) : null),
  };
}

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
