import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFilter } from './compile-filter.ts';
import type { EventView } from './event-view.ts';
import { explainFilter } from './explain-filter.ts';
import {
  FIELD_OPERATORS,
  FILTER_CONDITIONS_MAX,
  FILTER_DEPTH_MAX,
  FILTER_LIST_MAX,
  FILTER_TEXT_CHARS_MAX,
} from './filter-object.ts';
import { parseFilter } from './parse-filter.ts';

const CHANNEL = 'chn_01900000-0000-7000-8000-000000000002';

const FAILED: EventView = {
  type: 'message.failed',
  channel_id: CHANNEL,
  occurred_at: '2026-11-28T09:00:00.000Z',
  contact: { id: 'cnt_1', serial: 7, phone: '918097296453', bsuid: null },
  data: {
    status: 'failed',
    text: null,
    empty: '',
    error: { code: 131026, title: 'Message undeliverable' },
    priced: true,
    total: 14.5,
    paid_at: '2026-11-27T23:30:00+05:30',
    tags: ['vip', 'de', 5],
    none: [],
    contacts: [{ name: { first_name: 'Asha' }, phones: [{ type: 'CELL' }, { type: 'HOME' }] }, { name: null }],
    matrix: [[{ cell: 1 }]],
    'a.b': 1,
  },
};

describe('a filter', () => {
  test.each<[string, object, boolean]>([
    ['a value is equal to the field', { 'data.status': 'failed' }, true],
    ['another value is not', { 'data.status': 'sent' }, false],
    ['a text of digits is not the number', { 'data.error.code': '131026' }, false],
    ['fields of the event itself', { type: 'message.failed', channel_id: CHANNEL }, true],
    ['the person it is about', { 'contact.phone': { $startsWith: '91' }, 'contact.serial': 7 }, true],
    ['all entries must hold', { type: 'message.failed', 'data.status': 'sent' }, false],
    ['all operators must hold', { 'data.total': { $gt: 14, $lt: 15 } }, true],
    ['one of them does not', { 'data.total': { $gt: 14, $lt: 14.5 } }, false],
    ['$eq', { 'data.priced': { $eq: true } }, true],
    ['$ne', { 'data.status': { $ne: 'sent' } }, true],
    ['$ne of what it is', { 'data.status': { $ne: 'failed' } }, false],
    ['$ne is true of what is missing', { 'data.nothing': { $ne: 'failed' } }, true],
    ['$in', { 'data.error.code': { $in: [131047, 131026] } }, true],
    ['$in of others', { 'data.error.code': { $in: [131047, '131026'] } }, false],
    ['$nin', { 'data.error.code': { $nin: [131047] } }, true],
    ['$nin of what it is', { 'data.error.code': { $nin: [131026] } }, false],
    ['$startsWith', { 'data.error.title': { $startsWith: 'Message' } }, true],
    ['$startsWith knows capitals', { 'data.error.title': { $startsWith: 'message' } }, false],
    ['$startsWith takes no numbers', { 'data.error.code': { $startsWith: '131' } }, false],
    ['$exists', { 'data.error': { $exists: true } }, true],
    ['null is not there', { 'data.text': { $exists: true } }, false],
    ['missing is not there', { 'data.nothing.at.all': { $exists: false } }, true],
    ['an empty text is there', { 'data.empty': { $exists: true } }, true],
    ['an empty list is there', { 'data.none': { $exists: true } }, true],
    ['null means null', { 'data.text': null }, true],
    ['null means missing', { 'data.nothing': null }, true],
    ['null is not what is there', { 'data.error': null }, false],
    ['$ne null', { 'data.error': { $ne: null } }, true],
    ['$in with null', { 'data.text': { $in: ['hi', null] } }, true],
    ['$nin with null', { 'data.text': { $nin: ['hi', null] } }, false],
    ['$gte on numbers', { 'data.total': { $gte: 14.5 } }, true],
    ['$lte on numbers', { 'data.total': { $lte: 14.4 } }, false],
    ['a number is not compared with a text', { 'data.status': { $gte: 0 } }, false],
    ['a day', { occurred_at: { $gte: '2026-11-28' } }, true],
    ['a time with another offset', { 'data.paid_at': { $lt: '2026-11-27T18:01:00Z', $gt: '2026-11-27T17:59Z' } }, true],
    ['a text that is no time', { 'data.status': { $lt: '2027-01-01' } }, false],
    ['$or', { $or: [{ 'data.status': 'sent' }, { 'data.error.code': 131026 }] }, true],
    ['$or of none', { $or: [{ 'data.status': 'sent' }, { 'data.error.code': 1 }] }, false],
    ['$and', { $and: [{ 'data.status': 'failed' }, { 'data.error.code': 131026 }] }, true],
    ['$not', { $not: { 'data.status': 'failed' } }, false],
    ['$not of several is not of all', { $not: { 'data.status': 'failed', type: 'message.sent' } }, true],
    ['groups beside fields', { 'data.status': 'failed', $or: [{ 'data.total': 1 }], $not: { type: 'x' } }, false],
    ['an element of a list', { 'data.tags': 'vip' }, true],
    ['no element of a list', { 'data.tags': { $ne: 'vip' } }, false],
    ['an element of an empty list', { 'data.none': 'vip' }, false],
    ['an element is compared', { 'data.tags': { $gt: 4 } }, true],
    ['through a list of objects', { 'data.contacts.name.first_name': 'Asha' }, true],
    ['through two lists', { 'data.contacts.phones.type': 'HOME' }, true],
    ['an element by its place', { 'data.contacts.0.phones.1.type': 'HOME' }, true],
    ['a place that is not there', { 'data.contacts.7.name': { $exists: true } }, false],
    ['a list in a list is not entered', { 'data.matrix.cell': 1 }, false],
    ['but by places', { 'data.matrix.0.0.cell': 1 }, true],
    ['a name with a dot in it cannot be said', { 'data.a.b': 1 }, false],
    ['no name leads into a prototype', { 'data.constructor.name': { $exists: true } }, false],
    ['nor __proto__', { 'data.__proto__': { $exists: true } }, false],
    ['nor the length of a text', { 'data.status.length': 6 }, false],
    ['the length of a list is its own', { 'data.none.length': { $exists: true } }, false],
  ])('%s: %j', (_promise, filter, expected) => {
    expect(parseFilter(filter)).toMatchObject({ kind: 'filter' });
    expect(compileFilter(filter)(FAILED)).toBe(expected);
    expect(compileFilter({ $not: filter })(FAILED)).toBe(!expected);
  });

  test('a field that an attacker named __proto__ is a field like another', () => {
    const filter: unknown = JSON.parse('{"data.__proto__.admin": true}');
    const view = (json: string) => ({ ...FAILED, data: JSON.parse(json) as unknown });
    expect(compileFilter(filter)(view('{"__proto__":{"admin":true}}'))).toBe(true);
    expect(compileFilter(filter)(view('{"a":1}'))).toBe(false);
  });

  test('what cannot be read lets nothing pass', () => {
    for (const filter of [null, undefined, 'x', [], {}, { 'data.x': { $newer: 1 } }])
      expect(compileFilter(filter)(FAILED)).toBe(false);
  });
});

