import { Keys } from '../../ui/keys.tsx';
import { type Mark, NotationMark } from '../../ui/notation.tsx';
import { deliveryWords } from '../../words/deliveries.ts';

const MARKS: readonly (Mark & keyof typeof deliveryWords.legend)[] = [
  'succeeded',
  'failed',
  'unknown',
  'next',
  'held',
  'gaveUp',
];
const { legend } = deliveryWords;

/** What the marks mean, and the keys of the table. */
export function MarksLegend() {
  return (
    <footer className="flex h-9 flex-none items-center gap-4 overflow-hidden border-t border-line px-4 text-12 whitespace-nowrap text-fg-3 max-narrow:hidden">
      {MARKS.map((mark) => (
        <span key={mark} className="inline-flex items-center gap-1.5">
          <svg aria-hidden="true" width="12" height="12" viewBox="0 0 12 12">
            <NotationMark mark={mark} x={6} y={6} />
          </svg>
          {legend[mark]}
        </span>
      ))}
      <span className="ml-auto inline-flex items-center gap-1.5 max-wide:hidden">
        <Keys keys="j" /> <Keys keys="k" /> {legend.keys.move} <Keys keys="Enter" /> {legend.keys.open}{' '}
        <Keys keys="r" /> {legend.keys.resend}
      </span>
    </footer>
  );
}
