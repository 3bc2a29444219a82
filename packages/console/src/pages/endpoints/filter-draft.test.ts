import { describe, expect, test } from 'vitest';
import { type FilterDraft, newGroup, newRow, readFilter, readValue, writeFilter } from './filter-draft.ts';

const rows = (...groups: ReturnType<typeof newGroup>[]): FilterDraft => ({ view: 'rows', match: 'all', groups });

describe('a filter that is written in rows', () => {
  test('is one object where all must hold', () => {
    const draft = rows(
      newGroup([
        newRow({ field: 'type', value: 'message.failed' }),
        newRow({ field: ' data.error.code ', operator: '$in', value: '131026, 131047' }),
        newRow({ field: 'data.total', operator: '$gte', value: '5' }),
        newRow({ field: 'data.total', operator: '$lt', value: '10.5' }),
        newRow({ field: 'data.text', operator: 'missing' }),
      ]),
    );
    expect(writeFilter(draft)).toEqual({
      type: 'message.failed',
      'data.error.code': { $in: [131026, 131047] },
      'data.total': { $gte: 5, $lt: 10.5 },
      'data.text': { $exists: false },
    });
  });

  test('has groups of which all or any hold', () => {
    const [a, b] = [newRow({ field: 'data.a', value: '1' }), newRow({ field: 'data.b', value: '2' })];
    expect(writeFilter(rows(newGroup([a, b], 'any')))).toEqual({ $or: [{ 'data.a': 1 }, { 'data.b': 2 }] });
    expect(writeFilter(rows(newGroup([a]), newGroup([a, b], 'any')))).toEqual({
      $and: [{ 'data.a': 1 }, { $or: [{ 'data.a': 1 }, { 'data.b': 2 }] }],
    });
    expect(writeFilter(rows(newGroup([a, a])))).toEqual({ $and: [{ 'data.a': 1 }, { 'data.a': 1 }] });
  });

  test('is not finished while a field or a value is missing', () => {
    expect(writeFilter(rows(newGroup([newRow({ value: 'x' })])))).toBeUndefined();
    expect(writeFilter(rows(newGroup([newRow({ field: 'data.a' })])))).toBeUndefined();
    expect(writeFilter(rows(newGroup([newRow({ field: 'data.a', kind: 'number', value: 'x' })])))).toBeUndefined();
    expect(writeFilter(rows(newGroup([newRow({ field: 'data.a', operator: '$in', value: ' , ' })])))).toBeUndefined();
    expect(writeFilter({ view: 'json', text: '{"a"' })).toBeUndefined();
    expect(writeFilter({ view: 'json', text: '[]' })).toBeUndefined();
  });

  test('takes a value for what the field holds, and quotes make a text of anything', () => {
    expect(readValue('131026', null)).toBe(131026);
    expect(readValue('131026', 'text')).toBe('131026');
    expect(readValue('"131026"', 'number')).toBe('131026');
    expect(readValue('true', null)).toBe(true);
    expect(readValue('"true"', null)).toBe('true');
    expect(readValue('""', null)).toBe('');
    expect(readValue('null', null)).toBeNull();
    expect(readValue('Ж, "x', null)).toBe('Ж, "x');
    expect(readValue('9007199254740993', null)).toBe('9007199254740993');
  });
});

describe('a filter that is read', () => {
  test.each<[Parameters<typeof readFilter>[0], string]>([
    [null, 'none'],
    [{ type: 'message.received' }, 'rows'],
    [{ 'data.text': null, 'data.a': { $ne: 'x', $startsWith: '5' } }, 'rows'],
    [{ 'data.a': { $in: ['a,b', '5', 5, null, 'x"y'] } }, 'rows'],
    [{ $or: [{ 'data.a': 1 }, { 'data.b': true }] }, 'rows'],
    [{ $or: [{ 'data.a': 1, 'data.b': 2 }, { $or: [{ 'data.a': 1 }, { 'data.b': 2 }] }] }, 'rows'],
    [{ type: 'x', $or: [{ 'data.a': 1 }, { 'data.b': 2 }] }, 'rows'],
    [{ $not: { type: 'x' } }, 'json'],
    [{ $or: [{ $and: [{ $or: [{ type: 'x' }] }] }] }, 'json'],
  ])('%j keeps its meaning', (filter, view) => {
    const draft = readFilter(filter);
    expect(draft.view).toBe(view);
    const written = writeFilter(draft);
    expect(writeFilter(readFilter(written ?? null))).toEqual(written);
    if (view === 'json' || filter === null) expect(written).toEqual(filter);
  });

  test('writes what it read', () => {
    for (const filter of [
      { type: 'message.failed', 'data.error.code': { $in: [131026, 131047] } },
      { 'data.channel.phone_number_id': '318940275561203' },
      { 'data.a': { $in: ['a,b', '5', 5, true, 'x"y'] } },
      { $or: [{ 'data.a': 1, 'data.b': { $lt: '2026-11-28' } }, { 'data.c': { $exists: true } }] },
    ]) {
      expect(writeFilter(readFilter(filter))).toEqual(filter);
    }
  });
});
