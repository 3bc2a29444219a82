import { PosthornError } from '../../domain/errors.ts';
import type { ApiServer } from './api.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Says what is wrong with a call that no route answers. For the not-found handler of routes that tell errors in a
     * shape of their own.
     *
     * @throws PosthornError `method_not_allowed`, `not_found`.
     */
    refuseUnrouted: (request: FastifyRequest, reply: FastifyReply) => never;
  }
}

/**
 * Answers what no route answers: 405 with `Allow` when the path exists with other methods (RFC 9110, 15.5.6),
 * else 404. Must be added before the routes.
 */
export function addNotFoundAnswers(api: ApiServer): void {
  const methodsByPattern = new Map<string, Set<string>>();
  api.addHook('onRoute', ({ method, url }) => {
    const methods = methodsByPattern.get(url) ?? new Set();
    for (const name of [method].flat()) methods.add(name);
    methodsByPattern.set(url, methods);
  });
  api.decorate('refuseUnrouted', (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = [...methodsByPattern]
      .filter(([pattern]) => matches(pattern, path))
      .flatMap(([, methods]) => [...methods]);
    if (allowed.length === 0) throw new PosthornError('not_found', 'There is no such path.');
    reply.header('allow', [...new Set(allowed)].sort().join(', '));
    throw new PosthornError('method_not_allowed', 'The path does not know this method.');
  });
  api.setNotFoundHandler(async (request, reply) => api.refuseUnrouted(request, reply));
}

/** Segment by segment: `:name` stands for any one. */
function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return false;
  return wanted.every((segment, index) => (segment.startsWith(':') ? given[index] !== '' : segment === given[index]));
}
