import { encodeCursor } from '../../platform/http/api.ts';

/** A place in the event log as clients see it: the same text as `next_cursor` of `GET /v1/events?after=`. */
export function toStreamCursor(position: number): string {
  return encodeCursor(String(position));
}

/** Base64url of at most 16 digits. */
const CURSOR = /^[A-Za-z0-9_-]{2,22}$/;

/** Reads a cursor of a client. `0`: the oldest event that is kept. Null: it is no cursor of ours. */
export function readStreamCursor(text: string): number | null {
  if (text === '0') return 0;
  if (!CURSOR.test(text)) return null;
  const digits = Buffer.from(text, 'base64url').toString('latin1');
  const position = Number(digits);
  return /^[0-9]{1,16}$/.test(digits) && Number.isSafeInteger(position) ? position : null;
}
