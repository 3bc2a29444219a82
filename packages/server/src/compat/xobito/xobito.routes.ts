import { PosthornError } from '../../domain/errors.ts';
import { objectOf } from '../../domain/meta/meta-body.ts';
import type { ApiServer } from '../../platform/http/api.ts';
import { xobitoContactRoutes } from './contacts.routes.ts';
import { answerXobitoErrors } from './error-answers.ts';
import { xobitoLabelRoutes } from './labels.routes.ts';
import { xobitoMessageRoutes } from './messages.routes.ts';
import { acceptLaravelBodies } from './request-body.ts';
import { xobitoTemplateRoutes } from './templates.routes.ts';
import { limitCallsOfTokens } from './token-rate-limit.ts';
import { workspaceFor, type XobitoContext } from './xobito-context.ts';

/**
 * Xobito's API (CONTRACTS 3.8) under `/api/v1/{subdomain}`, in its shapes, errors and limits: whoever wrote a client for
 * Xobito changes its address and its token. A translation and nothing else; what it shows and changes is what our own
 * API does.
 */
export function xobitoRoutes(server: ApiServer, ctx: XobitoContext): void {
  server.register(
    async (api: ApiServer) => {
      answerXobitoErrors(api);
      api.setNotFoundHandler((request, reply) => api.refuseUnrouted(request, reply));
      acceptLaravelBodies(api);
      limitCallsOfTokens(api, ctx);
      refuseOtherSubdomains(api, ctx);
      xobitoContactRoutes(api, ctx);
      xobitoLabelRoutes(api, ctx);
      xobitoMessageRoutes(api, ctx);
      xobitoTemplateRoutes(api, ctx);
    },
    { prefix: '/api/v1/:subdomain' },
  );
}

/** The token says whose data it is. A subdomain that says something else is a mistake that must not go unseen. */
function refuseOtherSubdomains(api: ApiServer, ctx: XobitoContext): void {
  api.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const { subdomain } = await workspaceFor(ctx, request);
    if (objectOf(request.params).subdomain === subdomain) return;
    throw new PosthornError('invalid_request', 'Invalid tenant subdomain');
  });
}
