import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import { isWebhookVerificationError, type ReadVerifiedOptions, readVerified, readVerifiedRequest } from './index.ts';

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const BODY = JSON.stringify({
  type: 'custom.hello',
  timestamp: '2026-05-28T20:26:40.000Z',
  data: {},
  payload_version: 1,
});

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A receiver as a user would write it; answers with the event type, or with the code of the refusal. */
async function startReceiver(
  options: Partial<ReadVerifiedOptions> = {},
  before: (request: IncomingMessage) => Promise<void> = async () => {},
): Promise<URL> {
  const server = createServer(async (request, response) => {
    try {
      await before(request);
      const { payload } = await readVerified(request, { secret: SECRET, ...options } as ReadVerifiedOptions);
      response.end(payload.type);
    } catch (error) {
      if (!isWebhookVerificationError(error)) throw error;
      response.writeHead(error.status).end(error.code);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

function signedHeaders(body: string): Record<string, string> {
  const now = new Date();
  return {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(SECRET).sign('evt_1', now, body),
  };
}

async function post(url: URL, body: string, headers = signedHeaders(body)): Promise<string> {
  const answer = await fetch(url, { method: 'POST', body, headers });
  return `${answer.status} ${await answer.text()}`;
}

describe('readVerified', () => {
  test('reads and verifies a request of node:http', async () => {
    const url = await startReceiver();
    expect(await post(url, BODY)).toBe('200 custom.hello');
    expect(await post(url, BODY, signedHeaders(`${BODY} `))).toBe('401 signature_mismatch');
  });

  test('refuses a body above the bound and can still answer', async () => {
    const url = await startReceiver({ bytesMax: BODY.length });
    expect(await post(url, BODY)).toBe('200 custom.hello');
    expect(await post(url, `${BODY} `)).toBe('413 body_too_large');
  });

  test('refuses a body above the bound that did not say its length', async () => {
    const url = await startReceiver({ bytesMax: 1_000 });
    const request = httpRequest(url, { method: 'POST', headers: signedHeaders('') });
    for (let chunk = 0; chunk < 20; chunk += 1) request.write('x'.repeat(1_000));
    request.end();
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(413);
  });

  test('says so when a body parser came first', async () => {
    const url = await startReceiver({}, async (request) => {
      for await (const _chunk of request);
    });
    expect(await post(url, BODY)).toBe('400 body_unreadable');
  });

  test('ends with body_unreadable when the sender breaks off', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const server = createServer((request) => {
      readVerified(request, { secret: SECRET }).catch(resolve);
      request.once('data', () => sender.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(async () => {
      server.close();
      await once(server, 'close');
    });
    const { port } = server.address() as AddressInfo;
    const sender = httpRequest({ port, host: '127.0.0.1', method: 'POST', headers: { 'content-length': '1000' } });
    sender.on('error', () => {});
    sender.write('x');
    expect(await promise).toMatchObject({ code: 'body_unreadable' });
  });
});

describe('readVerifiedRequest', () => {
  const requestOf = (body: string | null, headers = signedHeaders(body ?? '')) =>
    new Request('http://receiver.example/', { method: 'POST', body, headers });
  const codeOf = (request: Request, bytesMax = 1_000) =>
    readVerifiedRequest(request, { secret: SECRET, bytesMax }).then(
      ({ payload }) => payload.type,
      (error: unknown) => (isWebhookVerificationError(error) ? error.code : String(error)),
    );

  test('reads and verifies a web Request', async () => {
    expect(await codeOf(requestOf(BODY))).toBe('custom.hello');
    expect(await codeOf(requestOf(BODY, signedHeaders('x')))).toBe('signature_mismatch');
    expect(await codeOf(requestOf(null))).toBe('body_not_json');
  });

  test('keeps to the bound and refuses a body that was read before', async () => {
    expect(await codeOf(requestOf(BODY), 10)).toBe('body_too_large');
    const used = requestOf(BODY);
    await used.text();
    expect(await codeOf(used)).toBe('body_unreadable');
  });
});
