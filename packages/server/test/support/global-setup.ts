import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { startDatabaseServer } from './database-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where `open-store.ts` asks for PostgreSQL databases. */
    databaseServerUrl: string;
  }
}

const BUILD = fileURLToPath(new URL('../../../cli/scripts/build.ts', import.meta.url));

/** Runs once around all test files. What was built for production is built anew if it is old; PostgreSQL starts with the first test that needs it and ends here. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  execFileSync(process.execPath, [BUILD], { stdio: 'inherit' });
  const server = await startDatabaseServer();
  project.provide('databaseServerUrl', server.address);
  return server.stop;
}
