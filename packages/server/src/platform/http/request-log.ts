import type { FastifyRequest } from 'fastify';
import type { ApiServer } from './api.ts';

/** One line for each answer. The route's pattern and not the path: paths and queries may name people. */
export function addRequestLog(api: ApiServer): void {
  api.addHook('onResponse', async (request, reply) => {
    const line = {
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      duration_ms: Math.round(reply.elapsedTime),
      workspace_id: request.workspaceId,
      caller: request.principal?.kind === 'key' ? request.principal.keyId : (request.principal?.kind ?? null),
    };
    request.log[levelOf(request)](line, 'api request');
  });
}

/** Probes come every few seconds and would bury the rest. */
function levelOf(request: FastifyRequest): 'debug' | 'info' {
  return request.routeOptions.config.access?.who === 'anyone' ? 'debug' : 'info';
}
