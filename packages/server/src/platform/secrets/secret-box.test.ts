import { describe, expect, test } from 'vitest';
import { PosthornError } from '../../domain/errors.ts';
import { keyFingerprint, parseEncryptionKey } from './encryption-key.ts';
import { SecretBox } from './secret-box.ts';

const OLD = Buffer.alloc(32, 1);
const NEW = Buffer.alloc(32, 2);

describe('SecretBox', () => {
  test('opens what it sealed, whatever the text', () => {
    const box = new SecretBox([OLD]);
    for (const clear of ['', 'whsec_abc', '{"a":"é\u{1f4ef}"}', 'x'.repeat(100_000)]) {
      expect(box.open(box.seal(clear))).toBe(clear);
    }
  });

  test('names its version and key in the sealed text and shows nothing of the secret', () => {
    const sealed = new SecretBox([OLD]).seal('a secret');
    expect(sealed).toMatch(/^v1\.[0-9a-f]{16}\.[\w-]{16}\.[\w-]+$/);
    expect(sealed.split('.')[1]).toBe(keyFingerprint(OLD));
    expect(sealed).not.toContain(Buffer.from('a secret').toString('base64url'));
  });

  test('never gives the same text twice', () => {
    const box = new SecretBox([OLD]);
    expect(box.seal('same')).not.toBe(box.seal('same'));
  });

  test('seals with the first key and opens with both while keys are rotated', () => {
    const before = new SecretBox([OLD]).seal('kept');
    const during = new SecretBox([NEW, OLD]);
    expect(during.open(before)).toBe('kept');
    expect(new SecretBox([NEW]).open(during.seal('fresh'))).toBe('fresh');
  });

  test('says which keys there are when a text was sealed with another', () => {
    const sealed = new SecretBox([OLD]).seal('kept');
    const problem = refusalOf(() => new SecretBox([NEW]).open(sealed));
    expect(problem.code).toBe('config_invalid');
    expect(problem.message).toContain(keyFingerprint(NEW));
    expect(problem.message).toContain('POSTHORN_ENCRYPTION_KEY');
  });

  test('refuses a text in which any one character was changed', () => {
    const box = new SecretBox([OLD]);
    const sealed = box.seal('a secret');
    const body = sealed.lastIndexOf('.') + 1;
    // The last character holds bits that base64url ignores.
    for (let index = 0; index < sealed.length - 1; index += 1) {
      const other = sealed[index] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, index) + other + sealed.slice(index + 1);
      expect(() => box.open(changed), `at ${index}, body from ${body}`).toThrow(PosthornError);
    }
  });

  test('refuses a text that was cut, lengthened or never sealed', () => {
    const box = new SecretBox([OLD]);
    const sealed = box.seal('a secret');
    for (const wrong of ['', 'clear text', sealed.slice(0, -2), `${sealed}.x`, `${sealed}AAAA`, sealed.slice(0, 36)]) {
      expect(() => box.open(wrong)).toThrow(PosthornError);
    }
  });

  test('does not take a sealed text for one of another key that it knows', () => {
    const box = new SecretBox([NEW, OLD]);
    const renamed = box.seal('a secret').replace(keyFingerprint(NEW), keyFingerprint(OLD));
    expect(refusalOf(() => box.open(renamed)).code).toBe('internal');
  });

  test('takes neither no key, nor a short one, nor the same one twice, nor three', () => {
    const wrong = [[], [Buffer.alloc(16)], [OLD, OLD], [OLD, NEW, Buffer.alloc(32, 3)]];
    for (const keys of wrong) expect(() => new SecretBox(keys)).toThrow();
  });
});

describe('parseEncryptionKey', () => {
  const key = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index));

  test('reads the same key from base64, base64url and hex', () => {
    for (const text of [
      key.toString('base64'),
      key.toString('base64url'),
      key.toString('hex'),
      key.toString('hex').toUpperCase(),
    ]) {
      expect(parseEncryptionKey(text)?.equals(key)).toBe(true);
    }
  });

  test('refuses a key of another length and text that is no key', () => {
    const wrong = [
      '',
      'password',
      key.subarray(1).toString('base64'),
      key.toString('hex').slice(2),
      `${key.toString('base64')}A`,
    ];
    for (const text of wrong) expect(parseEncryptionKey(text)).toBeNull();
  });
});

function refusalOf(action: () => unknown): PosthornError {
  try {
    action();
  } catch (error) {
    if (error instanceof PosthornError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}
