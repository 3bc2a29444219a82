import type { ReactNode } from 'react';
import { cx } from '../lib/class-names.ts';
import { type Mark, NotationMark } from './notation.tsx';

export interface TimelineEntry {
  readonly id: string;
  /** `origin`: something that happened to the event itself, before any attempt. */
  readonly mark: Mark | 'origin';
  readonly title: ReactNode;
  /** At the end of the line: an absolute time, or an offset from the entry before. */
  readonly at?: ReactNode;
  readonly children?: ReactNode;
  /** What comes after it is still to come: the line is dashed. */
  readonly isOpenEnded?: boolean;
}

/** What happened one after the other, and what comes next. */
export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  return (
    <ol className="px-4 pt-3 pb-3.5">
      {entries.map((entry, index) => (
        <li
          key={entry.id}
          className="relative grid grid-cols-[1.125rem_minmax(0,1fr)_auto] gap-x-2.5 pb-2.25 leading-[1.35] last:pb-0"
        >
          {index < entries.length - 1 && (
            <span
              aria-hidden="true"
              className={cx(
                'absolute top-4.5 -bottom-0.5 left-2 border-l border-line-strong',
                entry.isOpenEnded === true && 'border-dashed',
              )}
            />
          )}
          <svg aria-hidden="true" width="18" height="18" viewBox="0 0 18 18" className="z-1">
            {entry.mark === 'origin' ? (
              <circle cx="9" cy="9" r="3" className="fill-brass-mark" />
            ) : (
              <NotationMark mark={entry.mark} x={9} y={9} />
            )}
          </svg>
          <span className="min-w-0 font-medium">{entry.title}</span>
          <span className="mono text-right text-12 text-fg-3">{entry.at}</span>
          {entry.children !== undefined && (
            <div className="col-span-2 col-start-2 text-12 text-fg-2">{entry.children}</div>
          )}
        </li>
      ))}
    </ol>
  );
}
