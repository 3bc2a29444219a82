/**
 * The body of a Meta webhook (CONTRACTS 1.4), cut down to one entry, one change and one item: what an
 * event of origin `meta` carries. `value` stays unknown because Meta's shapes vary; it is read with the
 * functions below, which take any JSON value and never throw.
 */
export interface MetaBody {
  readonly object: string;
  readonly entry: readonly MetaEntry[];
}

export interface MetaEntry {
  /** WABA id, or a business portfolio id for partner and ad account changes. */
  readonly id: string;
  /** Unix seconds. Absent on fields whose items carry a time of their own. */
  readonly time?: number;
  readonly changes: readonly MetaChange[];
}

export interface MetaChange {
  readonly value: unknown;
  readonly field: string;
}

/** A JSON object of unknown content. Read it with fixed names only: a name from outside could be `constructor`. */
export type JsonObject = Readonly<Record<string, unknown>>;

const NO_OBJECT: JsonObject = Object.freeze({});
const NO_LIST: readonly unknown[] = Object.freeze([]);

/** Longer than any phone number (E.164 has 15 digits), so that a group id cannot pass for one. */
const PHONE_DIGITS_MAX = 20;
const DIGITS_ONLY = /^\d{1,20}$/;
const PHONE_LIKE = /^\+?[\d\s().-]{1,40}$/;
const NOT_A_DIGIT = /\D+/g;

/** More than any id of Meta's: bounds what goes into indexed columns. */
const ID_LENGTH_MAX = 256;

const UNIX_TIME = /^\d{1,13}$/;
/** From here on a unix time is in milliseconds: as seconds it would be past the year 5100. */
const UNIX_MS_FROM = 100_000_000_000;
const UNIX_MS_MAX = 9_999_999_999_999;

/** True for a JSON object, false for arrays, null and everything else. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value when it is a JSON object, else an empty one. */
export function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : NO_OBJECT;
}

/** The value when it is an array, else an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NO_LIST;
}

/** The value when it is a string, also an empty one; else null. */
export function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The value when it is a boolean; Meta's older bodies have 0 and 1 as well. Else null. */
export function booleanOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  return value === 1 || value === 0 ? value === 1 : null;
}

/** A finite number, also when it is written as a string (M3, M12, M15). Else null. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() === '') return null;
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** An id as text: Meta writes most as strings and some as integers (M7). Null when empty, too long or neither. */
export function idTextOf(value: unknown): string | null {
  if (typeof value === 'string') return value.length > 0 && value.length <= ID_LENGTH_MAX ? value : null;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null;
}

/** A phone number as digits without `+`. Null for anything that is not one, such as a group id. */
export function digitsOf(value: unknown): string | null {
  const text = idTextOf(value);
  if (text === null || DIGITS_ONLY.test(text)) return text;
  if (!PHONE_LIKE.test(text)) return null;
  const digits = text.replace(NOT_A_DIGIT, '');
  return digits.length > 0 && digits.length <= PHONE_DIGITS_MAX ? digits : null;
}

/** A unix time, seconds or milliseconds, number or string, as epoch ms. Null for zero and for what is no time. */
export function timeMsOf(value: unknown): number | null {
  if (typeof value === 'string' && !UNIX_TIME.test(value)) return null;
  const time = numberOf(value);
  if (time === null || time <= 0 || time > UNIX_MS_MAX) return null;
  return Math.trunc(time >= UNIX_MS_FROM ? time : time * 1000);
}
