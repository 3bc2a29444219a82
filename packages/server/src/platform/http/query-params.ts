import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { type IdPrefix, type idOf, parseId } from '../../domain/ids.ts';
import { decodeCursor } from './api.ts';

const UUID_PATTERN = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** Schema of an id in a query or body. Ids in paths are read with `pathId`: there a wrong one is just not found. */
export function idParam<TPrefix extends IdPrefix>(prefix: TPrefix) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_${UUID_PATTERN}$`), `Must be an id such as ${prefix}_018f….`)
    .transform((text) => text as ReturnType<typeof idOf<TPrefix>>);
}

/** Schema of a time in a query: RFC 3339 with seconds and an offset, read as epoch milliseconds. */
export const timeParam = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** Schema of a phone number in a query: digits. A leading `+` is dropped, also as the space that an unescaped one becomes. */
export const phoneParam = z
  .string()
  .regex(/^[+ ]?[0-9]{1,20}$/, 'Must be digits, with or without a leading +.')
  .transform((text) => text.replace(/^[+ ]/, ''));

/** Schema of the path of a route with one id. */
export const idPath = z.strictObject({ id: z.string().max(64) });

/** @throws PosthornError `not_found` when the text is no id of that kind. */
export function pathId<TPrefix extends IdPrefix>(prefix: TPrefix, text: string): ReturnType<typeof idOf<TPrefix>> {
  const id = parseId(prefix, text);
  if (id === null) throw new PosthornError('not_found', `There is no ${prefix}_… with this id.`);
  return id;
}

/**
 * Reads the cursor of a list that continues after an id.
 *
 * @throws PosthornError `invalid_request` when it is no cursor of such a list.
 */
export function idCursor<TPrefix extends IdPrefix>(
  prefix: TPrefix,
  cursor: string | undefined,
): ReturnType<typeof idOf<TPrefix>> | null {
  if (cursor === undefined) return null;
  const id = parseId(prefix, decodeCursor(cursor));
  if (id !== null) return id;
  throw new PosthornError('invalid_request', 'The cursor is not valid.', {
    fields: [{ pointer: '?cursor', message: 'Use next_cursor of the page before, of the same list.' }],
  });
}

/** A time as the API shows it. */
export function toIso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
