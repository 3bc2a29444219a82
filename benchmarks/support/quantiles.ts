/**
 * Quantiles of what was measured, by nearest rank; 0 when nothing was. Sorts the values in place.
 *
 * @returns the quantile of a share from 0 to 1.
 */
export function quantilesOf(values: number[]): (share: number) => number {
  values.sort((a, b) => a - b);
  return (share) => values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}

/** So many digits after the point, as a number. */
export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
