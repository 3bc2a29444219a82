import { expect, test } from 'vitest';
import { rawHeader } from './raw-header.ts';

const REQUEST = {
  rawHeaders: ['Host', 'a', 'X-Hub-Signature-256', 'sha256=1', 'x-hub-signature-256', 'sha256=2', 'Empty', ''],
};

test('finds a header however its name is written', () => {
  expect(rawHeader(REQUEST, 'host')).toBe('a');
  expect(rawHeader(REQUEST, 'empty')).toBe('');
  expect(rawHeader(REQUEST, 'posthorn-hops')).toBeUndefined();
});

test('joins what is given twice, so that no one of them can pass for the only one', () => {
  expect(rawHeader(REQUEST, 'x-hub-signature-256')).toBe('sha256=1, sha256=2');
});
