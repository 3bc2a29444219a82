import { availableParallelism, tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';
import { findMemoryFolder } from './packages/server/test/support/memory-folder.ts';
import { StorePromisesReporter } from './packages/server/test/support/store-promises-reporter.ts';

// Whatever the tests and the processes that they start write to the temporary folder.
process.env.TMPDIR = findMemoryFolder() ?? process.env.TMPDIR ?? tmpdir();

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
