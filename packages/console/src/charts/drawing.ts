import type { Plot } from './time-chart.tsx';
import { CHART_FONT } from './tokens.ts';

/** A column without data and why, so that it is never taken for nothing happening. Neighbours with the same reason share the words. */
export function drawGaps(plot: Plot, gaps: readonly (string | null)[]): void {
  const { context, tokens, ratio, top, bottom, xOf } = plot;
  for (let start = 0; start < gaps.length; start++) {
    const reason = gaps[start];
    if (reason === null || reason === undefined) continue;
    let end = start + 1;
    while (gaps[end] === reason) end += 1;
    const [left, right] = [xOf(start), xOf(end)];
    context.fillStyle = tokens.grid;
    context.globalAlpha = 0.55;
    context.fillRect(left, top, Math.max(ratio, right - left), bottom - top);
    context.globalAlpha = 1;
    drawReason(plot, { left, right, reason });
    start = end - 1;
  }
}

interface Reason {
  readonly left: number;
  readonly right: number;
  readonly reason: string;
}

/** Upright where there is room, else along the column; in a column narrower than a letter the tooltip says it. */
function drawReason({ context, tokens, ratio, top, bottom }: Plot, { left, right, reason }: Reason): void {
  context.font = scaledFont(ratio);
  context.fillStyle = tokens.axis;
  context.textBaseline = 'middle';
  const width = context.measureText(reason).width;
  if (right - left > width + 12 * ratio) {
    context.textAlign = 'center';
    context.fillText(reason, (left + right) / 2, (top + bottom) / 2);
    return;
  }
  if (right - left < 9 * ratio || bottom - top < width + 12 * ratio) return;
  context.save();
  context.translate((left + right) / 2, bottom - 6 * ratio);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'left';
  context.fillText(reason, 0, 0);
  context.restore();
}

function scaledFont(ratio: number): string {
  return CHART_FONT.replace('11px', `${11 * ratio}px`);
}

interface Line {
  /** By the bucket. Null: no value, and the line is not drawn across. */
  readonly values: readonly (number | null)[];
  readonly color: string;
  readonly width: number;
  readonly dash?: readonly number[];
}

/** A line through the middles of buckets, with a dot where a value stands alone. */
export function drawLine({ context, ratio, xOf, yOf }: Plot, { values, color, width, dash = [] }: Line): void {
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = width * ratio;
  context.lineJoin = 'round';
  context.setLineDash(dash.map((length) => length * ratio));
  context.beginPath();
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    const x = (xOf(index) + xOf(index + 1)) / 2;
    const before = values[index - 1] ?? null;
    if (before === null) context.moveTo(x, yOf(value));
    else context.lineTo(x, yOf(value));
    if (before !== null || (values[index + 1] ?? null) !== null) continue;
    context.fillRect(x - ratio, yOf(value) - ratio, 2 * ratio, 2 * ratio);
  }
  context.stroke();
  context.setLineDash([]);
}

interface EndLabel {
  readonly text: string;
  readonly value: number;
  readonly color: string;
}

/** Names of lines at their ends, moved apart where they would lie on each other. */
export function drawEndLabels({ context, ratio, right, top, bottom, yOf }: Plot, labels: readonly EndLabel[]): void {
  context.font = scaledFont(ratio);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const apart = 12 * ratio;
  let lowest = bottom + apart;
  for (const { text, value, color } of labels.toSorted((a, b) => a.value - b.value)) {
    const y = Math.max(top, Math.min(yOf(value), lowest - apart));
    context.fillStyle = color;
    context.fillText(text, right + 5 * ratio, y);
    lowest = y;
  }
}

/** A fill of slanted lines. */
export function hatchOf(context: CanvasRenderingContext2D, ratio: number, color: string, ground: string) {
  const size = Math.round(5 * ratio);
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const on = tile.getContext('2d');
  if (on === null) return color;
  on.fillStyle = ground;
  on.fillRect(0, 0, size, size);
  on.strokeStyle = color;
  on.lineWidth = 2 * ratio;
  on.beginPath();
  for (const shift of [-size, 0, size]) {
    on.moveTo(shift - 1, size + 1);
    on.lineTo(shift + size + 1, -1);
  }
  on.stroke();
  return context.createPattern(tile, 'repeat') ?? color;
}
