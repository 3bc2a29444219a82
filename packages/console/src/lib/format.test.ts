import { describe, expect, test } from 'vitest';
import { formatBytes, formatCount, formatDuration, formatShare, plural, shortenId } from './format.ts';

describe('formats', () => {
  test.each([
    [0, '0 ms'],
    [84.4, '84 ms'],
    [2_310, '2.31 s'],
    [59_400, '59 s'],
    [252_000, '4 m 12 s'],
    [3_600_000, '1 h'],
    [11_520_000, '3 h 12 m'],
    [183_600_000, '2 d 3 h'],
    [-5, '0 ms'],
  ])('%i ms is shown as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test.each([
    [1, '100 %'],
    [0.999_999, '99.99 %'],
    [0.9912, '99.12 %'],
    [0.714, '71.4 %'],
    [0.5, '50 %'],
    [0, '0 %'],
    [0.000_01, '< 0.01 %'],
  ])('a share of %d is shown as %s: all only when nothing is missing, none only when there is none', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  test('counts have groups, bytes have units, one and many have their words', () => {
    expect(formatCount(12_480)).toBe('12,480');
    expect(formatBytes(999)).toBe('999 B');
    expect(formatBytes(16_384)).toBe('16 kB');
    expect(formatBytes(3_200_000)).toBe('3.2 MB');
    expect(plural(1, 'event')).toBe('1 event');
    expect(plural(2, 'delivery', 'deliveries')).toBe('2 deliveries');
  });

  test('an id keeps its beginning and its end', () => {
    expect(shortenId('evt_019aa1f4-0b1e-7a90-8f3d-1c77e05b42aa')).toBe('evt_019aa1f4…42aa');
    expect(shortenId('evt_short')).toBe('evt_short');
  });
});
