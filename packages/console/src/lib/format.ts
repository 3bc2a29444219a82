/** Thin groups: 12,480. */
export const formatCount = (count: number): string => count.toLocaleString('en');

/** `84 ms`, `2.31 s`, `4 m 12 s`, `3 h 12 m`, `2 d 3 h`: at most two units, the value that a reader can use. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(2)} s`;
  if (ms < 60_000) return `${Math.round(ms / 1_000)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return pair(seconds, 60, ['m', 's']);
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return pair(minutes, 60, ['h', 'm']);
  return pair(Math.round(minutes / 60), 24, ['d', 'h']);
}

function pair(total: number, size: number, [large, small]: readonly [string, string]): string {
  const rest = total % size;
  return rest === 0 ? `${Math.floor(total / size)} ${large}` : `${Math.floor(total / size)} ${large} ${rest} ${small}`;
}

/** A span that somebody chose: `5 s` and not `5.00 s`. */
export function formatWait(waitMs: number): string {
  return waitMs >= 1_000 && waitMs < 10_000 && waitMs % 1_000 === 0 ? `${waitMs / 1_000} s` : formatDuration(waitMs);
}

/** Share of a whole, 0 to 1, as `99.12 %`. 100 % only when nothing is missing. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return '< 0.01 %';
  if (percent < 100 && percent > 99.99) return '99.99 %';
  return `${Number.isInteger(percent) ? percent : percent.toFixed(percent < 10 ? 2 : percent > 99 ? 2 : 1)} %`;
}

/** Bytes in steps of 1,000: `16 kB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

/** `evt_019aa1f4-0b1e-7a90-8f3d-1c77e05b42aa` as `evt_019aa1f4…42aa`: copied whole, shown short. */
export function shortenId(id: string): string {
  return id.length <= 22 ? id : `${id.slice(0, 12)}…${id.slice(-4)}`;
}

/** One word for one, another for more: `1 event`, `3 events`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
