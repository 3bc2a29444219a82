import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanUpLater } from '../../../server/test/support/clean-up.ts';

/** A site of somebody else's: another origin, on this machine. */
export interface OtherSite {
  readonly origin: string;
  /** What `/` shows from now on. */
  readonly show: (html: string) => void;
}

/** Starts it until the test ends, or the file when a hook asks. */
export async function startOtherSite(): Promise<OtherSite> {
  const cleanUps = cleanUpLater();
  let html = '';
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(`<!doctype html><title>Elsewhere</title>${html}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    show: (next) => {
      html = next;
    },
  };
}
