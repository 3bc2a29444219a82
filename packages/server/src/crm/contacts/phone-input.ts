import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { phoneKeyOf } from '../../domain/phone.ts';

/** E.164 allows 15 digits; the shortest that anybody has with a country code are of 7. */
const DIGITS_MIN = 7;
const DIGITS_MAX = 15;

/**
 * Reads a phone number as people write it, and gives it as E.164 with `+`.
 *
 * One that is written with its country code keeps its digits as they are: some numbers have two spellings, and both
 * are right (CONTRACTS 8, "Identity"). One without is read as a number of the default country, else as one whose `+`
 * was left out.
 *
 * @param defaultCountry ISO 3166-1 alpha-2, or null.
 * @returns null when it is no number that anybody can have.
 */
export function readPhone(text: string, defaultCountry: string | null): string | null {
  const trimmed = text.trim();
  const digits = trimmed.replaceAll(/\D/g, '').replace(/^00/, '');
  const international = `+${digits}`;
  if (/^(\+|00)/.test(trimmed)) return isPossible(digits) ? international : null;
  if (defaultCountry !== null && isSupportedCountry(defaultCountry)) {
    const national = parsePhoneNumberFromString(trimmed, {
      defaultCountry: defaultCountry as CountryCode,
      extract: false,
    });
    if (national?.isValid() === true) return national.number;
  }
  return isPossible(digits) && parse(digits)?.isValid() === true ? international : null;
}

/** By its length alone: the ranges that are in use change faster than any table of them. */
function isPossible(digits: string): boolean {
  return digits.length >= DIGITS_MIN && digits.length <= DIGITS_MAX && parse(digits)?.isPossible() === true;
}

/** In the spelling that the library knows: it has given up the 1 of Mexico, which numbers still have. */
function parse(digits: string) {
  return parsePhoneNumberFromString(`+${phoneKeyOf(digits)}`, { extract: false });
}
