import type { FastifyRequest } from 'fastify';
import type { ApiServer, Principal } from './api.ts';

/** One line for each answer. The route's pattern and not the path: paths and queries may name people. */
export function addRequestLog(api: ApiServer): void {
  api.addHook('onResponse', async (request, reply) => {
    const line = {
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      duration_ms: Math.round(reply.elapsedTime),
      workspace_id: request.workspaceId,
      caller: callerName(request.principal),
    };
    request.log[levelOf(request)](line, 'api request');
  });
}

/** Ids and kinds alone: names and addresses of people stay out of the log. */
function callerName(principal: Principal | null): string | null {
  if (principal?.kind === 'key') return principal.keyId;
  if (principal?.kind === 'member') return principal.memberId;
  return principal?.kind === 'portal' ? principal.linkId : (principal?.kind ?? null);
}

/** Probes come every few seconds and would bury the rest. */
function levelOf(request: FastifyRequest): 'debug' | 'info' {
  return request.routeOptions.config.access?.who === 'anyone' ? 'debug' : 'info';
}
