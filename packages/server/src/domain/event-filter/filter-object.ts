export type FilterValue = string | number | boolean | null;

/** What an endpoint is to get, as the API takes and shows it. `parse-filter.ts` says what may stand in it. */
export interface FilterObject {
  readonly [fieldOrGroup: string]: FilterValue | FilterOperators | FilterObject | readonly FilterObject[];
}

/** What is asked of one field. All of them must hold. */
export type FilterOperators = { readonly [operator in FieldOperator]?: FilterValue | readonly FilterValue[] };

export const FIELD_OPERATORS = [
  '$eq',
  '$ne',
  '$in',
  '$nin',
  '$startsWith',
  '$exists',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
] as const;
export type FieldOperator = (typeof FIELD_OPERATORS)[number];

/** What conditions can name: the parts of `EventView`, and of those whose shape is fixed their fields. */
export const FILTER_ROOTS = ['type', 'channel_id', 'occurred_at', 'contact', 'data'] as const;
export const CONTACT_FIELDS = ['id', 'serial', 'phone', 'bsuid'] as const;

/** `$and`, `$or` and `$not` inside each other: people do not read deeper ones, and the stack is not ours to spend. */
export const FILTER_DEPTH_MAX = 8;
/** Together with the values of one look (`some-value.ts`) it bounds what an event costs: 100,000 comparisons at the very most. */
export const FILTER_CONDITIONS_MAX = 100;
/** As JSON. Registries keep the filters of 100,000 endpoints in memory. */
export const FILTER_BYTES_MAX = 16_384;
/** Values of one `$in` or `$nin`. */
export const FILTER_LIST_MAX = 200;
export const FILTER_TEXT_CHARS_MAX = 512;
export const FILTER_FIELD_CHARS_MAX = 200;
/** Names in a field, with dots between. */
export const FILTER_SEGMENTS_MAX = 16;
