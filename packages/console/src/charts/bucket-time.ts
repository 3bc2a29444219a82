const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

/** `13:48`, or for longer buckets `3 Mar, 13:00 – 15:00`, in the reader's timezone. */
export function formatBucketTime(at: string, stepSeconds: number): string {
  const atMs = Date.parse(at);
  if (stepSeconds <= 60) return clock.format(atMs);
  return `${dayAndClock.format(atMs)} – ${clock.format(atMs + stepSeconds * 1_000)}`;
}

/** `13:39`, with the day when it is not today. */
export function formatEdge(atMs: number): string {
  const isToday = new Date(atMs).toDateString() === new Date().toDateString();
  return isToday ? clock.format(atMs) : dayAndClock.format(atMs);
}
