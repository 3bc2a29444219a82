import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls';
import { Pool } from 'undici';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { createEgressGuard, type EgressSettings } from './egress.ts';

const CERTIFICATE = testdata('receiver.cert.pem');
/** Containers often have no IPv6, not even on the loopback interface. */
const HAS_IPV6 = Object.values(networkInterfaces()).some((infos) => infos?.some((info) => info.address === '::1'));
const TRUSTED = getCACertificates('default');

describe('connecting directly', () => {
  test('reaches a receiver by name and keeps the name in Host', async () => {
    const receiver = await startReceiver((request, response) => response.end(request.headers.host));
    const answer = await post({ resolve: answering('127.0.0.1') }, `http://receiver.test:${receiver.port}`);
    expect(answer).toMatchObject({ status: 200, body: `receiver.test:${receiver.port}` });
  });

  test.skipIf(!HAS_IPV6)('reaches a literal IPv6 address', async () => {
    const receiver = await startReceiver((_request, response) => response.end('here'), '::1');
    expect(await post({}, `http://[::1]:${receiver.port}`)).toMatchObject({ status: 200, body: 'here' });
  });

  test('asks the resolver once for one connection, so that no second answer can be dialled', async () => {
    const receiver = await startReceiver((_request, response) => response.end());
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return asked === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
    };
    expect(await post({ resolve }, `http://receiver.test:${receiver.port}`)).toMatchObject({ status: 200 });
    expect(asked).toBe(1);
  });

  test.each([
    ['loopback', ['127.0.0.1']],
    ['metadata', ['169.254.169.254']],
    ['a mixed answer', ['93.184.216.34', '127.0.0.1']],
  ])('refuses a name that was public when it was saved and is now %s', async (_class, later) => {
    const receiver = await startReceiver((_request, response) => response.end('secret'));
    const answers = [['93.184.216.34'], later];
    const resolve = async () => answers.shift() ?? [];
    const guard = createEgressGuard({ ...settingsOf({ resolve }), allow: [] });
    const url = await guard.checkUrl(`http://rebinding.example.com:${receiver.port}`);
    await expect(postThrough(guard, url.href)).rejects.toMatchObject({ errorClass: 'egress_blocked' });
    expect(receiver.connectionCount()).toBe(0);
  });

  test.each([301, 302, 303, 307, 308])('does not follow a redirect with status %i', async (status) => {
    const inner = await startReceiver((_request, response) => response.end('secret'));
    const location = `http://127.0.0.1:${inner.port}/`;
    const outer = await startReceiver((_request, response) => response.writeHead(status, { location }).end());
    expect(await post({}, `http://127.0.0.1:${outer.port}`)).toMatchObject({ status, body: '' });
    expect(inner.connectionCount()).toBe(0);
  });

  test('refuses our own listener although its network is opened', async () => {
    const own = await startReceiver((_request, response) => response.end());
    const ownListeners = () => [{ address: '127.0.0.1', port: own.port }];
    await expect(post({ ownListeners }, `http://127.0.0.1:${own.port}`)).rejects.toMatchObject({
      errorClass: 'egress_blocked',
    });
    expect(own.connectionCount()).toBe(0);
  });

  test.each([
    ['plain HTTP once it is closed again', { allowHttp: false }, 'http://127.0.0.1:1'],
    ['our own origin', { ownOrigins: () => ['http://receiver.test:81'] }, 'http://receiver.test:81'],
    ['a metadata name whatever it resolves to', {}, 'http://metadata.google.internal:81'],
  ])('refuses %s', async (_what, settings, origin) => {
    await expect(post({ resolve: answering('127.0.0.1'), ...settings }, origin)).rejects.toMatchObject({
      errorClass: 'egress_blocked',
    });
  });

  test('tries the next checked address when one refuses', async () => {
    const receiver = await startReceiver((_request, response) => response.end('second'));
    const resolve = answering('127.0.0.2', '127.0.0.3', '127.0.0.1');
    expect(await post({ resolve }, `http://receiver.test:${receiver.port}`)).toMatchObject({ body: 'second' });
  });

  test.skipIf(!HAS_IPV6)('tries the other family before the rest of the first one', async () => {
    const receiver = await startReceiver((_request, response) => response.end('six'), '::1');
    const resolve = answering('127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5', '127.0.0.6', '::1');
    expect(await post({ resolve }, `http://receiver.test:${receiver.port}`)).toMatchObject({ body: 'six' });
  });

  test('says that nothing listens when every address refuses', async () => {
    const port = await freePort();
    await expect(
      post({ resolve: answering('127.0.0.1', '127.0.0.2') }, `http://receiver.test:${port}`),
    ).rejects.toMatchObject({
      errorClass: 'connect',
      code: 'ECONNREFUSED',
    });
  });

  test('says that a name does not exist', async () => {
    await expect(post({}, 'http://nothing.invalid')).rejects.toMatchObject({ errorClass: 'dns', code: 'ENOTFOUND' });
  });

  test('gives up when the name is not resolved in time', async () => {
    const settings = { resolve: () => new Promise<never>(() => {}), resolveTimeoutMs: 20 };
    await expect(post(settings, 'http://receiver.test')).rejects.toMatchObject({
      errorClass: 'dns',
      code: 'resolve_timeout',
    });
  });
});

