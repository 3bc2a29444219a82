import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { StorePromisesReporter } from './packages/server/test/support/store-promises-reporter.ts';

export default defineConfig({
  test: {
    include: ['{packages,benchmarks,examples,test}/**/*.test.ts'],
    pool: 'forks',
    // Much of a test is waiting for a disk or a process: on two cores one at a time takes twice as long.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 20_000,
    hookTimeout: 60_000,
    globalSetup: ['packages/server/test/support/global-setup.ts', 'packages/console/test/support/global-setup.ts'],
    reporters: ['default', new StorePromisesReporter()],
  },
});
