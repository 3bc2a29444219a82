/** RFC 3339, UTC, whole seconds, `Z`: how Vobiz writes times. */
export function secondsZ(atMs: number): string {
  return `${wholeSeconds(atMs)}Z`;
}

/** RFC 3339, UTC, whole seconds, `+00:00`: how Xobito's envelope writes its time (CONTRACTS 3.5). */
export function secondsOffset(atMs: number): string {
  return `${wholeSeconds(atMs)}+00:00`;
}

/** RFC 3339, UTC, six decimals, `Z`: how Xobito's attributes write times. Null for what is no time. */
export function microsecondsZ(time: unknown): string | null {
  const atMs = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(atMs) ? null : `${new Date(atMs).toISOString().slice(0, -1)}000Z`;
}

function wholeSeconds(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19);
}
