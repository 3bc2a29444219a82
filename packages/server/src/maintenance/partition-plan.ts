/** A piece of a partitioned table, by the time that its ids begin with. */
export interface TimeRange {
  /** Inclusive, epoch ms. Null: from the beginning. */
  readonly fromMs: number | null;
  /** Exclusive, epoch ms. */
  readonly toMs: number;
}

const DAY_MS = 86_400_000;
/** How far ahead partitions are made: a weekend without a node that may make them, and what comes in still has its place. */
const AHEAD_MS = 3 * DAY_MS;
/**
 * Partitions of one table within its retention. A query without a bound of time plans for each of them and looks at its
 * index (measured: 60 µs and 20 µs), and what is old goes up to this part of the retention late.
 */
const PARTITIONS_MAX = 10;
/** A partition begins so long after it is made at least: nobody is writing ids of that time yet, whatever their clock says. */
const LEAD_MS = 3_600_000;

/** Whole days, a tenth of the retention, so that a table never has many more than `PARTITIONS_MAX`. */
export function partitionWidthMs(retentionMs: number): number {
  return DAY_MS * Math.max(1, Math.ceil(retentionMs / DAY_MS / PARTITIONS_MAX));
}

/**
 * The partitions that a table is still missing. They follow the last one without a gap; when that one has ended already,
 * because no node ran, they begin with the next day, and what comes in until then falls into the default partition.
 */
export function partitionsToMake(
  partitions: readonly TimeRange[],
  { nowMs, widthMs }: { readonly nowMs: number; readonly widthMs: number },
): readonly (TimeRange & { readonly fromMs: number })[] {
  const lastToMs = partitions.reduce((last, { toMs }) => Math.max(last, toMs), 0);
  const isBehind = lastToMs < nowMs + LEAD_MS;
  const missing: (TimeRange & { readonly fromMs: number })[] = [];
  let fromMs = isBehind ? Math.ceil((nowMs + LEAD_MS) / DAY_MS) * DAY_MS : lastToMs;
  while (fromMs < nowMs + AHEAD_MS) {
    missing.push({ fromMs, toMs: fromMs + widthMs });
    fromMs += widthMs;
  }
  return missing;
}

/** The partitions in which nothing is younger than that. */
export function partitionsToDrop<TPartition extends TimeRange>(
  partitions: readonly TPartition[],
  beforeMs: number,
): readonly TPartition[] {
  return partitions.filter(({ toMs }) => toMs <= beforeMs);
}
