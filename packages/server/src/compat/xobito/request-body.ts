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
  return nestFields(fields);
}

/** Fields of a form by the brackets in their names, as PHP reads them: `buttons[0][id]`, `groups[]`. */
export function nestFields(fields: Iterable<readonly [name: string, value: string]>): JsonObject {
  const tree: Tree = new Map();
  for (const [name, value] of fields) put(tree, keysOf(name), value);
  return toObject(tree);
}

/** The fields of a body after Laravel's `TrimStrings` and `ConvertEmptyStringsToNull`. */
export function toLaravelInput(body: unknown): JsonObject {
  return isJsonObject(body) ? cleanObject(body) : {};
}

/** A field's text, or what stands in its brackets. */
type Tree = Map<string, string | Tree>;

/** Brackets deeper than in any field that there is are part of the name. */
const NESTED_NAME = /^([^[\]]+)((?:\[[^[\]]*\]){1,4})$/;

function keysOf(name: string): readonly string[] {
  const [, first, rest] = NESTED_NAME.exec(name) ?? [];
  if (first === undefined || rest === undefined) return [name];
  return [first, ...rest.slice(1, -1).split('][')];
}

function put(tree: Tree, keys: readonly string[], value: string): void {
  const [key = '', ...rest] = keys;
  const name = key === '' ? String(tree.size) : key;
  if (rest.length === 0) {
    tree.set(name, value);
    return;
  }
  const known = tree.get(name);
  const inner: Tree = known instanceof Map ? known : new Map();
  tree.set(name, inner);
  put(inner, rest, value);
}

function toObject(tree: Tree): JsonObject {
  return Object.fromEntries(
    Array.from(tree, ([name, value]) => [name, typeof value === 'string' ? value : toNested(value)]),
  );
}

function toNested(tree: Tree): unknown {
  const object = toObject(tree);
  const isList = [...tree.keys()].every((name, index) => name === String(index));
  return isList ? Object.values(object) : object;
}

function cleanObject(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, cleanValue(value)]));
}

function cleanValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleanValue);
  if (isJsonObject(value)) return cleanObject(value);
  if (typeof value !== 'string') return value;
  const trimmed = value.trim();
  return trimmed === '' ? null : trimmed;
}
