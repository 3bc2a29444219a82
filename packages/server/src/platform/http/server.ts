import { type FastifyBaseLogger, type FastifyServerFactory, fastify, LogController } from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { addAccessControl } from './access.ts';
import type { ApiServer } from './api.ts';
import type { ApiAuthenticator } from './authenticator.ts';
import { docsRoutes } from './docs.routes.ts';
import { answerClientError, createHttpServer } from './http-server.ts';
import { addIdempotency, type IdempotencyKeeper } from './idempotency.ts';
import { addNotFoundAnswers } from './method-check.ts';
import { addOpenApi, type OpenApiOptions } from './openapi.ts';
import { toProblem } from './problem.ts';
import { createRateLimits, DEFAULT_RATE_LIMITS, type RateLimitBounds } from './rate-limits.ts';
import { addRequestLog } from './request-log.ts';
import { validateByZod } from './request-validation.ts';
import { addSecurityHeaders, SECURITY_HEADERS } from './security-headers.ts';
import { addCookies } from './session-cookie.ts';
import { acceptStrictJsonOnly } from './strict-json.ts';
import { addWebSockets } from './web-sockets.ts';

/** Bytes of a body of our own API. */
const BODY_BYTES_MAX = 1024 * 1024;
/** Characters of one path segment. Ids are shorter; what is longer is answered 414. */
const PATH_PARAM_CHARS_MAX = 512;

export interface ApiServerOptions {
  readonly authenticator: ApiAuthenticator;
  readonly idempotency: IdempotencyKeeper;
  readonly nowMs: () => number;
  /** Makes the UUID of a request's id, which stands in answers and logs. */
  readonly newId: () => string;
  readonly openApi: OpenApiOptions;
  /** Absent: nothing is logged. */
  readonly logger?: FastifyBaseLogger;
  readonly rateLimits?: RateLimitBounds;
  /** Addresses and networks of proxies whose forwarding headers count. Absent: none. */
  readonly trustedProxies?: readonly string[];
  /** Makes the node server around the API's handler, for paths that are not the API's. Absent: `createHttpServer`. */
  readonly serverFactory?: FastifyServerFactory;
}

/**
 * Makes the HTTP API without its routes (DESIGN 9): strict JSON, access control, rate limits, idempotency, problems
 * as RFC 9457, OpenAPI at `/openapi.json` and its page at `/docs/api`. Routes are added to what it returns, then
 * it listens.
 */
export async function createApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const api = createBareServer(options);
  answerErrors(api);
  acceptStrictJsonOnly(api);
  addSecurityHeaders(api);
  addRequestLog(api);
  await addWebSockets(api);
  await addCookies(api);
  addNotFoundAnswers(api);
  const rateLimits = await createRateLimits(api, options.rateLimits ?? DEFAULT_RATE_LIMITS);
  addAccessControl(api, { authenticator: options.authenticator, rateLimits, nowMs: options.nowMs });
  addIdempotency(api, { keeper: options.idempotency, nowMs: options.nowMs });
  await addOpenApi(api, options.openApi);
  docsRoutes(api);
  return api;
}

function createBareServer(options: ApiServerOptions): ApiServer {
  const newRequestId = () => `req_${options.newId()}`;
  const api = fastify({
    ...(options.logger === undefined ? {} : { loggerInstance: options.logger }),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    serverFactory: options.serverFactory ?? ((handler) => createHttpServer(handler)),
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: PATH_PARAM_CHARS_MAX },
    trustProxy: options.trustedProxies === undefined ? false : [...options.trustedProxies],
    requestIdHeader: false,
    genReqId: newRequestId,
    // What still arrives on an open connection while we stop is answered properly; the connection ends with it.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      const { headers, body } = toProblem(error, request.id);
      reply.raw.writeHead(body.status, { ...SECURITY_HEADERS, ...headers }).end(JSON.stringify(body));
    },
    clientErrorHandler: (error, socket) => answerClientError(error, socket, newRequestId()),
  }).withTypeProvider<ZodTypeProvider>();
  api.setValidatorCompiler(validateByZod);
  api.setSerializerCompiler(serializerCompiler);
  return api;
}

function answerErrors(api: ApiServer): void {
  api.setErrorHandler((error, request, reply) => {
    const { headers, body, expected } = toProblem(error, request.id);
    if (!expected) request.log.error({ error }, 'unforeseen error in a request');
    return reply.code(body.status).headers(headers).send(JSON.stringify(body));
  });
}
