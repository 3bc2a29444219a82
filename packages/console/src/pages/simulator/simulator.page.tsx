import { useMutation } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { type ApiProblem, api } from '../../lib/api.ts';
import { useMask } from '../../lib/mask.ts';
import { useApi, useRefresh } from '../../lib/queries.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Empty, Panel, Reading } from '../../ui/panel.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { toast } from '../../ui/toast.tsx';
import { simulatorWords } from '../../words/simulator.ts';
import { Fixtures } from './fixtures.tsx';
import { MessageBox } from './message-box.tsx';
import { Plays } from './plays.tsx';
import { Scenarios } from './scenarios.tsx';
import type { Overview, Play } from './simulator-types.ts';

const words = simulatorWords;
const NO_PLAYS: Overview['plays'] = [];
/** While something plays its counts are read anew. */
const LOOK_EVERY_MS = 1_000;

/** Plays scenarios, fixtures and made-up people at this workspace, and shows what came of it. */
export function Page() {
  const [isPlaying, setIsPlaying] = useState(false);
  const overview = useApi<Overview>('/v1/simulator', {}, { refetchInterval: isPlaying && LOOK_EVERY_MS });
  const plays = overview.data?.plays ?? NO_PLAYS;
  useEffect(() => setIsPlaying(plays.some(({ state }) => state === 'playing')), [plays]);
  return (
    <PageFrame title={words.title}>
      <Reading query={overview}>
        {(read) => (read.number === null ? <NoNumber /> : <Simulator overview={read} number={read.number} />)}
      </Reading>
    </PageFrame>
  );
}

function NoNumber() {
  const refresh = useRefresh();
  const making = useMutation<unknown, ApiProblem>({
    mutationFn: () => api.post('/v1/simulator/channel'),
    onSuccess: async () => {
      await refresh('/v1/simulator', '/v1/channels', '/v1/meta-apps');
      toast.done(words.made);
    },
    onError: (error) => toast.failed(words.makeFailed, error),
  });
  return (
    <Empty
      title={words.none.title}
      actions={
        <Button
          kind="primary"
          icon={FlaskConical}
          waiting={making.isPending && words.making}
          onClick={() => making.mutate()}
        >
          {words.none.make}
        </Button>
      }
    >
      {words.none.text}
    </Empty>
  );
}

interface SimulatorProps {
  readonly overview: Overview;
  readonly number: NonNullable<Overview['number']>;
}

function Simulator({ overview, number }: SimulatorProps) {
  const mask = useMask();
  const refresh = useRefresh();
  const [state, setState] = useUrlState();
  const tab = state.tab === 'fixtures' ? 'fixtures' : 'scenarios';
  const playing = useMutation<Play, ApiProblem, Readonly<Record<string, unknown>>>({
    mutationFn: (wish) => api.post<Play>('/v1/simulator/play', wish),
    onSuccess: () => refresh('/v1/simulator', '/v1/events', '/v1/deliveries', '/v1/conversations'),
    onError: (error) => toast.failed(words.playFailed, error),
  });
  const isPlaying = playing.isPending || overview.plays.some((play) => play.state === 'playing');
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_24rem] items-start gap-3.5 max-wide:grid-cols-1">
      <section className="min-w-0 overflow-hidden rounded-3 border border-line bg-panel">
        <Tabs
          label={words.tabsLabel}
          value={tab}
          onChange={(next) => setState({ tab: next, fixture: undefined })}
          tabs={[
            { value: 'scenarios', label: words.tabs.scenarios, count: overview.scenarios.length },
            { value: 'fixtures', label: words.tabs.fixtures, count: overview.fixtures.length },
          ]}
        >
          {tab === 'scenarios' ? (
            <Scenarios scenarios={overview.scenarios} isPlaying={isPlaying} play={playing.mutate} />
          ) : (
            <Fixtures
              fixtures={overview.fixtures}
              isPlaying={isPlaying}
              play={playing.mutate}
              chosen={state.fixture ?? null}
              choose={(fixture) => setState({ fixture }, { replace: true })}
            />
          )}
        </Tabs>
      </section>
      <div className="grid min-w-0 gap-3.5">
        <Panel
          title={words.number}
          aside={
            <LinkButton size="small" to={`/channels/${number.channel_id}`}>
              {words.openChannel}
            </LinkButton>
          }
        >
          <p className="num text-16 font-medium">{mask.phone(number.display_phone_number)}</p>
          <p className="mt-1 text-12 text-fg-3">{words.safe}</p>
        </Panel>
        <MessageBox />
        <Plays plays={overview.plays} channelId={number.channel_id} />
      </div>
    </div>
  );
}
