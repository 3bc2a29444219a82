/** What a test receiver answers requests with. `slow`: nothing, until whoever asked gives up. */
export const RECEIVER_ANSWERS = ['200', '410', '500', 'slow'] as const;
export type ReceiverAnswer = (typeof RECEIVER_ANSWERS)[number];

/** Where test receivers are reached, below the gateway's own address. */
export const TEST_RECEIVER_PATH = '/test-receivers/';
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The path of a receiver. @param token 32 random bytes, base64url. */
export function testReceiverPath(token: string): string {
  return TEST_RECEIVER_PATH + token;
}

/** The token in the path of a receiver. Null: it is no such path, to the letter. */
export function readTestReceiverToken(path: string): string | null {
  if (!path.startsWith(TEST_RECEIVER_PATH)) return null;
  const token = path.slice(TEST_RECEIVER_PATH.length);
  return TOKEN.test(token) ? token : null;
}
