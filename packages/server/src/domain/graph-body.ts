import { PosthornError } from './errors.ts';
import type { GraphResult } from './graph.ts';
import type { JsonObject } from './meta/meta-body.ts';

/**
 * The body of a call that Meta carried out.
 *
 * @param refusedField What of the request Meta's refusal is most likely about, as a JSON pointer. Null: none in particular.
 * @throws PosthornError `meta_refused` with Meta's words, `meta_unavailable`.
 */
export function graphBodyOrThrow(result: GraphResult, refusedField: string | null = null): JsonObject {
  switch (result.kind) {
    case 'ok':
      return result.body;
    case 'refused': {
      const { error } = result;
      const said = error.details ?? error.title;
      throw new PosthornError('meta_refused', 'Meta refused the call. meta_error says why.', {
        metaError: error,
        fields: refusedField === null ? [] : [{ pointer: refusedField, message: `Meta says: ${said}` }],
      });
    }
    case 'unreachable':
      throw new PosthornError('meta_unavailable', `${result.reason} Nothing was changed.`);
    case 'unknown':
      throw new PosthornError('meta_unavailable', `${result.reason} Try again.`);
  }
}
