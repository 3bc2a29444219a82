import type { Condition, FieldCondition } from './condition.ts';
import {
  CONTACT_FIELDS,
  FIELD_OPERATORS,
  FILTER_BYTES_MAX,
  FILTER_CONDITIONS_MAX,
  FILTER_DEPTH_MAX,
  FILTER_FIELD_CHARS_MAX,
  FILTER_LIST_MAX,
  FILTER_ROOTS,
  FILTER_SEGMENTS_MAX,
  FILTER_TEXT_CHARS_MAX,
  type FieldOperator,
  type FilterValue,
} from './filter-object.ts';
import { readFilterTime } from './filter-time.ts';

/** What is wrong at one place of a filter, and how to mend it. */
export interface FilterProblem {
  /** Names and numbers that lead there from the filter on. */
  readonly path: readonly string[];
  readonly message: string;
}

export type ParsedFilter =
  | { readonly kind: 'filter'; readonly condition: Condition }
  | { readonly kind: 'problems'; readonly problems: readonly FilterProblem[] };

/** Problems that are named at once. */
const PROBLEMS_MAX = 20;

interface Reading {
  readonly problems: FilterProblem[];
  conditionCount: number;
}

type Path = readonly string[];

/**
 * Reads a filter, whatever it is: any value, of any depth. An object's entries must all hold; a name that begins
 * with `$` is a group (`$and`, `$or`, `$not`), any other is a field with a value or with operators. Pure.
 */
export function parseFilter(value: unknown): ParsedFilter {
  const reading: Reading = { problems: [], conditionCount: 0 };
  const condition = readObject(reading, value, { path: [], depth: 0 });
  if (reading.problems.length === 0) checkSize(reading, value);
  if (condition === null || reading.problems.length > 0) return { kind: 'problems', problems: reading.problems };
  return { kind: 'filter', condition };
}

interface Place {
  readonly path: Path;
  /** Groups around it. */
  readonly depth: number;
}

function readObject(reading: Reading, value: unknown, { path, depth }: Place): Condition | null {
  if (!isObject(value)) return refuse(reading, path, 'A filter is an object of fields, $and, $or and $not.');
  if (depth > FILTER_DEPTH_MAX) return refuse(reading, path, `Groups lie at most ${FILTER_DEPTH_MAX} deep.`);
  const of: Condition[] = [];
  let count = 0;
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue;
    count += 1;
    const condition = readEntry(reading, [name, value[name]], { path: [...path, name], depth });
    if (condition !== null) of.push(condition);
    if (isFull(reading)) return null;
  }
  if (count === 0) return refuse(reading, path, 'Name at least one condition, or null in place of the whole filter.');
  return one(of) ?? { kind: 'all', pointer: toPointer(path), of };
}

function readEntry(reading: Reading, [name, value]: readonly [string, unknown], place: Place): Condition | null {
  if (!name.startsWith('$')) return readField(reading, [name, value], place);
  if (name === '$not') {
    const inner = readObject(reading, value, { ...place, depth: place.depth + 1 });
    return inner === null ? null : { kind: 'not', pointer: toPointer(place.path), of: inner };
  }
  if (name === '$and' || name === '$or') return readGroup(reading, [name, value], place);
  return refuse(reading, place.path, wordsOfUnknown(name, 'group'));
}

function readGroup(
  reading: Reading,
  [name, value]: readonly ['$and' | '$or', unknown],
  place: Place,
): Condition | null {
  if (!Array.isArray(value) || value.length === 0)
    return refuse(reading, place.path, `${name} takes a list of filters, at least one.`);
  const of: Condition[] = [];
  for (let index = 0; index < value.length; index++) {
    const inner = { path: [...place.path, String(index)], depth: place.depth + 1 };
    const condition = readObject(reading, value[index], inner);
    if (condition !== null) of.push(condition);
    if (isFull(reading)) return null;
  }
  return { kind: name === '$and' ? 'all' : 'any', pointer: toPointer(place.path), of };
}

function readField(reading: Reading, [field, value]: readonly [string, unknown], { path }: Place): Condition | null {
  const segments = readFieldName(reading, field, path);
  if (segments === null) return null;
  const at = { field, segments };
  if (!isObject(value)) {
    if (Array.isArray(value)) return refuse(reading, path, 'For one of several values write {"$in": […]}.');
    return readOperator(reading, { ...at, operator: '$eq', operand: value, path });
  }
  const of: Condition[] = [];
  let count = 0;
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue;
    count += 1;
    const inner = [...path, name];
    const operator = FIELD_OPERATORS.find((known) => known === name);
    if (operator === undefined) refuse(reading, inner, wordsOfUnknown(name, 'operator'));
    else {
      const condition = readOperator(reading, { ...at, operator, operand: value[name], path: inner });
      if (condition !== null) of.push(condition);
    }
    if (isFull(reading)) return null;
  }
  if (count === 0) return refuse(reading, path, 'Name a value, or an operator such as {"$exists": true}.');
  return one(of) ?? { kind: 'all', pointer: toPointer(path), of };
}

