import { CircleCheck, Clock } from 'lucide-react';
import { useMask } from '../../lib/mask.ts';
import { type PageOf, useApi } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { CopyField } from '../../ui/details.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Banner } from '../../ui/panel.tsx';
import { channelWords } from '../../words/channels.ts';
import type { Channel } from './channel-types.ts';
import { WizardFrame } from './wizard-frame.tsx';

const words = channelWords.wizard.message;
const LOOK_EVERY_MS = 2_000;

/** Waits for the first message of a person: then everything between Meta and this gateway works. */
export function MessageStep({ channel, onBack }: { readonly channel: Channel; readonly onBack: () => void }) {
  const may = useMay();
  const mask = useMask();
  const heard = useApi<PageOf<{ readonly id: string }>>(
    '/v1/events',
    { channel: channel.id, type: 'message.received', limit: 1 },
    { refetchInterval: LOOK_EVERY_MS, enabled: may('events.read') },
  );
  const first = heard.data?.data[0];
  const digits = channel.display_phone_number.replaceAll(/\D/g, '');
  return (
    <WizardFrame
      title={words.title}
      text={words.text(mask.phone(channel.display_phone_number))}
      onBack={onBack}
      next={
        <LinkButton kind="primary" to={`/channels/${channel.id}`}>
          {words.toChannel}
        </LinkButton>
      }
    >
      {!mask.isOn && (
        <div className="grid gap-1.25">
          <span className="font-medium">{words.link}</span>
          <CopyField value={`https://wa.me/${digits}`} label={words.copyLink} />
        </div>
      )}
      {first === undefined ? (
        <Banner tone="pending" icon={Clock} title={words.waiting}>
          {words.waitingText}
        </Banner>
      ) : (
        <>
          <Banner tone="success" icon={CircleCheck} title={words.arrived}>
            {words.arrivedText}
          </Banner>
          <p className="flex flex-wrap gap-2">
            <LinkButton to={`/events/${first.id}`}>{words.openEvent}</LinkButton>
            {may('conversations.read') && <LinkButton to="/inbox">{words.toInbox}</LinkButton>}
            {may('endpoints.write') && <LinkButton to="/endpoints/new">{words.toEndpoints}</LinkButton>}
          </p>
        </>
      )}
    </WizardFrame>
  );
}
