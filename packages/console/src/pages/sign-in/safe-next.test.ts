import { expect, test } from 'vitest';
import { safeNext } from './safe-next.ts';

test.each([
  ['/w/ws_1/deliveries?state=exhausted,pending', '/w/ws_1/deliveries?state=exhausted,pending'],
  ['/', '/'],
])('leads on to %s', (next, place) => {
  expect(safeNext(next)).toBe(place);
});

test.each([
  [undefined],
  [''],
  ['https://evil.example/'],
  ['//evil.example/'],
  ['/\\evil.example/'],
  ['\\\\evil.example'],
  ['/\t/evil.example'],
  ['javascript:alert(1)'],
  ['w/ws_1'],
])('never leads away by %s', (next) => {
  const place = safeNext(next);
  expect(new URL(place, 'https://console.example').origin).toBe('https://console.example');
  expect(place.startsWith('//')).toBe(false);
});
