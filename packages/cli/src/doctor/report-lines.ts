import type { createPaint, Style } from '../output.ts';

/** A number or a Meta app that is examined. */
export interface Patient {
  readonly kind: 'channel' | 'meta_app';
  readonly id: string;
  /** For people: the number, or Meta's id of the app. */
  readonly name: string;
}

/** What was found, as `POST …/doctor` answers it. */
export interface Report {
  readonly state: State;
  readonly checked_at: string | null;
  readonly findings: readonly Finding[];
}

interface Finding {
  readonly state: State;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string | null;
}

type State = 'ok' | 'warning' | 'failed' | 'unknown';

const MARKS: Readonly<Record<State, readonly [sign: string, style: Style]>> = {
  ok: ['✓', 'green'],
  warning: ['!', 'yellow'],
  failed: ['✗', 'red'],
  unknown: ['?', 'dim'],
};
const LINE_WIDTH = 100;

/** A report for a terminal: one row for each finding, its remedy below it. */
export function toLines(
  { kind, id, name }: Patient,
  { findings }: Report,
  paint: ReturnType<typeof createPaint>,
): readonly string[] {
  const width = Math.max(...findings.map(({ title }) => title.length));
  const indent = ' '.repeat(width + 4);
  const rows = findings.flatMap(({ state, title, detail, remedy }) => {
    const [sign, style] = MARKS[state];
    const [first = '', ...more] = wrap(detail, LINE_WIDTH - indent.length);
    const mend = remedy === null ? [] : wrap(`→ ${remedy}`, LINE_WIDTH - indent.length);
    return [
      `${paint(style, sign)} ${paint('bold', title.padEnd(width))}  ${first}`,
      ...more.map((line) => indent + line),
      ...mend.map((line) => indent + paint(style, line)),
    ];
  });
  return [
    paint('bold', `${kind === 'channel' ? 'Number' : 'Meta app'} ${name}`) + paint('dim', `  ${id}`),
    ...rows,
    '',
  ];
}

/** Breaks at spaces. A word that is longer than a line stands on one of its own. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
