import assert from 'node:assert/strict';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../domain/audit.ts';

/** Who asks for a change, on a route that is not for anyone: the API key, the member, the portal link, or the root key. */
export function actorOf(request: Pick<FastifyRequest, 'principal' | 'id'>): Actor {
  const { principal, id: requestId } = request;
  assert(principal !== null && principal.kind !== 'ticket', 'Nobody changes anything without a key.');
  switch (principal.kind) {
    case 'root':
      return { kind: 'root', id: null, requestId };
    case 'key':
      return { kind: 'key', id: principal.keyId, requestId };
    case 'member':
      return { kind: 'member', id: principal.memberId, requestId };
    case 'portal':
      return { kind: 'portal', id: principal.linkId, requestId };
  }
}
