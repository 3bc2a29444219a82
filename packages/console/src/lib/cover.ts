/** `+15551234543` becomes `+1 555 ••• ••43`: enough to tell two apart, not enough to call. */
export function coverPhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '');
  if (digits.length < 6) return '••••';
  return `+${digits.slice(0, 1)} ${digits.slice(1, 4)} ••• ••${digits.slice(-2)}`;
}

/** The first letters of the first and the last word. A name that is a number is covered as one. */
export function coverName(name: string): string {
  return /\d{5}/.test(name) ? coverPhone(name) : initialsOf(name);
}

/** A text says how long it is, and nothing else. */
export function coverText(text: string): string {
  return text === '' ? '' : `•••• ${[...text].length}`;
}

/** `Ilse Marchetti-Boe` becomes `IM`. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toLocaleUpperCase();
}
