/** What stands where something of an erased person stood. */
export const ERASED_MARK = '[erased]';

/** What a person is found by in texts. */
export interface Needles {
  /** Digits without `+`, in every spelling. */
  readonly phones: readonly string[];
  readonly bsuids: readonly string[];
  readonly emails: readonly string[];
}

/** A part of a text. The end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Finds a person in texts and takes them out. */
export interface Redactor {
  readonly mentions: (text: string) => boolean;
  readonly find: (text: string) => readonly Span[];
  readonly redactText: (text: string) => string;
  /**
   * Takes the person out of the texts, the keys and the numbers of parsed JSON; everything else stays as it is. Null: it
   * cannot be done, as the value is too deep or still mentions them, so all of it has to go.
   */
  readonly redactJson: (value: unknown) => { readonly value: unknown } | null;
}

/** Shorter ones stand in too many texts that are about something else. Numbers of 7 digits are the shortest there are. */
const PHONE_DIGITS_MIN = 7;
const WORD_CHARS_MIN = 6;

/** Deeper than any JSON that people make: a walk through more could run out of stack. */
const DEPTH_MAX = 200;

/** What people write between the digits of a number: a few signs, or the 0 that is left out from abroad: `+44 (0) 20-79 …`. */
const GAP = '(?: ?\\(0\\) ?|[ \\u00a0\\u202f().\\-/\\u2011\\u2013]{0,3})';
/** A hex pair of an encoded URL is no part of what comes after it. */
const AFTER_PERCENT = '(?<=%[0-9A-Fa-f]{2})';

/**
 * A number is found as digits, with `+`, `00` or `011` before it and with the usual separators, and only as a number of its
 * own: the digits in the middle of a longer row of digits are another number. An e-mail address and a BSUID are found as
 * words of their own, in any case.
 */
export function createRedactor(needles: Needles): Redactor {
  const patterns = [
    ...needles.phones.filter((digits) => digits.length >= PHONE_DIGITS_MIN).map(phonePattern),
    ...needles.bsuids.filter((bsuid) => bsuid.length >= WORD_CHARS_MIN).map(bsuidPattern),
    ...needles.emails.filter((email) => email.length >= WORD_CHARS_MIN).map(emailPattern),
  ];
  const source = patterns.length === 0 ? '(?!)' : patterns.join('|');
  const [one, all] = [new RegExp(source, 'i'), new RegExp(source, 'gi')];
  const mentions = (text: string) => one.test(text);
  const redactText = (text: string) => text.replace(all, ERASED_MARK);
  return {
    mentions,
    find: (text) =>
      Array.from(text.matchAll(all), ({ index, 0: found }) => ({ start: index, end: index + found.length })),
    redactText,
    redactJson: (value) => {
      if (isDeeperThan(value, DEPTH_MAX)) return null;
      const redacted = redactValue(value, { mentions, redactText });
      return mentions(JSON.stringify(redacted) ?? '') ? null : { value: redacted };
    },
  };
}

/** Characters before and after a seam that can belong to one mention. */
const SEAM_CHARS = 600;

/** Takes the person out of where one piece of a text ends and the next begins. */
export function redactSeam(redactor: Redactor, left: string, right: string): readonly [string, string] {
  const tailStart = Math.max(0, left.length - SEAM_CHARS);
  const tail = left.slice(tailStart);
  const seam = redactor
    .find(tail + right.slice(0, SEAM_CHARS))
    .find(({ start, end }) => start < tail.length && end > tail.length);
  if (seam === undefined) return [left, right];
  return [left.slice(0, tailStart + seam.start) + ERASED_MARK, right.slice(seam.end - tail.length)];
}

function phonePattern(digits: string): string {
  return `(?:(?<!\\d)(?:\\+|00|011)?|${AFTER_PERCENT})${digits.split('').join(GAP)}(?!\\d)`;
}

function bsuidPattern(bsuid: string): string {
  return `(?:(?<![A-Za-z0-9])|${AFTER_PERCENT})${escapeForPattern(bsuid)}(?!\\.?[A-Za-z0-9])`;
}

function emailPattern(email: string): string {
  const address = email.split('@').map(escapeForPattern).join('(?:@|%40)');
  return `(?:(?<![A-Za-z0-9._%+-])|${AFTER_PERCENT})${address}(?![A-Za-z0-9-]|\\.[A-Za-z0-9])`;
}

function escapeForPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function isDeeperThan(value: unknown, depthMax: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depthMax === 0 || Object.values(value).some((element) => isDeeperThan(element, depthMax - 1));
}

type Words = Pick<Redactor, 'mentions' | 'redactText'>;

function redactValue(value: unknown, words: Words): unknown {
  if (typeof value === 'string') return words.redactText(value);
  if (typeof value === 'number') return words.mentions(String(value)) ? ERASED_MARK : value;
  if (Array.isArray(value)) return value.map((element) => redactValue(element, words));
  if (typeof value !== 'object' || value === null) return value;
  return redactObject(value, words);
}

/** Two keys that become the same one are told apart: what stands under them stays. */
function redactObject(value: object, words: Words): unknown {
  const taken = new Set(Object.keys(value));
  const entries = Object.entries(value).map(([key, element]) => {
    const redacted = redactValue(element, words);
    return words.mentions(key) ? [freeKey(words.redactText(key), taken), redacted] : [key, redacted];
  });
  return Object.fromEntries(entries);
}

function freeKey(wanted: string, taken: Set<string>): string {
  let key = wanted;
  for (let number = 2; taken.has(key); number++) key = `${wanted} ${number}`;
  taken.add(key);
  return key;
}
