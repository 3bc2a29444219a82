import swagger from '@fastify/swagger';
import { createJsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { ApiServer } from './api.ts';
import type { OpenApiDocument, PathItemObject } from './openapi-document.ts';
import {
  describeByConfig,
  SECURITY_SCHEMES,
  withoutUnusedSchemas,
  withProblemResponses,
} from './openapi-operations.ts';

export interface OpenApiOptions {
  /** Version of the gateway. */
  readonly version: string;
  /** Where callers reach the API. Null: the origin that served the document. */
  readonly publicUrl: string | null;
  /** What endpoints are sent, by event type. Asked once, when the document is first read. */
  readonly webhooks?: () => Readonly<Record<string, PathItemObject>>;
}

/**
 * Collects the descriptions of the routes that are added from now on. One zod schema per body gives validation,
 * types and this document (DESIGN 9).
 */
export async function addOpenApi(api: ApiServer, options: OpenApiOptions): Promise<void> {
  const fromZod = createJsonSchemaTransform({});
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Posthorn',
        version: options.version,
        description: DESCRIPTION,
        license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: options.publicUrl ?? '/' }],
      components: { securitySchemes: SECURITY_SCHEMES, responses: RESPONSES },
    },
    convertConstToEnum: false,
    stripBasePath: false,
    transform: (input) => {
      const { schema, url } = fromZod(input);
      return { schema: describeByConfig(schema ?? {}, input.route), url };
    },
    transformObject: (input) =>
      finish(jsonSchemaTransformObject(input) as unknown as OpenApiDocument, options) as never,
  });
}

/** The document of all routes there are. After `ready()`. */
export function readOpenApi(api: ApiServer): OpenApiDocument {
  return api.swagger() as unknown as OpenApiDocument;
}

const DESCRIPTION =
  'Self-hosted webhooks for WhatsApp Business. JSON in snake_case; errors are problems (RFC 9457) with a stable `code`; ' +
  'lists come in pages with a cursor; `Idempotency-Key` makes a repeated POST safe.';

const RESPONSES = {
  Problem: {
    description: 'What went wrong. Match on `code`.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  },
};

function finish(document: OpenApiDocument, options: OpenApiOptions): OpenApiDocument {
  const tags = Object.values(document.paths).flatMap((item) => Object.values(item).flatMap(({ tags = [] }) => tags));
  return withoutUnusedSchemas({
    ...document,
    tags: [...new Set(tags)].map((name) => ({ name })),
    paths: withProblemResponses(document.paths),
    webhooks: options.webhooks?.() ?? {},
  });
}
