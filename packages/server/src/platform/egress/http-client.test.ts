import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createEgressGuard } from './egress.ts';
import { createHttpClient, type HttpRequest } from './http-client.ts';

const ANSWER_BYTES_MAX = 64 * 1_024;
const POST: HttpRequest = {
  method: 'POST',
  path: '/v25.0/1/messages?a=b',
  headers: { 'content-type': 'application/json', authorization: 'Bearer t' },
  body: '{"to":"1"}',
  timeoutMs: 10_000,
};

describe('the client of one host', () => {
  test('brings back a complete answer, whatever its status', async () => {
    const client = await serve((request, response) => {
      request.setEncoding('utf8').on('data', (text) => {
        response.writeHead(503).end(`${request.method} ${request.url} ${request.headers.authorization} ${text}`);
      });
    });
    expect(await client.send(POST)).toEqual({
      kind: 'answered',
      statusCode: 503,
      body: 'POST /v25.0/1/messages?a=b Bearer t {"to":"1"}',
      dateMs: expect.any(Number),
    });
  });

  test('sends a form with its length, and a POST without a body', async () => {
    const client = await serve((request, response) => {
      const { 'content-length': length, 'content-type': type } = request.headers;
      let bytes = 0;
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      request.on('end', () => response.end(JSON.stringify([type?.split(';')[0] ?? null, Number(length), bytes])));
    });
    const form = new FormData();
    form.set('file', new Blob(['x'.repeat(200_000)]), 'a.txt');
    const sent = await client.send({ ...POST, headers: {}, body: form });
    const [type, length, bytes] = JSON.parse(sent.kind === 'answered' ? sent.body : '[]');
    expect([type, length]).toEqual(['multipart/form-data', bytes]);
    expect(bytes).toBeGreaterThan(200_000);
    expect(await client.send({ ...POST, headers: {}, body: null })).toMatchObject({ body: '[null,0,0]' });
  });

  test('does not follow a redirect, so that the token stays', async () => {
    let count = 0;
    const client = await serve((_request, response) => {
      count += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await client.send(POST)).toMatchObject({ kind: 'answered', statusCode: 307 });
    expect(count).toBe(1);
  });

  test('a host that does not take the connection, or may not be reached, got nothing', async () => {
    const refused = { kind: 'unsent', reason: 'The host refused the connection: nothing listens on that port.' };
    expect(await clientOf('http://127.0.0.1:1').send(POST)).toEqual(refused);
    const blocked = await clientOf('http://127.0.0.1:1', { allow: [] }).send(POST);
    expect(blocked).toMatchObject({ kind: 'unsent', reason: expect.stringContaining('127.0.0.1') });
    const unknown = await clientOf('http://graph.invalid').send(POST);
    expect(unknown).toMatchObject({ kind: 'unsent', reason: expect.stringContaining('graph.invalid') });
  });

  test('a host that speaks no TLS got nothing', async () => {
    const url = await listen((_request, response) => response.end());
    expect(await clientOf(url.replace('http:', 'https:')).send(POST)).toMatchObject({ kind: 'unsent' });
  });

  test.each([
    ['closes before it answers', (response: { socket: { destroy(): void } | null }) => response.socket?.destroy()],
    [
      'closes in the middle of its answer',
      (response: Parameters<RequestListener>[1]) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('half', () => response.socket?.destroy());
      },
    ],
    [
      'answers without an end',
      (response: Parameters<RequestListener>[1]) => {
        const write = () => {
          while (!response.destroyed && response.write('x'.repeat(16_384)));
        };
        response.on('drain', write);
        write();
      },
    ],
  ])('a host that %s may have carried it out', async (_name, answer) => {
    const client = await serve((_request, response) => answer(response));
    expect(await client.send(POST)).toEqual({ kind: 'unanswered', reason: expect.stringMatching(/\.$/) });
  });

  test('a host that answers something that is not HTTP may have carried it out', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end('garbage\r\n\r\n'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const client = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await client.send(POST)).toMatchObject({ kind: 'unanswered' });
  });

  test('what takes too long is given up: after it was written it may have been carried out, before it was not', async () => {
    const arrived = Promise.withResolvers<void>();
    let arrivedCount = 0;
    const url = await listen(() => {
      arrivedCount += 1;
      arrived.resolve();
    });
    const client = clientOf(url, { connectionsMax: 1 });
    const first = client.send({ ...POST, timeoutMs: 1_500 });
    await arrived.promise;
    // The only connection is taken: this one waits, and its time runs out before.
    const second = await client.send({ ...POST, timeoutMs: 50 });
    expect(second).toEqual({ kind: 'unsent', reason: 'No connection was made within 0.05 s.' });
    expect(await first).toEqual({ kind: 'unanswered', reason: 'No answer came within 1.5 s.' });
    expect(arrivedCount).toBe(1);
  });
});

async function serve(listener: RequestListener) {
  return clientOf(await listen(listener));
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientOf(origin: string, { allow = ['127.0.0.0/8'], connectionsMax = 8 } = {}) {
  const guard = createEgressGuard({
    allow,
    allowHttp: true,
    proxyUrl: null,
    ownOrigins: () => [],
    ownListeners: () => [],
    resolve: async () => {
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    },
  });
  const client = createHttpClient({
    connector: guard.connector,
    origin,
    connectionsMax,
    answerBytesMax: ANSWER_BYTES_MAX,
  });
  onTestFinished(() => client.close());
  return client;
}
