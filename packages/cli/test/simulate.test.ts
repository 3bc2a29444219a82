import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { newFolder, runCli } from './run-cli.ts';

const SECRET = 'a-secret-of-an-app-for-tests';

interface StandIn {
  readonly url: string;
  /** What came in and was rightly signed. */
  readonly paths: string[];
}

/** Stands for a gateway as Meta sees it: the challenge, and 200 or 401. */
async function startStandIn(secret = SECRET): Promise<StandIn> {
  const paths: string[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://gateway.example');
    if (request.method === 'GET') {
      const isRight = url.searchParams.get('hub.verify_token') === 'right';
      response.writeHead(isRight ? 200 : 403).end(isRight ? url.searchParams.get('hub.challenge') : '');
      return;
    }
    const signature = createHmac('sha256', secret)
      .update(await buffer(request))
      .digest('hex');
    const isSigned = request.headers['x-hub-signature-256'] === `sha256=${signature}`;
    if (isSigned) paths.push(url.pathname);
    response.writeHead(isSigned ? 200 : 401).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths };
}

const FAST = ['--speed', '1000', '--app-id', '610023884417'];

describe('simulate', () => {
  test('asks for the challenge, plays a scenario with faults, and counts what became of it', async () => {
    const gateway = await startStandIn();
    const file = join(await newFolder(), 'secret');
    await writeFile(file, `${SECRET}\n`);
    const faults = ['--duplicates', '1', '--wrong-signatures', '1', '--batch', '3', '--seed', '7'];
    const args = ['--url', gateway.url, '--app-secret-file', file, '--verify-token', 'right', ...FAST, ...faults];
    const { exitCode, stdout } = await runCli(['simulate', ...args, '--json']);
    expect(exitCode).toBe(0);
    const summary = JSON.parse(stdout);
    expect(summary).toMatchObject({ scenario: 'conversation', seed: 7, accepted: summary.webhooks, failures: {} });
    expect(summary.forged).toBeGreaterThan(0);
    expect(summary.forged_refused).toBe(summary.forged);
    expect(gateway.paths).toHaveLength(summary.webhooks);
    expect(new Set(gateway.paths)).toEqual(new Set(['/webhooks/meta/610023884417']));
  });

  test('ends with 1 when the challenge is refused, before anything is sent', async () => {
    const gateway = await startStandIn();
    const args = ['--url', gateway.url, '--app-secret', SECRET, '--verify-token', 'wrong', ...FAST];
    const { exitCode, stderr } = await runCli(['simulate', ...args]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('verify token');
    expect(gateway.paths).toEqual([]);
  });

  test('ends with 1 and says why when the gateway takes forgeries for true', async () => {
    const server = createServer((request, response) => void request.resume().on('end', () => response.end()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const args = ['--url', url, '--app-secret', SECRET, '--wrong-signatures', '1', ...FAST];
    const { exitCode, stdout } = await runCli(['simulate', ...args]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/forged +\d+, refused 0/);
  });

  test('answers the Graph API while it plays, when it is told where', async () => {
    const gateway = await startStandIn();
    const args = [
      'two-way',
      '--url',
      gateway.url,
      '--app-secret',
      SECRET,
      '--graph-port',
      '0',
      '--access-token',
      'token',
    ];
    const { exitCode, stderr } = await runCli(['simulate', ...args, ...FAST]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/Graph API answers at http:\/\/127\.0\.0\.1:\d+/);
  });

  test.each([
    [['--app-secret', SECRET, '--app-id', '610023884417', '--graph-port', '0']],
    [['--app-id', '610023884417']],
    [['--app-secret', SECRET]],
    [['nowhere.json', '--app-secret', SECRET, '--app-id', '610023884417']],
    [['--app-secret', SECRET, '--app-id', '610023884417', '--duplicates', '7']],
    [['--app-secret', SECRET, '--app-id', '610023884417', '--url', 'ftp://x']],
  ])('ends with 2 for the wrong options %j', async (args) => {
    expect(await runCli(['simulate', ...args])).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
