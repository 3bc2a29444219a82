import type { FastifySchema, RouteOptions } from 'fastify';
import { granteesOf, PERMISSIONS, type Permission } from '../../domain/permissions.ts';
import type { Access } from './api.ts';
import {
  listOperations,
  type OpenApiDocument,
  type OperationObject,
  type PathItemObject,
  type ResponseObject,
  type SchemaObject,
} from './openapi-document.ts';

const API_KEY = 'ApiKey';
const SESSION = 'Session';
const VOBIZ_ACCOUNT = 'VobizAccount';
const VOBIZ_KEY = 'VobizKey';

/** The security schemes of the document, by name. */
export const SECURITY_SCHEMES = {
  [API_KEY]: { type: 'http', scheme: 'bearer' },
  [SESSION]: {
    type: 'apiKey',
    in: 'cookie',
    name: 'posthorn_session',
    description:
      'A member who signed in: the cookie of `POST /v1/session`, called `__Host-posthorn_session` over https. Everything but GET also needs the header `Posthorn-CSRF`.',
  },
  [VOBIZ_ACCOUNT]: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Auth-ID',
    description: "Vobiz API: the workspace's account id.",
  },
  [VOBIZ_KEY]: { type: 'apiKey', in: 'header', name: 'X-Auth-Token', description: 'Vobiz API: an API key.' },
} as const;

/** What a route's config adds to the description of its operation: who may call it, and the headers that go with that. */
export function describeByConfig(schema: FastifySchema, route: RouteOptions): FastifySchema {
  const { access, idempotent } = route.config ?? {};
  const method = [route.method].flat()[0] ?? 'GET';
  const headers = {
    ...(access !== undefined && 'permission' in access ? { 'Posthorn-Workspace': WORKSPACE_HEADER_SCHEMA } : {}),
    ...(idempotent === true ? { 'Idempotency-Key': IDEMPOTENCY_KEY_SCHEMA } : {}),
    // What is a member's own is not edited by two people.
    ...(method === 'PATCH' && access?.who !== 'member' ? { 'If-Match': IF_MATCH_SCHEMA } : {}),
  };
  return {
    operationId: operationIdOf(method, route.url),
    ...schema,
    ...(Object.keys(headers).length > 0 ? { headers: { type: 'object', properties: headers } } : {}),
    security: securityOf(access),
    'x-access': accessInWords(access),
  } as FastifySchema;
}

const WORKSPACE_HEADER_SCHEMA: SchemaObject = {
  type: 'string',
  description: 'With the root key or the session of a member: the id of the workspace to act for.',
};
const IDEMPOTENCY_KEY_SCHEMA: SchemaObject = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  description: 'Repeating the request with the same key gives the same answer and creates nothing more, for 24 hours.',
};
const IF_MATCH_SCHEMA: SchemaObject = {
  type: 'string',
  description: 'The ETag that was read: the change is refused when the resource was changed since.',
};

function securityOf(access: Access | undefined) {
  if (access?.who === 'anyone') return [];
  const bearer = { [API_KEY]: [] };
  const session = { [SESSION]: [] };
  if (access?.who === 'member') return [session];
  const isVobiz = access !== undefined && 'credentials' in access && access.credentials === 'vobiz';
  if (isVobiz) return [{ [VOBIZ_ACCOUNT]: [], [VOBIZ_KEY]: [] }, bearer];
  const isForPrograms = access !== undefined && 'permission' in access && granteesOf(access.permission).length === 0;
  return isForPrograms ? [bearer] : [bearer, session];
}

function accessInWords(access: Access | undefined): string {
  if (access === undefined || access.who === 'anyone') return 'Anyone, without a key.';
  if (access.who === 'member') return 'A member who has signed in.';
  if (access.who === 'caller') return 'Anybody who shows a key, a session or the token of a portal link.';
  if (access.who === 'operator') return 'The root key. A member who is an operator.';
  const key = `An API key with scope ${PERMISSIONS[access.permission].scope}`;
  const people = peopleInWords(access.permission);
  if (access.who === 'workspace') return `${key}, or the root key with Posthorn-Workspace.${people}`;
  return `${key}, or the root key: with Posthorn-Workspace for a workspace, without it for the operator.${people}`;
}

function peopleInWords(permission: Permission): string {
  const grantees = granteesOf(permission);
  const roles = grantees.filter((grantee) => grantee !== 'portal');
  const members = roles.length === 0 ? '' : ` A member with the role ${roles.join(', ')}.`;
  return grantees.includes('portal') ? `${members} A portal link.` : members;
}

/** `POST /v1/api-keys/:id/rotate` becomes `post_v1_api_keys_id_rotate`. */
function operationIdOf(method: string, url: string): string {
  return `${method.toLowerCase()}_${url.replaceAll(/[^A-Za-z0-9]+/g, '_').replaceAll(/^_|_$/g, '')}`;
}

const PROBLEM_RESPONSE: ResponseObject = { $ref: '#/components/responses/Problem' };

/** Adds the problems that each operation can answer with. One that describes its errors itself has others. */
export function withProblemResponses(paths: OpenApiDocument['paths']): OpenApiDocument['paths'] {
  const described: Record<string, Record<string, OperationObject>> = {};
  for (const { method, path, operation } of listOperations(paths)) {
    const statuses = operation.responses?.default === undefined ? problemStatusesOf(operation) : [];
    const problems = Object.fromEntries(statuses.map((status) => [status, PROBLEM_RESPONSE]));
    described[path] = {
      ...described[path],
      [method.toLowerCase()]: { ...operation, responses: { ...problems, ...operation.responses } },
    };
  }
  return described satisfies Record<string, PathItemObject>;
}

function problemStatusesOf(operation: OperationObject): string[] {
  const parameters = operation.parameters ?? [];
  const isGuarded = (operation.security ?? []).length > 0;
  const hasHeader = (name: string) =>
    parameters.some((parameter) => parameter.in === 'header' && parameter.name === name);
  const hasBody = operation.requestBody !== undefined;
  return [
    ...(hasBody || parameters.some((parameter) => parameter.in === 'query') ? ['400'] : []),
    ...(isGuarded ? ['401', '403', '429'] : []),
    ...(isGuarded && parameters.some((parameter) => parameter.in === 'path') ? ['404'] : []),
    ...(hasHeader('Idempotency-Key') ? ['409'] : []),
    ...(hasHeader('If-Match') ? ['412'] : []),
    ...(hasBody ? ['413', '415', '422'] : []),
    'default',
  ];
}

/** Leaves out the components that nothing refers to: each named schema comes in an input and an output form. */
export function withoutUnusedSchemas(document: OpenApiDocument): OpenApiDocument {
  const { schemas, ...otherComponents } = document.components;
  const used = new Set<string>();
  const open = [JSON.stringify({ ...document, components: otherComponents })];
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      open.push(JSON.stringify(schemas[name] ?? {}));
    }
  }
  const kept = Object.entries(schemas).filter(([name]) => used.has(name));
  return { ...document, components: { ...otherComponents, schemas: Object.fromEntries(kept) } };
}
