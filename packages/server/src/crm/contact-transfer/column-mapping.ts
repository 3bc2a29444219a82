import { type FieldProblem, PosthornError } from '../../domain/errors.ts';
import { COLUMNS_MAX } from './transfer-bounds.ts';

/**
 * Fields of a contact that a column can hold, with the headings that mean them without being told: in lower case,
 * without spaces, underscores and hyphens, the one that counts first in front. `id` is the integer of the system that
 * the file comes from, as `serial` is.
 */
const HEADINGS = {
  serial: ['serial', 'id'],
  first_name: ['firstname', 'name'],
  last_name: ['lastname'],
  company: ['company'],
  type: ['type'],
  email: ['email'],
  phone: ['phone', 'phonenumber'],
  bsuid: ['bsuid'],
  username: ['username'],
  country: ['country'],
  address: ['address'],
  city: ['city'],
  state: ['state'],
  zip: ['zip'],
  website: ['website'],
  description: ['description'],
  source: ['source', 'sourceid'],
  status: ['status', 'statusid'],
  groups: ['groups', 'group', 'groupids', 'groupid'],
  tags: ['tags'],
  enabled: ['enabled', 'isenabled'],
  opted_out: ['optedout', 'isoptedout'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type FieldName = keyof typeof HEADINGS;

/** Every field that is no custom attribute, in the order of an export. */
export const FIELD_NAMES = Object.keys(HEADINGS) as readonly FieldName[];

export const ATTRIBUTE_TYPES = ['text', 'number', 'boolean'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** What a column holds. */
export type ColumnTarget =
  | { readonly kind: 'field'; readonly field: FieldName }
  | { readonly kind: 'attribute'; readonly name: string; readonly type: AttributeType };

/** What the columns of a file hold, in their order. */
export interface ColumnPlan {
  readonly names: readonly string[];
  /** Null: the column is left out. */
  readonly targets: readonly (ColumnTarget | null)[];
  /** Names of the columns that are left out, for the report. */
  readonly ignored: readonly string[];
}

/** What a caller decides about columns, by their names: the field, or null for none. */
export type ColumnMapping = Readonly<Record<string, string | null>>;

/**
 * Finds out what each column of a file holds. What the caller decides goes first; of the other columns those count whose
 * heading means a field that no column has yet.
 *
 * @param heading The first row of the file.
 * @throws PosthornError `invalid_request`: the heading is none, or the mapping names a field or a column that is not there.
 */
export function planColumns(heading: readonly string[], mapping: ColumnMapping): ColumnPlan {
  const names = heading.map((name) => name.trim());
  assertHeading(names);
  const decided = readMapping(names, mapping);
  const guessed = guessFields(names, decided);
  const targets = names.map(
    (name, index) => decided.get(name) ?? (decided.has(name) ? null : (guessed.get(index) ?? null)),
  );
  if (targets.every((target) => target === null)) throw wrongHeading(NOTHING_KNOWN);
  return { names, targets, ignored: names.filter((_, index) => targets[index] === null) };
}

/** The heading by which a column with that content is known again. */
export function headingOf(target: ColumnTarget): string {
  return target.kind === 'field' ? target.field : attributeHeading(target);
}

const NOTHING_KNOWN =
  'No column has a heading that means a field of a contact. Is the first row the heading, and the delimiter right? Else name the columns in ?mapping.';

function assertHeading(names: readonly string[]): void {
  if (names.length > COLUMNS_MAX)
    throw wrongHeading(`The file has ${names.length} columns; at most ${COLUMNS_MAX} can be read.`);
  const seen = new Set<string>();
  for (const name of names) {
    if (name === '') continue;
    if (seen.has(name)) throw wrongHeading(`Two columns are called ${quote(name)}. Give each its own name.`);
    seen.add(name);
  }
}

function readMapping(names: readonly string[], mapping: ColumnMapping): ReadonlyMap<string, ColumnTarget | null> {
  const problems: FieldProblem[] = [];
  const decided = new Map<string, ColumnTarget | null>();
  const taken = new Map<string, string>();
  for (const [column, field] of Object.entries(mapping)) {
    const name = column.trim();
    const target = field === null ? null : readTarget(field);
    const key = target === null ? null : headingOf(target);
    const other = key === null ? undefined : taken.get(key);
    if (!names.includes(name) || name === '') problems.push(mappingProblem(`The file has no column ${quote(name)}.`));
    if (field !== null && target === null)
      problems.push(mappingProblem(`There is no field ${quote(field)}. ${FIELDS_IN_WORDS}`));
    if (other !== undefined)
      problems.push(mappingProblem(`${quote(other)} and ${quote(name)} cannot both be ${field}.`));
    if (key !== null) taken.set(key, name);
    decided.set(name, target);
  }
  if (problems.length === 0) return decided;
  throw new PosthornError('invalid_request', 'The mapping does not fit the file.', {
    fields: problems.slice(0, PROBLEMS_MAX),
  });
}

/** Problems that one answer names. */
const PROBLEMS_MAX = 20;

const FIELDS_IN_WORDS = `Fields are ${FIELD_NAMES.join(', ')} and custom_attributes.<name>.`;

/** A field as a mapping names it, or a heading that names one exactly. Null: there is no such field. */
function readTarget(text: string): ColumnTarget | null {
  return readAttribute(text) ?? (isFieldName(text) ? { kind: 'field', field: text } : null);
}

function isFieldName(text: string): text is FieldName {
  return Object.hasOwn(HEADINGS, text);
}

/** By column index: what a heading means of itself. */
function guessFields(
  names: readonly string[],
  decided: ReadonlyMap<string, ColumnTarget | null>,
): ReadonlyMap<number, ColumnTarget> {
  const guessed = new Map<number, ColumnTarget>();
  const taken = new Set([...decided.values()].filter((target) => target !== null).map(headingOf));
  const isOpen = (index: number) => !decided.has(names[index] ?? '') && !guessed.has(index);
  const take = (index: number, target: ColumnTarget) => {
    if (!isOpen(index) || taken.has(headingOf(target))) return;
    taken.add(headingOf(target));
    guessed.set(index, target);
  };
  for (const [index, name] of names.entries()) {
    const attribute = readAttribute(name);
    if (attribute !== null) take(index, attribute);
  }
  for (const field of FIELD_NAMES) {
    for (const heading of HEADINGS[field]) {
      const index = names.findIndex((name, at) => isOpen(at) && keyOf(name) === heading);
      if (index >= 0) take(index, { kind: 'field', field });
    }
  }
  return guessed;
}

function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

const ATTRIBUTE_PREFIX = /^custom_attributes\./i;

/** `custom_attributes.age` is text; `custom_attributes.age:number` says that it is not. */
function readAttribute(text: string): ColumnTarget | null {
  if (!ATTRIBUTE_PREFIX.test(text)) return null;
  const rest = text.replace(ATTRIBUTE_PREFIX, '');
  const type = ATTRIBUTE_TYPES.find((one) => rest.endsWith(`:${one}`));
  const name = type === undefined ? rest : rest.slice(0, -type.length - 1);
  return name === '' ? null : { kind: 'attribute', name, type: type ?? 'text' };
}

/** Text needs no type, unless its name ends as if it had one. */
function attributeHeading({ name, type }: Extract<ColumnTarget, { kind: 'attribute' }>): string {
  const endsInType = ATTRIBUTE_TYPES.some((one) => name.endsWith(`:${one}`));
  return `custom_attributes.${name}${type === 'text' && !endsInType ? '' : `:${type}`}`;
}

/** Names come from the caller's file: shown, but cut short. */
const NAME_CHARS_SHOWN = 60;

function quote(name: string): string {
  return `"${name.slice(0, NAME_CHARS_SHOWN)}"`;
}

function mappingProblem(message: string): FieldProblem {
  return { pointer: '?mapping', message };
}

function wrongHeading(message: string): PosthornError {
  return new PosthornError('invalid_request', message);
}
