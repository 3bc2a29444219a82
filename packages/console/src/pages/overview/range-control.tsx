import { Calendar } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useShortcuts } from '../../lib/keys.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { overviewWords as words } from '../../words/overview.ts';
import { type PageRange, RANGE_SECONDS, type RangeName } from './time-range.ts';

const CustomRange = lazy(() => import('./custom-range.tsx').then(({ CustomRange: dialog }) => ({ default: dialog })));
const NAMES = Object.keys(RANGE_SECONDS) as (keyof typeof RANGE_SECONDS)[];

/** The time that the page shows. `t` goes to the next one. */
export function RangeControl({ range }: { readonly range: PageRange }) {
  const [isAsking, setIsAsking] = useState(false);
  useShortcuts([
    {
      keys: 't',
      label: words.nextRange,
      run: () => {
        const index = range.name === 'custom' ? -1 : NAMES.indexOf(range.name);
        range.choose(NAMES[(index + 1) % NAMES.length] ?? '1h');
      },
    },
  ]);
  const choose = (name: RangeName) => (name === 'custom' ? setIsAsking(true) : range.choose(name));
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented<RangeName>
        label={words.range}
        value={range.name}
        onChange={choose}
        options={[
          ...NAMES.map((name) => ({ value: name, label: words.ranges[name] })),
          {
            value: 'custom',
            label: (
              <>
                <Calendar aria-hidden="true" className="size-3.25" />
                {words.ranges.custom}
              </>
            ),
          },
        ]}
      />
      <span className="text-12 whitespace-nowrap text-fg-3">{timezone()}</span>
      {isAsking && (
        <Suspense fallback={null}>
          <CustomRange range={range} onClose={() => setIsAsking(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** `Europe/Oslo, UTC+1`. */
function timezone(): string {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const minutes = -new Date().getTimezoneOffset();
  const hours = Math.trunc(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const offset = `${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
  return name === 'UTC' ? name : `${name}, UTC${offset}`;
}
