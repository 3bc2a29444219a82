import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createOwnListenerConnector } from './own-listener.ts';

describe('the connector to the own listener', () => {
  test('reaches it by the address that it listens on', async () => {
    const port = await listen('ours');
    const origin = `http://127.0.0.1:${port}`;
    for (const address of ['127.0.0.1', '0.0.0.0']) expect(await get(origin, [{ address, port }])).toBe('ours');
  });

  test.each([
    ['another port', (own: number, other: number) => [own, `http://127.0.0.1:${other}`] as const],
    ['another host', (own: number) => [own, `http://localhost:${own}`] as const],
    ['another scheme', (own: number) => [own, `https://127.0.0.1:${own}`] as const],
  ])('refuses %s, and dials nobody', async (_what, ask) => {
    const [own, origin] = ask(await listen('ours'), await listen('theirs'));
    await expect(get(origin, [{ address: '127.0.0.1', port: own }])).rejects.toMatchObject({
      errorClass: 'egress_blocked',
      code: 'not_own_listener',
    });
  });

  test('reaches nothing before the process listens', async () => {
    const port = await listen('early');
    await expect(get(`http://127.0.0.1:${port}`, [])).rejects.toMatchObject({ errorClass: 'egress_blocked' });
  });
});

async function listen(text: string): Promise<number> {
  const server = createServer((_request, response) => response.end(text));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

async function get(origin: string, listeners: readonly { readonly address: string; readonly port: number }[]) {
  const client = new Client(origin, { connect: createOwnListenerConnector(() => listeners) });
  try {
    return await (await client.request({ path: '/', method: 'GET' })).body.text();
  } finally {
    await client.destroy();
  }
}
