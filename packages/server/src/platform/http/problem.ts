import type { FastifyError } from 'fastify';
import * as z from 'zod';
import { type ErrorCode, PosthornError, STATUS_BY_CODE } from '../../domain/errors.ts';
import type { GraphError } from '../../domain/graph.ts';
import { isStoreAway } from '../db/errors.ts';
import { PROBLEM_WORDS } from './problem-words.ts';

const PROBLEM_CONTENT_TYPE = 'application/problem+json; charset=utf-8';
/** Where the error codes are explained: `type` of a problem is a reference relative to the API's origin. */
export const ERRORS_PATH = '/docs/errors';

/** Body of every answer that is an error (RFC 9457). */
export const problemBody = z
  .object({
    type: z.string().describe('Where the code is explained.'),
    title: z.string().describe('What went wrong, the same for every problem with this code.'),
    status: z.number().int(),
    detail: z.string().describe('What went wrong this time.'),
    instance: z.string().describe('Names this occurrence.'),
    code: z.string().describe('Stable: match on this.'),
    errors: z
      .array(z.object({ pointer: z.string(), detail: z.string() }))
      .describe(
        'The wrong fields: a JSON pointer into the body, `?name` for a query parameter, or the name of a header.',
      ),
    meta_error: z
      .object({
        code: z.number().int(),
        title: z.string(),
        details: z.string().nullable(),
        subcode: z.number().int().nullable(),
        trace_id: z.string().nullable(),
        retryable: z.boolean(),
        advice: z.string().describe('What to do about it.'),
      })
      .optional()
      .describe('What Meta said, when it is Meta that refused.'),
    request_id: z.string().describe('Tell it when you ask for help: the log has it too.'),
  })
  .meta({ id: 'Problem', title: 'Problem' });

export type ProblemBody = z.output<typeof problemBody>;

/** An answer that says what went wrong. */
export interface Problem {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ProblemBody;
  /** False: nobody foresaw this error. It belongs in the log, and the body says nothing of it. */
  readonly expected: boolean;
}

interface Finding {
  readonly error: PosthornError;
  /** Only where HTTP has a finer status than the code: 408, 414, 431. */
  readonly status?: number;
  readonly expected: boolean;
}

/** The one place where an error becomes an answer. What nobody foresaw becomes `internal` and says nothing of itself. */
export function toProblem(thrown: unknown, requestId: string): Problem {
  const { error, expected, status = STATUS_BY_CODE[error.code] } = findingOf(thrown);
  const headers: Record<string, string> = { 'content-type': PROBLEM_CONTENT_TYPE, 'cache-control': 'no-store' };
  if (error.retryAfterSeconds !== null) headers['retry-after'] = String(error.retryAfterSeconds);
  const body = {
    type: `${ERRORS_PATH}#${error.code}`,
    title: PROBLEM_WORDS[error.code].title,
    status,
    detail: error.message,
    instance: `urn:posthorn:request:${requestId}`,
    code: error.code,
    errors: error.fields.map(({ pointer, message }) => ({ pointer, detail: message })),
    ...(error.metaError === null ? {} : { meta_error: toMetaErrorView(error.metaError) }),
    request_id: requestId,
  };
  return { headers, body, expected };
}

function findingOf(thrown: unknown): Finding {
  if (thrown instanceof PosthornError) return { error: thrown, expected: thrown.code !== 'internal' };
  if (thrown instanceof Error) {
    const finding = frameworkFinding(thrown);
    if (finding !== null) return finding;
  }
  if (isStoreAway(thrown)) {
    const error = new PosthornError('store_unavailable', 'The database does not answer. Try again.', {
      retryAfterSeconds: 1,
      cause: thrown,
    });
    return { error, expected: false };
  }
  return { error: new PosthornError('internal', 'Something went wrong on this side.'), expected: false };
}

const CODE_BY_FRAMEWORK_CODE: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Send the body as application/json.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', 'The body is larger than 1 MB.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid_json', 'The body is empty.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid_json', 'The body is not valid JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid_request', 'The body is not as long as Content-Length says.'],
  FST_ERR_NOT_FOUND: ['not_found', 'There is no such path.'],
  FST_ERR_BAD_URL: ['invalid_request', 'The path is not a valid URL.'],
};

/** Errors that the HTTP framework raises before a route runs. Their own texts may repeat what was sent, so they stay here. */
function frameworkFinding(thrown: Error & Partial<Pick<FastifyError, 'code' | 'statusCode'>>): Finding | null {
  const known = CODE_BY_FRAMEWORK_CODE[thrown.code ?? ''];
  if (known !== undefined) return { error: new PosthornError(...known), expected: true };
  const status = thrown.statusCode ?? 500;
  if (status < 400 || status > 499) return null;
  return {
    error: new PosthornError('invalid_request', 'The request cannot be read.', { cause: thrown }),
    status,
    expected: true,
  };
}

/** An error of Meta's as the API shows it. */
export function toMetaErrorView({ code, title, details, subcode, traceId, retryable, advice }: GraphError) {
  return { code, title, details, subcode, trace_id: traceId, retryable, advice };
}
