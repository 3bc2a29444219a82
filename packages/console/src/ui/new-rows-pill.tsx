import { ChevronUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useShortcuts } from '../lib/keys.ts';
import { uiWords } from '../words/ui.ts';

/** How often new rows are said aloud. */
const ANNOUNCE_EVERY_MS = 10_000;

interface NewRowsPillProps {
  readonly count: number;
  /** There are more than were counted. */
  readonly isMore?: boolean;
  readonly onShow: () => void;
}

/** "n new": what came in waits behind it until the reader asks, by click or by `.`. */
export function NewRowsPill({ count, isMore = false, onShow }: NewRowsPillProps) {
  const [announced, setAnnounced] = useState(0);
  const isThere = count > 0;
  useShortcuts(isThere ? [{ keys: '.', label: uiWords.showNewRows, run: onShow }] : []);
  useEffect(() => {
    if (!isThere) {
      setAnnounced(0);
      return;
    }
    const timer = setTimeout(() => setAnnounced(count), announced === 0 ? 0 : ANNOUNCE_EVERY_MS);
    return () => clearTimeout(timer);
  }, [isThere, count, announced]);
  return (
    <>
      <span className="sr-only" aria-live="polite">
        {announced > 0 ? uiWords.newRows(announced, isMore) : ''}
      </span>
      {isThere && (
        <button
          type="button"
          onClick={onShow}
          className="num inline-flex h-7 items-center gap-1.75 rounded-full border border-brass/45 bg-brass-tint px-2.75 text-12 font-medium text-brass shadow-2"
        >
          <ChevronUp aria-hidden="true" className="size-3.5" />
          {uiWords.newRows(count, isMore)}
        </button>
      )}
    </>
  );
}
