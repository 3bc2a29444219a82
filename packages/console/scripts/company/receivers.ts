import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver answers to one request. */
export interface ReceiverAnswer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Decides by how many requests there were before. */
export type Habit = (requestNumber: number) => ReceiverAnswer;

/** Receivers of a made-up company on this machine, one for each path. */
export interface Receivers {
  readonly urlOf: (path: string) => string;
  readonly habits: Map<string, Habit>;
  readonly close: () => Promise<void>;
}

/** Starts them. A path without a habit answers 200. */
export async function startReceivers(): Promise<Receivers> {
  const habits = new Map<string, Habit>();
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const path = request.url ?? '';
      const number = counts.get(path) ?? 0;
      counts.set(path, number + 1);
      const { status, body = '', headers = {} } = habits.get(path)?.(number) ?? { status: 200, body: '{"ok":true}' };
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { urlOf: (path) => `${originOf(server)}${path}`, habits, close: () => closeServer(server) };
}

function originOf(server: Server): string {
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