const TOO_MANY_NAMES = `${'data.'.repeat(17)}x`;

describe('parseFilter refuses', () => {
  test.each<[unknown, string[], RegExp]>([
    [null, [], /object of fields/],
    [[], [], /object of fields/],
    ['data.status', [], /object of fields/],
    [{}, [], /at least one condition/],
    [{ status: 'failed' }, ['status'], /Did you mean data\.status\?/],
    [{ 'data..x': 1 }, ['data..x'], /one dot between/],
    [{ 'type.x': 1 }, ['type.x'], /no fields of its own/],
    [{ 'contact.name': 'x' }, ['contact.name'], /data\.contact\.name/],
    [{ [TOO_MANY_NAMES]: 1 }, [TOO_MANY_NAMES], /16 names/],
    [{ [`data.${'x'.repeat(200)}`]: 1 }, [`data.${'x'.repeat(200)}`], /200 characters/],
    [{ 'data.x': ['a'] }, ['data.x'], /\$in/],
    [{ 'data.x': {} }, ['data.x'], /\$exists/],
    [{ 'data.x': { y: 1 } }, ['data.x', 'y'], /one name with dots/],
    [{ 'data.x': { $regex: '^a' } }, ['data.x', '$regex'], /Regular expressions are not offered/],
    [{ 'data.x': { $exist: true } }, ['data.x', '$exist'], /\$exists/],
    [{ 'data.x': { $near: 1 } }, ['data.x', '$near'], /There are \$eq/],
    [{ 'data.x': { $not: { $eq: 1 } } }, ['data.x', '$not'], /around the field/],
    [{ 'data.x': { $or: [] } }, ['data.x', '$or'], /around fields/],
    [{ 'data.x': { $eq: { a: 1 } } }, ['data.x', '$eq'], /A value is/],
    [{ 'data.x': Number.NaN }, ['data.x'], /A value is/],
    [{ 'data.x': 'x'.repeat(FILTER_TEXT_CHARS_MAX + 1) }, ['data.x'], /512 characters/],
    [{ 'data.x': { $in: [] } }, ['data.x', '$in'], /1 to 200/],
    [{ 'data.x': { $in: ['a', ['b']] } }, ['data.x', '$in', '1'], /A value is/],
    [{ 'data.x': { $in: Array(FILTER_LIST_MAX + 1).fill(1) } }, ['data.x', '$in'], /1 to 200/],
    [{ 'data.x': { $exists: 1 } }, ['data.x', '$exists'], /true or false/],
    [{ 'data.x': { $startsWith: '' } }, ['data.x', '$startsWith'], /1 to 512/],
    [{ 'data.x': { $gt: 'tomorrow' } }, ['data.x', '$gt'], /number, or a time/],
    [{ 'data.x': { $gt: '2026-13-01' } }, ['data.x', '$gt'], /number, or a time/],
    [{ $and: [] }, ['$and'], /at least one/],
    [{ $and: { type: 'x' } }, ['$and'], /a list/],
    [{ $or: [{ type: 'x' }, { $or: [{}] }] }, ['$or', '1', '$or', '0'], /at least one condition/],
    [{ $not: [] }, ['$not'], /object of fields/],
    [{ $where: 'while(true);' }, ['$where'], /Code is not run/],
    [{ $eq: 1 }, ['$eq'], /stands at a field/],
    [{ $xor: [] }, ['$xor'], /There are \$and/],
  ])('%j', (filter, path, words) => {
    const parsed = parseFilter(filter);
    expect(parsed).toEqual({ kind: 'problems', problems: [{ path, message: expect.stringMatching(words) }] });
  });

  test('every wrong place at once', () => {
    const parsed = parseFilter({ status: 1, 'data.x': { $gt: 'a', $regex: 'b' }, $not: {} });
    expect(parsed.kind === 'problems' ? parsed.problems.map(({ path }) => path.join('/')) : []).toEqual([
      'status',
      'data.x/$gt',
      'data.x/$regex',
      '$not',
    ]);
  });

  test('more groups inside each other, and any depth of them without a word of the stack', () => {
    const nested = (depth: number) => {
      let filter: object = { type: 'x' };
      for (let count = 0; count < depth; count++) filter = { $not: filter };
      return filter;
    };
    expect(parseFilter(nested(FILTER_DEPTH_MAX))).toMatchObject({ kind: 'filter' });
    expect(parseFilter(nested(FILTER_DEPTH_MAX + 1))).toMatchObject({ kind: 'problems' });
    expect(parseFilter(nested(200_000))).toMatchObject({ kind: 'problems' });
    const deep: unknown = JSON.parse(`{"data.x":{"$in":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`);
    expect(parseFilter(deep)).toMatchObject({ kind: 'problems' });
  });

  test('more conditions and more bytes', () => {
    const conditions = (count: number) => ({ $or: Array.from({ length: count }, () => ({ type: 'x' })) });
    expect(parseFilter(conditions(FILTER_CONDITIONS_MAX))).toMatchObject({ kind: 'filter' });
    expect(parseFilter(conditions(FILTER_CONDITIONS_MAX + 1))).toMatchObject({ kind: 'problems' });
    expect(parseFilter(conditions(1_000_000))).toMatchObject({ kind: 'problems', problems: [{}] });
    const large = { 'data.x': { $in: Array.from({ length: FILTER_LIST_MAX }, () => 'x'.repeat(100)) } };
    expect(parseFilter(large)).toMatchObject({
      problems: [{ path: [], message: expect.stringMatching(/16384 bytes/) }],
    });
  });
});

