import { describe, expect, test } from 'vitest';
import rateLimit from '../../../test/fixtures/meta-api/error-rate-limit.json' with { type: 'json' };
import { adviceFor } from './graph-advice.ts';
import { readGraphAnswer, readGraphError } from './graph-error.ts';

const answer = (statusCode: number, body: unknown) =>
  readGraphAnswer({ statusCode, body: typeof body === 'string' ? body : JSON.stringify(body) });
const errorOf = (error: unknown, httpStatus = 400) => readGraphError({ error }, httpStatus);

describe('an answer of the Graph API', () => {
  test('a 2xx with a JSON object is success, and its whole body is handed on', () => {
    expect(answer(200, { success: true })).toEqual({ kind: 'ok', body: { success: true } });
  });

  test('an error body is a refusal, with Meta’s words and ours, whatever the status is', () => {
    const error = {
      code: 130_429,
      title: 'Rate limit hit',
      details: 'Throughput exceeded.',
      subcode: null,
      traceId: 'AexampleTrace01',
      retryable: true,
      advice: 'Too much was sent in a short time: wait, then send more slowly.',
    };
    for (const httpStatus of [200, 400, 500, 503]) {
      expect(answer(httpStatus, rateLimit)).toEqual({ kind: 'refused', error: { ...error, httpStatus } });
    }
  });

  test.each([
    ['a page of a proxy', 502, '<html>Bad gateway</html>'],
    ['a 5xx without a Graph error', 500, { message: 'oops' }],
    ['a 4xx without a Graph error', 404, {}],
    ['a 200 that is cut off', 200, '{"messages":[{"id":"wam'],
    ['a 200 that is no object', 200, '[1]'],
    ['an empty 200', 200, ''],
    ['an error without a code', 400, { error: { message: 'x' } }],
    ['an error whose code is no number', 400, { error: { code: '190' } }],
    ['a redirect', 302, ''],
  ])('%s says nothing about whether the call was carried out', (_name, status, body) => {
    expect(answer(status, body)).toEqual({ kind: 'unknown', reason: expect.stringMatching(/^[A-Z].*\.$/) });
  });
});

describe('an error of the Graph API', () => {
  test('only the codes that Meta asks to try again are retryable', () => {
    const codes = [2, 4, 80_007, 130_429, 131_000, 131_016, 131_056, 131_057, 133_004];
    expect(codes.filter((code) => errorOf({ code })?.retryable !== true)).toEqual([]);
    const others = [0, 1, 3, 10, 33, 100, 190, 200, 368, 131_026, 131_047, 131_048, 131_049, 132_001, 999_999];
    expect(others.filter((code) => errorOf({ code })?.retryable !== false)).toEqual([]);
  });

  test('its title is without the code that stands before it', () => {
    expect(errorOf({ code: 100, message: '(#100) Invalid parameter' })?.title).toBe('Invalid parameter');
    expect(errorOf({ code: 100, message: 'Invalid (#100) parameter' })?.title).toBe('Invalid (#100) parameter');
    expect(errorOf({ code: 100, message: '(#100)' })?.title).toBe('(#100)');
    expect(errorOf({ code: 100 })?.title).toBe('Error');
  });

  test('its details are Meta’s words on the case, from wherever this kind of call has them', () => {
    expect(errorOf({ code: 100, error_data: { details: 'a' }, error_user_msg: 'b' })?.details).toBe('a');
    expect(errorOf({ code: 100, error_data: 'plain' })?.details).toBe('plain');
    expect(errorOf({ code: 100, error_user_msg: 'for people' })?.details).toBe('for people');
    expect(errorOf({ code: 100 })?.details).toBeNull();
  });

  test('subcode and trace id are kept, and what is too long is cut', () => {
    const error = errorOf({ code: 190, error_subcode: 463, fbtrace_id: 'T', message: 'x'.repeat(5_000) }, 401);
    expect(error).toMatchObject({ subcode: 463, traceId: 'T', httpStatus: 401 });
    expect(error?.title).toHaveLength(1_000);
  });

  test('every code of the contract has advice of its own, and every other one a general sentence', () => {
    const codes = [
      [0, 190, 10, 200, 299, 368, 130_497, 131_005, 131_031, 132_001, 4, 80_007, 130_429, 131_048, 131_056, 133_016],
      [1, 33, 100, 130_472, 131_008, 131_009, 131_021, 131_026, 131_037, 131_042, 131_047, 131_049, 131_050, 131_051],
      [131_052, 131_053, 132_000, 132_005, 132_007, 132_012, 132_015, 132_016, 132_068, 132_069, 133_005, 133_006],
      [133_008, 133_009, 133_010, 133_015, 134_011, 135_000, 2_593_107, 2_593_108, 3, 131_000, 131_016, 131_045],
      [131_057, 133_000, 2, 133_004],
    ].flat();
    const general = adviceFor(987_654);
    expect(general).toMatch(/\.$/);
    expect(codes.filter((code) => adviceFor(code) === general)).toEqual([]);
  });
});
