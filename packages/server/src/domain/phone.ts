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

/** The digits of an E.164 number: what Meta calls a `wa_id`. */
export function digitsOfPhone(phone: string): string {
  return phone.startsWith('+') ? phone.slice(1) : phone;
}
