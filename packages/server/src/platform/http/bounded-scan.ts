import { encodeCursor, type Page } from './api.ts';

/** Index rows that one step of a scan looks at. Small, so that a step never holds the reading connection for long. */
export const SCAN_STEP_ROWS = 2_000;
/** Steps of one page: together at most 40,000 rows, whatever the log's size. */
export const SCAN_STEPS_MAX = 20;

/** A list whose filter no index serves. Keys lie in the order of the scan; the start is exclusive, the end inclusive. */
export interface BoundedScan<TKey, TRow> {
  readonly limit: number;
  /** Where the page starts. Null: at the beginning. */
  readonly start: TKey | null;
  /** The key `SCAN_STEP_ROWS` rows further on, or null when there are not that many and one step reads the rest. */
  readonly findStepEnd: (start: TKey | null) => Promise<TKey | null>;
  /** Up to `limit` matching rows after `start` up to and with `end`, in order. */
  readonly read: (start: TKey | null, end: TKey | null, limit: number) => Promise<readonly TRow[]>;
}

export interface ScanResult<TKey, TRow> {
  /** Up to `limit + 1` rows: the extra one only tells that there are more. */
  readonly rows: readonly TRow[];
  /** The last key looked at, when the scan stopped before the end. Null: everything was looked at, or the page is full. */
  readonly stoppedAt: TKey | null;
}

/**
 * Looks for rows that match a filter, step by step and never further than a fixed number of rows, so that
 * a rare value in a long log costs many short pages and not one long statement. A page may therefore hold
 * fewer rows than asked for, or none, and still have more after it.
 */
export async function scanBounded<TKey, TRow>(scan: BoundedScan<TKey, TRow>): Promise<ScanResult<TKey, TRow>> {
  const rows: TRow[] = [];
  let start = scan.start;
  for (let step = 0; step < SCAN_STEPS_MAX; step++) {
    const end = await scan.findStepEnd(start);
    rows.push(...(await scan.read(start, end, scan.limit + 1 - rows.length)));
    if (end === null || rows.length > scan.limit) return { rows, stoppedAt: null };
    start = end;
  }
  return { rows, stoppedAt: start };
}

/** Makes a page from a scan: its cursor continues after the last row shown, or after the last one looked at. */
export function toScannedPage<TRow>(
  result: ScanResult<string, TRow>,
  limit: number,
  keyOf: (row: TRow) => string,
): Page<TRow> {
  const items = result.rows.slice(0, limit);
  const last = items.at(-1);
  if (result.rows.length > limit && last !== undefined) return { items, nextCursor: encodeCursor(keyOf(last)) };
  return { items, nextCursor: result.stoppedAt === null ? null : encodeCursor(result.stoppedAt) };
}
