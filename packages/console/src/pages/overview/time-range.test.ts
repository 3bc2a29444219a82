import { describe, expect, test } from 'vitest';
import { readRange } from './time-range.ts';

describe('time range in an address', () => {
  test('two times in the right order are a range', () => {
    const range = readRange('2026-03-01T10:00:00.000Z', '2026-03-01T11:00:00.000Z');
    expect(range).toEqual({ sinceMs: Date.UTC(2026, 2, 1, 10), untilMs: Date.UTC(2026, 2, 1, 11) });
  });

  test('what is no range is none', () => {
    expect(readRange(undefined, '2026-03-01T11:00:00Z')).toBeNull();
    expect(readRange('soon', 'later')).toBeNull();
    expect(readRange('2026-03-01T11:00:00Z', '2026-03-01T10:00:00Z')).toBeNull();
    expect(readRange('2020-03-01T11:00:00Z', '2026-03-01T10:00:00Z')).toBeNull();
  });
});
