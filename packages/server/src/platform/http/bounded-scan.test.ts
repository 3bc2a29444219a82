import { describe, expect, test } from 'vitest';
import { decodeCursor } from './api.ts';
import { SCAN_STEP_ROWS, scanBounded, toScannedPage } from './bounded-scan.ts';

/** A log of the numbers 1 to `size` in which only the multiples of `every` match. */
function scanNumbers(size: number, every: number, page: { readonly start: number | null; readonly limit: number }) {
  let rowsLookedAt = 0;
  const scan = scanBounded<number, number>({
    ...page,
    findStepEnd: async (start) => {
      const end = (start ?? 0) + SCAN_STEP_ROWS;
      return end < size ? end : null;
    },
    read: async (start, end, limit) => {
      const found: number[] = [];
      for (let n = (start ?? 0) + 1; n <= (end ?? size) && found.length < limit; n++) {
        rowsLookedAt++;
        if (n % every === 0) found.push(n);
      }
      return found;
    },
  });
  return scan.then((result) => ({ ...result, rowsLookedAt }));
}

describe('a bounded scan', () => {
  test('fills a page from as many steps as it takes', async () => {
    const { rows } = await scanNumbers(30_000, 2_500, { start: null, limit: 5 });
    expect(rows).toEqual([2_500, 5_000, 7_500, 10_000, 12_500, 15_000]);
  });

  test('stops after its bound and says where, even when nothing was found', async () => {
    const result = await scanNumbers(1_000_000, 900_000, { start: null, limit: 5 });
    expect(result.rows).toEqual([]);
    expect(result.rowsLookedAt).toBe(40_000);
    expect(result.stoppedAt).toBe(40_000);
  });

  test('followed page by page finds the rare row and then ends', async () => {
    let start: number | null = null;
    const found: number[] = [];
    for (let pages = 0; pages < 100; pages++) {
      const result: Awaited<ReturnType<typeof scanNumbers>> = await scanNumbers(1_000_000, 900_000, {
        start,
        limit: 5,
      });
      found.push(...result.rows);
      if (result.stoppedAt === null) break;
      start = result.stoppedAt;
    }
    expect(found).toEqual([900_000]);
  });

  test('makes a page whose cursor continues after the last row shown', () => {
    const full = toScannedPage({ rows: ['c', 'b', 'a'], stoppedAt: null }, 2, (row) => row);
    expect(full.items).toEqual(['c', 'b']);
    expect(decodeCursor(full.nextCursor ?? '')).toBe('b');
    expect(toScannedPage({ rows: ['c'], stoppedAt: null }, 2, (row) => row).nextCursor).toBeNull();
    expect(decodeCursor(toScannedPage({ rows: [], stoppedAt: 'm' }, 2, (row: string) => row).nextCursor ?? '')).toBe(
      'm',
    );
  });
});
