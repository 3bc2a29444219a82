import type { Condition, FieldCondition } from './condition.ts';
import type { EventView } from './event-view.ts';
import type { FilterValue } from './filter-object.ts';
import { readFilterTime } from './filter-time.ts';
import { parseFilter } from './parse-filter.ts';
import { itselfOrElement, someValue } from './some-value.ts';

/** Whether an event passes. Never throws, whatever is in the event, and looks at a bounded number of values. */
export type CompiledFilter = (view: EventView) => boolean;

/**
 * Makes a filter ready to be asked. One that cannot be read lets nothing pass: it was written by a newer version of
 * Posthorn, and what is missing can be recovered from the event log, while what was sent cannot be taken back.
 */
export function compileFilter(filter: unknown): CompiledFilter {
  const parsed = parseFilter(filter);
  return parsed.kind === 'problems' ? () => false : compileCondition(parsed.condition);
}

/** Makes a filter that was read ready to be asked. */
export function compileCondition(condition: Condition): CompiledFilter {
  if (condition.kind === 'field') return compileField(condition);
  if (condition.kind === 'not') return not(compileCondition(condition.of));
  const all = condition.of.map(compileCondition);
  return condition.kind === 'all' ? (view) => all.every((one) => one(view)) : (view) => all.some((one) => one(view));
}

/** `$ne` and `$nin` are true exactly where `$eq` and `$in` are not. */
function compileField(condition: FieldCondition): CompiledFilter {
  const passes = compilePositive(condition);
  const { operator, operand } = condition;
  const isNegative = operator === '$ne' || operator === '$nin' || (operator === '$exists' && operand === false);
  return isNegative ? (view) => !passes(view) : passes;
}

function compilePositive({ segments, operator, operand }: FieldCondition): CompiledFilter {
  const some = (test: Test) => (view: EventView) => someValue(view, segments, test);
  const someElement = (test: Test) => some((value) => itselfOrElement(value, test));
  switch (operator) {
    case '$exists':
      return some(isThere);
    case '$eq':
    case '$ne':
    case '$in':
    case '$nin':
      return compileEquals(operand, { someElement, isMissing: not(some(isThere)) });
    case '$startsWith':
      return someElement((value) => typeof value === 'string' && value.startsWith(String(operand)));
    default:
      return someElement(comparison(operator, operand));
  }
}

type Test = (value: unknown) => boolean;

interface Looks {
  readonly someElement: (test: Test) => CompiledFilter;
  readonly isMissing: CompiledFilter;
}

/** Our own data says null where there is nothing, others leave the field out: null means both. */
function compileEquals(operand: FieldCondition['operand'], { someElement, isMissing }: Looks): CompiledFilter {
  if (!isList(operand)) return operand === null ? isMissing : someElement((value) => value === operand);
  const values: ReadonlySet<unknown> = new Set(operand.filter((value) => value !== null));
  const isOneOf = someElement((value) => values.has(value));
  return operand.includes(null) ? (view) => isOneOf(view) || isMissing(view) : isOneOf;
}

function isThere(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** Numbers are compared with numbers and times with times; anything else is neither above nor below. */
function comparison(operator: '$gt' | '$gte' | '$lt' | '$lte', operand: FieldCondition['operand']): Test {
  const isNumber = typeof operand === 'number';
  const bound = isNumber ? operand : (readFilterTime(operand) ?? Number.NaN);
  const holds = HOLDS[operator];
  return (value) => {
    const found = isNumber ? value : readFilterTime(value);
    return typeof found === 'number' && holds(found, bound);
  };
}

const HOLDS = {
  $gt: (found: number, bound: number) => found > bound,
  $gte: (found: number, bound: number) => found >= bound,
  $lt: (found: number, bound: number) => found < bound,
  $lte: (found: number, bound: number) => found <= bound,
} as const;

function not(passes: CompiledFilter): CompiledFilter {
  return (view) => !passes(view);
}

function isList(operand: FieldCondition['operand']): operand is readonly FilterValue[] {
  return Array.isArray(operand);
}
