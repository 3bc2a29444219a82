/** A JSON Schema (draft 2020-12) as a plain object. */
export type JsonSchema = { readonly [keyword: string]: unknown };

export const TEXT: JsonSchema = { type: 'string' };
export const TEXT_OR_NULL: JsonSchema = { type: ['string', 'null'] };
export const NUMBER_OR_NULL: JsonSchema = { type: ['number', 'null'] };
export const INTEGER: JsonSchema = { type: 'integer' };
export const INTEGER_OR_NULL: JsonSchema = { type: ['integer', 'null'] };
export const BOOLEAN: JsonSchema = { type: 'boolean' };
export const BOOLEAN_OR_NULL: JsonSchema = { type: ['boolean', 'null'] };
export const TIME: JsonSchema = { type: 'string', format: 'date-time' };
export const TIME_OR_NULL: JsonSchema = { type: ['string', 'null'], format: 'date-time' };
export const OBJECT: JsonSchema = { type: 'object' };
export const OBJECT_OR_NULL: JsonSchema = { type: ['object', 'null'] };
export const LIST_OR_NULL: JsonSchema = { type: ['array', 'null'] };

/** The same schema, or null. */
export function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'null' }] };
}

/** A list of things of one shape. */
export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

/** One of these words. */
export function oneOf(words: readonly (string | null)[]): JsonSchema {
  return { enum: words };
}

/**
 * An object that always has these properties. It stays open: a later version may add some, and a
 * receiver that refused them would break on the day they come.
 */
export function objectOf(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
  };
}
