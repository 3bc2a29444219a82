import { expect, test } from 'vitest';
import { parseDurationMs } from './duration.ts';

test('reads seconds, minutes, hours and days', () => {
  expect(parseDurationMs('90s')).toBe(90_000);
  expect(parseDurationMs('15m')).toBe(900_000);
  expect(parseDurationMs('169h')).toBe(608_400_000);
  expect(parseDurationMs('30d')).toBe(2_592_000_000);
  expect(parseDurationMs('0s')).toBe(0);
  expect(Number.isSafeInteger(parseDurationMs('99999999d'))).toBe(true);
});

test.each([
  '',
  '90',
  's',
  '1.5h',
  '-1s',
  '+1s',
  '1 h',
  ' 1h',
  '1h ',
  '1h\n',
  '1H',
  '1w',
  '90ms',
  '1h30m',
  '1e3s',
  '١s',
  '100000000s',
])('does not guess what %j means', (text) => {
  expect(parseDurationMs(text)).toBeNull();
});
