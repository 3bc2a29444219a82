/**
 * One key for a number and its variants (CONTRACTS 8, "Identity"): WhatsApp and people write numbers of three
 * countries in two ways. Brazil has a 9 before mobile numbers of eight digits, Mexico a 1 and Argentina a 9 after
 * the country code, and each is left out at times.
 *
 * @param digits A number with its country code, digits only.
 */
export function phoneKeyOf(digits: string): string {
  if (/^55\d{2}9[6-9]\d{7}$/.test(digits)) return digits.slice(0, 4) + digits.slice(5);
  if (/^521\d{10}$/.test(digits)) return `52${digits.slice(3)}`;
  if (/^549\d{10}$/.test(digits)) return `54${digits.slice(3)}`;
  return digits;
}

/**
 * Every way in which the number of `phoneKeyOf` may be written, the given one included: two for a mobile number of Brazil
 * and for numbers of Mexico and Argentina, one for all others.
 *
 * @param digits A number with its country code, digits only.
 */
export function spellingsOf(digits: string): readonly string[] {
  const key = phoneKeyOf(digits);
  const longer = longerSpellingOf(key);
  return [...new Set([digits, key, ...(longer === null ? [] : [longer])])];
}

function longerSpellingOf(key: string): string | null {
  if (/^55\d{2}[6-9]\d{7}$/.test(key)) return `${key.slice(0, 4)}9${key.slice(4)}`;
  if (/^52\d{10}$/.test(key)) return `521${key.slice(2)}`;
  return /^54\d{10}$/.test(key) ? `549${key.slice(2)}` : null;
}

/** The digits of an E.164 number: what Meta calls a `wa_id`. */
export function digitsOfPhone(phone: string): string {
  return phone.startsWith('+') ? phone.slice(1) : phone;
}
