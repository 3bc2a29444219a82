import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startApi } from '../../../test/support/start-api.ts';
import { createEgressGuard } from '../../platform/egress/egress.ts';
import { probeUrl } from '../../platform/egress/probe.ts';
import { urlCheckRoutes } from './url-check.routes.ts';
import { checkUrl, type UrlCheckContext } from './url-check.ts';

const NOW_MS = Date.parse('2026-11-20T10:00:00Z');
const DAY_MS = 86_400_000;

describe('checking a URL', () => {
  test('a server that answers anything is reachable, and is asked by OPTIONS without a body', async () => {
    const asked: string[] = [];
    const url = await listen((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers['content-length'] ?? 'none'}`);
      response.writeHead(405).end();
    });
    const { call } = await start();
    const answer = await call('POST', '/v1/endpoints/check-url', { body: { url: `${url}/hooks?a=1` } });
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { ok: true, can_be_saved: true, problems: [], addresses_checked: 1, reachable: { status_code: 405 }, tls: null },
    ]);
    expect(answer.body.latency_ms).toBeTypeOf('number');
    expect(asked).toEqual(['OPTIONS /hooks?a=1 none']);
  });

  test.each([
    ['http://10.0.0.1/', 'rejected', false],
    ['ftp://receiver.example/', 'rejected', false],
    ['not a url', 'rejected', false],
    ['http://nothing.invalid/', 'dns', true],
    ['http://127.0.0.1:9/', 'connect', true],
  ])('%s is told of as %s', async (url, code, canBeSaved) => {
    const { call } = await start();
    const { status, body } = await call('POST', '/v1/endpoints/check-url', { body: { url } });
    expect([status, body]).toMatchObject([200, { ok: false, can_be_saved: canBeSaved, problems: [{ code }] }]);
    expect(body.problems[0].message).toMatch(/\.$/);
  });

  test.each([
    [302, ['redirect']],
    [503, ['server_error']],
    [501, []],
    [404, []],
  ])('an answer of %i is told of as %j', async (status, codes) => {
    const url = await listen((_request, response) => response.writeHead(status, { location: '/else' }).end());
    const { call } = await start();
    const { body } = await call('POST', '/v1/endpoints/check-url', { body: { url } });
    expect(body.problems.map((problem: { code: string }) => problem.code)).toEqual(codes);
  });

  test('a certificate that ends within two weeks is told of in days', async () => {
    const endingIn = async (days: number) => {
      const certificate = { issuer: 'Some CA', validToMs: NOW_MS + days * DAY_MS };
      const probe = async () => ({ statusCode: 200, certificate, failure: null, durationMs: 1 });
      const examineUrl = async (text: string) => ({ url: new URL(text), addressCount: 1, unresolved: null });
      const context: UrlCheckContext = { examineUrl, probe, nowMs: () => NOW_MS };
      return (await checkUrl(context, 'https://receiver.example/')).problems;
    };
    expect(await endingIn(14)).toEqual([]);
    expect(await endingIn(13.9)).toMatchObject([
      { code: 'certificate_expires', message: expect.stringContaining('13 days') },
    ]);
    expect(await endingIn(0.5)).toMatchObject([{ message: expect.stringContaining('within a day') }]);
  });

  test('a workspace may ask forty times a minute', async () => {
    const { call } = await start();
    const ask = async () => (await call('POST', '/v1/endpoints/check-url', { body: { url: 'nonsense' } })).status;
    for (let count = 0; count < 40; count++) expect(await ask()).toBe(200);
    expect(await ask()).toBe(429);
    const other = await call('POST', '/v1/endpoints/check-url', { as: 'b-write', body: { url: 'nonsense' } });
    expect(other.status).toBe(200);
  });

  test('it is for whoever may make endpoints', async () => {
    const { call } = await start();
    expect((await call('POST', '/v1/endpoints/check-url', { as: 'a-read', body: { url: 'x' } })).status).toBe(403);
  });
});

function start() {
  const guard = createEgressGuard({
    ...{ allow: ['127.0.0.1'], allowHttp: true, proxyUrl: null },
    ...{ ownOrigins: () => [], ownListeners: () => [] },
  });
  return startApi((api) =>
    urlCheckRoutes(api, {
      examineUrl: guard.examineUrl,
      probe: (url) => probeUrl(guard.connector, url, { 'User-Agent': 'Posthorn/test (URL check)' }),
      nowMs: () => NOW_MS,
    }),
  );
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
