import { describe, expect, test } from 'vitest';
import type { Format } from '../../domain/endpoint.ts';
import { SecretChoice } from './secret-choice.ts';
import { makeEndpoint, NOW_MS } from './test-support.ts';

const rotating = (format: Format = 'xobito', current = 'new', previous = 'old') =>
  makeEndpoint({ format, secrets: { current, previous, previousUntilMs: NOW_MS + 1_000 } });

describe('which secret signs', () => {
  test('the current one when there is no other', () => {
    const choice = new SecretChoice();
    expect(choice.choose(makeEndpoint({ format: 'xobito' }), NOW_MS)).toBe('current');
    expect(choice.hasOther(makeEndpoint({ format: 'xobito' }), NOW_MS)).toBe(false);
  });

  test('right after a rotation the one before, as nobody has accepted the new one', () => {
    expect(new SecretChoice().choose(rotating(), NOW_MS)).toBe('previous');
  });

  test('from the first success on the one that was accepted last', () => {
    const choice = new SecretChoice();
    choice.noteAccepted(rotating(), 'current');
    expect(choice.choose(rotating(), NOW_MS)).toBe('current');
    choice.noteAccepted(rotating(), 'previous');
    expect(choice.choose(rotating(), NOW_MS)).toBe('previous');
  });

  test('after one more rotation the one before again, as what was accepted is that', () => {
    const choice = new SecretChoice();
    choice.noteAccepted(rotating(), 'current');
    expect(choice.choose(rotating('xobito', 'newest', 'new'), NOW_MS)).toBe('previous');
  });

  test('the current one from the moment the overlap ends', () => {
    const choice = new SecretChoice();
    expect(choice.choose(rotating(), NOW_MS + 999)).toBe('previous');
    expect(choice.choose(rotating(), NOW_MS + 1_000)).toBe('current');
    expect(choice.hasOther(rotating(), NOW_MS + 1_000)).toBe(false);
  });

  test.each([
    ['xobito', true],
    ['vobiz', true],
    ['vobiz-legacy', true],
    ['meta', true],
    ['standard', false],
    ['cloudevents', false],
  ] as const)('%s has a second try with the other secret: %s', (format, expected) => {
    expect(new SecretChoice().hasOther(rotating(format), NOW_MS)).toBe(expected);
  });
});
