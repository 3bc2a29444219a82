import { useMay } from '../../lib/session.ts';
import { PageLink } from '../../ui/link.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StatePill } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { simulatorWords } from '../../words/simulator.ts';
import type { Play } from './simulator-types.ts';

const words = simulatorWords.plays;
const PILLS = { playing: 'retrying', done: 'succeeded', failed: 'failed' } as const;

/** The latest plays, each with a way to what it caused. */
export function Plays({ plays, channelId }: { readonly plays: readonly Play[]; readonly channelId: string }) {
  const may = useMay();
  const isRefusing = plays.some(({ refused }) => refused > 0);
  return (
    <Panel title={words.title} flush {...(isRefusing ? { footer: words.refusedHint } : {})}>
      {plays.length === 0 && <p className="px-4 pb-4 text-fg-3">{words.none}</p>}
      <ul aria-live="polite">
        {plays.map((play) => (
          <li key={play.id} className="grid gap-1 border-t border-line-soft px-4 py-2.5">
            <span className="flex items-center gap-2">
              <code className="mono min-w-0 truncate font-medium">{play.name}</code>
              <StatePill state={PILLS[play.state]}>{words.states[play.state]}</StatePill>
              <span className="ml-auto text-12 text-fg-3">
                <Time at={play.started_at} />
              </span>
            </span>
            {play.state !== 'playing' && (
              <span className="flex flex-wrap gap-x-3 text-12 text-fg-2">
                <span className="num">{words.counts(play.accepted, play.webhooks)}</span>
                {play.refused > 0 && <span className="num text-fg-3">{words.refused(play.refused)}</span>}
                <span className="ml-auto flex gap-3">
                  {may('events.read') && (
                    <PageLink to="/events" search={{ channel: channelId, since: play.started_at }}>
                      {words.events}
                    </PageLink>
                  )}
                  {may('deliveries.read') && (
                    <PageLink to="/deliveries" search={{ since: play.started_at }}>
                      {words.deliveries}
                    </PageLink>
                  )}
                </span>
              </span>
            )}
            {play.error !== null && <span className="text-12 text-danger">{play.error}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
