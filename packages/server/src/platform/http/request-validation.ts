import type { FastifySchemaCompiler } from 'fastify';
import type * as z from 'zod';
import { safeParse } from 'zod';
import { type FieldProblem, PosthornError } from '../../domain/errors.ts';

/** Problems that one answer names. More help nobody, and a hostile body could ask for millions. */
const FIELD_PROBLEMS_MAX = 50;
/** Length of a pointer: unknown field names come from the caller. */
const POINTER_CHARS_MAX = 200;

type HttpPart = 'body' | 'querystring' | 'params' | 'headers';
type Issue = z.core.$ZodIssue;

/** Makes fastify check requests by zod schemas. What does not fit becomes a PosthornError `invalid_request`. */
export const validateByZod: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const part = (httpPart ?? 'body') as HttpPart;
  return (data: unknown) => {
    const parsed = safeParse(schema, data);
    return parsed.success ? { value: parsed.data } : { error: toInvalidRequest(parsed.error.issues, part) };
  };
};

const WORDS_BY_PART: Readonly<Record<HttpPart, string>> = {
  body: 'The body is not valid.',
  querystring: 'The query is not valid.',
  params: 'The path is not valid.',
  headers: 'A header is not valid.',
};

function toInvalidRequest(issues: readonly Issue[], part: HttpPart): PosthornError {
  const fields = issues.flatMap((issue) => fieldProblemsOf(issue, part, [])).slice(0, FIELD_PROBLEMS_MAX);
  return new PosthornError('invalid_request', WORDS_BY_PART[part], { fields });
}

function fieldProblemsOf(issue: Issue, part: HttpPart, parentPath: readonly PropertyKey[]): FieldProblem[] {
  const path = [...parentPath, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerTo([...path, key], part), message: 'There is no such field.' }));
  }
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue.errors);
    if (branch !== null) return branch.flatMap((inner) => fieldProblemsOf(inner, part, path));
  }
  return [{ pointer: pointerTo(path, part), message: issue.message }];
}

/** The alternative of a union that the value was meant for: the one whose own type fits, so that only inner fields are wrong. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const isNear = (issue: Issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys';
  return branches.find((issues) => issues.length > 0 && issues.every(isNear)) ?? null;
}

function pointerTo(path: readonly PropertyKey[], part: HttpPart): string {
  const names = path.map(String);
  const pointer =
    part === 'body' ? names.map((name) => `/${escapePointer(name)}`).join('') : `${PREFIX[part]}${names.join('.')}`;
  return pointer.slice(0, POINTER_CHARS_MAX);
}

const PREFIX: Readonly<Record<Exclude<HttpPart, 'body'>, string>> = { querystring: '?', params: '', headers: '' };

/** RFC 6901, 3. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
