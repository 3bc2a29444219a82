import { describe, expect, test } from 'vitest';
import { PosthornError } from '../../domain/errors.ts';
import { toProblem } from '../../platform/http/problem.ts';
import { type FailedCall, toXobitoError } from './error-answers.ts';

const CALL: FailedCall = { hasToken: true, isUnrouted: false, action: 'create contact' };

function answerTo(error: unknown, call: Partial<FailedCall> = {}) {
  return toXobitoError(toProblem(error, 'req_1'), { ...CALL, ...call });
}

describe('an error in Xobito’s shape', () => {
  test('that nobody foresaw says what failed and nothing of itself', () => {
    expect(answerTo(new Error('secret detail'))).toEqual({
      status: 500,
      body: { status: 'error', message: 'Failed to create contact' },
    });
    expect(answerTo(new PosthornError('store_unavailable', 'Away.'))).toEqual({
      status: 503,
      body: { status: 'error', message: 'Failed to create contact' },
    });
  });

  test('about fields has them by Xobito’s names, each with all its messages', () => {
    const error = new PosthornError('invalid_request', 'The contact is not valid.', {
      fields: [
        { pointer: '/first_name', message: 'One.' },
        { pointer: '/first_name', message: 'Two.' },
        { pointer: '/group_ids/3', message: 'Three.' },
        { pointer: '/country', message: 'Four.' },
      ],
    });
    expect(answerTo(error)).toEqual({
      status: 422,
      body: {
        status: 'error',
        message: 'Validation failed',
        errors: { firstname: ['One.', 'Two.'], groups: ['Three.'], country_id: ['Four.'] },
      },
    });
  });

  test('about a value that is taken does not tell who has it', () => {
    const error = new PosthornError('conflict', 'cnt_1 has it.', {
      fields: [{ pointer: '/phone', message: 'Must be unique. cnt_1 has it.' }],
    });
    expect(answerTo(error).body).toMatchObject({ errors: { phone: ['The phone has already been taken.'] } });
  });

  test('of a limit says how long to wait, and has no status', () => {
    const error = new PosthornError('rate_limited', 'Too many.', { retryAfterSeconds: 45 });
    expect(answerTo(error)).toEqual({ status: 429, body: { message: 'Too many requests', retry_after: 45 } });
  });

  test('keeps the status that HTTP has for it', () => {
    expect(answerTo(new PosthornError('body_too_large', 'Large.'))).toEqual({
      status: 413,
      body: { status: 'error', message: 'Large.' },
    });
    expect(answerTo(new PosthornError('conflict', 'Others kept changing it.')).status).toBe(409);
    expect(answerTo(new PosthornError('not_found', 'There is no such path.'), { isUnrouted: true }).body).toEqual({
      status: 'error',
      message: 'Route not found',
    });
  });
});
