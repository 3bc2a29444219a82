import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { OwnListener } from '../../platform/egress/egress.ts';
import type { ExchangeRequest } from './exchange.ts';
import { createSendingThread, type SendingThreadSettings } from './sending-thread.ts';

/** Long enough to never be met by accident. */
const LONG_MS = 10_000;

const SETTINGS: SendingThreadSettings = { allow: ['127.0.0.0/8'], allowHttp: true, proxyUrl: null, ownOrigins: [] };

describe('the thread that sends', () => {
  test('gives back what the receiver answered', async () => {
    const receiver = await startReceiver((request, response) => {
      response
        .writeHead(503, { 'Retry-After': '7' })
        .end(`${request.method} ${request.url} ${request.headers['x-own']}`);
    });
    const { transport } = startThread();
    const result = await transport.exchange(requestTo(`${receiver.url}/hook?a=1`, { headers: { 'x-own': 'yes' } }));
    expect(result).toMatchObject({
      outcome: 'failed',
      statusCode: 503,
      body: 'POST /hook?a=1 yes',
      errorClass: 'status',
    });
    expect(result.headers['retry-after']).toBe('7');
  });

  test('keeps requests that are made together apart', async () => {
    const receiver = await startReceiver((request, response) => {
      request.pipe(response);
    });
    const { transport } = startThread();
    const bodies = Array.from({ length: 40 }, (_, number) => `body ${number} ü`);
    const results = await Promise.all(bodies.map((body) => transport.exchange(requestTo(receiver.url, { body }))));
    expect(results.map((result) => result.body)).toEqual(bodies);
  });

  test('keeps to the egress guard, and learns where the gateway listens', async () => {
    const receiver = await startReceiver((_request, response) => response.end());
    let listeners: readonly OwnListener[] = [];
    const { transport } = startThread({ ownListeners: () => listeners });
    expect(await transport.exchange(requestTo(receiver.url))).toMatchObject({ outcome: 'succeeded' });
    listeners = [receiver.address];
    const other = await startReceiver((_request, response) => response.end());
    expect(await transport.exchange(requestTo(other.url))).toMatchObject({ outcome: 'succeeded' });
    const again = await transport.exchange(requestTo(`http://127.0.0.2:${receiver.address.port}/`));
    expect(again).toMatchObject({ outcome: 'failed', errorClass: 'egress_blocked', maybeReceived: false });
    expect(await transport.exchange(requestTo('http://10.0.0.1/'))).toMatchObject({ errorClass: 'egress_blocked' });
  });

  test('does not send what waited past its time-out for a process that stood still', async () => {
    const receiver = await startReceiver((_request, response) => response.end());
    const { transport } = startThread();
    await transport.exchange(requestTo(receiver.url));
    const late = transport.exchange(requestTo(receiver.url, { timeoutMs: 100 }));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);
    expect(await late).toMatchObject({ outcome: 'failed', errorClass: 'timeout', maybeReceived: false });
    expect(receiver.count()).toBe(1);
  });

  test('does not send what was asked for longer ago than its time-out: its lease may be over', async () => {
    const receiver = await startReceiver((_request, response) => response.end());
    const { transport } = startThread();
    await transport.exchange(requestTo(receiver.url));
    const askedAtMs = performance.now() - LONG_MS;
    const result = await transport.exchange(requestTo(receiver.url, { askedAtMs }));
    expect(result).toMatchObject({ outcome: 'failed', errorClass: 'timeout', maybeReceived: false });
    expect(receiver.count()).toBe(1);
  });

  test('that is closed leaves open what the receiver may have got, and sends nothing more', async () => {
    const asked = Promise.withResolvers<void>();
    const receiver = await startReceiver(() => asked.resolve());
    const { transport, errors } = startThread();
    const open = transport.exchange(requestTo(receiver.url));
    await asked.promise;
    await transport.close();
    expect(await open).toMatchObject({ outcome: 'failed', errorClass: 'aborted', maybeReceived: true });
    expect(await transport.exchange(requestTo(receiver.url))).toMatchObject({
      outcome: 'failed',
      maybeReceived: false,
    });
    expect(receiver.count()).toBe(1);
    expect(errors).toEqual([]);
  });

  test('that ends by itself is told of, fails what was under way, and is started again', async () => {
    const { transport, errors } = startThread({ settings: { ...SETTINGS, proxyUrl: 'no URL' } });
    const ended = { outcome: 'failed', errorClass: 'aborted', maybeReceived: true };
    expect(await transport.exchange(requestTo('http://127.0.0.1:9/'))).toMatchObject(ended);
    const errorCount = errors.length;
    expect(errorCount).toBeGreaterThan(0);
    expect(await transport.exchange(requestTo('http://127.0.0.1:9/'))).toMatchObject(ended);
    expect(errors.length).toBeGreaterThan(errorCount);
  });
});

function startThread(
  over: { readonly settings?: SendingThreadSettings; readonly ownListeners?: () => readonly OwnListener[] } = {},
) {
  const errors: unknown[] = [];
  const transport = createSendingThread({
    settings: over.settings ?? SETTINGS,
    ownListeners: over.ownListeners ?? (() => []),
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => transport.close());
  return { transport, errors };
}

function requestTo(url: string, over: Partial<ExchangeRequest> = {}): ExchangeRequest {
  return { url: new URL(url), headers: { 'content-type': 'text/plain' }, body: '{}', timeoutMs: LONG_MS, ...over };
}

async function startReceiver(listener: RequestListener) {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    listener(request, response);
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}`, address, count: () => count };
}
