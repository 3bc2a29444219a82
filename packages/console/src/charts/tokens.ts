/** Colours of charts as the theme has them now. */
export interface ChartTokens {
  readonly ok: string;
  readonly fail: string;
  readonly failTint: string;
  readonly wait: string;
  readonly waitTint: string;
  readonly p50: string;
  readonly p95: string;
  readonly p99: string;
  readonly grid: string;
  readonly axis: string;
  readonly panel: string;
}

const NAMES: Readonly<Record<keyof ChartTokens, string>> = {
  ok: '--ph-chart-ok',
  fail: '--ph-chart-fail',
  failTint: '--ph-danger-tint',
  wait: '--ph-chart-wait',
  waitTint: '--ph-pending-tint',
  p50: '--ph-chart-p50',
  p95: '--ph-chart-p95',
  p99: '--ph-chart-p99',
  grid: '--ph-chart-grid',
  axis: '--ph-chart-axis',
  panel: '--ph-panel',
};

/** Reads the tokens for a canvas, which knows no variables. Read anew when the theme may have changed. */
export function readChartTokens(inside: HTMLElement): ChartTokens {
  const probe = document.createElement('span');
  inside.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const tokens = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, read(name)]));
  probe.remove();
  return tokens as unknown as ChartTokens;
}

/** Font of the axes. */
export const CHART_FONT = '11px "Geist Variable", system-ui, sans-serif';
