import type { TestProject } from 'vitest/node';
import { startDatabaseServer } from './database-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where `open-store.ts` asks for PostgreSQL databases. */
    databaseServerUrl: string;
  }
}

/** Runs once around all test files. PostgreSQL starts with the first test that needs it and ends here. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startDatabaseServer();
  project.provide('databaseServerUrl', server.address);
  return server.stop;
}
