import { errors } from 'undici';
import { describe, expect, test } from 'vitest';
import { isRemoteOf } from './dial.ts';
import { classifyConnectError, EgressError } from './egress-error.ts';

describe('classifyConnectError', () => {
  test.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ECONNREFUSED', 'connect'],
    ['ECONNRESET', 'connect'],
    ['EHOSTUNREACH', 'connect'],
    ['ETIMEDOUT', 'timeout'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls'],
    ['EPROTO', 'tls'],
    ['constructor', 'connect'],
  ])('calls %s %s', (code, errorClass) => {
    const failure = classifyConnectError(Object.assign(new Error('secret detail'), { code }));
    expect(failure.errorClass).toBe(errorClass);
    expect(failure.message).toMatch(/^[A-Z].*\.$/);
    expect(failure.message).not.toContain('secret');
  });

  test('knows the time-outs of undici', () => {
    const timeouts = [
      new errors.ConnectTimeoutError(),
      new errors.HeadersTimeoutError(),
      new errors.BodyTimeoutError(),
    ];
    expect(timeouts.map((error) => classifyConnectError(error).errorClass)).toEqual(['timeout', 'timeout', 'timeout']);
  });

  test('looks under what undici and Node wrap', () => {
    const expired = Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' });
    expect(classifyConnectError(new AggregateError([expired])).errorClass).toBe('tls');
    expect(classifyConnectError(new TypeError('fetch failed', { cause: expired })).errorClass).toBe('tls');
    expect(classifyConnectError(new errors.SocketError('other side closed')).errorClass).toBe('connect');
  });

  test('keeps what the guard said', () => {
    const blocked = new EgressError('egress_blocked', 'own_origin', 'Words.');
    expect(classifyConnectError(blocked)).toEqual({ errorClass: 'egress_blocked', message: 'Words.' });
  });

  test.each([undefined, null, 'text', 7, {}, new Error('x')])('answers for %s', (thrown) => {
    expect(classifyConnectError(thrown)).toEqual({ errorClass: 'connect', message: 'The connection failed.' });
  });
});

describe('isRemoteOf', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1', true],
    ['::ffff:127.0.0.1', '127.0.0.1', true],
    ['2606:4700:4700::1111', '2606:4700:4700:0:0:0:0:1111', true],
    ['10.0.0.1', '93.184.216.34', false],
    ['64:ff9b::5db8:d822', '93.184.216.34', false],
    [undefined, '93.184.216.34', false],
    ['', '93.184.216.34', false],
  ])('compares %s with the dialled %s', (remote, dialled, isSame) => {
    expect(isRemoteOf(remote, dialled)).toBe(isSame);
  });
});
