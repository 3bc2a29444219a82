/** A day, or a time with its offset. Anything else that `Date.parse` would take is read differently on different machines. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
const ISO_TIME_CHARS_MAX = 35;

/** Epoch ms of an ISO 8601 time; of a day its beginning in UTC. Null: it is none. */
export function readFilterTime(value: unknown): number | null {
  if (typeof value !== 'string' || value.length > ISO_TIME_CHARS_MAX || !ISO_TIME.test(value)) return null;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? null : atMs;
}
