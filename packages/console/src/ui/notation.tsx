import type { ReactNode } from 'react';
import { uiWords } from '../words/ui.ts';

/** One attempt on the line of time, or what comes after the last. */
export type Mark = 'succeeded' | 'failed' | 'unknown' | 'next' | 'held' | 'gaveUp' | 'canceled';

const STEP = 12;
const HEIGHT = 12;
const MIDDLE = HEIGHT / 2;

/**
 * The notation: one mark per attempt on a line of time. ● succeeded, ✕ failed, ◇ unknown outcome, ○ next, ‖ held, | gave up; a
 * dashed line leads to what has not happened yet. Shape carries the meaning, colour repeats it, the name is a sentence.
 *
 * @param earlierCount Attempts before the marks that are shown.
 */
export function Notation({
  marks,
  earlierCount = 0,
}: {
  readonly marks: readonly Mark[];
  readonly earlierCount?: number;
}) {
  const width = Math.max(1, marks.length) * STEP;
  return (
    <svg
      role="img"
      aria-label={describeMarks(marks, earlierCount)}
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      className="block overflow-visible"
    >
      {marks.map((mark, index) => {
        const x = index * STEP + MIDDLE;
        return (
          <g key={index}>
            {index > 0 && (
              <line
                x1={x - STEP + 4}
                x2={x - 4}
                y1={MIDDLE}
                y2={MIDDLE}
                className="stroke-line-strong"
                strokeDasharray={mark === 'next' || mark === 'held' ? '2 2' : undefined}
              />
            )}
            <NotationMark mark={mark} x={x} y={MIDDLE} />
          </g>
        );
      })}
    </svg>
  );
}

/** One mark at a place inside an SVG: for timelines and presets. */
export function NotationMark({
  mark,
  x,
  y,
}: {
  readonly mark: Mark;
  readonly x: number;
  readonly y: number;
}): ReactNode {
  switch (mark) {
    case 'succeeded':
      return <circle cx={x} cy={y} r="3" className="fill-success" />;
    case 'failed':
      return (
        <path
          d={`M${x - 2.6} ${y - 2.6}l5.2 5.2M${x + 2.6} ${y - 2.6}l-5.2 5.2`}
          className="fill-none stroke-danger stroke-2"
          strokeLinecap="round"
        />
      );
    case 'unknown':
      return (
        <path
          d={`M${x} ${y - 3.8}l3.8 3.8l-3.8 3.8l-3.8 -3.8Z`}
          className="fill-panel stroke-warning"
          strokeWidth="1.6"
        />
      );
    case 'next':
      return <circle cx={x} cy={y} r="2.9" className="fill-panel stroke-pending" strokeWidth="1.6" />;
    case 'held':
      return (
        <path
          d={`M${x - 1.8} ${y - 3.2}v6.4M${x + 1.8} ${y - 3.2}v6.4`}
          className="stroke-warning stroke-2"
          strokeLinecap="round"
        />
      );
    case 'gaveUp':
      return <path d={`M${x} ${y - 4.4}v8.8`} className="stroke-danger" strokeWidth="2.2" strokeLinecap="square" />;
    case 'canceled':
      return <path d={`M${x - 3} ${y}h6`} className="stroke-neutral stroke-2" strokeLinecap="round" />;
  }
}

/** "3 attempts: failed, unknown outcome, failed; next attempt waits". */
export function describeMarks(marks: readonly Mark[], earlierCount = 0): string {
  const words = uiWords.notation;
  const isAttempt = (mark: Mark) => mark === 'succeeded' || mark === 'failed' || mark === 'unknown';
  const attempts = marks.filter(isAttempt);
  const rest = marks.filter((mark) => !isAttempt(mark)).map((mark) => words[mark]);
  const count = attempts.length + earlierCount;
  if (count === 0) return [words.none, ...rest].join('; ');
  const named = [...(earlierCount > 0 ? [words.earlier(earlierCount)] : []), ...attempts.map((mark) => words[mark])];
  return [`${words.attempts(count)}: ${named.join(', ')}`, ...rest].join('; ');
}