describe('TLS', () => {
  afterEach(() => setDefaultCACertificates(TRUSTED));

  test('sends the name in SNI and verifies the certificate for it', async () => {
    setDefaultCACertificates([...TRUSTED, CERTIFICATE]);
    const receiver = await startSecureReceiver('receiver');
    const answer = await post({ resolve: answering('127.0.0.1') }, `https://receiver.test:${receiver.port}`);
    expect(answer).toMatchObject({ status: 200, body: 'receiver.test' });
  });

  test('verifies a literal address against the addresses in the certificate, and sends no SNI', async () => {
    setDefaultCACertificates([...TRUSTED, CERTIFICATE]);
    const receiver = await startSecureReceiver('receiver');
    expect(await post({}, `https://127.0.0.1:${receiver.port}`)).toMatchObject({ body: 'false' });
    await expect(post({}, `https://127.0.0.2:${receiver.port}`)).rejects.toMatchObject({ errorClass: 'tls' });
  });

  test('resumes a session with the same peer and not for another name', async () => {
    setDefaultCACertificates([...TRUSTED, CERTIFICATE]);
    const receiver = await startSecureReceiver('receiver');
    const guard = createEgressGuard(settingsOf({ resolve: answering('127.0.0.1') }));
    const first = await postThrough(guard, `https://receiver.test:${receiver.port}/`);
    const second = await postThrough(guard, `https://receiver.test:${receiver.port}/`);
    expect([first.resumed, second.resumed]).toEqual(['false', 'true']);
    await expect(postThrough(guard, `https://other.test:${receiver.port}/`)).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  test.each([
    ['a certificate for another name', 'receiver', 'other.test', true, /another host name/],
    ['a self-signed certificate', 'receiver', 'receiver.test', false, /self-signed/],
    ['an expired certificate', 'expired', 'receiver.test', true, /expired/],
  ])('refuses %s in words', async (_what, certificate, name, isTrusted, words) => {
    if (isTrusted) setDefaultCACertificates([...TRUSTED, CERTIFICATE, testdata('expired.cert.pem')]);
    const receiver = await startSecureReceiver(certificate);
    const posted = post({ resolve: answering('127.0.0.1') }, `https://${name}:${receiver.port}`);
    await expect(posted).rejects.toMatchObject({ errorClass: 'tls', message: expect.stringMatching(words) });
  });

  test('says that the port speaks plain HTTP', async () => {
    const receiver = await startReceiver((_request, response) => response.end());
    await expect(post({}, `https://127.0.0.1:${receiver.port}`)).rejects.toMatchObject({
      errorClass: 'tls',
      message: expect.stringContaining('plain HTTP'),
    });
  });

  test('gives up on a server that accepts and says nothing', async () => {
    const silent = await startTcp(() => {});
    await expect(post({ connectTimeoutMs: 100 }, `https://127.0.0.1:${silent.port}`)).rejects.toMatchObject({
      errorClass: 'timeout',
      code: 'connect_timeout',
    });
  });

  test('calls a connection that is closed in the handshake a TLS failure', async () => {
    const closing = await startTcp((socket) => socket.once('data', () => socket.destroy()));
    await expect(post({}, `https://127.0.0.1:${closing.port}`)).rejects.toMatchObject({ errorClass: 'tls' });
  });
});

describe('through a CONNECT proxy', () => {
  afterEach(() => setDefaultCACertificates(TRUSTED));

  test('asks the proxy for the checked address and speaks TLS for the name inside', async () => {
    setDefaultCACertificates([...TRUSTED, CERTIFICATE]);
    const receiver = await startSecureReceiver('receiver');
    const proxy = await startProxy();
    const settings = { proxyUrl: proxy.url, resolve: answering('127.0.0.1') };
    const answer = await post(settings, `https://receiver.test:${receiver.port}`);
    expect(answer).toMatchObject({ status: 200, body: 'receiver.test' });
    expect(proxy.asked).toEqual([{ authority: `127.0.0.1:${receiver.port}`, credentials: undefined }]);
  });

  test.skipIf(!HAS_IPV6)('uses CONNECT for plain HTTP as well, and for IPv6', async () => {
    const receiver = await startReceiver((request, response) => response.end(request.headers.host), '::1');
    const proxy = await startProxy();
    const answer = await post(
      { proxyUrl: proxy.url, resolve: answering('::1') },
      `http://receiver.test:${receiver.port}`,
    );
    expect(answer).toMatchObject({ body: `receiver.test:${receiver.port}` });
    expect(proxy.asked).toMatchObject([{ authority: `[::1]:${receiver.port}` }]);
  });

  test('reaches a proxy over TLS and gives it its credentials', async () => {
    setDefaultCACertificates([...TRUSTED, CERTIFICATE]);
    const receiver = await startSecureReceiver('receiver');
    const proxy = await startProxy({ isSecure: true });
    proxy.url.username = 'posthorn';
    proxy.url.password = 'p@ss';
    const answer = await post(
      { proxyUrl: proxy.url, resolve: answering('127.0.0.1') },
      `https://receiver.test:${receiver.port}`,
    );
    expect(answer).toMatchObject({ body: 'receiver.test' });
    expect(proxy.asked).toMatchObject([{ credentials: `Basic ${Buffer.from('posthorn:p@ss').toString('base64')}` }]);
  });

  test('checks addresses before the proxy hears of them', async () => {
    const proxy = await startProxy();
    const settings = { proxyUrl: proxy.url, allow: [], resolve: answering('93.184.216.34', '10.0.0.1') };
    await expect(post(settings, 'http://receiver.test')).rejects.toMatchObject({ errorClass: 'egress_blocked' });
    expect(proxy.asked).toEqual([]);
  });

  test('may itself be on a network that is not opened', async () => {
    const proxy = await startProxy({ status: 403 });
    const settings = { proxyUrl: proxy.url, allow: [], resolve: answering('93.184.216.34') };
    await expect(post(settings, 'http://receiver.test')).rejects.toMatchObject({ errorClass: 'proxy' });
    expect(proxy.asked).toMatchObject([{ authority: '93.184.216.34:80' }]);
  });

  test.each([403, 407, 502])('blames the proxy for status %i and shows no credentials', async (status) => {
    const proxy = await startProxy({ status });
    proxy.url.password = 's3cr3t';
    const posted = post({ proxyUrl: proxy.url }, 'http://127.0.0.1:81');
    await expect(posted).rejects.toMatchObject({ errorClass: 'proxy', message: expect.not.stringContaining('s3cr3t') });
  });

  test('blames the proxy when it is not there, hangs up, or talks into the tunnel', async () => {
    const absent = new URL(`http://127.0.0.1:${await freePort()}`);
    const closing = await startTcp((socket) => socket.destroy());
    const talking = await startTcp((socket) =>
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n')),
    );
    const proxies = [absent, new URL(`http://127.0.0.1:${closing.port}`), new URL(`http://127.0.0.1:${talking.port}`)];
    for (const proxyUrl of proxies) {
      await expect(post({ proxyUrl }, 'http://127.0.0.1:81')).rejects.toMatchObject({ errorClass: 'proxy' });
    }
  });

  test('gives up on a proxy that says nothing', async () => {
    const silent = await startTcp(() => {});
    const settings = { proxyUrl: new URL(`http://127.0.0.1:${silent.port}`), connectTimeoutMs: 100 };
    await expect(post(settings, 'http://127.0.0.1:81')).rejects.toMatchObject({ errorClass: 'timeout' });
  });

  test('takes no proxy from the environment', async () => {
    const proxy = await startProxy();
    const receiver = await startReceiver((_request, response) => response.end('direct'));
    process.env.HTTP_PROXY = proxy.url.href;
    onTestFinished(() => {
      delete process.env.HTTP_PROXY;
    });
    expect(await post({}, `http://127.0.0.1:${receiver.port}`)).toMatchObject({ body: 'direct' });
    expect(proxy.asked).toEqual([]);
  });
});

/** The loopback network and HTTP are opened: the receivers of these tests listen there. */
function settingsOf(settings: Partial<EgressSettings>): EgressSettings {
  return {
    allow: ['127.0.0.0/8', '::1/128'],
    allowHttp: true,
    proxyUrl: null,
    ownOrigins: () => [],
    ownListeners: () => [],
    ...settings,
  };
}

function answering(...addresses: readonly string[]): () => Promise<readonly string[]> {
  return async () => addresses;
}

function post(settings: Partial<EgressSettings>, origin: string) {
  return postThrough(createEgressGuard(settingsOf(settings)), origin);
}

async function postThrough(guard: ReturnType<typeof createEgressGuard>, url: string) {
  const pool = new Pool(new URL(url).origin, { connect: guard.connector, connections: 1 });
  try {
    const answer = await pool.request({ path: '/', method: 'POST', body: '{}' });
    return { status: answer.statusCode, body: await answer.body.text(), resumed: answer.headers['x-resumed'] };
  } finally {
    await pool.destroy();
  }
}

function startReceiver(answer: RequestListener, host = '127.0.0.1') {
  return listen(createServer(answer), host);
}

/** Answers with the server name that the client sent. */
function startSecureReceiver(certificate: string) {
  const keys = { key: testdata(`${certificate}.key.pem`), cert: testdata(`${certificate}.cert.pem`) };
  const server = createSecureServer(keys, (request, response) => {
    const socket = request.socket as TLSSocket;
    response.setHeader('x-resumed', String(socket.isSessionReused()));
    response.end(String(socket.servername));
  });
  server.on('tlsClientError', () => {});
  return listen(server, '0.0.0.0');
}

function startTcp(onSocket: (socket: Socket) => void) {
  return listen(createTcpServer(onSocket), '127.0.0.1');
}

/** A real CONNECT proxy: it dials whatever it is asked for, or answers with the status it was given. */
async function startProxy(options: { readonly status?: number; readonly isSecure?: boolean } = {}) {
  const asked: { readonly authority: string | undefined; readonly credentials: string | undefined }[] = [];
  const keys = { key: testdata('receiver.key.pem'), cert: CERTIFICATE };
  const server = options.isSecure === true ? createSecureServer(keys) : createServer();
  server.on('connect', (request, client: Socket) => {
    asked.push({ authority: request.url, credentials: request.headers['proxy-authorization'] });
    if (options.status !== undefined) {
      client.end(`HTTP/1.1 ${options.status} No\r\n\r\n`);
      return;
    }
    const target = new URL(`http://${request.url}`);
    const upstream = connect({ host: target.hostname.replace(/^\[|\]$/g, ''), port: Number(target.port) }, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  const { port } = await listen(server, '127.0.0.1');
  return { asked, url: new URL(`${options.isSecure === true ? 'https' : 'http'}://127.0.0.1:${port}`) };
}

async function listen(server: Server, host: string) {
  const sockets = new Set<Socket>();
  let connectionCount = 0;
  server.on('connection', (socket: Socket) => {
    connectionCount += 1;
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, connectionCount: () => connectionCount };
}

/** A port on which nothing listens: it was just given back. */
async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function testdata(name: string): string {
  return readFileSync(new URL(`./testdata/${name}`, import.meta.url), 'utf8');
}
