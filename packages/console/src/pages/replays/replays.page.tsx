import { Repeat } from 'lucide-react';
import { Page as PageFrame } from '../../app/page.tsx';
import { useApiPages } from '../../lib/queries.ts';
import type { Run } from '../../lib/runs.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Empty, Failure, Skeleton } from '../../ui/panel.tsx';
import { replayWords } from '../../words/replays.ts';
import { REPLAY_KINDS } from './replay.ts';
import { ReplayRun } from './replay-run.tsx';

const PAGE_RUNS = 20;
const LOOK_EVERY_MS = 10_000;

/** What was sent once more, and how far is what is being sent? */
export function Page() {
  const mayStart = useMay()('replays.write');
  const runs = useApiPages<Run>(
    '/v1/runs',
    { kind: [...REPLAY_KINDS], limit: PAGE_RUNS },
    { refetchInterval: LOOK_EVERY_MS },
  );
  const begin = mayStart && (
    <LinkButton kind="primary" icon={Repeat} to="/replays/new">
      {replayWords.new}
    </LinkButton>
  );
  return (
    <PageFrame title={replayWords.title} aside={begin}>
      {runs.isPending && <Skeleton rows={4} />}
      {runs.error !== null && runs.items.length === 0 && (
        <Failure error={runs.error} retry={() => void runs.refetch()} />
      )}
      {runs.isSuccess && runs.items.length === 0 && (
        <Empty title={replayWords.empty.title} actions={begin}>
          {replayWords.empty.text}
        </Empty>
      )}
      <div className="grid gap-3">
        {runs.items.map((run) => (
          <ReplayRun key={run.id} run={run} />
        ))}
        {runs.hasNextPage && (
          <span>
            <Button onClick={() => void runs.fetchNextPage()}>{replayWords.runs.more}</Button>
          </span>
        )}
      </div>
    </PageFrame>
  );
}
