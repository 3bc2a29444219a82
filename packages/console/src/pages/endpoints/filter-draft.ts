import type { FilterObject, FilterValue } from '@posthorn/server/domain/event-filter/filter-object.ts';

/** What stands between a field and a value. As the API has them, but for `missing`, which is its `$exists: false`. */
export const ROW_OPERATORS = [
  '$eq',
  '$ne',
  '$in',
  '$nin',
  '$startsWith',
  '$exists',
  'missing',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
] as const;
export type RowOperator = (typeof ROW_OPERATORS)[number];

/** What a field holds, as far as it is known. Null: not known, so what is typed decides. */
export type ValueKind = 'text' | 'number' | 'boolean' | 'time' | null;

export interface FilterRow {
  readonly key: string;
  readonly field: string;
  readonly operator: RowOperator;
  /** As it is typed: quotes make a text of anything. */
  readonly value: string;
  readonly kind: ValueKind;
}

export type Match = 'all' | 'any';

export interface FilterGroup {
  readonly key: string;
  readonly match: Match;
  readonly rows: readonly FilterRow[];
}

/** A filter that is being written: none, groups of rows, or the text of one that is more than that. */
export type FilterDraft = { readonly view: 'none' } | RowsDraft | { readonly view: 'json'; readonly text: string };

export interface RowsDraft {
  readonly view: 'rows';
  readonly match: Match;
  readonly groups: readonly FilterGroup[];
}

export const NO_FILTER: FilterDraft = { view: 'none' };

type Entry = readonly [field: string, operators: Readonly<Record<string, unknown>>];

export function newRow(row: Partial<FilterRow> = {}): FilterRow {
  return { key: crypto.randomUUID(), field: '', operator: '$eq', value: '', kind: null, ...row };
}

export function newGroup(rows: readonly FilterRow[], match: Match = 'all'): FilterGroup {
  return { key: crypto.randomUUID(), match, rows };
}

/** Whether an operator stands alone. */
export function takesNoValue(operator: RowOperator): boolean {
  return operator === '$exists' || operator === 'missing';
}

/** What a draft comes to, as the API takes it. Undefined: it is not finished, or no JSON. */
export function writeFilter(draft: FilterDraft): FilterObject | null | undefined {
  if (draft.view === 'none') return null;
  if (draft.view === 'json') return readJson(draft.text);
  const groups = draft.groups.map(writeGroup);
  if (groups.length === 0 || groups.some((group) => group === undefined)) return undefined;
  const written = groups.filter((group) => group !== undefined);
  const [only] = written;
  return written.length === 1 ? only : { [draft.match === 'all' ? '$and' : '$or']: written };
}

/** The draft of a filter: rows when rows can say it, else its text. */
export function readFilter(filter: FilterObject | null): FilterDraft {
  if (filter === null) return NO_FILTER;
  const draft = readRows(filter);
  if (draft === null) return { view: 'json', text: JSON.stringify(filter, null, 2) };
  return { ...draft, groups: draft.groups.map(nameKeys) };
}

/** Reading the same filter again gives the same keys, so that a page that is drawn anew keeps the focus where it was. */
function nameKeys(group: FilterGroup, index: number): FilterGroup {
  return {
    ...group,
    key: `read-${index}`,
    rows: group.rows.map((row, rowIndex) => ({ ...row, key: `read-${index}-${rowIndex}` })),
  };
}

function readJson(text: string): FilterObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // What is wrong inside of it the API says, at its place.
    return isObject(value) ? (value as FilterObject) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function writeGroup({ match, rows }: FilterGroup): FilterObject | undefined {
  const entries = rows.map(writeRow);
  if (entries.length === 0 || entries.some((entry) => entry === undefined)) return undefined;
  const written = entries.filter((entry) => entry !== undefined);
  if (written.length === 1 || match === 'all') return mergeEntries(written);
  return { $or: written.map((entry) => mergeEntries([entry])) };
}

/** One object where each field has each operator once, else a list of them. */
function mergeEntries(entries: readonly Entry[]): FilterObject {
  const byField = new Map<string, Readonly<Record<string, unknown>>>();
  for (const [field, operators] of entries) {
    const known = byField.get(field) ?? {};
    if (Object.keys(operators).some((operator) => operator in known)) return { $and: entries.map(shorten) };
    byField.set(field, { ...known, ...operators });
  }
  return Object.assign({}, ...[...byField].map(shorten));
}

/** An operand is whatever a row made of it. */
function shorten([field, operators]: Entry): FilterObject {
  const isEqual = Object.keys(operators).join() === '$eq';
  return { [field]: isEqual ? operators.$eq : operators } as FilterObject;
}

function writeRow({ field, operator, value, kind }: FilterRow): Entry | undefined {
  const name = field.trim();
  if (name === '') return undefined;
  if (takesNoValue(operator)) return [name, { $exists: operator === '$exists' }];
  const operand = operator === '$in' || operator === '$nin' ? readList(value, kind) : readValue(value, kind);
  if (operand === undefined) return undefined;
  return [name, { [operator]: operator === '$startsWith' ? String(operand) : operand }];
}

