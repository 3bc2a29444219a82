import type { EventType } from '../event-catalogue/event-type.ts';
import type { JsonSchema } from '../event-catalogue/schema.ts';

/** Names that may pick an element of a list. */
const INDEX = /^\d{1,9}$/;

/**
 * Whether the catalogue says of an event type that its `data` may have a field, given as the names after `data`.
 * What the catalogue leaves open (Meta's own item, attributes of the workspace) may have any.
 */
export function mayHaveField({ dataSchema }: Pick<EventType, 'dataSchema'>, segments: readonly string[]): boolean {
  return mayHave(dataSchema, segments);
}

function mayHave(schema: JsonSchema, segments: readonly string[]): boolean {
  const [segment, ...rest] = segments;
  if (segment === undefined) return true;
  if (Array.isArray(schema.anyOf)) return schema.anyOf.some((one) => isSchema(one) && mayHave(one, segments));
  if (isSchema(schema.items)) return mayHave(schema.items, INDEX.test(segment) ? rest : segments);
  const { properties, additionalProperties } = schema;
  if (isSchema(properties) && Object.hasOwn(properties, segment)) {
    const inner = properties[segment];
    return isSchema(inner) && mayHave(inner, rest);
  }
  if (isSchema(additionalProperties)) return mayHave(additionalProperties, rest);
  return properties === undefined && isOpen(schema);
}

/** Nothing is said of what lies inside, or of whether anything can. */
function isOpen({ type, enum: words }: JsonSchema): boolean {
  if (words !== undefined) return false;
  if (type === undefined) return true;
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  return types.includes('object') || types.includes('array');
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