/** The names in a field. Only what is in no event at all is refused: what `data` holds depends on the type. */
function readFieldName(reading: Reading, field: string, path: Path): readonly string[] | null {
  if (field.length > FILTER_FIELD_CHARS_MAX)
    return refuse(reading, path, `A field has at most ${FILTER_FIELD_CHARS_MAX} characters.`);
  const segments = field.split('.');
  if (segments.includes('')) return refuse(reading, path, 'A field is names with one dot between them: data.status.');
  if (segments.length > FILTER_SEGMENTS_MAX)
    return refuse(reading, path, `A field has at most ${FILTER_SEGMENTS_MAX} names.`);
  const [root = '', second] = segments;
  if (!FILTER_ROOTS.some((known) => known === root)) {
    return refuse(reading, path, `A field begins with ${FILTER_ROOTS.join(', ')}. Did you mean data.${field}?`);
  }
  if (root === 'data' || segments.length === 1) return segments;
  if (root === 'contact' && segments.length === 2 && CONTACT_FIELDS.some((known) => known === second)) return segments;
  if (root === 'contact') {
    return refuse(
      reading,
      path,
      `Of contact there are ${CONTACT_FIELDS.join(', ')}. More may be in data: data.${field}.`,
    );
  }
  return refuse(reading, path, `${root} has no fields of its own.`);
}

interface WrittenOperator {
  readonly field: string;
  readonly segments: readonly string[];
  readonly operator: FieldOperator;
  readonly operand: unknown;
  readonly path: Path;
}

function readOperator(reading: Reading, written: WrittenOperator): FieldCondition | null {
  const { path, field, segments, operator, operand } = written;
  reading.conditionCount += 1;
  if (reading.conditionCount > FILTER_CONDITIONS_MAX)
    return refuse(reading, path, `A filter has at most ${FILTER_CONDITIONS_MAX} conditions.`);
  const problem = problemOf(operator, operand);
  if (problem !== null) return refuse(reading, [...path, ...problem.path], problem.message);
  // Checked by `problemOf`: values, or a list of values.
  return { kind: 'field', pointer: toPointer(path), field, segments, operator, operand: operand as FilterValue };
}

function problemOf(operator: FieldOperator, operand: unknown): FilterProblem | null {
  switch (operator) {
    case '$eq':
    case '$ne':
      return isValue(operand) ? null : here(VALUE_WORDS);
    case '$in':
    case '$nin':
      return problemOfList(operator, operand);
    case '$exists':
      return typeof operand === 'boolean' ? null : here('$exists takes true or false.');
    case '$startsWith':
      return typeof operand === 'string' && operand !== '' && isValue(operand)
        ? null
        : here(`$startsWith takes a text of 1 to ${FILTER_TEXT_CHARS_MAX} characters.`);
    default:
      return Number.isFinite(operand) || readFilterTime(operand) !== null
        ? null
        : here(`${operator} takes a number, or a time such as "2026-12-31" or "2026-12-31T18:00:00Z".`);
  }
}

const VALUE_WORDS = `A value is a text of at most ${FILTER_TEXT_CHARS_MAX} characters, a number, true, false or null.`;

function problemOfList(operator: FieldOperator, operand: unknown): FilterProblem | null {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length > FILTER_LIST_MAX)
    return here(`${operator} takes a list of 1 to ${FILTER_LIST_MAX} values.`);
  const wrongIndex = operand.findIndex((value) => !isValue(value));
  return wrongIndex === -1 ? null : { path: [String(wrongIndex)], message: VALUE_WORDS };
}

function here(message: string): FilterProblem {
  return { path: [], message };
}

function isValue(value: unknown): value is FilterValue {
  if (typeof value === 'string') return value.length <= FILTER_TEXT_CHARS_MAX;
  return value === null || typeof value === 'boolean' || Number.isFinite(value);
}

/** What people know from elsewhere, and what does it here. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['$regex', 'Regular expressions are not offered. Use $startsWith, or $in with the values.'],
  ['$where', 'Code is not run. Say it with $and, $or, $not and operators on fields.'],
  ['$expr', 'Code is not run. Say it with $and, $or, $not and operators on fields.'],
  ['$nor', 'Write {"$not": {"$or": […]}}.'],
  ['$neq', 'It is called $ne.'],
  ['$exist', 'It is called $exists.'],
  ['$prefix', 'It is called $startsWith.'],
]);

function wordsOfUnknown(name: string, wanted: 'group' | 'operator'): string {
  const instead = INSTEAD.get(name);
  if (instead !== undefined) return instead;
  const isOperator = FIELD_OPERATORS.some((known) => known === name);
  if (wanted === 'group') {
    if (isOperator) return `An operator stands at a field: {"data.status": {"${name}": …}}.`;
    return 'There is no such group. There are $and, $or and $not; names of fields begin without $.';
  }
  if (name === '$not') return 'Put $not around the field: {"$not": {"data.status": …}}.';
  if (name === '$and' || name === '$or') return `Put ${name} around fields: {"${name}": [{"data.status": …}, …]}.`;
  if (!name.startsWith('$')) return 'Write what lies inside a field as one name with dots: data.error.code.';
  return `There is no such operator. There are ${FIELD_OPERATORS.join(', ')}.`;
}

/** Measured last: whatever is nested too deeply to be written out was refused before. */
function checkSize(reading: Reading, value: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > FILTER_BYTES_MAX)
    refuse(reading, [], `A filter is at most ${FILTER_BYTES_MAX} bytes of JSON; this is ${bytes}.`);
}

function refuse(reading: Reading, path: Path, message: string): null {
  reading.problems.push({ path, message });
  return null;
}

/** Reading on would only find more of the same. */
function isFull({ problems, conditionCount }: Reading): boolean {
  return problems.length >= PROBLEMS_MAX || conditionCount > FILTER_CONDITIONS_MAX;
}

function one(of: readonly Condition[]): Condition | null {
  return of.length === 1 ? (of[0] ?? null) : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901, 3. */
function toPointer(path: Path): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
