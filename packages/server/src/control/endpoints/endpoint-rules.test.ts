import { describe, expect, test } from 'vitest';
import { PosthornError } from '../../domain/errors.ts';
import {
  checkFormatOptions,
  checkVerifyToken,
  MASKED_VALUE,
  maskHeaders,
  mergeHeaders,
  rotateSigningSecret,
} from './endpoint-rules.ts';

describe('rules of an endpoint', () => {
  test('an option that the format does not have is refused by name', () => {
    expect(pointersOf(() => checkFormatOptions('standard', { original: true, payload: 'value' }))).toEqual([
      '/format_options/original',
      '/format_options/payload',
    ]);
    expect(pointersOf(() => checkFormatOptions('vobiz', { raw: true }))).toEqual(['/format_options/raw']);
    checkFormatOptions('cloudevents', { raw: false, asymmetric: true });
    checkFormatOptions('xobito', { original: true, asymmetric: true });
    checkFormatOptions('vobiz', { payload: 'value' });
  });

  test('only the format meta takes a verify token', () => {
    expect(pointersOf(() => checkVerifyToken('standard', 'token'))).toEqual(['/verify_token']);
    checkVerifyToken('meta', 'token');
    checkVerifyToken('standard', null);
  });

  test('headers are set and removed by name without regard to case, the others stay', () => {
    const merged = mergeHeaders(
      { Authorization: 'a', 'X-One': '1', 'X-Two': '2' },
      { authorization: 'b', 'x-two': null },
    );
    expect(merged).toEqual({ 'X-One': '1', authorization: 'b' });
    expect(mergeHeaders({ 'X-One': '1' }, null)).toEqual({});
    expect(mergeHeaders({ 'X-One': '1' }, {})).toEqual({ 'X-One': '1' });
  });

  test('a masked value that is sent back does not take the place of the real one', () => {
    const shown = maskHeaders({ 'X/One': 'secret' });
    expect(JSON.stringify(shown)).not.toContain('secret');
    expect(pointersOf(() => mergeHeaders({ 'X/One': 'secret' }, shown))).toEqual(['/headers/X~1One']);
    expect(MASKED_VALUE).toMatch(/^\*+$/);
  });

  test('a rotation keeps the old secret for the overlap and no older one', () => {
    const first = { current: 'a', previous: null, previousUntilMs: null };
    const second = rotateSigningSecret(first, { secret: 'b', overlapSeconds: 60, nowMs: 1000 });
    expect(second).toEqual({ current: 'b', previous: 'a', previousUntilMs: 61_000 });
    const third = rotateSigningSecret(second, { secret: 'c', overlapSeconds: 60, nowMs: 2000 });
    expect(third).toEqual({ current: 'c', previous: 'b', previousUntilMs: 62_000 });
  });

  test('an overlap of 0 drops the old secret at once, and the secret in use is refused', () => {
    const first = { current: 'a', previous: null, previousUntilMs: null };
    const second = rotateSigningSecret(first, { secret: 'b', overlapSeconds: 0, nowMs: 1000 });
    expect(second).toEqual({ current: 'b', previous: null, previousUntilMs: null });
    expect(pointersOf(() => rotateSigningSecret(first, { secret: 'a', overlapSeconds: 0, nowMs: 1 }))).toEqual([
      '/secret',
    ]);
  });
});

function pointersOf(check: () => unknown): readonly string[] {
  try {
    check();
  } catch (error) {
    if (error instanceof PosthornError) return error.fields.map((field) => field.pointer);
    throw error;
  }
  return [];
}
