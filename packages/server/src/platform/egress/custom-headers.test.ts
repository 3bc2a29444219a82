import { describe, expect, test } from 'vitest';
import { PosthornError } from '../../domain/errors.ts';
import { checkCustomHeaders } from './custom-headers.ts';

describe('checkCustomHeaders', () => {
  test('accepts credentials, cookies and empty values', () => {
    checkCustomHeaders({ Authorization: 'Bearer s3cr3t', Cookie: 'a=b; c=d', 'X-Team': 'Müller', 'x-empty': '' });
  });

  test.each([
    'Host',
    'content-type',
    'Content-Length',
    'Transfer-Encoding',
    'Connection',
    'Keep-Alive',
    'TE',
    'Trailer',
    'Upgrade',
    'Expect',
    'Proxy-Authorization',
    'User-Agent',
    'Webhook-Id',
    'X-Webhook-Signature',
    'X-Hub-Signature-256',
    'x-vobiz-signature',
    'POSTHORN-Attempt',
    '',
    'a b',
    'x:y',
    'x\r\ny',
    'naïve',
  ])('refuses the name %j', (name) => {
    expect(pointersOf({ [name]: 'v' })).toEqual([`/headers/${name}`]);
  });

  test.each(['a\r\nX-Evil: 1', 'a\nb', 'a\0b', '\x7f', 'tab\there', ' padded', 'padded ', '€', '\x85'])(
    'refuses the value %j',
    (value) => {
      expect(pointersOf({ 'x-a': value })).toEqual(['/headers/x-a']);
    },
  );

  test('counts bytes of name and value together', () => {
    checkCustomHeaders({ 'x-a': 'v'.repeat(4_093) });
    expect(pointersOf({ 'x-a': 'v'.repeat(4_094) })).toEqual(['/headers/x-a']);
  });

  test('takes twenty headers and not one more', () => {
    const headersOf = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, 'v']));
    checkCustomHeaders(headersOf(20));
    expect(pointersOf(headersOf(21))).toEqual(['/headers']);
  });

  test('names every wrong header at once, a repeated one and escaped pointers included', () => {
    expect(pointersOf({ 'X-A': '1', 'x-a': '2', 'a/b~c': '3' })).toEqual(['/headers/x-a', '/headers/a~1b~0c']);
  });

  test('never shows a value', () => {
    expect(JSON.stringify(errorOf({ Host: 's3cr3t', 'x-a': 's3cr3t\n' }))).not.toContain('s3cr3t');
  });
});

function pointersOf(headers: Record<string, string>): readonly string[] {
  return errorOf(headers).fields.map((field) => field.pointer);
}

function errorOf(headers: Record<string, string>): PosthornError {
  try {
    checkCustomHeaders(headers);
  } catch (error) {
    if (error instanceof PosthornError && error.code === 'invalid_request') return error;
    throw error;
  }
  throw new Error('The headers were accepted.');
}
