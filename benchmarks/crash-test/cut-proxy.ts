import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What stands between the gateways and PostgreSQL, so that connections can be lost at any moment. */
export interface CutProxy {
  readonly port: number;
  /** Resets every connection, in the middle of whatever is on it. */
  readonly cut: () => void;
  /** Nothing goes through any more, and nobody is told: as when a cable is pulled. False: it goes on. */
  readonly setSilent: (isSilent: boolean) => void;
  readonly stop: () => Promise<void>;
}

/** @param targetPort On 127.0.0.1, as the proxy itself. */
export async function startCutProxy(targetPort: number): Promise<CutProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isSilent = false;
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (chunk) => to.write(chunk));
      from.on('error', () => {});
      from.on('end', () => to.end());
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
      if (isSilent) from.pause();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      for (const [near, far] of pairs) {
        near.resetAndDestroy();
        far.resetAndDestroy();
      }
    },
    setSilent: (silent) => {
      isSilent = silent;
      for (const sockets of pairs) for (const socket of sockets) silent ? socket.pause() : socket.resume();
    },
    stop: async () => {
      for (const sockets of pairs) for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
