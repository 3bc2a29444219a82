import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { classifyConnectError, createEgressGuard } from '../../platform/egress/egress.ts';
import type { ExchangeRequest, ExchangeResult } from './exchange.ts';
import { createHttpTransport } from './http-transport.ts';

/** Long enough to never be met by accident. */
const LONG_MS = 10_000;
const SHORT_MS = 200;
/** What a busy machine may add to a deadline. */
const SLACK_MS = 1_500;

describe('an answer', () => {
  test.each([200, 201, 202, 204, 299])('with %i is a success', async (status) => {
    const { result } = await exchangeWith((_request, response) => response.writeHead(status).end());
    expect(result).toMatchObject({ outcome: 'succeeded', statusCode: status, errorClass: null, errorMessage: null });
    expect(result.maybeReceived).toBe(false);
  });

  test.each([
    [301, /301 \(Moved Permanently\)\. Redirects are never followed/],
    [304, /304 \(Not Modified\)\. Redirects are never followed/],
    [400, /400 \(Bad Request\)\. Only a 2xx/],
    [410, /410 \(Gone\): it wants no more/],
    [429, /429 \(Too Many Requests\)/],
    [500, /500 \(Internal Server Error\)/],
    [599, /599 \(unknown status\)/],
  ])('with %i is a failure, complete, and told in words', async (status, words) => {
    const { result } = await exchangeWith((_request, response) => response.writeHead(status).end('why'));
    expect(result).toMatchObject({ outcome: 'failed', statusCode: status, errorClass: 'status' });
    expect(result.body).toBe(status === 304 ? null : 'why');
    expect(result.errorMessage).toMatch(words);
    expect(result.maybeReceived).toBe(false);
  });

  test('that redirects is not followed', async () => {
    const inner = await listen(createServer((_request, response) => response.end()));
    const location = `http://127.0.0.1:${inner.port}/`;
    const { result } = await exchangeWith((_request, response) => response.writeHead(307, { location }).end());
    expect(result).toMatchObject({ statusCode: 307, headers: { location } });
    expect(inner.connectionCount()).toBe(0);
  });

  test('comes with its headers and its body as text', async () => {
    const { result } = await exchangeWith((_request, response) => {
      response.setHeader('Retry-After', '7').setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.writeHead(503).end('später');
    });
    expect(result.headers).toMatchObject({ 'retry-after': '7', 'set-cookie': 'a=1, b=2' });
    expect(result.body).toBe('später');
    expect(result.durationMs).toBeGreaterThanOrEqual(0);
  });

  test('without a body has none', async () => {
    const { result } = await exchangeWith((_request, response) => response.writeHead(200).end());
    expect(result.body).toBeNull();
  });

  test('is kept up to 16 KB and counts when it is no longer than 64 KB', async () => {
    const { result } = await exchangeWith((_request, response) => response.end('x'.repeat(64 * 1_024)));
    expect(result).toMatchObject({ outcome: 'succeeded', body: 'x'.repeat(16 * 1_024) });
  });

  test('keeps at most 8 KB of its headers, and a long one does not push out the ones after it', async () => {
    const { result } = await exchangeWith((_request, response) => {
      response.writeHead(503, { 'X-Long': 'x'.repeat(9_000), 'Retry-After': '9' }).end();
    });
    expect(result.headers).toMatchObject({ 'retry-after': '9' });
    expect(JSON.stringify(result.headers).length).toBeLessThan(8 * 1_024);
  });

  test('after a 103 is the one that counts', async () => {
    const { result } = await exchangeWith((_request, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      response.writeHead(202).end();
    });
    expect(result).toMatchObject({ outcome: 'succeeded', statusCode: 202 });
  });
});

