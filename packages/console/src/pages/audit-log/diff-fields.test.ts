import { expect, test } from 'vitest';
import { diffFields } from './diff-fields.ts';

test('tells the fields that are different, inside of objects too, and no other', () => {
  const before = { id: 'ep_1', enabled: true, retry: { preset: 'standard', attempts: 11 }, event_types: ['*'] };
  const after = { id: 'ep_1', enabled: false, retry: { preset: 'quick', attempts: 11 }, event_types: ['*', 'x'] };
  expect(diffFields(before, after)).toEqual([
    { path: 'enabled', before: true, after: false },
    { path: 'retry.preset', before: 'standard', after: 'quick' },
    { path: 'event_types', before: ['*'], after: ['*', 'x'] },
  ]);
});

test('tells every field of what was made, and of what is gone', () => {
  expect(diffFields(null, { id: 'x', settings: { a: 1 } })).toEqual([
    { path: 'id', before: undefined, after: 'x' },
    { path: 'settings', before: undefined, after: { a: 1 } },
  ]);
  expect(diffFields({ id: 'x' }, null)).toEqual([{ path: 'id', before: 'x', after: undefined }]);
});

test('has nothing to tell of two that are the same, or of an entry without fields', () => {
  expect(diffFields({ a: [1] }, { a: [1] })).toEqual([]);
  expect(diffFields(null, null)).toEqual([]);
});
