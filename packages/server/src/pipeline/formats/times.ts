/** RFC 3339, UTC, whole seconds, `Z`: how Vobiz writes times. */
export function secondsZ(atMs: number): string {
  return `${wholeSeconds(atMs)}Z`;
}

/** RFC 3339, UTC, whole seconds, `+00:00`: how Xobito's envelope writes its time (CONTRACTS 3.5). */
export function secondsOffset(atMs: number): string {
  return `${wholeSeconds(atMs)}+00:00`;
}

function wholeSeconds(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19);
}