describe('what is sent', () => {
  test('is a POST with these headers and exactly these bytes, to the path with its query', async () => {
    const seen: { request?: IncomingMessage; body?: string } = {};
    await exchangeWith(
      async (request, response) => {
        seen.request = request;
        seen.body = Buffer.concat(await request.toArray()).toString('utf8');
        response.end();
      },
      { body: '{"text":"Grüße \\u00fc 🚲"}', headers: { 'webhook-id': 'evt_1' }, path: '/hooks/a%20b?x=1&y=2' },
    );
    expect(seen.request).toMatchObject({ method: 'POST', url: '/hooks/a%20b?x=1&y=2' });
    expect(seen.request?.headers).toMatchObject({ 'webhook-id': 'evt_1', 'content-length': '30' });
    expect(seen.body).toBe('{"text":"Grüße \\u00fc 🚲"}');
  });

  test('uses its connection again', async () => {
    const server = await listen(createServer((_request, response) => response.end('ok')));
    const transport = openTransport();
    for (let count = 0; count < 20; count++) await transport.exchange(requestTo(server.port));
    expect(server.connectionCount()).toBe(1);
  });

  test('goes over another connection when the receiver closed the one before', async () => {
    const server = await listen(createServer((_request, response) => response.end('ok')));
    const transport = openTransport();
    for (let count = 0; count < 3; count++) {
      expect((await transport.exchange(requestTo(server.port))).outcome).toBe('succeeded');
      server.closeConnections();
      await server.allGone();
    }
    expect(server.connectionCount()).toBe(3);
  });

  test('takes more connections when several requests are in flight', async () => {
    const waiting: (() => void)[] = [];
    const server = await listen(
      createServer((_request, response) => {
        waiting.push(() => response.end());
        if (waiting.length === 5) for (const answer of waiting) answer();
      }),
    );
    const transport = openTransport();
    const results = await Promise.all(Array.from({ length: 5 }, () => transport.exchange(requestTo(server.port))));
    expect(results.every((result) => result.outcome === 'succeeded')).toBe(true);
    expect(server.connectionCount()).toBe(5);
  });

  test('reaches HTTPS receivers whose certificate is trusted, and says why not of others', async () => {
    const trusted = getCACertificates('default');
    onTestFinished(() => setDefaultCACertificates(trusted));
    const key = testdata('receiver.key.pem');
    const cert = testdata('receiver.cert.pem');
    const server = await listen(createSecureServer({ key, cert }, (_request, response) => response.end()));
    const url = `https://receiver.test:${server.port}/`;
    const untrusted = await openTransport().exchange({ ...requestTo(0), url: new URL(url) });
    expect(untrusted).toMatchObject({ errorClass: 'tls', maybeReceived: false, statusCode: null });
    expect(untrusted.errorMessage).toMatch(/certificate/);
    setDefaultCACertificates([cert]);
    expect(await openTransport().exchange({ ...requestTo(0), url: new URL(url) })).toMatchObject({
      outcome: 'succeeded',
    });
  });
});

describe('a request that never reached the receiver', () => {
  test('because nothing listens is a failure to connect', async () => {
    const server = await listen(createServer());
    await server.close();
    const result = await openTransport().exchange(requestTo(server.port));
    expect(result).toMatchObject({ outcome: 'failed', errorClass: 'connect', statusCode: null, maybeReceived: false });
    expect(result.errorMessage).toMatch(/refused/);
  });

  test('because its network is closed is blocked and never dialled', async () => {
    const server = await listen(createServer((_request, response) => response.end()));
    const result = await openTransport({ allow: [] }).exchange(requestTo(server.port));
    expect(result).toMatchObject({ errorClass: 'egress_blocked', maybeReceived: false });
    expect(server.connectionCount()).toBe(0);
  });

  test('because its name does not exist says so', async () => {
    const request = { ...requestTo(0), url: new URL('http://nothing.invalid/') };
    expect(await openTransport().exchange(request)).toMatchObject({ errorClass: 'dns', maybeReceived: false });
  });

  test('because no connection was made in time is a time-out, and is not sent later', async () => {
    // Accepts on the level of TCP and never answers the TLS handshake.
    const server = await listen(createTcpServer(() => {}));
    const url = new URL(`https://receiver.test:${server.port}/`);
    const { result, tookMs } = await timed(() =>
      openTransport().exchange({ ...requestTo(0), url, timeoutMs: SHORT_MS }),
    );
    expect(result).toMatchObject({ errorClass: 'timeout', maybeReceived: false });
    expect(result.errorMessage).toMatch(/0\.2 s: no connection was made/);
    expect(tookMs).toBeLessThan(SHORT_MS + SLACK_MS);
  });

  test('because the process stood still while a connection was made is a time-out, and is not sent later', async () => {
    const arrived: unknown[] = [];
    const server = await listen(createServer((request) => arrived.push(request.url)));
    const transport = openTransport({ standStillMs: 2 * SHORT_MS });
    const result = await transport.exchange({ ...requestTo(server.port), timeoutMs: SHORT_MS });
    expect(result).toMatchObject({ errorClass: 'timeout', maybeReceived: false });
    await transport.close();
    await server.allGone();
    expect(arrived).toEqual([]);
  });

  test('because a header is not one is a failure and not an exception', async () => {
    const server = await listen(createServer((_request, response) => response.end()));
    const result = await openTransport().exchange({ ...requestTo(server.port), headers: { 'x-broken': 'a\r\nb: c' } });
    expect(result).toMatchObject({ outcome: 'failed', maybeReceived: false });
  });

  test("because the operator's proxy failed is not the endpoint's failure", async () => {
    const server = await listen(createServer());
    await server.close();
    const proxyUrl = new URL(`http://127.0.0.1:${server.port}`);
    const result = await openTransport({ proxyUrl }).exchange(requestTo(9));
    expect(result).toMatchObject({
      outcome: 'failed',
      errorClass: 'connect',
      isOurFailure: true,
      maybeReceived: false,
    });
  });
});

