import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { ApiServer } from './api.ts';
import { renderApiPage, renderErrorsPage } from './docs-page.ts';
import { DOCS_STYLE } from './docs-style.ts';
import { readOpenApi } from './openapi.ts';
import { ERRORS_PATH } from './problem.ts';

/** The pages change only with the version, so that a proxy or browser may keep them for a while. */
const CACHE_CONTROL = 'public, max-age=300';

/** `GET /openapi.json`, its page `/docs/api`, and `/docs/errors`, where the `type` of a problem leads. Open to anyone: they hold no data. */
export function docsRoutes(api: ApiServer): void {
  const routes = { method: 'GET', config: { access: { who: 'anyone' } }, schema: { hide: true } } as const;
  const documentText = once(() => JSON.stringify(readOpenApi(api)));
  const apiPage = once(() => renderApiPage(readOpenApi(api)));
  const errorsPage = once(renderErrorsPage);
  api.route({
    ...routes,
    url: '/openapi.json',
    handler: async (_request, reply) => {
      return reply.header('cache-control', CACHE_CONTROL).type('application/json').send(documentText());
    },
  });
  api.route({ ...routes, url: '/docs/api', handler: async (_request, reply) => sendPage(reply, apiPage()) });
  api.route({ ...routes, url: ERRORS_PATH, handler: async (_request, reply) => sendPage(reply, errorsPage()) });
}

const STYLE_DIGEST = createHash('sha256').update(DOCS_STYLE, 'utf8').digest('base64');
const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_DIGEST}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const headers = { 'content-security-policy': PAGE_POLICY, 'cache-control': CACHE_CONTROL };
  return reply.headers(headers).type('text/html; charset=utf-8').send(page);
}

/** Made when it is first asked for: the routes are all there by then. */
function once(make: () => string): () => string {
  let made: string | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
