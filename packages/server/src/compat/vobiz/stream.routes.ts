import type { WebSocket } from '@fastify/websocket';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { READ } from './vobiz-access.ts';

/** What this route needs. */
export interface VobizStreamContext {
  /** @throws PosthornError `limit_reached` when there is no place for one more client. */
  readonly assertStreamPlace: (workspaceId: WorkspaceId) => void;
  /** @throws PosthornError `invalid_request` when it is no cursor. */
  readonly readStreamCursor: (cursor: string) => number;
  /** Tells the client of events in the frames of `stream-frames.ts`. @param from Null: from now on. */
  readonly openStream: (socket: WebSocket, workspaceId: WorkspaceId, from: number | null) => void;
}

const streamQuery = z.object({ ticket: z.string().max(128).optional(), cursor: z.string().max(64).optional() });

/** `GET /ws`: Vobiz's WebSocket (CONTRACTS 4.6; 8, "Vobiz stream"). Its handshake and frames are not documented, so they are ours. */
export function streamRoutes(vobiz: ApiServer, ctx: VobizStreamContext): void {
  const startOf = (cursor: string | undefined) => (cursor === undefined ? null : ctx.readStreamCursor(cursor));
  vobiz.route({
    method: 'GET',
    url: '/ws',
    config: { access: { ...READ, ticket: true } },
    schema: { hide: true, querystring: streamQuery },
    preHandler: async (request) => {
      if (!request.ws)
        throw new PosthornError('invalid_request', 'This is a WebSocket: connect with a WebSocket client.');
      startOf(request.query.cursor);
      ctx.assertStreamPlace(workspaceOf(request));
    },
    handler: async () => {},
    wsHandler: (socket, request) => ctx.openStream(socket, workspaceOf(request), startOf(request.query.cursor)),
  });
}
