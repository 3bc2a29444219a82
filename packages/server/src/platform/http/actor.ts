import assert from 'node:assert/strict';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../domain/audit.ts';

/** Who asks for a change, on a route that is not for anyone: the API key, or the root key. */
export function actorOf(request: Pick<FastifyRequest, 'principal' | 'id'>): Actor {
  const { principal, id: requestId } = request;
  assert(principal !== null && principal.kind !== 'ticket', 'Nobody changes anything without a key.');
  if (principal.kind === 'root') return { kind: 'root', id: null, requestId };
  return { kind: 'key', id: principal.keyId, requestId };
}
