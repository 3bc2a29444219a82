import { PosthornError } from '../../domain/errors.ts';
import type { ApiServer } from './api.ts';

/** Levels of arrays and objects in a body. Deeper ones would overflow the stack when they are written out again. */
const JSON_DEPTH_MAX = 100;

/**
 * Makes `application/json` in UTF-8 the only body there is. A field `__proto__` or `constructor.prototype`
 * is refused. An empty body counts as none, because many clients declare a type even when they send nothing.
 */
export function acceptStrictJsonOnly(api: ApiServer): void {
  const parseSafely = api.getDefaultJsonParser('error', 'error');
  api.removeAllContentTypeParsers();
  api.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (bytes.length === 0) return done(null, undefined);
    const text = decodeUtf8(bytes);
    if (text === null) return done(new PosthornError('invalid_json', 'The body is not valid UTF-8.'));
    if (jsonDepthOf(text) > JSON_DEPTH_MAX) {
      return done(new PosthornError('invalid_json', `The body is nested deeper than ${JSON_DEPTH_MAX} levels.`));
    }
    return parseSafely(request, text, (error, body) => {
      if (error === null) return done(null, body);
      done(new PosthornError('invalid_json', 'The body is not valid JSON.', { cause: error }));
    });
  });
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** The deepest nesting of brackets outside strings, in one pass. Right for valid JSON; for other text it does not matter. */
function jsonDepthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const char = text[index];
    if (char === '"') inString = !inString;
    else if (inString) {
      if (char === '\\') index++;
    } else if (char === '[' || char === '{') deepest = Math.max(deepest, ++depth);
    else if (char === ']' || char === '}') depth--;
  }
  return deepest;
}