const NUMBER = /^-?\d{1,15}(?:\.\d+)?$/;

/** A value as it is typed. Undefined: there is none, or it is not one of that kind. */
export function readValue(text: string, kind: ValueKind): FilterValue | undefined {
  const typed = text.trim();
  if (typed === '') return undefined;
  const quoted = readQuoted(typed);
  if (quoted !== null) return quoted;
  if (kind === 'text' || kind === 'time') return typed;
  if (NUMBER.test(typed)) return Number(typed);
  if (kind === 'number') return undefined;
  if (typed === 'true' || typed === 'false') return typed === 'true';
  return typed === 'null' ? null : typed;
}

function readQuoted(typed: string): string | null {
  if (!/^".*"$/s.test(typed)) return null;
  try {
    return String(JSON.parse(typed));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Values with commas between; a comma inside quotes is part of its value. */
function readList(text: string, kind: ValueKind): readonly FilterValue[] | undefined {
  const parts = (text.match(/"(?:[^"\\]|\\.)*"|[^,]+/g) ?? []).filter((part) => part.trim() !== '');
  const values = parts.map((part) => readValue(part, kind));
  if (values.length === 0 || values.some((value) => value === undefined)) return undefined;
  return values.filter((value) => value !== undefined);
}

/** A value as it would be typed, so that it is read back as the same. */
function writeValue(value: FilterValue, isInList = false): string {
  if (typeof value !== 'string') return String(value);
  const isPlain = readValue(value, null) === value && !(isInList && value.includes(','));
  return isPlain ? value : JSON.stringify(value);
}

function readRows(filter: FilterObject): RowsDraft | null {
  const single = readGroup(filter);
  if (single !== null) return { view: 'rows', match: 'all', groups: [single] };
  const list = listOf(filter, '$or') ?? listOf(filter, '$and');
  if (list !== null) {
    const groups = list.map(readGroup);
    if (groups.some((group) => group === null)) return null;
    return {
      view: 'rows',
      match: '$or' in filter ? 'any' : 'all',
      groups: groups.filter((group) => group !== null),
    };
  }
  return readMixed(filter);
}

/** Fields with groups beside them: all of these must hold. */
function readMixed(filter: FilterObject): RowsDraft | null {
  const entries = Object.entries(filter);
  const fields = Object.fromEntries(entries.filter(([name]) => !name.startsWith('$')));
  const parts = [
    fields,
    ...entries.filter(([name]) => name.startsWith('$')).map(([name, value]) => ({ [name]: value })),
  ];
  const groups = parts.filter((part) => Object.keys(part).length > 0).map(readGroup);
  if (groups.some((group) => group === null)) return null;
  return { view: 'rows', match: 'all', groups: groups.filter((group) => group !== null) };
}

function readGroup(filter: unknown): FilterGroup | null {
  if (!isObject(filter)) return null;
  const any = listOf(filter, '$or');
  const all = listOf(filter, '$and');
  if (any === null && all === null) {
    const rows = readFields(filter);
    return rows === null ? null : newGroup(rows);
  }
  const lists = (any ?? all ?? []).map((one) => (isObject(one) ? readFields(one) : null));
  if (lists.some((rows) => rows === null || (any !== null && rows.length !== 1))) return null;
  return newGroup(
    lists.flatMap((rows) => rows ?? []),
    any === null ? 'all' : 'any',
  );
}

/** The list of a group that is the only thing in a filter. */
function listOf(filter: Readonly<Record<string, unknown>>, name: '$or' | '$and'): readonly unknown[] | null {
  const list = filter[name];
  return Array.isArray(list) && Object.keys(filter).length === 1 ? list : null;
}

function readFields(filter: Readonly<Record<string, unknown>>): readonly FilterRow[] | null {
  const rows: FilterRow[] = [];
  for (const [field, value] of Object.entries(filter)) {
    if (field.startsWith('$')) return null;
    const operators = isObject(value) ? value : { $eq: value };
    for (const [operator, operand] of Object.entries(operators)) {
      const row = readRow(field, operator, operand);
      if (row === null) return null;
      rows.push(row);
    }
  }
  return rows.length === 0 ? null : rows;
}

function readRow(field: string, name: string, operand: unknown): FilterRow | null {
  const operator = ROW_OPERATORS.find((known) => known === name);
  if (operator === undefined) return null;
  if (operator === '$exists') return newRow({ field, operator: operand === true ? '$exists' : 'missing' });
  if (Array.isArray(operand)) {
    return newRow({ field, operator, value: operand.map((value: FilterValue) => writeValue(value, true)).join(', ') });
  }
  return isObject(operand) ? null : newRow({ field, operator, value: writeValue(operand as FilterValue) });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
