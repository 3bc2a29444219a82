import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PosthornError } from '../../domain/errors.ts';
import type { NewEvent } from '../../domain/event.ts';
import { idOf } from '../../domain/ids.ts';
import type { QuarantineItem } from '../../domain/quarantine.ts';
import type { Channel, MetaApp } from '../../domain/workspace.ts';
import { createWebhookListener, type WebhookListenerContext, type WebhookResult } from './webhook-listener.ts';

const NOW_MS = 1_781_000_400_000;
const uuid = (number: number) => `019c0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const WORKSPACE_ID = idOf('ws', uuid(1));
const APP: MetaApp = {
  id: idOf('app', uuid(2)),
  workspaceId: WORKSPACE_ID,
  appId: '900',
  appSecrets: ['newest-secret', 'older-secret'],
  isSimulated: false,
  verifyToken: 'verify-me',
};
const CHANNEL: Channel = {
  id: idOf('chn', uuid(3)),
  workspaceId: WORKSPACE_ID,
  metaAppId: APP.id,
  wabaId: 'w1',
  phoneNumberId: 'p1',
  displayPhoneNumber: '15550001',
  throughputPerSecond: 80,
};
const MB = 1_024 * 1_024;

describe('the challenge', () => {
  const good = { 'hub.mode': 'subscribe', 'hub.verify_token': 'verify-me', 'hub.challenge': '1158201444' };

  test('is answered raw, as plain text that nothing sniffs', async () => {
    const meta = await start();
    const answer = await meta.get(good);
    expect([answer.status, answer.text]).toEqual([200, '1158201444']);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(meta.results).toEqual(['challenge_passed']);
  });

  test.each([
    ['a wrong token', { ...good, 'hub.verify_token': 'verify-mf' }],
    ['an empty token', { ...good, 'hub.verify_token': '' }],
    ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
    ['another mode', { ...good, 'hub.mode': 'unsubscribe' }],
    ['no challenge', { 'hub.mode': 'subscribe', 'hub.verify_token': 'verify-me' }],
    ['markup as challenge', { ...good, 'hub.challenge': '<script>alert(1)</script>' }],
    ['a challenge of 257 characters', { ...good, 'hub.challenge': 'x'.repeat(257) }],
  ])('with %s is 403 and gives nothing back', async (_what, query) => {
    const answer = await (await start()).get(query);
    expect([answer.status, answer.text]).toEqual([403, '']);
  });

  test('of an app that nobody registered is 403', async () => {
    expect((await (await start()).get(good, '/webhooks/meta/901')).status).toBe(403);
    expect((await (await start()).get(good, '/webhooks/meta/a%20b')).status).toBe(403);
  });

  test.each(['PUT', 'DELETE', 'PATCH'])('another method (%s) is 405 and says which there are', async (method) => {
    const { url } = await start();
    const answer = await fetch(`${url}/webhooks/meta/900`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  test('paths of others are left to others', async () => {
    const { url } = await start();
    expect((await fetch(`${url}/v1/events`)).status).toBe(404);
  });
});

describe('the signature', () => {
  const body = JSON.stringify(textBody());

  test.each(['newest-secret', 'older-secret'])('of the secret %s is accepted', async (secret) => {
    const meta = await start();
    expect(await meta.post(body, { secret })).toEqual({ status: 200, text: '' });
    expect(meta.published).toHaveLength(1);
  });

  test.each([
    ['is missing', {}],
    ['is of another app', { 'x-hub-signature-256': sign(body, 'another-secret') }],
    ['is of other bytes', { 'x-hub-signature-256': sign(`${body} `, 'newest-secret') }],
    ['lost its prefix', { 'x-hub-signature-256': sign(body, 'newest-secret').slice('sha256='.length) }],
    ['is in capitals', { 'x-hub-signature-256': sign(body, 'newest-secret').toUpperCase() }],
    ['is only of the old kind', { 'x-hub-signature': sign(body, 'newest-secret') }],
  ])('that %s is 401 and stores nothing', async (_what, headers) => {
    const meta = await start();
    expect(await meta.send(body, headers)).toEqual({ status: 401, text: '' });
    expect([meta.published, meta.results]).toEqual([[], ['unauthenticated']]);
  });

  test('to an app that nobody registered is 401 and stores nothing', async () => {
    const meta = await start();
    const answer = await meta.send(body, { 'x-hub-signature-256': sign(body, 'newest-secret') }, '/webhooks/meta/901');
    expect([answer.status, meta.published]).toEqual([401, []]);
  });

  test('is over the raw bytes, escapes and spaces included', async () => {
    const meta = await start();
    const spaced = JSON.stringify(textBody(), null, 2).replace('Hi', 'H\\u00ed \\/ <');
    expect((await meta.post(spaced)).status).toBe(200);
    expect(JSON.stringify(meta.published[0]?.events[0]?.payload)).toContain('Hí / <');
  });
});

describe('the answer', () => {
  test('200 comes after the commit and not before', async () => {
    const gate = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const meta = await start({
      publish: () => {
        arrived.resolve();
        return gate.promise;
      },
    });
    let isAnswered = false;
    const posted = meta.post(JSON.stringify(textBody())).then((answer) => {
      isAnswered = true;
      return answer;
    });
    await arrived.promise;
    // Another request on the same server is answered meanwhile, so this one could have been.
    await meta.get({});
    expect(isAnswered).toBe(false);
    gate.resolve();
    expect(await posted).toEqual({ status: 200, text: '' });
  });

  test.each([
    ['refuses for now', new PosthornError('store_unavailable', 'away')],
    ['breaks', new TypeError('broken')],
  ])('503 when the store %s', async (_what, error) => {
    const meta = await start({ publish: () => Promise.reject(error) });
    expect(await meta.post(JSON.stringify(textBody()))).toEqual({ status: 503, text: '' });
    expect([meta.errors, meta.results]).toEqual([[error], ['store_unavailable']]);
  });

  test.each([
    ['an unknown number', textBody({ phoneNumberId: 'p9' }), 'unknown_channel'],
    ['a time too long ago', textBody({ atMs: NOW_MS - 3_601_000 }), 'stale'],
    ['a time too far ahead', textBody({ atMs: NOW_MS + 301_000 }), 'future'],
    ['no items', {}, 'unreadable'],
    ['an array', [], 'unreadable'],
  ])('200 with %s, which goes to quarantine and makes no event', async (_what, body, reason) => {
    const meta = await start();
    expect(await meta.post(JSON.stringify(body))).toEqual({ status: 200, text: '' });
    expect(meta.published).toMatchObject([{ events: [], quarantine: [{ reason, metaAppId: APP.id }] }]);
  });

  test.each([
    ['that is no JSON', '{"entry":', '{"entry":'],
    ['that is empty', '', ''],
    ['nested without end', '['.repeat(200_000), '['.repeat(200_000)],
  ])('200 with a signed body %s, which is kept as text', async (_what, body, payload) => {
    const meta = await start();
    expect((await meta.post(body)).status).toBe(200);
    expect(meta.published).toMatchObject([{ events: [], quarantine: [{ reason: 'unreadable', payload }] }]);
  });

  test('200 with an unknown field, which makes an event', async () => {
    const meta = await start();
    const body = { entry: [{ id: 'w1', changes: [{ field: 'brand_new', value: { a: 1 } }] }] };
    expect((await meta.post(JSON.stringify(body))).status).toBe(200);
    expect(meta.published[0]?.events).toMatchObject([{ type: 'meta.brand_new' }]);
  });
});

describe('events that come from another Posthorn', () => {
  test('carry how many they passed', async () => {
    const meta = await start();
    expect((await meta.post(JSON.stringify(textBody()), { headers: { 'posthorn-hops': '3' } })).status).toBe(200);
    expect(meta.published[0]?.events[0]?.hops).toBe(3);
  });

  test.each(['4', '900', 'many', '-1'])('with Posthorn-Hops %s are 422 and stored nowhere', async (hops) => {
    const meta = await start();
    expect((await meta.post(JSON.stringify(textBody()), { headers: { 'posthorn-hops': hops } })).status).toBe(422);
    expect([meta.published, meta.results, meta.errors]).toEqual([[], ['looped'], []]);
  });

  test('tell nothing about hops to whoever cannot sign', async () => {
    const meta = await start();
    expect((await meta.send('{}', { 'posthorn-hops': '9' })).status).toBe(401);
  });
});

describe('bounds', () => {
  test('a body of exactly 4 MB is read', async () => {
    const meta = await start();
    const body = JSON.stringify(textBody()).padEnd(4 * MB);
    expect((await meta.post(body)).status).toBe(200);
  });

  test('a longer one is 413 by its Content-Length, before it is read', async () => {
    const meta = await start();
    const answer = await rawPost(meta.port, `content-length: ${4 * MB + 1}`, '');
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(meta.results).toEqual(['too_large']);
  });

  test('a longer one is 413 as soon as its chunks are too many, and the sender can read that', async () => {
    const meta = await start();
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    const answer = await rawPost(meta.port, 'transfer-encoding: chunked', `${chunk.repeat(100)}0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('a sender that writes all of a longer one first still gets 413', async () => {
    const meta = await start();
    expect((await meta.post('x'.repeat(5 * MB))).status).toBe(413);
    expect(meta.published).toEqual([]);
  });

  test('bodies of unverified senders are bounded together: 503, and room again when they are gone', async () => {
    const meta = await start({ unverifiedBytesMax: MB });
    const held = connect(meta.port, '127.0.0.1');
    onTestFinished(() => void held.destroy());
    held.write(`POST /webhooks/meta/900 HTTP/1.1\r\nhost: x\r\ncontent-length: ${MB}\r\n\r\n${'x'.repeat(MB - 100)}`);
    const body = JSON.stringify(textBody());
    await until(async () => (await meta.post(body)).status === 503);
    expect(meta.results).toContain('busy');
    held.destroy();
    await until(async () => (await meta.post(body)).status === 200);
    expect(meta.results).toContain('aborted');
  });

  test('many small chunks are one body', async () => {
    const meta = await start();
    const body = JSON.stringify(textBody());
    const chunks = [...body].map((character) => `1\r\n${character}\r\n`).join('');
    const signature = `x-hub-signature-256: ${sign(body, 'newest-secret')}`;
    const answer = await rawPost(meta.port, `transfer-encoding: chunked\r\n${signature}`, `${chunks}0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(meta.published[0]?.events).toHaveLength(1);
  });

  test('a sender that goes away in the middle leaves nothing behind', async () => {
    const meta = await start();
    const socket = connect(meta.port, '127.0.0.1');
    socket.write('POST /webhooks/meta/900 HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
    await once(meta.server, 'request');
    socket.destroy();
    await until(async () => meta.results.includes('aborted'));
    expect([meta.published, meta.errors]).toEqual([[], []]);
  });
});

interface Published {
  readonly events: readonly NewEvent[];
  readonly quarantine: readonly QuarantineItem[];
}

async function start(over: Partial<Pick<WebhookListenerContext, 'publish' | 'unverifiedBytesMax'>> = {}) {
  const published: Published[] = [];
  const results: WebhookResult[] = [];
  const errors: unknown[] = [];
  let idCount = 0;
  const nextUuid = () => {
    idCount += 1;
    return uuid(idCount);
  };
  const listener = createWebhookListener({
    appsByAppId: (appId) => (appId === APP.appId ? [APP] : []),
    channels: {
      byPhoneNumberId: (_appId, id) => (id === CHANNEL.phoneNumberId ? CHANNEL : null),
      byWaba: (_appId, id) => (id === CHANNEL.wabaId ? [CHANNEL] : []),
    },
    window: { backMs: 3_600_000, aheadMs: 300_000 },
    newEventId: () => idOf('evt', nextUuid()),
    newQuarantineId: () => idOf('qrn', nextUuid()),
    publish: async (events, quarantine) => published.push({ events, quarantine }),
    readHops: (header) => {
      const hops = Number(header ?? 0);
      if (!Number.isInteger(hops) || hops < 0) throw new PosthornError('invalid_request', 'no count');
      if (hops > 3) throw new PosthornError('too_many_hops', 'a loop');
      return hops;
    },
    nowMs: () => NOW_MS,
    observe: (result) => results.push(result),
    onError: (error) => errors.push(error),
    ...over,
  });
  const server = createServer((request, response) => {
    if (!listener(request, response)) response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const send = async (body: string, headers: Record<string, string>, path = '/webhooks/meta/900') => {
    const answer = await fetch(url + path, { method: 'POST', headers, body });
    return { status: answer.status, text: await answer.text() };
  };
  return {
    server,
    port,
    url,
    published,
    results,
    errors,
    send,
    post: (body: string, { secret = 'newest-secret', headers = {} } = {}) =>
      send(body, { 'x-hub-signature-256': sign(body, secret), ...headers }),
    get: async (query: Record<string, string>, path = '/webhooks/meta/900') => {
      const answer = await fetch(`${url}${path}?${new URLSearchParams(query)}`);
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
  };
}

/** Writes a request byte by byte as it stands here. @returns what was answered until the other side closed. */
async function rawPost(port: number, header: string, body: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  socket.write(`POST /webhooks/meta/900 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${header}\r\n\r\n${body}`);
  let answer = '';
  for await (const chunk of socket) {
    answer += String(chunk);
    if (answer.includes('\r\n\r\n')) break;
  }
  return answer;
}

/** Asks again until it holds: what is waited for happens on the other side of a socket. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + 5_000;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error('It did not come to hold in time.');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function sign(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function textBody({ phoneNumberId = 'p1', atMs = NOW_MS } = {}) {
  const message = { from: '491', id: 'wamid.1', timestamp: String(atMs / 1_000), type: 'text', text: { body: 'Hi' } };
  const metadata = { phone_number_id: phoneNumberId, display_phone_number: '15550001' };
  const value = { messaging_product: 'whatsapp', metadata, messages: [message] };
  return { object: 'whatsapp_business_account', entry: [{ id: 'w1', changes: [{ value, field: 'messages' }] }] };
}
