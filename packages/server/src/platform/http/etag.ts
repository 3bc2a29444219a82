import { PosthornError } from '../../domain/errors.ts';

/**
 * The ETag of a resource that people edit: its revision, which changes with every change of it.
 *
 * Strong, because If-Match compares strongly and would never match a weak one (RFC 9110, 13.1.1).
 */
export function etagOf(revision: number): string {
  return `"r${revision}"`;
}

interface WithHeaders {
  readonly headers: { readonly 'if-match'?: string | undefined };
}

/**
 * Lets a change through when it was made on the present version. Without If-Match, or with `*`, it always was.
 * A proxy that compresses weakens ETags on the way, so `W/` is overlooked: the revision inside says all.
 *
 * @throws PosthornError `precondition_failed` when the resource was changed since.
 */
export function checkIfMatch(request: WithHeaders, etag: string): void {
  const ifMatch = request.headers['if-match'];
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const named = ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (named.includes(etag)) return;
  throw new PosthornError('precondition_failed', 'The resource was changed since it was read.', {
    fields: [{ pointer: 'If-Match', message: `The present version is ${etag}.` }],
  });
}
