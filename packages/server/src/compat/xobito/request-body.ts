import { isJsonObject, type JsonObject } from '../../domain/meta/meta-body.ts';
import type { ApiServer } from '../../platform/http/api.ts';

/** Fields of a form, as many as PHP reads of one. */
const FORM_FIELDS_MAX = 1_000;

/**
 * Takes bodies as Laravel takes them: forms beside JSON, texts without white space around them, empty texts as null,
 * and a body that is no object as one without fields.
 */
export function acceptLaravelBodies(api: ApiServer): void {
  api.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => {
    done(null, parseForm(String(text)));
  });
  api.addHook('preValidation', async (request) => {
    request.body = toLaravelInput(request.body);
  });
}

/** The fields of a form. Of a name that stands there twice, the last counts. */
export function parseForm(text: string): JsonObject {
  const fields: [string, string][] = [];
  for (const field of new URLSearchParams(text)) {
    if (fields.length === FORM_FIELDS_MAX) break;
    fields.push(field);
  }
  return Object.fromEntries(fields);
}

/** The fields of a body after Laravel's `TrimStrings` and `ConvertEmptyStringsToNull`. */
export function toLaravelInput(body: unknown): JsonObject {
  if (!isJsonObject(body)) return {};
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, cleanText(value)]));
}

function cleanText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const trimmed = value.trim();
  return trimmed === '' ? null : trimmed;
}