const fieldName = fc.oneof(
  fc.constantFrom('type', 'channel_id', 'contact.phone', 'data', 'data.a', 'data.a.b', 'data.a.0', 'data.0.a'),
  fc
    .array(fc.constantFrom('a', 'b', '0', '__proto__', 'constructor', 'length'), { minLength: 1, maxLength: 4 })
    .map((names) => ['data', ...names].join('.')),
);
const value = fc.oneof(
  fc.constantFrom<unknown>('x', 'xy', 1, 0, -0, 2.5, true, false, null, '2026-11-28', '2026-11-28T09:00:00Z'),
  fc.string({ maxLength: 5 }),
);
const operators = fc.oneof(
  fc.record({ $eq: value }),
  fc.record({ $ne: value }),
  fc.record({ $in: fc.array(value, { minLength: 1, maxLength: 4 }) }),
  fc.record({ $nin: fc.array(value, { minLength: 1, maxLength: 4 }) }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $startsWith: fc.string({ minLength: 1, maxLength: 2 }) }),
  fc.record({ $gt: fc.oneof(fc.integer(), fc.constant('2026-11-28')) }, { requiredKeys: ['$gt'] }),
  fc.record({ $gte: fc.integer(), $lt: fc.integer() }),
);
const { filter } = fc.letrec<{ filter: object }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.dictionary(fieldName, fc.oneof(value, operators), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    fc.record({ $and: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ $or: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ $not: tie('filter') }),
  ),
}));
const key = fc.constantFrom('a', 'b', '0', '__proto__', 'constructor', 'length');
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    value,
    fc.array(tie('data'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('data')), { maxLength: 4 }).map((entries): unknown => {
      const text = entries.map(([name, inner]) => `${JSON.stringify(name)}:${JSON.stringify(inner)}`).join(',');
      return JSON.parse(`{${text}}`);
    }),
  ),
}));

