import { describe, expect, test } from 'vitest';
import { answerChallenge } from './challenge.ts';

const query = (mode: string, token: string, challenge: string) =>
  new URLSearchParams({ 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge });

describe('answerChallenge', () => {
  test('gives the challenge back for the token of any registration', () => {
    expect(answerChallenge(query('subscribe', 'token-b', '1158201444'), ['token-a', 'token-b'])).toBe('1158201444');
  });

  test('refuses a wrong, empty or missing token, also when a registration has an empty one', () => {
    expect(answerChallenge(query('subscribe', 'token-c', '1'), ['token-a'])).toBeNull();
    expect(answerChallenge(query('subscribe', '', '1'), ['', 'token-a'])).toBeNull();
    expect(answerChallenge(new URLSearchParams('hub.mode=subscribe&hub.challenge=1'), ['token-a'])).toBeNull();
    expect(answerChallenge(query('subscribe', 'token-a', '1'), [])).toBeNull();
  });

  test('refuses any other mode', () => {
    expect(answerChallenge(query('unsubscribe', 'token-a', '1'), ['token-a'])).toBeNull();
  });

  test('refuses a parameter that was given twice', () => {
    const twice = new URLSearchParams('hub.mode=subscribe&hub.verify_token=token-a&hub.verify_token=x&hub.challenge=1');
    expect(answerChallenge(twice, ['token-a'])).toBeNull();
  });

  test.each(['', '<script>', 'a b', 'a\n', 'é', 'x'.repeat(257)])('refuses to echo %j', (challenge) => {
    expect(answerChallenge(query('subscribe', 'token-a', challenge), ['token-a'])).toBeNull();
  });

  test('echoes up to 256 letters, digits, dots, dashes and underscores', () => {
    const challenge = 'aZ09_.-'.padEnd(256, 'x');
    expect(answerChallenge(query('subscribe', 'token-a', challenge), ['token-a'])).toBe(challenge);
  });
});
