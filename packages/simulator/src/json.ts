export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object. A key whose value is undefined is not sent. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/**
 * How a body is written. `escaped-unicode` is Meta's way: `/` as `\/` and everything outside
 * ASCII as lowercase `\uXXXX` (CONTRACTS 1.2). `plain` is UTF-8 as `JSON.stringify` writes it.
 */
export type JsonForm = 'escaped-unicode' | 'plain';

/** The text of a body in one of the two forms. */
export function stringifyMetaJson(body: JsonObject, form: JsonForm): string {
  const text = JSON.stringify(body);
  return form === 'plain' ? text : text.replace(ESCAPED_UNITS, escapeUnit);
}

/** The bytes of a body: what is signed and what is sent. */
export function encodeMetaJson(body: JsonObject, form: JsonForm): Buffer {
  return Buffer.from(stringifyMetaJson(body, form), 'utf8');
}

/** The same text for the same value, whatever the order of its keys. */
export function stringifyCanonically(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map((item) => stringifyCanonically(item)).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value ?? null);
  const pairs = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${stringifyCanonically(value[key])}`);
  return `{${pairs.join(',')}}`;
}

/** Tells an object from the other JSON values. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a list of objects; empty when it is none. */
export function toObjects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item) => isJsonObject(item)) : [];
}

// In JSON text these characters stand only inside strings, so replacing them cannot break the syntax.
// No `u` flag: a character beyond the base plane must become its two surrogates.
const ESCAPED_UNITS = /[/\u0080-\uffff]/g;

function escapeUnit(unit: string): string {
  return unit === '/' ? '\\/' : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
