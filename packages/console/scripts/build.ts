import { join } from 'node:path';
import { build } from 'vite';
import { ensureBuilt } from '../../../scripts/ensure-built.ts';

const CONSOLE_DIR = join(import.meta.dirname, '..');

// Whoever starts this may be a test runner, whose own mode would make it a build for development.
process.env.NODE_ENV = 'production';
await ensureBuilt({
  packageDir: CONSOLE_DIR,
  sources: [
    'src/**/*.{ts,tsx,css}',
    'public/*',
    'index.html',
    'vite.config.ts',
    'package.json',
    'scripts/build.ts',
    '../../package-lock.json',
  ],
  build: async (outDir) => {
    await build({
      configFile: join(CONSOLE_DIR, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir, emptyOutDir: true },
    });
  },
});
