import { describe, expect, test } from 'vitest';
import { phoneKeyOf } from '../../domain/phone.ts';
import { readPhone } from './phone-input.ts';

describe('a phone number', () => {
  test.each([
    ['+49 151 7002-3456', '+4915170023456'],
    ['0049 (151) 70023456', '+4915170023456'],
    ['4915170023456', '+4915170023456'],
    ['+1 (212) 555-0142', '+12125550142'],
  ])('%s is read as %s without a default country', (text, expected) => {
    expect(readPhone(text, null)).toBe(expected);
  });

  test('without a country code is one of the default country', () => {
    expect(readPhone('0151 70023456', 'DE')).toBe('+4915170023456');
    expect(readPhone('(11) 96123-4567', 'BR')).toBe('+5511961234567');
    expect(readPhone('0151 70023456', null)).toBeNull();
  });

  test.each(['+5215512345678', '+525512345678', '+5491112345678', '+541112345678', '+5511961234567', '+551161234567'])(
    '%s is never rewritten',
    (phone) => {
      expect(readPhone(phone, 'DE')).toBe(phone);
    },
  );

  test.each(['', 'hello', '+', '+49', '123', '+1234567890123456', '+999 123 4567'])('%s is none', (text) => {
    expect(readPhone(text, null)).toBeNull();
  });
});

describe('the key of a number', () => {
  test('is one for both spellings of a person in Brazil, Mexico and Argentina', () => {
    expect(phoneKeyOf('5511961234567')).toBe(phoneKeyOf('551161234567'));
    expect(phoneKeyOf('5215512345678')).toBe(phoneKeyOf('525512345678'));
    expect(phoneKeyOf('5491112345678')).toBe(phoneKeyOf('541112345678'));
  });

  test('is another one for another person, and the number itself elsewhere', () => {
    expect(phoneKeyOf('5511961234567')).not.toBe(phoneKeyOf('551131234567'));
    expect(phoneKeyOf('4915170023456')).toBe('4915170023456');
    expect(phoneKeyOf('551131234567')).toBe('551131234567');
  });
});
