import * as z from 'zod';

/** Digits of a serial: all that a number holds exactly. */
const SERIAL_DIGITS_MAX = 15;

/** What Laravel calls a field in its messages. */
export function wordsOf(field: string): string {
  return field.replaceAll('_', ' ');
}

/** What Laravel says of a value that somebody else has. */
export function takenWords(field: string): string {
  return `The ${wordsOf(field)} has already been taken.`;
}

/** What Laravel says of a value that names nothing, or is none of those there are. */
export function selectedWords(field: string): string {
  return `The selected ${wordsOf(field)} is invalid.`;
}

/** A text. Null and absent are the same: it is required. */
export function textField(field: string, { min = 1, max }: { readonly min?: number; readonly max?: number } = {}) {
  const text = z
    .string({ error: requiredOr(field, `The ${wordsOf(field)} field must be a string.`) })
    .min(min, `The ${wordsOf(field)} field must be at least ${min} characters.`)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), `The ${wordsOf(field)} field must be a string.`);
  return max === undefined
    ? text
    : text.max(max, `The ${wordsOf(field)} field must not be greater than ${max} characters.`);
}

/** One of some words. Required. */
export function choiceField<const TChoices extends readonly string[]>(field: string, choices: TChoices) {
  return z.enum(choices, { error: requiredOr(field, selectedWords(field)) });
}

/** The integer of another record, in JSON or, as forms have it, in digits. Required. */
export function serialField(field: string) {
  return z.union(
    [
      z.int().positive(),
      z
        .string()
        .regex(new RegExp(`^\\d{1,${SERIAL_DIGITS_MAX}}$`))
        .transform(Number),
    ],
    { error: requiredOr(field, `The ${wordsOf(field)} field must be an integer.`) },
  );
}

/** Laravel's `boolean`, and the words of JSON as forms have them. */
export function flagField(field: string) {
  return z
    .union([z.boolean(), z.literal([0, 1]), z.enum(['0', '1', 'false', 'true'])], {
      error: `The ${wordsOf(field)} field must be true or false.`,
    })
    .transform((value) => value === true || value === 1 || value === '1' || value === 'true');
}

function requiredOr(field: string, otherwise: string) {
  return ({ input }: { readonly input?: unknown }) =>
    input === undefined || input === null ? `The ${wordsOf(field)} field is required.` : otherwise;
}
