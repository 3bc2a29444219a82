import { compileCondition } from './compile-filter.ts';
import type { Condition, FieldCondition } from './condition.ts';
import type { EventView } from './event-view.ts';
import type { FieldOperator, FilterValue } from './filter-object.ts';
import { someValue } from './some-value.ts';

/** The first condition that an event does not meet. */
export interface FailedCondition {
  /** JSON pointer from the filter on. */
  readonly pointer: string;
  /** What is there and what would have to be, in one sentence. Holds values of the event. */
  readonly message: string;
}

/** Values and characters that a sentence shows. */
const SHOWN_VALUES_MAX = 3;
const SHOWN_CHARS_MAX = 60;

/** Why an event does not pass, for people. Null: it passes. For the dry run, not for the way of an event. */
export function explainFilter(condition: Condition, view: EventView): FailedCondition | null {
  if (compileCondition(condition)(view)) return null;
  const { pointer } = condition;
  if (condition.kind === 'field') return { pointer, message: wordsOfField(condition, view) };
  if (condition.kind === 'not') return { pointer, message: 'What $not excludes is true of it.' };
  const failed = firstFailure(condition.of, view);
  if (condition.kind === 'all') return failed;
  return { pointer, message: `None of the ${condition.of.length} alternatives holds. The first: ${failed?.message}` };
}

function firstFailure(conditions: readonly Condition[], view: EventView): FailedCondition | null {
  for (const condition of conditions) {
    const failed = explainFilter(condition, view);
    if (failed !== null) return failed;
  }
  return null;
}

function wordsOfField({ field, segments, operator, operand }: FieldCondition, view: EventView): string {
  return `${field} is ${showFound(view, segments)}; it must ${WANTED[operator]} ${showOperand(operator, operand)}.`;
}

const WANTED: Readonly<Record<FieldOperator, string>> = {
  $eq: 'be',
  $ne: 'not be',
  $in: 'be',
  $nin: 'not be',
  $startsWith: 'begin with',
  $exists: 'be',
  $gt: 'be above',
  $gte: 'be at least',
  $lt: 'be below',
  $lte: 'be at most',
};

function showOperand(operator: FieldOperator, operand: FilterValue | readonly FilterValue[]): string {
  if (operator === '$exists') return operand === true ? 'there' : 'missing';
  return Array.isArray(operand) ? `one of ${showSome(operand)}` : showValue(operand);
}

function showFound(view: EventView, segments: readonly string[]): string {
  const found: unknown[] = [];
  someValue(view, segments, (value) => {
    if (value !== undefined) found.push(value);
    return found.length > SHOWN_VALUES_MAX;
  });
  if (found.length === 0) return 'not there';
  return found.length === 1 ? showValue(found[0]) : showSome(found);
}

function showSome(values: readonly unknown[]): string {
  const shown = values.slice(0, SHOWN_VALUES_MAX).map(showValue).join(', ');
  return values.length > SHOWN_VALUES_MAX ? `${shown}, …` : shown;
}

/** Texts are quoted and everything else is not, so that 5 and "5" can be told apart. */
function showValue(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > SHOWN_CHARS_MAX ? `${value.slice(0, SHOWN_CHARS_MAX)}…` : value);
}
