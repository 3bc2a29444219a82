import { hasEnded, type Run, useRun } from '../../lib/runs.ts';
import { LinkButton } from '../../ui/link.tsx';
import { RunPanel } from '../../ui/run-panel.tsx';
import { formatClock, formatDate } from '../../ui/time.tsx';
import { replayWords } from '../../words/replays.ts';
import { shareOf } from './replay.ts';

const words = replayWords.runs;

/** A replay or recovery: how far it is, and where its deliveries are. */
export function ReplayRun({ run: listed }: { readonly run: Run }) {
  const watched = useRun(hasEnded(listed) ? null : listed.id);
  const run = watched.data ?? listed;
  return (
    <RunPanel
      run={run}
      title={titleOf(run)}
      outcomes={[{ field: 'deliveries', label: words.made, tone: 'success' }]}
      done={{ field: 'events', unit: words.unit }}
      share={shareOf(run)}
      actions={
        <LinkButton size="small" to="/deliveries" search={{ run: run.id }}>
          {words.deliveries}
        </LinkButton>
      }
    />
  );
}

function titleOf({ kind, progress }: Run): string {
  const span = words.span(inWords(progress.from), inWords(progress.to));
  return kind === 'endpoint.recover' ? words.recover(span) : words.replay(span);
}

function inWords(at: unknown): string {
  return typeof at === 'string' ? `${formatDate(at)} ${formatClock(at).slice(0, 5)}` : '';
}
