import { createReadStream, createWriteStream, globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliCompress, createGzip } from 'node:zlib';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where a gateway listens while the console is worked on with `npm run dev -w @posthorn/console`. */
const GATEWAY = process.env.POSTHORN_CONSOLE_GATEWAY ?? 'http://127.0.0.1:8420';

/** Writes each file compressed beside itself: the gateway sends what the browser takes and compresses nothing. */
function compress(): Plugin {
  let outDir = '';
  return {
    name: 'compress',
    configResolved: (config) => {
      outDir = resolve(config.root, config.build.outDir);
    },
    closeBundle: async () => {
      for (const name of globSync('**/*.{js,css,svg,html}', { cwd: outDir })) {
        const file = join(outDir, name);
        await pipeline(createReadStream(file), createBrotliCompress(), createWriteStream(`${file}.br`));
        await pipeline(createReadStream(file), createGzip({ level: 9 }), createWriteStream(`${file}.gz`));
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), compress()],
  build: {
    outDir: 'dist',
    assetsDir: 'console-assets',
    // Inlined files would be data: addresses, which the policy of the pages forbids for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    // What comes with what: the test of the first page's size reads it. It is not served.
    manifest: true,
  },
  server: { proxy: { '/v1': { target: GATEWAY, ws: true }, '/media': GATEWAY, '/test-receivers': GATEWAY } },
});
