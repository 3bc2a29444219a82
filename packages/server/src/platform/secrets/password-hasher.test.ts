import { expect, test } from 'vitest';
import { PasswordHasher } from './password-hasher.ts';

test('hashes by argon2id with the parameters that OWASP names, and knows the password again', async () => {
  const hasher = new PasswordHasher();
  const hash = await hasher.hash('seven bright kettles sing');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await hasher.hash('seven bright kettles sing')).not.toBe(hash);
  expect(await hasher.matches(hash, 'seven bright kettles sing')).toBe(true);
  expect(await hasher.matches(hash, 'Seven bright kettles sing')).toBe(false);
});

test('knows a letter however the keyboard wrote it', async () => {
  const hasher = new PasswordHasher();
  const hash = await hasher.hash('cafe\u0301 cafe\u0301 cafe\u0301');
  expect(await hasher.matches(hash, 'caf\u00e9 caf\u00e9 caf\u00e9')).toBe(true);
});

test('an account that there is not has no password, and is compared all the same', async () => {
  expect(await new PasswordHasher().matches(null, 'nobody has this password')).toBe(false);
});

test('hashes a few at a time, lets some wait, and sends the rest away', async () => {
  const hasher = new PasswordHasher();
  const outcomes = await Promise.allSettled(Array.from({ length: 70 }, () => hasher.matches(null, 'x')));
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused.length).toBe(4);
  expect(refused[0]).toMatchObject({ reason: { code: 'rate_limited', retryAfterSeconds: 5 } });
  expect(await hasher.matches(null, 'x')).toBe(false);
});
