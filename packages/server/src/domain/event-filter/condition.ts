import type { FieldOperator, FilterValue } from './filter-object.ts';

/** A filter that was read. Every one knows where it stands in the filter, so that it can be pointed at. */
export type Condition = GroupCondition | NotCondition | FieldCondition;

interface GroupCondition {
  readonly kind: 'all' | 'any';
  /** JSON pointer (RFC 6901) from the filter on. */
  readonly pointer: string;
  readonly of: readonly Condition[];
}

interface NotCondition {
  readonly kind: 'not';
  readonly pointer: string;
  readonly of: Condition;
}

export interface FieldCondition {
  readonly kind: 'field';
  readonly pointer: string;
  /** As it was written, with dots. */
  readonly field: string;
  readonly segments: readonly string[];
  readonly operator: FieldOperator;
  readonly operand: FilterValue | readonly FilterValue[];
}

/** Conditions on fields, in the order of the filter. */
export function fieldConditionsOf(condition: Condition): readonly FieldCondition[] {
  if (condition.kind === 'field') return [condition];
  if (condition.kind === 'not') return fieldConditionsOf(condition.of);
  return condition.of.flatMap(fieldConditionsOf);
}
