import { Clock } from 'lucide-react';
import { useNow } from '../../lib/clock.ts';
import { formatDuration } from '../../lib/format.ts';
import { Banner } from '../../ui/panel.tsx';
import { inboxWords } from '../../words/inbox.ts';
import type { Conversation } from './inbox-types.ts';

const HOUR_MS = 3_600_000;

/** How long anything may be written, 0 when only a template may. Turns by itself when the time comes. */
export function useWindowLeftMs({ window }: Conversation): number {
  const closesAtMs = window.closes_at === null ? 0 : Date.parse(window.closes_at);
  const isSoon = closesAtMs - Date.now() < HOUR_MS;
  const nowMs = useNow(isSoon ? 1_000 : 60_000);
  return Math.max(0, closesAtMs - nowMs);
}

/** Meta's 24-hour window: quiet while there is time, a warning in the last hour, then what can be done. */
export function WindowBanner({ leftMs }: { readonly leftMs: number }) {
  const words = inboxWords.window;
  if (leftMs >= HOUR_MS) {
    return <span className="truncate text-12 text-fg-3">{words.open(spanOf(leftMs))}</span>;
  }
  if (leftMs > 0) {
    return (
      <Banner tone="warning" icon={Clock} title={words.soon(spanOf(leftMs))}>
        {words.soonNext}
      </Banner>
    );
  }
  return (
    <Banner tone="warning" icon={Clock} title={words.closed}>
      {words.closedNext}
    </Banner>
  );
}

/** Whole minutes above one, then seconds. */
function spanOf(ms: number): string {
  return formatDuration(ms >= 60_000 ? Math.floor(ms / 60_000) * 60_000 : Math.ceil(ms / 1_000) * 1_000);
}