describe('whatever is in an event', () => {
  test('a filter answers, its $not answers the other way, and explaining agrees', () => {
    fc.assert(
      fc.property(filter, data, (one, inner) => {
        const view = { ...FAILED, data: inner };
        const parsed = parseFilter(one);
        if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
        const passes = compileFilter(one)(view);
        expect(compileFilter({ $not: one })(view)).toBe(!passes);
        expect(compileFilter({ $not: { $not: one } })(view)).toBe(passes);
        expect(compileFilter({ $and: [one, one] })(view)).toBe(passes);
        expect(compileFilter({ $or: [one, one] })(view)).toBe(passes);
        expect(explainFilter(parsed.condition, view) === null).toBe(passes);
      }),
      { numRuns: 2_000 },
    );
  });

  test('reading never throws, and what was read survives being stored', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...FIELD_OPERATORS, 'data.a', '$or'), fc.anything())),
        (any) => {
          const parsed = parseFilter(any);
          if (parsed.kind === 'problems') expect(parsed.problems.length).toBeGreaterThan(0);
          else expect(parseFilter(JSON.parse(JSON.stringify(any)))).toEqual(parsed);
        },
      ),
    );
  });

  test('lists without end are looked at up to a bound', () => {
    let looks = 0;
    const element = {
      get a() {
        looks += 1;
        return 0;
      },
    };
    const view = { ...FAILED, data: Array.from({ length: 1_000_000 }, () => element) };
    const many = { $or: Array.from({ length: FILTER_CONDITIONS_MAX }, (_, index) => ({ 'data.a': index + 1 })) };
    expect(compileFilter(many)(view)).toBe(false);
    expect(looks).toBeLessThanOrEqual(FILTER_CONDITIONS_MAX * 1_000);
  });
});

describe('explainFilter', () => {
  test.each<[object, string, string]>([
    [{ 'data.status': 'sent' }, '/data.status', 'data.status is "failed"; it must be "sent".'],
    [
      { type: 'message.failed', 'data.text': { $ne: null } },
      '/data.text/$ne',
      'data.text is null; it must not be null.',
    ],
    [
      { 'data.error.code': { $in: [1, 2, 3, 4] } },
      '/data.error.code/$in',
      'data.error.code is 131026; it must be one of 1, 2, 3, ….',
    ],
    [{ 'data.x': { $exists: true } }, '/data.x/$exists', 'data.x is not there; it must be there.'],
    [{ 'data.total': { $gte: 20 } }, '/data.total/$gte', 'data.total is 14.5; it must be at least 20.'],
    [{ 'data.tags': 'fr' }, '/data.tags', 'data.tags is a list of 3; it must be "fr".'],
    [
      { 'data.contacts.phones.type': 'X' },
      '/data.contacts.phones.type',
      'data.contacts.phones.type is "CELL", "HOME"; it must be "X".',
    ],
    [{ $not: { 'data.status': 'failed' } }, '/$not', 'What $not excludes is true of it.'],
    [
      { $or: [{ 'data.total': 1 }, { type: 'x' }] },
      '/$or',
      'None of the 2 alternatives holds. The first: data.total is 14.5; it must be 1.',
    ],
    [
      { $and: [{ type: 'message.failed' }, { 'data.a/b~c': 1 }] },
      '/$and/1/data.a~1b~0c',
      'data.a/b~c is not there; it must be 1.',
    ],
  ])('%j', (one, pointer, message) => {
    const parsed = parseFilter(one);
    if (parsed.kind === 'problems') throw new Error('It is a filter.');
    expect(explainFilter(parsed.condition, FAILED)).toEqual({ pointer, message });
  });
});