describe('the deadline is over the whole exchange', () => {
  test.each<[string, RequestListener, RegExp, number | null]>([
    ['before the headers', () => {}, /no answer came/, null],
    [
      'in the body, although a byte comes again and again',
      (_request, response) => {
        response.writeHead(200).flushHeaders();
        const drip = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(drip));
      },
      /the answer was not complete/,
      200,
    ],
    [
      'in the headers, although a byte comes again and again',
      (_request, response) => {
        const { socket } = response;
        socket?.write('HTTP/1.1 200 OK\r\nx-slow: ');
        const drip = setInterval(() => socket?.write('x'), 20);
        socket?.on('close', () => clearInterval(drip));
      },
      /no answer came/,
      null,
    ],
  ])('%s', async (_where, listener, words, statusCode) => {
    const { result, tookMs, server } = await exchangeWith(listener, { timeoutMs: SHORT_MS });
    expect(result).toMatchObject({ outcome: 'failed', errorClass: 'timeout', statusCode, maybeReceived: true });
    expect(result.errorMessage).toMatch(words);
    expect(tookMs).toBeGreaterThanOrEqual(SHORT_MS - 1);
    expect(tookMs).toBeLessThan(SHORT_MS + SLACK_MS);
    await server.allGone();
  });

  test('does not end an answer that is in time', async () => {
    const { result } = await exchangeWith(
      (_request, response) => {
        response.writeHead(200).flushHeaders();
        setTimeout(() => response.end('late'), 60);
      },
      { timeoutMs: LONG_MS },
    );
    expect(result).toMatchObject({ outcome: 'succeeded', body: 'late' });
  });

  test('counts each of many requests on its own', async () => {
    const server = await listen(
      createServer((request, response) => {
        if (request.url !== '/silent') response.end();
      }),
    );
    const transport = openTransport();
    const paths = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? '/silent' : '/quick'));
    const results = await Promise.all(
      paths.map((path) => transport.exchange({ ...requestTo(server.port, path), timeoutMs: SHORT_MS })),
    );
    expect(results.map((result) => result.errorClass)).toEqual(
      paths.map((path) => (path === '/silent' ? 'timeout' : null)),
    );
  });
});

