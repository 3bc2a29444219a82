import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { ApiServer } from '../../platform/http/api.ts';
import { type Problem, toProblem } from '../../platform/http/problem.ts';
import { takenWords } from './fields.ts';

/** Body of every error but a rate limit's (CONTRACTS 3.8). */
export const xobitoError = z
  .object({
    status: z.literal('error'),
    message: z.string(),
    errors: z
      .union([z.string(), z.record(z.string(), z.array(z.string()))])
      .optional()
      .describe('At 422 what is wrong by field; at 400 a sentence.'),
  })
  .meta({ id: 'XobitoError' });

/** Body of 429. It has no `status`. */
export const xobitoRateLimited = z
  .object({ message: z.string(), retry_after: z.number().int().describe('Seconds.') })
  .meta({ id: 'XobitoRateLimited' });

type ErrorBody = z.output<typeof xobitoError> | z.output<typeof xobitoRateLimited>;

/** What the words of an error depend on beside the error. */
export interface FailedCall {
  /** Whether a token came along at all. */
  readonly hasToken: boolean;
  /** No route answers the path. */
  readonly isUnrouted: boolean;
  /** What could not be done: `create contact`. */
  readonly action: string;
}

/** Answers every error in Xobito's shape: those of authentication, of the framework and of no route at all too. */
export function answerXobitoErrors(api: ApiServer): void {
  api.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error, request.id);
    if (!problem.expected) request.log.error({ error }, 'unforeseen error in a request');
    const { status, body } = toXobitoError(problem, callOf(request));
    const headers = { ...problem.headers, 'content-type': 'application/json; charset=utf-8' };
    return reply.code(status).headers(headers).send(JSON.stringify(body));
  });
}

/** Fields of the body that are wrong, as a 422 tells them. */
export function fieldErrors(messages: readonly FieldMessage[]): PosthornError {
  const fields = messages.map(([field, message]) => ({ pointer: `/${field}`, message }));
  return new PosthornError('unprocessable', 'Validation failed', { fields });
}

/** A problem of ours as Xobito would tell it. */
export function toXobitoError(
  { headers, body }: Problem,
  call: FailedCall,
): { readonly status: number; readonly body: ErrorBody } {
  const answer = (message: string, status = body.status) => ({ status, body: { status: 'error', message } as const });
  switch (body.code) {
    case 'unauthenticated':
      return answer(call.hasToken ? 'Invalid API token' : 'API token is required');
    case 'rate_limited':
      return {
        status: body.status,
        body: { message: 'Too many requests', retry_after: Number(headers['retry-after'] ?? 1) },
      };
    case 'not_found':
      return answer(call.isUnrouted ? 'Route not found' : body.detail);
    case 'internal':
    case 'store_unavailable':
      return answer(`Failed to ${call.action}`);
    case 'invalid_json':
    case 'workspace_required':
      return { status: body.status, body: { status: 'error', message: 'Validation failed', errors: body.detail } };
    case 'invalid_request':
    case 'unprocessable':
    case 'conflict':
      return toValidationError(body);
    default:
      return answer(body.detail);
  }
}

/** Wrong fields of a body are a 422 with the fields. What is wrong elsewhere is a 400 with a sentence. */
function toValidationError({ code, status, detail, errors: problems }: Problem['body']) {
  const wrong = problems.filter(({ pointer }) => pointer.startsWith('/'));
  if (wrong.length > 0) {
    const errors = groupByField(wrong.map((problem) => toFieldMessage(problem, code === 'conflict')));
    return { status: 422, body: { status: 'error', message: 'Validation failed', errors } as const };
  }
  if (code === 'invalid_request') {
    return { status, body: { status: 'error', message: 'Validation failed', errors: detail } as const };
  }
  return { status, body: { status: 'error', message: detail } as const };
}

type FieldMessage = readonly [field: string, message: string];

function toFieldMessage({ pointer, detail }: Problem['body']['errors'][number], isTaken: boolean): FieldMessage {
  const [property = '', ...inner] = pointer.split('/').slice(1);
  // Laravel names what stands in another field with dots.
  const field = XOBITO_FIELDS.get(property) ?? [property, ...inner].join('.');
  return [field, isTaken ? takenWords(field) : detail];
}

/** Fields of our own API that have another name in Xobito's. */
const XOBITO_FIELDS: ReadonlyMap<string, string> = new Map([
  ['first_name', 'firstname'],
  ['last_name', 'lastname'],
  ['country', 'country_id'],
  ['group_ids', 'groups'],
  ['enabled', 'is_enabled'],
  ['opted_out', 'is_opted_out'],
  ['default', 'isdefault'],
]);

function groupByField(messages: readonly FieldMessage[]): Record<string, string[]> {
  const byField = new Map<string, string[]>();
  for (const [field, message] of messages) byField.set(field, [...(byField.get(field) ?? []), message]);
  return Object.fromEntries(byField);
}

function callOf(request: FastifyRequest): FailedCall {
  const [, , , , collection = ''] = (request.routeOptions.url ?? '').split('/');
  const isSend = collection === 'messages' && request.method === 'POST';
  return {
    hasToken: request.headers.authorization !== undefined,
    isUnrouted: request.is404,
    action: isSend ? 'send message' : `${VERBS[request.method] ?? 'process'} ${NOUNS[collection] ?? 'request'}`,
  };
}

const VERBS: Readonly<Record<string, string>> = { GET: 'retrieve', POST: 'create', PUT: 'update', DELETE: 'delete' };
const NOUNS: Readonly<Record<string, string>> = {
  contacts: 'contact',
  statuses: 'status',
  sources: 'source',
  groups: 'group',
  messages: 'message status',
  templates: 'templates',
};
