import type { EventType, Format } from './endpoint-types.ts';
import { type EventChoice, isChosen } from './event-choice.ts';
import type { ValueKind } from './filter-draft.ts';

/** A field that a filter may name. */
export interface KnownField {
  readonly field: string;
  readonly kind: ValueKind;
}

/** What every event has beside its data. */
const OF_ALL: readonly KnownField[] = [
  { field: 'type', kind: 'text' },
  { field: 'channel_id', kind: 'text' },
  { field: 'occurred_at', kind: 'time' },
  { field: 'contact.id', kind: 'text' },
  { field: 'contact.serial', kind: 'number' },
  { field: 'contact.phone', kind: 'text' },
  { field: 'contact.bsuid', kind: 'text' },
];

/** More than anybody scrolls through; who knows the name of a field types it. */
const FIELDS_MAX = 600;
const DEPTH_MAX = 5;
/** One list of all, the first that names a field first. */
export function mergeFields(...lists: readonly (readonly KnownField[])[]): readonly KnownField[] {
  const byName = new Map<string, KnownField>();
  for (const known of [OF_ALL, ...lists].flat()) if (!byName.has(known.field)) byName.set(known.field, known);
  return [...byName.values()].slice(0, FIELDS_MAX);
}

/** The fields that the catalogue knows of the chosen types. */
export function fieldsOfTypes(
  catalogue: readonly EventType[],
  { choice, format }: { readonly choice: EventChoice; readonly format: Format },
): readonly KnownField[] {
  return catalogue
    .filter(({ type, formats }) => isChosen(choice, { type, isByName: formats[format]?.by_name ?? true }))
    .flatMap(({ data_schema }) => fieldsOfSchema(data_schema, 'data', 0));
}

type Schema = Readonly<Record<string, unknown>>;

function fieldsOfSchema(schema: unknown, field: string, depth: number): readonly KnownField[] {
  if (!isObject(schema) || depth > DEPTH_MAX) return [];
  if (Array.isArray(schema.anyOf)) return schema.anyOf.flatMap((one) => fieldsOfSchema(one, field, depth));
  if (isObject(schema.items)) return fieldsOfSchema(schema.items, field, depth + 1);
  if (isObject(schema.properties)) {
    return Object.entries(schema.properties).flatMap(([name, inner]) =>
      fieldsOfSchema(inner, `${field}.${name}`, depth + 1),
    );
  }
  return schema.type === 'null' || depth === 0 ? [] : [{ field, kind: kindOfSchema(schema) }];
}

function kindOfSchema({ type, format, enum: words }: Schema): ValueKind {
  if (words !== undefined) return 'text';
  const types = Array.isArray(type) ? type : [type];
  if (types.includes('string')) return format === 'date-time' ? 'time' : 'text';
  if (types.includes('number') || types.includes('integer')) return 'number';
  return types.includes('boolean') ? 'boolean' : null;
}

/** The fields of an event's data as it is, but for Meta's own item. */
export function fieldsOfData(data: unknown): readonly KnownField[] {
  return fieldsIn(data, 'data', 0);
}

function fieldsIn(value: unknown, field: string, depth: number): readonly KnownField[] {
  if (depth > DEPTH_MAX) return [];
  if (Array.isArray(value)) return fieldsIn(value[0], field, depth + 1);
  if (isObject(value)) {
    return Object.entries(value)
      .filter(([name]) => name !== '' && !name.includes('.') && `${field}.${name}` !== 'data.raw')
      .flatMap(([name, inner]) => fieldsIn(inner, `${field}.${name}`, depth + 1));
  }
  return value === null || value === undefined || depth === 0 ? [] : [{ field, kind: kindOfValue(value) }];
}

function kindOfValue(value: unknown): ValueKind {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'string' ? 'text' : null;
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
