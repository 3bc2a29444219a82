import { describe, expect, test } from 'vitest';
import { assertCsrfToken, assertSameOrigin, csrfTokenOf } from './same-origin.ts';

const OWN = 'https://hooks.example.com';

describe('the origin of a request', () => {
  test.each([
    [{}],
    [{ 'sec-fetch-site': 'same-origin', origin: OWN }],
    [{ 'sec-fetch-site': 'none' }],
    [{ origin: OWN }],
    [{ origin: 'http://127.0.0.1:8420', host: '127.0.0.1:8420' }],
    [{ origin: 'https://GATEWAY.internal', host: 'gateway.internal' }],
  ])('is our own, or not told by a program: %j', (headers) => {
    expect(() => assertSameOrigin({ headers }, OWN)).not.toThrow();
  });

  test.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site', origin: OWN }],
    [{ origin: 'null' }],
    [{ origin: 'https://hooks.example.com.evil.example' }],
    [{ origin: 'http://127.0.0.1:8421', host: '127.0.0.1:8420' }],
    [{ origin: 'https://evil.example', host: 'gateway.internal' }],
  ])('is another’s: %j', (headers) => {
    expect(() => assertSameOrigin({ headers }, OWN)).toThrow('Another site');
  });

  test('has to be there where nothing else tells who asks', () => {
    expect(() => assertSameOrigin({ headers: {} }, OWN, 'always')).toThrow('Another site');
    expect(() => assertSameOrigin({ headers: { origin: OWN } }, OWN, 'always')).not.toThrow();
  });
});

test('the token of a session is that of no other, and does not tell the session’s own', () => {
  const token = csrfTokenOf('phs_one');
  expect(() => assertCsrfToken({ headers: { 'posthorn-csrf': token } }, 'phs_one')).not.toThrow();
  for (const sent of [undefined, '', 'phs_one', csrfTokenOf('phs_two')]) {
    const headers = sent === undefined ? {} : { 'posthorn-csrf': sent };
    expect(() => assertCsrfToken({ headers }, 'phs_one')).toThrow('our own page');
  }
  expect(token).not.toContain('phs_one');
});
