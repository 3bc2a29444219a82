import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FlaskConical, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { api } from '../../lib/api.ts';
import { useMask } from '../../lib/mask.ts';
import { useApi, useApiPages, useRefresh } from '../../lib/queries.ts';
import { useMay, useSession } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { LinkButton, PageLink, usePagePath } from '../../ui/link.tsx';
import { Empty } from '../../ui/panel.tsx';
import { Tag } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { channelWords } from '../../words/channels.ts';
import { simulatorWords } from '../../words/simulator.ts';
import { ChannelState, DoctorState, Quality } from './channel-state.tsx';
import type { Channel, ChannelActivity } from './channel-types.ts';

const words = channelWords;
const ACTIVITY_EVERY_MS = 15_000;

/** The numbers of the workspace: how each is, and when it last heard something. */
export function Page() {
  const may = useMay();
  return (
    <PageFrame
      title={words.title}
      layout="full"
      aside={
        may('channels.write') && (
          <LinkButton kind="primary" icon={Plus} to="/channels/connect">
            {words.connect}
          </LinkButton>
        )
      }
    >
      <ChannelTable />
    </PageFrame>
  );
}

function ChannelTable() {
  const channels = useApiPages<Channel>('/v1/channels', { limit: 100 });
  const activity = useApi<{ data: readonly ChannelActivity[] }>(
    '/v1/statistics/channels',
    {},
    { refetchInterval: ACTIVITY_EVERY_MS },
  );
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const mask = useMask();
  const columns = useMemo(() => {
    const heard = new Map(activity.data?.data.map(({ id, last_event_at }) => [id, last_event_at]));
    return columnsOf((id) => heard.get(id) ?? null, mask.phone);
  }, [activity.data, mask]);
  return (
    <DataTable
      label={words.list}
      columns={columns}
      rows={channels.items}
      idOf={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: pathOf(`/channels/${id}`) })}
      hasMore={channels.hasNextPage}
      onEnd={() => void channels.fetchNextPage()}
      isLoading={channels.isPending}
      error={channels.error}
      retry={() => void channels.refetch()}
      empty={<NoChannels />}
      narrow={(channel) => <NarrowRow channel={channel} phone={mask.phone} />}
      className="min-h-0 grow"
    />
  );
}

function columnsOf(lastEventOf: (id: string) => string | null, phone: (number: string) => string): Column<Channel>[] {
  return [
    {
      id: 'number',
      header: words.columns.number,
      width: 'minmax(13rem,1.4fr)',
      cell: (channel) => (
        <span className="flex min-w-0 items-center gap-2">
          <PageLink bare to={`/channels/${channel.id}`} className="num truncate font-medium">
            {phone(channel.display_phone_number)}
          </PageLink>
          {channel.simulated && <Tag>{words.simulated}</Tag>}
        </span>
      ),
    },
    {
      id: 'state',
      header: words.columns.state,
      width: '9.5rem',
      cell: (channel) => <ChannelState channel={channel} />,
    },
    {
      id: 'doctor',
      header: words.columns.doctor,
      width: '11.5rem',
      cell: (channel) => <DoctorState channel={channel} />,
    },
    {
      id: 'lastEvent',
      header: words.columns.lastEvent,
      width: '8rem',
      fromPx: 720,
      cell: ({ id }) => <When at={lastEventOf(id)} otherwise={words.never} />,
    },
    {
      id: 'quality',
      header: words.columns.quality,
      width: '7rem',
      fromPx: 860,
      cell: (channel) => <Quality channel={channel} />,
    },
    {
      id: 'account',
      header: words.columns.account,
      width: 'minmax(10rem,1fr)',
      fromPx: 1_000,
      cell: ({ waba_id }) => <code className="mono text-12 text-fg-2">{waba_id}</code>,
    },
  ];
}

function When({ at, otherwise }: { readonly at: string | null; readonly otherwise: string }) {
  return at === null ? <span className="text-fg-3">{otherwise}</span> : <Time at={at} />;
}

function NarrowRow({ channel, phone }: { readonly channel: Channel; readonly phone: (number: string) => string }) {
  return (
    <span className="grid gap-1">
      <span className="flex items-center gap-2">
        <span className="num truncate font-medium">{phone(channel.display_phone_number)}</span>
        {channel.simulated && <Tag>{words.simulated}</Tag>}
      </span>
      <span className="flex items-center gap-2">
        <ChannelState channel={channel} />
        <Quality channel={channel} />
      </span>
    </span>
  );
}

function NoChannels() {
  const may = useMay();
  const { features } = useSession();
  return (
    <Empty
      title={words.empty.title}
      actions={
        may('channels.write') && (
          <>
            <LinkButton kind="primary" to="/channels/connect">
              {words.empty.connect}
            </LinkButton>
            {features.simulator && may('simulator.use') && <UseSimulator />}
          </>
        )
      }
    >
      {words.empty.text}
    </Empty>
  );
}

function UseSimulator() {
  const refresh = useRefresh();
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const making = useMutation({
    mutationFn: () => api.post('/v1/simulator/channel'),
    onSuccess: async () => {
      await refresh('/v1/channels', '/v1/simulator', '/v1/meta-apps');
      await navigate({ to: pathOf('/simulator') });
    },
    onError: (error) => toast.failed(simulatorWords.makeFailed, error),
  });
  return (
    <Button icon={FlaskConical} waiting={making.isPending && simulatorWords.making} onClick={() => making.mutate()}>
      {words.empty.simulate}
    </Button>
  );
}
