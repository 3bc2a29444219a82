import { hash, timingSafeEqual } from 'node:crypto';

/** What `hub.challenge` may be (CONTRACTS 8, "Challenge"): it is sent back as it came, so it must not be markup. */
const CHALLENGE = /^[A-Za-z0-9_.-]{1,256}$/;

/**
 * Answers Meta's verification of the callback URL (CONTRACTS 1.1).
 *
 * Tokens are compared as digests, which have one length, in constant time and all of them: neither which
 * token came close nor which registration it belongs to shows in the time the answer takes.
 *
 * @param query The request's query. A parameter that was given twice fails.
 * @param verifyTokens Of every registration of this app id.
 * @returns The text to answer 200 with, as `text/plain`; null for 403.
 */
export function answerChallenge(query: URLSearchParams, verifyTokens: readonly string[]): string | null {
  const challenge = onlyValueOf(query, 'hub.challenge');
  const isKnown = isKnownToken(onlyValueOf(query, 'hub.verify_token'), verifyTokens);
  if (!isKnown || onlyValueOf(query, 'hub.mode') !== 'subscribe') return null;
  return CHALLENGE.test(challenge) ? challenge : null;
}

/** Empty when it is missing or there are several. */
function onlyValueOf(query: URLSearchParams, name: string): string {
  const [value, ...more] = query.getAll(name);
  return value === undefined || more.length > 0 ? '' : value;
}

function isKnownToken(token: string, verifyTokens: readonly string[]): boolean {
  if (token === '') return false;
  const digest = hash('sha256', token, 'buffer');
  let isKnown = false;
  for (const verifyToken of verifyTokens) {
    isKnown = timingSafeEqual(digest, hash('sha256', verifyToken, 'buffer')) || isKnown;
  }
  return isKnown;
}
