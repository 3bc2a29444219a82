import { CircleCheck, CircleX, Clock, Inbox, type LucideIcon, Radio, TriangleAlert } from 'lucide-react';
import { Pill, type Tone } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { channelWords } from '../../words/channels.ts';
import type { Channel } from './channel-types.ts';

type State = keyof typeof channelWords.states;

const STYLES: Readonly<Record<State, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  connected: { tone: 'success', icon: CircleCheck },
  failed: { tone: 'danger', icon: CircleX },
  token_expired: { tone: 'danger', icon: CircleX },
  no_token: { tone: 'warning', icon: Inbox },
  untried: { tone: 'pending', icon: Radio },
};

function stateOf(channel: Channel): State {
  if (channel.access_token_expired_at !== null) return 'token_expired';
  if (!channel.has_access_token) return 'no_token';
  return channel.connection?.state ?? 'untried';
}

/** How a number is: what connecting it came to, or why it was not. */
export function ChannelState({ channel }: { readonly channel: Channel }) {
  const state = stateOf(channel);
  const { tone, icon } = STYLES[state];
  return (
    <Pill tone={tone} icon={icon}>
      {channelWords.states[state]}
    </Pill>
  );
}

const FINDING_STYLES: Readonly<
  Record<NonNullable<Channel['doctor']>['state'], { readonly tone: Tone; readonly icon: LucideIcon }>
> = {
  ok: { tone: 'success', icon: CircleCheck },
  warning: { tone: 'warning', icon: TriangleAlert },
  failed: { tone: 'danger', icon: CircleX },
  unknown: { tone: 'pending', icon: Clock },
};

/** What the doctor found last, in a word, and when. */
export function DoctorState({ channel: { doctor } }: { readonly channel: Channel }) {
  if (doctor === null) return <span className="text-fg-3">{channelWords.notExamined}</span>;
  const { tone, icon } = FINDING_STYLES[doctor.state];
  return (
    <span className="flex items-center gap-2">
      <Pill tone={tone} icon={icon}>
        {channelWords.findings[doctor.state]}
      </Pill>
      <span className="text-12 text-fg-3">
        <Time at={doctor.checked_at} />
      </span>
    </span>
  );
}

const QUALITY_TONES: Readonly<Record<string, Tone>> = { GREEN: 'success', YELLOW: 'warning', RED: 'danger' };

/** What Meta thinks of a number, as far as the doctor found out. */
export function Quality({ channel }: { readonly channel: Channel }) {
  const quality = channel.doctor?.quality_rating ?? null;
  const tone = quality === null ? undefined : QUALITY_TONES[quality];
  if (quality === null || tone === undefined) return <span className="text-fg-3">–</span>;
  return (
    <Pill tone={tone} icon={tone === 'success' ? CircleCheck : TriangleAlert}>
      {channelWords.qualities[quality] ?? quality.toLowerCase()}
    </Pill>
  );
}
