import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { useMay } from '../../lib/session.ts';
import { LinkButton, PageLink } from '../../ui/link.tsx';
import { Empty, Panel } from '../../ui/panel.tsx';
import { Phone } from '../../ui/person.tsx';
import { Tag } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { overviewWords } from '../../words/overview.ts';
import type { ChannelStatistics } from './statistics.ts';

const words = overviewWords.channels;

const SHOWN_MAX = 6;

type Channel = ChannelStatistics['data'][number];

/** The numbers, those with trouble first, and when something last came in. */
export function ChannelsPanel({ figures }: { readonly figures: ChannelStatistics }) {
  const may = useMay();
  const connect = may('channels.write') && (
    <PageLink to="/channels/connect" className="text-12">
      {words.connect}
    </PageLink>
  );
  if (figures.data.length === 0) {
    return (
      <Panel title={words.title}>
        <Empty
          title={words.none}
          actions={may('channels.write') && <LinkButton to="/channels/connect">{words.connect}</LinkButton>}
        />
      </Panel>
    );
  }
  return (
    <Panel title={words.title} aside={connect} flush>
      <ul>
        {figures.data.slice(0, SHOWN_MAX).map((channel) => (
          <li key={channel.id} className="flex gap-3 border-t border-line-soft px-4 py-1.75 first:border-line">
            <span className="min-w-0 grow">
              <span className="flex items-center gap-2">
                <PageLink to={`/channels/${channel.id}`} bare className="num truncate font-medium">
                  <Phone phone={channel.display_phone_number} />
                </PageLink>
                {channel.simulated && <Tag>{words.simulated}</Tag>}
              </span>
              <Condition channel={channel} />
            </span>
            <span className="flex-none text-12 text-fg-3">
              {channel.last_event_at === null ? words.never : <Time at={channel.last_event_at} />}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Condition({ channel }: { readonly channel: Channel }) {
  if (channel.trouble !== null) {
    return (
      <span className="flex items-start gap-1.25 text-12 text-warning">
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.25 flex-none" />
        {channel.trouble}
      </span>
    );
  }
  const isWell = channel.state === 'connected';
  const Icon = isWell ? CircleCheck : CircleDashed;
  return (
    <span
      className={
        isWell ? 'flex items-center gap-1.25 text-12 text-success' : 'flex items-center gap-1.25 text-12 text-fg-3'
      }
    >
      <Icon aria-hidden="true" className="size-3.25 flex-none" />
      {isWell ? words.well : words.unknown}
    </span>
  );
}
