const MS_PER_UNIT: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Eight digits: of days, that is still below 2^53 milliseconds. */
const FORM = /^(\d{1,8})([smhd])$/;

/**
 * Reads a duration as people write it (DESIGN 9): a whole number and one of `s`, `m`, `h`, `d`, as in
 * `90s`, `15m`, `169h`, `30d`.
 *
 * @returns Milliseconds, or null when the text is no duration.
 */
export function parseDurationMs(text: string): number | null {
  const [, count, unit] = FORM.exec(text) ?? [];
  const msPerUnit = MS_PER_UNIT[unit ?? ''];
  return count === undefined || msPerUnit === undefined ? null : Number(count) * msPerUnit;
}