describe('an answer that is none', () => {
  test('endless after a 500: failed, and it may have been received', async () => {
    const { result, server } = await exchangeWith((_request, response) => {
      response.writeHead(500);
      response.end(Buffer.alloc(128 * 1_024, 'x'));
    });
    expect(result).toMatchObject({
      outcome: 'failed',
      errorClass: 'body_too_large',
      statusCode: 500,
      maybeReceived: true,
    });
    await server.allGone();
  });

  test('endless after a 200: is cut off at 64 KB with what was kept, and counts as delivered', async () => {
    let writtenBytes = 0;
    const chunk = Buffer.alloc(16 * 1_024, 'x');
    const { result, server } = await exchangeWith((_request, response) => {
      response.writeHead(200);
      const write = () => {
        while (!response.destroyed && response.write(chunk)) writtenBytes += chunk.length;
      };
      response.on('drain', write);
      write();
    });
    expect(result).toMatchObject({ outcome: 'succeeded', errorClass: 'body_too_large', statusCode: 200 });
    expect(result).toMatchObject({ maybeReceived: false, body: 'x'.repeat(16 * 1_024) });
    expect(result.errorMessage).toMatch(/longer than 64 KB/);
    await server.allGone();
    // What the sockets' buffers hold, and not what a receiver could send in the time.
    expect(writtenBytes).toBeLessThan(32 * 1_024 * 1_024);
  });

  test.each<[string, RequestListener, RegExp, number | null]>([
    [
      'a reset before the headers',
      (_request, response) => response.socket?.resetAndDestroy(),
      /closed the connection before it answered/,
      null,
    ],
    [
      'a connection closed in order before the headers',
      (_request, response) => response.socket?.end(),
      /closed the connection before it answered/,
      null,
    ],
    [
      'a reset in the body',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('half', () => response.socket?.resetAndDestroy());
      },
      /closed the connection in the middle of its answer \(200\)/,
      200,
    ],
    ['garbage', (_request, response) => response.socket?.end('SSH-2.0-OpenSSH_9.9\r\n'), /not HTTP/, null],
    [
      'headers without end',
      (_request, response) => response.socket?.end(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`),
      /too many headers/,
      null,
    ],
  ])('%s: aborted, and the receiver may have it', async (_what, listener, words, statusCode) => {
    const { result } = await exchangeWith(listener);
    expect(result).toMatchObject({ outcome: 'failed', errorClass: 'aborted', statusCode, maybeReceived: true });
    expect(result.errorMessage).toMatch(words);
  });

  test('does not spoil the next request', async () => {
    let count = 0;
    const server = await listen(
      createServer((_request, response) => {
        count += 1;
        if (count === 1) response.socket?.resetAndDestroy();
        else response.end();
      }),
    );
    const transport = openTransport();
    expect((await transport.exchange(requestTo(server.port))).errorClass).toBe('aborted');
    expect((await transport.exchange(requestTo(server.port))).outcome).toBe('succeeded');
  });
});

test('closing ends what is in flight, and the receiver may have it', async () => {
  const arrived = Promise.withResolvers<void>();
  const server = await listen(createServer(() => arrived.resolve()));
  const transport = openTransport();
  const exchanged = transport.exchange(requestTo(server.port));
  await arrived.promise;
  await transport.close();
  expect(await exchanged).toMatchObject({ outcome: 'failed', maybeReceived: true });
  await server.allGone();
});

interface Over extends Partial<ExchangeRequest> {
  readonly path?: string;
}

async function exchangeWith(listener: RequestListener, { path, ...over }: Over = {}) {
  const server = await listen(createServer(listener));
  const exchanged = await timed(() => openTransport().exchange({ ...requestTo(server.port, path), ...over }));
  return { ...exchanged, server };
}

async function timed(exchange: () => Promise<ExchangeResult>) {
  const startedMs = performance.now();
  const result = await exchange();
  return { result, tookMs: performance.now() - startedMs };
}

function requestTo(port: number, path = '/'): ExchangeRequest {
  return {
    url: new URL(path, `http://127.0.0.1:${port}`),
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
    timeoutMs: LONG_MS,
  };
}

interface TransportOver {
  readonly allow?: readonly string[];
  readonly proxyUrl?: URL;
  /** The process does nothing for so long when a connection has been made, as after SIGSTOP. */
  readonly standStillMs?: number;
}

function openTransport(over: TransportOver = {}) {
  const guard = createEgressGuard({
    allow: over.allow ?? ['127.0.0.0/8'],
    allowHttp: true,
    proxyUrl: over.proxyUrl ?? null,
    ownOrigins: () => [],
    ownListeners: () => [],
    resolve: async (name) => {
      if (name === 'receiver.test') return ['127.0.0.1'];
      throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    },
  });
  const connector: typeof guard.connector = (options, callback) =>
    guard.connector(options, (...outcome) => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, over.standStillMs ?? 0);
      callback(...outcome);
    });
  const transport = createHttpTransport({ connector, classifyConnectError });
  onTestFinished(() => transport.close());
  return transport;
}

async function listen(server: Server) {
  const open = new Set<Socket>();
  let connectionCount = 0;
  server.on('connection', (socket: Socket) => {
    connectionCount += 1;
    open.add(socket);
    socket.on('error', () => {}).on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const closeConnections = () => {
    for (const socket of open) socket.destroy();
  };
  const close = () => {
    closeConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  onTestFinished(close);
  return {
    port,
    close,
    closeConnections,
    connectionCount: () => connectionCount,
    /** Settles when every connection was closed: nothing of a request is left behind. */
    allGone: () => Promise.all([...open].map((socket) => new Promise((resolve) => socket.once('close', resolve)))),
  };
}

function testdata(name: string): string {
  return readFileSync(new URL(`../../platform/egress/testdata/${name}`, import.meta.url), 'utf8');
}
