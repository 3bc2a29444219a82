import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { findOrInstallChromium } from '../../scripts/chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where `browser.ts` asks for what its tests need: answers once the console is built, with the path of a Chromium. */
    consoleTestsUrl: string;
  }
}

const BUILD = join(import.meta.dirname, '../../scripts/build.ts');

/** Runs once around all test files. The first file with a browser builds the console and looks for a Chromium; the others wait for it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let prepared: Promise<string> | null = null;
  const server = createServer((_request, response) => {
    prepared ??= prepare();
    prepared.then(
      (path) => response.end(path),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  project.provide('consoleTestsUrl', `http://127.0.0.1:${port}`);
  return async () => {
    server.close();
    server.closeAllConnections();
  };
}

async function prepare(): Promise<string> {
  const chromium = await findOrInstallChromium();
  await promisify(execFile)(process.execPath, [BUILD]).catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`The console does not build.\n${error.stdout ?? ''}${error.stderr ?? ''}`);
  });
  return chromium;
}
