import { useQueryClient } from '@tanstack/react-query';
import { Unplug } from 'lucide-react';
import { useEffect } from 'react';
import { useNow } from '../lib/clock.ts';
import { formatDuration } from '../lib/format.ts';
import { SESSION_KEY, useSession } from '../lib/session.ts';
import { useStreamState } from '../lib/stream.ts';
import { Button } from '../ui/button.tsx';
import { Banner } from '../ui/panel.tsx';
import { shellWords } from '../words/shell.ts';

/** A short break heals itself before anybody has read that there was one. */
const SHOW_LOST_AFTER_MS = 5_000;

/** Whether what is shown follows what happens. A portal has no stream: it reads every few seconds. */
export function LiveDot() {
  return useSession().kind === 'portal' ? null : <StreamDot />;
}

function StreamDot() {
  const { state } = useStreamState();
  const client = useQueryClient();
  const isLive = state.kind === 'live';
  const isLost = state.kind === 'lost';
  useEffect(() => {
    // The session may have ended, or the role: then that is what is to be seen, and not a connection that is tried again.
    if (isLost) void client.invalidateQueries({ queryKey: SESSION_KEY });
  }, [isLost, client]);
  return (
    <span className="inline-flex items-center gap-1.5 text-12 whitespace-nowrap text-fg-2 max-narrow:hidden">
      <span
        aria-hidden="true"
        className={
          isLive ? 'live-dot size-1.75 rounded-full bg-brass-mark' : 'size-1.75 rounded-full border border-line-strong'
        }
      />
      {isLive ? shellWords.live : shellWords.connecting}
    </span>
  );
}

/** Says that what is shown may be old, how old, and when it is tried again. */
export function LiveBanner() {
  return useSession().kind === 'portal' ? null : <StreamBanner />;
}

function StreamBanner() {
  const { state, retryNow } = useStreamState();
  const nowMs = useNow();
  if (state.kind !== 'lost' || nowMs - state.sinceMs < SHOW_LOST_AFTER_MS) return null;
  return (
    <div className="px-4 pt-3">
      <Banner
        tone="warning"
        icon={Unplug}
        title={shellWords.liveLost(formatDuration(Math.floor((nowMs - state.sinceMs) / 1_000) * 1_000))}
        action={
          <Button size="small" onClick={retryNow}>
            {shellWords.tryNow}
          </Button>
        }
      >
        {shellWords.liveLostNext(formatDuration(Math.max(1_000, Math.ceil((state.retryAtMs - nowMs) / 1_000) * 1_000)))}
      </Banner>
    </div>
  );
}
