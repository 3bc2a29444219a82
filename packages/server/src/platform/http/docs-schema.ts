import { type Html, html, prose } from './html.ts';
import { type OpenApiDocument, resolveSchema, type SchemaObject, schemaNameOf } from './openapi-document.ts';

/** Levels of a schema that are written out. Deeper ones, and schemas that contain themselves, end in a link or a word. */
const SCHEMA_DEPTH_MAX = 8;

/** Where the component of that name is shown on the page. */
export function schemaAnchor(name: string): string {
  return `schema-${name}`;
}

/** A schema as nested lists of fields. */
export function renderSchema(schema: SchemaObject, depth = 0): Html | null {
  if (depth > SCHEMA_DEPTH_MAX || schemaNameOf(schema) !== null) return null;
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  if (inner.length > 0) return html`${inner.map((one) => renderSchema(one, depth + 1))}`;
  if (schema.items !== undefined) return renderSchema(schema.items, depth + 1);
  const { properties = {}, required = [], additionalProperties } = schema;
  const fields = Object.entries(properties).map(([name, field]) =>
    renderField({ name, field, depth }, required.includes(name)),
  );
  if (fields.length > 0) return html`<ul class="fields">${fields}</ul>`;
  return typeof additionalProperties === 'object' ? renderSchema(additionalProperties, depth + 1) : null;
}

interface Field {
  readonly name: string;
  readonly field: SchemaObject;
  readonly depth: number;
}

function renderField({ name, field, depth }: Field, isRequired: boolean): Html {
  return html`<li><code>${name}</code> <span class="soft">${typeInWords(field)}</span>${
    isRequired ? html` <span class="needed">required</span>` : null
  }${field.description === undefined ? null : html`<br>${prose(field.description)}`}${renderSchema(field, depth + 1)}</li>`;
}

/** The type of a value in words, with its bounds. A component becomes a link. */
export function typeInWords(schema: SchemaObject): Html {
  const name = schemaNameOf(schema);
  if (name !== null) return html`<a href="#${schemaAnchor(name)}">${name}</a>`;
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) {
    return html`${alternatives.map((one, index) => html`${index === 0 ? '' : ' or '}${typeInWords(one)}`)}`;
  }
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum !== undefined)
    return html`one of ${schema.enum.map((one) => html`<code>${String(one)}</code> `)}${boundsInWords(schema)}`;
  if (schema.items !== undefined) return html`list of ${typeInWords(schema.items)}${boundsInWords(schema)}`;
  const type = [schema.type ?? 'any'].flat().join(' or ');
  const format = schema.format === undefined ? '' : ` (${schema.format})`;
  return html`${type}${format}${boundsInWords(schema)}`;
}

function boundsInWords(schema: SchemaObject): string {
  const bounds = [
    rangeInWords(schema.minimum, schema.maximum, ''),
    rangeInWords(schema.minLength, schema.maxLength, ' characters'),
    rangeInWords(schema.minItems, schema.maxItems, ' items'),
    schema.default === undefined ? null : `default ${JSON.stringify(schema.default)}`,
  ].filter((words) => words !== null);
  return bounds.length === 0 ? '' : `, ${bounds.join(', ')}`;
}

function rangeInWords(least: number | undefined, most: number | undefined, unit: string): string | null {
  // zod writes the bounds of safe integers on every integer: they tell nothing.
  const min = least === undefined || least <= Number.MIN_SAFE_INTEGER ? null : least;
  const max = most === undefined || most >= Number.MAX_SAFE_INTEGER ? null : most;
  if (min !== null && max !== null) return min === max ? `${min}${unit}` : `${min} to ${max}${unit}`;
  if (max !== null) return `at most ${max}${unit}`;
  return min === null ? null : `at least ${min}${unit}`;
}

/** A value that fits the schema: its own example where it has one, else made up from the types. */
export function exampleOf(document: OpenApiDocument, schema: SchemaObject, depth = 0): unknown {
  const { example, examples, const: only, enum: words, default: usual } = schema;
  const given = example ?? examples?.[0] ?? only ?? usual ?? words?.[0];
  if (given !== undefined || depth > SCHEMA_DEPTH_MAX) return given ?? null;
  const named = resolveSchema(document, schema);
  if (named !== schema) return exampleOf(document, named, depth + 1);
  const first = (schema.anyOf ?? schema.oneOf ?? schema.allOf)?.[0];
  if (first !== undefined) return exampleOf(document, first, depth + 1);
  if (schema.items !== undefined) return [exampleOf(document, schema.items, depth + 1)];
  if (schema.properties !== undefined) {
    const fields = Object.entries(schema.properties).map(([name, field]) => [
      name,
      exampleOf(document, field, depth + 1),
    ]);
    return Object.fromEntries(fields);
  }
  return exampleOfType(schema);
}

function exampleOfType({ type, format, minimum }: SchemaObject): unknown {
  const first = [type ?? 'object'].flat()[0];
  if (first === 'string') return format === 'date-time' ? '2026-11-20T09:30:00.000Z' : 'text';
  if (first === 'integer' || first === 'number') return Math.max(1, minimum ?? 1);
  if (first === 'boolean') return true;
  if (first === 'array') return [];
  return first === 'null' ? null : {};
}
