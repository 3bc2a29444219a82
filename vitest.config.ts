import { defineConfig } from 'vitest/config';
import { StorePromisesReporter } from './packages/server/test/support/store-promises-reporter.ts';

export default defineConfig({
  test: {
    include: ['{packages,benchmarks,examples,test}/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    globalSetup: ['packages/server/test/support/global-setup.ts'],
    reporters: ['default', new StorePromisesReporter()],
  },
});
