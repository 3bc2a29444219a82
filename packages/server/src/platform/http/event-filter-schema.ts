import * as z from 'zod';
import {
  type FIELD_OPERATORS,
  FILTER_BYTES_MAX,
  FILTER_CONDITIONS_MAX,
  FILTER_DEPTH_MAX,
  FILTER_LIST_MAX,
  FILTER_TEXT_CHARS_MAX,
  type FilterObject,
} from '../../domain/event-filter/filter-object.ts';
import { parseFilter } from '../../domain/event-filter/parse-filter.ts';

const NAME = 'EventFilter';
const ITSELF = { $ref: `#/components/schemas/${NAME}` };
const VALUE = {
  anyOf: [{ type: 'string', maxLength: FILTER_TEXT_CHARS_MAX }, { type: ['number', 'boolean', 'null'] }],
};
const BOUND = {
  anyOf: [{ type: 'number' }, { type: 'string', description: 'A day or a time with its offset, ISO 8601.' }],
};
const LIST = { type: 'array', items: VALUE, minItems: 1, maxItems: FILTER_LIST_MAX };
const GROUP = { type: 'array', items: ITSELF, minItems: 1, maxItems: FILTER_CONDITIONS_MAX };

const SCHEMAS_OF_OPERATORS: Readonly<Record<(typeof FIELD_OPERATORS)[number], object>> = {
  $eq: VALUE,
  $ne: VALUE,
  $in: LIST,
  $nin: LIST,
  $startsWith: { type: 'string', minLength: 1, maxLength: FILTER_TEXT_CHARS_MAX },
  $exists: { type: 'boolean' },
  $gt: BOUND,
  $gte: BOUND,
  $lt: BOUND,
  $lte: BOUND,
};

const DESCRIPTION = `Conditions on fields of an event, all of which must hold: \`type\`, \`channel_id\`, \`occurred_at\`, \`contact.…\` and \`data.…\` (as the format standard shows it), with a value or with operators. At most ${FILTER_CONDITIONS_MAX} conditions, ${FILTER_DEPTH_MAX} groups inside each other and ${FILTER_BYTES_MAX} bytes.`;

/**
 * A filter in a body: read by the one parser there is, which says at each place what is wrong and how to mend it.
 * The schema of the reference is written by hand, because zod's own words for a recursive union help nobody.
 */
export const eventFilter = z
  .unknown()
  .superRefine((value, ctx) => {
    const parsed = parseFilter(value);
    if (parsed.kind === 'filter') return;
    for (const { path, message } of parsed.problems) ctx.addIssue({ code: 'custom', path: [...path], message });
  })
  .meta({
    id: NAME,
    type: 'object',
    description: DESCRIPTION,
    minProperties: 1,
    properties: { $and: GROUP, $or: GROUP, $not: ITSELF },
    additionalProperties: {
      anyOf: [
        VALUE,
        { type: 'object', minProperties: 1, properties: SCHEMAS_OF_OPERATORS, additionalProperties: false },
      ],
    },
    // A filter that was read is one: the parser has seen every part of it.
  }) as unknown as z.ZodType<FilterObject, FilterObject>;
