import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import { PosthornError } from '../../domain/errors.ts';
import type { ApiServer } from './api.ts';

interface ConsolePagesContext {
  /** Folder of the built console. */
  readonly dir: string;
  /** Origins whose pages may show the portal in a frame. */
  readonly portalFrameAncestors: readonly string[];
}

/** Addresses that the console answers itself, in the browser. Everything else that is no route stays a 404. */
const PAGES = ['/', '/sign-in', '/welcome', '/invite', '/enter', '/password', '/w', '/w/*'] as const;
const PORTAL_PAGES = ['/portal', '/portal/*'] as const;
/** Files beside the page with names that stay. */
const FIXED_FILES = ['/theme.js', '/horn.svg'] as const;

/** Files with a hash of their content in the name. */
const FOREVER = 'public, max-age=31536000, immutable';
/** Kept, but asked for each time: an update of the gateway is seen at once. */
const REVALIDATE = 'no-cache';

/**
 * Serves the built console. Its pages load nothing from elsewhere, run no inline scripts or styles, and stand in nobody's
 * frame; the portal alone may be framed by the origins that the operator names.
 */
export async function addConsolePages(
  api: ApiServer,
  { dir, portalFrameAncestors }: ConsolePagesContext,
): Promise<void> {
  await api.register(fastifyStatic, { root: dir, serve: false, cacheControl: false, preCompressed: true });
  const isBuilt = existsSync(join(dir, 'index.html'));
  const routes = { method: 'GET', config: { access: { who: 'anyone' } }, schema: { hide: true } } as const;
  const page = (policy: string) => async (_request: unknown, reply: FastifyReply) => {
    if (!isBuilt) throw notBuilt();
    return reply
      .headers({ ...PAGE_HEADERS, 'content-security-policy': policy, 'cache-control': REVALIDATE })
      .sendFile('index.html');
  };
  for (const url of PAGES) api.route({ ...routes, url, handler: page(policyFor("'none'")) });
  const ancestors = portalFrameAncestors.length === 0 ? "'none'" : portalFrameAncestors.join(' ');
  for (const url of PORTAL_PAGES) api.route({ ...routes, url, handler: page(policyFor(ancestors)) });
  for (const url of FIXED_FILES) {
    api.route({ ...routes, url, handler: async (_request, reply) => sendFile(reply, url.slice(1), REVALIDATE) });
  }
  api.route({
    ...routes,
    url: '/console-assets/:file',
    handler: async (request, reply) => {
      const { file } = request.params as { file: string };
      return sendFile(reply, `console-assets/${file}`, FOREVER);
    },
  });
}

const PAGE_HEADERS = { 'cross-origin-opener-policy': 'same-origin' } as const;

function policyFor(frameAncestors: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');
}

function sendFile(reply: FastifyReply, file: string, cacheControl: string): FastifyReply {
  return reply.header('cache-control', cacheControl).sendFile(file);
}

function notBuilt(): PosthornError {
  return new PosthornError('not_found', 'The console was not built. In a clone: npm run build -w @posthorn/console.');
}
