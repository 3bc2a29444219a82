import { describe, expect, test } from 'vitest';
import type { EventType } from './endpoint-types.ts';
import { fieldsOfData, fieldsOfTypes, mergeFields } from './filter-fields.ts';

const IN_STANDARD = { standard: { name: 'x', by_name: false, content_type: 'application/json', example: {} } };
const MESSAGE = {
  ...{ type: 'message.received', description: '', from: '' },
  data_schema: {
    type: 'object',
    properties: {
      text: { type: ['string', 'null'] },
      error: { anyOf: [{ type: 'object', properties: { code: { type: 'number' } } }, { type: 'null' }] },
      groups: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
      occurred_at: { type: 'string', format: 'date-time' },
      direction: { enum: ['inbound', 'outbound'] },
      raw: {},
    },
  },
  formats: IN_STANDARD,
} as unknown as EventType;

describe('fields that a filter may name', () => {
  test('are those of the chosen types, with what they hold', () => {
    const chosen = { choice: ['message.*'], format: 'standard' } as const;
    expect(fieldsOfTypes([MESSAGE], chosen)).toEqual([
      { field: 'data.text', kind: 'text' },
      { field: 'data.error.code', kind: 'number' },
      { field: 'data.groups.name', kind: 'text' },
      { field: 'data.occurred_at', kind: 'time' },
      { field: 'data.direction', kind: 'text' },
      { field: 'data.raw', kind: null },
    ]);
    expect(fieldsOfTypes([MESSAGE], { ...chosen, choice: ['contact.*'] })).toEqual([]);
  });

  test('are those of an event as it is, but for the item of Meta', () => {
    expect(fieldsOfData({ total: 5, paid: true, lines: [{ sku: 'a' }], none: null, raw: { x: 1 }, 'a.b': 1 })).toEqual([
      { field: 'data.total', kind: 'number' },
      { field: 'data.paid', kind: 'boolean' },
      { field: 'data.lines.sku', kind: 'text' },
    ]);
    expect(fieldsOfData('text')).toEqual([]);
  });

  test('are named once, and the first knows best', () => {
    const merged = mergeFields([{ field: 'data.code', kind: 'text' }], [{ field: 'data.code', kind: 'number' }]);
    expect(merged.filter(({ field }) => field === 'data.code')).toEqual([{ field: 'data.code', kind: 'text' }]);
    expect(merged[0]).toEqual({ field: 'type', kind: 'text' });
  });
});
