import type { Duplex } from 'node:stream';
import websocket from '@fastify/websocket';
import type { ApiServer } from './api.ts';

/** Bytes of one frame that a client may send. What clients say are lists of at most some thousand ids. */
const FRAME_BYTES_MAX = 64 * 1024;
/** How long connections that asked for an upgrade may go on when the server closes: their owners say goodbye before. */
const CLOSE_MS = 3_000;

/**
 * Lets routes with a `wsHandler` become WebSockets. Whoever may not call a route, or calls it wrongly, is told so by an
 * ordinary answer before that. Must be added before whatever refuses requests: only then is a refused connection ended.
 *
 * Messages are not compressed: a window for each of thousands of sockets costs more memory than the bytes are worth.
 */
export async function addWebSockets(api: ApiServer): Promise<void> {
  const sockets = new Set<Duplex>();
  await api.register(websocket, {
    options: { maxPayload: FRAME_BYTES_MAX, perMessageDeflate: false },
    // What breaks the protocol is answered with a close code already; an error of a handler is not.
    errorHandler: (_error, socket) => socket.close(1011),
    preClose: (done) => {
      setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, CLOSE_MS).unref();
      done();
    },
  });
  api.server.on('upgrade', (_request, socket: Duplex) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
}
